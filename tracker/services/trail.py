"""Reading the trail: the officer's questions and exports, and who was at a record of a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.domain.access import RULES, Permission, Record, Subject, allowed, may, object_of
from tracker.domain.acts import (
    EXPORT_LIMIT,
    Asked,
    ExportFormat,
    ExportReason,
    is_case_number,
    is_receipt_number,
)
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError, NotAllowed, NotFound, RuleBroken
from tracker.services.work import Work
from tracker.store import accounts, cases, trail
from tracker.store.audit import AuditRow, Row, Unreadable, readable
from tracker.store.cases import Case
from tracker.store.trail import Visit, Wanted
from tracker.vault.codes import read_number

__all__ = ["Unreadable"]

PAGE: Final = 100
VISITS: Final = 50
BESIDE: Final = 10  # on the page of a case, beside all else
CHECKS: Final = 20
CHUNK: Final = 1000
SEOUL: Final = ZoneInfo("Asia/Seoul")
_CASE_RECORDS: Final = frozenset(Record)
_OTHER_KINDS: Final = ("account", "user", "team")
# Whose acts somebody sees who may read the case: those on the records that they read.
_SEEN: Final = {
    Permission.APPLICATION_READ: (Record.IDENTITY, Record.FACTS),
    Permission.CASE_READ: tuple(Record),
    Permission.TEAM_READ: (Record.CLINICAL, Record.CLIENT),
    # Whose record it is knows who was at it, also where they read no word of it.
    Permission.OWN_READ: (Record.IDENTITY, Record.CLIENT, Record.CLINICAL),
}


@dataclass(frozen=True)
class Person:
    """Somebody the trail may name."""

    id: UUID
    name: str
    roles: str


@dataclass(frozen=True)
class Found:
    """A page of the trail, newest first; `numbers` are the case numbers of its cases."""

    rows: list[Row]
    numbers: dict[UUID, str]
    next: int | None


@dataclass(frozen=True)
class Visits:
    """Who was at the records of a case; `next` is where the next page begins."""

    visits: list[Visit]
    next: int | None


@dataclass(frozen=True)
class Export:
    """Rows that may leave: those that fit and stood there when it was recorded."""

    wanted: Wanted
    before: int
    count: int


def people(work: Work) -> list[Person]:
    """All accounts by name, for whoever reads the trail."""
    _must(work)
    found = accounts.everyone(work.db)
    return [Person(one.id, one.name, "+".join(sorted(one.roles))) for one in found]


def search(work: Work, asked: Asked | None = None, before: int | None = None) -> Found:
    """A page of what fits; looking is itself recorded, with the kinds of what was asked.

    Raises FieldError('object', 'nobody') for the number of no case.
    """
    _must(work)
    asked = asked or Asked()
    rows = trail.page(work.db, _wanted(work.db, asked), PAGE + 1, before)
    shown = rows[:PAGE]
    work.record(Audit.AUDIT_READ, count=len(shown), filters=asked.filters)
    following = shown[-1].sequence if len(rows) > PAGE else None
    return Found(shown, case_numbers(work.db, shown), following)


def checks(work: Work) -> list[AuditRow]:
    """The last times somebody checked the trail."""
    _must(work)
    return readable(trail.page(work.db, Wanted(actions=[Audit.AUDIT_VERIFIED]), CHECKS))


def export(work: Work, asked: Asked, reason: ExportReason, how: ExportFormat) -> Export:
    """Let rows leave: recorded with reason and count before the first of them goes.

    Raises RuleBroken('too_many_rows'), FieldError('object', 'nobody').
    """
    _must(work)
    wanted = _wanted(work.db, asked)
    work.alone()
    count = trail.count(work.db, wanted, EXPORT_LIMIT + 1)
    if count > EXPORT_LIMIT:
        raise RuleBroken("too_many_rows", limit=EXPORT_LIMIT)
    before = trail.end(work.db) + 1
    filters = asked.filters
    work.record(
        Audit.AUDIT_EXPORTED, reason=reason.value, kind=how.value, count=count, filters=filters
    )
    return Export(wanted, before, count)


def exported(db: Session, made: Export) -> Iterator[tuple[Row, str]]:
    """The rows of an export, newest first, with their case numbers; a thousand at a time."""
    before = made.before
    while True:
        rows = trail.page(db, made.wanted, CHUNK, before)
        if not rows:
            return
        numbers = case_numbers(db, rows)
        for row in rows:
            case_id = None if isinstance(row, Unreadable) else case_of(row.object)
            yield row, numbers.get(case_id or UUID(int=0), "")
        before = rows[-1].sequence
        db.expunge_all()


def of_case(
    work: Work,
    case: Case,
    permission: Permission,
    before: int | None = None,
    limit: int = BESIDE,
) -> Visits:
    """Who was at the records of a case, for somebody who may read it: one query.

    Raises NotFound for somebody who may not.
    """
    subject = Subject(case.id, case.counselor_id, case.team_id)
    record = RULES[permission].record
    if record is None or not allowed(work.actor.who, permission, subject):
        raise NotFound
    if not work.keys(object_of(record, case.id)):
        raise NotFound
    objects = [object_of(one, case.id) for one in _SEEN[permission]]
    rows = trail.visits(work.db, objects, limit + 1, before)
    shown = rows[:limit]
    return Visits(shown, shown[-1].sequence if len(rows) > limit else None)


def page_of_case(
    work: Work, case_id: UUID, permission: Permission, before: int | None = None
) -> tuple[Case, Visits]:
    """The same on a page of its own; looking is recorded as reading the trail of that record."""
    case = work.case(case_id, permission)
    found = of_case(work, case, permission, before, VISITS)
    obj = object_of(_SEEN[permission][0], case_id)
    work.record(Audit.AUDIT_READ, obj, count=len(found.visits))
    return case, found


def case_of(obj: str | None) -> UUID | None:
    """The case whose record this is, or None for anything else."""
    kind, _colon, key = (obj or "").partition(":")
    if kind not in _CASE_RECORDS:
        return None
    try:
        return UUID(hex=key)
    except ValueError:  # a row that was edited
        return None


def case_numbers(db: Session, rows: Iterable[Row]) -> dict[UUID, str]:
    """The case numbers of the cases that rows are about, in one query."""
    found = {case_of(row.object) for row in readable(rows)}
    return trail.case_numbers(db, [one for one in found if one is not None])


def _must(work: Work) -> None:
    if not may(work.actor.who, Permission.AUDIT_READ):
        raise NotAllowed


def _wanted(db: Session, asked: Asked) -> Wanted:
    person = asked.person
    return Wanted(
        actor_id=person if isinstance(person, UUID) else None,
        role=person if isinstance(person, str) else "",
        actions=asked.acts,
        objects=_objects(db, asked.object),
        since=None if asked.since is None else _midnight(asked.since),
        until=None if asked.until is None else _midnight(asked.until + timedelta(days=1)),
    )


def _objects(db: Session, written: str) -> list[str]:
    """The records that a number, an id or a name stands for."""
    if not written or ":" in written:
        return [written] if written else []
    if is_case_number(written):
        return _records(trail.case_of_number(db, written))
    if is_receipt_number(written):
        case = cases.by_receipt(db, read_number(written))
        return _records(None if case is None else case.id)
    key = UUID(hex=written)
    return _records(key) + [f"{kind}:{key.hex}" for kind in _OTHER_KINDS]


def _records(case_id: UUID | None) -> list[str]:
    if case_id is None:
        raise FieldError("object", "nobody")
    return [object_of(record, case_id) for record in Record]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL).astimezone(UTC)
