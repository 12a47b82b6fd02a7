"""After signing out the browser's own Back shows nothing of what was read before."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.test_pages import sign_in, speak
from tests.factories import care
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tests.factories.look import sql

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def remembering(chrome: Callable[..., Browser]) -> Iterator[Browser]:
    """Chromium as people have it: it keeps whole pages for Back, which Playwright turns off."""
    browser = chrome(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture
def window(remembering: Browser, live: LiveSite) -> Iterator[Page]:
    context = remembering.new_context(base_url=live.url)
    speak("ko", context, live)
    yield context.new_page()
    context.close()


def seen_going_back(page: Page, steps: int) -> str:
    """All that stands on the screen and in the title on the way back, page by page."""
    found = ""
    for _ in range(steps):
        page.go_back()
        page.wait_for_load_state()
        found += page.content() + page.title()
    return found


def test_h65_back_after_sign_out_shows_nothing_of_a_case(
    window: Page, live: LiveSite, small_center: Center
):
    case_id = care.active(small_center)
    number = str(sql(small_center, "SELECT number FROM cases")[0][0])
    sign_in(window, small_center, live, "eunjeong")
    window.goto(f"/cases/{case_id}")
    seen = window.content()
    assert all(words in seen for words in ("김하늘", number, "010-7777-1234"))
    window.locator("form[action='/sign-out'] button").first.click()
    window.wait_for_url(f"{live.url}/")
    seen = seen_going_back(window, 2)
    assert not [words for words in ("김하늘", number, "7777-1234", "최은정") if words in seen]
    assert "/sign-in" in window.url


def test_h65_back_after_closing_my_status_shows_nothing(
    window: Page, live: LiveSite, small_center: Center
):
    paper = small_center.apply(locked=True)
    window.goto("/status")
    window.fill("[name=number]", paper.number)
    window.fill("[name=code]", paper.code)
    window.locator("main form button").click()
    window.wait_for_url("**/status/mine")
    assert paper.number in window.content()
    window.goto("/status/copy")
    assert "김하늘" in window.content()
    window.goto("/status/mine")
    window.locator("form[action='/status/sign-out'] button").first.click()
    window.wait_for_url(f"{live.url}/")
    seen = seen_going_back(window, 4)
    assert not [
        words for words in ("김하늘", paper.number, paper.code, "7777-1234") if words in seen
    ]


def test_back_after_a_quick_exit_leaves_again(window: Page, live: LiveSite):
    """The neutral page is one of this machine here: no test may need another host."""
    for path in ("/", "/privacy", "/apply/consent"):
        window.goto(path)
    neutral = f"{live.url}/static/icon.svg"
    exits = "document.querySelector('[data-exit]').dataset.exit"
    window.evaluate(f"{exits} = '{neutral}'")
    window.locator("[data-exit]").click()
    window.wait_for_url(neutral)
    for _ in range(2):
        window.go_back(wait_until="commit")
        window.wait_for_url(neutral)
        assert window.title() == ""
    window.goto("/")  # whoever types the address comes in again
    window.wait_for_selector("h1")
    window.goto("/privacy")
    window.go_back(wait_until="commit")
    window.wait_for_selector("h1")
    assert window.url == f"{live.url}/"
