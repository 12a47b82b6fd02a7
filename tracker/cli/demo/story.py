"""Tells ten months of a center: every act in the order of time, through the services."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from tracker.cli.demo import acts
from tracker.cli.demo.acts import SEOUL, Applicant
from tracker.cli.demo.cast import Cast
from tracker.cli.demo.listed import bring_list
from tracker.cli.demo.lives import FATES, SPAN, Fate, Step, steps, times
from tracker.cli.demo.people import COORDINATOR, COUNSELORS, name_of
from tracker.services import applications, reports
from tracker.services.applications import LockedReceipt
from tracker.vault.passwords import AT_ONCE

Progress = Callable[[int], None]
_FIRST_LOOKS = (Fate.SUBMITTED, Fate.ACTIVE, Fate.COMPLETED)


@dataclass(frozen=True)
class Life:
    """One applicant's steps and their times."""

    number: int
    fate: Fate
    steps: list[Step]
    times: list[datetime]


@dataclass(frozen=True)
class Told:
    """One applicant after everything has happened."""

    name: str
    stage: str
    receipt: LockedReceipt


def tell(cast: Cast, count: int, now: datetime, progress: Progress) -> list[Told]:
    """Let everything happen; returns the applicants, oldest first."""
    lives = sorted((_life(number, now) for number in range(count)), key=lambda one: one.times[0])
    with _locksmiths() as pool:
        people = {life.number: _applicant(cast, life, pool) for life in lives}
        _play(cast, lives, people, now, progress)
        cast.clock.now = now
        forms = (people[life.number].form for life in lives)
        bring_list(cast, (form for form in forms if form is not None))
    return [
        Told(name_of(life.number), life.fate.value, people[life.number].receipt) for life in lives
    ]


def _life(number: int, now: datetime) -> Life:
    random = Random(number)  # noqa: S311 - a story, not a secret; the same one every time
    fate = FATES[number % len(FATES)]
    life = steps(fate, random)
    return Life(number, fate, life, times(fate, life, now, random))


@contextmanager
def _locksmiths() -> Iterator[ThreadPoolExecutor]:
    """Threads for the slow locks of receipts, which work ahead of the story.

    One more would wait for a place, and on a slow machine give up.
    """
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _applicant(cast: Cast, life: Life, pool: ThreadPoolExecutor) -> Applicant:
    counselor = COUNSELORS[life.number % len(COUNSELORS)]
    random = Random(f"words of {life.number}")  # noqa: S311 - as above
    return Applicant(life.number, counselor, random, _lock(cast, pool))


def _lock(cast: Cast, pool: ThreadPoolExecutor) -> "Future[LockedReceipt]":
    pepper = cast.site.settings.pepper_bytes
    return pool.submit(lambda: applications.lock_undisturbed(pepper, applications.new_receipt()))


def _play(
    cast: Cast,
    lives: list[Life],
    people: dict[int, Applicant],
    now: datetime,
    progress: Progress,
) -> None:
    """Every act at its own time; the audit trail is in the order of time as well."""
    moments: list[tuple[datetime, int, Any]] = [
        (when, life.number, step.act)
        for life in lives
        for when, step in zip(life.times, life.steps, strict=True)
    ]
    moments += [(when, -1, None) for when in _first_days(now)]
    applied = 0
    for when, number, act in sorted(moments, key=lambda moment: moment[0]):
        cast.clock.now = when
        if act is None:
            _freeze(cast)
            continue
        act(cast, people[number])
        if act is acts.apply:
            applied += 1
            progress(applied)


def _freeze(cast: Cast) -> None:
    """What the sign-in of somebody who holds the statistics group causes."""
    with cast.colleague(COORDINATOR) as work:
        reports.freeze_due(work)


def _first_days(now: datetime) -> Iterator[datetime]:
    """The morning of each month's first working day within the story."""
    today = now.astimezone(SEOUL).date()
    for back in range(SPAN):
        day = today - timedelta(days=back)
        if _is_first_working_day(day):
            morning = datetime.combine(day, time(9, 0, 30), tzinfo=SEOUL).astimezone(UTC)
            if morning < now:
                yield morning


def _is_first_working_day(day: date) -> bool:
    before = [day.replace(day=number) for number in range(1, day.day)]
    return day.weekday() < 5 and all(one.weekday() >= 5 for one in before)


def to_show(told: list[Told]) -> list[Told]:
    """Three applicants at different stages, the telling ones first."""
    newest = {one.stage: one for one in told}
    first = [newest[fate.value] for fate in _FIRST_LOOKS if fate.value in newest]
    others = [one for stage, one in newest.items() if stage not in set(_FIRST_LOOKS)]
    return [*first, *others][:3]
