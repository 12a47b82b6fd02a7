"""New seeds for groups: when somebody left, and whenever a member asks for one.

A rotation is one short act, however many cases there are: the older seed is boxed under the new
one, so everything opens as before, and the keys are put under the new seed little by little.
"""

from dataclasses import dataclass
from typing import Final

from tracker.domain.access import Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import Conflict, KeyReplaced, NotAllowed, Unavailable
from tracker.services import sealing
from tracker.services.work import Work
from tracker.store import accounts, grants, principals
from tracker.store.accounts import AccountState
from tracker.vault.crypto import DecryptionError, new_key
from tracker.vault.keyring import (
    RECOVERY,
    STAFF,
    Grant,
    Holder,
    Recipient,
    principal_mac,
    restamped,
    vouched,
    wrap_for,
)

AT_ONCE: Final = 400  # keys in one transaction: well below a second


@dataclass(frozen=True)
class Progress:
    """How many keys were put under a new seed now, and how many still wait."""

    done: int
    left: int


def rotate(work: Work, group: str) -> None:
    """Give a group a new seed: members and recovery get it, the one before opens the past only.

    Raises Unavailable('no_group') for a group that is not on the ring, KeyReplaced for one that
    is not the pinned one, and Conflict('rotated') when somebody else was faster.
    """
    if not may(work.actor.who, Permission.GROUP_ROTATE):
        raise NotAllowed
    renew_seed(work, group)


def rotate_due(work: Work) -> int:
    """Rotate the groups on this ring that somebody left; returns how many.

    One whose public key was replaced is reported and waits, so that everybody can sign in.
    """
    due = principals.due(work.db, work.keyring.principals)
    for group in due:
        try:
            renew_seed(work, group)
        except KeyReplaced as found:
            work.record(Audit.KEY_REPLACED, found.principal)
    return len(due)


def renew_seed(work: Work, group: str) -> None:
    """The act of `rotate`, for whoever holds the group."""
    old = work.keyring.holders.get(group)
    if old is None:
        raise Unavailable("no_group")
    work.alone()
    row = principals.newest(work.db, group)
    if row is None or row.generation != old.generation:
        raise Conflict("rotated")
    work.group(group)
    recovery = work.group(RECOVERY)
    fresh = Holder(group, old.generation + 1, new_key())
    members = _members(work, old)
    if group == STAFF:
        _vouch_anew(work, old, fresh)
    _pin(work, fresh)
    principals.renew(work.db, fresh.recipient, work.now)
    work.db.expire_all()
    work.revoke(group, old.generation)
    work.keyring.add(fresh)
    work.add_grants(wrap_for(fresh, group, old.generation, old.seed))
    for member in (*members, recovery):
        work.give(member, group, fresh.generation, fresh.seed)
    work.record(Audit.GROUP_ROTATED, group, number=fresh.generation, count=len(members))


def _members(work: Work, old: Holder) -> list[Recipient]:
    """The colleagues who hold a group now: admitted, vouched for, at their newest seed.

    Whose public key was replaced gets none, and that is reported.
    """
    staff = work.keyring.holders.get(STAFF)
    if staff is None:
        raise Unavailable("not_admitted")
    given = grants.members(work.db, old.principal, old.generation)
    holding = {(grant.principal, grant.generation) for grant in given}
    admitted = {
        one.principal for one in accounts.everyone(work.db) if one.state is AccountState.ADMITTED
    }
    found = [
        row
        for row in principals.staff(work.db)
        if (row.id, row.generation) in holding and row.id in admitted
    ]
    right = [one.recipient for one in found if vouched(staff.mac_key, one.recipient, one.mac)]
    for one in found:
        if one.recipient not in right:
            work.record(Audit.KEY_REPLACED, one.id)
    return right


def _vouch_anew(work: Work, old: Holder, fresh: Holder) -> None:
    """The new staff key vouches for whom and what the old one vouched; nothing else counts."""
    for row in principals.staff(work.db):
        if vouched(old.mac_key, row.recipient, row.mac):
            row.mac = principal_mac(fresh.mac_key, row.recipient)
    for letter in grants.stamped_letters(work.db):
        fresh_one = restamped(letter, old.mac_key, fresh.mac_key)
        if fresh_one is not None:
            grants.restamp(work.db, fresh_one)
    work.db.flush()


def _pin(work: Work, fresh: Holder) -> None:
    """Pin the next key before anybody relies on it; it stands alone once the act is done."""
    to = fresh.recipient
    pins = work.pins
    pins.change(lambda now: now.with_coming(to))
    work.after_commit(lambda: pins.change(lambda now: now.arrived(to)))


def outdated(work: Work) -> dict[str, int]:
    """How many keys each group on this ring still holds under an older seed, if any."""
    return {
        name: count
        for name, holder in work.keyring.holders.items()
        if name.startswith("group:")
        and (count := grants.count_outdated(work.db, name, holder.generation))
    }


def renew_keys(work: Work, group: str, limit: int = AT_ONCE) -> Progress:
    """Put some keys of a group under its newest seed; repeat until nothing is left.

    Whatever stops it, what was done stays done. When nothing is left the older seeds go.
    Raises Unavailable('no_group').
    """
    holder = work.keyring.holders.get(group)
    if holder is None:
        raise Unavailable("no_group")
    found = grants.outdated(work.db, group, holder.generation, limit)
    done = [one for one in found if _renewed(work, one)]
    left = grants.count_outdated(work.db, group, holder.generation)
    if not left:
        _forget_older(work, holder)
    if done or not left:
        work.record(Audit.KEYS_RENEWED, group, count=len(done))
    return Progress(len(done), left)


def _renewed(work: Work, grant: Grant) -> bool:
    try:
        fresh = work.keyring.renew(grant, unstamped=sealing.may_be_unstamped(grant))
    except DecryptionError:
        return False
    grants.drop_one(work.db, grant)
    work.note_revoked(grant)
    work.add_grants(fresh)
    return True


def _forget_older(work: Work, holder: Holder) -> None:
    for grant in grants.older_seeds(work.db, [holder.principal]):
        grants.drop_one(work.db, grant)
        work.note_revoked(grant)
