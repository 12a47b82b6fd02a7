"""Principals and the grants that give them keys: wraps, letters and who vouches for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tracker.vault.crypto import (
    LETTER,
    DecryptionError,
    box,
    context,
    derive,
    mac,
    open_letter,
    same,
    seal_letter,
    unbox,
)

STAFF = "group:staff"
INTAKE = "group:intake"
STATS = "group:stats"
RECOVERY = "recovery"


class Recipient(NamedTuple):
    """Somebody to whom a key is given: public facts only."""

    principal: str
    generation: int
    public_key: bytes


@dataclass(frozen=True)
class Holder:
    """A principal whose 32-byte seed is at hand; everything else is derived from the seed."""

    principal: str
    generation: int
    seed: bytes = field(repr=False)

    @cached_property
    def wrap_key(self) -> bytes:
        """The key under which this principal's grants are wrapped."""
        return derive(self.seed, "wrap")

    @cached_property
    def mac_key(self) -> bytes:
        """The key with which this principal vouches for letters and colleagues."""
        return derive(self.seed, "mac")

    @cached_property
    def own_key(self) -> bytes:
        """The key for the principal's own small secrets, such as its TOTP secret."""
        return derive(self.seed, "totp")

    @cached_property
    def private_key(self) -> X25519PrivateKey:
        """The X25519 key that opens letters."""
        return X25519PrivateKey.from_private_bytes(derive(self.seed, "x25519"))

    @cached_property
    def public_key(self) -> bytes:
        """The 32 public bytes to which letters are sealed."""
        return self.private_key.public_key().public_bytes_raw()

    @property
    def recipient(self) -> Recipient:
        """The principal as somebody to whom a key can be given."""
        return Recipient(self.principal, self.generation, self.public_key)


class Grant(NamedTuple):
    """One row that gives one principal the key of one object."""

    object: str
    key_version: int
    principal: str
    generation: int
    wrapped_key: bytes
    mac: bytes | None

    @property
    def is_letter(self) -> bool:
        """Whether this still waits to be checked and re-wrapped by its addressee."""
        return self.wrapped_key[:1] == bytes([LETTER])


def grant_context(obj: str, key_version: int, principal: str, generation: int) -> bytes:
    """The context of a grant: it opens for this object, version and grantee only."""
    return context("grant", obj, key_version, principal, generation)


def wrap_for(holder: Holder, obj: str, key_version: int, key: bytes) -> Grant:
    """Wrap a record key under the wrap key of a principal whose seed is at hand."""
    bound_to = grant_context(obj, key_version, holder.principal, holder.generation)
    sealed = box(holder.wrap_key, key, bound_to)
    return Grant(obj, key_version, holder.principal, holder.generation, sealed, None)


def letter_for(
    to: Recipient, obj: str, key_version: int, key: bytes, stamp_key: bytes | None
) -> Grant:
    """Seal a record key to a public key; stamp_key vouches for it (None: anonymous form only)."""
    bound_to = grant_context(obj, key_version, to.principal, to.generation)
    sealed = seal_letter(to.public_key, key, bound_to)
    stamp = None if stamp_key is None else _stamp(stamp_key, bound_to, sealed)
    return Grant(obj, key_version, to.principal, to.generation, sealed, stamp)


def _stamp(key: bytes, bound_to: bytes, sealed: bytes) -> bytes:
    return mac(key, context("stamp", bound_to, sealed))


def restamped(grant: Grant, old_key: bytes, new_key: bytes) -> Grant | None:
    """The same letter with a stamp under a new key; None if the old key did not stamp it."""
    bound_to = grant_context(*grant[:4])
    if grant.mac is None or not same(_stamp(old_key, bound_to, grant.wrapped_key), grant.mac):
        return None
    return grant._replace(mac=_stamp(new_key, bound_to, grant.wrapped_key))


def principal_mac(staff_mac_key: bytes, who: Recipient) -> bytes:
    """The mac by which a colleague vouches for somebody's public key."""
    return mac(staff_mac_key, context("principal", *who))


def vouched(staff_mac_key: bytes, who: Recipient, stamp: bytes | None) -> bool:
    """Whether a colleague who holds the staff key admitted exactly this public key."""
    return stamp is not None and same(principal_mac(staff_mac_key, who), stamp)


def fingerprint(public_key: bytes) -> str:
    """Five groups of four digits, to be compared in person at admission."""
    number = int.from_bytes(mac(b"fingerprint", public_key), "big") % 10**20
    digits = f"{number:020d}"
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


class Keyring:
    """The seeds that one signed-in person (or one receipt) holds, and what they open.

    Of a group that got a new seed the ring may hold the older ones too: they open what was given
    before, and nothing is given under them any more.
    """

    def __init__(self, holders: Iterable[Holder] = (), stamp_key: bytes | None = None) -> None:
        self._every: dict[tuple[str, int], Holder] = {}
        self._holders: dict[str, Holder] = {}
        self._stamp_key = stamp_key
        for holder in holders:
            self.add(holder)

    def add(self, holder: Holder) -> None:
        """Put one more seed on the ring."""
        self._every[(holder.principal, holder.generation)] = holder
        newest = self._holders.get(holder.principal)
        if newest is None or newest.generation <= holder.generation:
            self._holders[holder.principal] = holder

    @property
    def every(self) -> tuple[Holder, ...]:
        """All seeds of the ring, older ones too."""
        return tuple(self._every.values())

    @property
    def holders(self) -> Mapping[str, Holder]:
        """The principals in this ring with their newest seed, by name."""
        return self._holders

    @property
    def principals(self) -> tuple[str, ...]:
        """The names of the principals in this ring."""
        return tuple(self._holders)

    @property
    def stamp_key(self) -> bytes | None:
        """The mac key that vouches for letters: the staff group's, or a receipt's own."""
        staff = self._holders.get(STAFF)
        return self._stamp_key if staff is None else staff.mac_key

    def holds(self, grant: Grant) -> bool:
        """Whether the grant is addressed to a seed in this ring, at its generation."""
        return (grant.principal, grant.generation) in self._every

    def open(self, grant: Grant, *, unstamped: bool = False) -> bytes:
        """Return the 32-byte key in a grant.

        A letter must carry the stamp of a colleague, unless `unstamped` says that it is the
        anonymous form's. Raises DecryptionError.
        """
        if not self.holds(grant) or grant.key_version < 0:
            raise DecryptionError
        holder = self._every[(grant.principal, grant.generation)]
        bound_to = grant_context(*grant[:4])
        if not grant.is_letter:
            return unbox(holder.wrap_key, grant.wrapped_key, bound_to)
        if not (unstamped and grant.mac is None):
            self._check_stamp(grant, bound_to)
        return open_letter(holder.private_key, grant.wrapped_key, bound_to)

    def _check_stamp(self, grant: Grant, bound_to: bytes) -> None:
        key = self.stamp_key
        if key is None or grant.mac is None:
            raise DecryptionError
        if not same(_stamp(key, bound_to, grant.wrapped_key), grant.mac):
            raise DecryptionError

    def open_membership(self, grant: Grant) -> bytes:
        """Return the group seed in a membership. The caller must check the group's pin:
        the key that stamps letters is itself one of these seeds. Raises DecryptionError.
        """
        return self.open(grant._replace(mac=None), unstamped=True)

    def settle_membership(self, grant: Grant) -> Grant:
        """Return a membership that was opened and pinned before as a wrap."""
        return self.settle(grant._replace(mac=None), unstamped=True)

    def settle(self, grant: Grant, *, unstamped: bool = False) -> Grant:
        """Check a letter and return the same grant as a wrap. Raises DecryptionError."""
        key = self.open(grant, unstamped=unstamped)
        holder = self._every[(grant.principal, grant.generation)]
        return wrap_for(holder, grant.object, grant.key_version, key)

    def renew(self, grant: Grant, *, unstamped: bool = False) -> Grant:
        """Return the same key as a wrap for the newest seed of its grantee.

        Raises DecryptionError.
        """
        key = self.open(grant, unstamped=unstamped)
        return wrap_for(self._holders[grant.principal], grant.object, grant.key_version, key)

    def seal_for(self, to: Recipient, obj: str, key_version: int, key: bytes) -> Grant:
        """Give a key to somebody: a wrap if the seed is in this ring, else a stamped letter.

        Raises DecryptionError when nothing in the ring can vouch for a letter.
        """
        holder = self._holders.get(to.principal)
        if holder is not None and holder.generation == to.generation:
            return wrap_for(holder, obj, key_version, key)
        if self.stamp_key is None:
            raise DecryptionError
        return letter_for(to, obj, key_version, key, self.stamp_key)
