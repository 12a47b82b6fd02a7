"""Rekeys: records that shall get a new key, until somebody who holds the old one gives it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from tracker.store.base import ID, Base, UtcTime, plain


class RekeyRow(Base):
    """One record that waits for a new key."""

    __tablename__ = "rekeys"

    object: Mapped[str] = plain("the record", String(80), primary_key=True)
    key_version: Mapped[int] = plain("the key that shall go")
    cause: Mapped[str] = plain("why: a word of domain/people", String(20))
    asked_by: Mapped[UUID] = plain("which account asked", ID)
    asked_at: Mapped[datetime] = plain("when", UtcTime)
