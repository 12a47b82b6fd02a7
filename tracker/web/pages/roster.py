"""The list of account holders on the screen: the one in use, and a draft with its mistakes."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.errors import FieldError
from tracker.domain.roster.headings import Column, column_letter
from tracker.domain.roster.rows import Trouble
from tracker.services.roster.checking import SHOWN
from tracker.services.roster.desk import Draft, Standing
from tracker.web.format import moment
from tracker.web.labels import sentence
from tracker.web.labels.roster import CELLS, COLUMNS, LEFT_OUT

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RosterPage:
    """What list is in use, if any, and whether a draft waits."""

    state: str
    facts: Pairs
    draft_url: str
    draft_text: str


@dataclass(frozen=True)
class Line:
    """One thing about one cell: where it stands, under which heading, and what is the matter."""

    where: str
    heading: str
    text: str


@dataclass(frozen=True)
class Told:
    """Some lines of a kind, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int
    more: str


@dataclass(frozen=True)
class DraftPage:
    """A draft: how far it was looked at, what was found, and whether it can be confirmed."""

    id: str
    checked: bool
    going: bool
    done: int
    total: int
    people: str
    columns: Pairs
    mistakes: Told
    notes: Told
    ready: bool


def roster_page(found: Standing) -> RosterPage:
    """What there is now."""
    current, draft = found.current, found.draft
    state = "none" if current is None else "expired" if found.expired else "current"
    facts: Pairs = ()
    if current is not None:
        facts = (
            (_("사람 수"), _people(current.people)),
            (_("올린 사람"), found.names.get(current.imported_by, "")),
            (_("올린 때"), moment(current.imported_at)),
            (_("쓰는 기한"), moment(current.expires_at)),
        )
    text = "" if draft is None else moment(draft.imported_at)
    return RosterPage(state, facts, url_for("roster.draft") if draft else "", text)


def _people(count: int) -> str:
    return ngettext("%(num)s명", "%(num)s명", count)


def draft_page(found: Draft, going: bool) -> DraftPage:
    """The draft as it is now."""
    head, columns = found.head, found.head.columns
    grave = [one for one in head.troubles if one.grave]
    notes = [one for one in head.troubles if not one.grave]
    return DraftPage(
        id=found.roster.id.hex,
        checked=found.is_checked,
        going=going,
        done=head.done,
        total=head.rows,
        people=_people(found.roster.people),
        columns=tuple(
            (str(COLUMNS[one]), _column(columns[one])) for one in COLUMNS if one in columns
        ),
        mistakes=_told(grave, head.mistakes, columns),
        notes=_told(notes, head.notes, columns),
        ready=found.is_ready,
    )


def _column(index: int) -> str:
    return _("%(column)s열", column=column_letter(index))


def _told(found: list[Trouble], total: int, columns: dict[Column, int]) -> Told:
    more = ""
    if total > len(found):
        more = _("처음 %(shown)s개만 보여 드려요. 모두 %(total)s개예요.", shown=SHOWN, total=total)
    return Told(tuple(_lines(found, columns)), total, more)


def _lines(found: Iterable[Trouble], columns: dict[Column, int]) -> Iterable[Line]:
    for one in found:
        where = _(
            "%(line)s줄 %(column)s열",
            line=one.line,
            column=column_letter(columns.get(one.column, 0)),
        )
        yield Line(where, str(COLUMNS[one.column]), trouble_text(one))


def trouble_text(one: Trouble) -> str:
    """What is the matter with a cell."""
    words = CELLS.get((one.column, one.code))
    if words is not None:
        return str(words) % one.params
    if not one.grave:
        return str(LEFT_OUT)
    return sentence(FieldError(one.column.value, one.code, **one.params))
