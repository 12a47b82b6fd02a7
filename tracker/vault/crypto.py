"""Boxes, letters, macs and the contexts that bind them.

Formats, by first byte: 0x01 box (Cobblestone256, committing), 0x11 letter (HPKE, RFC 9180).
0x02 (HKDF + AES-256-GCM with commitment) and 0x12 (MLKEM768-X25519) are reserved and refused.
"""

import hashlib
import hmac
import secrets
from typing import Final

try:
    from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
    from cryptography.hazmat.primitives import hpke
except ImportError as missing:  # pragma: no cover - proven by a test in a subprocess
    raise SystemExit(
        "tracker needs cryptography 50 or newer, with Cobblestone and HPKE: "
        "run 'pip install --require-hashes -r requirements.txt'."
    ) from missing
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

BOX: Final = 0x01
LETTER: Final = 0x11
KEY_BYTES: Final = 32
MAX_BYTES: Final = 32 * 1024 * 1024
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class DecryptionError(Exception):
    """Whatever is wrong with a sealed thing, this is all that is said about it."""

    def __init__(self) -> None:
        super().__init__("this cannot be opened")


def context(*parts: str | int | bytes) -> bytes:
    """Bind parts into one byte string: typed, length-prefixed, so that no two lists collide.

    Raises ValueError for a lone surrogate, a negative number or one above eight bytes.
    """
    out = [b"tracker/1"]
    for part in parts:
        tag, raw = _part(part)
        out.append(tag + len(raw).to_bytes(4, "big") + raw)
    return b"".join(out)


def _part(part: str | int | bytes) -> tuple[bytes, bytes]:
    match part:
        case str():
            return b"s", part.encode("utf-8")
        case int():
            if not 0 <= part < 2**64:
                raise ValueError("a context number cannot be negative or above eight bytes")
            return b"i", part.to_bytes(8, "big")
        case _:
            return b"b", bytes(part)


def new_key() -> bytes:
    """Return 32 random bytes: a record key or a principal's seed."""
    return secrets.token_bytes(KEY_BYTES)


def derive(seed: bytes, label: str) -> bytes:
    """Derive 32 bytes from a 32-byte seed for one purpose (HKDF-Expand, RFC 5869)."""
    info = context("derive", label)
    return HKDFExpand(hashes.SHA256(), KEY_BYTES, info).derive(seed)


def box(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Close plain under a 32-byte key; it opens only with the same key and context.

    Raises ValueError for what would be too large to be opened again.
    """
    closing = Cobblestone256Encryptor(key, bound_to)
    sealed = bytes([BOX]) + closing.update(plain) + closing.finalize()
    if len(sealed) > MAX_BYTES:
        raise ValueError("too large to be opened again")
    return sealed


def unbox(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open a box. Raises DecryptionError for anything but the exact key, bytes and context."""
    if not _is_format(sealed, BOX):
        raise DecryptionError
    try:
        opening = Cobblestone256Decryptor(key, bound_to)
        return opening.update(sealed[1:]) + opening.finalize()
    except (InvalidTag, ValueError):
        raise DecryptionError from None


def _is_format(sealed: object, first: int) -> bool:
    """Whether this can be sealed at all; SQLite lets a forger put text where bytes belong."""
    return isinstance(sealed, bytes) and len(sealed) <= MAX_BYTES and sealed[:1] == bytes([first])


def seal_letter(public_key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seal plain to a 32-byte X25519 public key (HPKE base mode).

    Raises ValueError for a low-order or malformed public key.
    """
    to = X25519PublicKey.from_public_bytes(public_key)
    return bytes([LETTER]) + _SUITE.encrypt(plain, to, info=bound_to)


def open_letter(private_key: X25519PrivateKey, sealed: bytes, bound_to: bytes) -> bytes:
    """Open a letter. Raises DecryptionError for anything but the exact key, bytes and context."""
    if not _is_format(sealed, LETTER):
        raise DecryptionError
    try:
        return _SUITE.decrypt(sealed[1:], private_key, info=bound_to)
    except (InvalidTag, ValueError):
        raise DecryptionError from None


def mac(key: bytes, message: bytes) -> bytes:
    """Return the HMAC-SHA-256 of a message, 32 bytes."""
    return hmac.digest(key, message, hashlib.sha256)


def same(left: bytes, right: bytes) -> bool:
    """Compare two macs without telling by time where they differ."""
    return hmac.compare_digest(left, right)


def padded(plain: bytes) -> bytes:
    """Pad JSON with spaces to a step, so that a length says little.

    Steps: 128 bytes, doubling up to 4 KiB, then every 4 KiB.
    """
    size = 128
    while size < len(plain):
        size += min(size, 4096)
    return plain.ljust(size)
