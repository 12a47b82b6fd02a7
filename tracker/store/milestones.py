"""Milestones: what the rows of a case show, counted and never stored."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Session

from tracker.domain.cases import Milestones
from tracker.domain.program import HELD, Plan
from tracker.store.base import ID
from tracker.store.cases import Assessment, Case, CounselingSession
from tracker.store.documents import DocumentRow, Signature
from tracker.store.rounds import Round

_OF_CASE: Final = bindparam("case", type_=ID)


def of_case(db: Session, case_id: UUID) -> Milestones:
    """What the rows of a case show, counted in one query."""
    values = {"case": case_id, "clinical": f"clinical:{case_id.hex}"}
    row = db.execute(_MILESTONES, values).one()
    return Milestones(
        intake_done=row[0] > 0,
        chosen=row[1],
        recorded=row[2],
        interpreted=row[3],
        held=row[4],
        outcome_signed=row[5] > 0,
        plan=Plan(row[6], row[7]),
    )


def _milestones() -> Select[Any]:
    clinical: BindParameter[str] = bindparam("clinical")
    tests = select(func.count()).where(Assessment.case_id == _OF_CASE)
    return (
        select(
            _count(DocumentRow.object == clinical, DocumentRow.kind == "intake"),
            tests.scalar_subquery(),
            tests.where(Assessment.recorded_at.is_not(None)).scalar_subquery(),
            tests.where(Assessment.interpreted_at.is_not(None)).scalar_subquery(),
            _count(
                CounselingSession.case_id == _OF_CASE,
                CounselingSession.attendance.in_(sorted(HELD)),
            ),
            _signed_outcome(clinical),
            Round.tests,
            Round.sessions,
        )
        .select_from(Round)
        .where(Round.id == _of_round())
    )


def _of_round() -> ScalarSelect[UUID]:
    return select(Case.round_id).where(Case.id == _OF_CASE).scalar_subquery()


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).scalar_subquery()


def _signed_outcome(clinical: ColumnElement[str]) -> ScalarSelect[int]:
    """Counts only a signature under the newest version: a reopened outcome is signed again."""
    newest = (
        select(func.max(DocumentRow.version))
        .where(DocumentRow.object == clinical, DocumentRow.kind == "outcome")
        .scalar_subquery()
    )
    return _count(
        Signature.object == clinical, Signature.kind == "outcome", Signature.version == newest
    )


_MILESTONES = _milestones()
