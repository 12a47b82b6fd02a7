"""Throttles: how often somebody tried in vain. Who it was stands here as a keyed hash only."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped

from tracker.store.base import Base, UtcTime, plain


class ThrottleRow(Base):
    """One counter: an account, a receipt or an address."""

    __tablename__ = "throttles"

    key: Mapped[bytes] = plain("a keyed hash of who tries", LargeBinary, primary_key=True)
    kind: Mapped[str] = plain("what is counted", String(20))
    count: Mapped[int] = plain("how often since the last success")
    changed_at: Mapped[datetime] = plain("when it was last counted", UtcTime, index=True)
    closed_until: Mapped[datetime | None] = plain("when the next try is let in", UtcTime)
