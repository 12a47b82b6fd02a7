"""Engines and sessions, the same for SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)


class Database:
    """One database: short sessions to write (one writer at a time) and to read."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.reading = self.engine.execution_options(**self._read_options())

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def _read_options(self) -> dict[str, Any]:
        """Reads take no write lock on SQLite and no transaction on PostgreSQL."""
        return {"read_only": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}

    def write(self) -> Session:
        """A session that may write: on SQLite it takes the write lock at once."""
        return Session(self.engine, expire_on_commit=False)

    def read(self) -> Session:
        """A session that only reads."""
        return Session(self.reading, expire_on_commit=False, autoflush=False)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Make an engine. Parameters never appear in errors or logs."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=4)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 10})
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not start transactions by itself
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def one_writer(db: Session) -> None:
    """Wait until no other transaction appends to the audit chain (SQLite already did)."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(7015016)"))
