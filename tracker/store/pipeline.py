"""Fewer ways to PostgreSQL and back: statements that are sent together, and who waits for whom.

On SQLite, which is in this process and has one writer at a time, most of this is nothing at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ClauseElement, Executable, TextClause
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_LOCK: Final = "SELECT pg_advisory_xact_lock(7015016)"  # until the transaction ends
_ALONE: Final = "the transaction that has the lock"


@contextmanager
def together(db: Session) -> Iterator[None]:
    """Send what is written inside to PostgreSQL without waiting for each answer.

    What is to be read inside has to be asked for with `ask`, or by the audit chain. Raises
    IntegrityError, on PostgreSQL with the next answer that is waited for.
    """
    connection = _postgresql_connection(db)
    if connection is None:
        yield
        return
    with _pipeline(db, connection):
        yield


def ask(db: Session, query: ClauseElement, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """What a query of columns finds, as the driver gives it: moments in whatever zone.

    On PostgreSQL in one way with what was written before, and the beginning of the transaction.
    """
    connection = _postgresql_connection(db)
    if connection is None:
        return db.connection().execute(cast(Executable, query), values).all()
    plain = {name: one.hex if isinstance(one, UUID) else one for name, one in values.items()}
    with _pipeline(db, connection):
        found = connection.execute(_written(query), plain)
    rows: Sequence[Sequence[Any]] = found.fetchall()
    return rows


@cache
def _written(query: ClauseElement) -> str:
    return str(query.compile(dialect=registry.load("postgresql.psycopg")()))


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
    if connection is None:
        return db.connection().execute(query).first()
    with _pipeline(db, connection):
        if not _is_alone(db):
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
