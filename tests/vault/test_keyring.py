"""Grants: they open for one object, version, grantee and generation, and only if vouched for."""

import pytest

from tracker.vault.crypto import DecryptionError, box, new_key
from tracker.vault.keyring import (
    INTAKE,
    STAFF,
    Grant,
    Holder,
    Keyring,
    Recipient,
    grant_context,
    letter_for,
    principal_mac,
    vouched,
    wrap_for,
)

KEY = bytes(range(32))
EUNJEONG = Holder("user:e1", 2, b"e" * 32)
MINSU = Holder("user:f2", 2, b"m" * 32)
STAFF_GROUP = Holder(STAFF, 1, b"s" * 32)
TO_EUNJEONG = Recipient(EUNJEONG.principal, EUNJEONG.generation, EUNJEONG.public_key)
RING = Keyring([EUNJEONG, STAFF_GROUP])
WRAP = wrap_for(EUNJEONG, "clinical:ab", 1, KEY)
LETTER = letter_for(TO_EUNJEONG, "clinical:ab", 1, KEY, STAFF_GROUP.mac_key)

MOVED = [
    {"object": "clinical:ac"},
    {"object": "identity:ab"},
    {"object": "clinical:ab "},
    {"key_version": 2},
    {"key_version": 0},
    {"key_version": -1},
    {"generation": 1},
    {"generation": 3},
    {"generation": -2},
    {"principal": MINSU.principal},
    {"principal": STAFF},
]


def refused(ring: Keyring, grant: Grant) -> None:
    with pytest.raises(DecryptionError):
        ring.open(grant)


@pytest.mark.parametrize("change", MOVED)
@pytest.mark.parametrize("grant", [WRAP, LETTER], ids=["wrap", "letter"])
def test_a_grant_moved_anywhere_else(grant, change):
    assert RING.open(grant) == KEY
    refused(RING, grant._replace(**change))
    others = Keyring([MINSU, STAFF_GROUP, Holder(EUNJEONG.principal, 3, EUNJEONG.seed)])
    refused(others, grant._replace(**change))


def test_numbers_begin_at_zero_and_end_at_eight_bytes():
    first = Holder("user:e1", 0, EUNJEONG.seed)
    for version in (0, 2**64 - 1):
        given = wrap_for(first, "clinical:ab", version, KEY)
        assert Keyring([first]).open(given) == KEY


def test_only_a_letter_is_a_letter():
    for first in (0x00, 0x01, 0x02, 0x10, 0x12, 0xFF):
        assert not LETTER._replace(wrapped_key=bytes([first]) + LETTER.wrapped_key[1:]).is_letter
    assert not LETTER._replace(wrapped_key=b"").is_letter


def test_a_planted_wrap():
    bound_to = grant_context(*WRAP[:4])
    refused(RING, WRAP._replace(wrapped_key=box(new_key(), new_key(), bound_to)))
    refused(RING, wrap_for(MINSU, "clinical:ab", 1, KEY)._replace(principal=EUNJEONG.principal))


def test_a_planted_letter():
    refused(RING, LETTER._replace(mac=None))
    refused(RING, LETTER._replace(mac=bytes(32)))
    refused(RING, LETTER._replace(mac=b""))
    refused(RING, letter_for(TO_EUNJEONG, "clinical:ab", 1, new_key(), None))
    refused(RING, letter_for(TO_EUNJEONG, "clinical:ab", 1, new_key(), MINSU.mac_key))
    other = letter_for(TO_EUNJEONG, "clinical:ab", 1, KEY, STAFF_GROUP.mac_key)
    refused(RING, LETTER._replace(mac=other.mac))


def test_a_stamped_letter_turned_into_a_wrap_loses_its_proof():
    disguised = b"\x01" + LETTER.wrapped_key[1:]
    refused(RING, LETTER._replace(wrapped_key=disguised))


def test_without_the_staff_key_no_letter_opens():
    refused(Keyring([EUNJEONG]), LETTER)
    assert Keyring([EUNJEONG]).open(WRAP) == KEY


def test_unstamped_means_without_a_stamp_and_not_with_a_wrong_one():
    bare = letter_for(TO_EUNJEONG, "identity:ab", 1, KEY, None)
    assert RING.open(bare, unstamped=True) == KEY
    with pytest.raises(DecryptionError):
        RING.open(bare._replace(mac=bytes(32)), unstamped=True)


@pytest.mark.parametrize("verb", [RING.open, RING.settle, RING.renew])
def test_doing_without_a_stamp_is_spelled_out(verb):
    """`unstamped=True` stands in the call, where a reader sees it, or it is not said."""
    with pytest.raises(TypeError):
        verb(LETTER, True)


def test_settling_a_letter_gives_the_same_key_as_a_wrap():
    settled = RING.settle(LETTER)
    assert settled[:4] == LETTER[:4]
    assert not settled.is_letter
    assert settled.mac is None
    assert Keyring([EUNJEONG]).open(settled) == KEY


def test_settling_checks_the_stamp_unless_told_not_to():
    anonymous = letter_for(TO_EUNJEONG, "identity:ab", 1, KEY, None)
    with pytest.raises(DecryptionError):
        RING.settle(anonymous)
    settled = RING.settle(anonymous, unstamped=True)
    assert Keyring([EUNJEONG]).open(settled) == KEY


def test_a_membership_opens_before_its_stamp_can_be_checked():
    """Its stamp needs the staff key, which is itself what a membership gives; pins vouch for it."""
    alone = Keyring([EUNJEONG])
    for stamp in (STAFF_GROUP.mac_key, MINSU.mac_key, None):
        membership = letter_for(TO_EUNJEONG, STAFF, 1, STAFF_GROUP.seed, stamp)
        assert alone.open_membership(membership) == STAFF_GROUP.seed
        settled = alone.settle_membership(membership)
        assert not settled.is_letter
        assert alone.open(settled) == STAFF_GROUP.seed


def test_giving_is_a_wrap_where_the_seed_is_at_hand():
    own = RING.seal_for(TO_EUNJEONG, "clinical:ab", 1, KEY)
    assert not own.is_letter
    intake = Holder(INTAKE, 1, b"i" * 32)
    given = RING.seal_for(Recipient(INTAKE, 1, intake.public_key), "identity:ab", 2, KEY)
    assert given.is_letter
    assert Keyring([intake, STAFF_GROUP]).open(given) == KEY
    with pytest.raises(DecryptionError):
        Keyring([EUNJEONG]).seal_for(Recipient(INTAKE, 1, intake.public_key), "identity:ab", 2, KEY)


def test_giving_compares_generations_as_numbers():
    many = Holder(EUNJEONG.principal, 1000, EUNJEONG.seed)
    to = Recipient(many.principal, int("1000"), many.public_key)
    assert not Keyring([many]).seal_for(to, "clinical:ab", 1, KEY).is_letter


def test_a_newer_generation_of_oneself_gets_a_letter():
    newer = Recipient(EUNJEONG.principal, 3, Holder(EUNJEONG.principal, 3, b"n" * 32).public_key)
    assert RING.seal_for(newer, "clinical:ab", 1, KEY).is_letter


REPLACED = [
    TO_EUNJEONG._replace(public_key=MINSU.public_key),
    TO_EUNJEONG._replace(principal=MINSU.principal),
    TO_EUNJEONG._replace(generation=1),
]


@pytest.mark.parametrize("who", REPLACED)
def test_a_replaced_public_key_is_not_vouched_for(who):
    stamp = principal_mac(STAFF_GROUP.mac_key, TO_EUNJEONG)
    assert vouched(STAFF_GROUP.mac_key, TO_EUNJEONG, stamp)
    assert not vouched(STAFF_GROUP.mac_key, who, stamp)
    assert not vouched(MINSU.mac_key, TO_EUNJEONG, stamp)
    assert not vouched(STAFF_GROUP.mac_key, TO_EUNJEONG, None)
    assert not vouched(STAFF_GROUP.mac_key, TO_EUNJEONG, b"")


def test_a_stamp_is_not_a_vouching_mac_and_the_other_way_round():
    assert not vouched(STAFF_GROUP.mac_key, TO_EUNJEONG, LETTER.mac)
    stamp = principal_mac(STAFF_GROUP.mac_key, TO_EUNJEONG)
    refused(RING, LETTER._replace(mac=stamp))


def test_seeds_do_not_show_in_a_traceback():
    assert "e" * 32 not in repr(EUNJEONG)
    assert repr(b"e" * 32) not in repr([EUNJEONG, RING])
