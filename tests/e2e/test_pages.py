"""Every page of the journey, at the width of a phone and of a desk, in both languages."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.factories import care, rosters
from tests.factories.accessible import faults
from tests.factories.center import Center, answers
from tests.factories.live import LiveSite
from tracker.domain.program import ConsentKind
from tracker.services import erasure, intake, messages
from tracker.services.sessions import SessionKind
from tracker.vault.codes import totp_code
from tracker.web.pages.own_consents import LETTERS

pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)
Scheme = Literal["light", "dark"]
NEW = "다른 강가의 시끄러운 저녁"
TELLING = re.compile("심리|상담|counsel|psych", re.IGNORECASE)
HANGUL = re.compile("[가-힣]")
# What a person wrote stays as it was written; everything else is in English on English pages.
WRITTEN = "[lang=ko], .text, textarea"
# Names of people, teams and rounds, of the office that runs the program, of the savings account.
NAMES = re.compile(
    "김하늘|이바다|최하람|고나리|강혜원|박서연|서유진|오세훈|윤지호|임지현|정민수|최은정|한태경"
    "|[12]팀|지역자활센터|청년내일저축계좌|첫 모집"
)


@contextmanager
def window(
    chromium: Browser, live: LiveSite, language: str = "ko", scheme: Scheme = "light"
) -> Iterator[Page]:
    """A window whose pages may load nothing from elsewhere and log no error."""
    context = chromium.new_context(base_url=live.url, color_scheme=scheme)
    speak(language, context, live)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("request", lambda sent: problems.append(sent.url) if _foreign(sent.url, live) else None)
    yield page
    refused = [one for one in problems if "422" not in one]
    context.close()
    assert refused == []


def speak(language: str, context: BrowserContext, live: LiveSite) -> None:
    """The language of a window's pages from now on."""
    context.add_cookies([{"name": "lang", "value": language, "url": live.url}])


def see_all(page: Page, live: LiveSite, *paths: str) -> None:
    """Look at pages that nothing is done on, in one language and then in the other."""
    for language in ("ko", "en"):
        speak(language, page.context, live)
        for path in paths:
            looker(language)(page, path)


def _foreign(url: str, live: LiveSite) -> bool:
    return not url.startswith((live.url, "data:", "blob:"))


def look(page: Page, path: str | None = None) -> None:
    """One page at both widths: axe finds nothing, nothing overflows, the title tells nothing."""
    if path is not None:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not (wrong := faults(page)), f"{page.url} at {width}: {wrong}"
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{page.url} is {over} px too wide at {width}"
    assert not TELLING.search(page.title()), page.title()
    assert page.locator("h1").count() == 1, page.url


def in_english(page: Page) -> None:
    """No Korean word is left where the page, not a person, speaks."""
    text = page.evaluate(
        """(written) => {
          const copy = document.querySelector('main').cloneNode(true);
          for (const el of copy.querySelectorAll(written)) el.remove();
          return copy.textContent;
        }""",
        WRITTEN,
    )
    korean = HANGUL.search(NAMES.sub("", text))
    assert not korean, f"{page.url}: {' '.join(text.split())}"
    assert page.locator("html").get_attribute("lang") == "en"


def sign_in(page: Page, center: Center, live: LiveSite, username: str) -> None:
    who = center.staff[username]
    page.goto("/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", who.password)
    page.fill("[name=code]", totp_code(who.totp_secret, live.now()))
    page.locator("main form button").click()
    page.wait_for_load_state()
    assert "/sign-in" not in page.url, page.inner_text("main")


See = Callable[..., None]


def looker(language: str) -> See:
    """Look at a page, and on English ones listen whether any Korean is spoken."""

    def see(page: Page, path: str | None = None) -> None:
        look(page, path)
        if language == "en":
            in_english(page)

    return see


@pytest.fixture(params=["ko", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_way_of_a_young_person(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    with window(chromium, live, language) as page:
        for path in ("/", "/privacy", "/status", "/sign-in", "/apply/consent"):
            see(page, path)
        onward(page)
        see(page)  # every mandatory consent refused, with its sentence
        consents = ("consent_general", "consent_sensitive", "consent_verify", "notice_counseling")
        for name in consents:
            page.check(f"[name={name}]")
        onward(page)
        see(page)
        onward(page)
        see(page)  # everything missing
        fill_about(page)
        onward(page)
        see(page)
        page.check("[name=choice][value=with_counselor]")
        for name in ("meeting", "days", "counselor_gender"):
            page.check(f"[name={name}][value=any]")
        page.fill("[name=reason]", "더는 살고 싶지 않다는 생각이 들어요.")
        onward(page)
        see(page)
        assert page.locator("main a[href='tel:109']").count() >= 1
        onward(page)
        see(page)
        follow(page, see)


def onward(page: Page) -> None:
    """The first button of the step's form."""
    page.locator("main form .actions button").first.click()
    page.wait_for_load_state()


def fill_about(page: Page) -> None:
    form = answers()
    for name in ("name", "birth_date", "phone", "email", "account_opened"):
        page.fill(f"[name={name}]", form[name])
    page.select_option("[name=district]", form["district"])
    page.check("[name=account_status][value=active]")


def follow(page: Page, see: See) -> None:
    """Back with number and code: where it stands, and withdrawing."""
    number, code = page.locator(".receipt dd").all_inner_texts()
    page.context.clear_cookies(name="session")
    page.goto("/status")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.locator("main form button").click()
    page.wait_for_load_state()
    see(page)
    page.fill("[name=message]", "저녁에도 만날 수 있나요? 죽고 싶다는 생각도 들어요.")
    page.locator("#messages form button").click()
    page.wait_for_load_state()
    see(page)
    assert page.locator("main .notice a[href='tel:109']").count() == 1
    promo, sensitive = LETTERS[ConsentKind.PROMO], LETTERS[ConsentKind.SENSITIVE]
    for path in (f"consents/{promo}", f"consents/{sensitive}", "visits", "copy"):
        see(page, f"/status/{path}")
    see(page, "/status/correct/about")
    page.fill("[name=phone]", "010-2222-3333")
    onward(page)
    see(page)
    see(page, "/status/withdraw")
    see(page, "/status/erase")
    page.locator("main form button").first.click()
    page.wait_for_url("**/")
    assert page.locator(".flashes .notice").count() == 1


def test_the_pages_of_the_desk(chromium: Browser, live: LiveSite, small_center: Center):
    submitted = small_center.apply(name="이바다").case_id
    accepted = small_center.accepted()
    waiting = small_center.apply(name="최하람").case_id
    with small_center.as_("seoyeon") as work:
        intake.waitlist(work, waiting)
    asked = small_center.apply(name="고나리").case_id
    with small_center.as_("seoyeon") as work:
        messages.ask(work, asked, "어느 센터에서 통장을 만드셨나요?", "1")
    with small_center.as_applicant(submitted) as work:
        messages.write(work, submitted, "언제쯤 알 수 있을까요?", "1")
    rosters.in_use(small_center, rosters.changed(rosters.HANEUL, name="이바다", office=""))
    rosters.drafted(small_center, rosters.changed(rosters.HANEUL, phone="x", district="y"))
    tabs = ("submitted", "to_answer", "info_requested", "waitlisted", "accepted", "in_care")
    paths = [f"/applications/?tab={tab}" for tab in (*tabs, "ended", "all")]
    own = ("", "/decline", "/eligibility", "/ask", "/message")
    paths += [f"/applications/{submitted}{act}" for act in own]
    paths += [f"/applications/{accepted}/assign", "/roster", "/roster/draft", "/roster/destroy"]
    with window(chromium, live) as page:
        sign_in(page, small_center, live, "seoyeon")
        see_all(page, live, "/search")
        find(page, "ㄱㅎㄴ")
        see_all(page, live, *paths, "/search", "/people/waiting")


def find(page: Page, words: str) -> None:
    """From the inbox to who is found, to the application, and back without a question."""
    page.goto("/applications/")
    page.fill("[name=words]", words)
    page.press("[name=words]", "Enter")
    page.locator("[data-row]").click()
    page.wait_for_url("**/applications/**")
    page.go_back()
    assert page.url.endswith("/search")
    assert page.locator("[data-row]").count() == 1
    page.reload()
    assert page.input_value("[name=words]") == words


def test_the_pages_of_a_case(chromium: Browser, live: LiveSite, small_center: Center):
    new = small_center.assigned(name="이바다")
    begun = care.active(small_center)
    done = care.completed(small_center)
    forms = ["intake", "choice", "sessions/1", "outcome", "close"]
    forms += [f"assessments/{kind}" for kind in care.FIVE]
    paths = ["/cases/", "/cases/?tab=ended"]
    paths += [f"/cases/{case}" for case in (new, begun, done)]
    paths += [f"/cases/{begun}/{form}" for form in forms]
    with window(chromium, live) as page:
        sign_in(page, small_center, live, "eunjeong")
        see_all(page, live, *paths, f"/cases/{done}/reopen")


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("hyewon", ("/team/", "/team/{case}", "/team/{case}/trail", "/people/waiting")),
        ("jihyun", ("/report/",)),
        ("taekyung", ("/people/", "/people/invite", "/people/team")),
        ("yujin", ("/audit/", "/audit/verify", "/audit/export", "/erasures/", "/erasures/{case}")),
    ],
)
def test_the_pages_of_everybody_else(
    chromium: Browser,
    live: LiveSite,
    small_center: Center,
    username: str,
    paths: tuple[str, ...],
):
    case = care.completed(small_center)
    with small_center.as_applicant(case) as work:
        erasure.ask(work, case)
    with window(chromium, live) as page:
        sign_in(page, small_center, live, username)
        see_all(page, live, *(path.format(case=case) for path in paths))


def test_the_pages_of_ones_own_account(
    chromium: Browser, live: LiveSite, small_center: Center, language: str
):
    see = looker(language)
    who, long = small_center.staff["eunjeong"], "2001:db8:85a3::8a2e:370:7334"
    small_center.site.book.start(
        SessionKind.STAFF, live.now(), {}, who.account_id, who.holders, long
    )
    with window(chromium, live, language) as page:
        sign_in(page, small_center, live, "eunjeong")
        for path in ("", "/password", "/leaked", "/second-factor"):
            see(page, f"/account{path}")
        onward(page)
        see(page)  # a new secret and new codes
        page.goto("/account/leaked")
        onward(page)
        see(page)  # refused
        for name, typed in (("old_password", who.password), ("password", NEW)):
            page.fill(f"[name={name}]", typed)
        page.fill("[name=password_again]", NEW)
        onward(page)
        see(page)  # everything anew
        assert page.locator(".receipt dd").count() == 1
