"""Alembic's entry: runs migrations on the engine it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine

from tracker.store.base import UtcTime
from tracker.store.models import Base


def _render(_kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own time type as what it is in the database."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcTime) else False


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making another in its place, which foreign keys would not allow:
    they rest meanwhile and are checked at the end (https://www.sqlite.org/lang_altertable.html).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    except BaseException:
        connection.invalidate()  # who was told to end may have closed it already
        raise
    driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration left rows without what they belong to: {broken}")


def run(engine: Engine) -> None:
    """Run the migrations in one transaction."""
    with (
        engine.connect() as connection,
        _tables_may_be_made_anew(connection),
        connection.begin(),
    ):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render,
            include_name=lambda name, kind, _parents: (
                not (kind == "table" and name == "web_sessions")
            ),
        )
        context.run_migrations()
        _check_foreign_keys(connection)


run(context.config.attributes["engine"])
