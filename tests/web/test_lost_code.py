"""김하늘 calls because the code is lost: 박서연 asks, reads out, and 김하늘 gets a new one."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.factories.look import actions
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of, token_in
from tests.web.test_bulk_assigning import rows
from tracker.domain.receipts import Asked
from tracker.services.applications import ReceiptPaper
from tracker.web.context import FRESH

EVERYTHING = {"asked": [one.value for one in Asked]}


def secret(page: str) -> str:
    """The code on a page."""
    return page.split('class="secret">')[1].split("<")[0]


@pytest.fixture
def paper(center: Center) -> ReceiptPaper:
    return center.apply(locked=True)


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return proved(center)


def proved(center: Center) -> Browser:
    """박서연, who just said once more who she is."""
    browser = browser_of(center).sign_in("seoyeon")
    password = center.staff["seoyeon"].password
    assert browser.send("/prove", {"password": password}).status_code == 303
    return browser


def path(case_id: UUID) -> str:
    return f"/applications/{case_id}/receipt"


def come(browser: Browser, number: str, code: str):
    return browser.send("/status", {"number": number, "code": code})


def test_a_page_of_before_replaces_no_newer_code(center: Center):
    """Two windows: the code that was read out last goes on working."""
    case_id = center.apply(locked=True).case_id
    first, second = (proved(center) for _ in range(2))
    token = token_in(second.get(path(case_id)).text)
    first.make(path(case_id), EVERYTHING)
    of_before = {**EVERYTHING, "csrf_token": token, "entry": "0" * 32, "instead_of": "1"}
    answer = second.post(path(case_id), data=of_before)
    assert answer.status_code == 422
    assert "코드를 새로 만들었어요" in answer.text
    assert SeenPage(answer.text).held("asked") == EVERYTHING["asked"]
    assert SeenPage(answer.text).held("instead_of") == ["2"]  # who sends it again means this one
    assert actions(center, 99).count("receipt_renewed") == 1


def test_a_page_that_is_completed_means_the_code_it_meant(center: Center):
    case_id = center.apply(locked=True).case_id
    first, second = (proved(center) for _ in range(2))
    token = token_in(second.get(path(case_id)).text)
    first.make(path(case_id), EVERYTHING)
    of_before = {"csrf_token": token, "entry": "0" * 32, "instead_of": "1"}
    answer = second.post(path(case_id), data=of_before)  # nothing ticked
    assert answer.status_code == 422
    assert SeenPage(answer.text).held("instead_of") == ["1"]
    assert second.post(path(case_id), data={**EVERYTHING, **of_before}).status_code == 422
    assert actions(center, 99).count("receipt_renewed") == 1


@pytest.mark.parametrize("told", ["", "0", "-1", "1.0", "١", "9" * 30])
def test_a_form_that_no_page_made_replaces_nothing(center: Center, told: str):
    case_id = center.apply(locked=True).case_id
    seoyeon = proved(center)
    fields = {"csrf_token": token_in(seoyeon.get(path(case_id)).text), "instead_of": told}
    assert seoyeon.post(path(case_id), data={**EVERYTHING, **fields}).status_code == 422
    assert "receipt_renewed" not in actions(center, 99)


def test_the_whole_way(center: Center):
    paper = center.apply(locked=True)
    before = browser_of(center)
    come(before, paper.number, paper.code)
    assert before.get("/status/mine").status_code == 200
    seoyeon = proved(center)
    assert path(paper.case_id) in seoyeon.get(f"/applications/{paper.case_id}").text
    form = seoyeon.get(path(paper.case_id)).text
    assert "010-7777-1234" in form  # the number to call back
    assert not SeenPage(form).held("asked")  # nothing is ticked beforehand
    answer = seoyeon.make(path(paper.case_id), EVERYTHING)
    assert answer.status_code == 200
    pickup = secret(answer.text)
    assert "받으시기를 기다리고 있어요" in seoyeon.get(f"/applications/{paper.case_id}").text
    assert before.get("/status/mine").location.startswith("/status?")  # the open page is over
    young = browser_of(center)
    answer = come(young, paper.number, pickup.lower().replace("-", " "))
    assert answer.location == "/status/code"
    shown = young.get("/status/code").text
    new = secret(shown)
    assert paper.number in shown
    assert len({paper.code, pickup, new}) == 3
    memo = young.get("/status/code/memo")
    assert new in memo.text
    assert "memo.txt" in memo.headers["Content-Disposition"]
    noted = young.post("/status/code/noted", data={"csrf_token": token_in(shown)})
    assert noted.location == "/status/mine"
    assert young.get("/status/code").location == "/status/mine"
    mine = young.get("/status/mine").text
    assert "김하늘" not in mine.split("</title>")[0]
    assert "고친 날" not in mine  # another key is no correction
    for dead in (paper.code, pickup):
        assert come(browser_of(center), paper.number, dead).status_code == 422
    assert come(browser_of(center), paper.number, new).location == "/status/mine"
    assert "받으시기를 기다리고" not in seoyeon.get(f"/applications/{paper.case_id}").text
    assert (rows(center, "receipt_renewed"), rows(center, "receipt_picked_up")) == (1, 1)


def test_everything_has_to_be_asked(seoyeon: Browser, paper: ReceiptPaper, center: Center):
    three = [one.value for one in Asked][:3]
    answer = seoyeon.send(path(paper.case_id), {"asked": three})
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert "1가지" in seen.beside("asked")
    assert seen.held("asked") == three
    assert seoyeon.send(path(paper.case_id)).status_code == 422
    assert come(browser_of(center), paper.number, paper.code).location == "/status/mine"
    assert rows(center, "receipt_renewed") == 0


def test_it_asks_again_who_sits_there(center: Center, paper: ReceiptPaper):
    seoyeon = proved(center)
    center.clock.forward(seconds=(FRESH + timedelta(seconds=1)).total_seconds())
    assert seoyeon.get(path(paper.case_id)).location.startswith("/prove")


def test_wrong_used_and_expired_are_answered_alike(
    seoyeon: Browser, paper: ReceiptPaper, center: Center
):
    wrong = come(browser_of(center), paper.number, "0000-0000-0000-0000")
    pickup = secret(seoyeon.make(path(paper.case_id), EVERYTHING).text)
    center.clock.forward(hours=25)
    expired = come(browser_of(center), paper.number, pickup)
    pickup = secret(proved(center).make(path(paper.case_id), EVERYTHING).text)
    come(browser_of(center), paper.number, pickup)
    used = come(browser_of(center), paper.number, pickup)
    for answer in (wrong, expired, used):
        assert answer.status_code == 422
        assert "다시 확인해 주세요" in answer.text
    sentences = {SeenPage(one.text).at("error-title") for one in (wrong, expired, used)}
    assert len(sentences) == 1


def test_what_is_said_of_it_is_true(center: Center):
    page = browser_of(center).get("/status").text
    assert "한 번 쓰는 코드를 불러 드려요" in page
    assert "다시 알려 드리지 못해요" not in page


def test_the_trail_names_it_without_any_code(seoyeon: Browser, paper: ReceiptPaper):
    pickup = secret(seoyeon.make(path(paper.case_id), EVERYTHING).text)
    page = seoyeon.get(f"/applications/{paper.case_id}").text
    assert "새 코드를 받을 수 있게 했어요" in page
    assert pickup not in page


def test_nothing_to_write_down_and_nobody_to_find(
    seoyeon: Browser, paper: ReceiptPaper, center: Center
):
    young = browser_of(center)
    come(young, paper.number, paper.code)
    for page in ("/status/code", "/status/code/memo"):
        assert young.get(page).location == "/status/mine"
    assert seoyeon.get(path(UUID(int=7))).status_code == 404
