"""The eligibility checklist: what a coordinator found out, kept beside the application."""

from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import ENDED
from tracker.domain.errors import RuleBroken
from tracker.domain.papers import ELIGIBILITY, EligibilityPaper
from tracker.services.identity import renew_identity
from tracker.services.work import Sheet, Work


def checklist(work: Work, case_id: UUID) -> Sheet[EligibilityPaper] | None:
    """What was found out so far, of an application that this person has open."""
    return work.read(case_id, ELIGIBILITY)


def save(work: Work, case_id: UUID, paper: EligibilityPaper, base: int) -> None:
    """Save the checklist on top of version `base`; it decides nothing.

    Raises RuleBroken('eligibility_ended'), Conflict('version').
    """
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage in ENDED:
        raise RuleBroken("eligibility_ended")
    renew_identity(work, case)
    work.write(case_id, ELIGIBILITY, paper, base)
    work.record(Audit.ELIGIBILITY_SAVED, object_of(Record.IDENTITY, case_id))
