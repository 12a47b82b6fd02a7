"""The second factor: the number of an authenticator app, or one of the codes for a lost phone."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from tracker.services.work import Work
from tracker.store import accounts
from tracker.store.accounts import Account
from tracker.vault.codes import new_code, new_totp_secret, read_code, totp_step
from tracker.vault.crypto import DecryptionError, box, context, unbox
from tracker.vault.keyring import Holder

RECOVERY_CODES: Final = 8


def enroll_app(account: Account, own: Holder) -> bytes:
    """Give an account a new authenticator secret, kept under the person's own seed."""
    secret = new_totp_secret()
    account.totp = box(own.own_key, secret, _context("totp", account))
    account.totp_step = 0
    return secret


def enroll_codes(account: Account, own: Holder) -> tuple[str, ...]:
    """Give an account new codes for a lost phone; only their digests are kept, under the seed."""
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    _keep_codes(account, own, [_digest(one) for one in codes])
    return codes


def codes_left(account: Account, own: Holder) -> int:
    """How many codes for a lost phone were not used yet."""
    return len(_kept_codes(account, own))


def forget(account: Account) -> None:
    """Take every second factor away from an account."""
    account.totp = account.recovery_codes = account.passkeys = None


def is_enrolled(account: Account) -> bool:
    """Whether an account has any second factor."""
    return account.totp is not None or account.passkeys is not None


def code_is_right(work: Work, account: Account, own: Holder, typed: str) -> bool:
    """Whether a number of the app, or a code for a lost phone, is right and was not used before."""
    secret = app_secret(account, own)
    step = None if secret is None else totp_step(secret, typed, work.now)
    if step is not None:
        return accounts.use_totp_step(work.db, account.id, step)
    return _use_code(account, own, typed)


def app_secret(account: Account, own: Holder) -> bytes | None:
    """The secret that an account shares with its authenticator app; None when it has no app."""
    if account.totp is None:
        return None
    try:
        return unbox(own.own_key, account.totp, _context("totp", account))
    except DecryptionError:
        return None


def _use_code(account: Account, own: Holder, typed: str) -> bool:
    code = read_code(typed)
    left = _kept_codes(account, own)
    if not code or _digest(code) not in left:
        return False
    _keep_codes(account, own, [one for one in left if one != _digest(code)])
    return True


def _kept_codes(account: Account, own: Holder) -> list[str]:
    if account.recovery_codes is None:
        return []
    try:
        plain = unbox(own.own_key, account.recovery_codes, _context("codes", account))
    except DecryptionError:
        return []
    return msgspec.json.decode(plain, type=list[str])


def _keep_codes(account: Account, own: Holder, digests: Sequence[str]) -> None:
    plain = msgspec.json.encode(list(digests))
    account.recovery_codes = box(own.own_key, plain, _context("codes", account))


def _context(what: str, account: Account) -> bytes:
    return context(what, account.principal, account.generation)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
