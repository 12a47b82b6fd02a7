"""The ring: which group seeds a person's own seed opens, older ones included."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.store import grants, principals
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import STAFF, Grant, Holder, Keyring, vouched
from tracker.vault.pins import PinFile, PinMismatch, Pins


@dataclass(frozen=True)
class Groups:
    """The groups that somebody's seed opened, and the names of those it did not.

    `unvouched`: the staff group opened, but its mac is not over this person's key.
    """

    holders: tuple[Holder, ...] = field(repr=False)
    refused: tuple[str, ...]
    unvouched: bool = False


def open_groups(db: Session, pins: PinFile, own: Holder) -> Groups:
    """Open the memberships of a person; each seed must lead to the pinned public key.

    Without a staff group that vouches for the person, none counts.
    """
    given = grants.memberships(db, own.principal)
    pinned = _pins(pins)
    opened = {grant.object: _group(pinned, own, grant) for grant in _newest(given)}
    refused = tuple(name for name, holder in opened.items() if holder is None)
    newest = [holder for holder in opened.values() if holder is not None]
    staff = next((one for one in newest if one.principal == STAFF), None)
    if staff is None or not _is_vouched(db, own, staff):
        return Groups((), refused, unvouched=staff is not None)
    return Groups((*newest, *_older(db, newest)), refused)


def _pins(pins: PinFile) -> Pins:
    try:
        return pins.load()
    except PinMismatch:
        return Pins({})


def _newest(given: list[Grant]) -> list[Grant]:
    """One membership of each group: that of its newest seed."""
    found: dict[str, Grant] = {}
    for grant in sorted(given, key=lambda one: one.key_version):
        found[grant.object] = grant
    return list(found.values())


def _group(pins: Pins, own: Holder, grant: Grant) -> Holder | None:
    """Open one membership. The pin, not the stamp, proves it: the stamp's key is inside."""
    try:
        holder = Holder(grant.object, grant.key_version, Keyring([own]).open_membership(grant))
        pins.check(holder.recipient)
    except (DecryptionError, PinMismatch):
        return None
    return holder


def _older(db: Session, newest: list[Holder]) -> list[Holder]:
    """The seeds before: each is boxed under the one after it, so the newest proves them all."""
    ring = Keyring(newest)
    found: list[Holder] = []
    for grant in grants.older_seeds(db, [one.principal for one in newest]):
        try:
            older = Holder(grant.object, grant.key_version, ring.open(grant))
        except DecryptionError:
            continue
        if older.generation < ring.holders[older.principal].generation:
            ring.add(older)
            found.append(older)
    return found


def _is_vouched(db: Session, own: Holder, staff: Holder) -> bool:
    row = principals.get(db, own.principal)
    return row is not None and vouched(staff.mac_key, own.recipient, row.mac)
