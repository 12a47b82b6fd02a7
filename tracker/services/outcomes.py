"""The end of a case: outcome note, signature, closing, reopening."""

from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import IN_CARE, Event, Stage, check_completion
from tracker.domain.errors import RuleBroken
from tracker.domain.papers import CLOSING, OUTCOME, DecisionPaper, OutcomePaper
from tracker.domain.program import DropOutReason
from tracker.services import places
from tracker.services.counseling import activate_if_ready, case_in_care
from tracker.services.work import Work
from tracker.store import documents
from tracker.store.cases import Case


def save_outcome(work: Work, case_id: UUID, paper: OutcomePaper, base: int, *, sign: bool) -> None:
    """Save the outcome note, and sign it if asked; a signed note is locked while it is signed."""
    case_in_care(work, case_id)
    version = _unless_signed(work, case_id, paper, base)
    obj = object_of(OUTCOME.record, case_id)
    if sign and not documents.is_signed(work.db, obj, OUTCOME.name, version):
        work.sign(case_id, OUTCOME, version)
        work.record(Audit.OUTCOME_SIGNED, obj, version=version)
    elif work.has_changes:
        work.record(Audit.OUTCOME_SAVED, obj, version=version)


def _unless_signed(work: Work, case_id: UUID, paper: OutcomePaper, base: int) -> int:
    """Save; the same words signed twice are one act, other words under a signature are refused."""
    last = documents.newest(work.db, object_of(OUTCOME.record, case_id), OUTCOME.name)
    if last is not None and base == last.version and work.opened(last, OUTCOME).paper == paper:
        return last.version
    return work.write(case_id, OUTCOME, paper, base)


def unsign(work: Work, case_id: UUID) -> None:
    """Take the signature off an outcome note, to correct it; without one nothing happens."""
    case = case_in_care(work, case_id)
    if _unsign_outcome(work, case):
        work.record(Audit.OUTCOME_UNSIGNED, object_of(Record.CLINICAL, case_id))


def complete(work: Work, case_id: UUID) -> None:
    """Complete a case that has everything it needs; doing it twice is one act.

    Raises RuleBroken('not_complete') naming what is missing.
    """
    case = work.case(case_id, Permission.CASE_CLOSE)
    if case.stage is Stage.COMPLETED:
        return
    if case.stage in IN_CARE:
        check_completion(work.milestones(case))
    work.move(case, Event.COMPLETE)
    work.record(Audit.CASE_COMPLETED, object_of(Record.CLINICAL, case_id))


def drop_out(work: Work, case_id: UUID, reason: DropOutReason, note: str) -> None:
    """Close a case that ended early, with a reason; doing it twice is one act."""
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.CASE_CLOSE)
    if case.stage is Stage.DROPPED_OUT:
        return
    work.move(case, Event.DROP_OUT)
    _write_closing(work, case, DecisionPaper(Event.DROP_OUT.value, reason.value, note))
    work.record(Audit.CASE_DROPPED_OUT, object_of(Record.CLINICAL, case_id))
    places.leave(work, where, case, had_place=True)


def reopen(work: Work, case_id: UUID, reason: str) -> None:
    """Take a closed case up again, with a reason; a signed outcome becomes a draft again.

    Raises RuleBroken('no_place') when its place has gone to somebody else.
    """
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.CASE_CLOSE)
    if case.stage not in {Stage.COMPLETED, Stage.DROPPED_OUT}:
        raise RuleBroken("not_now", stage=case.stage.value, event=Event.REOPEN.value)
    if case.stage is Stage.DROPPED_OUT:
        places.take_back(work, where)
    work.move(case, Event.REOPEN)
    activate_if_ready(work, case)
    _write_closing(work, case, DecisionPaper(Event.REOPEN.value, "", reason))
    _unsign_outcome(work, case)
    work.record(Audit.CASE_REOPENED, object_of(Record.CLINICAL, case_id))


def _write_closing(work: Work, case: Case, paper: DecisionPaper) -> None:
    work.write_on(case.id, CLOSING, paper)


def _unsign_outcome(work: Work, case: Case) -> bool:
    """Carry a signed outcome on as a new, unsigned version; whether there was one."""
    last = documents.newest(work.db, object_of(OUTCOME.record, case.id), OUTCOME.name)
    if last is None or not documents.is_signed(work.db, last.object, last.kind, last.version):
        return False
    work.write_on(case.id, OUTCOME, work.must(case.id, OUTCOME))
    return True
