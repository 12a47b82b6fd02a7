"""Rounds (모집 회차): when people can apply, for how many there is room, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.applications import FormErrors, gather
from tracker.domain.cases import Stage
from tracker.domain.errors import FieldError, RuleBroken
from tracker.domain.fields import clean_day, clean_line, clean_number
from tracker.domain.program import SESSIONS, AssessmentKind, Plan

NAME_LIMIT: Final = 40
MOST_PLACES: Final = 5000  # our own: a block of a report is split above it (design/reports.md)
FEW: Final = 5  # one place in five is left: say that it gets tight
GRACE: Final = timedelta(hours=1)  # whoever began before the end may still send
SEOUL: Final = ZoneInfo("Asia/Seoul")
_DAYS: Final = (date(2022, 1, 1), date(2999, 12, 31))

# A case in one of these stages has a place of its round; in all others the place is free.
HAS_PLACE: Final = frozenset({Stage.ACCEPTED, Stage.ASSIGNED, Stage.ACTIVE, Stage.COMPLETED})


class Opening(StrEnum):
    """What a round is for whoever wants to apply now."""

    COMING = "coming"
    OPEN = "open"
    FEW = "few"
    WAITING = "waiting"
    FULL = "full"
    OVER = "over"


TAKES_APPLICATIONS: Final = frozenset({Opening.OPEN, Opening.FEW, Opening.WAITING})


class OfferState(StrEnum):
    """What became of a free place that was offered to somebody who waited."""

    OPEN = "open"
    TAKEN = "taken"
    LAPSED = "lapsed"
    GONE = "gone"


@dataclass(frozen=True)
class Terms:
    """What people agree to in a round: an edition of the texts, and the numbers in its words.

    Kept for `declined_years` after the decision, for `care_years` after the case has ended.
    """

    edition: str
    declined_years: int
    care_years: int
    plan: Plan = field(default_factory=Plan)


@dataclass(frozen=True)
class Numbers:
    """How many people have a place, have one offered, and wait without an offer."""

    taken: int = 0
    offered: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class RoundPlan:
    """A round as a coordinator describes it, clean."""

    name: str
    opens_at: datetime
    closes_at: datetime | None
    capacity: int
    waiting_size: int
    offer_days: int
    terms: Terms


@dataclass(frozen=True)
class Window:
    """The part of a round that decides whether people can apply."""

    opens_at: datetime
    closes_at: datetime | None
    ended: bool
    capacity: int
    waiting_size: int


def opening(window: Window, numbers: Numbers, now: datetime) -> Opening:
    """What a round is for whoever wants to apply at this moment."""
    if window.ended or (window.closes_at is not None and now >= window.closes_at):
        return Opening.OVER
    if now < window.opens_at:
        return Opening.COMING
    left = free_places(window.capacity, numbers)
    if left > numbers.waiting:
        return Opening.FEW if left * FEW <= window.capacity else Opening.OPEN
    waiting = numbers.waiting + numbers.offered
    return Opening.WAITING if waiting < window.waiting_size else Opening.FULL


def may_send(window: Window, begun_at: datetime, now: datetime) -> bool:
    """Whether a form that was begun at a moment may be sent now; room is not asked for again."""
    if not window.opens_at <= begun_at <= now:
        return False
    if not window.ended and (window.closes_at is None or now < window.closes_at):
        return True
    over = window.closes_at
    return over is not None and begun_at < over and now < over + GRACE and not window.ended


def free_places(capacity: int, numbers: Numbers) -> int:
    """How many places nobody has and nobody is offered; never below nothing."""
    return max(0, capacity - numbers.taken - numbers.offered)


def check_place(capacity: int, numbers: Numbers, ahead: int, wanted: int = 1) -> None:
    """Raise RuleBroken unless so many more people can have a place now.

    `ahead` people have waited longer: the waiting list moves up in order.
    """
    left = free_places(capacity, numbers)
    if left < wanted:
        raise RuleBroken("no_place", count=left, wanted=wanted)
    if left < wanted + ahead:
        raise RuleBroken("others_wait", count=ahead)


def check_room_to_wait(waiting_size: int, numbers: Numbers) -> None:
    """Raise RuleBroken('waiting_list_full') when no more people can wait."""
    if numbers.waiting + numbers.offered >= waiting_size:
        raise RuleBroken("waiting_list_full", limit=waiting_size)


def to_offer(capacity: int, numbers: Numbers, freed: int) -> int:
    """To how many of those who wait the places that just became free can be offered."""
    return min(freed, free_places(capacity, numbers), numbers.waiting)


def check_round(form: Mapping[str, str], editions: frozenset[str], taken: int = 0) -> RoundPlan:
    """Return a round, or raise FormErrors with every field that was refused.

    Days are those of Seoul; the last day counts whole. `taken` places are given already.
    """
    clean = gather(
        {
            "name": lambda: clean_line("name", form["name"], NAME_LIMIT, required=True),
            "opens_on": lambda: _day("opens_on", form["opens_on"]),
            "closes_on": lambda: _last_day(form["closes_on"]),
            "capacity": lambda: _capacity(form["capacity"], taken),
            "waiting_size": lambda: clean_number(
                "waiting_size", form["waiting_size"], 0, MOST_PLACES
            ),
            "offer_days": lambda: clean_number("offer_days", form["offer_days"], 1, 30),
            "tests": lambda: clean_number("tests", form["tests"], 1, len(AssessmentKind)),
            "sessions": lambda: clean_number("sessions", form["sessions"], 1, SESSIONS),
            "edition": lambda: _edition(form["edition"], editions),
            "declined_years": lambda: clean_number("declined_years", form["declined_years"], 1, 30),
            "care_years": lambda: clean_number("care_years", form["care_years"], 1, 30),
        }
    )
    opens_on, closes_on = clean["opens_on"], clean["closes_on"]
    if closes_on is not None and closes_on < opens_on:
        raise FormErrors({"closes_on": FieldError("closes_on", "before_opening")})
    return RoundPlan(
        name=clean["name"],
        opens_at=_midnight(opens_on),
        closes_at=None if closes_on is None else _midnight(closes_on + timedelta(days=1)),
        capacity=clean["capacity"],
        waiting_size=clean["waiting_size"],
        offer_days=clean["offer_days"],
        terms=Terms(
            clean["edition"],
            clean["declined_years"],
            clean["care_years"],
            Plan(clean["tests"], clean["sessions"]),
        ),
    )


def _capacity(raw: str, taken: int) -> int:
    capacity = clean_number("capacity", raw, 1, MOST_PLACES)
    if capacity < taken:
        raise FieldError("capacity", "below_taken", count=taken)
    return capacity


def _edition(raw: str, known: frozenset[str]) -> str:
    if raw not in known:
        raise FieldError("edition", "unknown")
    return raw


def _day(field: str, raw: str) -> date:
    return clean_day(field, raw, *_DAYS)


def _last_day(raw: str) -> date | None:
    return _day("closes_on", raw) if raw.strip() else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL).astimezone(UTC)
