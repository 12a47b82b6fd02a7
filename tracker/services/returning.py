"""A counselor gives an assigned case back before anything began: the desk looks for another one."""

from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.papers import RETURNED, ReturnPaper
from tracker.services.halves import DESK_HALF, TEAM_HALF
from tracker.services.handing_over import withdraw_offers
from tracker.services.work import Work
from tracker.store import cases, documents, grants, past, rekeys
from tracker.store.accounts import user_principal
from tracker.store.cases import Case


def give_back(work: Work, case_id: UUID, paper: ReturnPaper) -> None:
    """Give an assigned case back with a reason for the desk; doing it twice is one act.

    Raises RuleBroken('begun') once anything was written about the case.
    """
    try:
        case = work.case(case_id, Permission.CASE_RETURN)
    except NotFound:
        if _gave_back(work, case_id):
            return
        raise
    work.move(case, Event.RETURN)
    if not is_untouched(work, case):
        raise RuleBroken("begun")
    work.write_on(case.id, RETURNED, paper)
    withdraw_offers(work, case.id)
    _destroy_keys(work, case)
    case.counselor_id = case.team_id = None
    work.record(Audit.CASE_RETURNED, object_of(Record.IDENTITY, case_id), reason=paper.reason.value)


def is_untouched(work: Work, case: Case) -> bool:
    """Whether nothing was written yet, so that nothing would be lost."""
    return not documents.newest_of(work.db, [object_of(one, case.id) for one in TEAM_HALF])


def _gave_back(work: Work, case_id: UUID) -> bool:
    """Whether this person did just that before: then the case is theirs no more."""
    case, me = cases.get(work.db, case_id), work.actor.who.account_id
    if case is None or me is None or case.counselor_id is not None:
        return False
    last = past.history(work.db, case_id)[-1]
    return last.event is Event.RETURN and last.actor_id == me


def _destroy_keys(work: Work, case: Case) -> None:
    """The counselor opens nothing of it any more. The clinical and client keys, under which nothing
    stands yet, go altogether: the next counselor and team get keys that nobody held before.
    """
    if case.counselor_id is None:
        raise NotFound
    mine = user_principal(case.counselor_id)
    desk = [object_of(one, case.id) for one in DESK_HALF]
    work.note_revoked(*grants.drop_many(work.db, desk, mine))
    for record in TEAM_HALF:
        obj = object_of(record, case.id)
        work.note_revoked(*grants.drop_all(work.db, obj))
        rekeys.done(work.db, obj)
