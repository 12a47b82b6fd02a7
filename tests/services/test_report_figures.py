"""Figures for any history: multiples of five, near the truth, never a handful of people."""

from collections import Counter
from itertools import pairwise, product
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.domain.anonymity import (
    BASE,
    ENDINGS,
    LIMIT,
    MIN_REPORT,
    NEEDS,
    PROMISE,
    SHOW_FROM,
    Truth,
    close_enough,
    grow,
    publish,
)
from tracker.domain.cases import Stage

Person = list[str]
Shadows = dict[int, frozenset[str]]


class Chances(NamedTuple):
    """How likely somebody goes on, or ends, in a month; a round ends when all have ended."""

    people: int
    months: int
    on: float
    end: float


chances = st.builds(
    Chances,
    st.integers(1, 900),
    st.integers(1, 14),
    st.floats(0.05, 0.95),
    st.floats(0.0, 0.6),
)
_NEXT = {
    "submitted": ("info_requested", "waitlisted", "accepted", "accepted"),
    "info_requested": ("waitlisted", "accepted"),
    "waitlisted": ("accepted",),
    "accepted": ("assigned",),
    "assigned": ("active",),
}
_ENDS = {
    "submitted": ("declined", "withdrawn"),
    "info_requested": ("declined", "withdrawn"),
    "waitlisted": ("declined", "withdrawn"),
    "accepted": ("declined", "withdrawn"),
    "assigned": ("dropped_out", "withdrawn"),
    "active": ("completed",) * 8 + ("dropped_out", "withdrawn"),
}


def live(people: list[Person], likely: Chances, random: Random) -> None:
    """One month in the lives of all."""
    for person in people:
        if person[-1] in ENDINGS:
            continue
        ends = max(likely.end, 0.3) if person[-1] == "active" else likely.end
        if random.random() < ends:
            person.append(random.choice(_ENDS[person[-1]]))
        elif random.random() < likely.on and person[-1] != "active":
            person.append(random.choice(_NEXT[person[-1]]))


def truth_of(people: list[Person]) -> Truth:
    found = Counter((fact, before) for one in people for before, fact in pairwise(one))
    return Truth(Counter(fact for one in people for fact in one), dict(found))


def counts_of(shadows: Shadows) -> Counter[str]:
    return Counter(fact for facts in shadows.values() for fact in facts)


def frozen(shadows: Shadows, truth: Truth, offsets: dict[str, int], random: Random) -> Shadows:
    growth = grow(shadows, truth, offsets, random)
    grown = {**shadows, **{key: frozenset[str]() for key in growth.shadows}}
    for key, fact in growth.facts:
        assert fact not in grown[key]
        grown[key] |= {fact}
    return grown


def history(likely: Chances, seed: int) -> list[tuple[Truth, Shadows]]:
    """The truth and the shadows after each month, until long after the last application."""
    random = Random(seed)
    offsets = {fact: random.randrange(BASE) for fact in NEEDS}
    people: list[Person] = []
    shadows: Shadows = {}
    months = []
    for month in range(likely.months + 12):
        if month < likely.months:
            people += [["submitted"] for _ in range(likely.people // likely.months)]
        live(people, likely, random)
        truth = truth_of(people)
        shadows = frozen(shadows, truth, offsets, random)
        months.append((truth, shadows))
    return months


@settings(max_examples=60, deadline=None)
@given(chances, st.integers(0, 2**32))
@example(Chances(900, 12, 0.5, 0.1), 1)  # whole rounds, to their end, when all have ended
@example(Chances(900, 12, 0.4, 0.15), 2)
@example(Chances(600, 10, 0.5, 0.1), 3)
def test_figures_are_near_the_truth_and_never_exact_by_rule(likely, seed):
    for truth, shadows in history(likely, seed):
        counts = counts_of(shadows)
        assert close_enough(counts, truth), (truth, counts)
        for fact in NEEDS:
            assert abs(BASE * counts[fact] - truth.totals.get(fact, 0)) < PROMISE


@settings(max_examples=60, deadline=None)
@given(chances, st.integers(0, 2**32))
def test_shadows_are_people_that_could_have_been(likely, seed):
    """Each shadow has what its facts need and ends once: the published table is possible."""
    for _truth, shadows in history(likely, seed):
        for facts in shadows.values():
            assert all(NEEDS[fact] is None or NEEDS[fact] in facts for fact in facts)
            assert len(facts & ENDINGS) <= 1


@settings(max_examples=40, deadline=None)
@given(chances, st.integers(0, 2**32))
def test_nothing_is_ever_taken_back(likely, seed):
    months = [shadows for _truth, shadows in history(likely, seed)]
    for before, after in pairwise(months):
        assert before.keys() <= after.keys()
        assert all(before[key] <= after[key] for key in before)


@settings(max_examples=40, deadline=None)
@given(chances, st.integers(0, 2**32))
def test_a_month_without_news_adds_nothing(likely, seed):
    random = Random(seed)
    offsets = {fact: random.randrange(BASE) for fact in NEEDS}
    truth, _shadows = history(likely, seed)[0]
    once = frozen({}, truth, offsets, random)
    assert counts_of(frozen(once, truth, offsets, random)) == counts_of(once)


counted = st.dictionaries(st.sampled_from(sorted(NEEDS)), st.integers(0, 40))


@given(counted)
def test_what_is_published(counts):
    cells = publish(counts)
    if counts.get("submitted", 0) * BASE < MIN_REPORT:
        assert cells is None
        return
    assert cells is not None
    assert [cell.fact for cell in cells] == list(NEEDS)
    for cell in cells:
        people = counts.get(cell.fact, 0) * BASE
        assert cell.about == (people if people >= SHOW_FROM else None)
        assert cell.about is None or cell.about % BASE == 0


def shown(total: int, offset: int) -> int | None:
    """The cell of a fact with this true total, nothing standing in its way."""
    about = (offset + total) // BASE * BASE
    return about if about >= SHOW_FROM else None


def test_fewer_than_five_people_look_like_nobody():
    for offset in range(BASE):
        assert {shown(total, offset) for total in range(BASE)} == {None}


def test_no_cell_tells_fewer_than_nine_totals_apart():
    """Whoever sees a figure and does not know the offset is left with nine truths or more."""
    for about in (None, *range(SHOW_FROM, 200, BASE)):
        possible = {
            total for total in range(300) for offset in range(BASE) if shown(total, offset) == about
        }
        assert len(possible) >= 2 * BASE - 1


def test_no_step_between_months_tells_few_people():
    """A step of five may be one person or nine; no step may be nobody or four."""
    for before in range(SHOW_FROM + BASE, 60):
        steps: dict[int, set[int]] = {}
        for offset in range(BASE):
            for more in range(15):
                left, right = shown(before, offset), shown(before + more, offset)
                assert left is not None
                assert right is not None
                steps.setdefault(right - left, set()).add(more)
        assert steps[0] >= {0, 1, 2, 3, 4}
        assert steps[BASE] >= {1, 2, 3, 4, 5, 6, 7, 8, 9}


def test_no_difference_of_two_rows_tells_few_people():
    """Each row has an offset of its own: two that differ by five may differ by one or by nine."""
    behind: dict[int, set[int]] = {}
    for about in (20, 25, 30):
        for row, other in product(range(BASE), repeat=2):
            for less in range(-2 * BASE, 2 * BASE + 1):
                left, right = shown(about, row), shown(about + less, other)
                if left is not None and right is not None:
                    behind.setdefault(right - left, set()).add(less)
    assert behind[0] >= set(range(-4, 5))
    assert behind[BASE] >= set(range(1, 10))


def test_every_stage_of_a_case_is_a_figure():
    assert set(NEEDS) == set(Stage)


@pytest.mark.parametrize("seed", range(8))
def test_those_who_leave_the_waiting_list_are_those_who_waited(seed: int):
    """Else too few shadows could still begin to wait, and no month would be published any more."""
    offsets = dict.fromkeys(NEEDS, 0)
    shadows: Shadows = {}
    for waitlisted, withdrawn in ((50, 0), (50, 50), (100, 50)):
        totals = {"submitted": 100, "waitlisted": waitlisted, "withdrawn": withdrawn}
        found = {("waitlisted", "submitted"): waitlisted, ("withdrawn", "waitlisted"): withdrawn}
        shadows = frozen(shadows, Truth(totals, found), offsets, Random(seed))
        counts = counts_of(shadows)
        assert {fact: BASE * counts[fact] for fact in totals} == totals


def test_a_month_that_would_be_too_far_off_is_seen():
    """Twenty-five declined people, all taken up again: their shadows have ended for good."""
    offsets = dict.fromkeys(NEEDS, 0)
    declined = Truth({"submitted": 50, "declined": 50}, {("declined", "submitted"): 50})
    shadows = frozen({}, declined, offsets, Random(1))
    assert close_enough(counts_of(shadows), declined)
    again = Truth({**declined.totals, "accepted": 50}, declined.found)
    assert not close_enough(counts_of(frozen(shadows, again, offsets, Random(1))), again)
    assert LIMIT < 50
