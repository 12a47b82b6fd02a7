"""The right to erasure: at once where nobody wrote yet, within ten days where somebody did."""

from uuid import UUID

from tracker.domain.access import Permission, Record, may, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage, possible
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.domain.own import erased_at_once
from tracker.domain.rounds import HAS_PLACE
from tracker.services import places
from tracker.services.shredding import destroy
from tracker.services.work import Work
from tracker.store import cases
from tracker.store.cases import Case


def erase_own(work: Work, case_id: UUID) -> None:
    """Destroy the own application at once. Raises RuleBroken('not_at_once').

    The caller wipes the files after the commit.
    """
    places.hold(work, case_id)
    case = work.case(case_id, Permission.OWN_ERASE)
    if not at_once(case):
        raise RuleBroken("not_at_once")
    destroy(work, case_id)


def ask(work: Work, case_id: UUID) -> None:
    """Stop a case in or after care and ask for its destruction; doing it twice is one act."""
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.OWN_ERASE)
    had_place = case.stage in HAS_PLACE
    if case.erasure_asked_at is not None:
        return
    if Event.WITHDRAW in possible(case.stage):
        work.move(case, Event.WITHDRAW)
    case.erasure_asked_at = work.now
    work.record(Audit.ERASURE_ASKED, object_of(Record.IDENTITY, case_id))
    if case.stage is Stage.WITHDRAWN:
        places.leave(work, where, case, had_place=had_place)


def at_once(case: Case) -> bool:
    """Whether the person can destroy it without waiting for anybody."""
    return erased_at_once(case.stage, has_counselor=case.counselor_id is not None)


def asked(work: Work) -> list[Case]:
    """The cases that people asked to have destroyed, the first asked first."""
    if not may(work.actor.who, Permission.CASE_SHRED):
        raise NotAllowed
    return cases.to_erase(work.db)


def asked_one(work: Work, case_id: UUID) -> Case:
    """One of them. Raises NotFound for a case that nobody asked to have destroyed."""
    found = next((one for one in asked(work) if one.id == case_id), None)
    if found is None:
        raise NotFound
    return found
