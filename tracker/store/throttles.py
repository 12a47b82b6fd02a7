"""Throttles: how often somebody tried in vain. Who it was stands here as a keyed hash only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    Select,
    String,
    Table,
    bindparam,
    delete,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session

from tracker.domain.throttling import KEPT_FOR, KNOWN_FOR, Counter, Kind
from tracker.store.base import Base, UtcTime, plain
from tracker.store.built import Rows
from tracker.store.direct import ask_directly
from tracker.store.inserting import insert_rows
from tracker.store.pipeline import ask

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


def look(db: Connection, keys: Sequence[bytes]) -> dict[bytes, Counter]:
    """The counters of these keys, as far as there are any."""
    values = {f"key{place}": key for place, key in enumerate(keys)}
    return {row[0]: Counter(*row[1:]) for row in ask_directly(db, _looking(len(keys)), values)}


@cache
def _looking(keys: int) -> Select[Any]:
    wanted: list[Any] = [bindparam(f"key{place}") for place in range(keys)]
    return select(*_COLUMNS).where(_table.c.key.in_(wanted))


def hold(db: Session, keys: Mapping[bytes, Kind], now: datetime) -> dict[bytes, Counter]:
    """The counters of these keys, from zero where missing, held against others until the end.

    Always in the same order, so that two acts never wait for each other; on SQLite nobody else
    writes anyway.
    """
    zero = {key: Counter(0, now) for key in keys}
    order = sorted(keys)
    if db.get_bind().dialect.name == "sqlite":
        return zero | look(db.connection(), order)
    values: dict[str, Any] = {"now": now}
    for place, key in enumerate(order):
        values |= {f"key{place}": key, f"kind{place}": keys[key].value}
    return {row[0]: Counter(*row[1:]) for row in ask(db, _holding(len(order)), values)}


@cache
def _holding(keys: int) -> Any:
    """Built once for each number of keys."""
    new = postgresql.insert(_table).values(
        [
            {
                "key": bindparam(f"key{place}"),
                "kind": bindparam(f"kind{place}"),
                "count": literal_column("0"),
                "changed_at": bindparam("now"),
                "closed_until": null(),
            }
            for place in range(keys)
        ]
    )
    held = new.on_conflict_do_update(index_elements=["key"], set_={"kind": new.excluded.kind})
    return held.returning(*_COLUMNS)


def put(db: Session, keys: Mapping[bytes, Kind], counters: Mapping[bytes, Counter]) -> None:
    """Write counters that are held."""
    insert_rows(db, Rows(_putting(db.get_bind().dialect.name), _rows(keys, counters)))


def _rows(keys: Mapping[bytes, Kind], counters: Mapping[bytes, Counter]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "kind": keys[key].value,
            "count": one.count,
            "changed_at": one.changed_at,
            "closed_until": one.closed_until,
        }
        for key, one in sorted(counters.items())
    ]


@cache
def _putting(dialect: str) -> Any:
    """Both databases know the same statement under two names."""
    new = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_table)
    values = {name: new.excluded[name] for name in ("count", "changed_at", "closed_until")}
    return new.on_conflict_do_update(index_elements=["key"], set_=values)


def sweep(db: Session, now: datetime) -> None:
    """Forget some counters that nobody added to for a day, and addresses not seen for a month."""
    known = _table.c.kind == Kind.KNOWN.value
    old = (_table.c.changed_at < now - KEPT_FOR) & ~known
    unseen = (_table.c.changed_at < now - KNOWN_FOR) & known
    some = select(_table.c.key).where(old | unseen).limit(_AT_A_TIME)
    gone = some.with_for_update(skip_locked=True)
    db.execute(delete(_table).where(_table.c.key.in_(gone.scalar_subquery())))
