"""박서연 brings a long list in a browser: it is checked by itself, used, and looked into."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_pages import sign_in, window
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tests.factories.rosters import HANEUL, changed, text
from tests.factories.rosters import HEADINGS as HEAD
from tracker.services.roster.desk import SLICE

pytestmark = pytest.mark.browser


def test_a_long_list(chromium: Browser, live: LiveSite, small_center: Center):
    case_id = small_center.apply().case_id
    others = [changed(HANEUL, phone=f"010-1000-{number:04}") for number in range(SLICE)]
    raw = text(["가입자 명단"], HEAD, *others, HANEUL).encode("cp949")
    with window(chromium, live) as page:
        sign_in(page, small_center, live, "seoyeon")
        page.goto("/roster")
        page.set_input_files("[name=file]", {"name": "명단.csv", "mimeType": "", "buffer": raw})
        page.get_by_role("button", name="올리고 살펴보기").click()
        page.get_by_role("button", name="이 명단 쓰기").click()  # waits until all is checked
        expect(page.locator("main")).to_contain_text(f"모두 {SLICE + 1}명이에요")
        page.goto(f"/applications/{case_id}")
        expect(page.locator("#eligibility")).to_contain_text("확인됨")
