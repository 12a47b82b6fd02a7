"""최은정 adds a passkey in a real browser, signs in with it, proves herself with it, removes it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.factories.accessible import faults
from tests.factories.center import Center
from tests.factories.live import LiveSite
from tracker.vault.codes import totp_code

pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)


class Window:
    """A window at http://localhost, for browsers give no passkey to a number, with a device."""

    def __init__(self, chromium: Browser, live: LiveSite) -> None:
        self.live = live
        self.context = chromium.new_context(base_url=f"http://localhost:{live.port}")
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._hear)
        self.device: CDPSession = self.context.new_cdp_session(self.page)
        self.device.send("WebAuthn.enable")
        self.plug_in()

    def _hear(self, said: Any) -> None:
        if said.type == "error" and "422" not in said.text:
            self.problems.append(said.text)

    def plug_in(self) -> None:
        """A device with a fingerprint, like that of a phone."""
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        added = self.device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = {"authenticatorId": added["authenticatorId"]}

    def fingerprint(self, right: bool) -> None:
        """Whether the finger on the device is that of its owner from now on."""
        self.device.send("WebAuthn.setUserVerified", {**self.id, "isUserVerified": right})

    def credentials(self) -> list[Any]:
        found: list[Any] = self.device.send("WebAuthn.getCredentials", self.id)["credentials"]
        return found

    def look(self) -> None:
        """The page at both widths: axe finds nothing, nothing is wider than the window."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            assert not (wrong := faults(self.page)), wrong
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, self.page.url


@pytest.fixture
def window(chromium: Browser, live: LiveSite) -> Iterator[Window]:
    opened = Window(chromium, live)
    yield opened
    opened.context.close()
    assert opened.problems == []


def fill_in(page: Page, center: Center) -> None:
    page.goto("/sign-in")
    page.fill("[name=username]", "eunjeong")
    page.fill("[name=password]", center.staff["eunjeong"].password)


def sign_in_with_app(window: Window, center: Center) -> None:
    fill_in(window.page, center)
    secret = center.staff["eunjeong"].totp_secret
    window.page.fill("[name=code]", totp_code(secret, window.live.now()))
    window.page.get_by_role("button", name="로그인").click()
    window.page.wait_for_url("**/cases/")


def add(window: Window, name: str) -> None:
    page = window.page
    page.goto("/account/passkeys")
    page.get_by_role("link", name="패스키 추가").click()
    page.fill("[name=name]", name)
    page.get_by_role("button", name="패스키 만들기").click()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="패스키로 확인").click()


def test_eunjeong_and_her_passkey(window: Window, small_center: Center):
    page = window.page
    sign_in_with_app(window, small_center)
    page.goto("/account/passkeys")
    window.look()
    add(window, "내 휴대전화")
    page.wait_for_url("**/account/passkeys")
    assert "내 휴대전화" in page.inner_text("main")
    assert len(window.credentials()) == 1
    assert window.credentials()[0]["isResidentCredential"]
    assert window.credentials()[0]["rpId"] == "localhost"
    window.look()

    add(window, "내 휴대전화, 또")  # the device has one already
    expect(page.get_by_role("status").last).to_contain_text("이미 등록한 패스키")
    window.look()
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/")

    fill_in(page, small_center)
    window.look()
    confirm(page)
    page.wait_for_url("**/cases/")
    page.goto("/account/passkeys")
    assert "아직 쓰지 않았어요" not in page.inner_text("main")

    page.goto("/prove?next=/account/passkeys")
    window.look()
    confirm(page)
    page.wait_for_url("**/account/passkeys")

    page.get_by_role("link", name="지우기").click()
    window.look()
    page.get_by_role("button", name="지우기").click()
    page.wait_for_url("**/account/passkeys")
    assert "아직 등록한 패스키가 없어요" in page.inner_text("main")
    page.get_by_role("button", name="로그아웃").click()
    fill_in(page, small_center)  # the device still has it, the account has not
    confirm(page)
    expect(page.get_by_role("alert")).to_contain_text("패스키를 다시 확인해 주세요")
    assert page.input_value("[name=passkey]") == ""


def test_a_wrong_finger_hears_what_a_wrong_code_hears(window: Window, small_center: Center):
    page = window.page
    sign_in_with_app(window, small_center)
    add(window, "내 휴대전화")
    page.wait_for_url("**/account/passkeys")
    page.get_by_role("button", name="로그아웃").click()

    window.device.send("WebAuthn.removeVirtualAuthenticator", window.id)
    window.plug_in()  # another phone, which has no passkey
    fill_in(page, small_center)
    confirm(page)
    wrong = (
        "아이디, 비밀번호, 인증 번호나 패스키를 다시 확인해 주세요. 인증 번호는 30초마다 바뀌어요."
    )
    said = page.locator("[data-passkey] [role=status]")
    expect(said).to_have_text(wrong)
    window.look()
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    page.fill("[name=password]", "")
    confirm(page)  # nothing is asked before name and password are there
    # A window in the background has no focus of its own, but knows where it would be.
    # What waits inside the page would need `eval`, which the policy forbids.
    focused = ""
    for _ in range(100):
        focused = page.evaluate("document.activeElement.name")
        if focused == "password":
            break
        page.wait_for_timeout(50)
    assert focused == "password"


def test_enter_and_the_keyboard(window: Window, small_center: Center):
    """The form of a new passkey waits for the device, whichever way it is sent."""
    page = window.page
    sign_in_with_app(window, small_center)
    page.goto("/account/passkeys/add")
    page.locator("[name=name]").focus()
    page.keyboard.press("Enter")  # without a name the device is not even asked
    expect(page.get_by_role("alert")).to_contain_text("이름을 적어 주세요")
    assert window.credentials() == []
    page.fill("[name=name]", "보안 키")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/passkeys")
    assert "보안 키" in page.inner_text("main")
    page.get_by_role("button", name="로그아웃").click()
    fill_in(page, small_center)
    page.get_by_role("button", name="로그인").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**/cases/")


def test_at_a_number_it_is_said_where_passkeys_work(
    page: Page, small_center: Center, live: LiveSite
):
    fill_in(page, small_center)
    assert page.get_by_role("button", name="패스키로 확인").count() == 0
    who = small_center.staff["eunjeong"]
    page.fill("[name=code]", totp_code(who.totp_secret, live.now()))
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/cases/")
    page.goto("/account/passkeys")
    link = page.get_by_role("link", name="http://localhost")
    assert link.get_attribute("href") == f"http://localhost:{live.port}/account/passkeys"
