"""Rounds as coordinators make them, and as everybody sees them who wants to apply."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from tracker.domain.access import Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError, NotAllowed, NotFound, RuleBroken
from tracker.domain.rounds import (
    TAKES_APPLICATIONS,
    Numbers,
    Opening,
    RoundPlan,
    Terms,
    check_round,
    may_send,
    opening,
)
from tracker.services import places
from tracker.services.consents import USUAL, editions, keep_texts
from tracker.services.work import Work
from tracker.store import rounds
from tracker.store.rounds import Round
from tracker.store.sending import Before

# The round that a new site begins with; a coordinator gives it its real numbers.
FIRST: Final = RoundPlan(
    name="첫 모집",
    opens_at=datetime.min,
    closes_at=None,
    capacity=500,
    waiting_size=200,
    offer_days=5,
    terms=USUAL,
)


@dataclass(frozen=True)
class Asked:
    """How an application was asked for: language, round, since when, and to what was agreed."""

    language: str
    round_id: UUID
    begun_at: datetime
    terms: Terms


@dataclass(frozen=True)
class Known:
    """One round with its numbers, and what it is for whoever wants to apply now."""

    id: UUID
    name: str
    opens_at: datetime
    closes_at: datetime | None
    capacity: int
    waiting_size: int
    offer_days: int
    terms: Terms
    numbers: Numbers
    opening: Opening
    ended: bool

    @property
    def takes_applications(self) -> bool:
        """Whether somebody can apply now."""
        return self.opening in TAKES_APPLICATIONS


def everything(db: Session, now: datetime) -> list[Known]:
    """All rounds, the last to open first: two queries."""
    found = rounds.everything(db)
    tally = rounds.numbers(db, [one.id for one in found])
    return [_known(one, tally.get(one.id, Numbers()), now) for one in found]


def takes_now(db: Session, now: datetime) -> list[Known]:
    """The rounds in which somebody can apply now, the one that closes first before the others."""
    found = [one for one in everything(db, now) if one.takes_applications]
    return sorted(found, key=lambda one: (one.closes_at is None, one.closes_at or now, one.name))


def one_of(db: Session, round_id: UUID, now: datetime) -> Known | None:
    """One round, or None."""
    found = rounds.get(db, round_id)
    return None if found is None else _known(found, rounds.numbers_of(db, round_id), now)


def name_of(db: Session, round_id: UUID) -> str:
    """The name of a round; '' when there is no such round."""
    found = rounds.get(db, round_id)
    return "" if found is None else found.name


def still_open(db: Session, round_id: UUID, since: datetime, now: datetime) -> Known | None:
    """The round of a form that was begun, or None when it is too late; places are not counted."""
    found = rounds.get(db, round_id)
    if found is None or not may_send(found.window, since, now):
        return None
    return _known(found, Numbers(), now)


def terms_of_case(db: Session, case_id: UUID) -> Terms:
    """What was promised in the round of a case; the usual for no case."""
    found = rounds.of_case(db, case_id)
    return USUAL if found is None else found.terms


def check_sending(found: Before | None, asked: Asked, now: datetime) -> Before:
    """What is true of the round of a form that is sent now.

    Raises RuleBroken: 'round_over' when it is too late, 'round_changed' when something else was
    agreed to.
    """
    if found is None or not may_send(found.window, asked.begun_at, now):
        raise RuleBroken("round_over")
    if found.terms != asked.terms:
        raise RuleBroken("round_changed")
    return found


def for_coordinator(work: Work) -> list[Known]:
    """All rounds with their numbers."""
    _must(work)
    return everything(work.db, work.now)


def add_first(work: Work, care_years: int) -> Round:
    """The round of a new site: open from now on."""
    values = _values(FIRST) | {"opens_at": work.now, "care_years": care_years}
    made = rounds.add(work.db, values, work.now)
    keep_texts(work.db, made.terms)
    return made


def add(work: Work, form: Mapping[str, str]) -> UUID:
    """A new round. Raises FormErrors, FieldError('name', 'round_taken')."""
    _must(work)
    plan = check_round(form, editions())
    _check_name(work, plan.name, None)
    made = rounds.add(work.db, _values(plan), work.now)
    keep_texts(work.db, plan.terms)
    work.record(Audit.ROUND_ADDED, _object(made.id))
    return made.id


def change(work: Work, round_id: UUID, form: Mapping[str, str]) -> None:
    """Give a round other words or numbers; more places go to those who wait.

    What people agreed to and what they get does not change once somebody has applied: raises
    FieldError('tests' or another, 'round_begun'). Further FormErrors, NotFound.
    """
    _must(work)
    where = rounds.get(work.db, round_id, lock=True)
    if where is None:
        raise NotFound
    numbers = rounds.numbers_of(work.db, round_id)
    plan = check_round(form, editions() | {where.edition}, numbers.taken + numbers.offered)
    _check_name(work, plan.name, round_id)
    values = _values(plan)
    if rounds.has_cases(work.db, round_id):
        _check_promises(where, values)
    keep_texts(work.db, plan.terms)
    more = values["capacity"] - where.capacity
    for name, value in values.items():
        setattr(where, name, value)
    work.record(Audit.ROUND_CHANGED, _object(round_id))
    places.advance(work, where, freed=max(0, more))


def end(work: Work, round_id: UUID, *, over: bool) -> None:
    """Close a round by hand, or open it again; doing it twice is one act."""
    _must(work)
    where = rounds.get(work.db, round_id, lock=True)
    if where is None:
        raise NotFound
    if over == (where.ended_at is not None):
        return
    where.ended_at = work.now if over else None
    work.record(Audit.ROUND_ENDED if over else Audit.ROUND_REOPENED, _object(round_id))


_PROMISES: Final = ("tests", "sessions", "edition", "declined_years", "care_years")


def _check_promises(where: Round, values: Mapping[str, Any]) -> None:
    for name in _PROMISES:
        if values[name] != getattr(where, name):
            raise FieldError(name, "round_begun")


def _check_name(work: Work, name: str, own: UUID | None) -> None:
    found = rounds.by_name(work.db, name)
    if found is not None and found.id != own:
        raise FieldError("name", "round_taken")


def _values(plan: RoundPlan) -> dict[str, Any]:
    flat = asdict(plan)
    terms = flat.pop("terms")
    return {**flat, **terms.pop("plan"), **terms}


def _known(one: Round, numbers: Numbers, now: datetime) -> Known:
    return Known(
        id=one.id,
        name=one.name,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        capacity=one.capacity,
        waiting_size=one.waiting_size,
        offer_days=one.offer_days,
        terms=one.terms,
        numbers=numbers,
        opening=opening(one.window, numbers, now),
        ended=one.ended_at is not None,
    )


def _object(round_id: UUID) -> str:
    return f"round:{round_id.hex}"


def _must(work: Work) -> None:
    if not may(work.actor.who, Permission.ROUND_MANAGE):
        raise NotAllowed
