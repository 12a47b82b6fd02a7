"""Walking through all routes of a house, with the ids of real cases in them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.hostile.house import House
from tests.web.conftest import Browser, token_in
from tracker.store.models import Base

METHODS = ("GET", "POST")
_KEPT = Base.metadata.tables.keys() - {"throttles"}
ENTRY = "5" * 32  # our pages give each new session an id


def rules(house: House, method: str = "") -> Iterator[Rule]:
    """All routes, or those that take a method."""
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        if not method or method in (rule.methods or ()):
            yield rule


def path_of(house: House, rule: Rule, case: str = "active", **given: Any) -> str:
    """The path of a route for one case of the house, or with the ids that are given."""
    values = {**_values(house, case), **given}
    wanted = {name: values[name] for name in rule.arguments}
    built = house.app.url_map.bind("localhost").build(rule.endpoint, wanted, force_external=False)
    return built.split("?")[0]


def _values(house: House, case: str) -> dict[str, Any]:
    entries, newcomer = house.cases.entries, house.cases.newcomer
    assert newcomer is not None
    return {
        "filename": "app.css",
        "case_id": house.cases.ids[case],
        "entry_id": entries.get(case, house.cases.ids[case]),
        "kind": "sentence_completion",
        "number": 1,
        "consent": "d",
        "account_id": newcomer.account_id,
        "token": house.cases.token,
        "round_id": _first_round(house),
        "slug": "staff",
    }


def _first_round(house: House) -> UUID:
    """Asked in SQL, because a test may break what is below a page while it makes paths."""
    with house.center.site.database.engine.connect() as db:
        return UUID(hex=db.execute(text("SELECT id FROM rounds ORDER BY id")).scalars().first())


def token_for(browser: Browser) -> str:
    """A CSRF token of the session of this browser."""
    return token_in(browser.get("/sign-in").text)


def post(browser: Browser, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
    """Send a form as our own page would, with a good token."""
    token = {"csrf_token": token_for(browser), "entry": ENTRY}
    return browser.post(path, data={**token, **(fields or {})}, **more)


def call(browser: Browser, method: str, path: str, **more: Any) -> TestResponse:
    """Open a page, or send an empty form with a good token."""
    answer: TestResponse = (
        post(browser, path, **more) if method == "POST" else browser.open(path, method=method)
    )
    return answer


def goes_to_sign_in(answer: TestResponse) -> bool:
    """Whether somebody is sent to a door first."""
    door = answer.headers.get("Location", "").split("?")[0]
    return answer.status_code == 303 and door in {"/sign-in", "/status"}


def everything_in(house: House) -> dict[str, list[str]]:
    """All rows of all tables, to see whether anything changed.

    Web sessions are not among them, nor who tried in vain how often.
    """
    engine = house.center.site.database.engine
    with engine.connect() as db:
        names = [one for one in inspect(db).get_table_names() if one in _KEPT]
        return {
            name: sorted(map(repr, db.execute(text(f'SELECT * FROM "{name}"')))) for name in names
        }


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def all_ids(house: House) -> list[UUID]:
    """The ids of all cases and sessions of the house."""
    return [*house.cases.ids.values(), *house.cases.entries.values()]
