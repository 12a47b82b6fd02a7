"""44: whoever lures somebody to another site cannot act in their name."""

from uuid import uuid4

import pytest
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import Rule

from tests.hostile.house import SMALL, House
from tests.hostile.routes import EVERYBODY, ROUTES
from tests.hostile.walk import changed, everything_in, goes_to_sign_in, path_of, rules, token_for
from tests.web.conftest import Browser

pytestmark = SMALL

WITHOUT_TOKEN = {"auth.idle", "public.keep", "public.language"}
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": "https://evil.example/localhost"},
    {"Origin": "https://localhost@evil.example"},
    {"Origin": "https://localhost:8443"},
    {"Origin": "null"},
    {"Origin": ""},
)


def _posts(house: House, who: str) -> list[tuple[Rule, str]]:
    return [
        (rule, path_of(house, rule, ROUTES[rule.endpoint].case))
        for rule in rules(house, "POST")
        if who in ROUTES[rule.endpoint].allowed
    ]


def _wrong_tokens(house: House, who: str) -> dict[str, dict[str, str]]:
    """No token; one of another session; one of a session that ended; one we signed ourselves."""
    other, ended = house.browser(who), house.browser(who)
    late = token_for(ended)
    cookie = ended.get_cookie("__Host-session")
    assert cookie is not None
    house.center.site.book.end(cookie.value)
    with house.app.test_request_context():
        forged = generate_csrf()
    return {
        "none": {},
        "empty": {"csrf_token": ""},
        "foreign": {"csrf_token": token_for(other)},
        "late": {"csrf_token": late},
        "forged": {"csrf_token": forged},
        "odd": {"csrf_token": "\x00.é." + "x" * 500},
    }


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h44_a_form_without_a_good_token_changes_nothing(house: House, who: str):
    wrong, tokens = [], _wrong_tokens(house, who)
    browser, before = house.browser(who), everything_in(house)
    for rule, path in _posts(house, who):
        for name, token in tokens.items():
            if rule.endpoint in WITHOUT_TOKEN:
                continue
            answer = browser.post(path, data={"entry": uuid4().hex, **token})
            if answer.status_code != 400:
                wrong.append((path, name, answer.status_code))
    assert wrong == []
    assert changed(before, everything_in(house)) == set()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h44_a_form_of_another_site_changes_nothing_even_with_a_token(house: House, who: str):
    browser = house.browser(who)
    token, before, wrong = token_for(browser), everything_in(house), []
    for _rule, path in _posts(house, who):
        for headers in FOREIGN:
            fields = {"csrf_token": token, "entry": uuid4().hex}
            answer = browser.post(path, data=fields, headers=headers)
            if answer.status_code != 400 or answer.headers.getlist("Set-Cookie"):
                wrong.append((path, headers, answer.status_code))
    assert wrong == []
    assert changed(before, everything_in(house)) == set()
    assert _is_still_there(browser, who)


def _is_still_there(browser: Browser, who: str) -> bool:
    path = {"anonymous": "/", "applicant": "/status/mine"}.get(who, "/home")
    return not goes_to_sign_in(browser.get(path))


def test_h44_only_two_forms_need_no_token(house: House):
    views = house.app.view_functions.items()
    assert {name for name, view in views if hasattr(view, "without_token")} == WITHOUT_TOKEN


def test_h44_the_same_form_with_a_token_does_change_something(fresh_house: House):
    browser = fresh_house.browser("seoyeon")
    token, before = token_for(browser), everything_in(fresh_house)
    path = f"/applications/{fresh_house.cases.ids['submitted']}/accept"
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"}
    assert browser.post(path, data={"csrf_token": token}, headers=headers).status_code == 303
    assert {"audit", "cases"} <= changed(before, everything_in(fresh_house))


@pytest.mark.parametrize("headers", FOREIGN)
def test_h44_another_site_cannot_put_words_into_a_form(house: House, headers: dict[str, str]):
    browser = house.browser("eunjeong")
    path = f"/cases/{house.cases.ids['active']}/outcome"
    browser.post(path, data={"summary": "plantedwords"}, headers=headers)
    for keeps in ("/idle", "/keep"):
        browser.post(keeps, data={"kept_path": path, "summary": "plantedwords"}, headers=headers)
    assert "plantedwords" not in browser.get(path).text


def test_h44_the_token_of_before_sign_in_is_worth_nothing_after_it(fresh_house: House):
    browser = fresh_house.browser()
    before = token_for(browser)
    browser.sign_in("eunjeong")
    assert browser.post("/stay", data={"csrf_token": before}).status_code == 400
    assert browser.post("/stay", data={"csrf_token": token_for(browser)}).status_code == 204
