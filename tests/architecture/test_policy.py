"""Every page has a guard, every word of the trail is used, and the documents say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture import permissions
from tests.factories.center import Center
from tests.web.conftest import app_of
from tracker.domain import papers
from tracker.domain.access import RULES, Permission
from tracker.domain.audit import Audit
from tracker.domain.cases import Stage
from tracker.domain.papers import Kind
from tracker.web.guards import PUBLIC
from tracker.web.labels import AUDIT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(small_center: Center) -> Flask:
    return app_of(small_center)


def views(app: Flask) -> Iterator[tuple[str, object]]:
    """Every view that a route leads to, except static files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule.endpoint, app.view_functions[rule.endpoint]


def test_every_view_says_who_may_open_it(app: Flask):
    found = list(views(app))
    assert len(found) > 30
    for endpoint, view in found:
        guard = getattr(view, "guard", None)
        assert guard == PUBLIC or isinstance(guard, Permission), endpoint


def test_a_view_without_a_guard_stays_shut(app: Flask):
    app.add_url_rule("/forgotten", "forgotten", lambda: "everything")
    assert app.test_client().get("/forgotten", base_url="https://localhost").status_code == 404


def test_every_function_has_a_rule_and_a_page(app: Flask):
    assert set(RULES) == set(Permission)
    used = {getattr(view, "guard", None) for _, view in views(app)}
    assert set(Permission) - used == set()


def sources(*rooms: str) -> str:
    files = [path for room in rooms for path in (ROOT / "tracker" / room).rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in sorted(files))


# It has a line in a case's history; the act that causes it is recorded under a word of its own.
ONLY_A_TITLE = {Audit.CASE_ACTIVATED}


def test_every_word_of_the_trail_is_recorded_somewhere():
    doors = [path.read_text("utf-8") for path in (ROOT / "tracker/web").glob("*.py")]
    code = "\n".join([sources("services", "cli"), *doors])  # labels and pages only show them
    used = {Audit[name] for name in re.findall(r"\bAudit\.([A-Z_]+)\b", code)}
    assert set(Audit) - used == ONLY_A_TITLE


def test_every_word_of_the_trail_has_a_sentence():
    assert set(AUDIT) == set(Audit)


def test_nobody_writes_words_of_their_own_into_the_trail():
    """Acts are named by the vocabulary, never by a string."""
    assert not re.findall(r"\.record\(\s*[\"'f]", sources("services", "web", "cli"))


def test_permissions_are_those_of_the_policy():
    assert permissions.FILE.read_text("utf-8") == permissions.text()


def test_every_stage_is_explained():
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/stages.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(Stage)


def test_every_paper_belongs_to_a_record():
    kinds = [one for one in vars(papers).values() if isinstance(one, Kind)]
    assert len(kinds) > 10
    assert len({kind.name for kind in kinds}) == len(kinds)
