"""When somebody forgets, loses a phone, or fears that a password leaked."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tracker.domain.access import KEY_HOLDING, Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError, NotAllowed, NotFound, RuleBroken
from tracker.services import second_factor
from tracker.services.accounts import (
    INVITATION_DAYS,
    Enrolled,
    renew_seed,
)
from tracker.services.common_passwords import MAX_PASSWORD, check_new_password
from tracker.services.site import Site
from tracker.services.throttling import Turn, sign_in_turn
from tracker.services.work import Actor, Work
from tracker.store import accounts, grants, principals
from tracker.store.accounts import Account, AccountState
from tracker.vault.codes import new_token, token_digest
from tracker.vault.crypto import DecryptionError, new_key, same
from tracker.vault.keyring import Holder, Keyring, fingerprint
from tracker.vault.passwords import close_lock, open_lock


@dataclass(frozen=True)
class Changed:
    """What somebody typed to change a password."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)


def managed(work: Work, account_id: UUID) -> Account:
    """An account that this admin may change. Raises NotFound, NotAllowed."""
    if not may(work.actor.who, Permission.PEOPLE_MANAGE):
        raise NotAllowed
    account = accounts.get(work.db, account_id, lock=True)
    if account is None:
        raise NotFound
    return account


def new_link(work: Work, account_id: UUID) -> str:
    """Make a new one-time link; whoever chooses a password behind it gets a new seed.

    Raises RuleBroken('disabled') for somebody who left.
    """
    account = managed(work, account_id)
    if account.state is AccountState.DISABLED:
        raise RuleBroken("disabled")
    token = new_token()
    account.invitation = token_digest(token)
    account.invited_until = work.now + timedelta(days=INVITATION_DAYS)
    work.record(Audit.ACCOUNT_LINK_MADE, _name(account))
    return token


def revoke_link(work: Work, account_id: UUID) -> None:
    """Make an open link worthless; doing it twice is one act."""
    account = managed(work, account_id)
    if account.invitation is None:
        return
    account.invitation = account.invited_until = None
    work.record(Audit.ACCOUNT_LINK_REVOKED, _name(account))


def reset_second_factor(work: Work, account_id: UUID) -> None:
    """Take the second factors of somebody who lost them.

    The person signs in with the password, sets up a new one, and is admitted again: until then
    the account opens nothing, so an admin who knows a password gains nothing by this.
    """
    account = managed(work, account_id)
    if account.lock is None or account.state is AccountState.DISABLED:
        raise RuleBroken("disabled")
    second_factor.forget(account)
    wait_for_colleague(work, account)
    work.record(Audit.ACCOUNT_FACTOR_RESET, _name(account))


def wait_for_colleague(work: Work, account: Account) -> None:
    """Nobody vouches for this person any more until a colleague admits them again."""
    if account.role_set & KEY_HOLDING:
        account.state = AccountState.ENROLLED
        row = principals.newest(work.db, account.principal)
        if row is not None:
            row.mac = None
    work.db.flush()


def set_up_again(work: Work, account_id: UUID, own: Holder) -> Enrolled:
    """A new authenticator secret and new codes for the person at the screen."""
    account = _mine(work, account_id, own)
    passkeys = account.passkeys
    second_factor.forget(account)
    account.passkeys = passkeys
    secret = second_factor.enroll_app(account, own)
    codes = second_factor.enroll_codes(account, own)
    work.record(Audit.ACCOUNT_FACTOR_SET, _name(account))
    return Enrolled(account.id, fingerprint(own.public_key), secret, codes)


def _mine(work: Work, account_id: UUID, own: Holder) -> Account:
    account = accounts.get(work.db, account_id, lock=True)
    mine = work.actor.who.account_id == account_id
    if account is None or not mine or account.generation != own.generation:
        raise NotFound
    return account


def change_password(site: Site, actor: Actor, own: Holder, typed: Changed) -> None:
    """Lock the same seed under another password.

    Raises FieldError for what was typed, TooOften, Busy.
    """
    checked = _checked(site, actor, own, typed, own)
    with site.working(actor, Keyring([own])) as work:
        account = _proved(work, own, checked)
        account.lock = checked.lock
        work.record(Audit.ACCOUNT_PASSWORD_CHANGED, _name(account))


def password_leaked(site: Site, actor: Actor, own: Holder, typed: Changed) -> Enrolled:
    """Throw the seed away whose password leaked: a new one, and everything it opened is closed.

    All sign-ins end, and the person's groups get new seeds with the next sign-in of a member. A
    colleague admits the person again and the keys of open cases are given anew. Raises FieldError
    for what was typed, TooOften, Busy.
    """
    fresh = Holder(own.principal, own.generation + 1, new_key())
    checked = _checked(site, actor, own, typed, fresh)
    with site.working(actor, Keyring([own])) as work:
        account = _proved(work, own, checked)
        # Whoever had the password may have seen the seeds of the groups.
        held = [grant.object for grant in grants.memberships(work.db, own.principal)]
        principals.mark_due(work.db, held)
        enrolled = renew_seed(work, account, fresh, checked.lock)
        work.record(Audit.ACCOUNT_SEED_RENEWED, _name(account))
    site.book.end_all_of(account.id)
    return enrolled


@dataclass(frozen=True)
class _Checked:
    """An old password that was right: the lock it opened, and the one that comes in its place."""

    account_id: UUID
    opened: bytes | None = field(repr=False)
    lock: bytes = field(repr=False)
    turn: Turn


def _checked(site: Site, actor: Actor, own: Holder, typed: Changed, new: Holder) -> _Checked:
    """The slow half, before the transaction: open the old lock, and close the new one."""
    with site.reading() as db:
        account = accounts.get(db, actor.who.account_id) if actor.who.account_id else None
    if account is None:
        raise NotFound
    _check(site, account, typed)
    pepper = site.settings.pepper_bytes
    with sign_in_turn(site, account.username, actor.address) as turn:
        if _opens(pepper, typed.old, own, account.lock):
            lock = close_lock(pepper, typed.new, new.principal, new.generation, new.seed)
            return _Checked(account.id, account.lock, lock, turn)
    with site.working(actor, Keyring([own])) as work:
        work.record(Audit.PROOF_FAILED, _name(account))
        turn.failed(work, _name(account))
    raise FieldError("old_password", "password_wrong")


def _check(site: Site, account: Account, typed: Changed) -> None:
    """The quick half, which costs no try: what can be refused without the old password."""
    if not typed.old:
        raise FieldError("old_password", "missing")
    about = (account.username, account.name, site.settings.organization)
    check_new_password(typed.new, typed.again, about)
    if typed.new == typed.old:
        raise FieldError("password", "password_same")


def _opens(pepper: bytes, password: str, own: Holder, lock: bytes | None) -> bool:
    name, generation, typed = own.principal, own.generation, password[:MAX_PASSWORD]
    try:
        return same(open_lock(pepper, typed, name, generation, lock or b""), own.seed)
    except DecryptionError:
        return False


def _proved(work: Work, own: Holder, checked: _Checked) -> Account:
    """The account, if the password that was right is still its password."""
    account = _mine(work, checked.account_id, own)
    if account.lock != checked.opened:
        raise FieldError("old_password", "password_wrong")
    checked.turn.succeeded(work)
    return account


def _name(account: Account) -> str:
    return f"account:{account.id.hex}"
