"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf import argon2

from tests.factories import catalogs, databases
from tests.factories.center import Center, Template, build, copy, leave
from tests.factories.remembered import Drawn, once, remember
from tests.factories.tries import guarded
from tracker.vault import passwords


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run, not each worker, its English words and a place for a database server."""
    if not hasattr(config, "workerinput"):
        catalogs.compile_stale()
        databases.open_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no server and no file behind."""
    if not hasattr(config, "workerinput"):
        databases.close_folder()


def pytest_runtest_setup() -> None:
    """Let every test draw the same salts and codes."""
    Drawn.again()


@pytest.fixture(scope="session", autouse=True)
def _remembered() -> Iterator[None]:
    """Work out each password, statement and route once."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture
def unremembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every password take its time."""
    monkeypatch.setattr(passwords, "Argon2id", argon2.Argon2id)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The URL of a PostgreSQL server on which databases may be created and dropped."""
    return databases.postgres_server()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def center_template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Template, str | None]:
    """A finished center on each database, built once per run."""
    server = databases.postgres_server() if request.param == "postgresql" else None
    return _built(tmp_path_factory, request.param, server), server


@pytest.fixture
def center(center_template: tuple[Template, str | None], tmp_path: Path) -> Iterator[Center]:
    """A center with its nine people, on SQLite and again on PostgreSQL."""
    template, server = center_template
    made = copy(template, tmp_path / "site", server)
    yield made
    leave(made)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A finished center on SQLite only."""
    return _built(tmp_path_factory, "sqlite", None)


def _built(factory: pytest.TempPathFactory, kind: str, server: str | None) -> Template:
    return once(factory, f"center-{kind}", lambda folder: build(folder / "site", server))


@pytest.fixture
def small_center(sqlite_template: Template, tmp_path: Path) -> Iterator[Center]:
    """A center on SQLite, for tests that are not about the database."""
    made = copy(sqlite_template, tmp_path / "site")
    yield made
    made.close()


@pytest.fixture
def strict_center(center: Center) -> Iterator[Center]:
    """A center whose doors shut as early as those of a real site, on both databases."""
    with guarded(center) as made:
        yield made


@pytest.fixture
def small_strict_center(small_center: Center) -> Iterator[Center]:
    """The same on SQLite, for tests that are not about the database."""
    with guarded(small_center) as made:
        yield made
