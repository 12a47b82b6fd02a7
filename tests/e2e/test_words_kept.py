"""Words that stand in an open form, as a browser takes them along."""

import pytest
from playwright.sync_api import Page

from tests.factories.applying import fields_of
from tests.factories.center import answers

pytestmark = pytest.mark.browser
CONSENTS = ("consent_general", "consent_sensitive", "consent_verify", "notice_counseling")


def begin(page: Page) -> None:
    """김하늘 has agreed, and begins to write who she is."""
    page.goto("/apply/consent")
    for name in CONSENTS:
        page.check(f"[name={name}]")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/apply/about")
    typed = fields_of("/apply/about", answers())
    for name in ("name", "phone"):
        page.fill(f"[name={name}]", str(typed[name]))


def test_another_language_keeps_what_is_half_typed(page: Page):
    begin(page)
    page.locator("form[data-language] button").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.input_value("[name=name]") == "김하늘"
    assert page.input_value("[name=phone]") == "010-7777-1234"


def test_a_phone_that_puts_the_page_away_costs_no_words(page: Page):
    page.on("dialog", lambda asked: asked.accept())
    begin(page)
    page.goto("about:blank")
    come_back(page)
    assert page.input_value("[name=name]") == "김하늘"
    assert page.input_value("[name=phone]") == "010-7777-1234"


def come_back(page: Page) -> None:
    """Open the page anew: nobody waits for the answer to what was sent while it was put away."""
    for _ in range(50):
        page.goto("/apply/about")
        if page.input_value("[name=name]"):
            return
        page.wait_for_timeout(100)


def test_who_leaves_in_a_hurry_leaves_no_words_behind(page: Page):
    page.on("dialog", lambda asked: asked.accept())
    page.add_init_script("navigator.sendBeacon = (to) => sessionStorage.setItem('sent', to)")
    page.route("https://www.naver.com/", lambda route: route.fulfill(body=""))
    begin(page)
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.naver.com/")
    page.goto("/apply/about")
    assert page.evaluate("sessionStorage.getItem('sent')") is None
    page.fill("[name=name]", "김하늘")
    page.goto("about:blank")
    page.goto("/apply/about")
    assert page.evaluate("sessionStorage.getItem('sent')") == "/keep"


def test_another_language_keeps_what_was_refused_and_what_came_back(page: Page):
    begin(page)
    page.fill("[name=phone]", "010-1")
    page.locator("main form .button").first.click()
    page.wait_for_selector(".error-summary")
    for language in ("en", "ko"):
        page.locator("form[data-language] button").click()
        page.wait_for_selector(f"html[lang={language}]")
        assert page.input_value("[name=phone]") == "010-1"
    page.reload()
    assert page.input_value("[name=name]") == "김하늘"


def test_another_language_keeps_ticks(page: Page):
    page.goto("/apply/consent")
    page.check(f"[name={CONSENTS[0]}]")
    page.locator("form[data-language] button").click()
    page.wait_for_selector("html[lang=en]")
    assert page.is_checked(f"[name={CONSENTS[0]}]")
    assert not page.is_checked(f"[name={CONSENTS[1]}]")


def test_two_windows_cannot_send_what_nobody_read(page: Page):
    begin(page)
    typed = fields_of("/apply/about", answers())
    page.fill("[name=birth_date]", str(typed["birth_date"]))
    page.select_option("[name=district]", str(typed["district"]))
    page.fill("[name=account_opened]", str(typed["account_opened"]))
    page.check(f"[name=account_status][value={typed['account_status']}]")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/apply/choices")
    chosen = fields_of("/apply/choices", answers())
    for kind in chosen["choice"]:
        page.check(f"[name=choice][value={kind}]")
    for name in ("meeting", "days", "counselor_gender"):
        page.check(f"[name={name}][value={chosen[name]}]")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/apply/check")
    other = page.context.new_page()
    other.goto("/apply/about")
    other.fill("[name=name]", "김바다")
    other.locator("main form .button").first.click()
    other.wait_for_url("**/apply/check")
    page.locator("main form:has([name=seen]) .button").click()
    page.wait_for_load_state()
    assert "다른 창에서 바뀐 내용이 있어요" in page.inner_text("main")
    assert "김바다" in page.inner_text("main")
    page.locator("main form:has([name=seen]) .button").click()
    page.wait_for_url("**/apply/done")
