"""Numbers that nothing else would notice if they changed: each with its reason.

They are written out here a second time and not computed, so that a slip in the code shows.
"""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests.vault.make_vectors import KEY, SEED
from tests.vault.test_vectors import HANEUL, PUBLIC
from tracker.vault import codes, crypto, keyring, passwords
from tracker.vault.pins import PinFile, Pins


def test_what_is_sealed_is_at_most_32_mebibytes():
    """Larger than any attachment that is taken, small enough to lie in memory at once."""
    assert crypto.MAX_BYTES == 33_554_432


def test_keys_have_256_bits():
    assert crypto.KEY_BYTES == 32
    assert len({crypto.new_key() for _ in range(100)}) == 100
    made = (crypto.new_key(), crypto.derive(SEED, "wrap"), crypto.mac(KEY, b""))
    assert [len(key) for key in made] == [32, 32, 32]


def test_formats_by_their_first_byte():
    """0x02 and 0x12 are reserved for what comes after; a lock is neither box nor letter."""
    assert (crypto.BOX, crypto.LETTER, passwords._FORMAT) == (0x01, 0x11, 0x21)


def test_the_price_of_a_guess():
    """RFC 9106's second option. The bounds: a forged row may cost four times the memory."""
    assert (passwords.MEMORY_KIB, passwords.ITERATIONS, passwords.LANES) == (65_536, 3, 1)
    assert (passwords.MAX_MEMORY_KIB, passwords.MAX_ITERATIONS) == (262_144, 12)


def test_how_many_prices_are_paid_at_once():
    """Two cores; one place is left for staff. Six seconds: shorter than a browser's patience."""
    assert passwords.AT_ONCE == 2
    assert passwords._WAIT_SECONDS == 6.0


def test_names_of_the_groups():
    """They stand in every grant and in pins.json."""
    names = (keyring.STAFF, keyring.INTAKE, keyring.STATS, keyring.RECOVERY)
    assert names == ("group:staff", "group:intake", "group:stats", "recovery")


def test_what_people_copy_has_these_lengths():
    assert (codes.CODE_SYMBOLS, len(codes.ALPHABET), len(set(codes.ALPHABET))) == (16, 32, 32)
    assert len(codes.new_code()) == 16 + 3
    assert [len(sheet.replace("-", "")) for sheet in codes.split_seed(SEED)] == [56, 56]


FROZEN = [(HANEUL, "generation"), (Pins({}), "groups"), (PinFile(Path("pins.json")), "path")]


@pytest.mark.parametrize(("thing", "name"), FROZEN)
def test_facts_about_a_key_do_not_change_under_way(thing, name):
    """Who was checked is who is given the key, however long the act takes."""
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)


def test_pins_are_written_to_be_compared_by_eye(tmp_path):
    pin_file = PinFile(tmp_path / "pins.json")
    pin_file.save(Pins({"group:intake": PUBLIC._replace(principal="group:intake")}))
    written = pin_file.path.read_text("utf-8")
    pin = '    "generation": 3,\n    "public_key": ' + json.dumps(PUBLIC.public_key.hex())
    assert written == '{\n  "group:intake": {\n' + pin + "\n  }\n}"
