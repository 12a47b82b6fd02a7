"""Handovers: open cases offered to a successor, and what the successor said."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped

from tracker.store.base import ID, Base, UtcTime, code, plain


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
