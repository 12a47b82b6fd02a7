"""Published figures: shadows that stand for five people each. No row leads to a person."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, case, func, insert, select
from sqlalchemy.orm import Mapped, Session, aliased

from tracker.domain.anonymity import STEPS, Truth
from tracker.domain.cases import Stage
from tracker.store.base import Base, UtcTime, plain
from tracker.store.cases import Case, CaseEvent

SHADOW = "not about a person: one row stands for five"


class Shadow(Base):
    """Five people who never existed."""

    __tablename__ = "shadows"

    id: Mapped[int] = plain(SHADOW, Integer, primary_key=True)


class ShadowFact(Base):
    """What happened to a shadow, in which month; never undone."""

    __tablename__ = "shadow_facts"

    shadow_id: Mapped[int] = plain(SHADOW, ForeignKey("shadows.id"), primary_key=True)
    fact: Mapped[str] = plain(SHADOW, String(20), primary_key=True)
    month: Mapped[str] = plain(SHADOW, String(7), index=True)


class Offset(Base):
    """A number from 0 to 4 for each fact, drawn once, which no reader sees."""

    __tablename__ = "report_offsets"

    fact: Mapped[str] = plain("a code", String(20), primary_key=True)
    offset: Mapped[int] = plain("kept from readers by role; a thief has the true counts anyway")


class Freeze(Base):
    """One month that was published."""

    __tablename__ = "report_freezes"

    month: Mapped[str] = plain("a month", String(7), primary_key=True)
    frozen_at: Mapped[datetime] = plain("when", UtcTime)


def frozen_months(db: Session) -> list[str]:
    """The published months, oldest first."""
    return list(db.scalars(select(Freeze.month).order_by(Freeze.month)))


def add_freeze(db: Session, month: str, now: datetime) -> None:
    """Mark a month as published."""
    db.add(Freeze(month=month, frozen_at=now))


def offsets(db: Session) -> dict[str, int]:
    """The secret offset of each fact."""
    return {row.fact: row.offset for row in db.scalars(select(Offset))}


def add_offset(db: Session, fact: str, offset: int) -> None:
    """Keep an offset for good."""
    db.add(Offset(fact=fact, offset=offset))


def shadows(db: Session) -> dict[int, frozenset[str]]:
    """Every shadow and the facts it has."""
    found: dict[int, set[str]] = {key: set() for key in db.scalars(select(Shadow.id))}
    for row in db.execute(select(ShadowFact.shadow_id, ShadowFact.fact)):
        found[row[0]].add(row[1])
    return {key: frozenset(facts) for key, facts in found.items()}


def add_shadows(db: Session, ids: Iterable[int]) -> None:
    """Add shadows."""
    rows = [{"id": key} for key in ids]
    if rows:
        db.execute(insert(Shadow), rows)


def add_facts(db: Session, facts: Iterable[tuple[int, str]], month: str) -> None:
    """Let facts happen to shadows."""
    rows = [{"shadow_id": key, "fact": fact, "month": month} for key, fact in facts]
    if rows:
        db.execute(insert(ShadowFact), rows)


def shown(db: Session, month: str) -> dict[str, int]:
    """How many shadows have each fact up to and including a month."""
    query = select(ShadowFact.fact, func.count()).where(ShadowFact.month <= month)
    return {row[0]: row[1] for row in db.execute(query.group_by(ShadowFact.fact))}


def applications(db: Session) -> int:
    """How many cases there are, whatever became of them; never shown to a reader."""
    return db.scalar(select(func.count()).select_from(Case)) or 0


def truth(db: Session, before: datetime) -> Truth:
    """How many cases reached each stage before a moment; never shown to a reader."""
    reached = (
        select(CaseEvent.stage, func.count(CaseEvent.case_id.distinct()))
        .where(CaseEvent.at < before)
        .group_by(CaseEvent.stage)
    )
    totals = {row[0].value: row[1] for row in db.execute(reached)}
    applied = select(func.count()).where(Case.submitted_at < before)
    return Truth({**totals, "submitted": db.scalar(applied) or 0}, _found(db, before))


def _found(db: Session, before: datetime) -> dict[tuple[str, str], int]:
    """How far each fact found how many cases to have come: the furthest step before it."""
    earlier = aliased(CaseEvent)
    order = {Stage(step): at for at, step in enumerate(STEPS)}
    rank = case(order, value=earlier.stage)
    furthest = (
        select(CaseEvent.case_id, CaseEvent.stage, func.max(rank).label("rank"))
        .join(earlier, earlier.case_id == CaseEvent.case_id)
        .where(
            CaseEvent.at < before,
            earlier.sequence < CaseEvent.sequence,
            rank < case(order, value=CaseEvent.stage, else_=len(STEPS)),
        )
        .group_by(CaseEvent.case_id, CaseEvent.stage)
        .subquery()
    )
    counted = select(furthest.c.stage, furthest.c.rank, func.count()).group_by(
        furthest.c.stage, furthest.c.rank
    )
    return {(fact.value, STEPS[at]): count for fact, at, count in db.execute(counted)}
