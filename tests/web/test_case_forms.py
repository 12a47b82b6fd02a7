"""최은정 writes intake and choice; nothing she types is lost, nothing is there twice."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, milestones_of, stage_of
from tests.factories.pages import SeenPage
from tests.web import case_fields as fill
from tests.web.case_fields import file_of, refused, versions
from tests.web.conftest import Browser, browser_of
from tracker.domain.cases import Stage
from tracker.domain.program import AssessmentKind
from tracker.services import applications

RRN = "900101-1234567"


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return center.assigned()


def test_an_intake_is_saved_and_read_again(center: Center):
    case_id = center.assigned()
    eunjeong = browser_of(center).sign_in("eunjeong")
    answer = eunjeong.send(f"/cases/{case_id}/intake", fill.intake())
    assert answer.status_code == 303
    assert answer.location == f"/cases/{case_id}#intake"
    page = eunjeong.get(answer.location).text
    assert "초기면접 기록을 저장했어요." in page
    assert "잠을 못 자고 일이 버거움" in page
    again = SeenPage(eunjeong.get(f"/cases/{case_id}/intake").text)
    assert again.held("held_on") == ["2026-11-22"]
    assert again.held("risk") == ["none"]
    assert again.held("limits_explained") == ["y"]
    assert again.held("version") == ["1"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("held_on", "", "날짜를 2026-11-22처럼 적어 주세요."),
        ("held_on", "어제", "날짜를 2026-11-22처럼 적어 주세요."),
        ("held_on", "26-11-22", "해를 네 자리로"),
        ("held_on", "2026-02-30", "달력에 없는 날이에요."),
        ("held_on", "2026-11-23", "아직 오지 않은 날이에요."),
        ("held_on", "2026-11-21", "신청하신 날(2026-11-22)보다 앞선 날이에요."),
        ("held_on", "2" * 90, "날짜를 2026-11-22처럼 적어 주세요."),
        ("presenting_problem", "  \n ", "이 칸을 채워 주세요."),
        ("presenting_problem", "가" * 4001, "4,000자 안으로 줄여 주세요. 지금 4,001자예요."),
        ("background", "가" * 60_000, "4,000자 안으로"),
        ("background", f"번호는 {RRN}입니다", "주민등록번호처럼 보이는 숫자가 있어요."),
        ("strengths", "나쁜\x07글자", "읽을 수 없는 문자가 섞여 있어요."),
        ("goals", "a\u202eb", "보이지 않는 문자가 섞여 있어요."),
        ("risk", "", "위험을 여쭤보고 수준을 골라 주세요."),
        ("risk_note", "가" * 2001, "2,000자 안으로"),
    ],
)
def test_each_mistake_stands_beside_its_field(
    eunjeong: Browser, center: Center, case_id: UUID, field: str, typed: str, sentence: str
):
    seen = refused(eunjeong, f"/cases/{case_id}/intake", fill.intake(**{field: typed}))
    assert sentence in seen.beside(field)
    assert versions(center, "intake") == 0
    assert actions(center) != ["intake_saved"]


def test_a_level_that_does_not_exist_is_refused(eunjeong: Browser, case_id: UUID):
    answer = eunjeong.send(f"/cases/{case_id}/intake", fill.intake(risk="huge"))
    assert answer.status_code == 422
    assert "목록에 있는 것 가운데" in SeenPage(answer.text).beside("risk")


def test_all_mistakes_are_told_at_once(eunjeong: Browser, case_id: UUID):
    fields = fill.intake(held_on="x", presenting_problem="", risk="")
    seen = refused(eunjeong, f"/cases/{case_id}/intake", fields)
    assert all(seen.beside(name) for name in ("held_on", "presenting_problem", "risk"))
    assert "주 호소: 이 칸을 채워 주세요." in seen.words


def test_a_form_sent_twice_is_one_version(eunjeong: Browser, center: Center, case_id: UUID):
    path = f"/cases/{case_id}/intake"
    fields = fill.intake(version="0")
    first = eunjeong.send(path, fields)
    again = eunjeong.send(path, fields)  # the back button, and once more
    assert first.status_code == again.status_code == 303
    assert versions(center, "intake") == 1


def test_two_tabs_show_both_texts_and_keep_mine(eunjeong: Browser, center: Center, case_id: UUID):
    path = f"/cases/{case_id}/intake"
    eunjeong.send(path, fill.intake())
    eunjeong.send(path, fill.intake(background="먼저 저장한 글"))
    answer = eunjeong.send(path, fill.intake(background="나중에 쓴 글", version="1"))
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert "다른 창에서 먼저 저장한 기록이 있어요." in seen.words
    both = answer.text.split('class="versions"')[1].split("<form")[0]
    assert "먼저 저장한 글" in both
    assert "나중에 쓴 글" in both
    assert "잠을 못 자고" not in both  # what is the same is not shown twice
    assert seen.held("background") == ["나중에 쓴 글"]
    assert seen.held("version") == ["2"]
    assert versions(center, "intake") == 2
    chosen = eunjeong.send(path, fill.intake(background="나중에 쓴 글", version="2"))
    assert chosen.status_code == 303
    assert versions(center, "intake") == 3


@pytest.mark.parametrize("version", ["", "-1", "x", "99999999999", "١", "1.5"])
def test_a_version_that_is_none_is_a_conflict_not_an_error(
    eunjeong: Browser, center: Center, case_id: UUID, version: str
):
    path = f"/cases/{case_id}/intake"
    eunjeong.send(path, fill.intake())
    answer = eunjeong.send(path, fill.intake(goals="다른 목표", version=version))
    assert answer.status_code == 422
    assert versions(center, "intake") == 1


def test_fields_that_nobody_asked_for_change_nothing(
    eunjeong: Browser, center: Center, case_id: UUID
):
    more = {"stage": "completed", "counselor_id": "x", "author_id": "x", "case_id": "x"}
    assert eunjeong.send(f"/cases/{case_id}/intake", fill.intake(**more)).status_code == 303
    assert stage_of(center, case_id) is Stage.ASSIGNED


def test_windows_line_ends_are_kept_once(eunjeong: Browser, center: Center, case_id: UUID):
    eunjeong.send(f"/cases/{case_id}/intake", fill.intake(background="하나\r\n둘\n셋"))
    sheet = file_of(center, case_id).intake
    assert sheet is not None
    assert sheet.paper is not None
    assert sheet.paper.background == "하나\n둘\n셋"


def test_the_wish_is_ticked_beforehand(eunjeong: Browser, case_id: UUID):
    page = eunjeong.get(f"/cases/{case_id}/choice").text
    assert SeenPage(page).held("choice") == fill.FIVE
    assert "신청할 때 고르신 검사: 다면적 인성검사" in page


def test_nothing_is_ticked_where_it_was_left_to_the_counselor(eunjeong: Browser, center: Center):
    case_id = center.assigned(choice="with_counselor")
    page = eunjeong.get(f"/cases/{case_id}/choice").text
    assert SeenPage(page).held("choice") == []
    assert "신청할 때는 상담사와 함께 정하겠다고 하셨어요." in page


def test_exactly_five_of_six_begin_the_case(center: Center):
    case_id = center.assigned()
    eunjeong = browser_of(center).sign_in("eunjeong")
    eunjeong.send(f"/cases/{case_id}/intake", fill.intake())
    assert stage_of(center, case_id) is Stage.ASSIGNED
    answer = eunjeong.send(f"/cases/{case_id}/choice", fill.choice())
    assert answer.status_code == 303
    assert stage_of(center, case_id) is Stage.ACTIVE
    assert milestones_of(center, case_id).chosen == 5
    with center.as_applicant(case_id) as work:
        assert [str(one) for one in applications.status(work, case_id).release.chosen] == fill.FIVE


@pytest.mark.parametrize(
    ("picked", "sentence"),
    [
        ([], "검사를 5가지 골라 주세요. 지금 0가지"),
        (fill.FIVE[:4], "검사를 5가지 골라 주세요. 지금 4가지"),
        ([kind.value for kind in AssessmentKind], "지금 6가지를 고르셨으니"),
    ],
)
def test_four_or_six_are_refused(eunjeong, center, case_id, picked, sentence):
    seen = refused(eunjeong, f"/cases/{case_id}/choice", fill.choice(choice=picked))
    assert sentence in seen.beside("choice")
    assert milestones_of(center, case_id).chosen == 0


@pytest.mark.parametrize(
    "picked", [[*fill.FIVE[:4], fill.FIVE[0]], [*fill.FIVE[:4], "rorschach"], ["with_counselor"]]
)
def test_odd_choices_are_refused(eunjeong, center, case_id, picked):
    answer = eunjeong.send(f"/cases/{case_id}/choice", fill.choice(choice=picked))
    assert answer.status_code == 422
    assert SeenPage(answer.text).beside("choice")
    assert milestones_of(center, case_id).chosen == 0


def test_the_reason_for_the_one_left_out_is_asked(eunjeong: Browser, case_id: UUID):
    seen = refused(eunjeong, f"/cases/{case_id}/choice", fill.choice(reason=""))
    assert "까닭을 알려 주세요." in seen.beside("reason")


def test_a_kind_with_a_result_stays(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    kind = fill.FIVE[0]
    eunjeong.send(f"/cases/{case_id}/assessments/{kind}", fill.result(kind))
    other = [*fill.FIVE[1:], "temperament_behavior"]
    seen = refused(eunjeong, f"/cases/{case_id}/choice", fill.choice(choice=other))
    assert "다면적 인성검사에는 이미 결과가 있어서 뺄 수 없어요." in seen.words
    assert file_of(center, case_id).assessments[0].row.kind == kind


def test_a_choice_sent_twice_is_one(eunjeong: Browser, center: Center, case_id: UUID):
    for _ in range(2):
        answer = eunjeong.send(f"/cases/{case_id}/choice", fill.choice(version="0"))
        assert answer.status_code == 303
    assert versions(center, "choice") == 1
    assert milestones_of(center, case_id).chosen == 5
