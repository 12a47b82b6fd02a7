"""63, 64: when something breaks, neither the log nor the page repeats what somebody sent."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tests.hostile import canary
from tests.hostile.house import SMALL, House, open_house
from tests.hostile.routes import ROUTES
from tests.hostile.walk import ENTRY, METHODS, path_of, rules, token_for
from tests.web.conftest import Browser
from tracker.services.records import Records
from tracker.services.sessions import SessionBook
from tracker.services.site import Site
from tracker.store.database import Database

pytestmark = SMALL

CANARY = "kanarieexploded"
_INSIDE = re.compile(
    r"Traceback|File &#34;|File \"|\.py\b|SELECT |INSERT |sqlite|psycopg|sqlalchemy|/work/|/site"
    r"|site-packages|werkzeug|jinja|Exception|Error\b",
    re.IGNORECASE,
)
_ENDS = {"auth.sign_out", "auth.idle", "status.sign_out", "public.leave"}


class Exploded(Exception):
    """What a careless library would raise: it repeats what it was given."""


def _explode(*args: Any, **kwargs: Any) -> NoReturn:
    raise Exploded(CANARY, args, kwargs)


def _break_views(app: Flask) -> None:
    """Let every view fail, behind its guard."""
    for name, view in list(app.view_functions.items()):

        def broken(*args: Any, _view: Any = view, **kwargs: Any) -> NoReturn:
            _explode(*args, **kwargs)

        broken.__dict__.update(view.__dict__)
        if name != "static":
            app.view_functions[name] = broken


def _sent_with(
    house: House, who: str, browser: Browser, token: str
) -> Iterator[tuple[str, int, str]]:
    """Every route somebody may use, with a canary wherever words can stand."""
    browser.set_cookie("other", CANARY, domain="localhost")
    headers = {"User-Agent": CANARY, "X-Request-Id": CANARY, "Referer": f"https://x/{CANARY}"}
    for method in METHODS:
        for rule in rules(house, method):
            if who not in ROUTES[rule.endpoint].allowed or rule.endpoint in _ENDS:
                continue
            path = path_of(house, rule, ROUTES[rule.endpoint].case, filename=f"{CANARY}.css")
            fields = {"csrf_token": token, "entry": ENTRY, "reason": CANARY, "name": CANARY}
            answer = browser.open(
                path, method=method, data=fields, headers=headers, query_string={"q": CANARY}
            )
            yield f"{method} {path}", answer.status_code, answer.text


WORKERS = (
    "anonymous", "applicant", "seoyeon", "eunjeong", "hyewon", "jihyun", "taekyung", "yujin",
)  # fmt: skip


@pytest.mark.parametrize("who", WORKERS)
def test_h63_h64_every_view_that_explodes_keeps_quiet(house: House, who: str, log: StringIO):
    broken = open_house(house.center, house.cases)
    browser = broken.browser(who)
    token = token_for(browser)
    _break_views(broken.app)
    seen = list(_sent_with(broken, who, browser, token))
    assert {status for where, status, _ in seen if "/static/" not in where} == {500}
    for where, _, page in seen:
        assert _said(page) == [], where
    _assert_quiet(log)


def _said(page: str) -> list[str]:
    """What an error page tells of its inside; the address stands in the form for the language,
    and a token is random letters, among which any word may come up.
    """
    shown = re.sub(r'<input type="hidden" name="next"[^>]*>', "", page)
    written = re.sub(r'<input[^>]*name="csrf_token"[^>]*>', "", shown)
    return _INSIDE.findall(written) + re.findall(CANARY, shown)


def _assert_quiet(log: StringIO) -> None:
    written = log.getvalue()
    assert '"event": "failure"' in written
    assert canary.WORD not in written
    assert "?" not in "".join(re.findall(r'"page": "[^"]*"', written))


@contextmanager
def _patched(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, _explode)
        yield


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Site, "working"),
        (Database, "read"),
        (Database, "write"),
        (Records, "record"),
        (SessionBook, "open"),
        (SessionBook, "save"),
        (SessionBook, "start"),
    ],
)
@pytest.mark.parametrize("who", ["anonymous", "applicant", "seoyeon", "eunjeong", "taekyung"])
def test_h63_whatever_breaks_below_a_view_stays_below(
    house: House,
    who: str,
    owner: type,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    log: StringIO,
):
    browser = house.browser(who)
    token = token_for(browser)
    with _patched(monkeypatch, owner, name):
        for where, status, page in _sent_with(house, who, browser, token):
            assert status < 500 or _said(page) == [], where
    assert canary.WORD not in log.getvalue()


def test_h63_the_database_repeats_no_parameter(house: House, log: StringIO):
    with house.center.site.reading() as db, pytest.raises(SQLAlchemyError) as caught:
        db.execute(text("SELECT nothing FROM nowhere WHERE x = :secret"), {"secret": CANARY})
    assert CANARY not in str(caught.value)
    assert house.center.site.database.engine.hide_parameters
    assert house.center.site.book._shelf._engine.hide_parameters
    assert not house.center.site.database.engine.echo


def test_h63_a_commit_that_fails_keeps_quiet(
    house: House, monkeypatch: pytest.MonkeyPatch, log: StringIO
):
    browser = house.browser("seoyeon")
    monkeypatch.setattr("tracker.services.work.Work.finish", _explode)
    answer = browser.get(f"/applications/{house.cases.ids['submitted']}")
    assert answer.status_code == 500
    assert _said(answer.text) == []
    assert answer.headers["Cache-Control"] == "no-store"
    _assert_quiet(log)


def test_h63_an_application_does_not_start_with_a_debugger(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(Exception, match="FLASK_DEBUG"):
        open_house(house.center, house.cases)


_BAD_REQUESTS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("405", lambda browser: browser.delete("/sign-in")),
    ("404", lambda browser: browser.get(f"/{CANARY}")),
    ("413", lambda browser: browser.post("/sign-in", data={"username": CANARY + "x" * 600_000})),
    ("400", lambda browser: browser.post("/sign-in", data={"username": CANARY})),
    ("400", lambda browser: browser.get("/", base_url=f"https://{CANARY}.example")),
    ("413", lambda browser: browser.post(
        "/sign-in", data={f"{CANARY}{n}": "x" for n in range(2000)},
        content_type="multipart/form-data",
    )),
)  # fmt: skip


@pytest.mark.parametrize("who", ["anonymous", "eunjeong"])
def test_h64_refused_requests_tell_nothing_of_the_inside(house: House, who: str, log: StringIO):
    for status, send in _BAD_REQUESTS:
        answer = send(house.browser(who))
        assert str(answer.status_code) == status
        assert _said(answer.text) == [], status
        assert "<h1>" in answer.text, status
    assert canary.WORD not in log.getvalue()
