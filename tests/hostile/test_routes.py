"""42, 43, 45: each route, each person, each odd id, each method."""

from uuid import UUID

import pytest
from werkzeug.routing import Rule

from tests.hostile import canary
from tests.hostile.house import SMALL, House
from tests.hostile.routes import ANONYMOUS, EVERYBODY, ROUTES, STAFF
from tests.hostile.walk import (
    ENTRY,
    METHODS,
    call,
    changed,
    everything_in,
    goes_to_sign_in,
    path_of,
    rules,
    token_for,
)
from tests.web.conftest import Browser

_NOTHING = {404, 405, 410}  # no such thing; no such thing here; no such link any more
Asked = tuple[Rule, str, str]
ODD = (
    "0",
    "1",
    "-1",
    "9" * 40,
    "%F0%9F%8C%B1",
    "%00",
    "..%2F..%2Fconfig.toml",
    "' OR '1'='1",
    "00000000-0000-0000-0000-000000000000",
    "ffffffffffffffffffffffffffffffff",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "%EF%BC%91" * 32,
    "a" * 3000,
    "%7B%7B7*7%7D%7D",
)
_LIKE_IDS = tuple(odd for odd in ODD if odd.upper().startswith(("00000000-", "FFFFFFFF")))


def test_h42_every_route_has_a_line_and_every_line_a_route(house: House):
    assert {rule.endpoint for rule in rules(house)} == set(ROUTES)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h42_a_closed_door_is_closed_and_nothing_changes_behind_it(house: House, who: str):
    browser = house.browser(who)
    token, before = token_for(browser), everything_in(house)
    wrong = []
    for rule, method, path in _ways(house):
        if who not in ROUTES[rule.endpoint].allowed:
            answer = browser.open(path, method=method, data={"csrf_token": token})
            if not _is_shut(who, rule, answer.status_code, goes_to_sign_in(answer)):
                wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert changed(before, everything_in(house)) == set()


def _is_shut(who: str, rule: Rule, status: int, to_sign_in: bool) -> bool:
    if who == ANONYMOUS:
        return to_sign_in
    return status == (404 if rule.arguments else 403)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h42_an_open_door_is_open(fresh_house: House, who: str):
    browser = fresh_house.browser(who)
    wrong = []
    for rule, method, path in _ways(fresh_house):
        if who in ROUTES[rule.endpoint].allowed and not _ends_a_session(rule):
            answer = call(browser, method, path)
            if answer.status_code not in {200, 204, 303, 422} or goes_to_sign_in(answer):
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def _ways(house: House) -> list[Asked]:
    return [
        (rule, method, path_of(house, rule, ROUTES[rule.endpoint].case))
        for method in METHODS
        for rule in rules(house, method)
    ]


def _ends_a_session(rule: Rule) -> bool:
    return rule.endpoint in {"auth.sign_out", "auth.idle", "status.sign_out", "public.leave"}


def test_h36_whoever_waits_for_a_colleague_opens_nothing(house: House):
    """But the own account: what everybody of the staff has, whatever their role."""
    browser = house.browser("sujin")
    token = token_for(browser)
    assert browser.get("/home").status_code == 200
    wrong = []
    for rule, method, path in _ways(house):
        if not ROUTES[rule.endpoint].allowed & {ANONYMOUS} and not _is_own_account(rule):
            answer = browser.open(path, method=method, data={"csrf_token": token})
            if answer.status_code != (404 if rule.arguments else 403):
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_h36_nor_does_the_own_account_show_a_word_of_anybody(house: House):
    browser, seen = house.browser("sujin"), 0
    for rule in rules(house, "GET"):
        if _is_own_account(rule):
            page = browser.get(path_of(house, rule)).text
            assert canary.WORD not in page, rule.rule
            seen += 1
    assert seen >= 3


def _is_own_account(rule: Rule) -> bool:
    return ROUTES[rule.endpoint].allowed == STAFF


@SMALL
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h43_an_odd_id_is_nothing_anybody_has(house: House, who: str):
    browser = house.browser(who)
    token, before = token_for(browser), everything_in(house)
    wrong = []
    for rule in rules(house):
        for path in _odd_paths(house, rule):
            for method in _methods(rule, path):
                fields = {"csrf_token": token, "entry": ENTRY}
                answer = browser.open(path, method=method, data=fields)
                if answer.status_code not in _NOTHING and not goes_to_sign_in(answer):
                    wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert changed(before, everything_in(house)) == set()


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon"])
def test_h43_an_id_of_nobody_is_asked_of_both_databases(house: House, who: str):
    browser = house.browser(who)
    for rule in rules(house, "GET"):
        for nobody in (UUID(int=0), UUID(int=2**128 - 1)):
            if "case_id" in rule.arguments and who in ROUTES[rule.endpoint].allowed:
                path = path_of(house, rule, case_id=nobody, entry_id=nobody)
                assert browser.get(path).status_code == 404, path


def _methods(rule: Rule, path: str) -> list[str]:
    """All that the rule knows where the id could be one; what is none is no address for any."""
    known = sorted((rule.methods or set()) & set(METHODS))
    return known if any(odd in path for odd in _LIKE_IDS) else known[:1]


def _odd_paths(house: House, rule: Rule) -> list[str]:
    if not rule.arguments or rule.endpoint == "static":
        return []
    good = path_of(house, rule, ROUTES[rule.endpoint].case)
    parts = good.split("/")
    places = [at for at, part in enumerate(rule.rule.split("/")) if part.startswith("<")]
    made = ["/".join([*parts[:at], odd, *parts[at + 1 :]]) for at in places for odd in ODD]
    return [path for path in made if path != good]


@SMALL
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h45_nothing_changes_by_looking(house: House, who: str):
    browser = house.browser(who)
    before = everything_in(house)
    wrong = []
    for rule in rules(house, "POST"):
        if "GET" in (rule.methods or ()) or _is_also_read(house, rule):
            continue
        path = path_of(house, rule, ROUTES[rule.endpoint].case)
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "LINK"):
            if browser.open(path, method=method).status_code != 405:
                wrong.append((method, path))
    assert wrong == []
    assert changed(before, everything_in(house)) == set()


def _is_also_read(house: House, rule: Rule) -> bool:
    return any(other.rule == rule.rule for other in rules(house, "GET"))


@SMALL
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h45_reading_leaves_a_line_in_the_trail_at_most(house: House, who: str):
    browser: Browser = house.browser(who)
    before = everything_in(house)
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
        for rule in rules(house):
            browser.open(path_of(house, rule, ROUTES[rule.endpoint].case), method=method)
    assert changed(before, everything_in(house)) <= {"audit"}
