"""An application beside others of perhaps the same person, on the page of the desk."""

import re
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.factories.look import everything
from tests.web import applying
from tests.web.conftest import Browser, browser_of

OTHER_PHONE = "010-2222-3333"


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return browser_of(center).sign_in("seoyeon")


def panel(browser: Browser, case_id: UUID) -> str:
    page = browser.get(f"/applications/{case_id}").text
    found = re.search(r'<section class="stack" id="duplicates".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def decide(browser: Browser, case_id: UUID, other: UUID, verdict: str) -> str:
    path = f"/applications/{case_id}"
    fields = {"other": other.hex, "verdict": verdict}
    answer = browser.send(f"{path}/duplicates", fields, page=path)
    assert answer.status_code == 303
    assert answer.location == f"{path}#duplicates"
    return str(browser.get(path).text)


def test_side_by_side(center: Center):
    before = center.assigned()
    now = center.apply(name="김 하늘", phone=OTHER_PHONE, birth_date="1998-11-12").case_id
    seoyeon = browser_of(center).sign_in("seoyeon")
    seen = panel(seoyeon, now)
    assert "같은 분일 수 있는 신청 1건" in seen
    for both in ("김 하늘", "김하늘", OTHER_PHONE, "010-7777-1234", "11월 2일", "11월 12일"):
        assert both in seen
    for said in ("띄어쓰기만 달라요", "숫자 하나가 달라요", "달라요", "배정", "최은정", "26-00001"):
        assert said in seen
    assert f'href="/applications/{before}"' in seen
    assert f'href="/applications/{now}"' in panel(seoyeon, before)


def test_nothing_stands_there_for_somebody_alone(seoyeon: Browser, center: Center):
    case_id = center.apply().case_id
    center.apply(name="이바다", phone=OTHER_PHONE)
    assert panel(seoyeon, case_id) == ""


def test_linked_parted_and_taken_back(seoyeon: Browser, center: Center):
    before, now = center.accepted(), center.apply(phone=OTHER_PHONE).case_id
    page = decide(seoyeon, now, before, "same")
    assert "두 기록은 합쳐지지 않아요" in page
    assert "같은 분의 다른 신청" in panel(seoyeon, now)
    assert "같은 분의 다른 신청" in panel(seoyeon, before)
    assert "선정" in panel(seoyeon, now)  # where the earlier one stands
    decide(seoyeon, now, before, "open")
    assert "같은 분일 수 있는 신청 1건" in panel(seoyeon, now)
    decide(seoyeon, now, before, "different")
    seen = panel(seoyeon, now)
    assert "다른 분으로 정한 신청" in seen
    assert "일 수 있는" not in seen
    decide(seoyeon, before, now, "open")
    assert "같은 분일 수 있는 신청 1건" in panel(seoyeon, now)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"other": "7", "verdict": "same"}, 422),
        ({"verdict": "merge"}, 422),
        ({"other": UUID(int=7).hex, "verdict": "same"}, 404),
    ],
)
def test_what_no_button_sends(
    seoyeon: Browser, center: Center, fields: dict[str, str], status: int
):
    other, case_id = center.apply().case_id, center.apply().case_id
    given = {"other": other.hex, "verdict": "", **fields}
    path = f"/applications/{case_id}"
    kept = ("documents", "grants", "cases")
    before = everything(center)
    answer = seoyeon.send(f"{path}/duplicates", given, page=path)
    assert answer.status_code == status
    after = everything(center)
    assert [after[one] for one in kept] == [before[one] for one in kept]


def test_the_form_tells_nobody_that_they_are_known(center: Center):
    """The public pages answer the same whether somebody applied before or not."""
    pages = []
    for _ in range(2):
        visitor = browser_of(center)
        applying.fill(visitor)
        assert visitor.send("/apply/check").status_code == 303
        done = visitor.get("/apply/done").text
        pages.append(
            re.sub(r"\d{4}-\d{4}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}|value=\"[^\"]+\"", "", done)
        )
    assert pages[0] == pages[1]
