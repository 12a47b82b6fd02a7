"""The coordinator's acts: look, decide, assign."""

from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, Record, Role, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage, after, possible
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.papers import (
    APPLICATION,
    DECISION,
    RETURNED,
    WHO,
    ApplicationPaper,
    DecisionPaper,
    ReturnPaper,
    WhoPaper,
)
from tracker.domain.places import area_of
from tracker.domain.program import DeclineReason
from tracker.domain.rounds import HAS_PLACE
from tracker.domain.statistics import age_band
from tracker.services import own_consents, places
from tracker.services.identity import renew_identity
from tracker.services.own_consents import Consent
from tracker.services.places import Turn
from tracker.services.work import Sheet, Work
from tracker.store import accounts, past, rounds
from tracker.store.accounts import Account
from tracker.store.cases import Case
from tracker.store.past import PastEvent
from tracker.vault.crypto import new_key
from tracker.vault.keyring import STATS


@dataclass(frozen=True)
class Dossier:
    """One application as the coordinator sees it."""

    case: Case
    application: Sheet[ApplicationPaper]
    consents: tuple[Consent, ...]
    decision: Sheet[DecisionPaper] | None
    returned: Sheet[ReturnPaper] | None
    history: list[PastEvent]
    counselor: Account | None
    possible: frozenset[Event]
    returned_by: str
    round_name: str
    turn: Turn | None


def show(work: Work, case_id: UUID) -> Dossier:
    """Open an application; leaves a row in the audit trail."""
    case = work.case(case_id, Permission.APPLICATION_READ)
    application = work.read(case_id, APPLICATION)
    if application is None:
        raise NotFound
    decision, returned = work.read(case_id, DECISION), work.read(case_id, RETURNED)
    work.record(Audit.APPLICATION_OPENED, object_of(Record.IDENTITY, case_id))
    counselor = None if case.counselor_id is None else accounts.get(work.db, case.counselor_id)
    history = past.history(work.db, case_id)
    paper = application.paper
    consents = () if paper is None else own_consents.of_case(work, case_id, paper)
    where = rounds.get(work.db, case.round_id)
    return Dossier(
        case,
        application,
        consents,
        decision,
        returned,
        history,
        counselor,
        possible(case.stage),
        _author(work, returned),
        "" if where is None else where.name,
        places.turn_of(work, case),
    )


def _author(work: Work, sheet: Sheet[ReturnPaper] | None) -> str:
    author = None if sheet is None or sheet.author_id is None else sheet.author_id
    account = None if author is None else accounts.get(work.db, author)
    return "" if account is None else account.name


def accept(work: Work, case_id: UUID) -> None:
    """Give an application a place, under a fresh identity key; doing it twice is one act.

    Raises RuleBroken('no_place') or RuleBroken('others_wait').
    """
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage is Stage.ACCEPTED:
        return
    after(case.stage, Event.ACCEPT)
    places.take(work, where, case)
    renew_identity(work, case)
    places.give_number(work, case)
    _open_facts(work, case)
    work.move(case, Event.ACCEPT)
    work.record(Audit.CASE_ACCEPTED, object_of(Record.IDENTITY, case_id))


def waitlist(work: Work, case_id: UUID) -> None:
    """Put an application on the waiting list; doing it twice is one act.

    Under a fresh identity key already, so that a place can be taken without a coordinator.
    Raises RuleBroken('waiting_list_full').
    """
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage is Stage.WAITLISTED:
        return
    after(case.stage, Event.WAITLIST)
    places.begin_to_wait(work, where, case)
    renew_identity(work, case)
    work.move(case, Event.WAITLIST)
    work.record(Audit.CASE_WAITLISTED, object_of(Record.IDENTITY, case_id))


def decline(work: Work, case_id: UUID, reason: DeclineReason, note: str) -> None:
    """Decline an application with a reason; doing it twice is one act."""
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage is Stage.DECLINED:
        return
    had_place = case.stage in HAS_PLACE
    work.move(case, Event.DECLINE)
    renew_identity(work, case)
    _write_decision(work, case, DecisionPaper(Event.DECLINE.value, reason.value, note))
    work.record(Audit.CASE_DECLINED, object_of(Record.IDENTITY, case_id))
    places.leave(work, where, case, had_place=had_place)


def reopen(work: Work, case_id: UUID, reason: str) -> None:
    """Take a declined application up again, with a reason."""
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage is not Stage.DECLINED:
        raise RuleBroken("not_now", stage=case.stage.value, event=Event.REOPEN.value)
    work.move(case, Event.REOPEN)
    _write_decision(work, case, DecisionPaper(Event.REOPEN.value, "", reason))
    work.record(Audit.CASE_REOPENED, object_of(Record.IDENTITY, case_id))


def _write_decision(work: Work, case: Case, paper: DecisionPaper) -> None:
    work.write_on(case.id, DECISION, paper)


def _open_facts(work: Work, case: Case) -> None:
    """Keep the coarse facts for statistics under a key of their own; twice is once."""
    obj = object_of(Record.FACTS, case.id)
    if work.keys(obj):
        return
    form, key = work.must(case.id, APPLICATION).form, new_key()
    work.know(obj, 1, key)
    work.give(work.group(STATS), obj, 1, key)
    band = age_band(form.birth_date, case.submitted_at.date())
    work.write(case.id, WHO, WhoPaper(area_of(form.district), band), 0)


def assign(work: Work, case_id: UUID, counselor_id: UUID) -> None:
    """Assign a counselor: make the clinical and client keys and write the letters.

    Assigning the same counselor twice is one act.
    """
    case = work.case(case_id, Permission.CASE_ASSIGN)
    if case.stage is Stage.ASSIGNED and case.counselor_id == counselor_id:
        return
    counselor = accounts.get(work.db, counselor_id)
    if counselor is None or Role.COUNSELOR not in counselor.role_set or not counselor.team_id:
        raise RuleBroken("no_counselor")
    case.counselor_id, case.team_id = counselor.id, counselor.team_id
    work.move(case, Event.ASSIGN)
    _give_keys(work, case, counselor)
    work.record(Audit.CASE_ASSIGNED, object_of(Record.IDENTITY, case_id))


def _give_keys(work: Work, case: Case, counselor: Account) -> None:
    to = work.colleague(counselor)
    _open_facts(work, case)  # whoever took an offered place had no key to give
    team = work.group(team_group(counselor.team_id))
    reply_key = work.must(case.id, APPLICATION).reply_key
    for record in (Record.IDENTITY, Record.FACTS):
        obj = object_of(record, case.id)
        version, key = work.writing_key(obj)
        work.give(to, obj, version, key)
    for record in (Record.CLINICAL, Record.CLIENT):
        obj, key = object_of(record, case.id), new_key()
        work.give(to, obj, 1, key)
        work.give(team, obj, 1, key)
        if record is Record.CLIENT:
            work.give_receipt(case.id, reply_key, obj, 1, key)


def team_group(team_id: UUID | None) -> str:
    """The name of a team's group."""
    if team_id is None:
        raise NotFound
    return f"group:team-{team_id.hex}"
