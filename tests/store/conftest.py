"""Empty databases of both kinds, without people in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import databases
from tests.store import rows
from tracker.store.database import Database
from tracker.store.schema import migrate

BOTH = ["sqlite", "postgresql"]


def open_empty(kind: str, folder: Path) -> Database:
    """A database without a single table."""
    if kind == "sqlite":
        return Database(f"sqlite:///{folder / 'empty.db'}")
    return Database(databases.create_database(databases.postgres_server()))


def throw_away(database: Database) -> None:
    """Close it, and drop it on the server."""
    database.close()
    if not database.is_sqlite:
        databases.drop_database(database.url)


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, on SQLite and again on PostgreSQL."""
    made = open_empty(request.param, tmp_path)
    yield made
    throw_away(made)


@pytest.fixture
def one_case(empty: Database) -> Database:
    """The newest schema with one case in it, and what a case leans on."""
    migrate(empty)
    with empty.engine.begin() as connection:
        for table in ("teams", "accounts", "rounds", "cases"):
            rows.insert(connection, table, rows.ROWS[table])
    return empty


@pytest.fixture(scope="module", params=BOTH)
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database at the newest schema, shared by the tests of one file: leave no row in it."""
    made = open_empty(request.param, tmp_path_factory.mktemp("migrated"))
    migrate(made)
    yield made
    throw_away(made)


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Database]:
    """An empty database on PostgreSQL only."""
    made = open_empty("postgresql", tmp_path)
    yield made
    throw_away(made)
