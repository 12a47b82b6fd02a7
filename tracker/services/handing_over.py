"""Open cases change hands: offered with both halves of the keys, taken over or declined."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from tracker.domain.access import Permission, Record, Role, may, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import IN_CARE
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.services.halves import DESK_HALF, TEAM_HALF, TELLING, give_half, reach
from tracker.services.work import Work
from tracker.store import accounts, cases, grants, handovers, tallies
from tracker.store.accounts import Account, user_principal
from tracker.store.cases import Case
from tracker.store.handovers import Handover, HandoverState


@dataclass(frozen=True)
class Offer:
    """An offered case as its successor sees it, before any name is known."""

    id: UUID
    number: str
    stage: str
    from_name: str
    missing: tuple[Record, ...]

    @property
    def ready(self) -> bool:
        """Whether both halves were given."""
        return not self.missing


def successors(work: Work) -> list[Account]:
    """The admitted counselors to whom cases can be offered."""
    _must(work, Permission.CASE_OFFER)
    team = reach(work)
    return [one for one in accounts.counselors(work.db) if team in {None, one.team_id}]


def orphaned(work: Work) -> list[tuple[Case, Account]]:
    """Open cases whose counselor left or is away."""
    _must(work, Permission.CASE_OFFER)
    return handovers.orphaned(work.db, reach(work))


def in_care_of(work: Work, account_id: UUID) -> list[Case]:
    """The open cases of one counselor, as far as this person may hand them on."""
    _must(work, Permission.CASE_OFFER)
    team = reach(work)
    return [one for one in handovers.in_care(work.db, account_id) if team in {None, one.team_id}]


def counselor(work: Work, account_id: UUID) -> Account:
    """Whose cases are handed on: a counselor of a team within reach. Raises NotFound."""
    _must(work, Permission.CASE_OFFER)
    found = accounts.get(work.db, account_id)
    if found is None or Role.COUNSELOR not in found.role_set:
        raise NotFound
    if reach(work) not in {None, found.team_id}:
        raise NotFound
    return found


def caseload(work: Work) -> dict[UUID, int]:
    """How many open cases each counselor has."""
    _must(work, Permission.CASE_OFFER)
    return tallies.caseload(work.db)


def offers(work: Work) -> dict[UUID, UUID]:
    """To whom which case is offered now: case to account."""
    _must(work, Permission.CASE_OFFER)
    return {one.case_id: one.to_id for one in handovers.of_team(work.db, reach(work))}


def offer(work: Work, case_ids: Collection[UUID], to_id: UUID) -> int:
    """Offer open cases to a successor of the same team, with this person's half of the keys.

    Offering again to the same person is one act; an offer to somebody else is taken back first.
    Raises RuleBroken('no_counselor'), RuleBroken('other_team'), Unavailable('not_admitted').
    """
    _must(work, Permission.CASE_OFFER)
    to = accounts.get(work.db, to_id)
    if to is None or Role.COUNSELOR not in to.role_set:
        raise RuleBroken("no_counselor")
    work.colleague(to)
    standing = {one.case_id: one for one in handovers.open_for(work.db, case_ids)}
    found = [_offerable(work, case_id, to) for case_id in case_ids]
    return sum(_offer(work, case, to, standing.get(case.id)) for case in found)


def _offerable(work: Work, case_id: UUID, to: Account) -> Case:
    case = cases.get(work.db, case_id, lock=True)
    if case is None or case.counselor_id is None or reach(work) not in {None, case.team_id}:
        raise NotFound
    if case.stage not in IN_CARE:
        raise RuleBroken("not_in_care")
    if case.team_id != to.team_id:
        raise RuleBroken("other_team")
    if case.counselor_id == to.id:
        raise RuleBroken("own_already")
    return case


def _offer(work: Work, case: Case, to: Account, standing: Handover | None) -> int:
    if standing is not None and standing.to_id == to.id:
        return 0
    if standing is not None:
        _take_back(work, standing, HandoverState.WITHDRAWN)
    work.db.add(
        Handover(
            id=uuid4(),
            case_id=case.id,
            from_id=case.counselor_id,
            to_id=to.id,
            state=HandoverState.OFFERED,
            offered_at=work.now,
        )
    )
    work.db.flush()
    give_half(work, case.id, to)
    work.record(Audit.CASE_OFFERED, object_of(Record.IDENTITY, case.id))
    return 1


def waiting_for_me(work: Work) -> list[Offer]:
    """What is offered to this counselor."""
    _must(work, Permission.CASE_TAKE_OVER)
    me = work.actor.who.account_id
    found = [] if me is None else handovers.offered_to(work.db, me)
    names = {one.id: one.name for one in accounts.everyone(work.db)} if found else {}
    return [_described(work, one, names) for one in found]


def _described(work: Work, one: Handover, names: dict[UUID, str]) -> Offer:
    case = cases.get(work.db, one.case_id)
    number, stage = ("", "") if case is None else (case.number or "", case.stage.value)
    return Offer(one.id, number, stage, names.get(one.from_id, ""), _missing(work, one))


def _missing(work: Work, one: Handover) -> tuple[Record, ...]:
    """The records that tell which half was not given yet."""
    objects = {object_of(record, one.case_id): record for record in TELLING}
    given = grants.of_objects(work.db, list(objects), [user_principal(one.to_id)])
    there = {grant.object for grant in given}
    return tuple(record for name, record in objects.items() if name not in there)


def count_for_me(work: Work) -> int:
    """How many cases are offered to this counselor; one small query for a banner."""
    _must(work, Permission.CASE_TAKE_OVER)
    me = work.actor.who.account_id
    return 0 if me is None else handovers.count_offered_to(work.db, me)


def take_over(work: Work, offer_ids: Collection[UUID]) -> int:
    """Take offered cases over; whoever had them opens them no more. Returns how many.

    Raises RuleBroken('half_missing') when a half of the keys was not given yet.
    """
    return sum(_taken(work, one) for one in _my_offers(work, offer_ids))


def _taken(work: Work, one: Handover) -> int:
    if _missing(work, one):
        raise RuleBroken("half_missing")
    case = cases.get(work.db, one.case_id, lock=True)
    if case is None or case.stage not in IN_CARE:
        _take_back(work, one, HandoverState.WITHDRAWN)
        work.record(Audit.CASE_NOT_TAKEN, object_of(Record.IDENTITY, one.case_id))
        return 0
    before, case.counselor_id = case.counselor_id, one.to_id
    one.state, one.answered_at = HandoverState.ACCEPTED, work.now
    work.db.flush()
    if before is not None:
        _revoke_from(work, case.id, user_principal(before))
    work.record(Audit.CASE_TAKEN_OVER, object_of(Record.IDENTITY, case.id))
    return 1


def decline(work: Work, offer_ids: Collection[UUID]) -> int:
    """Say no to offered cases; the keys that came with the offer are destroyed."""
    found = _my_offers(work, offer_ids)
    for one in found:
        _take_back(work, one, HandoverState.DECLINED)
        work.record(Audit.CASE_NOT_TAKEN, object_of(Record.IDENTITY, one.case_id))
    return len(found)


def _my_offers(work: Work, offer_ids: Collection[UUID]) -> list[Handover]:
    _must(work, Permission.CASE_TAKE_OVER)
    me = work.actor.who.account_id
    mine = [] if me is None else handovers.offered_to(work.db, me, lock=True)
    wanted = [one for one in mine if one.id in set(offer_ids)]
    if not wanted:
        raise NotFound
    return wanted


def _take_back(work: Work, one: Handover, state: HandoverState) -> None:
    one.state, one.answered_at = state, work.now
    work.db.flush()
    _revoke_from(work, one.case_id, user_principal(one.to_id))


def withdraw_offers(work: Work, case_id: UUID) -> None:
    """Take back whatever is offered of a case that its counselor has no more."""
    for one in handovers.open_for(work.db, [case_id]):
        _take_back(work, one, HandoverState.WITHDRAWN)


def _revoke_from(work: Work, case_id: UUID, principal: str) -> None:
    objects = [object_of(record, case_id) for record in (*DESK_HALF, *TEAM_HALF)]
    work.note_revoked(*grants.drop_many(work.db, objects, principal))


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed
