"""28, 30-33: everybody opens every page with every id; what is found is exactly what is theirs."""

import re

import pytest
from sqlalchemy import text

from tests.hostile import canary
from tests.hostile.house import SMALL, House
from tests.hostile.walk import path_of, rules

pytestmark = SMALL

EUNJEONGS = ("assigned", "active", "signed", "completed", "dropped")
TEAM_ONE = (*EUNJEONGS, "colleague")
_WORDS = re.compile(f"{canary.WORD}(?:identity|clinical)[a-z]+")
_FACTS = (canary.PHONE, canary.PHONE.replace("-", ""), canary.BIRTH_DATE, "1991년")


def _identities(*tags: str) -> set[str]:
    return {canary.identity(tag) for tag in tags}


def _clinicals(*tags: str) -> set[str]:
    """The words of cases about which anything clinical was written."""
    return {canary.clinical(tag) for tag in tags if tag != "assigned"}


def _expected(house: House) -> dict[str, set[str]]:
    return {
        "anonymous": set(),
        "sujin": set(),
        "jihyun": set(),
        "taekyung": set(),
        "yujin": set(),
        "seoyeon": _identities(*house.cases.ids),
        "eunjeong": _identities(*EUNJEONGS) | _clinicals(*EUNJEONGS),
        "minsu": _identities("colleague") | _clinicals("colleague"),
        "jiho": _identities("elsewhere") | _clinicals("elsewhere"),
        "hyewon": _clinicals(*TEAM_ONE),
        "sehun": _clinicals("elsewhere"),
    }


_SOME = ("submitted", "active", "elsewhere")  # enough for people to whom every case is closed
PEOPLE = (
    "anonymous", "sujin", "jihyun", "taekyung", "yujin", "seoyeon", "eunjeong", "minsu", "jiho",
    "hyewon", "sehun",
)  # fmt: skip


def _all_that(house: House, who: str) -> dict[str, str]:
    """Every page somebody gets to see, by its address, with every id and every trick."""
    browser, seen = house.browser(who), {}
    for path in _addresses(house, who):
        answer = browser.get(path)
        seen[path] = f"{answer.headers}\n{answer.text}".lower()
    return seen


def _addresses(house: House, who: str) -> list[str]:
    tags = house.cases.ids if _expected(house).get(who, True) else _SOME
    paths = {
        path_of(house, rule, tag)
        for rule in rules(house, "GET")
        for tag in (tags if rule.arguments else ["active"])
    }
    lists = [path_of(house, rule) for rule in rules(house, "GET") if not rule.arguments]
    return sorted(paths | {f"{path}?{trick}" for path in lists for trick in _tricks(house)})


def _tricks(house: House) -> list[str]:
    tabs = ("waitlisted", "ended", "all")
    ids = house.cases.ids
    case = f"case_id={ids['active']}&id={ids['active']}&case={ids['active'].hex}&q=kanari"
    people = "&".join(
        f"{name}={who.account_id}&team_id={who.team_id}"
        for name, who in zip(
            ("counselor", "counselor_id", "account_id"), house.center.staff.values(), strict=False
        )
    )
    return [*(f"tab={tab}" for tab in tabs), case, people, "month=2026-11&before=999999&page=2"]


@pytest.mark.parametrize("who", PEOPLE)
def test_h28_h30_h31_h32_h33_everybody_reads_what_is_theirs_and_nothing_else(
    house: House, who: str
):
    found: dict[str, str] = {}
    for path, page in _all_that(house, who).items():
        found |= dict.fromkeys(_WORDS.findall(page), path)
        if "identity" not in str(_expected(house)[who]):
            assert not [fact for fact in _FACTS if fact in page], path
    assert {word: path for word, path in found.items() if word not in _expected(house)[who]} == {}
    assert set(found) == _expected(house)[who]


@pytest.mark.parametrize("tag", ["submitted", "declined", "active", "completed"])
def test_h69_a_receipt_shows_its_own_application_and_nothing_that_staff_wrote(
    house: House, tag: str
):
    pages = _all_that(house, f"applicant:{tag}")
    assert {word for page in pages.values() for word in _WORDS.findall(page)} <= _identities(tag)
    assert not [path for path, page in pages.items() if f"{canary.identity(tag)} note" in page]


@pytest.mark.parametrize("who", ["taekyung", "jihyun", "yujin", "sujin"])
def test_h28_h29_h30_people_without_cases_hold_no_key(house: House, who: str):
    staff = house.center.staff[who]
    with house.center.site.database.engine.connect() as db:
        query = text("SELECT count(*) FROM grants WHERE principal = :me")
        assert db.scalar(query, {"me": f"user:{staff.account_id.hex}"}) == 0
        assert db.scalar(text("SELECT count(*) FROM grants"))
    assert [one.principal for one in staff.holders] == [f"user:{staff.account_id.hex}"]


def test_h30_the_officer_reads_ids_and_no_names(house: House):
    pages = _all_that(house, "yujin")
    trail = pages["/audit/"]
    assert house.cases.ids["elsewhere"].hex in trail or "identity:" in trail
    assert "kanarie" not in trail
