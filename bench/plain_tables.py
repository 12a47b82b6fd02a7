"""The yardstick's tables: what anyone would write first, with names and notes as plain columns."""

from datetime import date, datetime
from typing import Any, ClassVar

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from tracker.store.base import UtcTime


class PlainBase(DeclarativeBase):
    """All tables of the yardstick."""

    type_annotation_map: ClassVar = {datetime: UtcTime, dict[str, Any]: JSON, list[str]: JSON}


class User(PlainBase, UserMixin):  # type: ignore[misc]
    """A colleague."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))


class Case(PlainBase):
    """One application and what became of it."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_stage_submitted_at", "stage", "submitted_at"),
        Index("ix_cases_counselor_id_stage", "counselor_id", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_number: Mapped[str] = mapped_column(String(9), unique=True)
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    stage: Mapped[str] = mapped_column(String(20))
    counselor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(80))
    birth_date: Mapped[date]
    phone: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(120))
    district: Mapped[str] = mapped_column(String(20))
    office: Mapped[str] = mapped_column(String(80))
    account_opened: Mapped[str] = mapped_column(String(7))
    account_status: Mapped[str] = mapped_column(String(20))
    choice: Mapped[list[str]]
    meeting: Mapped[str] = mapped_column(String(20))
    days: Mapped[str] = mapped_column(String(20))
    counselor_gender: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    consents: Mapped[dict[str, Any]]
    left_out_reason: Mapped[str] = mapped_column(Text, default="")

    counselor: Mapped[User | None] = relationship(lazy="joined")
    notes: Mapped[list["Note"]] = relationship(order_by="Note.id", back_populates="case")
    events: Mapped[list["CaseEvent"]] = relationship(order_by="CaseEvent.id")
    assessments: Mapped[list["Assessment"]] = relationship(order_by="Assessment.id")


class Note(PlainBase):
    """An intake note or the note of a session."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int | None]
    held_on: Mapped[date]
    attendance: Mapped[str | None] = mapped_column(String(20))
    presenting_problem: Mapped[str] = mapped_column(Text, default="")
    background: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    goals: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    risk: Mapped[str] = mapped_column(String(20))
    risk_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    case: Mapped[Case] = relationship(back_populates="notes")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Assessment(PlainBase):
    """One chosen assessment."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime | None]
    interpreted_at: Mapped[datetime | None]


class CaseEvent(PlainBase):
    """One line of a case's history."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class AuditEntry(PlainBase):
    """Who opened or changed what; a list of its own, not a chain."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(45))
    action: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(index=True)
