"""The officer's pages: the trail with what was asked of it, and the result of a check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from tracker.services.trail import Found, Person
from tracker.services.upkeep import Verified
from tracker.web import labels
from tracker.web.format import iso, moment
from tracker.web.forms.audit import SearchForm
from tracker.web.labels.documents import RECORDS
from tracker.web.pages.acts import Act, Line, Words, document_words

_SHOWN: Final = 100  # of each kind; a trail that was replaced would fill the page otherwise
_SHORT: Final = 12  # of the 64 digits of a digest


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail, newest first."""

    lines: tuple[Line, ...]
    next_url: str | None
    first_url: str | None
    export_url: str
    clear_url: str | None


@dataclass(frozen=True)
class Findings:
    """One kind of finding, and where."""

    sentence: str
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Proof:
    """What checking the trail showed."""

    findings: tuple[Findings, ...]
    anchor: str
    rows: int
    against: str
    when: str


@dataclass(frozen=True)
class Check:
    """One time somebody checked the trail."""

    when: str
    when_iso: str
    who: str
    anchor: str
    findings: str
    clean: bool


def trail_page(
    found: Found, people: Sequence[Person], question: Mapping[str, str], *, later: bool
) -> TrailPage:
    """A page of the trail; `later` says that it does not begin with the newest act."""
    words, index = Words(people, found.numbers), "audit.index"
    given: dict[str, Any] = dict(question)
    following = None if found.next is None else url_for(index, **given, before=found.next)
    return TrailPage(
        lines=tuple(words.line(act) for act in found.rows),
        next_url=following,
        first_url=url_for(index, **given) if later else None,
        export_url=url_for("audit.export", **given),
        clear_url=url_for(index) if question else None,
    )


def question_words(form: SearchForm) -> tuple[tuple[str, str], ...]:
    """What was asked, as a list of names and values."""
    found = []
    for field in form:
        choices = {} if field.type == "StringField" else dict(_choices(field))
        if field.data:
            found.append((str(field.label.text), str(choices.get(field.data, field.data))))
    return tuple(found)


def _choices(field: Any) -> Iterator[tuple[str, str]]:
    return ((one.value, str(one.label)) for one in field.choices)


def checks(rows: Sequence[Act], people: Sequence[Person]) -> tuple[Check, ...]:
    """The past checks of the trail, newest first."""
    words = Words(people, {})
    return tuple(_check(row, words) for row in rows)


def _check(row: Act, words: Words) -> Check:
    given: Any = row.detail
    detail = given if isinstance(given, dict) else {}
    count = detail.get("count", 0)
    clean = count == 0
    return Check(
        when=moment(row.at),
        when_iso=iso(row.at),
        who=words.who(row.actor_id),
        anchor=_anchor(detail),
        findings=_("바뀐 곳 없음") if clean else _("맞지 않는 곳 %(count)s곳", count=count),
        clean=clean,
    )


def _anchor(detail: Mapping[str, Any]) -> str:
    """Where the trail stood then; older rows did not keep it."""
    if "digest" not in detail:
        return "–"
    return f"{detail.get('number')}:{str(detail['digest'])[:_SHORT]}…"


def proof(checked: Verified, against: str, when: str) -> Proof:
    """The result of a check in words."""
    ordered = sorted(checked.findings, key=lambda one: list(labels.FINDINGS).index(one.what))
    kinds = {what: list(found) for what, found in groupby(ordered, key=lambda one: one.what)}
    return Proof(
        findings=tuple(
            Findings(
                str(labels.FINDINGS[what]),
                tuple(_place(one.where) for one in found[:_SHOWN]),
                max(0, len(found) - _SHOWN),
            )
            for what, found in kinds.items()
        ),
        anchor=f"{checked.anchor.sequence}:{checked.anchor.digest}",
        rows=checked.anchor.sequence,
        against=against,
        when=when,
    )


def _place(where: str) -> str:
    """A row's number, or the record that is meant."""
    if where.isdigit():
        return _("%(number)s번째 줄", number=where)
    kind, colon, rest = where.partition(":")
    if not colon:
        return where
    key, _space, what = rest.partition(" ")
    name, _space, version = what.rpartition(" ")
    shown = f"{document_words(name)} {version}" if name else what
    return f"{RECORDS.get(kind, kind)} {key} {shown}".strip()
