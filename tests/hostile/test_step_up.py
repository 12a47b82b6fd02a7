"""54: what reaches far asks again who sits there, within the last five minutes."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.hostile.house import SMALL, House
from tests.hostile.routes import ROUTES
from tests.hostile.walk import call, changed, everything_in, path_of, post, rules, token_for
from tests.web.conftest import Browser
from tracker.services.sessions import SessionKind
from tracker.web.context import FRESH

# What each of these must ask for, written by hand: a route that stops asking fails here.
MUST_ASK: Final = frozenset(
    {
        "people.admit",
        "receipts.renew",
        "person.link",
        "person.revoke",
        "person.reset",
        "person.back",
        "leaving.leave",
        "keys.rotate",
        "keys.rekey",
        "audit.export",
    }
)
# Forms that do their work at once; one that is empty would change nothing with a proof either.
FILLED: Final[dict[str, dict[str, Any]]] = {"leaving.leave": {"how": "for_good"}}
ASKED = [
    (endpoint, who) for endpoint in sorted(MUST_ASK) for who in sorted(ROUTES[endpoint].allowed)
]


def asking(house: House) -> set[str]:
    views = house.app.view_functions
    return {rule.endpoint for rule in rules(house) if getattr(views[rule.endpoint], "fresh", False)}


def the_rule(house: House, endpoint: str) -> Rule:
    return next(rule for rule in rules(house) if rule.endpoint == endpoint)


def browser_of(house: House, who: str, proved_ago: timedelta | None) -> Browser:
    """A session of a colleague who proved who they are that long ago, or never."""
    center, browser = house.center, house.browser()
    staff, now = center.staff[who], center.clock()
    data: dict[str, Any] = {"_user_id": staff.account_id.hex, "_fresh": True}
    if proved_ago is not None:
        data["_proved"] = (now - proved_ago).isoformat()
    made = center.site.book.start(SessionKind.STAFF, now, data, staff.account_id, staff.holders)
    browser.set_cookie("__Host-session", made.token, domain="localhost", secure=True)
    return browser


def leads_to_proof(answer: TestResponse, path: str) -> bool:
    """Sent to the door of proof, which leads back."""
    door = urlsplit(answer.headers.get("Location", ""))
    there = answer.status_code == 303 and door.path == "/prove"
    return there and parse_qs(door.query)["next"] == [path]


def test_h54_whatever_reaches_far_asks_again(house: House):
    assert asking(house) >= MUST_ASK


@SMALL
@pytest.mark.parametrize("proved_ago", [None, FRESH + timedelta(seconds=1), -timedelta(hours=1)])
@pytest.mark.parametrize(("endpoint", "who"), ASKED)
def test_h54_without_a_fresh_proof_nothing_is_shown_or_changed(
    house: House, endpoint: str, who: str, proved_ago: timedelta | None
):
    browser = browser_of(house, who, proved_ago)
    rule, before = the_rule(house, endpoint), everything_in(house)
    path = path_of(house, rule, ROUTES[endpoint].case)
    if "GET" in (rule.methods or ()):
        assert leads_to_proof(browser.get(path), path)
    if "POST" in (rule.methods or ()):
        refused = post(browser, path, FILLED.get(endpoint))
        assert refused.status_code == 403
        assert "먼저 본인인지 확인해 주세요" in refused.text
    assert changed(before, everything_in(house)) == set()


@SMALL
@pytest.mark.parametrize(("endpoint", "who"), ASKED)
def test_h54_the_same_with_a_proof_is_let_in(fresh_house: House, endpoint: str, who: str):
    """So that the test above does not pass because the form was wrong."""
    browser = browser_of(fresh_house, who, FRESH - timedelta(seconds=1))
    rule = the_rule(fresh_house, endpoint)
    path = path_of(fresh_house, rule, ROUTES[endpoint].case)
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        answer = call(browser, method, path)
        assert answer.status_code in {200, 303, 422}
        assert not leads_to_proof(answer, path)


@SMALL
def test_h54_a_proof_belongs_to_its_session(fresh_house: House):
    """Somebody's proof in one browser opens nothing in another of theirs."""
    fresh = browser_of(fresh_house, "taekyung", timedelta())
    other = browser_of(fresh_house, "taekyung", None)
    path = path_of(fresh_house, the_rule(fresh_house, "person.link"))
    assert fresh.get(path).status_code == 200
    assert leads_to_proof(other.get(path), path)


@SMALL
def test_h54_a_wrong_password_proves_nothing(fresh_house: House):
    browser = browser_of(fresh_house, "taekyung", None)
    path = path_of(fresh_house, the_rule(fresh_house, "person.link"))
    token = token_for(browser)
    typed = {"csrf_token": token, "password": "wrong horse battery staple", "code": ""}
    assert browser.post(f"/prove?next={path}", data=typed).status_code == 422
    assert leads_to_proof(browser.get(path), path)
