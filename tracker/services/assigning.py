"""Who takes which case: candidates with reasons, one by one or many at once after a review."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, Record, may, object_of
from tracker.domain.assigning import Able, Fit, Language, Wishes, fit, overfull, propose, ranked
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage, possible
from tracker.domain.errors import FieldError, NotAllowed, RuleBroken
from tracker.domain.papers import APPLICATION, RETURNED, ApplicationPaper
from tracker.services import intake
from tracker.services.work import Sheet, Work
from tracker.store import accounts, documents, profiles, tallies
from tracker.store.accounts import Account
from tracker.store.cases import Case


@dataclass(frozen=True)
class Candidate:
    """A counselor to whom a case could be assigned, and how they would fit."""

    account: Account
    able: Able
    fit: Fit
    gave_back: bool


@dataclass(frozen=True)
class Proposal:
    """One of several cases that wait for a counselor, and who is proposed."""

    case: Case
    application: Sheet[ApplicationPaper]
    wishes: Wishes
    candidates: list[Candidate]
    counselor_id: UUID | None


def candidates(
    work: Work, paper: ApplicationPaper | None, given_back_by: UUID | None
) -> list[Candidate]:
    """The counselors to whom this case can be assigned: the best fit first, then most room."""
    _must(work)
    return _Counselors(work).for_case(_wishes(paper, given_back_by))


def counselors(work: Work) -> list[Candidate]:
    """Everybody who can be given a case, whoever has most room first."""
    _must(work)
    return _Counselors(work).for_case(Wishes())


class _Counselors:
    """Everybody who can be given a case, fetched once for a page."""

    def __init__(self, work: Work) -> None:
        self.people = {one.id: one for one in accounts.counselors(work.db)}
        load, said = tallies.caseload(work.db), profiles.everyone(work.db)
        self.able = [
            Able(one, load.get(one, 0), said[one]) if one in said else Able(one, load.get(one, 0))
            for one in self.people
        ]

    def for_case(self, wishes: Wishes) -> list[Candidate]:
        """Everybody, the best first."""
        return [
            Candidate(
                self.people[one.id],
                one,
                fit(one.profile, wishes),
                one.id == wishes.given_back_by,
            )
            for one in ranked(self.able, wishes)
        ]


def _wishes(paper: ApplicationPaper | None, given_back_by: UUID | None) -> Wishes:
    if paper is None:
        return Wishes(given_back_by=given_back_by)
    form, known = paper.form, {one.value: one for one in Language}
    language = known.get(paper.language, Language.KOREAN)
    return Wishes(form.counselor_gender, form.days, form.meeting, language, given_back_by)


def review(work: Work, case_ids: Sequence[UUID]) -> list[Proposal]:
    """Open several applications that wait for a counselor and propose one for each.

    Raises RuleBroken('assigned_meanwhile') when one of them does not wait any more.
    """
    found = work.cases(case_ids, Permission.CASE_ASSIGN)
    _must_wait(found)
    objects = {object_of(Record.IDENTITY, one.id): one for one in found}
    papers = documents.newest_of_kind(work.db, list(objects), APPLICATION.name)
    sheets = {objects[one.object].id: work.opened(one, APPLICATION) for one in papers}
    back = documents.newest_of_kind(work.db, list(objects), RETURNED.name)
    authors = {objects[one.object].id: one.author_id for one in back}
    there = [one for one in found if one.id in sheets]
    wanted = [(one.id, _wishes(sheets[one.id].paper, authors.get(one.id))) for one in there]
    counselors = _Counselors(work)
    proposed = propose(wanted, counselors.able)
    for one in there:
        work.record(Audit.APPLICATION_OPENED, object_of(Record.IDENTITY, one.id))
    return [
        Proposal(one, sheets[one.id], wishes, counselors.for_case(wishes), proposed[one.id])
        for one, (_id, wishes) in zip(there, wanted, strict=True)
    ]


def _must_wait(found: Collection[Case]) -> None:
    gone = [one.receipt_number for one in found if Event.ASSIGN not in possible(one.stage)]
    if gone:
        raise RuleBroken("assigned_meanwhile", numbers=", ".join(gone))


def assign(work: Work, pairs: Mapping[UUID, UUID], *, over: bool = False) -> int:
    """Assign every case to its counselor, or none; returns how many. Twice is one act.

    `over` says that somebody may get more cases than they have openings for. Raises
    RuleBroken('assigned_meanwhile') and FieldError('over', 'overfull').
    """
    found = [work.case(case_id, Permission.CASE_ASSIGN) for case_id in sorted(pairs)]
    waiting = [
        one for one in found if one.stage is not Stage.ASSIGNED or one.counselor_id != pairs[one.id]
    ]
    _must_wait(waiting)
    if not over:
        _must_have_room(work, Counter(pairs[one.id] for one in waiting))
    for one in waiting:
        intake.assign(work, one.id, pairs[one.id])
    return len(found)


def _must_have_room(work: Work, more: Mapping[UUID, int]) -> None:
    counselors = _Counselors(work)
    names = [counselors.people[one].name for one in overfull(counselors.able, more)]
    if names:
        raise FieldError("over", "overfull", names=", ".join(names))


def _must(work: Work) -> None:
    if not may(work.actor.who, Permission.CASE_ASSIGN):
        raise NotAllowed
