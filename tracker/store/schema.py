"""Bring a database to the schema this code expects, and say when it is not there."""

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from tracker.store.database import Database

HEAD: Final = "0011"


class SchemaOutdated(Exception):
    """The database is not at the schema of this version: 'tracker db upgrade' brings it there."""


def migrations_folder() -> Path:
    """Where the migrations are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "migrations"
    return beside if (beside / "env.py").exists() else package / "migrations"


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade (or, for 'base' and older revisions, downgrade) the database."""
    # Alembic is slow to import and only needed here.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["engine"] = database.engine
    if to == "base":
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)


def revision(database: Database) -> str | None:
    """The revision a database is at, or None for an empty one."""
    if not inspect(database.engine).has_table("alembic_version"):
        return None
    with database.single.connect() as db:
        found = db.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def check_schema(database: Database) -> None:
    """Raise SchemaOutdated unless the database is at the head revision."""
    if revision(database) != HEAD:
        raise SchemaOutdated
