"""Choosing assessments with the client, and recording what each showed."""

from uuid import UUID, uuid4

from tracker.domain.access import Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.papers import (
    CHOICE,
    RELEASE,
    RESULT,
    ChoicePaper,
    Kind,
    ReleasePaper,
    ResultPaper,
)
from tracker.domain.program import AssessmentKind, check_choice
from tracker.services.counseling import activate_if_ready, case_in_care
from tracker.services.work import Work
from tracker.store import cases
from tracker.store.cases import Assessment, Case


def save_choice(
    work: Work, case_id: UUID, kinds: list[AssessmentKind], reason: str, base: int
) -> None:
    """Choose as many of six as the round says, with the reason for what is left out.

    Raises FieldError('choice', …), and RuleBroken('has_result') when a kind that already has a
    result would be dropped.
    """
    case = case_in_care(work, case_id)
    chosen = check_choice(kinds, work.milestones(case).plan.tests)
    paper = ChoicePaper(chosen, reason)
    work.write(case_id, CHOICE, paper, base)
    _replace_rows(work, case, chosen)
    _release(work, case, ReleasePaper(chosen=chosen))
    activate_if_ready(work, case)
    work.record(Audit.CHOICE_SAVED, object_of(Record.CLINICAL, case_id))


def _replace_rows(work: Work, case: Case, chosen: tuple[AssessmentKind, ...]) -> None:
    rows = {row.kind: row for row in cases.assessments(work.db, case.id)}
    for kind, row in rows.items():
        if kind not in chosen:
            if row.recorded_at is not None:
                raise RuleBroken("has_result", kind=kind.value)
            work.db.delete(row)
    for kind in chosen:
        if kind not in rows:
            work.db.add(Assessment(id=uuid4(), case_id=case.id, kind=kind))
    work.db.flush()


def _release(work: Work, case: Case, paper: ReleasePaper) -> None:
    """Let the client see the choice with the receipt."""
    work.write_on(case.id, RELEASE, paper)


def result_kind(kind: AssessmentKind) -> Kind[ResultPaper]:
    """The document in which the result of one kind is kept."""
    return RESULT.numbered(kind)


def save_result(work: Work, case_id: UUID, paper: ResultPaper, base: int) -> None:
    """Record the result of one chosen assessment; `interpreted_on` says it was explained."""
    case = case_in_care(work, case_id)
    row = _row(work, case, paper.kind)
    work.write(case_id, result_kind(paper.kind), paper, base)
    row.recorded_at = row.recorded_at or work.now
    row.interpreted_at = work.now if paper.interpreted_on else None
    work.record(Audit.RESULT_SAVED, object_of(Record.CLINICAL, case_id), kind=paper.kind.value)


def _row(work: Work, case: Case, kind: AssessmentKind) -> Assessment:
    for row in cases.assessments(work.db, case.id):
        if row.kind is kind:
            return row
    raise NotFound
