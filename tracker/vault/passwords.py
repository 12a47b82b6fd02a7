"""The lock: a password (or a receipt's code) opens the seed of its principal, or nothing does."""

import secrets
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tracker.vault.crypto import DecryptionError, box, context, unbox

# RFC 9106 section 4, second recommended option: 64 MiB, t=3; p=1 so that the floor is one core.
MEMORY_KIB: Final = 64 * 1024
ITERATIONS: Final = 3
LANES: Final = 1
# The bound keeps a forged row from making the server allocate what it does not have.
MAX_MEMORY_KIB: Final = 4 * MEMORY_KIB
MAX_ITERATIONS: Final = 12
_HEAD: Final = struct.Struct(">BIIB16s")
_FORMAT: Final = 0x21
AT_ONCE: Final = 2
_WAIT_SECONDS: Final = 6.0
_turnstile = BoundedSemaphore(AT_ONCE)
_visitors = BoundedSemaphore(AT_ONCE - 1)


class Busy(Exception):
    """Too many passwords are being checked at once; try again in a moment."""


def close_lock(pepper: bytes, secret: str, principal: str, generation: int, seed: bytes) -> bytes:
    """Lock a seed under a password: format, parameters, salt and a committing box, in one value."""
    salt = secrets.token_bytes(16)
    head = _HEAD.pack(_FORMAT, MEMORY_KIB, ITERATIONS, LANES, salt)
    key = _stretch(pepper, secret, salt, MEMORY_KIB, ITERATIONS)
    return head + box(key, seed, context("lock", principal, generation, head))


def open_lock(pepper: bytes, secret: str, principal: str, generation: int, lock: bytes) -> bytes:
    """Return the seed behind a lock.

    Raises DecryptionError for a wrong password, another person's lock, or parameters outside
    the bounds (these are refused before any work). Raises Busy when too many run at once.
    """
    if len(lock) <= _HEAD.size or generation < 0:
        raise DecryptionError
    format_byte, memory, iterations, lanes, salt = _HEAD.unpack_from(lock)
    if format_byte != _FORMAT or lanes != LANES:
        raise DecryptionError
    if not MEMORY_KIB <= memory <= MAX_MEMORY_KIB:
        raise DecryptionError
    if not ITERATIONS <= iterations <= MAX_ITERATIONS:
        raise DecryptionError
    key = _stretch(pepper, secret, salt, memory, iterations)
    head, body = lock[: _HEAD.size], lock[_HEAD.size :]
    return unbox(key, body, context("lock", principal, generation, head))


def waste_time(pepper: bytes, secret: str) -> None:
    """Do the same work as open_lock for a name nobody has, so that time does not tell."""
    _stretch(pepper, secret, bytes(16), MEMORY_KIB, ITERATIONS)


@contextmanager
def for_visitors() -> Iterator[None]:
    """Run the work of the public pages: one place is left free, so that staff can always sign in.

    Raises Busy when too many wait.
    """
    if not _visitors.acquire(timeout=_WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _visitors.release()


def _stretch(pepper: bytes, secret: str, salt: bytes, memory: int, iterations: int) -> bytes:
    text = unicodedata.normalize("NFC", secret).encode("utf-8", "replace")
    if not _turnstile.acquire(timeout=_WAIT_SECONDS):
        raise Busy
    try:
        lock = Argon2id(
            salt=salt,
            length=32,
            iterations=iterations,
            lanes=LANES,
            memory_cost=memory,
            secret=pepper,
        )
        return lock.derive(text)
    finally:
        _turnstile.release()
