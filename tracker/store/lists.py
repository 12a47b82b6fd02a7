"""The rows of list pages: plain tuples, one query a page, keyset paging."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Join,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    null,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from tracker.domain.cases import Event, Stage
from tracker.domain.program import HELD, Plan
from tracker.domain.rounds import OfferState
from tracker.store.accounts import Account
from tracker.store.base import ID, UtcTime
from tracker.store.cases import Assessment, Case, CaseEvent, CounselingSession
from tracker.store.documents import DocumentRow
from tracker.store.grants import GrantRow
from tracker.store.rounds import Offer, Round
from tracker.vault.keyring import Grant

PAGE: Final = 50


class By(StrEnum):
    """What a list is sorted by: when somebody applied, waits for an answer, or is on the list."""

    SUBMITTED = "submitted_at"
    ANSWER = "answer_due"
    TURN = "waiting_since"


class ListRow(NamedTuple):
    """One case in a list: what is plain, its card, and the grant that opens the card."""

    id: UUID
    receipt_number: str
    number: str | None
    stage: Stage
    submitted_at: datetime
    changed_at: datetime
    answer_due: datetime | None
    answered_at: datetime | None
    turn_at: datetime | None
    counselor: str | None
    interpreted: int
    held: int
    returned: int
    plan: Plan
    offered_until: datetime | None
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
    by: By = By.SUBMITTED
    round_id: UUID | None = None


class _Shape(NamedTuple):
    """What a list query looks like without its values: one statement is built for each."""

    stages: frozenset[Stage]
    of_counselor: bool
    of_team: bool
    goes_on: bool
    newest_first: bool
    by: By
    cards: bool
    progress: bool
    returns: bool
    of_round: bool


_C, _D, _G = Case.__table__.c, DocumentRow.__table__.c, GrantRow.__table__.c
_A, _R, _O = Account.__table__.c, Round.__table__.c, Offer.__table__.c
_NONE: ColumnElement[Any] = literal_column("0", Integer)
_PLAIN: Final = ListRow._fields[: ListRow._fields.index("turn_at")]


def page(
    db: Session,
    wanted: Selection,
    holder: tuple[str, int] | None,
    *,
    progress: bool,
    returns: bool = False,
) -> list[ListRow]:
    """A page of cases and one row more, with the card and the grant of `holder`: a principal
    and its generation. Without one (a supervisor's list, by numbers) no card is read at all.
    """
    shape = _Shape(
        frozenset(wanted.stages),
        wanted.counselor_id is not None,
        wanted.team_id is not None,
        wanted.after is not None,
        wanted.newest_first,
        wanted.by,
        holder is not None,
        progress,
        returns,
        wanted.round_id is not None,
    )
    at, case_id = wanted.after or (None, None)
    principal, generation = holder or (None, None)
    values = {
        "counselor": wanted.counselor_id,
        "team": wanted.team_id,
        "round": wanted.round_id,
        "at": at,
        "id": case_id,
        "principal": principal,
        "generation": generation,
    }
    return [_row(row, holder) for row in db.execute(_query(shape), values)]


def _row(row: Any, holder: tuple[str, int] | None) -> ListRow:
    *seen, tests, sessions, until, version, card, obj, key_version, wrapped_key, mac = row
    known = (*seen, _plan(tests, sessions), until, version, card)
    if holder is None or wrapped_key is None:
        return ListRow._make((*known, None))
    return ListRow._make((*known, Grant(obj, key_version, *holder, wrapped_key, mac)))


@cache
def _plan(tests: int, sessions: int) -> Plan:
    return Plan(tests, sessions)


@cache
def _query(shape: _Shape) -> Select[Any]:
    """The page first, by itself; cards and progress are looked up for its rows only."""
    shown = _shown(shape).subquery("shown")
    tests, held = _progress(shown.c.id) if shape.progress else (_NONE, _NONE)
    plan = (_R.tests, _R.sessions) if shape.progress else (_NONE, _NONE)
    until = _offer(shown.c.id) if shape.by is By.TURN else null()
    returned = _returned(shown.c.id) if shape.returns else _NONE
    case = (*(shown.c[name] for name in _PLAIN), shown.c.waiting_since, _A.name)
    query: Select[Any] = select(*case, tests, held, returned, *plan, until)
    joined = shown.outerjoin(Account.__table__, _A.id == shown.c.counselor_id)
    if shape.progress:
        joined = joined.join(Round.__table__, _R.id == shown.c.round_id)
    if shape.cards:
        query, joined = _with_card(query, joined, shown.c.id)
    else:
        query = query.add_columns(*[null()] * 6)
    return query.select_from(joined).order_by(*_order(shown.c, shape))


def _shown(shape: _Shape) -> Select[Any]:
    query = select(Case.__table__).where(_C.stage.in_(_written("stages", sorted(shape.stages))))
    if shape.of_counselor:
        query = query.where(_C.counselor_id == bindparam("counselor", type_=ID))
    if shape.of_team:
        query = query.where(_C.team_id == bindparam("team", type_=ID))
    if shape.by is By.ANSWER:
        query = query.where(_C.answer_due.is_not(None))
    if shape.of_round:
        query = query.where(_C.round_id == bindparam("round", type_=ID))
    if shape.goes_on:
        place = tuple_(*_place(_C, shape))
        here = tuple_(bindparam("at", type_=UtcTime), bindparam("id", type_=ID))
        query = query.where(place < here if shape.newest_first else place > here)
    return query.order_by(*_order(_C, shape)).limit(_written("limit", PAGE + 1))


def _written(name: str, value: Any) -> BindParameter[Any]:
    """A constant that stands in the statement itself: PostgreSQL plans badly for an unknown one."""
    return bindparam(name, value, expanding=isinstance(value, list), literal_execute=True)


def _order(columns: Any, shape: _Shape) -> tuple[ColumnElement[Any], ...]:
    place = _place(columns, shape)
    return tuple(one.desc() for one in place) if shape.newest_first else place


def _place(columns: Any, shape: _Shape) -> tuple[ColumnElement[Any], ...]:
    """What a list is sorted by, and where its next page begins."""
    return columns[shape.by.value], columns.id


def _progress(case_id: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Interpreted assessments and held sessions."""
    tests = select(func.count()).where(
        Assessment.case_id == case_id, Assessment.interpreted_at.is_not(None)
    )
    held = select(func.count()).where(
        CounselingSession.case_id == case_id, CounselingSession.attendance.in_(sorted(HELD))
    )
    return tests.scalar_subquery(), held.scalar_subquery()


def _returned(case_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """How often a counselor gave the case back."""
    back = (CaseEvent.case_id == case_id) & (CaseEvent.event == Event.RETURN)
    return select(func.count()).where(back).scalar_subquery()


def _offer(case_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Until when a place is kept for somebody who waits."""
    mine = (_O.case_id == case_id) & (_O.state == OfferState.OPEN)
    return select(_O.expires_at).where(mine).scalar_subquery()


def _with_card(
    query: Select[Any], joined: Join, case_id: ColumnElement[Any]
) -> tuple[Select[Any], Join]:
    """The newest card and its key: looked up row by row, because a join with the grants would
    let PostgreSQL read all that the principal has.
    """
    identity = _written("identity", "identity:").concat(case_id)
    kind = _written("kind", "card")
    later = DocumentRow.__table__.alias("later")
    last = select(func.max(later.c.version)).where(later.c.object == identity, later.c.kind == kind)
    card = and_(_D.object == identity, _D.kind == kind, _D.version == last.scalar_subquery())
    key = and_(
        _G.object == _D.object,
        _G.key_version == _D.key_version,
        _G.principal == bindparam("principal"),
        _G.generation == bindparam("generation"),
    )
    grant = [select(column).where(key).scalar_subquery() for column in (_G.wrapped_key, _G.mac)]
    columns = (_D.version, _D.body, _D.object, _D.key_version, *grant)
    return query.add_columns(*columns), joined.outerjoin(DocumentRow.__table__, card)
