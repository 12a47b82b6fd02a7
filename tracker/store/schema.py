"""Bring a database to the schema this code expects, and say when it is not there."""

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from tracker.store.database import Database

HEAD: Final = "0011"


class WrongSchema(Exception):
    """The database is not at the schema of this version."""


class SchemaOutdated(WrongSchema):
    """It is at an older one: 'tracker db upgrade' brings it to this one."""


class SchemaNewer(WrongSchema):
    """It is at one that this version does not know."""


class DatabaseMissing(WrongSchema):
    """There is no database of a site; the text says where it should be."""


def migrations_folder() -> Path:
    """Where the migrations are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "migrations"
    return beside if (beside / "env.py").exists() else package / "migrations"


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade the database to a revision, or take everything away again with 'base'."""
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


def check_there(database: Database) -> None:
    """Raise DatabaseMissing for a file that is not there: to connect to it would make it."""
    file = database.engine.url.database or ""
    is_path = database.is_sqlite and not file.startswith("file:")
    if is_path and not Path(file).exists():
        raise DatabaseMissing(file)


def check_schema(database: Database) -> None:
    """Raise SchemaOutdated, SchemaNewer or DatabaseMissing unless it is at the head revision."""
    check_there(database)
    found = revision(database)
    if found is None:
        raise DatabaseMissing(database.engine.url.database or "")
    if found != HEAD:
        raise SchemaOutdated if found in _known() else SchemaNewer


def _known() -> set[str]:
    """Every revision there is a migration to, by the names of the files: Alembic is slow."""
    return {path.name[:4] for path in (migrations_folder() / "versions").glob("[0-9]*.py")}
