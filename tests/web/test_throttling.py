"""A door that is shut for a while: it says until when, and keeps what was typed."""

import pytest

from tests.factories.center import Center
from tests.factories.look import sql
from tests.factories.pages import SeenPage
from tests.factories.tries import (
    STRANGER,
    count_runs,
    guarded,
    knock,
    send_one,
    until_shut,
)
from tests.web.applying import fill, receipt_on
from tests.web.conftest import Browser, browser_of
from tracker.services.throttling import count_wrong_link
from tracker.vault.codes import totp_code


@pytest.fixture
def stranger(strict_center: Center) -> Browser:
    """A browser at an address from which nobody has signed in yet."""
    browser = browser_of(strict_center)
    browser.environ_base["REMOTE_ADDR"] = STRANGER
    return browser


def try_in(browser: Browser, username: str, **changes: str) -> SeenPage:
    """Sign in in vain at a shut door."""
    fields = {"username": username, "password": "not mine at all", "code": "123456"}
    answer = browser.send("/sign-in", fields | changes)
    assert answer.status_code == 429
    assert answer.headers["Cache-Control"] == "no-store"
    page = SeenPage(answer.text)
    page.words = f"{answer.headers['Retry-After']}|{page.words}"
    return page


def test_it_says_in_how_many_seconds_and_keeps_the_name(stranger: Browser):
    until_shut(stranger.center, "seoyeon")
    stranger.center.clock.forward(seconds=8)
    page = try_in(stranger, "seoyeon")
    assert page.words.startswith("22|")
    assert "짧은 동안 여러 번 시도해서 잠시 쉬고 있어요. 22초 뒤에 다시 해 주세요." in page.words
    assert page.held("username") == ["seoyeon"]
    assert page.held("password") == [""]
    assert "not mine at all" not in page.html


def test_or_in_how_many_minutes(stranger: Browser):
    until_shut(stranger.center, "seoyeon")
    for seconds in (30, 60, 120):
        stranger.center.clock.forward(seconds=seconds)
        knock(stranger.center, "seoyeon")
    page = try_in(stranger, "seoyeon")
    assert page.words.startswith("240|")
    assert "4분 뒤에 다시 해 주세요" in page.words


def test_no_password_is_checked_at_a_shut_door(stranger: Browser, monkeypatch: pytest.MonkeyPatch):
    until_shut(stranger.center, "seoyeon")
    runs = count_runs(monkeypatch)
    who = stranger.center.staff["seoyeon"]
    code = totp_code(who.totp_secret, stranger.center.clock())
    try_in(stranger, "seoyeon", password=who.password, code=code)
    assert runs == []


def test_after_the_wait_the_right_password_opens(stranger: Browser):
    until_shut(stranger.center, "seoyeon")
    stranger.sign_in("seoyeon")  # half a minute later
    assert stranger.get("/applications/").status_code == 200


def test_proving_waits_too_and_one_stays_signed_in(strict_center: Center):
    browser = browser_of(strict_center).sign_in("seoyeon")
    until_shut(strict_center, "seoyeon", "127.0.0.1")
    answer = browser.send("/prove", {"password": "wrong"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "30초 뒤에" in SeenPage(answer.text).words
    assert browser.get("/applications/").status_code == 200


def test_a_receipt_waits_and_keeps_its_number(stranger: Browser):
    receipt = stranger.center.apply(locked=True)
    fields = {"number": receipt.number, "code": "0" * 16}
    for _ in range(5):
        assert stranger.send("/status", fields).status_code == 422
    answer = stranger.send("/status", {**fields, "code": receipt.code})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    page = SeenPage(answer.text)
    assert page.held("number") == [receipt.number]
    assert "30초 뒤에 다시 해 주세요" in page.words
    stranger.center.clock.forward(seconds=30)
    assert stranger.send("/status", {**fields, "code": receipt.code}).location == "/status/mine"


def test_an_application_waits_and_nothing_of_it_is_lost(stranger: Browser):
    fill(stranger)
    stranger.get("/apply/check")
    for _ in range(60):
        send_one(stranger.center.site, STRANGER)
    answer = stranger.send("/apply/check")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    page = SeenPage(answer.text)
    assert "1분 뒤에 다시 보내 주세요" in page.words
    assert "김하늘" in page.words
    assert sql(stranger.center, "SELECT count(*) FROM cases")[0][0] == 0
    stranger.center.clock.forward(seconds=60)
    assert stranger.send("/apply/check").location == "/apply/done"
    assert receipt_on(stranger.get("/apply/done").text)


def test_a_link_that_is_none_gets_a_page(stranger: Browser):
    assert stranger.get("/welcome/nobody").status_code == 410
    for _ in range(19):
        count_wrong_link(stranger.center.site, STRANGER)
    answer = stranger.get("/welcome/nobody")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "30초 뒤에 다시 해 주세요" in SeenPage(answer.text).words


def test_a_center_may_let_more_in(center: Center):
    with guarded(center, tries_per_account=8, applications_per_hour=80) as center:
        assert until_shut(center, "seoyeon") == 8
        for _ in range(80):
            send_one(center.site, STRANGER)
