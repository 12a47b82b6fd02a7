"""Passkeys over HTTP: one form for signing in, a challenge that is used up, the own page."""

import json
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.factories.authenticator import Authenticator
from tests.factories.center import Center
from tests.factories.look import actions, sql
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of, token_in
from tracker.services.site import Site
from tracker.vault.codes import totp_code

PAGE = "/account/passkeys"


def options_on(page: TestResponse) -> str:
    """What the page asks the browser for a new passkey."""
    return unescape(page.text.split('data-options="')[1].split('"')[0])


def add(browser: Browser, device: Authenticator, name: str = "내 휴대전화") -> TestResponse:
    page = browser.get(PAGE + "/add")
    fields = {"name": name, "passkey": device.create(options_on(page))}
    return browser.post(PAGE + "/add", data={**fields, "csrf_token": token_in(page.text)})


def ask(browser: Browser, page: str = "/sign-in") -> str:
    """Press the button: what the site wants to have signed."""
    token = token_in(browser.get(page).text)
    answer = browser.post("/sign-in/challenge", data={"csrf_token": token})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.text


def enter(browser: Browser, passkey: str, **changes: str) -> TestResponse:
    password = browser.center.staff["eunjeong"].password
    typed = {"username": "eunjeong", "password": password, "code": "", "passkey": passkey}
    return browser.send("/sign-in", typed | changes)


@pytest.fixture
def device(browser: Browser) -> Authenticator:
    """The passkey that 최은정 added before, and signed out."""
    made = Authenticator()
    browser.sign_in("eunjeong")
    assert add(browser, made).status_code == 303
    leave(browser)
    return made


def leave(browser: Browser) -> None:
    token = token_in(browser.get(PAGE).text)
    assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 303
    browser.center.clock.forward(minutes=10)


def handle_on(page: TestResponse) -> str:
    return page.text.split("remove?handle=")[1].split('"')[0]


def test_eunjeong_signs_in_with_it(browser: Browser, device: Authenticator):
    answer = enter(browser, device.get(ask(browser)))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/")
    assert browser.get("/cases/").status_code == 200
    page = browser.get(PAGE)
    assert "내 휴대전화" in page.text
    assert "아직 쓰지 않았어요" not in page.text


def test_the_question_names_nobody(browser: Browser, device: Authenticator):
    """The same for everybody, whatever stands in the form."""
    asked = json.loads(ask(browser))
    assert len(asked.pop("challenge")) == 43
    assert asked == {
        "rpId": "localhost",
        "allowCredentials": [],
        "timeout": 120_000,
        "userVerification": "preferred",
    }
    assert ask(browser) != ask(browser)


def test_wrong_ways_in_look_alike(browser: Browser, device: Authenticator):
    """Wrong code, wrong passkey, wrong password, nobody: one page."""
    browser.get("/sign-in")
    wrong = [
        enter(browser, "", code="000000"),
        enter(browser, Authenticator().get(ask(browser))),
        enter(browser, device.get(ask(browser)), password="wrong"),
        enter(browser, device.get(ask(browser)), username="nobody"),
    ]
    assert {answer.status_code for answer in wrong} == {422}
    assert len({alert(answer) for answer in wrong}) == 1
    assert "인증 번호나 패스키를 다시 확인해 주세요" in alert(wrong[0])
    assert {tuple(SeenPage(answer.text).held("passkey")) for answer in wrong} == {("",)}


def alert(answer: TestResponse) -> str:
    return answer.text.split('role="alert"')[1].split("</div>")[0]


def test_a_challenge_is_used_up_even_in_vain(browser: Browser, device: Authenticator):
    given = device.get(ask(browser))
    assert enter(browser, given, password="wrong").status_code == 422
    assert enter(browser, given).status_code == 422


def test_only_the_newest_challenge_counts(browser: Browser, device: Authenticator):
    old, new = device.get(ask(browser)), device.get(ask(browser))
    assert enter(browser, old).status_code == 422
    assert enter(browser, new).status_code == 422  # it went with the try before
    assert enter(browser, device.get(ask(browser))).status_code == 303


def test_a_challenge_belongs_to_the_browser_that_was_asked(
    browser: Browser, device: Authenticator, center: Center
):
    given = device.get(ask(browser))
    other = browser_of(center)
    ask(other)
    assert enter(other, given).status_code == 422
    fresh = browser_of(center)
    assert enter(fresh, given).status_code == 422
    assert enter(browser, given).status_code == 303


def test_five_minutes(browser: Browser, device: Authenticator):
    given = device.get(ask(browser))
    browser.center.clock.forward(minutes=5, seconds=1)
    assert enter(browser, given).status_code == 422


def test_the_same_request_again_after_sign_in(
    browser: Browser, device: Authenticator, center: Center
):
    """Somebody kept the request and the cookie it came with; the device does not even count."""
    device.step = 0
    asked = ask(browser)
    cookie = browser.get_cookie("__Host-session")
    assert cookie is not None
    token = token_in(browser.get("/sign-in").text)
    sent = {"csrf_token": token, "passkey": device.get(asked), "username": "eunjeong"}
    sent["password"] = center.staff["eunjeong"].password
    assert browser.post("/sign-in", data=sent).status_code == 303
    thief = browser_of(center)
    thief.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
    assert thief.post("/sign-in", data=sent).status_code in {400, 422}
    assert thief.get("/cases/").status_code == 303


def test_without_a_token_nothing_is_asked(browser: Browser):
    assert browser.post("/sign-in/challenge").status_code == 400
    assert browser.get("/sign-in/challenge").status_code == 405


def test_step_up_with_it(browser: Browser, device: Authenticator):
    assert enter(browser, device.get(ask(browser))).status_code == 303
    browser.center.clock.forward(minutes=6)
    door = browser.get(PAGE + "/add")
    assert door.headers["Location"] == f"/prove?next={PAGE}/add"
    given = device.get(ask(browser, "/prove"))
    other = Authenticator().get(json.dumps({"rpId": "localhost", "challenge": "A" * 43}))
    assert browser.send(door.headers["Location"], {"passkey": other}).status_code == 422
    assert browser.send(door.headers["Location"], {"passkey": given}).status_code == 422
    given = device.get(ask(browser, "/prove"))
    answer = browser.send(door.headers["Location"], {"passkey": given})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE + "/add")
    assert browser.get(PAGE + "/add").status_code == 200


def test_the_button_is_where_it_helps(browser: Browser, center: Center):
    assert "passkeys.js" in browser.get("/sign-in").text
    browser.sign_in("eunjeong")
    assert "passkeys.js" not in browser.get("/prove").text  # she has none yet
    add(browser, Authenticator())
    assert "passkeys.js" in browser.get("/prove").text
    assert "passkeys.js" not in browser.get("/cases/").text
    assert "passkeys.js" not in browser.get(PAGE).text


def test_a_site_without_a_name_has_no_passkeys(center: Center):
    """https://192.0.2.7: browsers give passkeys to names only."""
    here = "https://192.0.2.7"
    center.site = Site(replace(center.site.settings, public_url=here), center.clock)
    browser = browser_of(center)
    page = browser.get("/sign-in", base_url=here)
    assert "패스키로 확인" not in page.text
    sent = {"csrf_token": token_in(page.text)}
    assert browser.post("/sign-in/challenge", data=sent, base_url=here).status_code == 204
    who = center.staff["eunjeong"]
    sent |= {"username": who.username, "password": who.password}
    sent["code"] = totp_code(who.totp_secret, center.clock.forward(seconds=31))
    assert browser.post("/sign-in", data=sent, base_url=here).status_code == 303
    for path in (PAGE, PAGE + "/add"):
        answer = browser.get(path, base_url=here)
        assert "사이트에 이름으로 된 주소가 있어야 해요" in answer.text
        assert "data-options" not in answer.text


class TestAdding:
    """The page of a new passkey."""

    @pytest.fixture(autouse=True)
    def _signed_in(self, browser: Browser) -> None:
        browser.sign_in("eunjeong")

    def test_it_needs_a_fresh_proof(self, browser: Browser, center: Center):
        page = browser.get(PAGE + "/add")
        made = Authenticator().create(options_on(page))
        center.clock.forward(minutes=6)
        fields = {"name": "내 휴대전화", "passkey": made, "csrf_token": token_in(page.text)}
        answer = browser.post(PAGE + "/add", data=fields)
        assert answer.status_code == 403
        assert actions(center) != ["passkey_added"]
        browser.send(f"/prove?next={PAGE}/add", {"password": center.staff["eunjeong"].password})
        again = SeenPage(browser.get(PAGE + "/add").text)
        assert again.held("name") == ["내 휴대전화"]  # what she typed came back
        assert again.held("passkey") == [""]

    def test_a_name_is_asked_for_and_kept(self, browser: Browser):
        answer = add(browser, Authenticator(), "")
        assert answer.status_code == 422
        assert SeenPage(answer.text).beside("name") == "이름을 적어 주세요."
        long = add(browser, Authenticator(), "가" * 41)
        assert SeenPage(long.text).held("name") == ["가" * 41]

    @pytest.mark.parametrize("sent", ["", "{}", "x" * 20_000])
    def test_nothing_usable_came_back(self, browser: Browser, sent: str):
        answer = browser.send(PAGE + "/add", {"name": "키", "passkey": sent})
        assert answer.status_code == 422
        assert "패스키를 확인하지 못해서" in alert(answer)
        assert SeenPage(answer.text).held("name") == ["키"]

    def test_a_challenge_to_sign_in_makes_no_passkey(self, browser: Browser, center: Center):
        page = browser.get(PAGE + "/add")
        asked = json.loads(options_on(page)) | {
            "challenge": json.loads(ask(browser, PAGE))["challenge"]
        }
        made = Authenticator().create(json.dumps(asked))
        fields = {"name": "키", "passkey": made, "csrf_token": token_in(page.text)}
        assert browser.post(PAGE + "/add", data=fields).status_code == 422

    def test_markup_in_a_name_is_text(self, browser: Browser):
        add(browser, Authenticator(), "<b>키</b>")
        assert "&lt;b&gt;키&lt;/b&gt;" in browser.get(PAGE).text


class TestRemoving:
    """The page that asks once more."""

    @pytest.fixture(autouse=True)
    def _signed_in(self, browser: Browser) -> None:
        browser.sign_in("eunjeong")
        add(browser, Authenticator())

    def test_it_goes(self, browser: Browser, center: Center):
        path = f"{PAGE}/remove?handle={handle_on(browser.get(PAGE))}"
        assert "내 휴대전화" in browser.get(path).text
        answer = browser.send(path, {})
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
        assert "아직 등록한 패스키가 없어요" in browser.get(PAGE).text
        assert actions(center) == ["passkey_removed"]

    def test_the_last_way_stays_and_is_said(self, browser: Browser, center: Center):
        sql(center, "UPDATE accounts SET totp = NULL WHERE username = 'eunjeong'")
        answer = browser.send(f"{PAGE}/remove?handle={handle_on(browser.get(PAGE))}", {})
        assert answer.status_code == 422
        assert "다른 패스키나 인증 앱을 먼저 등록한 뒤에" in alert(answer)
        assert "내 휴대전화" in browser.get(PAGE).text

    @pytest.mark.parametrize("handle", ["", "0" * 32, "x\0y", "가"])
    def test_nobodys(self, browser: Browser, handle: str):
        answer = browser.get(f"{PAGE}/remove", query_string={"handle": handle})
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
        token = token_in(browser.get(PAGE).text)
        fields: dict[str, Any] = {"csrf_token": token, "handle": handle}
        assert browser.post(f"{PAGE}/remove", data=fields).status_code == 303
        assert "내 휴대전화" in browser.get(PAGE).text

    def test_it_needs_a_fresh_proof_and_comes_back(self, browser: Browser, center: Center):
        path = f"{PAGE}/remove?handle={handle_on(browser.get(PAGE))}"
        page = browser.get(path)
        center.clock.forward(minutes=6)
        fields = {"csrf_token": token_in(page.text), "handle": path.split("=")[1]}
        assert browser.post(f"{PAGE}/remove", data=fields).status_code == 403
        browser.send(f"/prove?next={PAGE}/remove", {"password": center.staff["eunjeong"].password})
        assert "내 휴대전화" in browser.get(f"{PAGE}/remove").text
        assert urlsplit(path).path == f"{PAGE}/remove"


def test_english(browser: Browser):
    browser.set_cookie("lang", "en", domain="localhost")
    browser.sign_in("eunjeong")
    assert add(browser, Authenticator(), "key").status_code == 303
    assert "key" in browser.get(PAGE).text
