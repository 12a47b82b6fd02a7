"""김하늘 sends her application: one receipt, however often and from however many windows."""

from datetime import datetime
from typing import Any, NoReturn

import pytest

from tests.factories.applying import STEPS, fields_of
from tests.factories.center import Center, answers
from tests.factories.look import everything, sql
from tests.factories.pages import SeenPage
from tests.factories.together import at_once
from tests.web.applying import (
    COOKIE,
    count,
    fill,
    paper_of,
    receipt_on,
    seen,
    send_in,
    session_of,
)
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.errors import Conflict
from tracker.services import applications
from tracker.services.sessions import WebSession
from tracker.services.site import Busy
from tracker.vault.crypto import new_key
from tracker.vault.keyring import Holder


def test_sending_again_gives_the_same_receipt(browser: Browser):
    fill(browser)
    fields = {"csrf_token": token_in(browser.get("/apply/check").text)}
    answers_ = [browser.post("/apply/check", data=fields) for _ in range(3)]
    assert [one.location for one in answers_] == ["/apply/done"] * 3
    number, _ = receipt_on(browser.get("/apply/done").text)
    assert count(browser.center) == 1
    for path in (*STEPS, "/apply", "/apply/check"):
        assert browser.get(path).location == "/apply/done"
    replayed = {**fields, **fields_of("/apply/about", answers(name="이바다"))}
    assert browser.post("/apply/about", data=replayed).location == "/apply/done"
    assert set(session_of(browser).data) == {"csrf_token", "receipt"}
    assert number in seen(browser, "/apply/done").words
    assert "다시 보기" in seen(browser, "/").words


def test_a_double_click_is_one_application(center: Center):
    browser = browser_of(center)
    fill(browser)
    fields = {"csrf_token": token_in(browser.get("/apply/check").text)}
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None

    def click() -> str | None:
        other = browser.application.test_client()
        other.set_cookie(COOKIE, cookie.value, domain="localhost", secure=True)
        return other.post("/apply/check", data=fields).location

    assert at_once(click, click, click) == ["/apply/done"] * 3
    assert count(center) == 1
    number, code = receipt_on(browser.get("/apply/done").text)
    assert applications.open_receipt(center.site, "", number, code) is not None


def test_two_tabs_show_one_receipt(browser: Browser):
    fill(browser)
    tabs = [token_in(browser.get("/apply/check").text) for _ in range(2)]
    drawn = session_of(browser).data["draft"]["receipt"]["number"]
    for token in tabs:
        assert browser.post("/apply/check", data={"csrf_token": token}).status_code == 303
    assert count(browser.center) == 1
    assert drawn in seen(browser, "/apply/done").words


def test_two_windows_that_send_at_the_same_moment_lose_no_step(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    """김하늘's second window is answered while the first request has read but not yet written."""
    fill(browser)
    book, other = browser.center.site.book, browser_of(browser.center)
    other.set_cookie(COOKIE, session_of(browser).token, domain="localhost", secure=True)
    save = book.save

    def second_window_first(session: WebSession, now: datetime) -> None:
        monkeypatch.undo()
        fill(other, "/apply/choices", reason="잠을 잘 못 자요.")
        save(session, now)

    monkeypatch.setattr(book, "save", second_window_first)
    fill(browser, "/apply/about", name="김바다")
    words = seen(browser, "/apply/check").words
    assert "김바다" in words
    assert "잠을 잘 못 자요." in words


def test_what_is_sent_is_what_was_read(browser: Browser):
    """In one window 김하늘 reads everything once more; in another she changes her name."""
    fill(browser)
    first = browser.get("/apply/check").text
    fill(browser, "/apply/about", name="김바다")
    sent = {"csrf_token": token_in(first), "seen": SeenPage(first).held("seen")[0]}
    answer = browser.post("/apply/check", data=sent)
    assert answer.status_code == 422
    page = SeenPage(answer.text)
    assert "다른 창에서 바뀐 내용이 있어요" in page.words
    assert "김바다" in page.words
    assert count(browser.center) == 0
    sent["seen"] = page.held("seen")[0]
    assert browser.post("/apply/check", data=sent).location == "/apply/done"
    number, _code = receipt_on(browser.get("/apply/done").text)
    assert paper_of(browser.center, number).form.name == "김바다"


def test_another_language_takes_along_what_was_typed(browser: Browser):
    """As app.js sends it: what stands in the form goes with the wish for another language."""
    fill(browser, "/apply/consent")
    typed = fields_of("/apply/about", answers(name="", office="행복 주민센터"))
    wish = {"lang": "en", "next": "/apply/about"}
    assert browser.post("/language", data={**typed, **wish}).location == "/apply/about"
    page = seen(browser, "/apply/about")
    assert "Next" in page.words
    assert page.held("office") == ["행복 주민센터"]
    assert page.held("phone") == ["010-7777-1234"]
    assert seen(browser, "/apply/about").held("office") == ["행복 주민센터"]  # a reload
    browser.center.clock.forward(minutes=11)
    assert seen(browser, "/apply/about").held("office") == [""]


def test_what_was_given_back_is_over_with_the_next_sending(browser: Browser):
    fill(browser, "/apply/consent")
    old = fields_of("/apply/about", answers(name="", office="예전 센터"))
    browser.post("/apply/about", data={**old, "csrf_token": "old"})
    assert seen(browser, "/apply/about").held("office") == ["예전 센터"]
    fill(browser, "/apply/about")
    assert seen(browser, "/apply/about").held("office") == [answers()["office"]]


def test_a_number_that_is_taken_is_drawn_again(center: Center):
    taken = center.apply()
    browser = browser_of(center)
    fill(browser)
    browser.get("/apply/check")
    session = session_of(browser)
    session.data["draft"]["receipt"]["number"] = taken.number
    center.site.book.save(session, center.clock())
    answer = browser.send("/apply/check")
    assert answer.status_code == 422
    assert "한 번 더 보내 주세요" in answer.text
    assert count(center) == 1
    assert browser.send("/apply/check").location == "/apply/done"
    assert receipt_on(browser.get("/apply/done").text)[0] != taken.number
    assert count(center) == 2


def test_a_strange_key_at_the_center_stops_the_form(center: Center):
    """16: whoever replaces the intake group's key gets nothing to read."""
    browser = browser_of(center)
    fill(browser)
    browser.get("/apply/check")
    theirs = Holder("group:intake", 1, new_key()).public_key
    swap = "UPDATE principals SET public_key = :key WHERE id = 'group:intake'"
    ours = sql(center, "SELECT public_key FROM principals WHERE id = 'group:intake'")[0][0]
    sql(center, swap, key=theirs)
    before = everything(center)
    only = {"csrf_token": token_in(browser.get("/apply/check").text)}
    answer = browser.post("/apply/check", data=only)
    assert answer.status_code == 503
    assert 'href="/apply/check"' in answer.text
    assert "아무것도 저장하지 않았어요" in answer.text
    assert "열쇠" not in SeenPage(answer.text).words
    after = everything(center)
    assert len(after.pop("audit")) == len(before.pop("audit")) + 1
    assert after == before
    last = "SELECT action, object FROM audit ORDER BY sequence DESC LIMIT 1"
    assert tuple(sql(center, last)[0]) == ("key_replaced", "group:intake")
    sql(center, swap, key=ours)
    assert browser.send("/apply/check").location == "/apply/done"


def test_a_busy_moment_loses_nothing(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    fill(browser)

    def busy(*_: Any) -> NoReturn:
        raise Busy

    only = {"csrf_token": token_in(browser.get("/apply/check").text)}
    with monkeypatch.context() as patch:
        patch.setattr(applications, "lock_receipt", busy)
        answer = browser.post("/apply/check", data=only)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert 'href="/apply/check"' in answer.text
    assert count(browser.center) == 0
    assert browser.send("/apply/check").location == "/apply/done"


def test_nothing_is_half_stored(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    fill(browser)
    browser.get("/apply/check")
    before = everything(browser.center)

    def fails(*_: Any) -> NoReturn:
        raise Conflict("receipt")

    monkeypatch.setattr(applications, "_sealed", fails)
    assert browser.send("/apply/check").status_code == 422
    assert everything(browser.center) == before


def test_nothing_else_that_is_sent_counts(browser: Browser):
    form = {"stage": "accepted", "number": "26-0001", "case_id": "0" * 32, "counselor_id": "1"}
    for path in STEPS:
        browser.send(path, {**form, **fields_of(path, answers())})
    browser.send("/apply/check", {**form, "name": "이바다", "code": "AAAA-AAAA-AAAA-AAAA"})
    number, code = receipt_on(browser.get("/apply/done").text)
    assert code != "AAAA-AAAA-AAAA-AAAA"
    assert paper_of(browser.center, number).form.name == "김하늘"
    assert sql(browser.center, "SELECT stage, number FROM cases") == [("submitted", None)]


def test_neither_log_nor_address_knows_the_code(
    browser: Browser, capsys: pytest.CaptureFixture[str]
):
    number, code = send_in(browser, reason="까마귀 떼가 창가에 앉는다")
    browser.get("/apply/memo")
    said = capsys.readouterr()
    for secret in (code, number, "김하늘", "010-7777-1234", "까마귀"):
        assert secret not in said.err + said.out
