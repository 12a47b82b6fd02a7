"""Signing in: the password opens the seed, the seed opens the groups, the groups the letters."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from tracker.domain.access import KEY_HOLDING, Who
from tracker.domain.audit import Audit
from tracker.services.ceremonies import Answer
from tracker.services.common_passwords import MAX_PASSWORD
from tracker.services.letters import settle_letters
from tracker.services.passkeys import answer_is_right
from tracker.services.reports import freeze_due
from tracker.services.ring import Groups, open_groups
from tracker.services.rotation import outdated, renew_keys, rotate_due
from tracker.services.second_factor import code_is_right, is_enrolled
from tracker.services.site import Site
from tracker.services.throttling import sign_in_turn
from tracker.services.work import Actor, Work
from tracker.store import accounts, principals
from tracker.store.accounts import Account, AccountState, user_principal
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import STAFF, Holder, Keyring
from tracker.vault.passwords import open_lock, waste_time
from tracker.vault.pins import PinFile

Seeds = tuple[Holder, ...]


@dataclass(frozen=True)
class Credentials:
    """What was typed into the sign-in form."""

    username: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    passkey: Answer | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SignedIn:
    """Who signed in, whether with a second factor, and the seeds for the web session."""

    account_id: UUID
    has_second_factor: bool
    holders: tuple[Holder, ...] = field(repr=False)


def sign_in(site: Site, address: str, typed: Credentials) -> SignedIn | None:
    """Check name, password and code; None says no and tells nothing about why.

    The slow password check runs before the transaction. Letters that wait for this person and
    their groups are checked and re-wrapped. Raises Busy when too many passwords are checked,
    TooOften after too many failures.
    """
    name = typed.username.strip().lower()[:40].replace("\0", "")
    with site.reading() as db:
        found = accounts.by_username(db, name)
    with sign_in_turn(site, name, address) as turn:
        own = _unlocked(site.settings.pepper_bytes, found, typed.password[:MAX_PASSWORD])
    with site.working(Actor(Who(frozenset()), address=address)) as work:
        account = None if found is None else _unchanged(work.db, found)
        if account is None or own is None or not _is_second(work, account, own, typed):
            work.record(Audit.SIGN_IN_FAILED)
            turn.failed(work, None if found is None else f"account:{found.id.hex}")
            return None
        turn.succeeded(work)
        return _enter(work, account, own)


def _unchanged(db: Session, found: Account) -> Account | None:
    """The account, locked; None if its password changed while the one typed was checked."""
    account = accounts.get(db, found.id, lock=True)
    return None if account is None or account.lock != found.lock else account


def _enter(work: Work, account: Account, own: Holder) -> SignedIn:
    work.actor = Actor(who_of(account), account.name, work.actor.address)
    found = _groups(work, account, own)
    work.keyring = Keyring((own, *found.holders))
    _check_own_key(work, own, unvouched=found.unvouched)
    settle_letters(work)
    rotate_due(work)
    for group in outdated(work):
        renew_keys(work, group)
    account.signed_in_before, account.signed_in_at = account.signed_in_at, work.now
    work.record(Audit.SIGNED_IN, f"account:{account.id.hex}")
    freeze_due(work)
    return SignedIn(account.id, is_enrolled(account), work.keyring.every)


def who_of(account: Account) -> Who:
    """The account as somebody the rules know."""
    return Who(account.role_set, account_id=account.id, team_id=account.team_id)


def _unlocked(pepper: bytes, account: Account | None, password: str) -> Holder | None:
    """The person's own seed if the password is right; the same work for a name nobody has."""
    if account is None or account.lock is None or account.state is AccountState.DISABLED:
        waste_time(pepper, password)
        return None
    name, generation = account.principal, account.generation
    try:
        return Holder(name, generation, open_lock(pepper, password, name, generation, account.lock))
    except DecryptionError:
        return None


def _is_second(work: Work, account: Account, own: Holder, typed: Credentials) -> bool:
    """Whether the second factor is right and was not used before; True when none is enrolled."""
    if account.generation != own.generation:
        return False
    if not is_enrolled(account):
        return True
    if typed.passkey is not None:
        return answer_is_right(work, account, own, typed.passkey)
    return code_is_right(work, account, own, typed.code)


def _groups(work: Work, account: Account, own: Holder) -> Groups:
    """The groups this person is a member of."""
    if account.state is not AccountState.ADMITTED or not account.role_set & KEY_HOLDING:
        return Groups((), ())
    found = open_groups(work.db, work.pins, own)
    for name in found.refused:
        work.record(Audit.LETTER_REFUSED, name)
    return found


def _check_own_key(work: Work, own: Holder, *, unvouched: bool) -> None:
    """Report that the database names another key for this person than that of the seed.

    Signing in goes on, since the seed alone opens anything: a replaced row locks nobody out. If
    the colleagues' mac is over the seed's key, that key is put back and can be given to again.
    """
    row = principals.get(work.db, own.principal)
    if row is not None and row.recipient == own.recipient and not unvouched:
        return
    work.record(Audit.KEY_REPLACED, own.principal)
    if row is not None and STAFF in work.keyring.holders:
        row.generation, row.public_key = own.generation, own.public_key


@dataclass(frozen=True)
class Person:
    """The signed-in person of a request."""

    account_id: UUID
    name: str
    username: str
    who: Who
    admitted: bool
    keyring: Keyring = field(repr=False)
    renewed: Seeds | None = field(repr=False)


def person(
    db: Session, account_id: UUID, holders: Seeds, pins: PinFile | None = None
) -> Person | None:
    """Who a web session belongs to now: None once the account or its seed is no longer current.

    A group that the person has left since is taken off the ring. A group that got a new seed is
    opened anew with the person's own seed, if the pins are given; else it is taken off too.
    """
    now = accounts.standing(db, account_id, sorted({one.principal for one in holders}))
    if now is None or now.state is AccountState.DISABLED:
        return None
    own = next((one for one in holders if one.principal == user_principal(account_id)), None)
    if own is None or own.generation != now.generation:
        return None
    ring, renewed = _current(holders, own, now.groups), None
    if pins is not None and _got_new_seeds(holders, now.groups):
        ring = renewed = (own, *open_groups(db, pins, own).holders)
    who = Who(now.roles, account_id=account_id, team_id=now.team_id)
    admitted = now.state is AccountState.ADMITTED
    return Person(account_id, now.name, now.username, who, admitted, Keyring(ring), renewed)


def _current(holders: Seeds, own: Holder, groups: frozenset[tuple[str, int]]) -> Seeds:
    """The own seed, and all seeds of the groups of whose newest seed the person is a member."""
    newest = {(name, one.generation) for name, one in Keyring(holders).holders.items()}
    kept = {name for name, _generation in newest & groups}
    return (own, *(one for one in holders if one.principal in kept))


def _got_new_seeds(holders: Seeds, groups: frozenset[tuple[str, int]]) -> bool:
    ring = Keyring(holders).holders
    return any(generation > ring[name].generation for name, generation in groups)
