"""What is shown once survives a double click, a reload and Back, and nothing is made twice."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories.center import Center
from tests.factories.look import actions, sql
from tests.factories.together import at_once
from tests.web.conftest import Browser, browser_of, token_in
from tests.web.test_lost_code import EVERYTHING, proved
from tests.web.test_people import PASSWORD, SUJIN, link_in, secret_in, team_of
from tracker.web.once import KEPT_FOR

BOTH = {"password": PASSWORD, "password_again": PASSWORD}
_HIDDEN = re.compile(r'name="(entry|instead_of)"[^>]*value="(\w+)"')


def filled(page: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A form as its page holds it, so that it can be sent as often as somebody clicks."""
    hidden = dict(_HIDDEN.findall(page))
    assert hidden["entry"]
    return {**fields, **hidden, "csrf_token": token_in(page)}


def taekyung_of(center: Center) -> Browser:
    return browser_of(center).sign_in("taekyung")


def invites(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    return taekyung_of(center), "/people/invite", {**SUJIN, "team_id": team_of(center)}


def makes_a_link(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    return taekyung_of(center), f"/people/{center.staff['minsu'].account_id}/link", {}


def joins(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    admin, path, fields = invites(center)
    return browser_of(center), link_in(admin.make(path, fields).text), BOTH


def renews_the_app(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    return browser_of(center).sign_in("eunjeong"), "/account/second-factor", {}


def reads_out_a_code(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    case_id = center.apply(locked=True).case_id
    return proved(center), f"/applications/{case_id}/receipt", EVERYTHING


Way = Callable[[Center], tuple[Browser, str, dict[str, Any]]]
WAYS: dict[Way, str] = {
    invites: "account_invited",
    makes_a_link: "account_link_made",
    joins: "account_enrolled",
    renews_the_app: "account_factor_set",
    reads_out_a_code: "receipt_renewed",
}


def secrets(page: str) -> list[str]:
    """Everything on the page that is shown once."""
    return re.findall(r'class="(?:code|secret)"[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(("way", "act"), WAYS.items())
def test_twice_is_once_and_shows_the_same(center: Center, way: Way, act: str):
    browser, path, fields = way(center)
    form = filled(browser.get(path).text, fields)
    before = actions(center, 99).count(act)
    first = browser.post(path, data=form)
    shown = browser.get("/once").text
    again = browser.post(path, data=form)
    for answer in (first, again, browser.get(path)):  # Back leads there too
        assert (answer.status_code, answer.location) == (303, "/once")
    assert secrets(shown)
    assert secrets(browser.get("/once").text) == secrets(shown)
    assert actions(center, 99).count(act) == before + 1


@pytest.mark.parametrize("way", WAYS)
def test_its_button_ends_it_and_so_do_ten_minutes(center: Center, way: Way):
    browser, path, fields = way(center)
    shown = browser.make(path, fields).text
    left = browser_of(center)
    assert left.get("/once").location == "/"  # nobody else's browser shows it
    onward = browser.noted()
    assert onward not in {"/once", path}
    assert browser.get("/once").location != "/once"
    with browser.session_transaction(base_url="https://localhost") as kept:
        assert "_once" not in kept
        assert not [one for one in secrets(shown) if one in repr(dict(kept))]


def test_after_ten_minutes_it_is_gone_wherever_somebody_goes(center: Center):
    browser, path, fields = invites(center)
    browser.make(path, fields)
    center.clock.forward(seconds=KEPT_FOR.total_seconds() - 1)
    assert link_in(browser.get("/once").text)
    center.clock.forward(seconds=1)
    browser.get("/people/")
    with browser.session_transaction(base_url="https://localhost") as kept:
        assert "_once" not in kept
    assert browser.get("/once").location == "/people/"
    assert "닫혔어요" in browser.get("/people/").text


def test_another_form_of_the_same_page_makes_another(center: Center):
    """Two windows: what was typed into the second is no replay of the first."""
    browser, path, fields = invites(center)
    first, second = (filled(browser.get(path).text, fields) for _ in range(2))
    second["username"] = "nari"
    browser.post(path, data=first)
    before = browser.get("/once").text
    browser.post(path, data=second)
    assert link_in(browser.get("/once").text) != link_in(before)
    assert sql(center, "SELECT count(*) FROM accounts WHERE state = 'invited'")[0][0] == 2


@pytest.mark.parametrize("way", [invites, joins, reads_out_a_code])
def test_two_clicks_at_the_same_moment(center: Center, way: Way):
    browser, path, fields = way(center)
    form = filled(browser.get(path).text, fields)
    jar = browser.get_cookie("__Host-session", domain="localhost")
    assert jar is not None
    before = actions(center, 99).count(WAYS[way])

    def click() -> TestResponse:
        window = browser_of(center)
        window.set_cookie(jar.key, jar.value, domain="localhost", secure=True)
        return window.post(path, data=form)

    ended = at_once(click, click)
    assert [(one.status_code, one.location) for one in ended] == [(303, "/once")] * 2
    assert secrets(browser.get("/once").text)
    assert actions(center, 99).count(WAYS[way]) == before + 1


def test_a_leaked_password_survives_a_reload_under_a_new_cookie(center: Center):
    eunjeong, who = browser_of(center).sign_in("eunjeong"), center.staff["eunjeong"]
    before = eunjeong.get_cookie("__Host-session", domain="localhost")
    page = eunjeong.make("/account/leaked", {"old_password": who.password, **BOTH}).text
    assert eunjeong.get_cookie("__Host-session", domain="localhost") != before
    assert secret_in(eunjeong.get("/once").text) == secret_in(page)
    assert eunjeong.noted() == "/sign-in"


def test_signing_out_or_in_takes_it_away(center: Center):
    browser, path, fields = invites(center)
    browser.make(path, fields)
    browser.send("/sign-out", page="/people/")
    assert browser.get("/once").location == "/"
    newcomer, link, both = joins_again(center)
    newcomer.make(link, both)
    newcomer.sign_in("yujin")
    assert newcomer.get("/once").location == "/audit/"


def joins_again(center: Center) -> tuple[Browser, str, dict[str, Any]]:
    path = f"/people/{center.staff['minsu'].account_id}/link"
    return browser_of(center), link_in(taekyung_of(center).make(path).text), BOTH
