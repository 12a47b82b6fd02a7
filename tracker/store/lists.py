"""The rows of list pages: plain tuples, one query a page, keyset paging."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Join, Select, and_, func, literal, select, tuple_
from sqlalchemy.orm import Session

from tracker.domain.cases import Stage
from tracker.domain.program import HELD
from tracker.store.accounts import Account
from tracker.store.cases import Assessment, Case, CounselingSession
from tracker.store.documents import DocumentRow
from tracker.store.grants import GrantRow
from tracker.vault.keyring import Grant

PAGE: Final = 50


class ListRow(NamedTuple):
    """One case in a list: what is plain, its card, and the grant that opens the card."""

    id: UUID
    receipt_number: str
    number: str | None
    stage: Stage
    submitted_at: datetime
    changed_at: datetime
    counselor: str | None
    interpreted: int
    held: int
    card_version: int | None
    card: bytes | None
    grant: Grant | None


@dataclass(frozen=True)
class Selection:
    """Which cases a list shows, and where the page begins."""

    stages: Collection[Stage]
    counselor_id: UUID | None = None
    team_id: UUID | None = None
    after: tuple[datetime, UUID] | None = None
    newest_first: bool = False


_C, _D, _G = Case.__table__.c, DocumentRow.__table__.c, GrantRow.__table__.c
_A = Account.__table__.c


def page(db: Session, wanted: Selection, principal: str | None, *, progress: bool) -> list[ListRow]:
    """A page of cases and one row more, with the card and grant that `principal` can open.

    Without a principal (a supervisor's list under case numbers) no card is read at all.
    """
    tests, held = _progress(progress)
    plain = [_C.id, _C.receipt_number, _C.number, _C.stage, _C.submitted_at, _C.changed_at]
    query = _limited(select(*plain, _A.name, tests, held), wanted)
    if principal is None:
        query = query.select_from(_with_counselor())
        return [ListRow._make((*row, None, None, None)) for row in db.execute(query)]
    return [_with_grant(row) for row in db.execute(_with_card(query, principal))]


def _with_counselor() -> Join:
    return Case.__table__.outerjoin(Account.__table__, _A.id == _C.counselor_id)


def _with_card(query: Select[Any], principal: str) -> Select[Any]:
    identity = literal("identity:").concat(_C.id)
    later = DocumentRow.__table__.alias("later")
    last = select(func.max(later.c.version)).where(
        later.c.object == identity, later.c.kind == "card"
    )
    card = and_(_D.object == identity, _D.kind == "card", _D.version == last.scalar_subquery())
    key = and_(_G.object == identity, _G.key_version == _D.key_version, _G.principal == principal)
    tables = (
        _with_counselor().outerjoin(DocumentRow.__table__, card).outerjoin(GrantRow.__table__, key)
    )
    grant = [_G.object, _G.key_version, _G.principal, _G.generation, _G.wrapped_key, _G.mac]
    return query.add_columns(_D.version, _D.body, *grant).select_from(tables)


def _with_grant(row: Any) -> ListRow:
    grant = Grant(*row[11:]) if row[11] is not None else None
    return ListRow._make((*row[:11], grant))


def _progress(on: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Interpreted assessments and held sessions, counted only where a list shows them."""
    if not on:
        return literal(0), literal(0)
    tests = select(func.count()).where(
        Assessment.case_id == _C.id, Assessment.interpreted_at.is_not(None)
    )
    held = select(func.count()).where(
        CounselingSession.case_id == _C.id, CounselingSession.attendance.in_(sorted(HELD))
    )
    return tests.scalar_subquery(), held.scalar_subquery()


def _limited(query: Select[Any], wanted: Selection) -> Select[Any]:
    query = query.where(_C.stage.in_(sorted(wanted.stages)))
    if wanted.counselor_id is not None:
        query = query.where(_C.counselor_id == wanted.counselor_id)
    if wanted.team_id is not None:
        query = query.where(_C.team_id == wanted.team_id)
    return _from_cursor(query, wanted).limit(PAGE + 1)


def _from_cursor(query: Select[Any], wanted: Selection) -> Select[Any]:
    place = tuple_(_C.submitted_at, _C.id)
    if wanted.after is not None:
        at, case_id = wanted.after
        here = tuple_(literal(at, _C.submitted_at.type), literal(case_id, _C.id.type))
        query = query.where(place < here if wanted.newest_first else place > here)
    if wanted.newest_first:
        return query.order_by(_C.submitted_at.desc(), _C.id.desc())
    return query.order_by(_C.submitted_at, _C.id)


def counts(
    db: Session, counselor_id: UUID | None = None, team_id: UUID | None = None
) -> dict[Stage, int]:
    """How many cases stand in each stage, for the tabs of a staff list."""
    query = select(_C.stage, func.count()).group_by(_C.stage)
    if counselor_id is not None:
        query = query.where(_C.counselor_id == counselor_id)
    if team_id is not None:
        query = query.where(_C.team_id == team_id)
    return {row[0]: row[1] for row in db.execute(query)}


def caseload(db: Session) -> dict[UUID, int]:
    """How many open cases each counselor has."""
    open_now = _C.stage.in_([Stage.ASSIGNED, Stage.ACTIVE])
    query = select(_C.counselor_id, func.count()).where(open_now).group_by(_C.counselor_id)
    return {row[0]: row[1] for row in db.execute(query)}
