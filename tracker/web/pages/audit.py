"""The audit trail in plain words: who, when, from where, on whose record, what. Ids, no names
of clients.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, Protocol
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.audit import Audit
from tracker.services.upkeep import Verified
from tracker.web import labels
from tracker.web.format import iso, moment, month

_RECORDS: Final = {
    "identity": _l("신청 기록"),
    "clinical": _l("상담 기록"),
    "client": _l("신청하신 분에게 보이는 기록"),
    "facts": _l("통계용 기록"),
    "account": _l("계정"),
    "team": _l("팀"),
    "group": _l("열쇠 모임"),
    "user": _l("계정"),
    "receipt": _l("접수증"),
}
_TOUCHED: Final = {
    "documents": _l("기록 %(count)s건 저장"),
    "grants": _l("열쇠 %(count)s개 줌"),
    "revoked": _l("열쇠 %(count)s개 없앰"),
}
_SHOWN: Final = 100  # of each kind; a trail that was replaced would fill the page otherwise


class Act(Protocol):
    """One row of the trail."""

    sequence: int
    at: datetime
    actor_id: UUID | None
    role: str
    address: str
    action: str
    object: str | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One act in words."""

    number: int
    who: str
    role: str
    when: str
    when_iso: str
    address: str
    record: str
    record_id: str
    what: str
    more: str


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail, newest first."""

    lines: tuple[Line, ...]
    next_url: str | None
    first_url: str | None


@dataclass(frozen=True)
class Found:
    """One kind of finding, and where."""

    sentence: str
    places: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Proof:
    """What checking the trail showed."""

    findings: tuple[Found, ...]
    anchor: str
    rows: int
    against: str


def trail_page(
    acts: Sequence[Act], names: Mapping[UUID, str], size: int, *, later: bool
) -> TrailPage:
    """A page of the trail; `later` says that it does not begin with the newest act."""
    more = len(acts) == size and acts[-1].sequence > 1
    return TrailPage(
        lines=tuple(_line(act, names) for act in acts),
        next_url=url_for("audit.index", before=acts[-1].sequence) if more else None,
        first_url=url_for("audit.index") if later else None,
    )


def _line(act: Act, names: Mapping[UUID, str]) -> Line:
    record, record_id = _object(act.object)
    return Line(
        number=act.sequence,
        who="" if act.actor_id is None else names.get(act.actor_id, act.actor_id.hex),
        role=_role(act.role),
        when=moment(act.at),
        when_iso=iso(act.at),
        address=act.address,
        record=record,
        record_id=record_id,
        what=_action(act.action),
        more=_more(act.detail),
    )


def _role(role: str) -> str:
    """A changed row may hold anything; it is shown as it is."""
    try:
        return labels.role_label(role)
    except (ValueError, KeyError):
        return role


def _action(action: str) -> str:
    known = action in Audit.__members__.values()
    return str(labels.AUDIT[Audit(action)]) if known else action


def _object(written: str | None) -> tuple[str, str]:
    """What kind of record an act was about, and its id."""
    if not written:
        return "", ""
    kind, _colon, key = written.partition(":")
    return str(_RECORDS.get(kind, kind)), key


def _more(detail: Mapping[str, Any]) -> str:
    """Roles, month, numbers, and how many records and keys were touched."""
    words = [
        str(words) % {"count": len(detail[key])}
        for key, words in _TOUCHED.items()
        if detail.get(key)
    ]
    if detail.get("roles"):
        words.insert(0, _role("+".join(detail["roles"])))
    if detail.get("month"):
        words.insert(0, month(detail["month"]))
    if "count" in detail:
        words.append(_("%(count)s줄", count=detail["count"]))
    return " · ".join(words)


def proof(checked: Verified, against: str) -> Proof:
    """The result of a check in words."""
    ordered = sorted(checked.findings, key=lambda one: list(labels.FINDINGS).index(one.what))
    kinds = {what: list(found) for what, found in groupby(ordered, key=lambda one: one.what)}
    return Proof(
        findings=tuple(
            Found(
                str(labels.FINDINGS[what]),
                tuple(_place(one.where) for one in found[:_SHOWN]),
                max(0, len(found) - _SHOWN),
            )
            for what, found in kinds.items()
        ),
        anchor=f"{checked.anchor.sequence}:{checked.anchor.digest}",
        rows=checked.anchor.sequence,
        against=against,
    )


def _place(where: str) -> str:
    """A row's number, or the record that is meant."""
    if where.isdigit():
        return _("%(number)s번째 줄", number=where)
    kind, colon, rest = where.partition(":")
    return f"{_RECORDS.get(kind, kind)} {rest}" if colon else where
