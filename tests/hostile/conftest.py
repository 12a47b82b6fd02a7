"""Houses to be attacked: one that is only looked at, and fresh copies for whoever breaks things."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
import structlog

from tests.factories.center import Template, copy, leave
from tests.factories.remembered import once
from tests.hostile.furnish import furnish
from tests.hostile.house import Cases, House, open_house
from tracker.vault.keyring import Holder
from tracker.web import logs

Furnished = tuple[Template, str | None, Cases, dict[UUID, Holder]]


@pytest.fixture(scope="session")
def furnished(
    center_template: tuple[Template, str | None], tmp_path_factory: pytest.TempPathFactory
) -> Furnished:
    """A center with cases in every stage, on each database, built once per run."""
    template, server = center_template

    def make(folder: Path) -> Furnished:
        center = copy(template, folder / "site", server)
        cases = furnish(center)
        url = center.site.settings.database_url
        center.close()
        made = replace(template, folder=folder / "site", database_url=url)
        return made, server, cases, dict(center.holders)

    return once(tmp_path_factory, f"house-{'postgresql' if server else 'sqlite'}", make)


def furnished_copy(furnished: Furnished, folder: Path) -> House:
    template, server, cases, holders = furnished
    center = copy(template, folder, server)
    center.holders.update(holders)
    if cases.newcomer is not None:
        center.staff[cases.newcomer.username] = cases.newcomer
    return open_house(center, cases)


@pytest.fixture(scope="session")
def house(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that tests only look at, shared by all of them."""
    made = furnished_copy(furnished, tmp_path_factory.mktemp("shared") / "site")
    yield made
    leave(made.center)


@pytest.fixture
def fresh_house(furnished: Furnished, tmp_path: Path) -> Iterator[House]:
    """A house of one's own."""
    made = furnished_copy(furnished, tmp_path / "site")
    yield made
    leave(made.center)


@pytest.fixture(autouse=True)
def _log_somewhere() -> Iterator[None]:
    """Let shared applications write where somebody reads: pytest changes streams between tests."""
    logs.configure("INFO")
    yield
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))


@pytest.fixture(autouse=True)
def _no_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here sends a form twice at once: what the other one makes is not waited for."""
    monkeypatch.setattr("tracker.web.once.sleep", lambda _seconds: None)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """All that the program and its libraries log while a test runs."""
    kept = StringIO()
    monkeypatch.setattr(logs, "sys", SimpleNamespace(stderr=kept))
    logs.configure("DEBUG")
    handler = logging.StreamHandler(kept)
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)
