"""What must not open does not, and always in the same few words (C3)."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.vault.make_vectors import BOUND, KEY, SEED
from tests.vault.test_vectors import HANEUL, known
from tracker.vault import crypto, passwords
from tracker.vault.crypto import DecryptionError, box, context, open_letter, seal_letter, unbox
from tracker.vault.passwords import open_lock

PASSWORD = "푸른 강가의 조용한 아침"
OTHER_KEY = bytes(31) + b"\x01"


def unboxed(sealed: bytes) -> bytes:
    return unbox(KEY, sealed, BOUND)


def unsealed(sealed: bytes) -> bytes:
    return open_letter(HANEUL.private_key, sealed, BOUND)


def unlocked(lock: bytes) -> bytes:
    return open_lock(KEY, PASSWORD, "user:00ff", 3, lock)


OPENERS = {"box": unboxed, "letter": unsealed, "lock": unlocked}


def refused(name: str, sealed: bytes) -> None:
    with pytest.raises(DecryptionError) as refusal:
        OPENERS[name](sealed)
    assert str(refusal.value) == "this cannot be opened"
    assert refusal.value.__cause__ is None


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of locks in a moment: each input of the stretching still counts."""

    def stretch(pepper: bytes, secret: str, salt: bytes, memory: int, iterations: int) -> bytes:
        return crypto.mac(pepper, context(secret, salt, memory, iterations))

    monkeypatch.setattr(passwords, "_stretch", stretch)


def sealed(name: str) -> bytes:
    if name == "lock":  # under the quick stretching
        return passwords.close_lock(KEY, PASSWORD, "user:00ff", 3, SEED)
    return known(name)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("bit", [0, 3, 7])
@pytest.mark.parametrize("name", OPENERS)
def test_a_flipped_bit_anywhere(name, bit):
    right = sealed(name)
    assert OPENERS[name](right)
    for place in range(len(right)):
        wrong = bytearray(right)
        wrong[place] ^= 1 << bit
        refused(name, bytes(wrong))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", OPENERS)
def test_cut_or_grown(name):
    right = sealed(name)
    for length in range(len(right)):
        refused(name, right[:length])
        if length:
            refused(name, right[length:])
    refused(name, right + b"\0")
    refused(name, right + right)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", OPENERS)
def test_another_format(name):
    right = sealed(name)
    for first in set(range(256)) - {right[0]}:
        refused(name, bytes([first]) + right[1:])


@pytest.mark.parametrize("name", OPENERS)
@pytest.mark.parametrize("wrong", [b"", b"\0", b"\x01", b"\x11", b"\x21", b"\x01\0", b"\x11\0"])
def test_nothing_and_a_single_byte(name, wrong):
    refused(name, wrong)


@pytest.mark.parametrize("wrong", ["", "\x01text", None, 1, 1.5])
def test_what_is_not_bytes_at_all(wrong):
    """SQLite lets a forger put anything into a column."""
    refused("box", wrong)
    refused("letter", wrong)


@pytest.mark.parametrize(("name", "first"), [("box", b"\x01"), ("letter", b"\x11")])
def test_too_large_is_refused_before_work(name, first, monkeypatch):
    huge = first + bytes(33 * 1024 * 1024)
    assert len(huge) > crypto.MAX_BYTES
    with monkeypatch.context() as patched:
        patched.delattr(crypto, "Cobblestone256Decryptor")
        patched.delattr(crypto, "_SUITE")
        refused(name, huge)


def test_nothing_is_closed_that_would_not_open(monkeypatch):
    monkeypatch.setattr(crypto, "MAX_BYTES", 200)
    sizes = [len(box(KEY, bytes(size), BOUND)) for size in range(200 - 73 + 1)]
    assert sizes[-1] == crypto.MAX_BYTES
    assert unboxed(box(KEY, bytes(127), BOUND)) == bytes(127)
    with pytest.raises(ValueError, match="too large"):
        box(KEY, bytes(128), BOUND)


def test_box_under_another_key_or_context():
    right = known("box")
    for key, bound_to in ((OTHER_KEY, BOUND), (KEY, BOUND + b"\0"), (KEY, b"")):
        with pytest.raises(DecryptionError):
            unbox(key, right, bound_to)


def test_letter_under_another_key_or_context():
    right = known("letter")
    stranger = X25519PrivateKey.from_private_bytes(OTHER_KEY)
    for key, bound_to in ((stranger, BOUND), (HANEUL.private_key, b"")):
        with pytest.raises(DecryptionError):
            open_letter(key, right, bound_to)


def test_formats_do_not_pass_for_each_other():
    refused("box", b"\x01" + known("letter")[1:])
    refused("letter", b"\x11" + known("box")[1:])
    refused("letter", b"\x12" + known("letter")[1:])
    refused("box", b"\x02" + known("box")[1:])


# RFC 7748 section 6.1 and the points of small order: a shared secret nobody had to know.
LOW_ORDER = (
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


@pytest.mark.parametrize("point", LOW_ORDER)
def test_low_order_public_key(point):
    with pytest.raises(ValueError, match="shared key"):
        seal_letter(bytes.fromhex(point), KEY, BOUND)
    refused("letter", b"\x11" + bytes.fromhex(point) + known("letter")[33:])


@pytest.mark.parametrize("length", [0, 1, 31, 33, 64])
def test_malformed_public_key(length):
    with pytest.raises(ValueError, match="32 bytes"):
        seal_letter(b"\x09" * length, KEY, BOUND)


@pytest.mark.parametrize("part", ["\ud800", "김\udfff", -1, 2**64, 2**64 + 1, 2**80])
def test_context_refuses_what_it_cannot_tell_apart(part):
    with pytest.raises(ValueError, match=r"surrogates|negative or above"):
        context("document", part)
