"""최은정 says what she can be given, and 박서연 sees it where she assigns."""

import pytest

from tests.factories.center import Center
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of
from tests.web.test_bulk_assigning import rows

PROFILE = "/account/profile"
SAID = {
    "openings": "2",
    "gender": "female",
    "ways": ["in_person", "video"],
    "days": ["saturday"],
    "languages": ["ko"],
}


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def test_what_is_said_comes_back_and_orders_the_choice(center: Center):
    eunjeong = browser_of(center).sign_in("eunjeong")
    center.assigned("eunjeong")
    answer = eunjeong.send(PROFILE, SAID)
    assert answer.status_code == 303
    assert "저장했어요" in eunjeong.get(answer.location).text
    seen = SeenPage(eunjeong.get(PROFILE).text)
    assert {name: seen.held(name) for name in SAID} == {
        name: [value] if isinstance(value, str) else value for name, value in SAID.items()
    }
    case_id = center.accepted(counselor_gender="female", days="saturday", meeting="phone")
    seoyeon = browser_of(center).sign_in("seoyeon")
    page = seoyeon.get(f"/applications/{case_id}/assign").text
    first = SeenPage(page).offered("counselor")[0]
    assert first == center.staff["eunjeong"].account_id.hex
    assert "최은정 · 지금 맡은 사례 1건 · 1건 더" in page
    assert "바라는 것과 맞아요: 여성 · 토요일 · 한국어" in page
    assert "바라는 것과 달라요: 전화" in page
    assert "아직 몰라요: 여성" in page  # the others said nothing


def test_a_full_counselor_is_named_so_and_asked_about_once(eunjeong: Browser, center: Center):
    eunjeong.send(PROFILE, {**SAID, "openings": "0"})
    case_id = center.accepted()
    seoyeon = browser_of(center).sign_in("seoyeon")
    path = f"/applications/{case_id}/assign"
    page = seoyeon.get(path).text
    assert "최은정 · 지금 맡은 사례 0건 · 자리가 없어요" in page
    assert not SeenPage(page).offered("over")
    wanted = {"counselor": center.staff["eunjeong"].account_id.hex}
    refused = seoyeon.send(path, wanted)
    assert refused.status_code == 422
    assert "최은정 님은 남은 자리가 모자라요" in SeenPage(refused.text).beside("over")
    assert SeenPage(refused.text).held("counselor") == [wanted["counselor"]]
    assert seoyeon.send(path, {**wanted, "over": "y"}).status_code == 303


def test_what_is_wrong_stands_beside_its_field_and_changes_nothing(eunjeong: Browser):
    eunjeong.send(PROFILE, SAID)
    answer = eunjeong.send(PROFILE, {**SAID, "openings": "많이", "days": ["sunday"]})
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert "숫자로만" in seen.beside("openings")
    assert seen.beside("days")
    assert seen.held("openings") == ["많이"]
    assert SeenPage(eunjeong.get(PROFILE).text).held("openings") == ["2"]


def test_the_own_pages_lead_there(eunjeong: Browser, center: Center):
    for path in ("/cases/", "/account"):
        assert f'href="{PROFILE}"' in eunjeong.get(path).text
    assert f'href="{PROFILE}"' not in browser_of(center).sign_in("seoyeon").get("/account").text


def test_saying_the_same_twice_is_one_act(eunjeong: Browser, center: Center):
    eunjeong.send(PROFILE, SAID)
    eunjeong.send(PROFILE, SAID)
    assert rows(center, "account_profile_saved") == 1


OPENINGS = "/applications/counselors"


def test_the_desk_sees_and_sets_how_much_everybody_takes_on(center: Center):
    center.assigned("minsu")
    seoyeon = browser_of(center).sign_in("seoyeon")
    page = seoyeon.get(OPENINGS).text
    accounts = SeenPage(page).held("accounts")
    assert "지금 맡은 사례 1건" in page
    minsu = center.staff["minsu"].account_id.hex
    numbers = ["3" if one == minsu else "" for one in accounts]
    answer = seoyeon.send(OPENINGS, {"accounts": accounts, "openings": numbers})
    assert answer.status_code == 303
    assert "지금 맡은 사례 1건 · 2건 더" in seoyeon.get(OPENINGS).text
    assert rows(center, "account_profile_saved") == 1
    assert SeenPage(browser_of(center).sign_in("minsu").get(PROFILE).text).held("openings") == ["3"]


def test_a_number_that_is_none_changes_nothing(center: Center):
    seoyeon = browser_of(center).sign_in("seoyeon")
    accounts = SeenPage(seoyeon.get(OPENINGS).text).held("accounts")
    numbers = ["많이", *["1" for _ in accounts[1:]]]
    answer = seoyeon.send(OPENINGS, {"accounts": accounts, "openings": numbers})
    assert answer.status_code == 422
    seen = SeenPage(answer.text)
    assert "숫자로만" in seen.beside("openings")
    assert seen.held("openings") == numbers
    assert rows(center, "account_profile_saved") == 0
    manager = {"accounts": [center.staff["jihyun"].account_id.hex], "openings": ["1"]}
    assert seoyeon.send(OPENINGS, manager).status_code == 404
