"""The formats written down a second time, from the standards, without tracker's own code."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def context(*parts: str | int | bytes) -> bytes:
    """`tracker/1`, then for each part a type letter, four bytes of length, and its bytes."""
    joined = b"tracker/1"
    for part in parts:
        if isinstance(part, str):
            letter, raw = "s", part.encode()
        elif isinstance(part, int):
            letter, raw = "i", part.to_bytes(8, "big")
        else:
            letter, raw = "b", part
        joined += letter.encode() + len(raw).to_bytes(4, "big") + raw
    return joined


def expand(key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-256 (RFC 5869 section 2.3)."""
    made, block = b"", b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        made += block
    return made[:length]


def derive(seed: bytes, label: str) -> bytes:
    """A key for one purpose."""
    return expand(seed, context("derive", label))


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104), by hand."""
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def fingerprint(public_key: bytes) -> str:
    """The last twenty decimal digits of a mac, in groups of four."""
    digits = str(int(mac(b"fingerprint", public_key).hex(), 16))[-20:].zfill(20)
    return " ".join(digits[i : i + 4] for i in range(0, 20, 4))


def open_hpke(private: bytes, letter: bytes, info: bytes) -> bytes:
    """Open a letter as RFC 9180 says: base mode, DHKEM(X25519), HKDF-SHA256, AES-256-GCM."""
    enc, cipher = letter[1:33], letter[33:]
    own = X25519PrivateKey.from_private_bytes(private)
    shared = _decapsulated(own, enc)
    suite = b"HPKE" + bytes.fromhex("002000010002")
    psk_hash = _extract(suite, b"", b"psk_id_hash", b"")
    schedule = b"\0" + psk_hash + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    key = _labeled(suite, secret, b"key", schedule, 32)
    nonce = _labeled(suite, secret, b"base_nonce", schedule, 12)
    return AESGCM(key).decrypt(nonce, cipher, b"")


def _decapsulated(own: X25519PrivateKey, enc: bytes) -> bytes:
    suite = b"KEM" + bytes.fromhex("0020")
    shared = own.exchange(X25519PublicKey.from_public_bytes(enc))
    prk = _extract(suite, b"", b"eae_prk", shared)
    both = enc + own.public_key().public_bytes_raw()
    return _labeled(suite, prk, b"shared_secret", both, 32)


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def _labeled(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)
