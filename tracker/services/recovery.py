"""The two recovery sheets: together they open the groups when nobody else can any more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from tracker.domain.access import Role, Who
from tracker.domain.audit import Audit
from tracker.domain.errors import RuleBroken
from tracker.services import accounts
from tracker.services.accounts import Enrolled, Newcomer
from tracker.services.sign_in import SignedIn
from tracker.services.site import FirstPerson, Site
from tracker.services.work import Actor, Work
from tracker.store import accounts as people
from tracker.store import audit, grants, principals
from tracker.vault.codes import join_sheets, split_seed
from tracker.vault.crypto import DecryptionError, new_key
from tracker.vault.keyring import RECOVERY, Holder, Keyring, Recipient
from tracker.vault.pins import PinMismatch

Sheets = tuple[str, str]
TOGETHER: Final = 2  # no sheet is made by one person alone
_BY = Actor(Who(frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN})), "tracker recovery")


@dataclass(frozen=True)
class Helper:
    """Somebody whom the sheets let in: who they are, as what, in which team."""

    person: FirstPerson
    role: Role
    team_id: UUID | None = None


def drill(site: Site, sheets: Sheets) -> tuple[str, ...]:
    """Prove that the sheets open every group; changes nothing but notes the date in the trail.

    Returns the names of the groups. Raises RuleBroken('sheet_mistyped'), ('sheets_wrong') for
    sheets of another site or replaced ones, ('sheets_incomplete') when a group does not open.
    """
    with site.working(_BY) as work:
        found = _opened(work, sheets)
        work.record(Audit.RECOVERY_DRILLED, count=len(found))
    return tuple(one.principal for one in found)


def use(site: Site, sheets: Sheets, helpers: list[Helper]) -> list[Enrolled]:
    """Let new colleagues in with the seeds of the sheets, all of them or none.

    They choose a password here and are admitted at once: the sheets vouch for them.
    """
    pepper = site.settings.pepper_bytes
    with site.working(_BY) as work:
        work.keyring = Keyring(_opened(work, sheets))
        work.record(Audit.RECOVERY_USED, count=len(helpers))
        return [_let_in(work, pepper, one) for one in helpers]


def _let_in(work: Work, pepper: bytes, one: Helper) -> Enrolled:
    who = Newcomer(one.person.username, one.person.name, frozenset({one.role}), one.team_id)
    token = accounts.add_account(work, who)
    work.db.flush()
    enrolled = accounts.enroll(work, pepper, token, one.person.password)
    accounts.admit(work, enrolled.account_id, enrolled.fingerprint)
    return enrolled


def replace(site: Site, sheets: Sheets) -> Sheets:
    """Make new sheets with the old ones; from then on the old ones open nothing."""
    with site.working(_BY) as work:
        work.keyring = Keyring(_opened(work, sheets))
        return _replaced(work)


def replace_together(site: Site, present: Collection[SignedIn]) -> Sheets:
    """Make new sheets without the old ones, because enough colleagues signed in for it together.

    Raises RuleBroken('not_together') for one person alone, ('groups_missing') when some group is
    held by nobody who is present.
    """
    if len({one.account_id for one in present}) < TOGETHER:
        raise RuleBroken("not_together")
    with site.working(_BY) as work:
        work.keyring = Keyring(holder for one in present for holder in one.holders)
        if missing_groups(work.db, present):
            raise RuleBroken("groups_missing")
        return _replaced(work)


def missing_groups(db: Session, present: Collection[SignedIn]) -> list[str]:
    """The groups whose newest seed nobody who is present holds."""
    held = {(one.principal, one.generation) for who in present for one in who.holders}
    return [row.id for row in principals.groups(db) if (row.id, row.generation) not in held]


def _replaced(work: Work) -> Sheets:
    work.alone()
    row = principals.newest(work.db, RECOVERY)
    if row is None:
        raise RuleBroken("sheets_wrong")
    fresh = Holder(RECOVERY, row.generation + 1, new_key())
    to = Recipient(RECOVERY, fresh.generation, fresh.public_key)
    pins = work.pins
    pins.change(lambda now: now.with_coming(to))
    work.after_commit(lambda: pins.change(lambda now: now.arrived(to)))
    principals.renew(work.db, to, work.now)
    work.db.expire_all()
    work.note_revoked(*grants.drop_to(work.db, RECOVERY))
    for row in principals.groups(work.db):
        holder = work.keyring.holders[row.id]
        work.give(to, holder.principal, holder.generation, holder.seed)
    work.record(Audit.RECOVERY_REPLACED, number=fresh.generation)
    return split_seed(fresh.seed)


def last_drill(db: Session) -> datetime | None:
    """When it was last proved that the sheets work."""
    return audit.last_of(db, Audit.RECOVERY_DRILLED.value)


def since(db: Session) -> datetime | None:
    """From when the newest sheets are: when they were replaced, or the site was made."""
    made = audit.last_of(db, Audit.SITE_CREATED.value)
    return audit.last_of(db, Audit.RECOVERY_REPLACED.value) or made


def teams(site: Site) -> dict[str, UUID]:
    """The teams by name, for whoever is let in as a supervisor."""
    with site.reading() as db:
        return {one.name: one.id for one in people.teams(db)}


def _recovery(work: Work, sheets: Sheets) -> Holder:
    try:
        seed = join_sheets(*sheets)
    except ValueError:
        raise RuleBroken("sheet_mistyped") from None
    row = principals.get(work.db, RECOVERY)
    if row is None:
        raise RuleBroken("sheets_wrong")
    holder = Holder(RECOVERY, row.generation, seed)
    try:
        work.pins.load().check(Recipient(RECOVERY, holder.generation, holder.public_key))
    except PinMismatch:
        raise RuleBroken("sheets_wrong") from None
    return holder


def _opened(work: Work, sheets: Sheets) -> list[Holder]:
    """The newest seed of every group; each must lead to its pinned public key."""
    ring = Keyring([_recovery(work, sheets)])
    pins = work.pins.load()
    found: dict[str, Holder] = {}
    for grant in grants.memberships(work.db, RECOVERY):
        try:
            holder = Holder(grant.object, grant.key_version, ring.open_membership(grant))
            pins.check(holder.recipient)
        except (DecryptionError, PinMismatch):
            continue
        found[holder.principal] = holder
    if {row.id for row in principals.groups(work.db)} - found.keys():
        raise RuleBroken("sheets_incomplete")
    return list(found.values())
