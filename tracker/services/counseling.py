"""The counselor's acts on an own case: intake note, sessions, and the case as one view."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import IN_CARE, Event, Milestones, activates, possible
from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.papers import (
    APPLICATION,
    CHOICE,
    CLOSING,
    INTAKE,
    OUTCOME,
    RESULT,
    SESSION,
    ApplicationPaper,
    ChoicePaper,
    DecisionPaper,
    IntakePaper,
    Kind,
    OutcomePaper,
    ResultPaper,
    SessionPaper,
)
from tracker.domain.program import HELD, AssessmentKind
from tracker.services.receipts import restore_client
from tracker.services.work import Sheet, Work
from tracker.store import accounts, cases, documents, milestones, past, rounds
from tracker.store.cases import Assessment, Case, CounselingSession
from tracker.store.documents import Document
from tracker.store.past import PastEvent, PastSession

T = TypeVar("T")


@dataclass(frozen=True)
class SessionEntry:
    """One recorded session and its note."""

    row: PastSession
    note: Sheet[SessionPaper] | None


@dataclass(frozen=True)
class AssessmentEntry:
    """One chosen assessment and its result, if there is one."""

    row: Assessment
    result: Sheet[ResultPaper] | None


@dataclass(frozen=True)
class CaseFile:
    """A whole case; `application` is None for a supervisor, who reads without names."""

    case: Case
    application: Sheet[ApplicationPaper] | None
    intake: Sheet[IntakePaper] | None
    choice: Sheet[ChoicePaper] | None
    assessments: list[AssessmentEntry]
    sessions: list[SessionEntry]
    outcome: Sheet[OutcomePaper] | None
    closing: Sheet[DecisionPaper] | None
    milestones: Milestones
    history: list[PastEvent]
    possible: frozenset[Event]
    counselor_name: str


def show(work: Work, case_id: UUID) -> CaseFile:
    """Open an own case, whole; leaves a row in the audit trail."""
    case = work.case(case_id, Permission.CASE_READ, Record.IDENTITY)
    restore_client(work, case)
    found = _case_file(work, case, with_identity=True)
    work.record(Audit.CASE_OPENED, object_of(Record.CLINICAL, case_id))
    return found


def show_for_team(work: Work, case_id: UUID) -> CaseFile:
    """Open a case of the supervised team under its number, without the name."""
    case = work.case(case_id, Permission.TEAM_READ)
    found = _case_file(work, case, with_identity=False)
    work.record(Audit.CASE_OPENED, object_of(Record.CLINICAL, case_id))
    return found


def _case_file(work: Work, case: Case, *, with_identity: bool) -> CaseFile:
    objects = [object_of(Record.CLINICAL, case.id)]
    if with_identity:
        objects.append(object_of(Record.IDENTITY, case.id))
    papers = {one.kind: one for one in documents.newest_of(work.db, objects)}
    return CaseFile(
        case=case,
        application=_opened(work, papers, APPLICATION) if with_identity else None,
        intake=_opened(work, papers, INTAKE),
        choice=_opened(work, papers, CHOICE),
        assessments=_assessment_entries(work, case, papers),
        sessions=_session_entries(work, case, papers),
        outcome=_opened(work, papers, OUTCOME),
        closing=_opened(work, papers, CLOSING),
        milestones=milestones.of_case(work.db, case.id),
        history=past.history(work.db, case.id),
        possible=possible(case.stage),
        counselor_name=_counselor_name(work, case),
    )


def _counselor_name(work: Work, case: Case) -> str:
    if case.counselor_id is None:
        return ""
    if case.counselor_id == work.actor.who.account_id:
        return work.actor.name
    counselor = accounts.get(work.db, case.counselor_id)
    return "" if counselor is None else counselor.name


def _opened(work: Work, papers: dict[str, Document], kind: Kind[T]) -> Sheet[T] | None:
    found = papers.get(kind.name)
    return None if found is None else work.opened(found, kind)


def _assessment_entries(
    work: Work, case: Case, papers: dict[str, Document]
) -> list[AssessmentEntry]:
    rows = {row.kind: row for row in cases.assessments(work.db, case.id)}
    return [
        AssessmentEntry(rows[kind], _opened(work, papers, RESULT.numbered(kind)))
        for kind in AssessmentKind
        if kind in rows
    ]


def _session_entries(work: Work, case: Case, papers: dict[str, Document]) -> list[SessionEntry]:
    return [
        SessionEntry(row, _opened(work, papers, SESSION.numbered(row.id.hex)))
        for row in past.sessions(work.db, case.id)
    ]


def case_in_care(work: Work, case_id: UUID) -> Case:
    """An own case that is being worked on. Raises RuleBroken('not_in_care') otherwise."""
    case = work.case(case_id, Permission.NOTE_WRITE)
    if case.stage not in IN_CARE:
        raise RuleBroken("not_in_care")
    return case


def save_intake(work: Work, case_id: UUID, paper: IntakePaper, base: int) -> None:
    """Save the intake note; counseling begins when five assessments are chosen too."""
    case = case_in_care(work, case_id)
    work.write(case_id, INTAKE, paper, base)
    activate_if_ready(work, case)
    if work.has_changes:
        work.record(Audit.INTAKE_SAVED, object_of(Record.CLINICAL, case_id))


def activate_if_ready(work: Work, case: Case) -> None:
    """Begin counseling once the intake is done and five assessments are chosen."""
    if Event.ACTIVATE in possible(case.stage) and activates(case.stage, work.milestones(case)):
        work.move(case, Event.ACTIVATE)


def session_number(work: Work, case_id: UUID, entry_id: UUID) -> int:
    """Which session an entry of an own case is about. Raises NotFound for any other entry."""
    case = work.case(case_id, Permission.NOTE_WRITE)
    row = work.db.get(CounselingSession, entry_id)
    if row is None or row.case_id != case.id:
        raise NotFound
    return row.number


def save_session(work: Work, case_id: UUID, entry_id: UUID, paper: SessionPaper, base: int) -> None:
    """Save one session; the entry's id comes with the form, so a form sent twice is one session.

    Raises Conflict('session_held') when this session was already held.
    """
    case = case_in_care(work, case_id)
    _check_order(work, case, entry_id, paper)
    row = work.db.get(CounselingSession, entry_id)
    if row is None:
        row = CounselingSession(id=entry_id, case_id=case.id, created_at=work.now)
        work.db.add(row)
    elif row.case_id != case.id:
        raise Conflict("session")
    row.number, row.attendance = paper.number, paper.attendance
    try:
        work.db.flush()
    except IntegrityError:
        raise Conflict("session_held") from None
    work.write(case_id, SESSION.numbered(entry_id.hex), paper, base)
    work.record(Audit.SESSION_SAVED, object_of(Record.CLINICAL, case_id), number=paper.number)


def _check_order(work: Work, case: Case, entry_id: UUID, paper: SessionPaper) -> None:
    """A session is held once, only after the one before it, and stays so once a later one was."""
    where = rounds.get(work.db, case.round_id)
    if where is not None and paper.number > where.sessions:
        raise RuleBroken("no_such_session", count=where.sessions)
    rows = [row for row in past.sessions(work.db, case.id) if row.attendance in HELD]
    held = {row.number for row in rows if row.id != entry_id}
    if paper.attendance in HELD and paper.number in held:
        raise Conflict("session_held")
    if paper.number > 1 and paper.number - 1 not in held:
        raise RuleBroken("session_order", number=paper.number - 1)
    was = next((row.number for row in rows if row.id == entry_id), None)
    stays = paper.attendance in HELD and paper.number == was
    if was is not None and not stays and max(held, default=0) > was:
        raise RuleBroken("session_later", number=max(held))
