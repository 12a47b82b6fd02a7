"""Looking after a database as a whole: is it empty, is it set up right, take it away again."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, MetaData, event, func, inspect, select, text
from sqlalchemy.orm import Session

from tracker.store.audit import AuditRow, last_moment
from tracker.store.database import Database

# What each setting must answer, and why a site without it is not safe.
_SQLITE: Final = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
}
_POSTGRESQL: Final = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
}


def is_empty(database: Database) -> bool:
    """Whether there is not a single table yet."""
    return not inspect(database.engine).get_table_names()


def settings(database: Database) -> dict[str, tuple[str, str]]:
    """The settings that durability and deletion stand on: what they are, what they must be."""
    wanted = _SQLITE if database.is_sqlite else _POSTGRESQL
    ask = "PRAGMA" if database.is_sqlite else "SHOW"
    with database.single.connect() as db:
        found = {name: db.scalar(text(f"{ask} {name}")) for name in wanted}
    return {name: (str(found[name]), must) for name, must in wanted.items()}


def newest_act(db: Session) -> datetime | None:
    """When the newest row of the trail was written; None for none, or where it cannot be read."""
    return last_moment(db, select(func.max(AuditRow.at)))


def hurry(database: Database) -> None:
    """Do not wait for the disk: only for a database that nobody keeps if anything goes wrong."""
    if not database.is_sqlite:
        return

    @event.listens_for(database.engine, "connect")
    def hurry_on(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def erase(database: Database) -> None:
    """Remove every table, and the file of an embedded database: for a site never finished."""
    if not database.is_sqlite:
        _drop_everything(database.engine)
        return
    database.close()
    file = database.engine.url.database or ""
    for name in (file, f"{file}-wal", f"{file}-shm"):
        Path(name).unlink(missing_ok=True)


def _drop_everything(engine: Engine) -> None:
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
