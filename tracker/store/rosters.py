"""Rosters: the list of account holders in sealed sheets, and a draft of the next one."""

import enum
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, delete, insert, or_, select
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import ID, Base, UtcTime, boxed, code, plain


class RosterState(enum.StrEnum):
    """How far a list is; only the current one is used."""

    CHECKING = "checking"
    CHECKED = "checked"
    CURRENT = "current"


class Roster(Base):
    """One list of account holders; there is at most one of each state."""

    __tablename__ = "rosters"
    __table_args__ = (Index("uq_rosters_state", "state", unique=True),)

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    state: Mapped[RosterState] = plain("how far it is", code(RosterState, "state"))
    imported_by: Mapped[UUID] = plain("which account brought it", ID, ForeignKey("accounts.id"))
    imported_at: Mapped[datetime] = plain("when", UtcTime)
    expires_at: Mapped[datetime | None] = plain("until when it is used", UtcTime)
    people: Mapped[int] = plain("how many people are in it")


class RosterSheet(Base):
    """Some people of a list in one box, so that looking one up opens little."""

    __tablename__ = "roster_sheets"

    roster_id: Mapped[UUID] = plain("which list", ID, ForeignKey("rosters.id"), primary_key=True)
    kind: Mapped[str] = plain("what the sheet is sorted by", String(10), primary_key=True)
    number: Mapped[int] = plain(
        "a keyed hash of what it is sorted by", primary_key=True, autoincrement=False
    )
    body: Mapped[bytes] = boxed("some people of the list")


class Place(NamedTuple):
    """Which sheet of a list."""

    kind: str
    number: int


_S = RosterSheet.__table__.c
_ADD = insert(RosterSheet.__table__)  # type: ignore[arg-type]


def of_state(db: Session, *states: RosterState) -> list[Roster]:
    """The lists in these states."""
    return list(db.scalars(select(Roster).where(Roster.state.in_(states)).order_by(Roster.state)))


def get(db: Session, roster_id: UUID) -> Roster | None:
    """One list, held against other acts."""
    return db.get(Roster, roster_id, with_for_update=True, populate_existing=True)


def add(db: Session, roster: Roster) -> None:
    """Add a list."""
    db.add(roster)
    db.flush()


def remove(db: Session, roster: Roster) -> None:
    """Delete a list with all its sheets."""
    db.execute(delete(RosterSheet).where(_S.roster_id == roster.id))
    db.delete(roster)
    db.flush()


def put_sheets(db: Session, roster_id: UUID, sheets: Iterable[tuple[Place, bytes]]) -> None:
    """Store sheets in the place of those that stood there."""
    new = dict(sheets)
    take_sheets(db, roster_id, new)
    rows = [
        {"roster_id": roster_id, **place._asdict(), "body": body} for place, body in new.items()
    ]
    if rows:
        db.execute(_ADD, rows)


def take_sheets(db: Session, roster_id: UUID, places: Collection[Place]) -> None:
    """Delete sheets."""
    for kind in {place.kind for place in places}:
        numbers = [place.number for place in places if place.kind == kind]
        db.execute(
            delete(RosterSheet).where(
                _S.roster_id == roster_id, _S.kind == kind, _S.number.in_(numbers)
            )
        )


def sheets(db: Session, roster_id: UUID, *places: Place) -> dict[Place, bytes]:
    """Sheets by place, in one query; what is not there is left out."""
    wanted = or_(*((_S.kind == one.kind) & (_S.number == one.number) for one in places))
    query = select(_S.kind, _S.number, _S.body).where(_S.roster_id == roster_id, wanted)
    return {Place(row[0], row[1]): row[2] for row in db.execute(query)}


def all_of_kind(db: Session, roster_id: UUID, kind: str) -> dict[Place, bytes]:
    """All sheets of one kind, in order."""
    query = select(_S.kind, _S.number, _S.body).where(_S.roster_id == roster_id, _S.kind == kind)
    return {Place(row[0], row[1]): row[2] for row in db.execute(query.order_by(_S.number))}


def numbers(db: Session, roster_id: UUID, kind: str) -> list[int]:
    """Which sheets of one kind there are."""
    query = select(_S.number).where(_S.roster_id == roster_id, _S.kind == kind)
    return list(db.scalars(query.order_by(_S.number)))
