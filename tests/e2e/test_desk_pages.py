"""Assigning many at once, giving a case back, and a lost code, as a browser shows them."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.test_pages import looker, onward, window
from tests.e2e.test_staffing_pages import enter
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tracker.services import intake

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["ko", "en"])
def test_from_profile_to_new_code(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    paper = small_center.apply(locked=True, counselor_gender="female", days="saturday")
    with small_center.as_("seoyeon") as work:
        intake.accept(work, paper.case_id)
    small_center.accepted(name="이바다", counselor_gender="male")
    with window(chromium, live, language) as page:
        counselor_says(page, small_center, live, see)
        enter(page.context, small_center, live, "seoyeon")
        see(page, "/applications/?tab=accepted")
        page.locator("main form .button").last.click()
        page.wait_for_load_state()
        see(page)  # nothing was ticked
        page.click("[data-act=tick]")
        page.locator("main form .button").last.click()
        page.wait_for_load_state()
        see(page)  # the review
        for select in page.locator("select[name=counselors]").all():
            select.select_option(small_center.staff["eunjeong"].account_id.hex)
        onward(page)
        see(page)  # more than there is room for
        page.check("[name=over]")
        onward(page)
        gives_back(page, small_center, live, see, f"/cases/{paper.case_id}")
        enter(page.context, small_center, live, "seoyeon")
        see(page, "/applications/?tab=accepted")
        see(page, f"/applications/{paper.case_id}")
        see(page, f"/applications/{paper.case_id}/assign")
        see(page, "/applications/counselors")
        calls(page, see, paper.number, f"/applications/{paper.case_id}/receipt")


def counselor_says(page: Page, center: Center, live: LiveSite, see) -> None:
    enter(page.context, center, live, "eunjeong")
    see(page, "/cases/")
    see(page, "/account/profile")
    page.fill("[name=openings]", "1")
    for name, value in (("gender", "female"), ("days", "saturday"), ("languages", "ko")):
        page.check(f"[name={name}][value={value}]")
    onward(page)
    see(page)


def gives_back(page: Page, center: Center, live: LiveSite, see, case: str) -> None:
    enter(page.context, center, live, "eunjeong")
    see(page, case)
    see(page, f"{case}/return")
    onward(page)
    see(page)  # no reason
    page.check("[name=reason][value=schedule]")
    page.fill("[name=note]", "토요일은 어려워요")
    onward(page)
    see(page)


def calls(page: Page, see, number: str, path: str) -> None:
    see(page, path)
    onward(page)
    see(page)  # nothing was asked
    for box in page.locator("[name=asked]").all():
        box.check()
    onward(page)
    see(page)  # to be read out
    code = page.locator(".receipt .secret").inner_text()
    page.context.clear_cookies(name="session")
    page.goto("/status")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    see(page)  # the new code
    onward(page)
    see(page)
