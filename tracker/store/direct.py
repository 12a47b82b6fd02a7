"""Statements of nearly every request, each by itself: asked, or done, on a given connection."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, UpdateBase

from tracker.store.built import Query, built_change, built_query


def ask_directly(db: Connection, query: Query, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The columns that a query finds, which lives as long as the program."""
    built = built_query(db.dialect.name, query)
    return built.read(db.exec_driver_sql(built.text, built.bound(values)).all())


def do_directly(db: Connection, change: UpdateBase, values: Mapping[str, Any]) -> int:
    """How many rows a change has met, which lives as long as the program."""
    built = built_change(db.dialect.name, change, tuple(values))
    return db.exec_driver_sql(built.text, built.bound(values)).rowcount
