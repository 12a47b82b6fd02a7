"""What becomes of an invented applicant: steps, the days between them, and when they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from tracker.cli.demo import acts
from tracker.cli.demo.acts import SEOUL, Act
from tracker.domain.program import Attendance

_BY_APPLICANT: Final = (acts.apply, acts.follow, acts.write, acts.withdraw)
SPAN: Final = 300  # days: ten months


class Fate(StrEnum):
    """Where a life has got to today: the stage of its case."""

    SUBMITTED = "submitted"
    INFO_REQUESTED = "info_requested"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# Twenty lives in the order in which they are given out, so that few people show most stages too.
FATES: Final = (
    Fate.COMPLETED, Fate.SUBMITTED, Fate.ACTIVE, Fate.COMPLETED, Fate.ACCEPTED,
    Fate.ASSIGNED, Fate.DECLINED, Fate.COMPLETED, Fate.WAITLISTED, Fate.INFO_REQUESTED,
    Fate.DROPPED_OUT, Fate.ACTIVE, Fate.COMPLETED, Fate.WITHDRAWN, Fate.COMPLETED,
    Fate.SUBMITTED, Fate.COMPLETED, Fate.ACTIVE, Fate.COMPLETED, Fate.COMPLETED,
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One act, and how many days after the one before (0: minutes later)."""

    act: Act
    gap: int = 0


def steps(fate: Fate, random: Random) -> list[Step]:
    """One life, from the application to where it stands today."""
    applied = [Step(acts.apply)]
    looked = [*applied, Step(acts.look, random.randint(1, 4))]
    match fate:
        case Fate.SUBMITTED:
            return applied
        case Fate.INFO_REQUESTED:
            return [*looked, Step(acts.ask)]
        case Fate.WAITLISTED:
            return [*looked, Step(acts.waitlist), Step(acts.write, random.randint(1, 2))]
        case Fate.DECLINED:
            return [*looked, Step(acts.decline, random.randint(0, 3))]
        case Fate.ACCEPTED:
            return _accepted(looked, random)
        case Fate.WITHDRAWN:
            some = looked if random.random() < 0.5 else _accepted(looked, random)
            return [*some, Step(acts.withdraw, random.randint(1, 6))]
    return _in_care(fate, _accepted(looked, random), random)


def _accepted(looked: list[Step], random: Random) -> list[Step]:
    waited = [Step(acts.waitlist), Step(acts.look, random.randint(5, 20))]
    before = [*looked, *waited] if random.random() < 0.15 else looked
    after = [Step(acts.follow, 1)] if random.random() < 0.35 else []
    return [*before, Step(acts.accept), *after]


def _in_care(fate: Fate, accepted: list[Step], random: Random) -> list[Step]:
    assigned = [*accepted, Step(acts.assign, random.randint(1, 4))]
    assigned += [Step(acts.open_case, 1)] * (random.random() < 0.8)
    begun = [*assigned, Step(acts.take_in, random.randint(1, 5)), Step(acts.choose)]
    rest = _counseling(random)
    match fate:
        case Fate.ASSIGNED:
            return assigned
        case Fate.ACTIVE:
            return [*begun, *rest[: random.randint(0, len(rest) - 2)]]
        case Fate.DROPPED_OUT if random.random() < 0.4:
            return [*assigned, Step(acts.drop_out, random.randint(14, 25))]
        case Fate.DROPPED_OUT:
            missed = Step(acts.meet(2, Attendance.NO_SHOW), 7)
            return [*begun, *rest[:6], missed, missed, Step(acts.drop_out, 14)]
    return [*begun, *rest]


def _counseling(random: Random) -> list[Step]:
    """From the first session to the completion; the last two steps end the case."""
    missed = random.choice((Attendance.NO_SHOW, Attendance.LATE_CANCEL, Attendance.RESCHEDULED))
    late = Attendance.LATE if random.random() < 0.1 else Attendance.ATTENDED
    return [
        Step(acts.meet(1)),
        *(Step(acts.test(which), (3, 0, 0, 2, 0)[which]) for which in range(5)),
        *[Step(acts.meet(2, missed), 3)] * (random.random() < 0.2),
        Step(acts.meet(2, late), random.randint(3, 7)),
        *(Step(acts.explain(which)) for which in range(5)),
        Step(acts.meet(3), random.randint(6, 9)),
        Step(acts.sign_outcome),
        Step(acts.complete, random.randint(0, 2)),
    ]


# How many days ago the last act was, at least and at most; None: as far back as ten months reach.
_RESTED: Final[dict[Fate, tuple[float, float | None]]] = {
    Fate.SUBMITTED: (0.1, 5),
    Fate.INFO_REQUESTED: (1, 4),
    Fate.WAITLISTED: (2, 30),
    Fate.ACCEPTED: (1, 5),
    Fate.ASSIGNED: (1, 5),
    Fate.ACTIVE: (1, 6),
    Fate.COMPLETED: (2, None),
    Fate.DROPPED_OUT: (2, None),
    Fate.DECLINED: (2, None),
    Fate.WITHDRAWN: (2, None),
}


def times(fate: Fate, life: Sequence[Step], now: datetime, random: Random) -> list[datetime]:
    """When each step happened, counted back from today: staff work on weekdays from nine to six."""
    low, high = _RESTED[fate]
    longest = SPAN - sum(step.gap for step in life) - 2 * len([s for s in life if s.gap])
    days = random.uniform(low, longest if high is None else high)
    at = _possible(life[-1], now - timedelta(days=days), random)
    found = [at]
    for step, before in zip(reversed(life), reversed(life[:-1]), strict=False):
        if step.gap == 0:
            at -= timedelta(minutes=random.randint(4, 12))
        else:
            at = _possible(before, at - timedelta(days=step.gap), random)
        found.append(at)
    return found[::-1]


def _possible(step: Step, wanted: datetime, random: Random) -> datetime:
    """The same day at an hour when somebody does this, or the working day before."""
    if step.act in _BY_APPLICANT:
        return wanted
    day = wanted.astimezone(SEOUL).date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    hour = time(random.randint(11, 17), random.randint(0, 59), random.randint(0, 59), tzinfo=SEOUL)
    return datetime.combine(day, hour).astimezone(UTC)
