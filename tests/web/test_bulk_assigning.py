"""박서연 finds counselors for several applications at once: ticked, reviewed, confirmed."""

from collections import Counter
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.assigning import Profile
from tracker.domain.program import CounselorGender
from tracker.services import intake
from tracker.store import audit, cases, profiles

LIST, REVIEW = "/applications/?tab=accepted", "/applications/assign"


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return browser_of(center).sign_in("seoyeon")


def says(center: Center, username: str, **said) -> None:
    """A counselor says something about their work."""
    with center.site.working(center.staff[username].actor) as work:
        profiles.put(work.db, center.staff[username].account_id, Profile(**said), work.now)


def assigned(center: Center, *ids: UUID) -> list[str]:
    """The usernames of who has these cases; '' for nobody."""
    names = {one.account_id: one.username for one in center.staff.values()}
    with center.site.reading() as db:
        found = [cases.get(db, one) for one in ids]
        return [names[one.counselor_id] if one and one.counselor_id else "" for one in found]


def rows(center: Center, action: str) -> int:
    with center.site.reading() as db:
        return Counter(row.action for row in audit.readable(audit.chain(db)))[action]


def tick(browser: Browser, *ids: UUID):
    return browser.send(REVIEW, {"cases": [one.hex for one in ids]}, page=LIST)


def confirm(browser: Browser, page: str, **changes):
    """Press the button of the review that is on the screen."""
    seen = SeenPage(page)
    fields = {"cases": seen.held("cases"), "counselors": seen.held("counselors"), "go": "assign"}
    return browser.post(REVIEW, data={"csrf_token": token_in(page), **fields, **changes})


def test_tick_review_confirm(center: Center):
    ids = [center.accepted(name=name) for name in ("김하늘", "이바다", "최하람")]
    seoyeon = browser_of(center).sign_in("seoyeon")
    listed = seoyeon.get(LIST).text
    assert sorted(SeenPage(listed).offered("cases")) == sorted(one.hex for one in ids)
    answer = tick(seoyeon, *ids[:2])
    assert answer.status_code == 200
    assert "김하늘" in answer.text
    assert "이바다" in answer.text
    assert "최하람" not in answer.text
    assert assigned(center, *ids) == ["", "", ""]  # a review changes nothing
    answer = confirm(seoyeon, answer.text)
    assert answer.status_code == 303
    assert "2건을 배정했어요" in seoyeon.get(answer.location).text
    first, second, third = assigned(center, *ids)
    assert first != second  # spread
    assert third == ""
    assert rows(center, "case_assigned") == 2


def test_the_proposal_follows_wishes_and_openings(seoyeon: Browser, center: Center):
    says(center, "minsu", openings=1, gender=CounselorGender.MALE)
    says(center, "eunjeong", openings=1, gender=CounselorGender.FEMALE)
    says(center, "jiho", openings=0)
    ids = [
        center.accepted(name="김하늘", counselor_gender="male"),
        center.accepted(name="이바다", counselor_gender="female"),
        center.accepted(name="최하람"),
    ]
    page = tick(seoyeon, *ids).text
    chosen = dict(
        zip(SeenPage(page).held("cases"), SeenPage(page).held("counselors"), strict=False)
    )
    assert chosen[ids[0].hex] == center.staff["minsu"].account_id.hex
    assert chosen[ids[1].hex] == center.staff["eunjeong"].account_id.hex
    assert ids[2].hex not in chosen  # nobody has room: nothing is picked
    assert "자리가 있는 상담사가 없어서" in page


def test_somebody_can_be_changed_or_left_out(seoyeon: Browser, center: Center):
    ids = [center.accepted(), center.accepted(name="이바다")]
    page = tick(seoyeon, *ids).text
    jiho = center.staff["jiho"].account_id.hex
    confirm(seoyeon, page, cases=[one.hex for one in ids], counselors=[jiho, ""])
    assert assigned(center, *ids) == ["jiho", ""]


def test_sending_twice_is_one_act(seoyeon: Browser, center: Center):
    page = tick(seoyeon, center.accepted(), center.accepted(name="이바다")).text
    assert confirm(seoyeon, page).status_code == 303
    assert confirm(seoyeon, page).status_code == 303
    assert rows(center, "case_assigned") == 2


def test_assigned_by_somebody_else_meanwhile_changes_nothing(seoyeon: Browser, center: Center):
    ids = [center.accepted(), center.accepted(name="이바다")]
    page = tick(seoyeon, *ids).text
    with center.as_("seoyeon") as work:
        intake.assign(work, ids[0], center.staff["jiho"].account_id)
    eunjeong = center.staff["eunjeong"].account_id.hex
    answer = confirm(seoyeon, page, counselors=[eunjeong, eunjeong])
    assert answer.status_code == 422
    assert "먼저 배정했거나" in answer.text
    assert assigned(center, *ids) == ["jiho", ""]


def test_more_than_the_openings_is_ask_directly(seoyeon: Browser, center: Center):
    says(center, "minsu", openings=1)
    ids = [center.accepted(), center.accepted(name="이바다")]
    page = tick(seoyeon, *ids).text
    assert not SeenPage(page).offered("over")
    minsu = [center.staff["minsu"].account_id.hex] * 2
    refused = confirm(seoyeon, page, counselors=minsu)
    assert refused.status_code == 422
    assert "정민수 님은 남은 자리가 모자라요" in refused.text
    assert SeenPage(refused.text).held("counselors") == minsu  # as it was picked
    assert assigned(center, *ids) == ["", ""]
    assert confirm(seoyeon, refused.text, over="y").status_code == 303
    assert assigned(center, *ids) == ["minsu", "minsu"]


def test_nothing_ticked_and_too_much(seoyeon: Browser, center: Center):
    center.accepted()
    answer = tick(seoyeon)
    assert answer.status_code == 422
    assert "하나 이상 골라 주세요" in SeenPage(answer.text).beside("cases")
    answer = tick(seoyeon, *[UUID(int=one) for one in range(51)])
    assert answer.status_code == 422
    assert "50건까지" in answer.text


def test_a_case_nobody_knows_is_not_found(seoyeon: Browser, center: Center):
    assert tick(seoyeon, center.accepted(), UUID(int=7)).status_code == 404


def test_nobody_picked_for_anything(seoyeon: Browser, center: Center):
    page = tick(seoyeon, center.accepted()).text
    answer = confirm(seoyeon, page, counselors=[""])
    assert answer.status_code == 422
    assert "상담사를 골라 주세요" in SeenPage(answer.text).beside("counselors")


def test_opening_the_address_leads_to_the_list(seoyeon: Browser):
    assert seoyeon.get(REVIEW).location == LIST


def test_a_review_leaves_one_row_for_each_name_it_shows(seoyeon: Browser, center: Center):
    tick(seoyeon, center.accepted(), center.accepted(name="이바다"))
    assert rows(center, "application_opened") == 2


def test_other_tabs_have_nothing_to_tick(seoyeon: Browser, center: Center):
    center.assigned()
    assert not SeenPage(seoyeon.get("/applications/?tab=in_care").text).offered("cases")
