"""48, 49, 65: cookies, a known secret key, and what stays in a browser."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.json.tag import TaggedJSONSerializer
from flask_login.utils import encode_cookie
from itsdangerous import URLSafeTimedSerializer

from tests.factories.databases import engines_of
from tests.factories.statements import heard
from tests.hostile.house import SMALL, House
from tests.hostile.routes import EVERYBODY, ROUTES
from tests.hostile.walk import METHODS, goes_to_sign_in, path_of, post, rules, token_for
from tests.web import case_fields as fill
from tests.web.conftest import Browser, browser_of
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
def test_h48_there_are_three_cookies_and_all_are_bound_to_this_host(fresh_house: House, who: str):
    cookies = _set_by(fresh_house, who)
    assert cookies
    for cookie in cookies:
        name, flags = cookie.split("=")[0], {one.strip() for one in cookie.split(";")[1:]}
        assert name in {"__Host-session", "__Host-said", "lang"}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert not [flag for flag in flags if flag.startswith("Domain")]
        if name == "__Host-session" and "Expires=Thu, 01 Jan 1970 00:00:00 GMT" not in flags:
            assert flags == {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}  # gone with the window
        if name == "__Host-said":
            assert flags & {"Max-Age=60", "Max-Age=0"}  # a sentence for the next page, no longer


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


SAVED = "초기면접 기록을 저장했어요."


def _saved(house: House) -> tuple[Browser, str]:
    """최은정 saved a note; the cookie that carries the sentence for her next page."""
    browser = house.browser("eunjeong")
    answer = browser.send(f"/cases/{house.cases.ids['active']}/intake", fill.intake())
    assert answer.status_code == 303
    said = browser.get_cookie("__Host-said")
    assert said is not None
    return browser, said.value


def test_h48_a_sentence_is_said_once_and_writes_no_session_row(fresh_house: House):
    written: list[str] = []
    browser, _said = _saved(fresh_house)
    with heard(written.append, *engines_of(fresh_house.center.site.book._shelf._database)):
        home = browser.get("/cases/")
        assert SAVED in home.text
        assert browser.get_cookie("__Host-said") is None
        assert SAVED not in browser.get("/cases/").text
    asked = [one for one in written if "web_sessions" in one]
    assert asked
    assert [one for one in asked if not one.startswith("SELECT")] == []


def test_h48_a_sentence_says_nothing_without_its_session(fresh_house: House):
    browser, said = _saved(fresh_house)
    for word in ("저장", "초기면접", "success"):
        assert word.encode() not in urlsafe_b64decode(said)
    for who in ("minsu", "applicant", "anonymous"):
        other = fresh_house.browser(who)
        other.set_cookie("__Host-said", said, domain="localhost", secure=True)
        assert SAVED not in other.get("/").text
        assert SAVED not in other.get("/cases/").text
    assert SAVED in browser.get("/cases/").text


@pytest.mark.parametrize("change", [lambda said: said[:-8] + "AAAAAAA=", lambda said: said[:20]])
def test_h48_a_changed_sentence_is_not_said(fresh_house: House, change: Callable[[str], str]):
    browser, said = _saved(fresh_house)
    browser.set_cookie("__Host-said", change(said), domain="localhost", secure=True)
    answer = browser.get("/cases/")
    assert answer.status_code == 200
    assert SAVED not in answer.text


@pytest.mark.parametrize("planted", ["x", "é", "A" * 3000, "0" * 4000, "<b>", '[["success","x"]]'])
def test_h48_a_planted_sentence_is_not_said(house: House, planted: str):
    for who in ("eunjeong", "anonymous"):
        browser = house.browser(who)
        said = browser.get("/sign-in").text.count('class="notice')
        browser.set_cookie("__Host-said", planted, domain="localhost", secure=True)
        answer = browser.get("/sign-in")
        assert answer.status_code == 200
        assert answer.text.count('class="notice') == said


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
