"""Throttles: how often somebody tried in vain. Who it was stands here as a keyed hash only."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session

from tracker.domain.throttling import KEPT_FOR, KNOWN_FOR, Counter, Kind
from tracker.store.base import Base, UtcTime, plain

_AT_A_TIME = 50  # how many forgotten rows one act sweeps out


class ThrottleRow(Base):
    """One counter: an account, a receipt or an address."""

    __tablename__ = "throttles"

    key: Mapped[bytes] = plain("a keyed hash of who tries", LargeBinary, primary_key=True)
    kind: Mapped[str] = plain("what is counted", String(20))
    count: Mapped[int] = plain("how often since the last success")
    changed_at: Mapped[datetime] = plain("when it was last counted", UtcTime, index=True)
    closed_until: Mapped[datetime | None] = plain("when the next try is let in", UtcTime)


_table: Table = ThrottleRow.__table__  # type: ignore[assignment]
_COLUMNS = (_table.c.key, _table.c.count, _table.c.changed_at, _table.c.closed_until)


def look(db: Session, keys: Collection[bytes]) -> dict[bytes, Counter]:
    """The counters of these keys, as far as there are any."""
    rows = db.execute(select(*_COLUMNS).where(_table.c.key.in_(keys)))
    return {row[0]: Counter(*row[1:]) for row in rows}


def hold(db: Session, keys: Mapping[bytes, Kind], now: datetime) -> dict[bytes, Counter]:
    """The counters of these keys, made where missing, held against others until the end.

    Always in the same order, so that two acts never wait for each other.
    """
    found = {}
    for key in sorted(keys):
        row = db.execute(_upsert(db, key, keys[key], now)).one()
        found[key] = Counter(*row[1:])
    return found


def _upsert(db: Session, key: bytes, kind: Kind, now: datetime) -> Any:
    """Both databases know the same statement under two names."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = {"key": key, "kind": kind.value, "count": 0, "changed_at": now, "closed_until": None}
    made = insert(_table).values(new)
    held = made.on_conflict_do_update(index_elements=["key"], set_={"kind": kind.value})
    return held.returning(*_COLUMNS)


def put(db: Session, key: bytes, counter: Counter) -> None:
    """Write a counter that is held."""
    db.execute(
        update(_table)
        .where(_table.c.key == key)
        .values(
            count=counter.count,
            changed_at=counter.changed_at,
            closed_until=counter.closed_until,
        )
    )


def sweep(db: Session, now: datetime) -> None:
    """Forget some counters that nobody added to for a day, and addresses not seen for a month."""
    known = _table.c.kind == Kind.KNOWN.value
    old = (_table.c.changed_at < now - KEPT_FOR) & ~known
    unseen = (_table.c.changed_at < now - KNOWN_FOR) & known
    some = select(_table.c.key).where(old | unseen).limit(_AT_A_TIME)
    gone = some.with_for_update(skip_locked=True)
    db.execute(delete(_table).where(_table.c.key.in_(gone.scalar_subquery())))
