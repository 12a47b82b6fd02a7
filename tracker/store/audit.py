"""The audit chain: each row's digest covers the row before it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, String, func, insert, select, text
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import ID, Base, UtcTime, plain
from tracker.store.built import Rows
from tracker.store.inserting import insert_rows
from tracker.store.pipeline import one_writer_reads

START: Final = bytes(32)
# On SQLite an INTEGER key is the number of the row itself; any other has an index besides.
_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")


class AuditRow(Base):
    """One act: who, when, from where, what, on whose record."""

    __tablename__ = "audit"

    sequence: Mapped[int] = plain("the order", _NUMBER, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = plain("when", UtcTime)
    actor_id: Mapped[UUID | None] = plain("which account", ID)
    role: Mapped[str] = plain("as what", String(40))
    address: Mapped[str] = plain("from which address; a legal duty", String(45))
    action: Mapped[str] = plain("what was done: a word of domain/audit", String(40))
    object: Mapped[str | None] = plain("on which record: a random id", String(80), index=True)
    detail: Mapped[dict[str, Any]] = plain("codes, counts and digests", JSON)
    digest: Mapped[bytes] = plain("the chain", LargeBinary)


def chained(before: bytes, row: dict[str, Any]) -> bytes:
    """SHA-256 over the digest before and the fields of a row."""
    fields = [
        row["sequence"],
        row["at"].isoformat(),
        str(row["actor_id"] or ""),
        row["role"],
        row["address"],
        str(row["action"]),
        row["object"] or "",
        row["detail"],
    ]
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(before + text.encode()).digest()


_T = AuditRow.__table__.c
# Built once: nearly every act appends a row.
_LAST = text("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1")
_ADD = insert(AuditRow.__table__)  # type: ignore[arg-type]


def fields_of(row: AuditRow) -> dict[str, Any]:
    """The fields that the digest of a row covers."""
    return {
        "sequence": row.sequence,
        "at": row.at,
        "actor_id": row.actor_id,
        "role": row.role,
        "address": row.address,
        "action": row.action,
        "object": row.object,
        "detail": row.detail,
    }


def append(db: Session, fields: dict[str, Any]) -> None:
    """Append one act to the chain, in the transaction of the act itself."""
    found = one_writer_reads(db, _LAST)
    sequence, before = (0, START) if found is None else (found[0], found[1])
    row = {**fields, "sequence": sequence + 1}
    insert_rows(db, Rows(_ADD, [{**row, "digest": chained(before, row)}]))


def chain(db: Session) -> Iterator[AuditRow]:
    """All rows in order, a thousand at a time."""
    last = 0
    while True:
        query = select(AuditRow).where(AuditRow.sequence > last).order_by(AuditRow.sequence)
        rows = list(db.scalars(query.limit(1000)))
        if not rows:
            return
        yield from rows
        last = rows[-1].sequence


def newest(db: Session, limit: int, before: int | None = None) -> list[AuditRow]:
    """The newest rows, or those before a sequence number."""
    query = select(AuditRow).order_by(AuditRow.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.sequence < before)
    return list(db.scalars(query))


def last_of(db: Session, action: str) -> datetime | None:
    """When an act of that kind was last recorded."""
    return db.scalar(select(func.max(AuditRow.at)).where(AuditRow.action == action))
