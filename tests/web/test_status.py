"""김하늘 comes back with number and code: where it stands, in plain words, and nothing more."""

from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, everything, findings, sql, stage_of
from tests.factories.pages import SeenPage
from tests.web.applying import seen, send_in
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.cases import Stage
from tracker.domain.program import DeclineReason, DropOutReason
from tracker.services import applications, intake, outcomes
from tracker.services.sessions import SessionKind
from tracker.services.site import Busy
from tracker.web.context import Visitor, boxed_session, enter

COOKIE = "__Host-session"
# Words of the office that hurt, or that say nothing to somebody who is waiting.
OFFICE = (
    "내담자", "부적격", "노쇼", "중도탈락", "중도 종료", "미선정", "종결", "사례", "배정", "선정",
    "신청 취소", "대기", "접수함", "수퍼바이저", "declined", "dropped_out", "withdrawn",
)  # fmt: skip


def come_in(browser: Browser, number: str, code: str, **kwargs: Any) -> Any:
    """Type number and code."""
    path = kwargs.pop("path", "/status")
    return browser.send(path, {"number": number, "code": code}, **kwargs)


def as_holder(center: Center, case_id: UUID) -> Browser:
    """A browser in which whoever holds the receipt has come in already."""
    browser, holder = browser_of(center), center.holders[case_id]
    with browser.application.test_request_context(base_url="https://localhost"):
        boxed = boxed_session()
        visitor = Visitor("", applications.applicant(case_id), None, (holder,))
        enter(SessionKind.RECEIPT, visitor, None, (holder,))
        assert boxed.web is not None
        boxed.web.data = dict(boxed)
        center.site.book.save(boxed.web, center.clock())
        browser.set_cookie(COOKIE, boxed.web.token, domain="localhost", secure=True)
    return browser


# --- coming in --------------------------------------------------------------------------------


def test_haneul_comes_back_with_number_and_code(center: Center):
    receipt = center.apply(locked=True)
    browser = browser_of(center)
    assert come_in(browser, receipt.number, receipt.code).location == "/status/mine"
    page = seen(browser, "/status/mine")
    assert receipt.number in page.words
    assert "신청이 잘 들어왔어요" in page.words
    assert receipt.code not in page.html
    assert actions(center, 2) == ["signed_in", "status_opened"]
    assert browser.get("/status").location == "/status/mine"
    assert findings(center) == ()


def test_what_was_sent_from_the_form_can_be_followed(browser: Browser):
    number, code = send_in(browser)
    later = browser_of(browser.center)
    assert come_in(later, number, code).location == "/status/mine"
    assert number in seen(later, "/status/mine").words


def test_number_and_code_are_read_as_people_type_them(browser: Browser):
    receipt = browser.center.apply(locked=True)
    number = receipt.number.replace("-", " ")
    code = f"  {receipt.code.lower().replace('-', '')} "
    assert come_in(browser, number, code).status_code == 303


def test_every_wrong_answer_is_the_same(browser: Browser):
    mine, theirs = (browser.center.apply(locked=True) for _ in range(2))
    wrong = (
        (mine.number, theirs.code),
        ("0000-0001", mine.code),
        (mine.number, mine.code[:-1]),
        (mine.number, " "),
        ("' OR 1=1 --", "\x00"),
    )
    for number, code in wrong:
        answer = come_in(browser, number, code)
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        assert "접수번호와 비밀 코드를 다시 확인해 주세요" in page.words
        assert page.held("number") == [number]
        assert actions(browser.center) == ["status_failed"]
    assert browser.get("/status/mine").location == "/status?next=/status/mine"


def test_what_is_missing_is_said_beside_its_field(browser: Browser):
    """And is no try: nothing is counted or recorded."""
    mine = browser.center.apply(locked=True)
    answer = come_in(browser, mine.number, "")
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert page.beside("code") == "비밀 코드를 적어 주세요."
    assert page.beside("number") == ""
    assert page.held("number") == [mine.number]
    assert SeenPage(come_in(browser, "", "").text).beside("number") == "접수번호를 적어 주세요."
    assert "status_failed" not in actions(browser.center)


def test_wrong_number_and_wrong_code_look_alike(browser: Browser):
    mine = browser.center.apply(locked=True)
    pages = []
    for number, code in ((mine.number, "A" * 16), ("1234-5678", "A" * 16)):
        html = come_in(browser, number, code).text
        pages.append(html.replace(token_in(html), "").replace(number, ""))
    assert pages[0] == pages[1]


def test_the_cookie_changes_when_somebody_comes_in(browser: Browser):
    receipt = browser.center.apply(locked=True)
    browser.get("/status")
    before = browser.get_cookie(COOKIE)
    come_in(browser, receipt.number, receipt.code)
    after = browser.get_cookie(COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert browser.center.site.book.open(before.value, browser.center.clock()) is None


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/status/withdraw", "/status/withdraw"),
        ("//evil.example/", "/status/mine"),
        ("https://evil.example/status/mine", "/status/mine"),
        ("/status/../sign-in", "/status/mine"),
        ("/applications/", "/status/mine"),
        ("/statuses", "/status/mine"),
    ],
)
def test_after_coming_in_one_stays_at_home(browser: Browser, wanted: str, leads: str):
    receipt = browser.center.apply(locked=True)
    path = f"/status?next={wanted}"
    assert come_in(browser, receipt.number, receipt.code, path=path).location == leads


def test_a_busy_moment_is_no_wrong_code(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    def busy(*_: Any) -> NoReturn:
        raise Busy

    monkeypatch.setattr(applications, "open_receipt", busy)
    answer = come_in(browser, "1234-5678", "A" * 16)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"


def test_the_code_is_in_no_address_and_no_log(browser: Browser, capsys: pytest.CaptureFixture[str]):
    receipt = browser.center.apply(locked=True)
    answer = come_in(browser, receipt.number, receipt.code)
    browser.get("/status/mine")
    said = capsys.readouterr()
    assert receipt.code not in said.out + said.err + str(answer.headers)
    assert receipt.number not in said.out + said.err


# --- what it says -----------------------------------------------------------------------------


def waitlisted(center: Center) -> UUID:
    case_id = center.apply().case_id
    with center.as_("seoyeon") as work:
        intake.waitlist(work, case_id)
    return case_id


def declined(center: Center) -> UUID:
    case_id = center.apply().case_id
    with center.as_("seoyeon") as work:
        intake.decline(work, case_id, DeclineReason.OUTSIDE_SEOUL, "까마귀 메모")
    return case_id


def taken_up_again(center: Center) -> UUID:
    case_id = declined(center)
    with center.as_("seoyeon") as work:
        intake.reopen(work, case_id, "까마귀 다시")
    return case_id


def dropped_out(center: Center) -> UUID:
    case_id = center.assigned()
    with center.as_("eunjeong") as work:
        outcomes.drop_out(work, case_id, DropOutReason.NO_SHOW_LIMIT, "까마귀 메모")
    return case_id


def withdrawn(center: Center) -> UUID:
    case_id = center.apply().case_id
    with center.as_applicant(case_id) as work:
        applications.withdraw(work, case_id)
    return case_id


@pytest.mark.parametrize(
    ("make", "says", "ahead"),
    [
        (lambda c: c.apply().case_id, "담당자가 신청을 살펴보고 있고", 4),
        (waitlisted, "순서를 기다리고 있어요", 4),
        (lambda c: c.accepted(), "함께하게 되었어요", 3),
        (lambda c: c.assigned(), "상담사가 정해졌어요", 2),
        (care.active, "검사와 상담을 하고 있어요", 1),
        (care.completed, "끝까지 잘 마치셨어요", 0),
        (dropped_out, "중간에 마치셨어요", 0),
        (declined, "이번에는 함께하지 못해요", 0),
        (withdrawn, "신청을 거두셨어요", 0),
        (taken_up_again, "신청을 다시 살펴보고 있어요", 4),
    ],
    ids=[
        "submitted", "waitlisted", "accepted", "assigned", "active", "completed", "dropped out",
        "declined", "withdrawn", "taken up again",
    ],
)  # fmt: skip
def test_every_stage_is_told_in_plain_words(
    center: Center, make: Callable[[Center], UUID], says: str, ahead: int
):
    page = seen(as_holder(center, make(center)), "/status/mine")
    assert says in page.words
    for word in OFFICE:
        assert word not in page.words, word
    assert "까마귀" not in page.words
    assert page.html.count('class="todo"') == ahead
    assert page.html.count('aria-current="step"') == (1 if ahead else 0)


def test_whoever_cannot_join_reads_why_and_where_else_to_turn(center: Center):
    page = seen(as_holder(center, declined(center)), "/status/mine")
    assert "서울에서 가입하신 분과 함께하고 있어요" in page.words
    assert "전국민 마음투자 지원사업" in page.words
    assert "고르신 검사" not in page.words


def test_the_timeline_tells_the_days(center: Center):
    case_id = center.apply().case_id
    center.clock.forward(days=3)
    with center.as_("seoyeon") as work:
        intake.accept(work, case_id)
    page = seen(as_holder(center, case_id), "/status/mine")
    assert "2026년 11월 22일 (일)" in page.words
    assert "2026년 11월 25일 (수)" in page.words


def test_chosen_assessments_and_consents_are_shown(center: Center):
    browser = as_holder(center, center.apply().case_id)
    page = seen(browser, "/status/mine")
    for words in ("다면적 인성검사", "성격유형검사", "첫 만남에서 상담사와 이야기하며 바꿀 수"):
        assert words in page.words
    assert "기질 및 성격" not in page.words
    assert page.words.count("동의하셨어요") == 4
    assert page.words.count("동의하지 않으셨어요") == 1
    assert page.words.count("2026-11 판") == 5


def test_what_was_chosen_together_counts_more(center: Center):
    case_id = center.assigned(choice=["with_counselor"])
    page = seen(as_holder(center, case_id), "/status/mine")
    assert "함께 정하기로 하셨어요" in page.words
    care.do_intake(center, case_id)
    care.do_choice(center, case_id)
    page = seen(as_holder(center, case_id), "/status/mine")
    assert "상담사와 함께 정한 검사예요" in page.words
    assert "성격유형검사" in page.words


def test_a_damaged_application_is_said_and_not_shown(center: Center):
    case_id = center.apply().case_id
    broken = "UPDATE documents SET body = :body WHERE kind = 'application'"
    sql(center, broken, body=b"\x01" * 200)
    page = seen(as_holder(center, case_id), "/status/mine")
    assert "적어 주신 내용을 열지 못했어요" in page.words
    assert "신청이 잘 들어왔어요" in page.words
    assert "record_damaged" in actions(center, 3)


# --- withdrawing ------------------------------------------------------------------------------


def test_withdrawing_asks_once_and_happens_once(center: Center):
    receipt = center.apply()
    browser = as_holder(center, receipt.case_id)
    assert 'href="/status/withdraw"' in browser.get("/status/mine").text
    asked = seen(browser, "/status/withdraw")
    assert receipt.number in asked.words
    assert "되돌릴 수 없지만" in asked.words
    assert stage_of(center, receipt.case_id) is Stage.SUBMITTED
    fields = {"csrf_token": token_in(asked.html)}
    for _ in range(2):
        assert browser.post("/status/withdraw", data=fields).location == "/status/mine"
    assert stage_of(center, receipt.case_id) is Stage.WITHDRAWN
    assert sql(center, "SELECT count(*) FROM case_events WHERE event = 'withdraw'")[0][0] == 1
    page = seen(browser, "/status/mine")
    assert "신청을 거두었어요" in page.words
    assert 'href="/status/withdraw"' not in page.html
    assert browser.get("/status/withdraw").location == "/status/mine"
    assert findings(center) == ()


@pytest.mark.parametrize("make", [declined, dropped_out, care.completed])
def test_what_is_over_cannot_be_withdrawn(center: Center, make: Callable[[Center], UUID]):
    case_id = make(center)
    browser, before = as_holder(center, case_id), stage_of(center, case_id)
    token = token_in(browser.get("/status/mine").text)
    answer = browser.post("/status/withdraw", data={"csrf_token": token})
    assert answer.location == "/status/mine"
    page = seen(browser, "/status/mine")
    assert "이미 마무리된 신청" in page.words
    assert not [word for word in OFFICE if word in page.words]
    assert stage_of(center, case_id) is before


def test_withdrawing_needs_the_token_of_the_page(center: Center):
    case_id = center.apply().case_id
    browser = as_holder(center, case_id)
    before = everything(center)
    assert browser.post("/status/withdraw").status_code == 400
    assert everything(center) == before


# --- whose page it is, and leaving ------------------------------------------------------------


def test_one_receipt_opens_one_application(center: Center):
    mine = center.apply(name="김하늘").case_id
    theirs = center.apply(name="이바다")
    browser = as_holder(center, mine)
    page = seen(browser, f"/status/mine?case_id={theirs.case_id}")
    assert theirs.number not in page.words
    asked = {"csrf_token": token_in(page.html), "case_id": str(theirs.case_id)}
    browser.post("/status/withdraw", data=asked)
    assert stage_of(center, theirs.case_id) is Stage.SUBMITTED


@pytest.mark.parametrize(
    "username", ["seoyeon", "eunjeong", "hyewon", "jihyun", "taekyung", "yujin"]
)
def test_colleagues_have_no_receipt(browser: Browser, username: str):
    browser.sign_in(username)
    for path in ("/status/mine", "/status/withdraw"):
        assert browser.get(path).status_code == 403
    assert browser.get("/status").status_code == 200


def test_a_receipt_opens_no_room_of_the_center(center: Center):
    case_id = center.assigned()
    browser = as_holder(center, case_id)
    for path in ("/applications/", "/cases/", "/team/", "/report/", "/people/", "/audit/", "/home"):
        assert browser.get(path, follow_redirects=True).status_code == 403, path
    for path in (f"/applications/{case_id}", f"/cases/{case_id}", f"/team/{case_id}"):
        assert browser.get(path).status_code == 404, path


def test_closing_ends_the_session_everywhere(center: Center):
    browser = as_holder(center, center.apply().case_id)
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    answer = browser.send("/status/sign-out", page="/status/mine")
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert actions(center) == ["signed_out"]
    assert center.site.book.open(cookie.value, center.clock()) is None
    assert browser.get("/status/mine").status_code == 303
    assert "닫았어요" in seen(browser, "/").words


def test_after_twenty_minutes_the_page_is_closed_and_says_so(browser: Browser):
    receipt = browser.center.apply(locked=True)
    come_in(browser, receipt.number, receipt.code)
    browser.center.clock.forward(minutes=21)
    answer = browser.get("/status/mine", follow_redirects=True)
    assert answer.request.path == "/status"
    assert "한동안 쓰지 않아 화면을 닫았어요" in answer.text
    assert receipt.number not in answer.text


@pytest.mark.parametrize("way", ["sent", "put away"])
def test_words_typed_until_the_session_was_over_come_back_to_nobody_else(center: Center, way: str):
    """김하늘 and 이바다 share a tablet; 하늘 goes away while she writes."""
    haneul, bada = (center.apply(name=name, locked=True) for name in ("김하늘", "이바다"))
    typed, held = "아무도 몰랐으면 해요", []
    for comes in (haneul, bada):
        browser = browser_of(center)
        come_in(browser, haneul.number, haneul.code)
        fields = {**browser.fields("/status/mine"), "message": typed, "kept_path": "/status/mine"}
        center.clock.forward(minutes=31)
        browser.post("/status/mine" if way == "sent" else "/keep", data=fields)
        come_in(browser, comes.number, comes.code)
        held += seen(browser, "/status/mine").held("message")
    assert held == [typed, ""]


def test_status_pages_are_never_kept(center: Center):
    browser = as_holder(center, center.apply().case_id)
    for path in ("/status/mine", "/status/withdraw"):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'href="tel:109"' in answer.text
        assert "data-exit=" in answer.text
