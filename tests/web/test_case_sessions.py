"""최은정 writes her sessions, held and missed."""

import re
from uuid import UUID, uuid4

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import milestones_of, sql
from tests.factories.pages import SeenPage
from tests.web import case_fields as fill
from tests.web.case_fields import refused, sessions
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.program import RiskLevel
from tracker.web.labels import RISK_SIGNS, RISK_STEPS


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return care.active(center)


def test_three_sessions_with_one_missed(center: Center):
    case_id = care.active(center)
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}/sessions"
    assert eunjeong.send(f"{path}/1", fill.session()).status_code == 303
    missed = fill.session(attendance="no_show", note="", risk="low")
    assert eunjeong.send(f"{path}/2", missed).status_code == 303
    assert eunjeong.send(f"{path}/2", fill.session(attendance="late")).status_code == 303
    assert eunjeong.send(f"{path}/3", fill.session(way="phone")).status_code == 303
    assert sorted(sessions(center)) == [
        (1, "attended"),
        (2, "late"),
        (2, "no_show"),
        (3, "attended"),
    ]
    assert milestones_of(center, case_id).held == 3
    page = eunjeong.get(f"/cases/{case_id}").text
    assert page.count("회기</h3>") == 4
    assert "/sessions/4" not in page


def test_a_form_sent_twice_is_one_session(eunjeong: Browser, center: Center, case_id: UUID):
    path = f"/cases/{case_id}/sessions/1"
    page = eunjeong.get(path).text
    entry = SeenPage(page).held("entry")[0]
    fields = {**fill.session(), "entry": entry, "version": "0", "csrf_token": token_in(page)}
    first, again = eunjeong.post(path, data=fields), eunjeong.post(path, data=fields)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location == f"/cases/{case_id}#session-{entry}"
    assert sessions(center) == [(1, "attended")]
    assert len(sql(center, "SELECT 1 FROM documents WHERE kind LIKE 'session:%'")) == 1


def test_back_and_other_words_is_a_conflict_not_a_second_session(
    eunjeong: Browser, center: Center, case_id: UUID
):
    path = f"/cases/{case_id}/sessions/1"
    page = eunjeong.get(path).text
    entry = SeenPage(page).held("entry")[0]
    fields = {**fill.session(), "entry": entry, "version": "0", "csrf_token": token_in(page)}
    eunjeong.post(path, data=fields)
    answer = eunjeong.post(path, data={**fields, "note": "뒤로 가서 고친 글"})
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert seen.held("version") == ["1"]
    assert seen.held("entry") == [entry]
    both = answer.text.split('class="versions"')[1].split("<form")[0]
    assert "이번 주에 있었던 일" in both
    assert "뒤로 가서 고친 글" in both
    fields |= {"note": "뒤로 가서 고친 글", "version": "1"}
    assert eunjeong.post(path, data=fields).status_code == 303
    assert sessions(center) == [(1, "attended")]


def test_each_opened_page_is_another_session(eunjeong: Browser, case_id: UUID):
    path = f"/cases/{case_id}/sessions/1"
    entries = {SeenPage(eunjeong.get(path).text).held("entry")[0] for _ in range(3)}
    assert len(entries) == 3


def test_a_held_session_is_held_once(eunjeong: Browser, center: Center, case_id: UUID):
    path = f"/cases/{case_id}/sessions/1"
    eunjeong.send(path, fill.session())
    seen = refused(eunjeong, path, fill.session(note="또 하나"))
    assert "이미 만나서 마친 기록이 있어요." in seen.words
    assert sessions(center) == [(1, "attended")]


def test_the_second_waits_for_the_first(eunjeong: Browser, center: Center, case_id: UUID):
    seen = refused(eunjeong, f"/cases/{case_id}/sessions/2", fill.session())
    assert "1회기를 만나서 마친 기록부터 저장해 주세요." in seen.words
    assert sessions(center) == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("held_on", "내일", "날짜를 2026-11-22처럼"),
        ("held_on", "2026-11-23", "아직 오지 않은 날이에요."),
        ("held_on", "2026-11-01", "신청하신 날(2026-11-22)보다 앞선"),
        ("way", "", "어떻게 만났는지 골라 주세요."),
        ("attendance", "", "어떻게 되었는지 골라 주세요."),
        ("note", "", "만나서 나눈 이야기를 적어 주세요."),
        ("note", "가" * 8001, "8,000자 안으로 줄여 주세요. 지금 8,001자예요."),
        ("note", "주민번호 900101-1234567", "주민등록번호처럼 보이는 숫자"),
        ("risk", "", "위험을 여쭤보고 수준을 골라 주세요."),
        ("risk_note", "가" * 2001, "2,000자 안으로"),
        ("next_plan", "가" * 2001, "2,000자 안으로"),
    ],
)
def test_each_mistake_stands_beside_its_field(eunjeong, center, case_id, field, typed, sentence):
    seen = refused(eunjeong, f"/cases/{case_id}/sessions/1", fill.session(**{field: typed}))
    assert sentence in seen.beside(field)
    assert sessions(center) == []


def test_a_moved_appointment_may_lie_ahead(eunjeong: Browser, case_id: UUID):
    moved = fill.session(attendance="rescheduled", held_on="2026-12-01", note="")
    assert eunjeong.send(f"/cases/{case_id}/sessions/1", moved).status_code == 303
    for far in ("2028-01-01", "9999-12-31"):
        seen = refused(eunjeong, f"/cases/{case_id}/sessions/1", {**moved, "held_on": far})
        assert "아직 오지 않은 날" in seen.beside("held_on")


def test_a_day_nobody_came_never_lowers_the_risk(eunjeong: Browser, case_id: UUID):
    path, head = f"/cases/{case_id}/sessions/1", f"/cases/{case_id}"
    eunjeong.send(path, fill.session(risk="high"))
    second = f"/cases/{case_id}/sessions/2"
    missed = {"attendance": "no_show", "note": ""}
    eunjeong.send(second, fill.session(**missed, risk="none"))
    assert "위험: 고위험" in eunjeong.get(head).text
    eunjeong.center.clock.forward(minutes=1)
    eunjeong.send(second, fill.session(**missed, risk="imminent"))
    assert "위험: 응급" in eunjeong.get(head).text
    eunjeong.center.clock.forward(minutes=1)
    eunjeong.send(second, fill.session(risk="low"))
    assert "위험: 저위험" in eunjeong.get(head).text


def test_every_session_asks_for_risk_and_says_what_to_do(eunjeong: Browser, case_id: UUID):
    page = eunjeong.get(f"/cases/{case_id}/sessions/1").text
    seen = SeenPage(page)
    assert seen.offered("risk") == [level.value for level in RiskLevel]
    assert seen.held("risk") == []  # nothing is answered beforehand
    for level in RiskLevel:
        assert str(RISK_SIGNS[level]) in seen.words
        assert all(str(step) in seen.words for step in RISK_STEPS[level])


def test_a_session_is_edited_where_it_is(eunjeong: Browser, center: Center, case_id: UUID):
    eunjeong.send(f"/cases/{case_id}/sessions/1", fill.session())
    link = re.search(
        rf'href="(/cases/{case_id}/sessions/entry/[^"]+)"', eunjeong.get(f"/cases/{case_id}").text
    )
    assert link is not None
    seen = SeenPage(eunjeong.get(link[1]).text)
    assert seen.held("note") == ["이번 주에 있었던 일을 이야기함"]
    assert seen.held("attendance") == ["attended"]
    assert seen.held("version") == ["1"]
    assert eunjeong.send(link[1], fill.session(note="고친 글")).status_code == 303
    assert "고친 글" in eunjeong.get(f"/cases/{case_id}").text
    assert sessions(center) == [(1, "attended")]


def test_the_last_plan_stands_beside_the_next_session(eunjeong: Browser, case_id: UUID):
    eunjeong.send(f"/cases/{case_id}/sessions/1", fill.session(next_plan="가족 그림 가져오기"))
    page = eunjeong.get(f"/cases/{case_id}/sessions/2").text
    aside = page.split('<aside aria-labelledby="beside-title"')[1]
    assert "가족 그림 가져오기" in aside
    assert "수면 문제" in aside


@pytest.mark.parametrize("entry", ["", "x", "0" * 33, "\x00", "../1"])
def test_a_form_without_its_id_is_not_ours(eunjeong, center, case_id, entry):
    answer = eunjeong.send(f"/cases/{case_id}/sessions/1", {**fill.session(), "entry": entry})
    assert answer.status_code == 400
    assert sessions(center) == []


def test_the_id_of_a_session_of_another_case_is_refused(eunjeong, center, case_id):
    other = care.active(center)
    entry = care.do_session(center, other, 1)
    answer = eunjeong.send(
        f"/cases/{case_id}/sessions/1", {**fill.session(note="훔침"), "entry": entry.hex}
    )
    assert answer.status_code == 422
    assert "훔침" not in eunjeong.get(f"/cases/{other}").text
    assert milestones_of(center, case_id).held == 0
    assert milestones_of(center, other).held == 1


def test_an_entry_that_was_never_written_has_no_page(eunjeong: Browser, case_id: UUID):
    path = f"/cases/{case_id}/sessions/entry/{uuid4()}"
    assert eunjeong.get(path).status_code == 404
    token = token_in(eunjeong.get(f"/cases/{case_id}").text)
    answer = eunjeong.post(path, data={**fill.session(), "csrf_token": token})
    assert answer.status_code == 404
