"""강혜원 reads what her team does: case numbers, no names, nothing to change."""

import re
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, sql
from tests.web.conftest import Browser, browser_of
from tracker.domain.papers import ResultPaper, SessionPaper
from tracker.domain.program import AssessmentKind, Attendance, DropOutReason, MeetingWay, RiskLevel
from tracker.services import assessments, counseling, intake, outcomes

MARKUP = '<img src=x onerror="alert(1)"> {{7*7}}'
NAMED = ("김하늘", "010-7777", "haneul", "1998")


@pytest.fixture
def hyewon(center: Center) -> Browser:
    return browser_of(center).sign_in("hyewon")


def number_of(center: Center, case_id: UUID) -> str:
    with center.as_("seoyeon") as work:
        return intake.show(work, case_id).case.number or ""


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def test_a_whole_case_without_a_name(center: Center):
    case_id = care.completed(center)
    hyewon = browser_of(center).sign_in("hyewon")
    listed = hyewon.get("/team/?tab=ended").text
    number = number_of(center, case_id)
    assert number in listed
    assert "최은정" in listed
    assert "5/5" in listed
    assert "3/3" in listed
    page = hyewon.get(f"/team/{case_id}").text
    assert "수면 문제" in page
    assert "개인내면검사" in page
    assert "나아짐" in page
    assert '<span class="badge badge-success">서명함</span>' in page
    assert page.count("회기</h3>") == 3
    for text in (listed, page):
        assert not [word for word in NAMED if word in text]
    assert actions(center) == ["case_opened"]


def test_nothing_can_be_changed(hyewon: Browser, center: Center):
    case_id = care.active(center)
    page = main_of(hyewon.get(f"/team/{case_id}").text)
    assert "<form" not in page
    assert "<textarea" not in page
    assert hyewon.post(f"/team/{case_id}").status_code in {400, 405}


def test_the_list_holds_the_own_team_only(center: Center):
    ours = number_of(center, center.assigned("eunjeong"))
    theirs = number_of(center, center.assigned("jiho"))
    hyewon = browser_of(center).sign_in("hyewon").get("/team/").text
    sehun = browser_of(center).sign_in("sehun").get("/team/").text
    assert (ours in hyewon, theirs in hyewon) == (True, False)
    assert (ours in sehun, theirs in sehun) == (False, True)


def test_another_team_is_not_found(hyewon: Browser, center: Center):
    other = hyewon.get(f"/team/{center.assigned('jiho')}")
    nobody = hyewon.get(f"/team/{UUID(int=7)}")
    assert other.status_code == nobody.status_code == 404
    hide = re.compile(r"· \w{12}|value=\"[^\"]+\"|\w{8}-\w{4}-\w{4}-\w{4}-\w{12}")
    assert hide.sub("", other.text) == hide.sub("", nobody.text)


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "jihyun", "taekyung", "yujin"])
def test_nobody_else_comes_in(center: Center, who: str):
    case_id = care.active(center)
    browser = browser_of(center).sign_in(who)
    assert browser.get("/team/").status_code == 403
    answer = browser.get(f"/team/{case_id}")
    assert answer.status_code == 404
    assert "수면 문제" not in answer.text


def test_empty_lists_say_what_will_come(hyewon: Browser):
    assert "지금 진행 중인 사례가 없어요" in hyewon.get("/team/").text
    assert "마친 사례가 아직 없어요" in hyewon.get("/team/?tab=ended").text
    assert hyewon.get("/team/?tab=submitted&after=nonsense").status_code == 200


def test_a_fresh_case_says_what_is_not_there_yet(hyewon: Browser, center: Center):
    page = hyewon.get(f"/team/{center.assigned()}").text
    assert "아직 초기면접을 적지 않았어요" in page
    assert "아직 검사를 고르지 않았어요" in page
    assert "아직 상담 기록이 없어요" in page
    assert "아직 종결 기록이 없어요" in page


def test_results_show_scores_hints_and_what_was_missed(hyewon: Browser, center: Center):
    case_id = care.active(center)
    kind = AssessmentKind.PERSONALITY_INVENTORY
    values: dict[str, int | str] = {"D": 82, "F": 101}
    paper = ResultPaper(kind, "mmpi_2", care.DAY, MeetingWay.VIDEO, values, MARKUP)
    with center.as_("eunjeong") as work:
        assessments.save_result(work, case_id, paper, 0)
    care.do_session(center, case_id, 1, Attendance.NO_SHOW)
    page = hyewon.get(f"/team/{case_id}").text
    assert "<dd>82</dd>" in page
    assert "높은 점수" in page
    assert "화상" in page
    assert '<span class="badge badge-warning">설명 전</span>' in page
    assert "아직 결과를 적지 않았어요" in page  # the other four
    assert '<span class="badge badge-no_show">노쇼</span>' in page
    assert "&lt;img src=x" in page
    assert "<img" not in page
    assert "{{7*7}}" in page


def test_the_newest_risk_stands_in_the_head(hyewon: Browser, center: Center):
    case_id = care.active(center)
    note = SessionPaper(
        1, care.DAY, MeetingWay.PHONE, Attendance.ATTENDED, "적음", RiskLevel.HIGH, "계획 있음", ""
    )
    with center.as_("eunjeong") as work:
        counseling.save_session(work, case_id, UUID(int=3), note, 0)
    page = hyewon.get(f"/team/{case_id}").text
    assert '<span class="badge badge-high">위험: 고위험</span>' in page.split('class="page')[0]
    assert "계획 있음" in page


def test_why_a_case_ended_early(hyewon: Browser, center: Center):
    case_id = care.active(center)
    with center.as_("eunjeong") as work:
        outcomes.drop_out(work, case_id, DropOutReason.UNREACHABLE, MARKUP)
    page = hyewon.get(f"/team/{case_id}").text
    assert "연락이 닿지 않음" in page
    assert "&lt;img src=x" in page
    with center.as_("eunjeong") as work:
        outcomes.reopen(work, case_id, "다시 연락이 닿았어요")
    assert "다시 연락이 닿았어요" in hyewon.get(f"/team/{case_id}").text


@pytest.mark.parametrize(
    ("kind", "gone"), [("intake", "수면 문제"), ("outcome", "나아짐"), ("choice", "시간이 부족")]
)
def test_a_damaged_sheet_shows_a_notice_and_the_rest(
    hyewon: Browser, center: Center, kind: str, gone: str
):
    case_id = care.ready(center)
    sql(center, "UPDATE documents SET body = :no WHERE kind = :kind", no=bytes(200), kind=kind)
    page = hyewon.get(f"/team/{case_id}")
    assert page.status_code == 200
    assert page.text.count("손상되어 열 수 없어요") == 1
    assert gone not in page.text
    assert "개인내면검사" in page.text
    assert actions(center, 2) == ["record_damaged", "case_opened"]


def test_a_supervisor_without_a_team_reads_nothing(hyewon: Browser, center: Center):
    number = number_of(center, center.assigned())
    sql(center, "UPDATE accounts SET team_id = NULL WHERE username = 'hyewon'")
    answer = hyewon.get("/team/")
    assert answer.status_code == 403
    assert number not in answer.text
