"""Rows that nearly every act adds, given to the driver in statements that are built once."""

from typing import Final

from sqlalchemy.orm import Session

from tracker.store.built import RAW, Rows, built_insert
from tracker.store.direct import run
from tracker.store.pipeline import send

_FEW: Final = 8  # more rows come seldom, and each number of rows is a statement of its own


def insert_rows(db: Session, *parts: Rows) -> None:
    """Add rows of one or several tables; none is none.

    Keys that point from one table to another may come in any order on PostgreSQL, where all of it
    is one statement, and have to follow what they point to on SQLite. Raises IntegrityError, inside
    of `together` with the next answer that is waited for.
    """
    filled = [part for part in parts if part.rows]
    connection = db.connection()
    if any(len(part.rows) > _FEW for part in filled):
        for part in filled:
            connection.execute(part.new, part.rows)
    elif connection.dialect.name == "sqlite":
        for part in filled:
            built = built_insert("sqlite", part.shape)
            run(connection, built.text, built.values([part]))
    elif filled:
        built = built_insert(RAW, *(part.shape for part in filled))
        send(db, built.text, built.values(filled))
