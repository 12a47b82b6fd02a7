"""서유진 asks the screen: what is typed stays, what cannot be asked is told kindly."""

import re

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, length
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def yujin(center: Center) -> Browser:
    return browser_of(center).sign_in("yujin")


def acts(page: str) -> list[str]:
    """What was done, row by row."""
    return [" ".join(one.split()) for one in re.findall(r'<th scope="row">([^<]+)', page)]


def test_a_question_stands_in_the_form_and_in_the_rows(yujin: Browser, center: Center):
    care.active(center)
    who = center.staff["seoyeon"].account_id.hex
    asked = {"person": who, "act": "desk", "object": "26-00001", "since": "2026-11-22"}
    answer = yujin.get("/audit/", query_string={**asked, "until": "2026-11-22"})
    page = SeenPage(answer.text)
    assert acts(answer.text) == ["상담사를 배정했어요", "선정했어요"]
    for name, value in asked.items():
        assert page.held(name) == [value]
    assert "박서연 (접수 담당)" in answer.text


def test_everybody_can_be_asked_for(yujin: Browser, center: Center):
    offered = SeenPage(yujin.get("/audit/").text).offered("person")
    ids = {one.account_id.hex for one in center.staff.values()}
    assert set(offered) == {"", *ids, "visitor", "applicant", "program"}


def test_paging_keeps_the_question(yujin: Browser, center: Center):
    for _ in range(103):
        center.apply()
    first = yujin.get("/audit/?person=visitor&act=application_submitted&since=2026-11-22").text
    path = re.search(r'rel="next" href="([^"]+)"', first)
    assert path is not None
    second = yujin.get(path[1].replace("&amp;", "&")).text
    assert len(acts(first)) == 100
    assert acts(second) == ["신청이 들어왔어요"] * 3
    assert SeenPage(second).held("person") == ["visitor"]
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("object", "김하늘", "이름으로는 찾지 않아요"),
        ("object", "26-99999", "그 번호의 사례를 찾지 못했어요"),
        ("object", "9999-9999", "그 번호의 사례를 찾지 못했어요"),
        ("since", "어제", "2026-11-22처럼"),
        ("until", "2026-02-30", "달력에 없는 날"),
        ("until", "2026-11-01", "끝나는 날이 시작하는 날보다 빨라요"),
        ("person", "nobody", "목록에 있는 것 가운데"),
        ("act", "everything", "목록에 있는 것 가운데"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field(
    yujin: Browser, center: Center, field: str, value: str, told: str
):
    before = length(center)
    asked = {"object": "26-00001", "since": "2026-11-20", "until": "2026-11-22", field: value}
    answer = yujin.get("/audit/", query_string=asked)
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert told in page.beside(field)
    for name in ("object", "since", "until"):
        assert page.held(name) == [asked[name]]
    assert acts(answer.text) == []
    assert length(center) == before  # nothing was read


def test_nothing_that_fits(yujin: Browser, center: Center):
    center.accepted()
    page = yujin.get("/audit/?object=26-00001&since=2026-12-01").text
    assert "조건에 맞는 기록이 없어요" in page
    assert "조건 지우기" in page
    assert actions(center) == ["audit_read"]


def test_a_search_is_told_by_its_kinds(yujin: Browser, center: Center):
    center.accepted()
    yujin.get("/audit/?object=26-00001&person=visitor")
    row = yujin.get("/audit/?act=audit_read").text
    assert "사람 · 기록 · 1건" in row


def test_a_result_says_which_test_and_a_session_which_number(yujin: Browser, center: Center):
    care.completed(center)
    page = yujin.get("/audit/?act=care").text
    assert '검사 결과를 저장했어요 <span class="meta">다면적 인성검사</span>' in page
    assert '상담 기록을 저장했어요 <span class="meta">3회기</span>' in page
    assert "상담 기록에 검사 결과 (다면적 인성검사) 1판 저장" in page
    assert "신청하신 분에게 보이는 기록에 신청하신 분의 화면 1판 저장" in page


def test_to_the_export_with_the_same_question(yujin: Browser, center: Center):
    center.accepted()
    page = yujin.get("/audit/?object=26-00001&act=desk").text
    path = re.search(r'href="(/audit/export[^"]+)"', page)
    assert path is not None
    form = yujin.get(path[1].replace("&amp;", "&"))
    assert SeenPage(form.text).held("object") == ["26-00001"]
    assert "신청과 접수 모두" in form.text
    assert browser_of(center).get("/audit/export").status_code == 303
