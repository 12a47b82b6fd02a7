"""How many cases there are, for the tabs of staff lists and for who has room."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.cases import Stage
from tracker.store.cases import Case

_C = Case.__table__.c


class Count(NamedTuple):
    """How many cases stand in a stage, and in how many of them a message waits for an answer."""

    cases: int
    waiting: int


def counts(
    db: Session,
    counselor_id: UUID | None = None,
    team_id: UUID | None = None,
    round_id: UUID | None = None,
) -> dict[Stage, Count]:
    """How many cases stand in each stage, for the tabs of a staff list."""
    query = select(_C.stage, func.count(), func.count(_C.answer_due)).group_by(_C.stage)
    if round_id is not None:
        query = query.where(_C.round_id == round_id)
    if counselor_id is not None:
        query = query.where(_C.counselor_id == counselor_id)
    if team_id is not None:
        query = query.where(_C.team_id == team_id)
    return {row[0]: Count(row[1], row[2]) for row in db.execute(query)}


def caseload(db: Session) -> dict[UUID, int]:
    """How many open cases each counselor has."""
    open_now = _C.stage.in_([Stage.ASSIGNED, Stage.ACTIVE])
    query = select(_C.counselor_id, func.count()).where(open_now).group_by(_C.counselor_id)
    return {row[0]: row[1] for row in db.execute(query)}
