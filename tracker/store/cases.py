"""Cases and what the database itself can hold true about them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    TextClause,
    UniqueConstraint,
    bindparam,
    false,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session

from tracker.domain.cases import Event, Stage
from tracker.domain.program import AssessmentKind, Attendance
from tracker.store.base import ID, Base, UtcTime, code, plain
from tracker.store.built import Rows


def _held(column: str, further: str, where: TextClause) -> Index:
    """An index of the cases where a column holds something: a new application is in none."""
    name = f"ix_cases_{column}_{further}"
    return Index(name, column, further, sqlite_where=where, postgresql_where=where)


class Case(Base):
    """One application and what became of it. Names and words are documents, not columns."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('submitted','info_requested','waitlisted','accepted','declined','withdrawn')"
            " OR counselor_id IS NOT NULL",
            name="in_care_has_counselor",
        ),
        CheckConstraint(
            "stage IN ('submitted','info_requested','waitlisted','declined','withdrawn')"
            " OR number IS NOT NULL",
            name="accepted_has_number",
        ),
        CheckConstraint("(counselor_id IS NULL) = (team_id IS NULL)", name="counselor_with_team"),
        Index("ix_cases_stage_submitted_at_id", "stage", "submitted_at", "id"),
        _held("counselor_id", "stage", text("counselor_id IS NOT NULL")),
        CheckConstraint(
            "stage <> 'waitlisted' OR waiting_since IS NOT NULL", name="who_waits_has_a_turn"
        ),
        _held("team_id", "stage", text("team_id IS NOT NULL")),
        _held("answer_due", "id", text("answer_due IS NOT NULL")),
        Index("ix_cases_round_id_stage_waiting_since", "round_id", "stage", "waiting_since"),
    )

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    receipt_number: Mapped[str] = plain("a random number", String(9), unique=True)
    number: Mapped[str | None] = plain("the case number: a running number", String(12), unique=True)
    stage: Mapped[Stage] = plain("where the case stands", code(Stage, "stage"))
    counselor_id: Mapped[UUID | None] = plain(
        "who is assigned", ID, ForeignKey("accounts.id"), nullable=True
    )
    team_id: Mapped[UUID | None] = plain(
        "the counselor's team", ID, ForeignKey("teams.id"), nullable=True
    )
    round_id: Mapped[UUID] = plain("in which round", ID, ForeignKey("rounds.id"))
    waiting_since: Mapped[datetime | None] = plain("whose turn it is on the waiting list", UtcTime)
    submitted_at: Mapped[datetime] = plain("when the application arrived", UtcTime)
    changed_at: Mapped[datetime] = plain("when the stage last changed", UtcTime)
    answer_due: Mapped[datetime | None] = plain(
        "since when a message of the person waits for an answer", UtcTime
    )
    answered_at: Mapped[datetime | None] = plain(
        "when the person answered the desk, until it moves on", UtcTime
    )
    erasure_asked_at: Mapped[datetime | None] = plain(
        "when the person asked for the record to be destroyed", UtcTime
    )
    client_due: Mapped[bool] = plain(
        "the receipt is new: care gives it the client key again",
        server_default=false(),
        default=False,
    )


class CaseEvent(Base):
    """One immutable line of a case's history."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "sequence"),)

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"))
    sequence: Mapped[int] = plain("the order of events")
    event: Mapped[Event] = plain("what happened", code(Event, "event"))
    stage: Mapped[Stage] = plain("where it led", code(Stage, "event_stage"))
    actor_id: Mapped[UUID | None] = plain("which account did it", ID)
    at: Mapped[datetime] = plain("when", UtcTime)


class Assessment(Base):
    """One chosen assessment; its result is a document."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        CheckConstraint(
            "interpreted_at IS NULL OR recorded_at IS NOT NULL", name="interpreted_after_recorded"
        ),
    )

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"))
    kind: Mapped[AssessmentKind] = plain(
        "one of six kinds; needed to hold each to once per case", code(AssessmentKind, "kind")
    )
    recorded_at: Mapped[datetime | None] = plain("when a result was recorded", UtcTime)
    interpreted_at: Mapped[datetime | None] = plain("when it was explained", UtcTime)


_HELD_ONCE: Final = text("attendance IN ('attended', 'late')")


class CounselingSession(Base):
    """One counseling session, held or missed; what was said is a document."""

    __tablename__ = "counseling_sessions"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 3", name="number_one_to_three"),
        Index(
            "uq_counseling_sessions_held_number",
            "case_id",
            "number",
            unique=True,
            sqlite_where=_HELD_ONCE,
            postgresql_where=_HELD_ONCE,
        ),
    )

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"), index=True)
    number: Mapped[int] = plain("first, second or third session")
    attendance: Mapped[Attendance] = plain(
        "held or missed; the database counts held sessions", code(Attendance, "attendance")
    )
    created_at: Mapped[datetime] = plain("when it was recorded", UtcTime)


_OF_CASE: Final = bindparam("case", type_=ID)
# Statements of every page are built once.
_ADD = insert(Case.__table__)  # type: ignore[arg-type]
_ADD_EVENT = insert(CaseEvent.__table__)  # type: ignore[arg-type]
_BY_ID = select(Case).where(Case.id == _OF_CASE)
_BY_ID_LOCKED = _BY_ID.with_for_update().execution_options(populate_existing=True)
_LAST_EVENT = select(func.max(CaseEvent.sequence)).where(CaseEvent.case_id == _OF_CASE)
_ASSESSMENTS = select(Assessment).where(Assessment.case_id == _OF_CASE)


def get(db: Session, case_id: UUID, *, lock: bool = False) -> Case | None:
    """The case of that id, or None; `lock` holds it against others until the act is done."""
    return db.scalars(_BY_ID_LOCKED if lock else _BY_ID, {"case": case_id}).one_or_none()


def several(db: Session, case_ids: Collection[UUID]) -> list[Case]:
    """The cases of those ids, as far as there are any."""
    return list(db.scalars(select(Case).where(Case.id.in_(case_ids))))


def by_receipt(db: Session, number: str) -> Case | None:
    """The case with that receipt number, or None."""
    return db.scalar(select(Case).where(Case.receipt_number == number))


def new(case: UUID, number: str, round_id: UUID, now: datetime) -> Rows:
    """A new case, to be inserted: its id and its receipt number may be taken."""
    row = {"id": case, "receipt_number": number, "round_id": round_id, "stage": Stage.SUBMITTED}
    return Rows(_ADD, [{**row, "submitted_at": now, "changed_at": now, "client_due": False}])


def first_event(case: UUID, stage: Stage, event: Event, now: datetime) -> Rows:
    """The first line of the history of a new case, to be inserted."""
    line = {"id": uuid4(), "case_id": case, "sequence": 1, "event": event, "stage": stage}
    return Rows(_ADD_EVENT, [{**line, "actor_id": None, "at": now}])


def add_event(db: Session, case: Case, event: Event, actor_id: UUID | None, now: datetime) -> None:
    """Append a line to the history of a case."""
    db.add(
        CaseEvent(
            id=uuid4(),
            case_id=case.id,
            sequence=(db.scalar(_LAST_EVENT, {"case": case.id}) or 0) + 1,
            event=event,
            stage=case.stage,
            actor_id=actor_id,
            at=now,
        )
    )


def to_erase(db: Session) -> list[Case]:
    """The cases that people asked to have destroyed, the first asked first."""
    query = select(Case).where(Case.erasure_asked_at.is_not(None))
    return list(db.scalars(query.order_by(Case.erasure_asked_at, Case.id)))


def assessments(db: Session, case_id: UUID) -> list[Assessment]:
    """The chosen assessments of a case."""
    return list(db.scalars(_ASSESSMENTS, {"case": case_id}))
