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
    or_,
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
# Tables instead of entities: every page about a case counts these.
_TESTS: Final = Assessment.__table__.c
_TALKS: Final = CounselingSession.__table__.c
_DOCUMENTS: Final = DocumentRow.__table__.c
_SIGNATURES: Final = Signature.__table__.c
_CASES: Final = Case.__table__.c
_ROUNDS: Final = Round.__table__.c


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
    tests = select(func.count()).where(_TESTS.case_id == _OF_CASE)
    return select(
        _count(_DOCUMENTS.object == clinical, _DOCUMENTS.kind == "intake"),
        tests.scalar_subquery(),
        tests.where(_TESTS.recorded_at.is_not(None)).scalar_subquery(),
        tests.where(_TESTS.interpreted_at.is_not(None)).scalar_subquery(),
        _count(_TALKS.case_id == _OF_CASE, _held()),
        _signed_outcome(clinical),
        _ROUNDS.tests,
        _ROUNDS.sessions,
    ).where(_ROUNDS.id == _of_round())


def _of_round() -> ScalarSelect[UUID]:
    return select(_CASES.round_id).where(_CASES.id == _OF_CASE).scalar_subquery()


def _held() -> ColumnElement[bool]:
    """As alternatives, which are part of the statement, where a list is put in each time."""
    return or_(*(_TALKS.attendance == one for one in sorted(HELD)))


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).scalar_subquery()


def _signed_outcome(clinical: ColumnElement[str]) -> ScalarSelect[int]:
    """Counts only a signature under the newest version: a reopened outcome is signed again."""
    newest = (
        select(func.max(_DOCUMENTS.version))
        .where(_DOCUMENTS.object == clinical, _DOCUMENTS.kind == "outcome")
        .scalar_subquery()
    )
    return _count(
        _SIGNATURES.object == clinical, _SIGNATURES.kind == "outcome", _SIGNATURES.version == newest
    )


_MILESTONES = _milestones()
