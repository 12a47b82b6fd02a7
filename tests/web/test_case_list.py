"""최은정 looks at the list of her cases."""

import re

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.web.case_fields import main_of
from tests.web.conftest import Browser, browser_of
from tracker.services import desk
from tracker.store.lists import PAGE

MARKUP = '<script>alert("하늘")</script> {{7*7}}'
PAGES = ("", "/intake", "/choice", "/sessions/1", "/outcome", "/close", "/reopen")


@pytest.fixture(autouse=True)
def fresh_counts():
    """The numbers on the tabs are kept for ten seconds, and every test has its own center."""
    desk._cache.clear()


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def test_the_list_shows_own_cases_and_what_comes_next(center: Center):
    mine, other = center.assigned(), center.assigned("minsu", name="이바다")
    done = care.completed(center)
    page = browser_of(center).sign_in("eunjeong").get("/cases/").text
    assert "김하늘" in page
    assert f'href="/cases/{mine}"' in page
    assert "초기면접과 검사 고르기" in page
    assert "이바다" not in page
    assert str(other) not in page
    assert str(done) not in page
    ended = browser_of(center).sign_in("eunjeong").get("/cases/?tab=ended").text
    assert f'href="/cases/{done}"' in ended
    assert "5/5" in ended
    assert "3/3" in ended


def test_the_tabs_count(eunjeong: Browser, center: Center):
    center.assigned()
    care.completed(center)
    page = main_of(eunjeong.get("/cases/").text)
    assert re.findall(r'class="count">(\d+)<', page) == ["1", "1"]


def test_the_list_says_how_long_ago_something_changed(eunjeong: Browser, center: Center):
    center.assigned()
    center.clock.forward(days=3)
    assert "3일 전" in main_of(browser_of(center).sign_in("eunjeong").get("/cases/").text)


@pytest.mark.parametrize(("days", "words"), [(1, "1 day ago"), (2, "2 days ago")])
def test_english_counts_days_as_english_does(center: Center, days: int, words: str):
    center.assigned()
    center.clock.forward(days=days)
    browser = browser_of(center).sign_in("eunjeong")
    browser.set_cookie("lang", "en", domain="localhost")
    assert words in main_of(browser.get("/cases/").text)


def test_empty_lists_say_what_will_appear(eunjeong: Browser):
    assert "맡은 사례가 아직 없어요" in eunjeong.get("/cases/").text
    assert "마친 사례가 아직 없어요" in eunjeong.get("/cases/?tab=ended").text


def test_sixty_cases_are_two_pages(eunjeong: Browser, center: Center):
    ids = {str(center.assigned(phone=f"010-1000-{n:04d}")) for n in range(52)}
    first = eunjeong.get("/cases/").text
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link is not None
    second = eunjeong.get(link[1].replace("&amp;", "&")).text
    on_first = set(re.findall(r'data-row href="/cases/([^"]+)"', first))
    on_second = set(re.findall(r'data-row href="/cases/([^"]+)"', second))
    assert len(on_first) == PAGE
    assert on_first | on_second == ids
    assert not on_first & on_second
    assert "처음으로" in second


@pytest.mark.parametrize(
    "place", ["x", "2026-01-01_zz", "9999-12-31T23:59:59-12:00_0", "_", "\ud800"]
)
def test_a_place_that_is_none_begins_at_the_start(eunjeong: Browser, center, place):
    center.assigned()
    page = eunjeong.get(
        "/cases/", query_string={"after": place.encode("utf-8", "replace"), "tab": "?"}
    )
    assert page.status_code == 200
    assert "김하늘" in page.text
