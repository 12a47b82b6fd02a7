"""A lost code: the desk opens a way to a new receipt, and the person fetches it with a code that
works once. Each step is a new seed, so that neither the old code nor the desk keeps a way in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.errors import Conflict, NotFound
from tracker.domain.papers import APPLICATION
from tracker.domain.receipts import PICKUP_FOR
from tracker.services.applications import applicant, receipt_keyring
from tracker.services.identity import renew_identity
from tracker.services.letters import settle_letters
from tracker.services.site import Site
from tracker.services.work import Actor, Work, receipt_principal
from tracker.store import accounts, cases, grants, principals
from tracker.store.cases import Case
from tracker.vault.codes import new_code
from tracker.vault.crypto import DecryptionError, new_key
from tracker.vault.keyring import Grant, Holder, Recipient, principal_mac, wrap_for
from tracker.vault.passwords import close_lock, for_visitors

Keys = list[tuple[str, int, bytes]]


@dataclass(frozen=True)
class Drawn:
    """A new seed of a receipt, locked under a code that is shown once."""

    code: str = field(repr=False)
    holder: Holder = field(repr=False)
    lock: bytes = field(repr=False)


@dataclass(frozen=True)
class PickedUp:
    """The receipt that a person has from now on."""

    number: str
    code: str = field(repr=False)
    holder: Holder = field(repr=False)


def generation(site: Site, case_id: UUID) -> int:
    """Which code of a receipt is the newest: the first, the second and so on."""
    with site.reading() as db:
        now = principals.recipient(db, receipt_principal(case_id))
    if now is None:
        raise NotFound
    return now.generation


def draw(site: Site, case_id: UUID, instead_of: int) -> Drawn:
    """The next seed of a receipt under a code (one Argon2id run, before the transaction).

    Raises Conflict('receipt_renewed') when the code it was to replace is not the newest any more.
    """
    if generation(site, case_id) != instead_of:
        raise Conflict("receipt_renewed")
    return _drawn(site, receipt_principal(case_id), instead_of + 1)


def _drawn(site: Site, principal: str, generation: int) -> Drawn:
    holder, code = Holder(principal, generation, new_key()), new_code()
    lock = close_lock(site.settings.pepper_bytes, code, principal, generation, holder.seed)
    return Drawn(code, holder, lock)


def renew(work: Work, case_id: UUID, drawn: Drawn) -> datetime:
    """Let the code of a receipt die, and a pickup code open it until the moment that is returned.

    Raises Conflict('receipt_renewed') when somebody else did the same meanwhile.
    """
    case = work.case(case_id, Permission.RECEIPT_RENEW)
    renew_identity(work, case)
    obj = object_of(Record.IDENTITY, case_id)
    gone = _swap(work, case, drawn, [(obj, *one) for one in work.keys(obj).items()])
    client = object_of(Record.CLIENT, case_id)
    case.client_due = case.client_due or any(grant.object == client for grant in gone)
    until = work.now + PICKUP_FOR
    _lock(work, case_id, drawn, until)
    work.record(Audit.RECEIPT_RENEWED, obj)
    return until


def _swap(work: Work, case: Case, drawn: Drawn, keys: Keys) -> list[Grant]:
    """The new seed in the place of the one before: what that was given is destroyed.

    The new reply key stands in the application first, so that staff find it from now on.
    """
    fresh = drawn.holder
    row = principals.newest(work.db, fresh.principal)
    if row is None or row.generation != fresh.generation - 1:
        raise Conflict("receipt_renewed")
    paper = work.must(case.id, APPLICATION)
    work.write_on(case.id, APPLICATION, replace(paper, reply_key=fresh.mac_key))
    to = Recipient(fresh.principal, fresh.generation, fresh.public_key)
    gone = grants.drop_to(work.db, fresh.principal)
    work.note_revoked(*gone)
    principals.renew(work.db, to, work.now, principal_mac(fresh.mac_key, to))
    work.add_grants(*(wrap_for(fresh, *one) for one in keys))
    return gone


def _lock(work: Work, case_id: UUID, drawn: Drawn, until: datetime | None) -> str:
    row = accounts.receipt_of(work.db, case_id, lock=True)
    if row is None:
        raise NotFound
    row.lock, row.generation, row.pickup_until = drawn.lock, drawn.holder.generation, until
    return row.number


def waiting_until(work: Work, case_id: UUID) -> datetime | None:
    """Until when a pickup code waits for the person; None where none does."""
    row = accounts.receipt_of(work.db, case_id)
    until = None if row is None else row.pickup_until
    return until if until is not None and work.now <= until else None


def pick_up(site: Site, address: str, case_id: UUID, old: Holder) -> PickedUp | None:
    """Give whoever came with a pickup code a receipt that nobody else knows; the code is dead then.

    None for an ordinary code. Raises Conflict('receipt_renewed') when the code was used meanwhile.
    """
    with site.reading() as db:
        row = accounts.receipt_of(db, case_id)
    if row is None or row.generation != old.generation:
        raise Conflict("receipt_renewed")
    if row.pickup_until is None:
        return None
    with for_visitors():
        drawn = _drawn(site, old.principal, old.generation + 1)
    actor = Actor(applicant(case_id), address=address)
    with site.working(actor, receipt_keyring(old)) as work:
        case = work.case(case_id, Permission.OWN_WRITE)
        settle_letters(work)
        held = grants.of_principal(work.db, old.principal)
        _swap(work, case, drawn, _opened(work, held))
        number = _lock(work, case_id, drawn, None)
        work.record(Audit.RECEIPT_PICKED_UP, object_of(Record.IDENTITY, case_id))
    return PickedUp(number, drawn.code, drawn.holder)


def _opened(work: Work, held: Iterable[Grant]) -> Keys:
    """The keys in these grants; a letter that nobody vouches for is left behind."""
    found: Keys = []
    for grant in held:
        try:
            found.append((grant.object, grant.key_version, work.keyring.open(grant)))
        except DecryptionError:
            continue
    return found


def restore_client(work: Work, case: Case) -> None:
    """Give a renewed receipt the key of what was released: the desk does not hold it, care does."""
    if not case.client_due:
        return
    now = cases.get(work.db, case.id, lock=True)  # two windows may open the case at once
    application, client = work.read(case.id, APPLICATION), object_of(Record.CLIENT, case.id)
    keys = work.keys(client)
    if now is None or not now.client_due or not keys:
        return
    if application is None or application.paper is None:
        return
    given = grants.of_objects(work.db, [client], [receipt_principal(case.id)])
    there = {grant.key_version for grant in given}
    for version in keys.keys() - there:
        work.give_receipt(case.id, application.paper.reply_key, client, version, keys[version])
    now.client_due = False
    work.record(Audit.RECEIPT_COMPLETED, client)


def is_dead(db: Session, holder: Holder) -> bool:
    """Whether a receipt has another seed by now, so that a session with this one is over."""
    now = principals.recipient(db, holder.principal)
    return now is not None and now.generation != holder.generation
