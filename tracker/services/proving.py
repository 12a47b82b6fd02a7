"""Step-up: proving once more who sits there, before something that reaches far."""

from dataclasses import dataclass, field

from tracker.domain.audit import Audit
from tracker.services.ceremonies import Answer
from tracker.services.common_passwords import MAX_PASSWORD
from tracker.services.passkeys import answer_is_right
from tracker.services.second_factor import code_is_right
from tracker.services.site import Site
from tracker.services.throttling import sign_in_turn
from tracker.services.work import Actor, Work
from tracker.store import accounts
from tracker.store.accounts import Account
from tracker.vault.crypto import DecryptionError, same
from tracker.vault.keyring import Holder, Keyring
from tracker.vault.passwords import open_lock


@dataclass(frozen=True)
class Proof:
    """What somebody shows at step-up; one of the three is enough."""

    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    passkey: Answer | None = field(default=None, repr=False)


def prove(site: Site, actor: Actor, keyring: Keyring, shown: Proof) -> bool:
    """Whether the password, or else the passkey or the number of the authenticator app, is right.

    The slow password check runs before the transaction. Raises Busy when too many passwords are
    checked at once, TooOften after too many failures.
    """
    if actor.who.account_id is None:
        return False
    with site.reading() as db:
        account = accounts.get(db, actor.who.account_id)
    own = None if account is None else keyring.holders.get(account.principal)
    if account is None or own is None:
        return False
    pepper = site.settings.pepper_bytes
    with sign_in_turn(site, account.username, actor.address) as turn:
        proved = bool(shown.password) and _opens(
            pepper, account.lock, shown.password, own.principal, own.generation, own.seed
        )
    with site.working(actor, keyring) as work:
        if not proved and (shown.code or shown.passkey):
            fresh = accounts.get(work.db, account.id, lock=True)
            proved = fresh is not None and _is_second(work, fresh, own, shown)
        me = f"account:{account.id.hex}"
        if proved:
            turn.succeeded(work)
            work.record(Audit.PROVED, me)
        else:
            work.record(Audit.PROOF_FAILED, me)
            turn.failed(work, me)
    return proved


def _is_second(work: Work, account: Account, own: Holder, shown: Proof) -> bool:
    if shown.passkey is not None:
        return answer_is_right(work, account, own, shown.passkey)
    return code_is_right(work, account, own, shown.code)


def _opens(
    pepper: bytes,
    lock: bytes | None,
    password: str,
    principal: str,
    generation: int,
    seed: bytes,
) -> bool:
    try:
        found = open_lock(pepper, password[:MAX_PASSWORD], principal, generation, lock or b"")
    except DecryptionError:
        return False
    return same(found, seed)
