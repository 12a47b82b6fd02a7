"""Engines and sessions, the same for SQLite and PostgreSQL."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Engine, TextClause, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import Session

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)
_LOCK: Final = "SELECT pg_advisory_xact_lock(7015016)"  # until the transaction ends
_ALONE: Final = "the transaction that has the lock"
RESTED: Final = 5.0  # seconds after which a connection to PostgreSQL may have been cut


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
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 10})
    event.listen(engine, "connect", _open_sqlite)
    if not lasting:
        event.listen(engine, "connect", lambda connection, _record: hasten(connection))
    return _beginning(engine, "BEGIN IMMEDIATE")


def _postgresql(url: str | URL, **options: Any) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=4, **options)
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


@contextmanager
def together(db: Session) -> Iterator[None]:
    """Send what is written inside to PostgreSQL without waiting for each answer.

    Only for statements whose answers nobody reads. Raises IntegrityError, on PostgreSQL at the end.
    """
    connection = _postgresql_connection(db)
    if connection is None:
        yield
        return
    with _pipeline(db, connection):
        yield


def hold(db: Session, query: str, *values: Any) -> None:
    """Hold the rows of a query against others until the act is done.

    On PostgreSQL only, and in one way with the beginning of the transaction: on SQLite nobody else
    writes anyway.
    """
    connection = _postgresql_connection(db)
    if connection is not None:
        with _pipeline(db, connection):
            connection.execute(query, values)


def one_writer(db: Session) -> None:
    """Wait until no other transaction appends to the audit chain (SQLite already did)."""
    connection = _postgresql_connection(db)
    if connection is not None and not _is_alone(db):
        connection.execute(_LOCK)
        db.info[_ALONE] = db.get_transaction()


def one_writer_reads(db: Session, query: TextClause) -> Sequence[Any] | None:
    """The same, and the first row of what is asked for then.

    On PostgreSQL in one way: two statements all the same, so that the second one sees what was
    written during the wait.
    """
    connection = _postgresql_connection(db)
    if connection is None or _is_alone(db):
        return db.execute(query).first()
    with _pipeline(db, connection):
        connection.execute(_LOCK)
        found = connection.execute(query.text)
    db.info[_ALONE] = db.get_transaction()
    first: Sequence[Any] | None = found.fetchone()
    return first


@contextmanager
def _pipeline(db: Session, connection: Any) -> Iterator[None]:
    """One way there and back; what the server refuses is told as SQLAlchemy tells it."""
    dialect = db.get_bind().dialect
    refusals = dialect.loaded_dbapi.Error
    try:
        with connection.pipeline():
            yield
    except refusals as one:
        told = DBAPIError.instance(None, None, one, refusals, hide_parameters=True, dialect=dialect)
        raise told from one


def _is_alone(db: Session) -> bool:
    now = db.get_transaction()
    return now is not None and db.info.get(_ALONE) is now


def _postgresql_connection(db: Session) -> Any:
    """The driver's own connection; None on SQLite."""
    if db.get_bind().dialect.name != "postgresql":
        return None
    return db.connection().connection.driver_connection
