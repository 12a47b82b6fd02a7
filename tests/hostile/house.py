"""A center in full swing: cases in every stage, and a canary in every word anybody wrote."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories.center import Center, Staff
from tests.web.conftest import Browser, app_of
from tracker.services.sessions import SessionKind

# For tests that are not about the database: one house on SQLite is enough for them.
SMALL = pytest.mark.parametrize("center_template", ["sqlite"], indirect=True, scope="session")


@dataclass
class Cases:
    """The cases of a house by what became of them; `entries` are sessions by the case's tag.

    `newcomer` waits to be admitted; `token` is the one-time link of somebody else.
    """

    ids: dict[str, UUID] = field(default_factory=dict)
    entries: dict[str, UUID] = field(default_factory=dict)
    newcomer: Staff | None = None
    token: str = ""


class Attacker(Browser):
    """A browser that closes the files it was given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        return super().open(*args, **kwargs)


@dataclass
class House:
    """A center, its application, its cases, and a browser for whoever is asked for."""

    center: Center
    app: Flask
    cases: Cases

    def browser(self, who: str = "anonymous") -> Browser:
        """A browser of `anonymous`, of a colleague, or of the `applicant` of a case (…:tag)."""
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        browser.center = self.center
        if who.startswith("applicant"):
            enter_as_applicant(browser, self.cases.ids[who.partition(":")[2] or "active"])
        elif who != "anonymous":
            _enter_as_colleague(browser, who)
        return browser


def _enter_as_colleague(browser: Browser, username: str) -> None:
    """A session as sign-in makes it, without the half second that the password costs."""
    center = browser.center
    who = center.staff[username]
    proved = center.clock().isoformat()
    data = {"_user_id": who.account_id.hex, "_fresh": True, "_proved": proved}
    made = center.site.book.start(
        SessionKind.STAFF, center.clock(), data, who.account_id, who.holders
    )
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)


def enter_as_applicant(browser: Browser, case_id: UUID) -> None:
    """A session as number and code make it."""
    center = browser.center
    data = {"_user_id": case_id.hex, "_fresh": True}
    holders = (center.holders[case_id],)
    made = center.site.book.start(SessionKind.RECEIPT, center.clock(), data, None, holders)
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)


def open_house(center: Center, cases: Cases) -> House:
    """The application of a center that has these cases."""
    app = app_of(center)
    app.test_client_class = Attacker
    return House(center, app, cases)
