"""Ten people apply with the keyboard alone; two of them are accompanied to the end."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.factories.center import Center
from tests.factories.keyboard import Keyboard
from tests.factories.live import LiveSite
from tracker.domain.cases import Stage
from tracker.domain.program import AssessmentKind
from tracker.store import cases
from tracker.vault.codes import totp_code

pytestmark = pytest.mark.browser

CSV = Path(__file__).parent.parent / "data" / "applications.csv"
TEN = ("1", "3", "11", "14", "17", "18", "22", "23", "26", "96")
TO_THE_END = ("1", "11")
FIVE = list(AssessmentKind)[:5]
VALUES = {
    AssessmentKind.PERSONALITY_INVENTORY: ("scale_D", "66"),
    AssessmentKind.SENTENCE_COMPLETION: ("scale_family_note", "가족 이야기에서 걱정이 많음."),
    AssessmentKind.INNER_SELF: ("scale_house", "작은 집을 가운데에 그림."),
    AssessmentKind.KINETIC_FAMILY_DRAWING: ("scale_actions", "식구가 저마다 다른 일을 함."),
    AssessmentKind.PERSONALITY_TYPE: ("scale_type", "INFP"),
}
NARRATIVE = "스스로를 낮추어 보는 면이 있으나, 도움을 청할 힘이 있음."


def rows() -> dict[str, dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return {row["row"]: row for row in csv.DictReader(file)}


def apply(page: Page, row: dict[str, str]) -> str:
    """Fill in the whole form and return the receipt number."""
    keys = Keyboard(page)
    page.goto("/")
    keys.press("신청하기")
    for name in ("consent_general", "consent_sensitive", "consent_verify", "notice_counseling"):
        keys.tick(name, "yes")
    keys.press("다음")
    about(keys, row)
    keys.press("다음")
    for kind in row["choice"].split():
        keys.tick("choice", kind)
    for name in ("meeting", "days", "counselor_gender"):
        keys.pick(name, row[name])
    keys.write("reason", row["reason"])
    keys.press("다음")
    keys.press("신청 보내기")
    found = re.search(r"<dd>(\d{4}-\d{4})</dd>", page.content())
    assert found is not None, page.inner_text("main")
    return found.group(1)


def about(keys: Keyboard, row: dict[str, str]) -> None:
    for name in ("name", "birth_date", "phone", "email"):
        keys.write(name, row[name])
    keys.pick("district", row["district"])
    keys.write("account_opened", row["account_opened"])
    keys.pick("account_status", row["account_status"])


def sign_in(page: Page, center: Center, live: LiveSite, username: str) -> Keyboard:
    """Sign in with the code that the phone shows now."""
    keys = Keyboard(page)
    who = center.staff[username]
    page.goto("/sign-in")
    keys.write("username", username)
    keys.write("password", who.password)
    keys.write("code", totp_code(who.totp_secret, live.now()))
    keys.press("로그인")
    return keys


def decide(page: Page, center: Center, live: LiveSite, cases_: list[str]) -> None:
    """박서연 accepts two of the ten and assigns them to 최은정."""
    keys = sign_in(page, center, live, "seoyeon")
    for case in cases_:
        page.goto(f"/applications/{case}")
        keys.press("선정하기")
        page.goto(f"/applications/{case}/assign")
        keys.pick("counselor", center.staff["eunjeong"].account_id.hex)
        keys.press("배정하기")
    keys.press("로그아웃")


def accompany(keys: Keyboard, case: str) -> None:
    """최은정 takes one case from the intake to the end."""
    page = keys.page
    page.goto(f"/cases/{case}/intake")
    keys.write("held_on", "2026-11-22")
    keys.tick("limits_explained", "y")
    keys.write("presenting_problem", "잠을 잘 못 자고 쉽게 지친다고 함.")
    keys.pick("risk", "none")
    keys.press("저장")
    page.goto(f"/cases/{case}/choice")
    for kind in AssessmentKind:
        (keys.tick if kind in FIVE else keys.untick)("choice", kind)
    keys.write("reason", "시간이 넉넉하지 않아 함께 빼기로 함.")
    keys.press("저장")
    for kind in FIVE:
        page.goto(f"/cases/{case}/assessments/{kind}")
        record(keys, kind)
    for number in (1, 2, 3):
        page.goto(f"/cases/{case}/sessions/{number}")
        meet(keys)
    page.goto(f"/cases/{case}/outcome")
    keys.write("summary", "잠드는 시간이 빨라지고 다시 일할 힘이 생겼다고 함.")
    keys.press("저장하고 서명")
    page.goto(f"/cases/{case}/close")
    keys.press("종결하기")


def record(keys: Keyboard, kind: AssessmentKind) -> None:
    keys.write("administered_on", "2026-11-22")
    keys.pick("way", "in_person")
    name, value = VALUES[kind]
    keys.write(name, value)
    keys.write("narrative", NARRATIVE)
    keys.tick("interpreted", "y")
    keys.write("interpreted_on", "2026-11-22")
    keys.press("저장")


def meet(keys: Keyboard) -> None:
    keys.write("held_on", "2026-11-22")
    keys.pick("attendance", "attended")
    keys.pick("way", "in_person")
    keys.write("note", "한 주를 돌아보고 다음 한 걸음을 정함.")
    keys.pick("risk", "none")
    keys.press("저장")


def test_ten_apply_and_two_reach_the_end_by_keyboard(
    chromium: Browser, live: LiveSite, small_center: Center
):
    wanted = rows()
    numbers = {}
    for one in TEN:
        context = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 740})
        numbers[one] = apply(context.new_page(), wanted[one])
        context.close()
    assert len(set(numbers.values())) == len(TEN)
    with small_center.site.reading() as db:
        found = [cases.by_receipt(db, numbers[one]) for one in TO_THE_END]
        ids = [str(case.id) for case in found if case is not None]
    assert len(ids) == len(TO_THE_END)

    context = chromium.new_context(base_url=live.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    decide(page, small_center, live, ids)
    keys = sign_in(page, small_center, live, "eunjeong")
    for case in ids:
        accompany(keys, case)
        assert "종결" in page.inner_text("main")
    context.close()
    with small_center.site.reading() as db:
        ended = [cases.by_receipt(db, numbers[one]) for one in TO_THE_END]
        stages = [case.stage for case in ended if case is not None]
    assert stages == [Stage.COMPLETED, Stage.COMPLETED]
