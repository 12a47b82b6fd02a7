"""56, 65, 70: what every answer carries, whatever happened."""

import pytest
from werkzeug.test import TestResponse

from tests.hostile.house import SMALL, House
from tests.hostile.routes import EVERYBODY, ROUTES
from tests.hostile.walk import METHODS, path_of, rules
from tracker.services import trail
from tracker.store.audit import readable

pytestmark = SMALL

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Strict-Transport-Security": "max-age=31536000",
}
HOSTS = (
    "evil.example", "localhost.evil.example", "evil.example:443", "localhost:8443@evil.example",
    "127.0.0.1", "[::1]", "", "localhost\\evil", "xn--lcalhost-7xc",
)  # fmt: skip


def _lacks(answer: TestResponse) -> list[str]:
    return [name for name, value in HEADERS.items() if answer.headers.getlist(name) != [value]]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h56_the_policy_is_on_every_answer(house: House, who: str):
    browser, wrong = house.browser(who), []
    paths = [path_of(house, rule, ROUTES[rule.endpoint].case) for rule in rules(house)]
    odd = ["/nowhere", "/static/nowhere", "/cases", "/static/%2e%2e/config.py", "/%00"]
    for path in [*paths, *odd]:
        for method in (*METHODS, "HEAD", "OPTIONS", "PUT"):
            answer = browser.open(path, method=method)
            wrong += [(method, path, name) for name in _lacks(answer)]
    too_long = browser.post("/sign-in", data={"username": "x" * 600_000})
    wrong += [("POST", "too long", name) for name in _lacks(too_long)]
    assert wrong == []


def test_h56_the_policy_is_on_a_page_about_a_failure(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tracker.web.auth.SignInForm", None)
    answer = house.browser().get("/sign-in")
    assert answer.status_code == 500
    assert _lacks(answer) == []


@pytest.mark.parametrize("host", HOSTS)
def test_h70_only_the_host_of_the_site_is_answered(house: House, host: str):
    answer = house.browser().get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert _lacks(answer) == []
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"},
        {"Forwarded": "for=6.6.6.6;host=evil.example"},
        {"X-Original-URL": "/people/", "X-Rewrite-URL": "/people/"},
        {"X-HTTP-Method-Override": "DELETE", "X-Forwarded-Prefix": "//evil.example"},
    ],
)
def test_h70_headers_of_a_proxy_are_not_believed(fresh_house: House, headers: dict[str, str]):
    browser = fresh_house.browser("seoyeon")
    path = f"/applications/{fresh_house.cases.ids['submitted']}"
    plain, told = browser.get("/cases/"), browser.get("/cases/", headers=headers)
    assert told.status_code == plain.status_code
    assert browser.get(path, headers=headers).status_code == 200
    door = fresh_house.browser().get(path, headers=headers)
    assert door.headers["Location"].startswith("/sign-in?next=")
    with fresh_house.center.as_("yujin") as work:
        assert {row.address for row in readable(trail.search(work).rows)} <= {"127.0.0.1", ""}
