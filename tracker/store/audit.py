"""The audit chain: each row's digest covers the row before it.

Whoever can write the database can write what no row can hold. Such a row is Unreadable: it is
named and stops nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    String,
    TypeDecorator,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import ID, Base, UtcTime, plain
from tracker.store.built import Rows
from tracker.store.inserting import insert_rows
from tracker.store.pipeline import one_writer_reads

DIGEST_BYTES: Final = 32
START: Final = bytes(DIGEST_BYTES)
# On SQLite an INTEGER key is the number of the row itself; any other has an index besides.
_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")
_YEARS: Final = range(2, 9999)  # that can be shown in any zone
# What a driver or a column says to a value that is none of its kind.
CANNOT: Final = (
    AttributeError, DataError, OperationalError, OverflowError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip


class Digest(TypeDecorator[bytes]):
    """A digest; whatever else somebody wrote in its place, as bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes:  # noqa: ARG002
        """Give back bytes: SQLite keeps in any column what is put there."""
        return as_bytes(value)


def as_bytes(value: Any) -> bytes:
    """What stands where a digest belongs; text and numbers as the bytes of their letters."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


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
    digest: Mapped[bytes] = plain("the chain", Digest)


@dataclass(frozen=True)
class Unreadable:
    """A row that holds what no row can hold."""

    sequence: int
    digest: bytes


Row = AuditRow | Unreadable


def chained(before: bytes, row: dict[str, Any]) -> bytes:
    """SHA-256 over the digest before and the fields of a row."""
    return hashlib.sha256(before + _written(row).encode()).digest()


def _written(row: dict[str, Any], *, ascii_only: bool = True) -> str:
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
    return json.dumps(fields, ensure_ascii=ascii_only, sort_keys=True, separators=(",", ":"))


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
    sequence, before = (0, START) if found is None else (found[0], as_bytes(found[1]))
    row = {**fields, "sequence": sequence + 1}
    insert_rows(db, Rows(_ADD, [{**row, "digest": chained(before, row)}]))


def rows(db: Session, query: Select[Any]) -> list[Row]:
    """What a query for rows of the trail finds, in its order.

    One row that cannot be read spoils the answer for all: only then they are read one by one.
    """
    try:
        found = list(db.scalars(query))
    except CANNOT:
        numbers = db.scalars(query.with_only_columns(_T.sequence)).all()
        return [_one(db, number) for number in numbers]
    return [row if _can_be_read(row) else _unreadable(db, row.sequence) for row in found]


def _one(db: Session, sequence: int) -> Row:
    try:
        row = db.scalars(select(AuditRow).where(_T.sequence == sequence)).one()
    except CANNOT:
        return _unreadable(db, sequence)
    return row if _can_be_read(row) else _unreadable(db, sequence)


def _unreadable(db: Session, sequence: int) -> Unreadable:
    """The digest is asked for outside of any `try`: is it the database that fails, that is said."""
    digest = select(cast(_T.digest, LargeBinary)).where(_T.sequence == sequence)
    return Unreadable(sequence, as_bytes(db.scalar(digest)))


def _can_be_read(row: AuditRow) -> bool:
    """Whether a page can show the row; SQLite and JSON can hold what nobody can write down."""
    try:
        _written(fields_of(row), ascii_only=False).encode()
        return row.at.year in _YEARS
    except CANNOT:
        return False


def readable(rows: Iterable[Row]) -> list[AuditRow]:
    """The rows that can be read; the others are named by a check of the trail."""
    return [row for row in rows if isinstance(row, AuditRow)]


def chain(db: Session) -> Iterator[Row]:
    """All rows in order, a thousand at a time."""
    last = 0
    while True:
        query = select(AuditRow).where(_T.sequence > last).order_by(_T.sequence)
        found = rows(db, query.limit(1000))
        if not found:
            return
        yield from found
        last = found[-1].sequence


def newest(db: Session, limit: int, before: int | None = None) -> list[AuditRow]:
    """The newest rows, or those before a sequence number."""
    query = select(AuditRow).order_by(AuditRow.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.sequence < before)
    return list(db.scalars(query))


def last_of(db: Session, action: str) -> datetime | None:
    """When an act of that kind was last recorded; None for never, or where it cannot be read."""
    return last_moment(db, select(func.max(_T.at)).where(_T.action == action))


def last_moment(db: Session, query: Select[Any]) -> datetime | None:
    """A moment that a query finds; None for none, or where it cannot be read."""
    try:
        found: datetime | None = db.scalar(query)
    except CANNOT:
        return None
    return found
