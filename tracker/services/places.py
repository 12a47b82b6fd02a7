"""Places in a round: given in order, never more than there are, and offered when one frees.

Whoever touches places holds the round first and the case afterwards, so that no two acts wait for
each other. What the waiting list does by itself is recorded as an act of the program.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.rounds import (
    OfferState,
    check_place,
    check_room_to_wait,
    free_places,
    to_offer,
)
from tracker.services.acting import PROGRAM
from tracker.services.work import Work
from tracker.store import case_numbers, cases, rounds
from tracker.store.cases import Case
from tracker.store.rounds import Offer, Round


def hold(work: Work, case_id: UUID) -> Round:
    """Hold the round of a case against others until the act is done. Raises NotFound."""
    found = rounds.hold_of(work.db, case_id)
    if found is None:
        raise NotFound
    return found


def hold_all(work: Work, case_ids: Collection[UUID]) -> dict[UUID, Round]:
    """Hold the rounds of several cases, always in the same order."""
    found = rounds.of_cases(work.db, case_ids)
    for round_id in sorted(set(found.values())):
        rounds.get(work.db, round_id, lock=True)
    if found.keys() != set(case_ids):
        raise NotFound
    return {one: hold(work, one) for one in case_ids}


def take(work: Work, where: Round, case: Case) -> None:
    """Give a place to a case: the one it was offered, or a free one when it is its turn.

    Raises RuleBroken('no_place') or RuleBroken('others_wait').
    """
    advance(work, where)
    offer = rounds.open_offer(work.db, case.id)
    if offer is not None:
        _close(work, offer, OfferState.TAKEN)
        return
    numbers = rounds.numbers_of(work.db, where.id)
    check_place(where.capacity, numbers, rounds.ahead_of(work.db, case))


def check_room(work: Work, where: Sequence[Round], case_ids: Sequence[UUID]) -> None:
    """Whether each round has room for all of these. Raises RuleBroken('too_few_places')."""
    offered = rounds.with_offer(work.db, case_ids, work.now)
    wanted = Counter(
        one.id for one, case in zip(where, case_ids, strict=True) if case not in offered
    )
    for one in {one.id: one for one in where}.values():
        left = free_places(one.capacity, rounds.numbers_of(work.db, one.id))
        if wanted[one.id] > left:
            raise RuleBroken("too_few_places", count=left, wanted=wanted[one.id])


def take_back(work: Work, where: Round) -> None:
    """A place for a case that had one before, whoever waits. Raises RuleBroken('no_place')."""
    check_place(where.capacity, rounds.numbers_of(work.db, where.id), 0)


def begin_to_wait(work: Work, where: Round, case: Case) -> None:
    """Put a case on the waiting list, by when it applied. Raises RuleBroken."""
    advance(work, where)
    check_room_to_wait(where.waiting_size, rounds.numbers_of(work.db, where.id))
    case.waiting_since = case.submitted_at


def leave(work: Work, where: Round, case: Case, *, had_place: bool) -> None:
    """After a case has ended: what it was offered is gone, and a place it had goes to the next."""
    offer = rounds.open_offer(work.db, case.id)
    if offer is not None:
        _close(work, offer, OfferState.GONE)
    advance(work, where, freed=int(had_place or offer is not None))


def advance(work: Work, where: Round, freed: int = 0) -> None:
    """Let the waiting list move up: offers that nobody answered lapse, and whoever has waited
    longest is offered what became free.
    """
    work.db.flush()
    before, work.actor = work.actor, PROGRAM
    over = _lapse_all(work, where)
    if not (freed or over):
        work.actor = before
        return
    numbers = rounds.numbers_of(work.db, where.id)
    count = to_offer(where.capacity, numbers, freed + len(over))
    for case in rounds.next_in_line(work.db, where.id, count) if count else ():
        if case.id not in over:
            _offer(work, where, case)
    work.actor = before


def _lapse_all(work: Work, where: Round) -> set[UUID]:
    over = rounds.lapsed(work.db, where.id, work.now)
    for place, offer in enumerate(over):
        case = cases.get(work.db, offer.case_id, lock=True)
        if case is not None:
            _lapse(work, offer, case, place)
    work.db.flush()
    return {offer.case_id for offer in over}


def offer_next(work: Work, case_id: UUID) -> None:
    """Offer a free place to somebody who waits, in order; offering it twice is one act."""
    where = hold(work, case_id)
    case = work.case(case_id, Permission.CASE_DECIDE)
    if case.stage is not Stage.WAITLISTED:
        raise RuleBroken("not_now", stage=case.stage.value, event=Event.WAITLIST.value)
    advance(work, where)
    if rounds.open_offer(work.db, case_id) is not None:
        return
    numbers = rounds.numbers_of(work.db, where.id)
    check_place(where.capacity, numbers, rounds.ahead_of(work.db, case))
    _offer(work, where, case)


def take_offer(work: Work, case_id: UUID) -> None:
    """Take the place that was offered; taking it twice is one act.

    Whoever does not want it withdraws. Raises RuleBroken('offer_over') when it is not kept any
    more.
    """
    hold(work, case_id)
    case = work.case(case_id, Permission.OWN_ANSWER)
    if case.stage is Stage.ACCEPTED:
        return
    offer = rounds.open_offer(work.db, case_id)
    if offer is None or offer.expires_at <= work.now:
        raise RuleBroken("offer_over")
    _close(work, offer, OfferState.TAKEN)
    give_number(work, case)
    work.move(case, Event.ACCEPT)
    work.record(Audit.OFFER_TAKEN, object_of(Record.IDENTITY, case_id))


@dataclass(frozen=True)
class Turn:
    """Where somebody stands who waits: how many wait longer, and until when a place is kept."""

    ahead: int
    offered_until: datetime | None


def turn_of(work: Work, case: Case) -> Turn | None:
    """The turn of a case that waits; None for all others."""
    if case.stage is not Stage.WAITLISTED:
        return None
    offer = rounds.open_offer(work.db, case.id)
    if offer is not None and offer.expires_at > work.now:
        return Turn(0, offer.expires_at)
    return Turn(rounds.ahead_of(work.db, case), None)


def give_number(work: Work, case: Case) -> None:
    """Case numbers run on, so the one writer of the audit chain also gives them out."""
    if case.number is None:
        work.alone()
        case.number = case_numbers.give(work.db, work.now.year)


def _offer(work: Work, where: Round, case: Case) -> None:
    until = work.now + timedelta(days=where.offer_days)
    rounds.add_offer(work.db, case, work.now, until)
    work.record(Audit.OFFER_MADE, object_of(Record.IDENTITY, case.id))


def _lapse(work: Work, offer: Offer, case: Case, place: int = 0) -> None:
    """Whoever did not answer waits on, behind all others."""
    _close(work, offer, OfferState.LAPSED)
    case.waiting_since = work.now + timedelta(microseconds=place)
    work.record(Audit.OFFER_LAPSED, object_of(Record.IDENTITY, case.id))


def _close(work: Work, offer: Offer, state: OfferState) -> None:
    offer.state, offer.answered_at = state, work.now
    work.db.flush()
