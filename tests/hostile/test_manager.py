"""29: what a manager can find out by asking for every month in every way."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.factories.center import Center, leave
from tests.hostile.conftest import Furnished, furnished_copy
from tests.hostile.house import SMALL, House
from tests.hostile.walk import path_of, rules
from tracker.domain.anonymity import NEEDS, Truth, grow, publish
from tracker.domain.program import DeclineReason
from tracker.services import desk, intake, reports

# People who applied, were put on the waiting list and were declined, in each month.
MONTHS = {7: (33, 4, 0), 8: (2, 3, 3), 9: (11, 4, 7), 10: (3, 4, 1)}
_ROW = re.compile(r'<th scope="row">(.*?)</th>.*?<td class="right">(.*?)</td>', re.DOTALL)
TRICKS = (
    "", "month=2026-11", "month=2027-01", "month=1999-01", "month=2026-7", "month=2026", "month=",
    "month=2026-10&month=2026-07", "month[]=2026-07", "month=2026-07'--", "from=2026-07&to=2026-08",
    "district=관악구", "team_id=1", "counselor=1", "stage=declined", "gender=female", "age=24",
    "tab=all", "fact=declined", "format=csv", "exact=1", "base=1", "q=1", "case_id=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def busy(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with four frozen months behind it."""
    house = furnished_copy(furnished, Path(tmp_path_factory.mktemp("busy")) / "site")
    now = house.center.clock.now
    for month, (applied, waiting, declined) in MONTHS.items():
        house.center.clock.now = datetime(2026, month, 10, tzinfo=UTC)
        for _ in range(applied):
            house.center.apply()
        _waitlist(house.center, waiting)
        _decline(house.center, declined)
    house.center.clock.now = now
    _freeze(house.center)
    yield house
    leave(house.center)


def _decline(center: Center, count: int) -> None:
    for case_id in _undecided(center, count):
        with center.as_("seoyeon") as work:
            intake.decline(work, case_id, DeclineReason.DUPLICATE, "")


def _waitlist(center: Center, count: int) -> None:
    for case_id in _undecided(center, count):
        with center.as_("seoyeon") as work:
            intake.waitlist(work, case_id)


def _undecided(center: Center, count: int) -> list[UUID]:
    """Those who applied first and have no answer yet."""
    with center.as_("seoyeon") as work:
        return [line.row.id for line in desk.applications(work, "submitted").lines[:count]]


def _freeze(center: Center) -> None:
    with center.as_("seoyeon") as work:
        reports.freeze_due(work)


def _figures(house: House, query: str = "") -> dict[str, str]:
    page = house.browser("jihyun").get(f"/report/?{query}").text
    return {label: shown.strip() for label, shown in _ROW.findall(page)}


def _number(shown: str) -> int:
    """What a reader can take a figure for."""
    digits = re.sub(r"\D", "", shown)
    return 0 if "미만" in shown else int(digits)


def _by_month(house: House) -> list[dict[str, int]]:
    pages = [_figures(house, f"month=2026-{month:02d}") for month in MONTHS]
    return [{label: _number(shown) for label, shown in page.items()} for page in pages]


@SMALL
def test_h29_every_figure_stands_for_at_least_ten(busy: House):
    for month in MONTHS:
        figures = _figures(busy, f"month=2026-{month:02d}")
        assert len(figures) == len(NEEDS)
        for shown in figures.values():
            assert shown == "10명 미만" or re.fullmatch(r"약 \d+명", shown)
            assert "미만" in shown or (_number(shown) >= 10 and _number(shown) % 5 == 0)


@SMALL
def test_h29_no_other_question_gets_another_answer(busy: House):
    known = [_figures(busy, f"month=2026-{month:02d}") for month in MONTHS]
    for trick in TRICKS:
        assert _figures(busy, trick) in known, trick
    assert _figures(busy, "month=2026-11") == known[-1]


@SMALL
def test_h29_the_difference_of_two_months_is_never_a_small_number(busy: House):
    months = _by_month(busy)
    for at, before in enumerate(months):
        for after in months[at + 1 :]:
            for label in before:
                assert (after[label] - before[label]) % 5 == 0
                assert after[label] >= before[label]
    july = months[0]
    assert sum(one > 0 for one in july.values()) == 1  # only that somebody applied


@SMALL
def test_h29_a_past_month_stays_as_it_was(busy: House):
    before = [_figures(busy, f"month=2026-{month:02d}") for month in MONTHS]
    _decline(busy.center, 4)
    _freeze(busy.center)
    assert [_figures(busy, f"month=2026-{month:02d}") for month in MONTHS] == before


@pytest.mark.parametrize("fact", ["info_requested", "waitlisted", "declined"])
@pytest.mark.parametrize("people", range(10))
def test_h29_nobody_can_tell_how_few(people: int, fact: str):
    """Whatever the secret offset is, up to nine people are shown as fewer than ten, or as ten."""
    shown = set()
    for offset in range(5):
        truth = Truth({"submitted": 40, fact: people}, {(fact, "submitted"): people})
        offsets = dict.fromkeys(NEEDS, offset)
        grown = grow({}, truth, offsets, Random(7))
        counts = Counter(one for _, one in grown.facts)
        cells = {cell.fact: cell.about for cell in publish(counts) or ()}
        shown.add(cells[fact])
    assert None in shown
    assert shown <= {None, 10}


@SMALL
def test_h29_no_page_tells_a_manager_more(busy: House):
    browser = busy.browser("jihyun")
    with busy.center.site.database.engine.connect() as db:
        secrets = list(db.scalars(text("SELECT receipt_number FROM cases")))
        secrets += list(db.scalars(text("SELECT number FROM cases WHERE number IS NOT NULL")))
    for rule in rules(busy, "GET"):
        for trick in TRICKS if not rule.arguments else TRICKS[:1]:
            page = browser.get(f"{path_of(busy, rule)}?{trick}").text
            assert not [one for one in secrets if one in page], rule.rule
