"""최은정 ends a case: outcome, completion, drop-out, reopening."""

from typing import Any
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import events_of, milestones_of, sql, stage_of
from tests.factories.pages import SeenPage
from tests.web import case_fields as fill
from tests.web.case_fields import sessions
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.cases import Stage


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return care.active(center)


def test_an_outcome_is_saved_then_signed(center: Center):
    case_id = care.active(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}/outcome"
    assert eunjeong.send(path, {**fill.outcome(), "act": "save"}).status_code == 303
    assert not milestones_of(center, case_id).outcome_signed
    assert eunjeong.send(path, {**fill.outcome(plan="새 계획"), "act": "sign"}).status_code == 303
    assert milestones_of(center, case_id).outcome_signed
    page = eunjeong.get(path).text
    assert "서명한 기록이에요" in page
    assert "새 계획" in page
    assert "<textarea" not in page


def test_a_slip_under_a_signature_is_corrected(center: Center):
    case_id = care.active(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}/outcome"
    eunjeong.send(path, {**fill.outcome(), "act": "sign"})
    assert eunjeong.send(f"{path}/unsign", page=path).location == path
    page = eunjeong.get(path).text
    assert "서명을 풀었어요" in page
    assert "<textarea" in page
    assert not milestones_of(center, case_id).outcome_signed
    eunjeong.send(path, {**fill.outcome(plan="바로잡은 계획"), "act": "sign"})
    assert milestones_of(center, case_id).outcome_signed


def test_a_signature_of_a_closed_case_stays_and_the_page_says_why(center: Center):
    case_id = care.completed(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    token = token_in(eunjeong.get("/cases/").text)
    answer = eunjeong.post(f"/cases/{case_id}/outcome/unsign", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "먼저 다시 열어 주세요." in SeenPage(answer.text).words
    assert f'href="/cases/{case_id}/outcome"' in answer.text
    assert milestones_of(center, case_id).outcome_signed


def test_saving_without_a_button_never_signs(eunjeong: Browser, center, case_id: UUID):
    eunjeong.send(f"/cases/{case_id}/outcome", {**fill.outcome(), "act": "sign it"})
    eunjeong.send(f"/cases/{case_id}/outcome", fill.outcome())
    assert not milestones_of(center, case_id).outcome_signed


def test_signing_twice_is_one_act(eunjeong: Browser, center: Center, case_id: UUID):
    path = f"/cases/{case_id}/outcome"
    page = eunjeong.get(path).text
    fields = {**fill.outcome(), "act": "sign", "version": "0", "csrf_token": token_in(page)}
    assert [eunjeong.post(path, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(sql(center, "SELECT 1 FROM signatures")) == 1
    assert len(sql(center, "SELECT 1 FROM documents WHERE kind = 'outcome'")) == 1


def test_other_words_under_a_signature_are_refused_and_kept(
    eunjeong: Browser, center: Center, case_id: UUID
):
    path = f"/cases/{case_id}/outcome"
    page = eunjeong.get(path).text
    fields = {**fill.outcome(), "version": "0", "csrf_token": token_in(page)}
    eunjeong.post(path, data={**fields, "act": "sign"})
    for version in ("0", "1"):
        answer = eunjeong.post(path, data={**fields, "summary": "바꾼 글", "version": version})
        assert answer.status_code == 422
        assert SeenPage(answer.text).held("summary") == ["바꾼 글"]
    assert "이미 서명해서 고칠 수 없어요." in answer.text
    assert "바꾼 글" not in eunjeong.get(path).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("summary", "", "이 칸을 채워 주세요."),
        ("summary", "가" * 4001, "4,000자 안으로"),
        ("plan", "900101-1234567", "주민등록번호처럼"),
        ("referral", "가" * 2001, "2,000자 안으로"),
    ],
)
def test_an_outcome_with_mistakes_is_not_signed(eunjeong, center, case_id, field, typed, sentence):
    path = f"/cases/{case_id}/outcome"
    answer = eunjeong.send(path, {**fill.outcome(**{field: typed}), "act": "sign"})
    assert answer.status_code == 422
    assert sentence in SeenPage(answer.text).beside(field)
    assert not milestones_of(center, case_id).outcome_signed


def test_the_whole_road_through_the_pages(center: Center):
    case_id = center.assigned()
    eunjeong = browser_of(center).sign_in("eunjeong")
    fill.walk(eunjeong, case_id)
    page = eunjeong.get(f"/cases/{case_id}/close").text
    assert page.count('<li class="yes">') == 5
    answer = eunjeong.send(f"/cases/{case_id}/close", {"how": "complete"})
    assert answer.status_code == 303
    assert stage_of(center, case_id) is Stage.COMPLETED
    assert "사례를 종결했어요. 수고 많으셨어요." in eunjeong.get(answer.location).text
    again = eunjeong.send(f"/cases/{case_id}/close", {"how": "complete"})
    assert again.status_code == 303
    assert events_of(center, case_id).count("complete") == 1
    assert "이미 마친 사례예요" in eunjeong.get(f"/cases/{case_id}/close").text


def test_what_is_missing_is_said_exactly(eunjeong: Browser, center: Center, case_id: UUID):
    eunjeong.send(f"/cases/{case_id}/sessions/1", fill.session())
    for kind in fill.FIVE[:3]:
        eunjeong.send(f"/cases/{case_id}/assessments/{kind}", fill.result(kind))
    eunjeong.send(f"/cases/{case_id}/outcome", fill.outcome())
    path = f"/cases/{case_id}/close"
    words = SeenPage(eunjeong.get(path).text).words
    for missing in (
        "(3/5) 남은 검사: 동적 가족화검사, 성격유형검사",
        "(1/3) 2회기부터 남았어요",
        "적었지만 서명 전이에요",
    ):
        assert missing in " ".join(words.split())
    assert 'value="complete"' not in eunjeong.get(path).text
    answer = eunjeong.send(path, {"how": "complete"})
    assert answer.status_code == 422
    assert "고른 검사 모두의 결과와 해석, 정한 횟수의 상담, 서명한 종결 기록" in answer.text
    assert stage_of(center, case_id) is Stage.ACTIVE


@pytest.mark.parametrize("missing", ["result", "session", "signature"])
def test_one_missing_thing_keeps_a_case_open(eunjeong, center, case_id, missing: str):
    path = f"/cases/{case_id}"
    for kind in fill.FIVE:
        told = {"interpreted": "", "interpreted_on": ""} if missing == "result" else {}
        last = told if kind == fill.FIVE[4] else {}
        eunjeong.send(f"{path}/assessments/{kind}", fill.result(kind, **last))
    for number in (1, 2, 3):
        missed = missing == "session" and number == 3
        attendance = "late_cancel" if missed else "attended"
        eunjeong.send(f"{path}/sessions/{number}", fill.session(attendance=attendance))
    act = "save" if missing == "signature" else "sign"
    eunjeong.send(f"{path}/outcome", {**fill.outcome(), "act": act})
    assert eunjeong.send(f"{path}/close", {"how": "complete"}).status_code == 422
    assert stage_of(center, case_id) is Stage.ACTIVE
    page = eunjeong.get(f"{path}/close").text
    assert page.count('<li class="no">') == 1


def test_dropping_out_asks_for_a_reason(center: Center):
    case_id = care.active(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}/close"
    answer = eunjeong.send(path, {"how": "drop_out", "note": "세 번 전화함"})
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert seen.beside("reason")
    assert seen.held("note") == ["세 번 전화함"]
    assert stage_of(center, case_id) is Stage.ACTIVE
    fields = {"how": "drop_out", "reason": "unreachable", "note": "세 번 전화함"}
    assert eunjeong.send(path, fields).status_code == 303
    assert stage_of(center, case_id) is Stage.DROPPED_OUT
    page = eunjeong.get(f"/cases/{case_id}").text
    assert "연락이 닿지 않음" in page
    assert "세 번 전화함" in page
    assert eunjeong.send(path, fields).status_code == 303  # sent twice
    assert events_of(center, case_id).count("drop_out") == 1


@pytest.mark.parametrize("how", ["", "completed", "drop_out"])
def test_an_empty_closing_closes_nothing(eunjeong, center, case_id, how: str):
    answer = eunjeong.send(f"/cases/{case_id}/close", {"how": how})
    assert answer.status_code == 422
    assert stage_of(center, case_id) is Stage.ACTIVE


def test_a_closed_case_takes_no_more_words_and_loses_none(eunjeong, center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/sessions/1"
    page = eunjeong.get(path).text
    fields = {**fill.session(note="늦게 보낸 글"), "csrf_token": token_in(page)}
    fields["entry"] = SeenPage(page).held("entry")[0]
    eunjeong.send(f"/cases/{case_id}/close", {"how": "drop_out", "reason": "client_request"})
    answer = eunjeong.post(path, data=fields)
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert "먼저 다시 열어 주세요." in seen.words
    assert seen.held("note") == ["늦게 보낸 글"]
    assert sessions(center) == []


def test_reopening_makes_the_signed_outcome_editable_again(center: Center):
    case_id = care.completed(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}"
    assert f'href="{path}/reopen"' in eunjeong.get(path).text
    answer = eunjeong.send(f"{path}/reopen", {"reason": ""})
    assert answer.status_code == 422
    assert "까닭을 알려 주세요." in SeenPage(answer.text).beside("reason")
    assert eunjeong.send(f"{path}/reopen", {"reason": "한 번 더 만나기로 함"}).status_code == 303
    assert stage_of(center, case_id) is Stage.ACTIVE
    assert not milestones_of(center, case_id).outcome_signed
    seen = SeenPage(eunjeong.get(f"{path}/outcome").text)
    assert seen.held("summary") == ["나아짐"]
    assert eunjeong.send(f"{path}/outcome", {**fill.outcome(), "act": "sign"}).status_code == 303
    assert milestones_of(center, case_id).outcome_signed
    assert "한 번 더 만나기로 함" in eunjeong.get(path).text


def test_reopening_twice_is_one_act(eunjeong: Browser, center: Center):
    case_id = care.completed(center)
    first = eunjeong.send(f"/cases/{case_id}/reopen", {"reason": "다시"})
    page = f"/cases/{case_id}/intake"
    again = eunjeong.send(f"/cases/{case_id}/reopen", {"reason": "다시"}, page=page)
    assert (first.status_code, again.status_code) == (303, 422)
    assert events_of(center, case_id).count("reopen") == 1
    assert SeenPage(again.text).held("reason") == ["다시"]


def test_an_open_case_is_not_reopened(eunjeong: Browser, case_id: UUID):
    page = eunjeong.get(f"/cases/{case_id}/reopen").text
    assert "지금은 다시 열 수 없어요" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("page", ["intake", "choice", "outcome", "close", "reopen", "sessions/1"])
def test_looking_changes_nothing(eunjeong, center, case_id, page: str):
    def state() -> list[Any]:
        return sql(center, "SELECT * FROM documents") + sql(center, "SELECT * FROM cases")

    before = state()
    assert eunjeong.get(f"/cases/{case_id}/{page}").status_code == 200
    assert eunjeong.head(f"/cases/{case_id}/{page}").status_code == 200
    assert state() == before
