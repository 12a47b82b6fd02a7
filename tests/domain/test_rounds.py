"""Rounds: windows in Seoul, places, and whose turn it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.rounds import round_form
from tracker.domain.applications import FormErrors
from tracker.domain.errors import RuleBroken
from tracker.domain.rounds import (
    GRACE,
    Numbers,
    Opening,
    Window,
    check_place,
    check_room_to_wait,
    check_round,
    free_places,
    may_send,
    opening,
    to_offer,
)

EDITIONS = frozenset({"2026-11"})
OPENS = datetime(2026, 11, 30, 15, tzinfo=UTC)  # 1 December in Seoul
CLOSES = datetime(2026, 12, 31, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
COUNTS = st.integers(0, 40)


def window(**changes: object) -> Window:
    values = {"ended": False, "capacity": 10, "waiting_size": 5, **changes}
    return Window(OPENS, CLOSES, **values)  # type: ignore[arg-type]


def form(**changes: object) -> dict[str, str]:
    return round_form(**{"opens_on": "2026-12-01", "closes_on": "2026-12-31", **changes})


def refused(**changes: object) -> dict[str, str]:
    with pytest.raises(FormErrors) as found:
        check_round(form(**changes), EDITIONS, 3)
    return {name: error.code for name, error in found.value.errors.items()}


def test_days_are_those_of_seoul_and_the_last_one_counts_whole():
    plan = check_round(form(), EDITIONS)
    assert (plan.opens_at, plan.closes_at) == (OPENS, CLOSES)
    assert check_round(form(closes_on=""), EDITIONS).closes_at is None
    assert check_round(form(closes_on="2026-12-01"), EDITIONS).closes_at == OPENS + timedelta(1)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": " "}, {"name": "missing"}),
        ({"name": "가" * 41}, {"name": "too_long"}),
        ({"opens_on": "내일"}, {"opens_on": "unreadable"}),
        ({"closes_on": "2026-11-30"}, {"closes_on": "before_opening"}),
        ({"closes_on": "2026-02-30"}, {"closes_on": "no_such_day"}),
        ({"capacity": "0"}, {"capacity": "out_of_range"}),
        ({"capacity": "2"}, {"capacity": "below_taken"}),
        ({"capacity": "많이"}, {"capacity": "not_a_number"}),
        ({"capacity": "-3"}, {"capacity": "not_a_number"}),
        ({"waiting_size": ""}, {"waiting_size": "missing"}),
        ({"offer_days": "0"}, {"offer_days": "out_of_range"}),
        ({"tests": "7"}, {"tests": "out_of_range"}),
        ({"sessions": "4"}, {"sessions": "out_of_range"}),
        ({"edition": "1999-01"}, {"edition": "unknown"}),
        ({"care_years": "31"}, {"care_years": "out_of_range"}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes, wrong):
    assert refused(**{"capacity": "9", **changes}) == wrong


def test_full_width_digits_are_digits():
    plan = check_round(form(capacity="１２０"), EDITIONS)
    assert plan.capacity == 120


@pytest.mark.parametrize(
    ("numbers", "state"),
    [
        (Numbers(), Opening.OPEN),
        (Numbers(taken=7), Opening.OPEN),
        (Numbers(taken=8), Opening.FEW),
        (Numbers(taken=9, offered=1), Opening.WAITING),
        (Numbers(taken=10), Opening.WAITING),
        (Numbers(taken=8, waiting=2), Opening.WAITING),
        (Numbers(taken=10, waiting=4), Opening.WAITING),
        (Numbers(taken=10, waiting=5), Opening.FULL),
        (Numbers(taken=8, offered=2, waiting=3), Opening.FULL),
    ],
)
def test_what_a_round_is_for_whoever_comes(numbers, state):
    assert opening(window(), numbers, OPENS) is state


def test_before_and_after():
    assert opening(window(), Numbers(), OPENS - SECOND) is Opening.COMING
    assert opening(window(), Numbers(), CLOSES - SECOND) is Opening.OPEN
    assert opening(window(), Numbers(), CLOSES) is Opening.OVER
    assert opening(window(ended=True), Numbers(), OPENS) is Opening.OVER
    forever = Window(OPENS, None, False, 10, 5)
    assert opening(forever, Numbers(), CLOSES + timedelta(days=999)) is Opening.OPEN


def test_whoever_began_in_time_may_send_a_little_later():
    begun = CLOSES - SECOND
    assert may_send(window(), begun, CLOSES + GRACE - SECOND)
    assert not may_send(window(), begun, CLOSES + GRACE)
    assert not may_send(window(), CLOSES, CLOSES)
    assert not may_send(window(ended=True), begun, CLOSES - SECOND)
    assert not may_send(window(), OPENS - SECOND, OPENS)
    assert not may_send(window(), OPENS + SECOND, OPENS)  # a clock that was set back


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_no_more_places_than_there_are(capacity, taken, offered, waiting, freed):
    numbers = Numbers(taken, offered, waiting)
    left = free_places(capacity, numbers)
    assert left >= 0
    offers = to_offer(capacity, numbers, freed)
    assert 0 <= offers <= min(waiting, freed)
    assert offers == 0 or taken + offered + offers <= capacity
    if left > waiting:
        check_place(capacity, numbers, ahead=waiting)
        assert taken + offered + waiting + 1 <= capacity
    else:
        with pytest.raises(RuleBroken, match="others_wait" if left else "no_place"):
            check_place(capacity, numbers, ahead=waiting)


def test_the_waiting_list_has_an_end():
    check_room_to_wait(3, Numbers(waiting=1, offered=1))
    with pytest.raises(RuleBroken, match="waiting_list_full"):
        check_room_to_wait(3, Numbers(waiting=2, offered=1))
