"""The report with its figures, and the main pages as a device in its dark scheme shows them."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.test_pages import Scheme, look, looker, sign_in, window
from tests.e2e.test_staffing_pages import enter
from tests.factories import care
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tracker.domain.anonymity import NEEDS
from tracker.services import intake, reports

pytestmark = pytest.mark.browser
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def two_months(center: Center) -> None:
    """40 people apply in September and 12 in October; both months are over and frozen."""
    now = center.clock.now
    for month, people in ((9, 40), (10, 12)):
        center.clock.now = datetime(2026, month, 10, 3, 0, tzinfo=UTC)
        cases = [center.apply().case_id for _ in range(people)]
        with center.as_("seoyeon") as work:
            for case_id in cases[: people // 2]:
                intake.accept(work, case_id)
    center.clock.now = now
    with center.as_("seoyeon") as work:
        assert reports.freeze_due(work) == 2


@schemes
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_report_with_figures(
    chromium: Browser, live: LiveSite, small_center: Center, language: str, scheme: Scheme
):
    see = looker(language)
    two_months(small_center)
    with window(chromium, live, language, scheme) as page:
        sign_in(page, small_center, live, "jihyun")
        see(page, "/report/")
        assert page.locator("tbody tr").count() == len(NEEDS)
        assert page.locator(".bar-hidden").count() > 1  # few people are hatched
        page.select_option("[name=month]", "2026-09")
        page.locator("form.filters button").click()
        page.wait_for_url("**month=2026-09")
        see(page)


def test_the_public_pages_in_the_dark(chromium: Browser, live: LiveSite, small_center: Center):
    with window(chromium, live, "ko", "dark") as page:
        for path in ("/", "/privacy", "/status", "/sign-in", "/apply/consent"):
            look(page, path)
        page.locator("main form .actions button").first.click()
        look(page)  # refused, with sentences


def test_the_pages_of_staff_in_the_dark(chromium: Browser, live: LiveSite, small_center: Center):
    """One page of each kind for each role: lists, a record, a form, badges, notices, codes."""
    submitted = small_center.apply(name="이바다").case_id
    case = care.active(small_center)
    done = care.completed(small_center)
    person = f"/people/{small_center.staff['minsu'].account_id}"
    pages = {
        "seoyeon": ("/applications/", f"/applications/{submitted}", "/rounds/", "/search"),
        "eunjeong": ("/cases/", f"/cases/{case}", f"/cases/{case}/intake", f"/cases/{done}"),
        "hyewon": ("/team/", f"/team/{case}", "/keys/"),
        "taekyung": ("/people/", "/people/groups", person, f"{person}/leave"),
        "yujin": ("/audit/", "/audit/verify", "/erasures/"),
    }
    with window(chromium, live, "ko", "dark") as page:
        for username, paths in pages.items():
            enter(page.context, small_center, live, username)
            for path in paths:
                look(page, path)
        enter(page.context, small_center, live, "eunjeong")
        shown_once(page)


def shown_once(page: Page) -> None:
    """The picture for an app is dark on light in every scheme, or no phone reads it."""
    page.goto("/account/second-factor")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    look(page)
    assert page.locator("main svg").count() == 1
