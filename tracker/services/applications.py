"""The applicant's acts: apply, follow by receipt, withdraw."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from tracker.domain.access import Permission, Record, Role, Who, object_of
from tracker.domain.applications import Application
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage
from tracker.domain.errors import Conflict
from tracker.domain.papers import (
    APPLICATION,
    CARD,
    ApplicationPaper,
    CardPaper,
    ConsentGiven,
)
from tracker.domain.program import ConsentKind
from tracker.domain.receipts import is_open
from tracker.domain.rounds import HAS_PLACE
from tracker.services import places, sealing
from tracker.services.consents import consent_texts
from tracker.services.letters import settle_letters
from tracker.services.rounds import Asked, check_sending
from tracker.services.site import Site
from tracker.services.standing import Status, look
from tracker.services.throttling import Door, count_application, receipt_turn
from tracker.services.work import Actor, Work, receipt_principal
from tracker.store import accounts, cases, documents, grants, principals, sending
from tracker.store.accounts import Receipt
from tracker.store.documents import Document
from tracker.store.inserting import insert_rows
from tracker.store.pipeline import together
from tracker.vault.codes import new_code, new_number, read_code, read_number
from tracker.vault.crypto import DecryptionError, new_key
from tracker.vault.keyring import (
    INTAKE,
    Holder,
    Keyring,
    Recipient,
    letter_for,
    principal_mac,
    wrap_for,
)
from tracker.vault.passwords import close_lock, for_visitors, open_lock, waste_time


@dataclass(frozen=True)
class ReceiptPaper:
    """What the applicant keeps: the number, the code (shown once), and the case it is for."""

    case_id: UUID
    number: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class LockedReceipt:
    """A receipt whose lock is made: the slow part of applying, done before the transaction."""

    paper: ReceiptPaper
    holder: Holder = field(repr=False)
    lock: bytes = field(repr=False)


def new_receipt() -> ReceiptPaper:
    """Draw a number, a code and the id of a case."""
    return ReceiptPaper(uuid4(), new_number(), new_code())


def lock_receipt(pepper: bytes, paper: ReceiptPaper) -> LockedReceipt:
    """Make the receipt's seed and lock it under the code (one Argon2id run)."""
    with for_visitors():
        return lock_undisturbed(pepper, paper)


def lock_undisturbed(pepper: bytes, paper: ReceiptPaper) -> LockedReceipt:
    """The same where nobody else waits at the doors: while a demo is made."""
    holder = Holder(receipt_principal(paper.case_id), 1, new_key())
    lock = close_lock(pepper, paper.code, holder.principal, 1, holder.seed)
    return LockedReceipt(paper, holder, lock)


def submit(
    work: Work,
    form: Application,
    asked: Asked,
    receipt: LockedReceipt,
    doors: tuple[Door, ...] = (),
) -> None:
    """Count an application at its doors and seal it to the intake group and the receipt, all or
    nothing.

    The same receipt sent again changes nothing. Raises TooOften, KeyReplaced when the intake
    group's public key is not the pinned one, Conflict when the drawn number is taken or the same
    receipt is just being sent, and RuleBroken when the round is over.
    """
    try:
        with together(work.db):
            case_id = receipt.paper.case_id
            before = sending.before(work.db, case_id, asked.round_id, INTAKE)
            if doors:
                count_application(work, doors)
            _submit(work, form, asked, receipt, before())
    except IntegrityError:
        raise Conflict("receipt") from None


def _submit(
    work: Work,
    form: Application,
    asked: Asked,
    receipt: LockedReceipt,
    found: sending.Before | None,
) -> None:
    if found is not None and found.is_stored:
        return
    intake = work.pinned(check_sending(found, asked, work.now).group)
    _add(work, form, asked, receipt, intake)
    work.record(Audit.APPLICATION_SUBMITTED, object_of(Record.IDENTITY, receipt.paper.case_id))


def _add(
    work: Work, form: Application, asked: Asked, receipt: LockedReceipt, intake: Recipient
) -> None:
    case_id, number, key = receipt.paper.case_id, receipt.paper.number, new_key()
    obj, holder = object_of(Record.IDENTITY, case_id), receipt.holder
    insert_rows(
        work.db,
        cases.new(case_id, number, asked.round_id, work.now),
        cases.first_event(case_id, Stage.SUBMITTED, Event.SUBMIT, work.now),
        principals.new(holder.recipient, work.now, principal_mac(holder.mac_key, holder.recipient)),
        accounts.new_receipt(number, case_id, receipt.lock),
    )
    given = letter_for(intake, obj, 1, key, None), wrap_for(holder, obj, 1, key)
    papers = _sealed(work, obj, key, _paper(form, asked, receipt, work))
    insert_rows(work.db, grants.rows(given), documents.rows(papers))
    work.note_grants(*given)
    for paper in papers:
        work.note_document(paper)


def _paper(form: Application, asked: Asked, receipt: LockedReceipt, work: Work) -> ApplicationPaper:
    texts = consent_texts(asked.language, asked.terms)
    consents = tuple(
        ConsentGiven(
            kind.value,
            getattr(form, kind.value),
            texts[kind].version,
            texts[kind].digest,
        )
        for kind in ConsentKind
    )
    return ApplicationPaper(form, consents, asked.language, work.now, receipt.holder.mac_key)


def _sealed(work: Work, obj: str, key: bytes, paper: ApplicationPaper) -> list[Document]:
    """The first versions of an application and of the card that lists show."""
    papers = {APPLICATION.name: paper, CARD.name: CardPaper.of(paper.form)}
    return [
        Document(obj, kind, 1, 1, sealing.sealed(obj, kind, 1, 1, key, one, None), None, work.now)
        for kind, one in papers.items()
    ]


def open_receipt(site: Site, address: str, number: str, code: str) -> tuple[UUID, Holder] | None:
    """Open a receipt with its number and code: the case and the seed for a web session.

    Wrong number, wrong code, somebody else's code and one that is over are one None after the same
    work.
    Raises Busy when too many codes are checked at once, TooOften after too many failures.
    """
    with site.reading() as db:
        row = accounts.receipt(db, read_number(number))
    with receipt_turn(site, read_number(number), address) as turn, for_visitors():
        holder = _unlocked(site, row, read_code(code))
    case_id = None if row is None or holder is None else row.case_id
    with site.working(Actor(Who(frozenset()), address=address)) as work:
        if case_id is None or holder is None:
            work.record(Audit.STATUS_FAILED)
            turn.failed(work)
            return None
        turn.succeeded(work)
        work.keyring = receipt_keyring(holder)
        settle_letters(work)
        work.actor = Actor(applicant(case_id), address=address)
        work.record(Audit.SIGNED_IN, object_of(Record.IDENTITY, case_id))
        return case_id, holder


def _unlocked(site: Site, row: Receipt | None, code: str) -> Holder | None:
    pepper = site.settings.pepper_bytes
    if row is None or not is_open(row.pickup_until, site.clock()):
        waste_time(pepper, code)
        return None
    place = (receipt_principal(row.case_id), row.generation)
    try:
        return Holder(*place, open_lock(pepper, code, *place, row.lock))
    except DecryptionError:
        return None


def applicant(case_id: UUID) -> Who:
    """Whoever holds the receipt of a case."""
    return Who(frozenset({Role.APPLICANT}), own_case_id=case_id)


def receipt_keyring(holder: Holder) -> Keyring:
    """The keys of a receipt; its own mac key vouches for what the center sends to it."""
    return Keyring([holder], stamp_key=holder.mac_key)


def status(work: Work, case_id: UUID) -> Status:
    """Where the own application stands; leaves a row in the audit trail."""
    found = look(work, case_id)
    work.record(Audit.STATUS_OPENED, object_of(Record.IDENTITY, case_id))
    return found


def withdraw(work: Work, case_id: UUID) -> None:
    """Withdraw the own application; doing it twice is one act."""
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.OWN_WITHDRAW)
    if case.stage is Stage.WITHDRAWN:
        return
    had_place = case.stage in HAS_PLACE
    work.move(case, Event.WITHDRAW)
    work.record(Audit.APPLICATION_WITHDRAWN, object_of(Record.IDENTITY, case_id))
    places.leave(work, where, case, had_place=had_place)
