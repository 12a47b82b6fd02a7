"""A group that got a new seed: older seeds open the past, and nothing is given under them."""

import os
from functools import partial
from pathlib import Path

import pytest

from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import (
    INTAKE,
    STAFF,
    Grant,
    Holder,
    Keyring,
    Recipient,
    letter_for,
    restamped,
    wrap_for,
)
from tracker.vault.pins import PinFile, PinMismatch, Pins

KEY = bytes(range(32))
OLD, NEW = Holder(INTAKE, 1, b"1" * 32), Holder(INTAKE, 2, b"2" * 32)
OLD_STAFF, NEW_STAFF = Holder(STAFF, 1, b"a" * 32), Holder(STAFF, 2, b"b" * 32)
TO_OLD = Recipient(INTAKE, 1, OLD.public_key)
TO_NEW = Recipient(INTAKE, 2, NEW.public_key)
BEFORE = wrap_for(OLD, "identity:ab", 1, KEY)


@pytest.mark.parametrize("holders", [(OLD, NEW), (NEW, OLD)], ids=["in order", "the other way"])
def test_both_open_and_the_newest_stands_for_the_group(holders: tuple[Holder, ...]):
    ring = Keyring(holders)
    assert ring.holders == {INTAKE: NEW}
    assert set(ring.every) == {OLD, NEW}
    assert ring.principals == (INTAKE,)
    assert ring.open(BEFORE) == KEY
    assert ring.open(wrap_for(NEW, "identity:ab", 1, KEY)) == KEY


def test_an_older_seed_is_added_without_taking_the_place_of_the_newest():
    ring = Keyring([NEW])
    assert not ring.holds(BEFORE)
    ring.add(OLD)
    assert ring.holds(BEFORE)
    assert ring.holders[INTAKE] is NEW
    again = Holder(INTAKE, 2, b"3" * 32)
    ring.add(again)  # the same generation read anew
    assert ring.holders[INTAKE] is again
    assert len(ring.every) == 2


def test_renewing_keeps_object_version_and_key():
    fresh = Keyring([OLD, NEW]).renew(BEFORE)
    assert fresh[:4] == ("identity:ab", 1, INTAKE, 2)
    assert not fresh.is_letter
    assert Keyring([NEW]).open(fresh) == KEY
    with pytest.raises(DecryptionError):
        Keyring([OLD]).open(fresh)


def test_settling_keeps_the_generation_a_letter_was_written_to():
    letter = letter_for(TO_OLD, "identity:ab", 1, KEY, OLD_STAFF.mac_key)
    settled = Keyring([OLD, NEW, OLD_STAFF]).settle(letter)
    assert settled[:4] == letter[:4]
    assert Keyring([OLD]).open(settled) == KEY


def test_renewing_checks_the_stamp_unless_told_not_to():
    anonymous = letter_for(TO_OLD, "identity:ab", 1, KEY, None)
    ring = Keyring([OLD, NEW, OLD_STAFF])
    with pytest.raises(DecryptionError):
        ring.renew(anonymous)
    assert Keyring([NEW]).open(ring.renew(anonymous, unstamped=True)) == KEY


def test_giving_to_an_older_generation_is_a_letter_never_a_wrap():
    ring = Keyring([OLD, NEW, OLD_STAFF])
    assert ring.seal_for(TO_OLD, "identity:ab", 1, KEY).is_letter
    assert not ring.seal_for(TO_NEW, "identity:ab", 1, KEY).is_letter


def test_a_stamp_is_made_anew_only_if_it_was_right():
    letter = letter_for(TO_NEW, "identity:ab", 1, KEY, OLD_STAFF.mac_key)
    fresh = restamped(letter, OLD_STAFF.mac_key, NEW_STAFF.mac_key)
    assert fresh is not None
    assert fresh[:5] == letter[:5]
    assert Keyring([NEW, NEW_STAFF]).open(fresh) == KEY
    with pytest.raises(DecryptionError):
        Keyring([NEW, NEW_STAFF]).open(letter)
    foreign: list[Grant] = [
        letter_for(TO_NEW, "identity:ab", 1, KEY, None),
        letter_for(TO_NEW, "identity:ab", 1, KEY, b"x" * 32),
        letter._replace(key_version=2),
        letter._replace(wrapped_key=letter.wrapped_key[:-1] + b"\0"),
        fresh,
    ]
    for one in foreign:
        assert restamped(one, OLD_STAFF.mac_key, NEW_STAFF.mac_key) is None


@pytest.fixture
def pin_file(tmp_path: Path) -> PinFile:
    made = PinFile(tmp_path / "pins.json")
    made.save(Pins({INTAKE: TO_OLD, STAFF: Recipient(STAFF, 1, OLD_STAFF.public_key)}))
    return made


def test_while_a_key_is_coming_both_are_pinned(pin_file: PinFile):
    with pytest.raises(PinMismatch):
        pin_file.load().check(TO_NEW)
    pin_file.change(lambda pins: pins.with_coming(TO_NEW))
    for who in (TO_OLD, TO_NEW):
        pin_file.load().check(who)
    for wrong in (TO_NEW._replace(generation=3), TO_OLD._replace(generation=2)):
        with pytest.raises(PinMismatch):
            pin_file.load().check(wrong)
    with pytest.raises(PinMismatch):  # coming for one group is nothing for another
        pin_file.load().check(TO_NEW._replace(principal=STAFF))


def test_once_arrived_only_the_new_one_is(pin_file: PinFile):
    pin_file.change(lambda pins: pins.with_coming(TO_NEW))
    pin_file.change(lambda pins: pins.arrived(TO_NEW))
    pins = pin_file.load()
    pins.check(TO_NEW)
    with pytest.raises(PinMismatch):
        pins.check(TO_OLD)
    assert pins.coming == {}
    assert pins.groups[STAFF].generation == 1


def test_nothing_arrives_that_was_not_coming(pin_file: PinFile):
    before = pin_file.load()
    for who in (TO_NEW, TO_OLD):
        pin_file.change(partial(Pins.arrived, who=who))
        assert pin_file.load() == before
    pin_file.change(lambda pins: pins.with_coming(TO_NEW))
    other = TO_NEW._replace(public_key=OLD_STAFF.public_key)
    pin_file.change(lambda pins: pins.arrived(other))
    assert pin_file.load().coming == {INTAKE: TO_NEW}


def test_another_coming_key_takes_the_place_of_one_that_never_arrived(pin_file: PinFile):
    third = Recipient(INTAKE, 2, NEW_STAFF.public_key)
    pin_file.change(lambda pins: pins.with_coming(TO_NEW))
    pin_file.change(lambda pins: pins.with_coming(third))
    with pytest.raises(PinMismatch):
        pin_file.load().check(TO_NEW)
    pin_file.load().check(third)


def test_a_group_set_anew_forgets_what_was_coming(pin_file: PinFile):
    pin_file.change(lambda pins: pins.with_coming(TO_NEW))
    pin_file.change(lambda pins: pins.with_group(TO_OLD))
    assert pin_file.load().coming == {}


def test_one_arrives_and_the_others_are_still_coming(pin_file: PinFile):
    others = [TO_NEW._replace(principal=name) for name in ("group:a", "group:z")]
    for other in others:
        pin_file.change(partial(Pins.with_group, who=other._replace(generation=1)))
        pin_file.change(partial(Pins.with_coming, who=other))
    pin_file.change(partial(Pins.with_coming, who=TO_NEW))
    pin_file.change(partial(Pins.arrived, who=TO_NEW))
    assert pin_file.load().coming == {other.principal: other for other in others}


def test_no_change_writes_no_file(pin_file: PinFile):
    before = pin_file.path.stat()
    pin_file.change(lambda pins: pins)
    pin_file.change(lambda pins: pins.with_group(TO_OLD))  # as it was, made anew
    after = pin_file.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_two_processes_lose_no_pin(pin_file: PinFile):
    """Each adds groups of its own, many times, beginning at the same moment."""
    children = []
    for name in ("x", "y"):
        child = os.fork()
        if child == 0:
            for number in range(20):
                who = Recipient(f"group:team-{name}{number}", 1, OLD.public_key)
                pin_file.change(partial(Pins.with_group, who=who))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert len(pin_file.load().groups) == 42
