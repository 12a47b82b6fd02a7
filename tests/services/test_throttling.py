"""Counters of tries: for all workers, over a restart, and without a name in them."""

from dataclasses import replace
from functools import partial

import pytest

from tests.factories.center import Center
from tests.factories.look import actions, findings, sql
from tests.factories.together import at_once
from tests.factories.tries import (
    HOME,
    STRANGER,
    count_runs,
    enter,
    guarded,
    knock,
    send_one,
    until_shut,
)
from tracker.domain.errors import TooOften
from tracker.services import applications
from tracker.services.proving import Proof, prove
from tracker.services.site import Busy
from tracker.services.throttling import count_wrong_link, sign_in_turn
from tracker.vault.keyring import Keyring


def rows(center: Center, kind: str) -> list[int]:
    """The counts of one kind."""
    found = sql(center, "SELECT count FROM throttles WHERE kind = :k ORDER BY count", k=kind)
    return [row[0] for row in found]


def test_five_are_free_and_then_it_takes_longer_each_time(strict_center: Center):
    assert until_shut(strict_center, "seoyeon") == 5
    waits = []
    for _ in range(7):
        waits.append(knock(strict_center, "seoyeon"))
        assert knock(strict_center, "seoyeon") == waits[-1]  # knocking at a shut door costs nothing
        strict_center.clock.forward(seconds=waits[-1])
        assert knock(strict_center, "seoyeon") == 0
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    strict_center.clock.forward(hours=5)
    assert until_shut(strict_center, "seoyeon") == 5


def test_it_is_the_same_after_a_restart_and_in_every_worker(center: Center):
    with guarded(center) as first, guarded(center) as second:
        assert [knock(one, "seoyeon") for one in (first, second, first, second, first)] == [0] * 5
        assert knock(second, "seoyeon") == knock(first, "seoyeon") == 30
    with guarded(center) as restarted:
        assert knock(restarted, "seoyeon") == 30


def test_two_at_once_both_count(strict_center: Center):
    tries = [partial(knock, strict_center, "seoyeon")] * 2
    assert at_once(*tries) == [0, 0]
    assert rows(strict_center, "account")[-1] == 2
    assert until_shut(strict_center, "seoyeon") == 3


def test_of_many_at_once_no_more_come_in_than_one_after_the_other(strict_center: Center):
    ended = at_once(*[partial(knock, strict_center, "nobody")] * 12)
    assert sorted(ended) == [0] * 5 + [30] * 7
    assert findings(strict_center) == ()


def test_success_forgets_the_failures_before_it(strict_center: Center):
    who = strict_center.staff["seoyeon"]
    for _ in range(4):
        knock(strict_center, "seoyeon")
    assert enter(strict_center, who, STRANGER) is not None
    assert rows(strict_center, "account") == [0] * len(rows(strict_center, "account"))
    assert rows(strict_center, "address") == [0, 4]  # only the success itself is given back
    assert until_shut(strict_center, "seoyeon") == 5  # a counter of this address from now on
    assert until_shut(strict_center, "seoyeon", "198.51.100.1") == 5


def test_a_right_password_with_a_wrong_code_is_no_success(strict_center: Center):
    center, who = strict_center, strict_center.staff["seoyeon"]
    for _ in range(3):
        knock(center, "seoyeon")
    assert enter(center, who, STRANGER, password="wrong") is None
    assert knock(center, "seoyeon") == 0
    assert knock(center, "seoyeon") == 30


def test_an_address_has_a_counter_of_its_own(strict_center: Center):
    assert [knock(strict_center, f"name{number}") for number in range(21)] == [0] * 20 + [30]
    assert knock(strict_center, "seoyeon") == 30
    assert knock(strict_center, "seoyeon", "198.51.100.1") == 0


def test_one_visitor_of_ipv6_is_one_address(strict_center: Center):
    names = iter(range(100))
    for number in range(20):
        knock(strict_center, f"name{next(names)}", f"2001:db8:1:2::{number:x}")
    assert knock(strict_center, "another", "2001:db8:1:2:ffff::9") == 30
    assert knock(strict_center, "another", "2001:db8:1:3::9") == 0


def test_a_name_is_counted_as_it_is_looked_up(strict_center: Center):
    """Otherwise a capital letter, a space or a NUL would be five more tries."""
    center, who = strict_center, strict_center.staff["seoyeon"]
    for name in ("seoyeon", " SeoYeon ", "seo\0yeon", "SEOYEON", "\u3000seoyeon"):
        assert enter(center, replace(who, username=name), STRANGER, password="wrong") is None
    assert knock(center, "seoyeon") == 30


def test_where_somebody_signed_in_strangers_do_not_shut_the_door(strict_center: Center):
    who = strict_center.staff["seoyeon"]
    until_shut(strict_center, "seoyeon")
    assert enter(strict_center, who, HOME) is not None
    assert until_shut(strict_center, "seoyeon", HOME) == 5  # and there it has its own counter
    strict_center.clock.forward(days=31)
    until_shut(strict_center, "seoyeon")
    assert knock(strict_center, "seoyeon", HOME) == 30


def test_no_name_and_no_address_stands_in_the_table(strict_center: Center):
    until_shut(strict_center, "seoyeon")
    send_one(strict_center.site, STRANGER)
    stored = repr(sql(strict_center, "SELECT * FROM throttles"))
    for word in ("seoyeon", STRANGER, HOME, STRANGER.encode().hex()):
        assert word not in stored
    keys = [len(bytes(row[0])) for row in sql(strict_center, "SELECT key FROM throttles")]
    assert set(keys) == {32}


def test_with_another_pepper_the_keys_say_nothing(center: Center):
    with guarded(center, pepper="ab" * 32) as stolen:
        knock(center, "seoyeon")
        before = {bytes(row[0]) for row in sql(stolen, "SELECT key FROM throttles")}
        knock(stolen, "seoyeon")
        after = {bytes(row[0]) for row in sql(stolen, "SELECT key FROM throttles")}
    assert len(after - before) == 2


def test_what_is_old_is_swept_out(strict_center: Center):
    known = len(rows(strict_center, "known"))
    for number in range(5):
        knock(strict_center, f"name{number}", f"198.51.100.{number}")
    strict_center.clock.forward(days=2)
    knock(strict_center, "seoyeon")
    assert rows(strict_center, "account") == [1]
    assert rows(strict_center, "address") == [1]
    assert len(rows(strict_center, "known")) == known
    strict_center.clock.forward(days=29)
    knock(strict_center, "seoyeon")
    assert rows(strict_center, "known") == []


def test_the_trail_names_the_door_once_it_shuts(strict_center: Center):
    strict_center.clock.forward(seconds=1)
    who = strict_center.staff["seoyeon"]
    for _ in range(4):
        knock(strict_center, "seoyeon")
    assert enter(strict_center, who, STRANGER, password="wrong") is None
    assert actions(strict_center, 2) == ["sign_in_failed", "throttled"]
    for _ in range(10):
        strict_center.clock.forward(minutes=15)
        knock(strict_center, "seoyeon")
    found = sql(strict_center, "SELECT object, detail FROM audit WHERE action = 'throttled'")
    assert [row[0] for row in found] == [f"account:{who.account_id.hex}"]
    assert findings(strict_center) == ()


def test_a_busy_moment_is_nobodys_failure(strict_center: Center):
    for _ in range(10):
        with pytest.raises(Busy), sign_in_turn(strict_center.site, "seoyeon", STRANGER):
            raise Busy
    assert until_shut(strict_center, "seoyeon") == 5


def test_proving_once_more_is_counted_with_sign_in(strict_center: Center):
    center, who = strict_center, strict_center.staff["seoyeon"]
    ring = Keyring(who.holders)
    for _ in range(5):
        assert not prove(center.site, who.actor, ring, Proof(code="000000"))
    with pytest.raises(TooOften):
        prove(center.site, who.actor, ring, Proof(password=who.password))
    assert knock(center, "seoyeon", HOME) == 30
    center.clock.forward(seconds=30)
    assert prove(center.site, who.actor, ring, Proof(password=who.password))
    assert until_shut(center, "seoyeon", HOME) == 5


def test_a_receipt_has_a_counter_by_its_number(strict_center: Center, monkeypatch):
    mine, other = (strict_center.apply(locked=True) for _ in range(2))
    runs = count_runs(monkeypatch)

    def opened(number: str, address: str = STRANGER, code: str = "0" * 16) -> object:
        return applications.open_receipt(strict_center.site, address, number, code)

    for number in range(5):
        assert opened(mine.number, f"198.51.100.{number}") is None
    with pytest.raises(TooOften):
        opened(mine.number.replace("-", " "), code=mine.code)
    assert len(runs) == 5
    assert opened(other.number, code=other.code) is not None
    strict_center.clock.forward(seconds=30)
    assert opened(mine.number, code=mine.code) is not None
    assert opened(mine.number) is None  # and it begins anew


def test_what_is_no_number_shuts_nobody_elses_door(strict_center: Center, monkeypatch):
    monkeypatch.setattr("tracker.services.applications.waste_time", lambda *_: None)
    site = strict_center.site
    for number in range(8):
        address = f"198.51.100.{number}"
        assert applications.open_receipt(site, address, "123", "x") is None


def test_links_that_are_none_are_counted_by_address(strict_center: Center):
    site = strict_center.site
    for _ in range(20):
        count_wrong_link(site, STRANGER)
    with pytest.raises(TooOften):
        count_wrong_link(site, STRANGER)
    count_wrong_link(site, "198.51.100.1")


def test_what_visitors_do_does_not_shut_the_door_of_the_staff(strict_center: Center):
    """Even behind one address: a center with guests in its network."""
    site = strict_center.site
    for act, free in ((send_one, 60), (count_wrong_link, 20)):
        for _ in range(free):
            act(site, STRANGER)
        with pytest.raises(TooOften):
            act(site, STRANGER)
    assert enter(strict_center, strict_center.staff["seoyeon"], STRANGER) is not None


def test_sixty_applications_an_hour_from_one_address(strict_center: Center):
    site = strict_center.site
    for _ in range(60):
        send_one(site, STRANGER)
    with pytest.raises(TooOften) as told:
        send_one(site, STRANGER)
    assert told.value.seconds == 60
    assert actions(strict_center) == ["throttled"]
    send_one(site, "198.51.100.1")
    strict_center.clock.forward(hours=1, minutes=10)
    for _ in range(60):
        send_one(site, STRANGER)


def test_applications_sent_at_once_are_no_more_than_one_after_the_other(strict_center: Center):
    """Those that passed the look together are counted when they are stored."""
    for _ in range(58):
        send_one(strict_center.site)

    def send() -> int:
        try:
            send_one(strict_center.site)
        except TooOften as told:
            return told.seconds
        return 0

    assert sorted(at_once(*[send] * 6)) == [0, 0] + [60] * 4


def test_a_flood_from_everywhere_leaves_an_opening_every_four_seconds(center: Center):
    with guarded(center, applications_per_hour=2) as center:
        for number in range(20):
            send_one(center.site, f"198.51.100.{number}")
        waits = []
        for number in range(100, 110):
            try:
                send_one(center.site, f"198.51.100.{number}")
            except TooOften as told:
                waits.append(told.seconds)
                center.clock.forward(seconds=told.seconds)
        assert set(waits) <= {1, 2, 3, 4}
        assert len(waits) == 5
