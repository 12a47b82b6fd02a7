"""A year in a center: people join, forget, leave, hand over; then paper brings two back.

한태경 admin · 박서연 coordinator · 강혜원 supervisor · 최은정 and 고나리 counselors.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.center import PASSWORD, Center, Clock, settings
from tests.factories.live import LiveSite, live_site
from tests.factories.look import findings
from tracker.domain.access import Role
from tracker.services import recovery, site
from tracker.services.recovery import Helper
from tracker.services.site import FirstPerson, Site
from tracker.vault.codes import totp_code

pytestmark = pytest.mark.browser


@dataclass
class Person:
    """Somebody with a browser of their own."""

    username: str
    name: str
    secret: bytes = b""
    fingerprint: str = ""
    page: Page = field(init=False, repr=False)


class Year:
    """The center, its server, and the people who come through its doors."""

    def __init__(self, chromium: Browser, center: Center, live: LiveSite) -> None:
        self.chromium, self.center, self.live = chromium, center, live
        self.people: dict[str, Person] = {}

    def window(self, username: str, name: str, secret: bytes = b"") -> Person:
        """A fresh browser for somebody."""
        context = self.chromium.new_context(base_url=self.live.url, locale="ko-KR")
        person = self.people[username] = Person(username, name, secret)
        person.page = context.new_page()
        return person

    def later(self, **by: float) -> None:
        """Time passes, and the server is started again: all sign-ins are over."""
        self.live.stop()
        self.live.shift += timedelta(**by)
        self.center.clock.now = self.live.now()
        self.live.start()

    def enters(self, username: str) -> Page:
        """Sign in with the password and the number on the phone."""
        who = self.people[username]
        who.page.goto("/sign-in")
        who.page.fill("[name=username]", username)
        who.page.fill("[name=password]", PASSWORD.format(username))
        who.page.fill("[name=code]", totp_code(who.secret, self.live.now()))
        who.page.click("main button")
        who.page.wait_for_url(lambda url: "/sign-in" not in url)
        return who.page

    def invited(self, username: str, name: str, role: str, team: str) -> None:
        """한태경 invites; the person opens the link, chooses a password, copies what is shown."""
        admin = self.people["taekyung"].page
        admin.goto("/people/invite")
        admin.fill("[name=name]", name)
        admin.fill("[name=username]", username)
        admin.check(f"[name=roles][value={role}]")
        admin.select_option("[name=team_id]", label=team)
        admin.click("main button:has-text('초대하기')")
        link = admin.inner_text("#invitation")
        admin.click("main button:has-text('건네주었어요')")
        self.opens_link(self.window(username, name), link)

    def opens_link(self, who: Person, link: str) -> None:
        """Behind the link: a password, then the secret and the fingerprint, shown once."""
        who.page.goto(link)
        for name in ("password", "password_again"):
            who.page.fill(f"[name={name}]", PASSWORD.format(who.username))
        who.page.click("main form button")
        expect(who.page.locator("h1")).to_contain_text("거의 다 됐어요")
        text = who.page.locator("section").first.locator(".code").first.inner_text()
        typed = text.replace(" ", "")
        who.secret = base64.b32decode(typed + "=" * (-len(typed) % 8))
        found = re.search(r"\d{4}( \d{4}){4}", who.page.inner_text("main"))
        who.fingerprint = found.group(0) if found else ""
        assert who.page.locator("li.code").count() == 8

    def admits(self, by: str, username: str, fingerprint: str | None = None) -> Page:
        """A colleague types the numbers from the newcomer's screen."""
        page, who = self.people[by].page, self.people[username]
        page.goto("/people/waiting")
        page.click(f"a:has-text('{who.name}')")
        page.fill("[name=fingerprint]", fingerprint or who.fingerprint)
        page.click("main form button")
        return page


@pytest.fixture
def year(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Year, tuple[str, str]]]:
    """A site on its first day: a coordinator, an admin and two sheets of paper."""
    folder = tmp_path / "site"
    folder.mkdir()
    clock = Clock()
    young = Site(settings(folder), clock)
    first = [FirstPerson(one, name, PASSWORD.format(one)) for one, name in FIRST]
    new = site.create(young, first[0], first[1])
    center = Center(young, clock, {})
    live = live_site(center)
    live.start()
    clock.now = live.now()
    made = Year(chromium, center, live)
    for (username, name), enrolled in zip(FIRST, (new.coordinator, new.admin), strict=True):
        made.window(username, name, enrolled.totp_secret)
    yield made, new.sheets
    live.kill()
    for person in made.people.values():
        person.page.context.close()
    center.close()


FIRST = (("seoyeon", "박서연"), ("taekyung", "한태경"))


def test_a_year_of_people_and_keys(year: tuple[Year, tuple[str, str]]):
    story, sheets = year
    case = joining(story)
    story.later(days=90)
    forgetting(story, case)
    story.later(days=120)
    leaving_and_handing_over(story, case)
    story.later(days=120)
    paper(story, case, sheets)
    assert findings(story.center) == ()


def joining(story: Year) -> str:
    """Three join; a wrong fingerprint is refused; a case is accepted and assigned."""
    admin, desk = story.enters("taekyung"), story.enters("seoyeon")
    admin.goto("/people/team")
    admin.fill("[name=team_name]", "1팀")
    admin.click("main form button")
    story.invited("hyewon", "강혜원", "supervisor", "1팀")
    story.invited("eunjeong", "최은정", "counselor", "1팀")
    story.invited("nari", "고나리", "counselor", "1팀")
    refused = story.admits("seoyeon", "hyewon", "1111 2222 3333 4444 5555")
    expect(refused.locator(".field-error")).to_contain_text("확인 숫자가 맞지 않아요")
    for username in ("hyewon", "eunjeong", "nari"):
        story.admits("seoyeon", username)
        expect(desk.locator("main")).not_to_contain_text(story.people[username].name)
    case = str(story.center.apply(name="김하늘").case_id)
    desk.goto(f"/applications/{case}")
    desk.click("button:has-text('선정하기')")
    desk.goto(f"/applications/{case}/assign")
    desk.check("label:has-text('최은정')")
    desk.click("main form button:has-text('배정하기')")
    page = story.enters("eunjeong")
    page.goto(f"/cases/{case}")
    expect(page.locator("main")).to_contain_text("김하늘")
    return case


def forgetting(story: Year, case: str) -> None:
    """최은정 forgot: a new link, admission again, and both halves of her case come back."""
    admin, _ = story.enters("taekyung"), story.enters("seoyeon")
    admin.goto("/people/")
    admin.click("a:has-text('최은정')")
    admin.click("a:has-text('링크 만들기')")
    admin.click("main form button")
    story.opens_link(story.people["eunjeong"], admin.inner_text("#invitation"))
    page = story.enters("eunjeong")
    expect(page.locator("main")).to_contain_text(story.people["eunjeong"].fingerprint)
    assert page.goto(f"/cases/{case}").status in {403, 404}  # type: ignore[union-attr]
    story.admits("seoyeon", "eunjeong")
    for username in ("seoyeon", "hyewon"):
        holder = story.people[username].page if username == "seoyeon" else story.enters(username)
        holder.goto("/keys/")
        holder.click("button:has-text('최은정')")
        expect(holder.locator("main")).to_contain_text("건넸어요")
    page.goto("/cases/")
    story.later(seconds=60)  # a number works once
    page = story.enters("eunjeong")
    page.goto(f"/cases/{case}")
    expect(page.locator("main")).to_contain_text("김하늘")


def leaving_and_handing_over(story: Year, case: str) -> None:
    """최은정 leaves with an open window; 고나리 takes the case over, both halves."""
    window, lead, desk = (story.enters(one) for one in ("eunjeong", "hyewon", "seoyeon"))
    window.goto(f"/cases/{case}")
    lead.goto("/people/team-members")
    lead.click("a:has-text('최은정')")
    lead.check("label:has-text('아주 그만두어요')")
    lead.click("main form button")
    expect(lead.locator("h1")).to_contain_text("퇴사 처리를 마쳤어요")
    window.goto(f"/cases/{case}")
    expect(window).to_have_url(re.compile("/sign-in"))
    lead.click("a:has-text('사례 넘기기')")
    lead.check("[name=cases]")
    lead.select_option("[name=successor]", index=1)
    lead.click("button:has-text('제안하기')")
    desk.goto("/keys/")
    desk.click("button:has-text('고나리')")
    successor = story.enters("nari")
    successor.goto("/handover/mine")
    successor.check("[name=offers]")
    successor.click("button:has-text('고른 사례 맡기')")
    successor.goto(f"/cases/{case}")
    expect(successor.locator("main")).to_contain_text("김하늘")


def paper(story: Year, case: str, sheets: tuple[str, str]) -> None:
    """Everybody who held keys is gone; two sheets of paper let two new people in."""
    team = recovery.teams(story.center.site)["1팀"]
    helpers = [
        Helper(FirstPerson("sol", "한솔", PASSWORD.format("sol")), Role.COORDINATOR),
        Helper(FirstPerson("gaon", "이가온", PASSWORD.format("gaon")), Role.SUPERVISOR, team),
    ]
    found = recovery.use(story.center.site, sheets, helpers)
    for helper, enrolled in zip(helpers, found, strict=True):
        who = helper.person
        story.window(who.username, who.name, enrolled.totp_secret)
    desk, lead = story.enters("sol"), story.enters("gaon")
    desk.goto(f"/applications/{case}")
    expect(desk.locator("main")).to_contain_text("김하늘")
    lead.goto(f"/team/{case}")
    expect(lead.locator("main")).not_to_contain_text("김하늘")
    assert lead.goto(f"/team/{case}").status == 200  # type: ignore[union-attr]
