"""What was altered in the database is a notice on the page, never content."""

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, sql
from tests.web import case_fields as fill
from tests.web.conftest import Browser, browser_of

MARKUP = '<script>alert("하늘")</script> {{7*7}}'
PAGES = ("", "/intake", "/choice", "/sessions/1", "/outcome", "/close", "/reopen")


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def damage(center: Center, kind: str) -> None:
    """Somebody who can write into the database puts another body under a document."""
    sql(
        center, "UPDATE documents SET body = :body WHERE kind = :kind", body=b"\x01" * 80, kind=kind
    )


def test_a_damaged_sheet_is_a_notice_and_the_others_open(center: Center):
    case_id = care.ready(center)
    damage(center, "intake")
    damage(center, "result:inner_self")
    eunjeong = browser_of(center).sign_in("eunjeong")
    page = eunjeong.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert page.text.count("이 기록은 손상되어 열 수 없어요") == 2
    assert "수면 문제" not in page.text
    assert "나아짐" in page.text
    assert actions(center, 3) == ["record_damaged", "record_damaged", "case_opened"]


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("intake", "/intake"),
        ("choice", "/choice"),
        ("result:inner_self", "/assessments/inner_self"),
        ("outcome", "/outcome"),
        ("application", "/choice"),
        ("application", "/assessments/inner_self"),
        ("closing", "/close"),
    ],
)
def test_a_form_over_a_damaged_sheet_opens_empty(eunjeong, center, kind, form):
    case_id = care.active(center)
    care.do_results(center, case_id)
    eunjeong.send(f"/cases/{case_id}/outcome", fill.outcome())
    eunjeong.send(f"/cases/{case_id}/close", {"how": "drop_out", "reason": "unreachable"})
    eunjeong.send(f"/cases/{case_id}/reopen", {"reason": "다시 연락됨"})
    damage(center, kind)
    page = eunjeong.get(f"/cases/{case_id}{form}")
    assert page.status_code == 200
    assert eunjeong.get(f"/cases/{case_id}").status_code == 200
    if kind not in {"application", "closing"}:
        assert "저장된 기록이 손상되어 열 수 없어요" in page.text


def test_new_words_can_be_saved_over_a_damaged_sheet(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    eunjeong.send(f"/cases/{case_id}/outcome", fill.outcome())
    for kind in ("intake", "outcome"):
        damage(center, kind)
    path = f"/cases/{case_id}"
    assert eunjeong.send(f"{path}/intake", fill.intake()).status_code == 303
    assert eunjeong.send(f"{path}/outcome", fill.outcome(summary="새로 적음")).status_code == 303
    page = eunjeong.get(path).text
    assert "새로 적음" in page
    assert "손상되어" not in page


def test_a_damaged_application_leaves_the_case_usable(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    damage(center, "application")
    page = eunjeong.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert "이름을 열 수 없어요" in page.text
    assert "수면 문제" in page.text


def test_a_damaged_card_is_a_line_without_a_name(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    damage(center, "card")
    page = eunjeong.get("/cases/").text
    assert f'href="/cases/{case_id}"' in page
    assert "열리지 않는 기록" in page
    assert "김하늘" not in page
