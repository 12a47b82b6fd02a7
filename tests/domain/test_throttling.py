"""Throttling: the rules of the doors, for every way of knocking."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import TooOften
from tracker.domain.throttling import (
    Counter,
    Rule,
    address_rule,
    form_rule,
    given_back,
    network,
    secret_rule,
    site_rule,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = {
    "secret": secret_rule(5),
    "address": address_rule(20),
    "form": form_rule(20),
    "site": site_rule(20),
    "hurried": form_rule(100_000),
}
any_rule = st.sampled_from(list(RULES.values()))
gaps = st.lists(st.integers(0, 7200), max_size=60)


def after(rule: Rule, tries: int, every: timedelta = timedelta()) -> tuple[Counter, datetime]:
    """So many tries, each let in."""
    counter, now = Counter(0, NOW), NOW
    for _ in range(tries):
        counter = rule.counted(counter, now)
        now += every
    return counter, now


@given(any_rule, st.integers(0, 10**9))
def test_no_delay_is_longer_than_the_cap_or_shorter_than_the_one_before(rule: Rule, count: int):
    assert timedelta() <= rule.delay(count) <= rule.delay(count + 1) <= rule.cap


def test_an_account_waits_twice_as_long_each_time():
    rule = secret_rule(5)
    waits = [rule.delay(count) // SECOND for count in range(12)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


@given(any_rule, gaps)
def test_however_somebody_knocks_the_door_opens_again_within_the_cap(rule: Rule, gaps: list[int]):
    counter, now = Counter(0, NOW), NOW
    for gap in gaps:
        now += gap * SECOND
        if not rule.wait(counter, now):
            counter = rule.counted(counter, now)
        assert timedelta() <= rule.wait(counter, now) <= rule.cap
        assert not rule.wait(counter, now + rule.cap)
        assert 0 <= counter.count <= rule.most
        assert counter.changed_at <= now


@given(any_rule, gaps)
def test_all_is_forgotten_in_the_end(rule: Rule, gaps: list[int]):
    counter, now = Counter(0, NOW), NOW
    for gap in gaps:
        now += gap * SECOND
        counter = rule.counted(counter, now)
    assert rule.faded(counter, now + rule.most * rule.fade).count == 0


def test_what_is_remembered_of_an_account_is_gone_after_some_hours():
    counter, now = after(secret_rule(5), 500)
    assert secret_rule(5).faded(counter, now + timedelta(hours=4)).count == 2
    assert secret_rule(5).faded(counter, now + timedelta(hours=5)).count == 0


def test_forgetting_does_not_wait_until_somebody_stops():
    """One try in three minutes is what an address may do all day."""
    rule = form_rule(20)
    counter, _ = after(rule, 500, timedelta(minutes=3))
    assert counter.count == 1
    assert after(rule, 500, timedelta(minutes=2))[0].count == rule.most


def let_in(rule: Rule, hours: int) -> int:
    """How often somebody comes in who knocks every ten seconds."""
    counter, now, found = Counter(0, NOW), NOW, 0
    while now < NOW + timedelta(hours=hours):
        if not rule.wait(counter, now):
            counter, found = rule.counted(counter, now), found + 1
        now += 10 * SECOND
    return found


def test_who_guesses_all_day_has_few_guesses():
    assert let_in(secret_rule(5), 24) <= 105
    assert let_in(address_rule(20), 24) <= 12 * 24 + 25


def test_the_whole_site_slows_down_and_never_stops():
    """A flood leaves an opening every four seconds."""
    counter, now = after(site_rule(20), 10_000)
    assert site_rule(20).wait(counter, now) == 4 * SECOND
    assert let_in(site_rule(20), 1) == 360


def test_a_clock_that_is_set_back_shuts_nothing_longer():
    counter, now = after(secret_rule(5), 10)
    assert secret_rule(5).wait(counter, now) == timedelta(minutes=15)
    assert not secret_rule(5).wait(counter, now - timedelta(days=3))
    again = secret_rule(5).counted(counter, now - timedelta(days=3))
    assert again.changed_at == now - timedelta(days=3)


def test_only_the_try_that_uses_up_what_is_free_shuts_the_door_first():
    rule, counter, shut = secret_rule(5), Counter(0, NOW), []
    for _ in range(8):
        now = counter.closed_until or NOW
        later = rule.counted(counter, now)
        shut.append(rule.closes(counter, later, now))
        counter = later
    assert shut == [False] * 4 + [True] + [False] * 3


def test_what_succeeded_is_given_back():
    counter, _ = after(address_rule(20), 20)
    assert counter.closed_until is not None
    assert given_back(counter) == Counter(19, NOW)
    assert given_back(Counter(0, NOW)) == Counter(0, NOW)


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_of_an_ipv6_address_counts_what_one_visitor_owns(address: str, one: str):
    assert network(address) == one


@pytest.mark.parametrize(
    ("wait", "code", "count", "seconds"),
    [
        (timedelta(milliseconds=1), "wait_seconds", 1, 1),
        (timedelta(seconds=30), "wait_seconds", 30, 30),
        (timedelta(seconds=59, milliseconds=1), "wait_minutes", 1, 60),
        (timedelta(seconds=61), "wait_minutes", 2, 61),
        (timedelta(minutes=15), "wait_minutes", 15, 900),
    ],
)
def test_nobody_is_told_too_early(wait: timedelta, code: str, count: int, seconds: int):
    told = TooOften(wait)
    assert (told.code, told.params, told.seconds) == (code, {"count": count}, seconds)
