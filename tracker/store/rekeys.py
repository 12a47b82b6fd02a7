"""Rekeys: records that shall get a new key, until somebody who holds the old one gives it."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Integer, Select, String, bindparam, delete, or_, select
from sqlalchemy.orm import Mapped, Session

from tracker.domain.access import Record
from tracker.store.base import ID, Base, UtcTime, plain
from tracker.store.cases import Case


class RekeyRow(Base):
    """One record that waits for a new key."""

    __tablename__ = "rekeys"

    object: Mapped[str] = plain("the record", String(80), primary_key=True)
    key_version: Mapped[int] = plain("the key that shall go")
    cause: Mapped[str] = plain("why: a word of domain/people", String(20))
    asked_by: Mapped[UUID] = plain("which account asked", ID)
    asked_at: Mapped[datetime] = plain("when", UtcTime)


def ask(db: Session, row: RekeyRow) -> None:
    """Ask for a new key of a record; asking twice is one wish."""
    if db.get(RekeyRow, row.object) is None:
        db.add(row)
        db.flush()


def asked(db: Session, records: Collection[Record], limit: int) -> list[RekeyRow]:
    """Records of these kinds that wait for a new key, some of them."""
    return list(db.scalars(_asked(frozenset(records)), {"limit": limit}))


def cases_of(db: Session, case_ids: Collection[UUID]) -> list[Case]:
    """The cases to which records that wait belong; a case may be gone."""
    if not case_ids:
        return []
    return list(db.scalars(select(Case).where(Case.id.in_(case_ids))))


def done(db: Session, obj: str) -> None:
    """The record has its new key."""
    db.execute(delete(RekeyRow).where(RekeyRow.object == obj))


@cache
def _asked(records: frozenset[Record]) -> Select[RekeyRow]:
    """Built once: the counselor's list asks this each time."""
    mine = or_(*(RekeyRow.object.startswith(f"{record}:") for record in sorted(records)))
    query = select(RekeyRow).where(mine).order_by(RekeyRow.asked_at, RekeyRow.object)
    return query.limit(bindparam("limit", type_=Integer))
