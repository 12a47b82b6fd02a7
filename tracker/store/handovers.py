"""Handovers: open cases offered to a successor, and what the successor said."""

import enum
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    bindparam,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, Session

from tracker.domain.access import Record
from tracker.domain.cases import IN_CARE
from tracker.store.accounts import Account, AccountState
from tracker.store.base import ID, Base, UtcTime, code, plain
from tracker.store.cases import Case
from tracker.store.grants import GrantRow


class HandoverState(enum.StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_OPEN = text("state = 'offered'")


class Handover(Base):
    """One case offered by whoever held it to one successor."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_open_case",
            "case_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_handovers_to_id_state", "to_id", "state"),
    )

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"))
    from_id: Mapped[UUID] = plain("who had it", ID, ForeignKey("accounts.id"))
    to_id: Mapped[UUID] = plain("to whom it is offered", ID, ForeignKey("accounts.id"))
    state: Mapped[HandoverState] = plain("what became of it", code(HandoverState, "state"))
    offered_at: Mapped[datetime] = plain("when it was offered", UtcTime)
    answered_at: Mapped[datetime | None] = plain("when it was answered", UtcTime)


# Built once: the counselor's list asks this each time.
_COUNT_OFFERED: Final = select(func.count()).where(
    Handover.to_id == bindparam("to", type_=ID), Handover.state == HandoverState.OFFERED
)


def open_for(db: Session, case_ids: Collection[UUID]) -> list[Handover]:
    """The open offers of these cases, held against others until the act is done."""
    return _list(db, Handover.case_id.in_(case_ids), lock=True)


def offered_to(db: Session, account_id: UUID, *, lock: bool = False) -> list[Handover]:
    """What is offered to one person and waits for an answer, oldest first."""
    return _list(db, Handover.to_id == account_id, lock=lock)


def count_offered_to(db: Session, account_id: UUID) -> int:
    """How many offers wait for the answer of one person."""
    return db.scalar(_COUNT_OFFERED, {"to": account_id}) or 0


def of_team(db: Session, team_id: UUID | None) -> list[Handover]:
    """All open offers, or those of one team's cases."""
    mine = true() if team_id is None else Case.team_id == team_id
    return _list(db, mine)


def _list(db: Session, mine: ColumnElement[bool], *, lock: bool = False) -> list[Handover]:
    query = select(Handover).join(Case, Case.id == Handover.case_id)
    query = query.where(mine, Handover.state == HandoverState.OFFERED)
    query = query.order_by(Handover.offered_at, Handover.id)
    if lock:
        query = query.with_for_update(of=Handover).execution_options(populate_existing=True)
    return list(db.scalars(query))


def in_care(db: Session, counselor_id: UUID) -> list[Case]:
    """The open cases of a counselor, by number."""
    query = select(Case).where(Case.counselor_id == counselor_id, Case.stage.in_(IN_CARE))
    return list(db.scalars(query.order_by(Case.number)))


def count_in_care(db: Session, counselor_id: UUID) -> int:
    """How many open cases a counselor has."""
    query = select(func.count()).where(Case.counselor_id == counselor_id)
    return db.scalar(query.where(Case.stage.in_(IN_CARE))) or 0


def orphaned(db: Session, team_id: UUID | None) -> list[tuple[Case, Account]]:
    """Open cases whose counselor is not at work, of one team or all, by counselor and number."""
    query = (
        select(Case, Account)
        .join(Account, Account.id == Case.counselor_id)
        .where(Case.stage.in_(IN_CARE), Account.state == AccountState.DISABLED)
        .order_by(Account.name, Account.id, Case.number)
    )
    if team_id is not None:
        query = query.where(Case.team_id == team_id)
    return [(row[0], row[1]) for row in db.execute(query)]


def lacking(db: Session, record: Record, team_id: UUID | None) -> list[tuple[UUID, UUID]]:
    """Who lacks the key of which open case: pairs of account and case.

    Counts admitted counselors with their own cases and with those that are offered to them.
    """
    own = select(Case.counselor_id.label("who"), Case.id.label("which"))
    own = own.where(Case.stage.in_(IN_CARE))
    offered = select(Handover.to_id, Handover.case_id)
    offered = offered.where(Handover.state == HandoverState.OFFERED)
    holders = own.union(offered).subquery()
    key = (
        (GrantRow.object == literal(f"{record}:").concat(holders.c.which.cast(String)))
        & (GrantRow.principal == literal("user:").concat(Account.id.cast(String)))
        & (GrantRow.generation == Account.generation)
    )
    query = (
        select(holders.c.who, holders.c.which)
        .join(Account, Account.id == holders.c.who)
        .join(Case, Case.id == holders.c.which)
        .outerjoin(GrantRow, key)
        .where(Account.state == AccountState.ADMITTED, GrantRow.object.is_(None))
    )
    if team_id is not None:
        query = query.where(Case.team_id == team_id)
    return [(row[0], row[1]) for row in db.execute(query)]
