"""Applicants of 15 to 18, and the very young: nobody is refused for their age but under 14."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.factories.applying import fields_of
from tests.factories.center import Center, answers
from tests.factories.pages import SeenPage
from tests.web.applying import fill, receipt_on, seen
from tests.web.conftest import Browser, browser_of
from tracker.domain.papers import APPLICATION
from tracker.services.site import Site
from tracker.store import cases

YOUNG = "2009-03-02"  # 17 on 22 November 2026
ABOUT = "/apply/about"


@pytest.fixture
def asking(center: Center, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The same center with another policy."""
    settings = replace(center.site.settings, guardian_contact=request.param)
    site = Site(settings, center.clock)
    yield browser_of(replace(center, site=site))
    site.close()


def about(**changes: str) -> dict[str, str]:
    extra = {name: value for name, value in changes.items() if name == "guardian_phone"}
    return {**fields_of(ABOUT, answers(**changes)), **extra}


def guardian_of(browser: Browser) -> str:
    fill(browser, "/apply/choices")
    browser.send("/apply/check")
    number, _ = receipt_on(browser.get("/apply/done").text)
    with browser.center.site.reading() as db:
        found = cases.by_receipt(db, number)
    assert found is not None
    with browser.center.as_("seoyeon") as work:
        return work.must(found.id, APPLICATION).form.guardian_phone


def test_a_seventeen_year_old_applies_like_everybody(center: Center):
    browser = browser_of(center)
    fill(browser, "/apply/consent")
    assert "보호자" not in seen(browser, ABOUT).words
    assert browser.send(ABOUT, about(birth_date=YOUNG)).location == "/apply/choices"
    assert guardian_of(browser) == ""


@pytest.mark.parametrize("asking", ["required"], indirect=True)
def test_where_the_center_asks_for_a_guardian(asking: Browser):
    fill(asking, "/apply/consent")
    assert "보호자 휴대전화 번호" in seen(asking, ABOUT).words
    for wrong in ("", "02-123-4567", "엄마"):
        answer = asking.send(ABOUT, about(birth_date=YOUNG, guardian_phone=wrong))
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        assert "보호자의 휴대전화 번호를" in page.words
        assert page.held("guardian_phone") == [wrong]
        assert page.held("name") == ["김하늘"]
    good = about(birth_date=YOUNG, guardian_phone="010 9876 5432")
    assert asking.send(ABOUT, good).location == "/apply/choices"
    fill(asking, "/apply/choices")
    assert "010-9876-5432" in seen(asking, "/apply/check").words
    assert guardian_of(asking) == "010-9876-5432"


@pytest.mark.parametrize("asking", ["required"], indirect=True)
def test_nobody_older_is_asked_and_what_they_type_is_not_kept(asking: Browser):
    fill(asking, "/apply/consent")
    assert asking.send(ABOUT, about(guardian_phone="010-9876-5432")).location == "/apply/choices"
    assert guardian_of(asking) == ""


@pytest.mark.parametrize("asking", ["optional"], indirect=True)
def test_where_it_is_left_to_them(asking: Browser):
    fill(asking, "/apply/consent")
    assert asking.send(ABOUT, about(birth_date=YOUNG)).location == "/apply/choices"
    assert guardian_of(asking) == ""


def test_under_fourteen_hears_kindly_where_to_turn(center: Center):
    browser = browser_of(center)
    fill(browser, "/apply/consent")
    answer = browser.send(ABOUT, about(birth_date="2013-01-01"))
    assert answer.status_code == 422
    assert "맞다면 센터로 전화해 주세요" in answer.text
