"""Known answers: what was sealed with these keys opens for ever (C2)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.vault import independent
from tests.vault.make_vectors import BOUND, KEY, LABELS, PARTS, SEED
from tracker.vault import codes, crypto
from tracker.vault.keyring import (
    Grant,
    Holder,
    Keyring,
    Recipient,
    fingerprint,
    principal_mac,
    vouched,
)
from tracker.vault.passwords import open_lock

KNOWN: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
HANEUL = Holder("user:00ff", 3, SEED)
PUBLIC = Recipient("user:00ff", 3, HANEUL.public_key)
TEXT = "요즘 잠을 잘 못 잔다"


def known(name: str) -> bytes:
    return bytes.fromhex(KNOWN[name])


def known_grant(name: str) -> Grant:
    fields = KNOWN[name]
    stamp = None if fields[5] is None else bytes.fromhex(fields[5])
    return Grant(fields[0], fields[1], fields[2], fields[3], bytes.fromhex(fields[4]), stamp)


@pytest.mark.parametrize("index", range(len(PARTS)))
def test_context(index):
    vector = KNOWN["context"][index]
    assert vector["parts"] == PARTS[index]
    assert crypto.context(*vector["parts"]).hex() == vector["is"]
    assert independent.context(*vector["parts"]).hex() == vector["is"]


@pytest.mark.parametrize("index", range(len(LABELS)))
def test_derive(index):
    vector = KNOWN["derive"][index]
    assert crypto.derive(SEED, vector["label"]).hex() == vector["is"]
    assert independent.derive(SEED, vector["label"]).hex() == vector["is"]


def test_every_key_of_a_holder_has_its_own_label():
    derived = {vector["label"]: vector["is"] for vector in KNOWN["derive"]}
    assert HANEUL.wrap_key.hex() == derived["wrap"]
    assert HANEUL.mac_key.hex() == derived["mac"]
    assert HANEUL.own_key.hex() == derived["totp"]
    assert HANEUL.private_key.private_bytes_raw().hex() == derived["x25519"]
    assert len(set(derived.values())) == len(derived)


def test_mac():
    assert crypto.mac(KEY, "말".encode()) == known("mac")
    assert independent.mac(KEY, "말".encode()) == known("mac")
    # RFC 4231, test case 2
    rfc = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert crypto.mac(b"Jefe", b"what do ya want for nothing?").hex() == rfc


def test_box_opens():
    assert crypto.unbox(KEY, known("box"), BOUND).decode() == TEXT
    assert crypto.unbox(KEY, known("empty_box"), BOUND) == b""


def test_letter_opens_and_is_rfc_9180():
    assert crypto.open_letter(HANEUL.private_key, known("letter"), BOUND) == KEY
    private = HANEUL.private_key.private_bytes_raw()
    assert independent.open_hpke(private, known("letter"), BOUND) == KEY
    fresh = crypto.seal_letter(HANEUL.public_key, b"seed", BOUND)
    assert independent.open_hpke(private, fresh, BOUND) == b"seed"


def test_lock_opens():
    lock = known("lock")
    assert open_lock(KEY, "푸른 강가의 조용한 아침", "user:00ff", 3, lock) == SEED
    # format, 64 MiB, three passes, one lane: what a lock costs is written in the lock
    assert lock[:10].hex() == "21" + "00010000" + "00000003" + "01"


def test_grants_open():
    ring = Keyring([HANEUL], stamp_key=SEED)
    assert ring.open(known_grant("wrap_grant")) == KEY
    assert ring.open(known_grant("letter_grant")) == KEY
    assert not known_grant("wrap_grant").is_letter
    assert known_grant("letter_grant").is_letter


def test_stamps():
    assert HANEUL.public_key == known("public_key")
    assert principal_mac(SEED, PUBLIC) == known("principal_mac")
    assert vouched(SEED, PUBLIC, known("principal_mac"))


def test_fingerprint():
    assert fingerprint(known("public_key")) == KNOWN["fingerprint"]
    assert independent.fingerprint(known("public_key")) == KNOWN["fingerprint"]


def test_sheets():
    left, right = KNOWN["sheets"]
    assert codes.join_sheets(left, right) == SEED
    assert codes.join_sheets(right.lower().replace("-", " "), f"\n{left}\t") == SEED


# RFC 6238 appendix B, SHA-1, whose eight digits end in the six that a phone shows.
RFC_6238 = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "digits"), RFC_6238)
def test_totp(seconds, digits):
    secret, now = b"12345678901234567890", datetime.fromtimestamp(seconds, UTC)
    assert codes.totp_code(secret, now) == digits[-6:]
    assert codes.totp_step(secret, f" {digits[-6:-3]} {digits[-3:]}", now) == seconds // 30


def test_totp_text_is_what_phones_read():
    assert codes.totp_text(b"12345678901234567890") == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_token_digest():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert codes.token_digest("").hex() == empty


LENGTHS = [
    (0, 128),
    (128, 128),
    (129, 256),
    (1025, 2048),
    (4096, 4096),
    (4097, 8192),
    (9000, 12288),
]


@pytest.mark.parametrize(("length", "size"), LENGTHS)
def test_padding_steps(length, size):
    assert len(crypto.padded(b"x" * length)) == size
    assert crypto.padded(b"x" * length).rstrip() == b"x" * length
