"""Engines and sessions, the same for SQLite and PostgreSQL."""

import sqlite3
import time
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)
# The connection that was used last comes first: it still knows pages and statements.
_COMMON: Final[dict[str, Any]] = {"hide_parameters": True, "pool_use_lifo": True}
RESTED: Final = 5.0  # seconds after which a connection to PostgreSQL may have been cut


class Embedded(sqlite3.Connection):
    """A connection to SQLite; a class of our own, so that tests can look at what it is given."""


class Database:
    """One database: short sessions to write (one writer at a time) and to read.

    What is not `lasting` survives the end of the program, but not a power cut (SQLite only).
    """

    def __init__(self, url: str, *, lasting: bool = True) -> None:
        self.url = url
        self.engine = make_engine(url, lasting=lasting)
        self.lasting = lasting or not self.is_sqlite
        self.single = _single(self.engine)
        self._still = _still(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def write(self) -> Session:
        """A session that may write: on SQLite it takes the write lock at once."""
        return Session(self.engine, expire_on_commit=False)

    def read(self) -> Session:
        """A session that only reads, each time what is true then.

        It holds no transaction open: on SQLite one that is open while others commit keeps the
        write-ahead log from being emptied, and each commit then tries to.
        """
        return Session(self.single, expire_on_commit=False, autoflush=False)

    def snapshot(self) -> Session:
        """A session that only reads and sees one moment, however long it looks."""
        return Session(self._still, expire_on_commit=False, autoflush=False)

    def close(self) -> None:
        """Close all connections; whoever uses this again opens new ones."""
        self.engine.dispose()
        if self.is_sqlite:
            self.single.pool = self._still.pool = self.engine.pool
        else:
            self.single.dispose()


def make_engine(url: str, *, lasting: bool = True) -> Engine:
    """Make an engine. Parameters never appear in errors or logs."""
    if make_url(url).get_backend_name() != "sqlite":
        return _postgresql(url)
    engine = create_engine(url, **_COMMON, connect_args={"timeout": 10, "factory": Embedded})
    event.listen(engine, "connect", _open_sqlite)
    if not lasting:
        event.listen(engine, "connect", lambda connection, _record: hasten(connection))
    return _beginning(engine, "BEGIN IMMEDIATE")


def _postgresql(url: str | URL, **options: Any) -> Engine:
    engine = create_engine(url, **_COMMON, pool_size=4, **options)
    _ask_the_rested(engine)
    return engine


def _single(engine: Engine) -> Engine:
    """Each statement by itself. On PostgreSQL with connections of its own: to change the way of
    one that others use too costs more than the statement.
    """
    if engine.dialect.name == "sqlite":
        return _beginning(engine, "")
    return _postgresql(engine.url, isolation_level="AUTOCOMMIT")


def _still(engine: Engine) -> Engine:
    """Transactions that see one moment."""
    if engine.dialect.name == "sqlite":
        return _beginning(engine, "BEGIN")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _ask_the_rested(engine: Engine) -> None:
    """Before use, ask a connection that rested whether the server is still there.

    SQLAlchemy's own pool_pre_ping asks every time, which is one way more in every transaction.
    """

    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def ask(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("rests_since", 0.0) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError from gone

    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", ask)


def hasten(connection: Any) -> None:
    """Let commits of a SQLite connection not wait for the disk."""
    connection.execute("PRAGMA synchronous=NORMAL")


def wait_for_disk(connection: Any) -> None:
    """Let commits of a SQLite connection wait for the disk again."""
    connection.execute("PRAGMA synchronous=FULL")


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not start transactions by itself
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _beginning(engine: Engine, statement: str) -> Engine:
    """The same connections for transactions that begin with a statement ('' begins none).

    By the dialect and not by SQLAlchemy's event, which makes every statement slower.
    """
    made = create_engine(engine.url, hide_parameters=True, pool=engine.pool)

    def begin(connection: Any) -> None:
        connection.driver_connection.execute(statement)

    if statement:
        made.dialect.do_begin = begin  # type: ignore[method-assign, assignment]
    return made
