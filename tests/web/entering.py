"""Colleagues at their desks: a session as sign-in makes it, without the half second it costs."""

from typing import Any
from uuid import UUID

from tests.factories.center import Center
from tests.web.conftest import Browser, browser_of
from tracker.services.sessions import SessionKind


def entered(center: Center, username: str, *, proved: bool = True) -> Browser:
    """A browser in which a colleague is signed in; `proved`: with a proof of just now."""
    who, now = center.staff[username], center.clock()
    data: dict[str, Any] = {"_user_id": who.account_id.hex, "_fresh": True}
    if proved:
        data["_proved"] = now.isoformat()
    made = center.site.book.start(SessionKind.STAFF, now, data, who.account_id, who.holders)
    browser = browser_of(center)
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)
    return browser


def id_of(center: Center, username: str) -> UUID:
    """The id of a colleague's account."""
    return center.staff[username].account_id


def path_of(center: Center, username: str, act: str = "") -> str:
    """A page of a colleague's account."""
    return f"/people/{id_of(center, username)}{act}"
