"""How the people of the center use the web pages in tests."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.center import Center
from tests.factories.remembered import Compiled
from tracker.app import create_app
from tracker.vault.codes import totp_code

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def _field(tag: str) -> tuple[str, str]:
    """The name and the value of a hidden field, in whatever order they stand."""
    given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
    return given["name"], unescape(given.get("value", ""))


class Browser(FlaskClient):
    """A browser: HTTPS, same-origin forms, and the token of the page it is on."""

    center: Center

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", "https://localhost")
        return super().open(*args, **kwargs)

    def send(self, path: str, fields: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Open a page, fill in its form and send it (hidden fields as the page has them)."""
        hidden = self.fields(kwargs.pop("page", path))
        return self.post(path, data={**hidden, **(fields or {})}, **kwargs)

    def fields(self, page: str) -> dict[str, str]:
        """What stands hidden in the form of a page, and its token."""
        text = self.get(page).text
        return {**dict(map(_field, _HIDDEN.findall(text))), "csrf_token": token_in(text)}

    def make(self, path: str, fields: dict[str, Any] | None = None) -> TestResponse:
        """Send a form that makes something, and open the page that shows it once."""
        answer = self.send(path, fields)
        assert (answer.status_code, answer.location) == (303, "/once"), answer.text
        return self.get("/once")

    def noted(self) -> str:
        """Press the button of that page; returns where it leads."""
        answer = self.send("/once/noted", page="/once")
        assert answer.status_code == 303
        return str(answer.location)

    def sign_in(self, username: str) -> "Browser":
        """Sign a colleague in through the form, with the code their phone shows now."""
        who = self.center.staff[username]
        self.center.clock.forward(seconds=31)  # a code works once
        code = totp_code(who.totp_secret, self.center.clock())
        fields = {"username": username, "password": who.password, "code": code}
        answer = self.send("/sign-in", fields)
        assert answer.status_code == 303, answer.text
        return self


def token_in(html: str) -> str:
    """The CSRF token of a page."""
    found = _TOKEN.search(html)
    assert found is not None, "this page has no form"
    return found.group(1)


def app_of(center: Center) -> Flask:
    """The application of a center."""
    app = create_app(center.site)
    app.testing = False
    app.jinja_env.bytecode_cache = Compiled()
    app.test_client_class = Browser
    return app


def browser_of(center: Center) -> Browser:
    """A fresh browser at the door of a center, whose application is made for the first one."""
    center.app = center.app or app_of(center)
    browser = center.app.test_client()
    assert isinstance(browser, Browser)
    browser.center = center
    return browser


@pytest.fixture
def browser(center: Center) -> Browser:
    """A fresh browser at a center, on both databases."""
    return browser_of(center)
