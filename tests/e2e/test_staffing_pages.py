"""The pages on which colleagues come, leave, hand over and get keys, as a browser shows them."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.test_pages import looker, onward, sign_in, window
from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tracker.domain.access import Role
from tracker.services import handing_over, leaving, restoring
from tracker.services.sessions import SessionKind

pytestmark = pytest.mark.browser
both_languages = pytest.mark.parametrize("language", ["ko", "en"])


def id_of(center: Center, username: str):
    return center.staff[username].account_id


def enter(context: BrowserContext, center: Center, live: LiveSite, username: str) -> None:
    """A session as sign-in makes it, with a proof of just now."""
    who, now = center.staff[username], live.now()
    data = {"_user_id": who.account_id.hex, "_fresh": True, "_proved": now.isoformat()}
    made = center.site.book.start(SessionKind.STAFF, now, data, who.account_id, who.holders)
    context.add_cookies([{"name": "session", "value": made.token, "url": live.url}])


@both_languages
def test_the_pages_of_an_admin(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    staffing.invite(small_center, "nari", Role.MANAGER)
    care.active(small_center)
    person = f"/people/{id_of(small_center, 'eunjeong')}"
    with window(chromium, live, language) as page:
        sign_in(page, small_center, live, "taekyung")
        for path in ("/people/", "/people/?state=invited", "/people/groups", person):
            see(page, path)
        for act in ("/factor", "/link/revoke", "/link", "/leave"):
            see(page, person + act)
        onward(page)
        see(page)  # how has to be said
        page.check("[name=how][value=away]")
        onward(page)
        see(page)  # what happened, and what to do next
        see(page, person + "/back")
        see(page, f"/people/{id_of(small_center, 'seoyeon')}/leave")  # the last of a group
        page.goto(f"/people/{id_of(small_center, 'minsu')}/link")
        onward(page)
        see(page)  # shown once


@both_languages
def test_the_pages_of_handing_over_and_of_keys(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    ids = [care.active(small_center) for _ in range(3)]
    with window(chromium, live, language) as page:
        enter(page.context, small_center, live, "hyewon")
        for path in ("/handover/", "/keys/", "/people/waiting", "/people/team-members"):
            see(page, path)
        see(page, f"/handover/{id_of(small_center, 'minsu')}")  # nothing to hand over
        see(page, "/keys/groups/staff/rotate")
        see(page, "/keys/records")  # nothing to do
        see(page, f"/keys/cases/{ids[0]}")
        see(page, f"/people/{id_of(small_center, 'eunjeong')}/leave")
        page.check("[name=how][value=for_good]")
        page.check("[name=distrust]")
        onward(page)
        see(page)
        for path in ("/handover/", "/keys/", "/keys/records?of=9&now=stuck"):
            see(page, path)
        see(page, f"/handover/{id_of(small_center, 'eunjeong')}")
        onward(page)
        see(page)  # nothing was picked
        page.check("[name=everything]")
        page.select_option("[name=successor]", index=1)
        onward(page)
        see(page)  # offered to 정민수


@both_languages
def test_the_pages_of_a_successor(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    ids = [care.active(small_center) for _ in range(3)]
    with small_center.as_("hyewon") as work:
        handing_over.offer(work, ids, id_of(small_center, "minsu"))
    with window(chromium, live, language) as page:
        enter(page.context, small_center, live, "minsu")
        see(page, "/cases/")
        see(page, "/handover/mine")
        onward(page)
        see(page)  # nothing was picked
        with small_center.as_("seoyeon") as work:
            restoring.restore(work, id_of(small_center, "minsu"))
        see(page, "/handover/mine")
        page.locator("button[value=take_all]").click()
        page.wait_for_load_state()
        see(page)  # nothing waits any more


def to_be_worked_off(center: Center) -> None:
    """Twelve records of the desk wait for a new key: more than one slice."""
    for _ in range(6):
        center.assigned()
    with center.as_("hyewon") as work:
        leaving.leave(work, id_of(center, "eunjeong"), for_good=True, distrust=True)
    staffing.signed_in(center, "seoyeon")


def test_work_in_slices_goes_on_by_itself(chromium: Browser, live: LiveSite, small_center: Center):
    to_be_worked_off(small_center)
    with window(chromium, live, "ko") as page:
        enter(page.context, small_center, live, "seoyeon")
        page.goto("/keys/")
        page.click("button:has-text('새 열쇠 만들기')")
        expect(page.locator("progress")).to_have_attribute("value", "10")
        expect(page.locator("main")).to_contain_text("모두 마쳤어요")


def test_and_without_a_script_with_a_button(
    chromium: Browser, live: LiveSite, small_center: Center
):
    to_be_worked_off(small_center)
    context = chromium.new_context(base_url=live.url, java_script_enabled=False, locale="ko-KR")
    enter(context, small_center, live, "seoyeon")
    page: Page = context.new_page()
    page.goto("/keys/")
    page.click("button:has-text('새 열쇠 만들기')")
    expect(page.locator("progress")).to_have_attribute("value", "10")
    page.click("a:has-text('여기서 멈추기')")  # and another day
    page.click("button:has-text('새 열쇠 만들기')")
    expect(page.locator("main")).to_contain_text("모두 마쳤어요")
    context.close()
