"""Signing in and out, and what a session is worth afterwards."""

from tests.factories.pages import SeenPage
from tests.web.conftest import Browser


def test_eunjeong_signs_in_and_out(browser: Browser):
    browser.sign_in("eunjeong")
    assert browser.get("/home").status_code == 303
    cookie = browser.get_cookie("__Host-session")
    assert cookie is not None
    assert cookie.secure
    page = browser.get("/cases/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    answer = browser.post("/sign-out", data={"csrf_token": "wrong"})
    assert answer.status_code == 400


def test_what_is_missing_is_said_beside_its_field(browser: Browser):
    answer = browser.send("/sign-in", {"username": "eunjeong", "password": "", "code": ""})
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert page.beside("password") == "비밀번호를 적어 주세요."
    assert page.beside("username") == page.beside("code") == ""
    assert page.held("username") == ["eunjeong"]
    assert page.held("password") == [""]


def test_a_wrong_password_says_nothing_more(browser: Browser):
    answer = browser.send("/sign-in", {"username": "eunjeong", "password": "x", "code": "1"})
    assert answer.status_code == 422
    assert "다시 확인해 주세요" in answer.text
