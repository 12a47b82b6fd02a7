"""48, 49, 65: cookies, a known secret key, and what stays in a browser."""

from dataclasses import replace

import pytest
from flask.json.tag import TaggedJSONSerializer
from flask_login.utils import encode_cookie
from itsdangerous import URLSafeTimedSerializer

from tests.hostile.house import SMALL, House
from tests.hostile.routes import EVERYBODY, ROUTES
from tests.hostile.walk import METHODS, goes_to_sign_in, path_of, post, rules, token_for
from tests.web.conftest import browser_of
from tracker.services.site import Site

pytestmark = SMALL


def _set_by(house: House, who: str) -> list[str]:
    """Every cookie that any route sets for somebody."""
    found = []
    for method in METHODS:
        for rule in rules(house, method):
            browser = house.browser(who)
            path = path_of(house, rule, ROUTES[rule.endpoint].case)
            fields = {"csrf_token": token_for(browser), "lang": "en", "next": "/privacy"}
            answer = browser.open(path, method=method, data=fields)
            found += answer.headers.getlist("Set-Cookie")
    return found


@pytest.mark.parametrize("who", ["anonymous", "applicant", "eunjeong"])
def test_h48_there_are_two_cookies_and_both_are_bound_to_this_host(fresh_house: House, who: str):
    cookies = _set_by(fresh_house, who)
    assert cookies
    for cookie in cookies:
        name, flags = cookie.split("=")[0], {one.strip() for one in cookie.split(";")[1:]}
        assert name in {"__Host-session", "lang"}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert not [flag for flag in flags if flag.startswith("Domain")]
        if name == "__Host-session" and "Expires=Thu, 01 Jan 1970 00:00:00 GMT" not in flags:
            assert flags == {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}  # gone with the window


def test_h48_signing_in_gives_one_cookie_and_none_to_be_remembered_by(fresh_house: House):
    browser = fresh_house.browser().sign_in("eunjeong")
    assert browser.get_cookie("__Host-session") is not None
    assert browser.get_cookie("remember_token") is None


def test_h48_without_https_the_site_is_on_this_machine_only(house: House):
    settings = replace(house.center.site.settings, public_url="http://127.0.0.1:8000")
    center = replace(house.center, site=Site(settings, house.center.clock))
    browser = browser_of(center)
    cookie = browser.get("/sign-in", base_url="http://127.0.0.1").headers["Set-Cookie"]
    name, *flags = cookie.split("; ")
    assert name.startswith("session=")
    assert set(flags) == {"HttpOnly", "Path=/", "SameSite=Lax"}
    assert browser.get("/sign-in", base_url="http://192.168.0.5").status_code == 400
    center.close()


def _forged(house: House, user_id: str) -> dict[str, str]:
    """Cookies as Flask and Flask-Login would sign them, made with the right key."""
    key = house.app.secret_key
    assert isinstance(key, bytes)
    signer = URLSafeTimedSerializer(
        key,
        salt="cookie-session",
        serializer=TaggedJSONSerializer(),
        signer_kwargs={"key_derivation": "hmac"},
    )
    signed = signer.dumps({"_user_id": user_id, "_fresh": True})
    assert isinstance(signed, str)
    with house.app.test_request_context():
        remember = encode_cookie(user_id, key=key)
    return {"__Host-session": signed, "session": signed, "remember_token": remember}


@pytest.mark.parametrize("who", ["eunjeong", "taekyung", "applicant"])
def test_h49_a_known_secret_key_makes_no_session(house: House, who: str):
    staff, ids = house.center.staff, house.cases.ids
    key = ids["active"] if who == "applicant" else staff[who].account_id
    for form in (key.hex, str(key), "", "x"):
        thief = house.browser()
        for name, value in _forged(house, form).items():
            thief.set_cookie(name, value, domain="localhost", secure=True)
        assert goes_to_sign_in(thief.get("/home"))
        assert goes_to_sign_in(thief.get("/status/mine"))
        assert goes_to_sign_in(thief.get(f"/cases/{ids['active']}"))


def test_h49_a_known_secret_key_makes_nobody_somebody_else(house: House):
    staff, ids = house.center.staff, house.cases.ids
    own = house.browser("applicant:assigned")
    other = house.browser("minsu")
    for browser, wanted in ((own, ids["active"]), (other, staff["eunjeong"].account_id)):
        forged = _forged(house, wanted.hex)["remember_token"]
        browser.set_cookie("remember_token", forged, domain="localhost", secure=True)
    assert own.get("/status/mine").status_code == 200
    assert "kanarieidentityactive" not in own.get("/status/mine").text
    assert other.get(f"/cases/{ids['active']}").status_code == 404


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_h65_only_static_files_stay_in_a_browser(house: House, who: str):
    browser, wrong = house.browser(who), []
    for method in (*METHODS, "HEAD", "OPTIONS", "DELETE"):
        for rule in rules(house):
            answer = browser.open(path_of(house, rule, ROUTES[rule.endpoint].case), method=method)
            good = answer.status_code == 200 and rule.endpoint == "static"
            if (answer.headers["Cache-Control"] == "no-store") == good:
                wrong.append((method, rule.rule, answer.headers["Cache-Control"]))
    for path in ("/nowhere", "/static/nowhere.css", "/static/../config.py", "/cases/x"):
        if browser.get(path).headers["Cache-Control"] != "no-store":
            wrong.append(("GET", path, "stored"))
    assert wrong == []


@pytest.mark.parametrize(
    ("who", "path", "own"),
    [
        ("eunjeong", "/sign-out", "/cases/"),
        ("taekyung", "/sign-out", "/people/"),
        ("applicant", "/status/sign-out", "/status/mine"),
        ("applicant", "/apply/leave", "/status/mine"),
    ],
)
def test_h65_signing_out_clears_the_browser(fresh_house: House, who: str, path: str, own: str):
    browser = fresh_house.browser(who)
    assert browser.get(own).status_code == 200
    answer = post(browser, path)
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert goes_to_sign_in(browser.get(own))
