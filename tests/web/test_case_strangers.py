"""Nobody but 최은정 opens or changes her cases."""

import re
from uuid import UUID, uuid4

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import everything, sql
from tests.web import case_fields as fill
from tests.web.case_fields import main_of, next_step
from tests.web.conftest import Browser, browser_of, token_in
from tracker.services import applications

MARKUP = '<script>alert("하늘")</script> {{7*7}}'
PAGES = ("", "/intake", "/choice", "/sessions/1", "/outcome", "/close", "/reopen")


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def entry_in(center: Center) -> UUID:
    """The id of one session of a case."""
    return UUID(str(sql(center, "SELECT id FROM counseling_sessions")[0][0]))


def same(answer, case_id: UUID) -> str:
    """The answer without what differs by itself: the address, request ids, tokens."""
    text = answer.text.replace(str(case_id), "ID")
    text = re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", text)
    return f"{answer.status_code} " + re.sub(r"· [0-9a-f]{12}", "REQUEST", text)


@pytest.mark.parametrize(
    "who", ["minsu", "jiho", "seoyeon", "hyewon", "jihyun", "taekyung", "yujin"]
)
def test_for_everybody_else_there_is_no_such_case(center: Center, who: str):
    case_id, nowhere = care.ready(center), uuid4()
    entry = entry_in(center)
    other = browser_of(center).sign_in(who)
    for page in (*PAGES, "/assessments/inner_self", f"/sessions/entry/{entry}"):
        mine = other.get(f"/cases/{case_id}{page}")
        assert mine.status_code == 404
        assert same(mine, case_id) == same(other.get(f"/cases/{nowhere}{page}"), nowhere)


@pytest.mark.parametrize("who", ["minsu", "seoyeon", "hyewon", "jihyun", "taekyung"])
def test_nobody_else_changes_a_case(center: Center, who: str):
    case_id, nowhere = care.ready(center), uuid4()
    entry = entry_in(center)
    other = browser_of(center).sign_in(who)
    before = everything(center)
    fields = {**fill.intake(), **fill.session(), **fill.outcome(), **fill.choice()}
    fields |= {"how": "drop_out", "reason": "unreachable", "entry": uuid4().hex, "version": "1"}
    token = token_in(other.get("/sign-in").text)
    for page in (*PAGES[1:], "/assessments/inner_self", f"/sessions/entry/{entry}"):
        sent = {**fields, "csrf_token": token}
        mine = other.post(f"/cases/{case_id}{page}", data=sent)
        assert mine.status_code == 404
        assert same(mine, case_id) == same(
            other.post(f"/cases/{nowhere}{page}", data=sent), nowhere
        )
    assert everything(center) == before


def test_another_room_of_the_same_house_stays_shut(center: Center):
    for who, status in (("seoyeon", 403), ("hyewon", 403), ("jihyun", 403), ("taekyung", 403)):
        assert browser_of(center).sign_in(who).get("/cases/").status_code == status


@pytest.mark.parametrize("path", ["/sessions/0", "/sessions/4", "/sessions/-1", "/assessments/x"])
def test_there_are_three_sessions_and_six_kinds(eunjeong: Browser, center: Center, path: str):
    case_id = care.active(center)
    assert eunjeong.get(f"/cases/{case_id}{path}").status_code == 404


def test_the_kind_that_was_left_out_has_no_page(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/assessments/temperament_behavior"
    assert eunjeong.get(path).status_code == 404
    token = token_in(eunjeong.get(f"/cases/{case_id}").text)
    assert eunjeong.post(path, data={"csrf_token": token}).status_code == 404


def test_a_session_of_another_case_is_not_found(eunjeong: Browser, center: Center):
    mine, other = care.active(center), care.active(center)
    entry = care.do_session(center, other, 1)
    path = f"/cases/{mine}/sessions/entry/{entry}"
    assert eunjeong.get(path).status_code == 404
    token = token_in(eunjeong.get(f"/cases/{mine}").text)
    assert eunjeong.post(path, data={**fill.session(), "csrf_token": token}).status_code == 404


def test_a_case_that_was_withdrawn_is_only_read(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    with center.as_applicant(case_id) as work:
        applications.withdraw(work, case_id)
    page = eunjeong.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert next_step(page.text) == ""
    assert "고치기" not in main_of(page.text)
    for form in ("/intake", "/choice", "/sessions/1", "/outcome"):
        assert "지금은 적을 수 없어요" in eunjeong.get(f"/cases/{case_id}{form}").text
