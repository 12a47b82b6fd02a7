"""Fewer ways to PostgreSQL and back: statements that are sent together, and who waits for whom.

On SQLite, which is in this process and has one writer at a time, most of this is nothing at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, cast

from sqlalchemy import TextClause
from sqlalchemy.orm import Session

from tracker.store.built import RAW, Query, built_query
from tracker.store.direct import ask_directly, driver_of, refusing, run

_LOCK: Final = "SELECT pg_advisory_xact_lock(7015016)"  # until the transaction ends
_ALONE: Final = "the transaction that has the lock"
Found = Sequence[tuple[Any, ...]]
_OFF: Final = 0  # libpq: no pipeline


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
    with _refusing(db), _one_way(connection):
        yield


def ask(
    db: Session, query: Query, values: Mapping[str, Any], lock: tuple[str, str] | None = None
) -> Found:
    """The columns that a query finds, which lives as long as the program.

    On PostgreSQL in one way with what was written before, and the beginning of the transaction.
    There `lock`, a query with one value, first holds rows against others until the act is done: a
    statement by itself, so that the query sees what was written during the wait.
    """
    return asked(db, query, values, lock)()


def asked(
    db: Session, query: Query, values: Mapping[str, Any], lock: tuple[str, str] | None = None
) -> Callable[[], Found]:
    """The same, to be read later; inside of `together` what is sent meanwhile need not wait."""
    connection = _postgresql_connection(db)
    if connection is None:
        found = ask_directly(db.connection(), query, values)
        return lambda: found
    built = built_query(RAW, query)
    with _refusing(db), _one_way(connection):
        if lock is not None:
            connection.execute(lock[0], lock[1:])
        cursor = _sent(db, connection, built.text, built.bound(values))

    def read() -> Found:
        with _refusing(db):
            return built.read(cursor.fetchall())

    return read


def send(db: Session, statement: str, values: Sequence[Any]) -> None:
    """Give a statement to the driver of PostgreSQL, its values numbered $1, $2 and so on.

    SQLAlchemy would look for an answer before it is there.
    """
    with _refusing(db):
        _sent(db, _postgresql_connection(db), statement, values)


def _sent(db: Session, connection: Any, statement: str, values: Sequence[Any]) -> Any:
    psycopg = cast(Any, db.get_bind().dialect.loaded_dbapi)
    return psycopg.RawCursor(connection).execute(statement, values)


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
        found = run(db.connection(), query.text, ()).fetchall()
        return found[0] if found else None
    with _refusing(db):
        with _one_way(connection):
            if not _is_alone(db):
                connection.execute(_LOCK)
            found = connection.execute(query.text)
        first: Sequence[Any] | None = found.fetchone()
    db.info[_ALONE] = db.get_transaction()
    return first


def _one_way(connection: Any) -> AbstractContextManager[object]:
    """One way there and back, or a part of one that has begun: another one in it would wait.

    Answers are there at its end; who reads one before waits for it.
    """
    has_begun = connection.info.pipeline_status != _OFF
    return nullcontext() if has_begun else cast(Any, connection.pipeline())


def _refusing(db: Session) -> AbstractContextManager[None]:
    return refusing(db.get_bind().dialect)


def _is_alone(db: Session) -> bool:
    now = db.get_transaction()
    return now is not None and db.info.get(_ALONE) is now


def _postgresql_connection(db: Session) -> Any:
    """The driver's own connection; None on SQLite."""
    if db.get_bind().dialect.name != "postgresql":
        return None
    return driver_of(db.connection())
