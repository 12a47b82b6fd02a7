"""The own account: how I sign in, where I am signed in, and what I do when something leaked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain.access import KEY_HOLDING
from tracker.domain.audit import Audit
from tracker.domain.errors import NotFound
from tracker.services import colleagues, passkeys, renewing, second_factor
from tracker.services.accounts import Enrolled, groups_for
from tracker.services.colleagues import Colleague
from tracker.services.renewing import Changed
from tracker.services.sessions import OpenSession
from tracker.services.site import Site
from tracker.services.work import Actor, Work
from tracker.store import accounts, trail
from tracker.store.accounts import Account, AccountState, user_principal
from tracker.store.audit import AuditRow, readable
from tracker.store.trail import Wanted
from tracker.vault.keyring import Holder, Keyring

SIGN_INS: Final = 20
# Acts at the door that the trail keeps under the account they were about.
_AT_THE_DOOR: Final = (
    Audit.SIGNED_IN,
    Audit.SIGN_IN_FAILED,
    Audit.PROOF_FAILED,
    Audit.THROTTLED,
)


@dataclass(frozen=True)
class Me:
    """Who I am, and how I sign in.

    `is_alone`: no colleague could give me back what my groups open; only the recovery sheets.
    """

    who: Colleague
    signed_in_before: datetime | None
    has_app: bool
    codes_left: int
    passkeys: int
    is_alone: bool

    @property
    def has_second_factor(self) -> bool:
        """Whether anything but the password guards the account."""
        return self.has_app or self.passkeys > 0


def me(work: Work) -> Me:
    """Who is at work. Raises NotFound for somebody without an account."""
    account, own = _own(work)
    return Me(
        who=colleagues.described(work.db, account),
        signed_in_before=account.signed_in_before,
        has_app=account.totp is not None,
        codes_left=second_factor.codes_left(account, own),
        passkeys=len(passkeys.mine(work)),
        is_alone=_is_alone(work, account),
    )


def myself(work: Work) -> Colleague:
    """The same as others see it, whatever became of the keys in hand."""
    account_id = work.actor.who.account_id
    account = None if account_id is None else accounts.get(work.db, account_id)
    if account is None:
        raise NotFound
    return colleagues.described(work.db, account)


def lacks_second_factor(work: Work) -> bool:
    """Whether nothing but the password guards the account of whoever is at work."""
    return not second_factor.is_enrolled(_own(work)[0])


def _own(work: Work) -> tuple[Account, Holder]:
    account_id = work.actor.who.account_id
    account = None if account_id is None else accounts.get(work.db, account_id)
    own = None if account is None else work.keyring.holders.get(account.principal)
    if account is None or own is None:
        raise NotFound
    return account, own


def _is_alone(work: Work, account: Account) -> bool:
    others = [one for one in accounts.everyone(work.db) if one.id != account.id]
    shared = {group for one in others if _holds_keys(one) for group in groups_for(one)}
    return _holds_keys(account) and not set(groups_for(account)) <= shared


def _holds_keys(account: Account) -> bool:
    return account.state is AccountState.ADMITTED and bool(account.role_set & KEY_HOLDING)


def sign_ins(work: Work) -> list[AuditRow]:
    """The last times somebody was at the door with this account, newest first.

    A wrong password at sign-in is nobody's: it is recorded without an account, so that a guess
    tells nothing about whose name is right.
    """
    about = Wanted(actions=_AT_THE_DOOR, objects=[_name(work)])
    return readable(trail.page(work.db, about, SIGN_INS))


def sessions(site: Site, work: Work, this: str) -> list[OpenSession]:
    """Where whoever is at work is signed in; `this` is the cookie of the browser that asks."""
    return site.book.of(_own(work)[0].id, work.now, this)


def end_session(site: Site, work: Work, session_id: str) -> None:
    """End one own session. Raises NotFound for what is none."""
    account, _own_seed = _own(work)
    try:
        digest = bytes.fromhex(session_id)
    except ValueError:
        raise NotFound from None
    if not site.book.end_one(account.id, digest):
        raise NotFound
    work.record(Audit.ACCOUNT_SESSION_ENDED, _name(work), count=1)


def end_other_sessions(site: Site, work: Work, this: str) -> int:
    """End all own sessions but that of the cookie `this`; how many that were."""
    account, _own_seed = _own(work)
    count = site.book.end_others(account.id, this)
    if count:
        work.record(Audit.ACCOUNT_SESSION_ENDED, _name(work), count=count)
    return count


def change_password(site: Site, actor: Actor, keyring: Keyring, typed: Changed, this: str) -> None:
    """Lock the same seed under another password; every session but that of `this` ends.

    Raises FieldError for what was typed, TooOften, Busy.
    """
    own = _seed(actor, keyring)
    renewing.change_password(site, actor, own, typed)
    if actor.who.account_id is not None:
        site.book.end_others(actor.who.account_id, this)


def password_leaked(site: Site, actor: Actor, keyring: Keyring, typed: Changed) -> Enrolled:
    """A new seed under a new password; every session ends, and a colleague admits me again.

    Raises FieldError for what was typed, TooOften, Busy.
    """
    own = _seed(actor, keyring)
    return renewing.password_leaked(site, actor, own, typed)


def set_up_again(work: Work) -> Enrolled:
    """A new authenticator secret and new codes; what was there before is worth nothing."""
    account, own = _own(work)
    return renewing.set_up_again(work, account.id, own)


def _seed(actor: Actor, keyring: Keyring) -> Holder:
    account_id = actor.who.account_id
    own = None if account_id is None else keyring.holders.get(user_principal(account_id))
    if own is None:
        raise NotFound
    return own


def _name(work: Work) -> str:
    account_id = work.actor.who.account_id
    if account_id is None:
        raise NotFound
    return f"account:{account_id.hex}"
