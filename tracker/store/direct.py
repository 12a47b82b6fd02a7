"""Statements of nearly every request, given to the driver: what SQLAlchemy does around each of them
takes longer than the database does (ADR 0038).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Dialect, UpdateBase
from sqlalchemy.exc import DBAPIError

from tracker.store.built import Query, built_change, built_query


def ask_directly(db: Connection, query: Query, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The columns that a query finds, which lives as long as the program."""
    built = built_query(db.dialect.name, query)
    return built.read(run(db, built.text, built.bound(values)).fetchall())


def do_directly(db: Connection, change: UpdateBase, values: Mapping[str, Any]) -> int:
    """How many rows a change has met, which lives as long as the program."""
    built = built_change(db.dialect.name, change, tuple(values))
    met: int = run(db, built.text, built.bound(values)).rowcount
    return met


def run(db: Connection, statement: str, values: Sequence[Any]) -> Any:
    """Give a statement to the driver, its values as the driver writes them; returns its cursor."""
    with refusing(db.dialect):
        return driver_of(db).execute(statement, values)


def driver_of(db: Connection) -> Any:
    """The driver's own connection."""
    return db.connection.driver_connection


@contextmanager
def refusing(dialect: Dialect) -> Iterator[None]:
    """What the database refuses to its driver is told as SQLAlchemy tells it."""
    refusals = dialect.loaded_dbapi.Error
    try:
        yield
    except refusals as one:
        told = DBAPIError.instance(None, None, one, refusals, hide_parameters=True, dialect=dialect)
        raise told from one
