"""Who opened this record: those who may read a case see who else was there."""

import re

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.web.conftest import Browser, browser_of

WHERE = {"seoyeon": "/applications/{}", "eunjeong": "/cases/{}", "hyewon": "/team/{}"}


def visits(page: str) -> list[tuple[str, str]]:
    """What was done, and by whom."""
    rows = page.partition('<ul class="rows">')[2] if "<h1>이 기록" in page else (
        page.partition('id="visits"')[2]
    )  # fmt: skip
    found = re.findall(r"<strong>([^<]+)</strong></p>\s*<p class=\"meta\">([^·]+)&nbsp;·", rows)
    return [(what, who) for what, who in found]


def looks(center: Center, path: str) -> None:
    """Everybody who may opens the case once."""
    for who, page in WHERE.items():
        answer = browser_of(center).sign_in(who).get(page.format(path))
        assert answer.status_code == 200, who


def test_each_sees_who_was_at_what_they_read(center: Center):
    case_id = care.active(center)
    looks(center, str(case_id))
    desk = visits(browser_of(center).sign_in("seoyeon").get(f"/applications/{case_id}").text)
    assert desk == [
        ("신청서를 열어 봤어요", "박서연, 접수 담당"),
        ("신청서를 열어 봤어요", "박서연, 접수 담당"),
        ("상담사를 배정했어요", "박서연, 접수 담당"),
        ("선정했어요", "박서연, 접수 담당"),
        ("신청이 들어왔어요", "로그인하지 않은 분"),
    ]
    team = visits(browser_of(center).sign_in("hyewon").get(f"/team/{case_id}").text)
    assert team == [
        ("사례를 열어 봤어요", "강혜원, 수퍼바이저"),
        ("사례를 열어 봤어요", "강혜원, 수퍼바이저"),
        ("사례를 열어 봤어요", "최은정, 상담사"),
        ("검사 선택을 저장했어요", "최은정, 상담사"),
        ("초기면접 기록을 저장했어요", "최은정, 상담사"),
    ]
    eunjeong = browser_of(center).sign_in("eunjeong")
    assert len(visits(eunjeong.get(f"/cases/{case_id}").text)) == 10  # the last ones
    own = visits(eunjeong.get(f"/cases/{case_id}/trail").text)
    assert len(own) == len(desk) + len(team) + 1
    assert set(own) == {*desk, *team}


@pytest.mark.parametrize("who", sorted(WHERE))
def test_a_page_of_its_own_goes_on(center: Center, who: str):
    case_id = care.active(center)
    browser, page = browser_of(center).sign_in(who), WHERE[who].format(case_id)
    for _ in range(55):
        browser.get(page)
    shown = browser.get(page).text
    assert len(visits(shown)) == 10
    assert f'href="{page}/trail"' in shown
    first = browser.get(f"{page}/trail").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = browser.get(following[1]).text
    assert len(visits(first)) == 50
    assert 6 < len(visits(second)) < 20
    assert 'rel="next"' not in second
    assert "처음으로" in second
    assert f'class="back" href="{page}"' in second


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "%00"])
def test_a_bad_place_begins_with_the_newest(center: Center, before: str):
    case_id = care.active(center)
    browser: Browser = browser_of(center).sign_in("eunjeong")
    answer = browser.get(f"/cases/{case_id}/trail?before={before}")
    assert answer.status_code == 200
    assert visits(answer.text)
    nothing = browser.get(f"/cases/{case_id}/trail?before=1").text
    assert "더 남은 기록이 없어요" in nothing


def test_the_case_of_somebody_else(center: Center):
    case_id = care.active(center)
    for who, path in (
        ("minsu", f"/cases/{case_id}/trail"),
        ("sehun", f"/team/{case_id}/trail"),
        ("yujin", f"/cases/{case_id}/trail"),
        ("taekyung", f"/applications/{case_id}/trail"),
        ("eunjeong", f"/applications/{case_id}/trail"),
    ):
        assert browser_of(center).sign_in(who).get(path).status_code == 404, who


def test_a_page_of_visits_names_no_client(center: Center):
    case_id = care.active(center)
    for who, page in WHERE.items():
        text = browser_of(center).sign_in(who).get(f"{page.format(case_id)}/trail").text
        assert "김하늘" not in text
        assert "이 기록을 연 사람" in text
