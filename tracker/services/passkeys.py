"""Passkeys of a person, under their own seed: a stolen database shows none and swaps none."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from tracker.domain.access import KEY_HOLDING
from tracker.domain.audit import Audit
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.fields import clean_line
from tracker.services.ceremonies import (
    CHALLENGE_LASTS,
    Answer,
    Challenge,
    Owner,
    Party,
    attested,
    creation_options,
    named_in,
    signed,
)
from tracker.services.work import Work
from tracker.store import accounts
from tracker.store.accounts import Account
from tracker.vault.crypto import DecryptionError, box, context, padded, unbox
from tracker.vault.keyring import Holder

MAX_PASSKEYS: Final = 10
NAME_LIMIT: Final = 40


class Passkey(msgspec.Struct, frozen=True):
    """One passkey, with the name its person gave it."""

    id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None

    @property
    def handle(self) -> str:
        """A short name for links: the id itself stays in the box."""
        return hashlib.sha256(self.id).hexdigest()[:32]


class _Kept(msgspec.Struct):
    """The box: the passkeys, and the challenges that were answered while they still stand."""

    keys: list[Passkey]
    spent: dict[str, datetime] = {}


def mine(work: Work) -> list[Passkey]:
    """The passkeys of whoever is at work, oldest first."""
    account, own = _own(work)
    return _opened(account, own).keys


def options_for(work: Work, party: Party, challenge: Challenge) -> str:
    """What the browser is asked to make a passkey for whoever is at work, as JSON."""
    account, own = _own(work)
    owner = Owner(account.id.bytes, account.username, account.name)
    known = [one.id for one in _opened(account, own).keys]
    return creation_options(party, challenge, owner, known)


def add(work: Work, name: str, answer: Answer) -> None:
    """Keep a new passkey.

    Raises FieldError for the name, RuleBroken('passkey_refused'), ('passkey_known') or
    ('passkeys_many').
    """
    name = clean_line("name", name, NAME_LIMIT, required=True)
    account, own = _own(work, lock=True)
    made = attested(answer, work.now)
    if made is None:
        raise RuleBroken("passkey_refused")
    kept = _opened(account, own)
    if any(one.id == made.id for one in kept.keys):
        raise RuleBroken("passkey_known")
    if len(kept.keys) >= MAX_PASSKEYS:
        raise RuleBroken("passkeys_many", count=MAX_PASSKEYS)
    new = Passkey(made.id, made.public_key, made.sign_count, name, work.now)
    _keep(account, own, [*kept.keys, new], kept.spent)
    work.record(Audit.PASSKEY_ADDED, f"account:{account.id.hex}")


def remove(work: Work, handle: str) -> None:
    """Forget a passkey.

    Forgetting it twice is one act. Raises RuleBroken('last_factor') where nothing but the password
    would guard keys.
    """
    account, own = _own(work, lock=True)
    kept = _opened(account, own)
    left = [one for one in kept.keys if one.handle != handle]
    if len(left) == len(kept.keys):
        return
    if not left and account.totp is None and account.role_set & KEY_HOLDING:
        raise RuleBroken("last_factor")
    _keep(account, own, left, kept.spent)
    work.record(Audit.PASSKEY_REMOVED, f"account:{account.id.hex}")


def answer_is_right(work: Work, account: Account, own: Holder, answer: Answer) -> bool:
    """Whether one of the account's passkeys signed what was asked, for the first time.

    The row must be locked: of two requests with the same answer, one is right. A sign count that
    does not grow is told to the trail: somebody may have copied the device.
    """
    kept, claimed = _opened(account, own), named_in(answer)
    key = next((one for one in kept.keys if one.id == claimed), None)
    if key is None or answer.challenge is None or answer.challenge.digest in kept.spent:
        return False
    count = signed(answer, key.public_key, work.now)
    if count is None:
        return False
    if (count or key.sign_count) and count <= key.sign_count:
        work.record(Audit.PASSKEY_COPIED, f"account:{account.id.hex}")
        return False
    used = msgspec.structs.replace(key, sign_count=count, used_at=work.now)
    keys = [used if one is key else one for one in kept.keys]
    _keep(account, own, keys, _spent(kept, answer.challenge, work.now))
    return True


def _spent(kept: _Kept, challenge: Challenge, now: datetime) -> dict[str, datetime]:
    """Challenges are remembered twice as long as they stand; after that their age refuses them."""
    young = {one: at for one, at in kept.spent.items() if now - at <= 2 * CHALLENGE_LASTS}
    return {**young, challenge.digest: now}


def _own(work: Work, *, lock: bool = False) -> tuple[Account, Holder]:
    """The account of whoever is at work, and the seed in their hands. Raises NotFound."""
    account_id = work.actor.who.account_id
    account = None if account_id is None else accounts.get(work.db, account_id, lock=lock)
    own = None if account is None else work.keyring.holders.get(account.principal)
    if account is None or own is None or own.generation != account.generation:
        raise NotFound
    return account, own


def _opened(account: Account, own: Holder) -> _Kept:
    """What the box holds; nothing when it is empty, or does not open because it was exchanged."""
    if account.passkeys is None:
        return _Kept([])
    try:
        plain = unbox(own.own_key, account.passkeys, _context(account))
    except DecryptionError:
        return _Kept([])
    return msgspec.json.decode(plain, type=_Kept)


def _keep(
    account: Account, own: Holder, keys: Sequence[Passkey], spent: dict[str, datetime]
) -> None:
    plain = padded(msgspec.json.encode(_Kept(list(keys), spent)))
    account.passkeys = box(own.own_key, plain, _context(account)) if keys else None


def _context(account: Account) -> bytes:
    return context("passkeys", account.principal, account.generation)
