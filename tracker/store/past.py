"""What happened in a case, only to be read: rows of tables instead of entities."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.domain.cases import Event, Stage
from tracker.domain.program import Attendance
from tracker.store.base import ID
from tracker.store.cases import CaseEvent, CounselingSession

_OF_CASE: Final = bindparam("case", type_=ID)


class PastEvent(NamedTuple):
    """One line of a case's history."""

    event: Event
    stage: Stage
    actor_id: UUID | None
    at: datetime


class PastSession(NamedTuple):
    """One session, held or missed."""

    id: UUID
    number: int
    attendance: Attendance
    created_at: datetime


# Built once: every page about a case asks for both.
_EVENTS: Final = CaseEvent.__table__.c
_HISTORY: Final = (
    select(_EVENTS.event, _EVENTS.stage, _EVENTS.actor_id, _EVENTS.at)
    .where(_EVENTS.case_id == _OF_CASE)
    .order_by(_EVENTS.sequence)
)
_TALKS: Final = CounselingSession.__table__.c
_SESSIONS: Final = (
    select(_TALKS.id, _TALKS.number, _TALKS.attendance, _TALKS.created_at)
    .where(_TALKS.case_id == _OF_CASE)
    .order_by(_TALKS.number, _TALKS.created_at)
)


def history(db: Session, case_id: UUID) -> list[PastEvent]:
    """What happened to a case, oldest first."""
    return [PastEvent(*row) for row in db.execute(_HISTORY, {"case": case_id})]


def sessions(db: Session, case_id: UUID) -> list[PastSession]:
    """The sessions of a case, held and missed, in order."""
    return [PastSession(*row) for row in db.execute(_SESSIONS, {"case": case_id})]
