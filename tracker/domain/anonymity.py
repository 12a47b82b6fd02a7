"""Counts in, publishable table out: the shadow cohort of design/reports.md, for whole blocks.

Reports never count people. They count shadows: rows that stand for five people each and to
which facts happen once, never to be undone. After Langsrud and Heldal, "An Algorithm for
Small Count Rounding of Tabular Data", Privacy in Statistical Databases 2018.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from random import Random
from typing import Final

BASE: Final = 5
SHOW_FROM: Final = 10
MIN_REPORT: Final = 30
LIMIT: Final = 20  # a month whose figures would be further off is not published
PROMISE: Final = LIMIT + BASE  # what readers are told

# Each fact and the one that must have happened before it; endings exclude one another. Every
# stage of a case is one: that it was ever reached.
NEEDS: Final[dict[str, str | None]] = {
    "submitted": None,
    "info_requested": "submitted",
    "waitlisted": "submitted",
    "accepted": "submitted",
    "assigned": "accepted",
    "active": "assigned",
    "completed": "active",
    "dropped_out": "assigned",
    "declined": "submitted",
    "withdrawn": "submitted",
}
ENDINGS: Final = frozenset({"completed", "dropped_out", "declined", "withdrawn"})
STEPS: Final = ("submitted", "info_requested", "waitlisted", "accepted", "assigned", "active")


@dataclass(frozen=True)
class Truth:
    """How many people have each fact, and how far it found them to have come; never shown."""

    totals: Mapping[str, int]
    found: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Growth:
    """What one month adds: new shadows, and facts that happened to shadows."""

    shadows: tuple[int, ...]
    facts: tuple[tuple[int, str], ...]


def grow(
    shadows: Mapping[int, frozenset[str]],
    truth: Truth,
    offsets: Mapping[str, int],
    random: Random,
) -> Growth:
    """Let the shadows catch up with the truth, five people at a time.

    A fact with secret offset o and true total t is due while o + t - 5 x shadows >= 5. It goes to
    a random shadow that can take it; if none can, it waits for a later month.
    """
    cohort = {key: set(facts) for key, facts in shadows.items()}
    happened: list[tuple[int, str]] = []
    for fact, needs in NEEDS.items():
        have = sum(fact in facts for facts in cohort.values())
        due = (offsets[fact] + truth.totals.get(fact, 0)) // BASE - have
        new = _born(cohort, due) if needs is None else _takers(cohort, fact, due, truth, random)
        for key in new:
            cohort.setdefault(key, set()).add(fact)
            happened.append((key, fact))
    return Growth(tuple(key for key in cohort if key not in shadows), tuple(happened))


def _born(cohort: Mapping[int, set[str]], due: int) -> Iterable[int]:
    first = max(cohort, default=0) + 1
    return range(first, first + due)


def _takers(
    cohort: Mapping[int, set[str]], fact: str, due: int, truth: Truth, random: Random
) -> Iterable[int]:
    """Random shadows for a fact, each from the step at which most whom it found lack one.

    Else people who never began would end the shadows of those who complete later, and those who
    withdraw from the waiting list the shadows of those who have yet to wait.
    """
    able = _able(cohort, fact, random)
    shown = Counter(_step(facts, fact) for facts in cohort.values() if fact in facts)
    lack = {step: truth.found.get((fact, step), 0) - BASE * shown[step] for step in STEPS}
    for _ in range(min(due, sum(map(len, able.values())))):
        step = max((step for step in able if able[step]), key=lambda step: lack[step])
        lack[step] -= BASE
        yield able[step].pop()


def _able(cohort: Mapping[int, set[str]], fact: str, random: Random) -> dict[str, list[int]]:
    """The shadows that have what a fact needs, lack it and have not ended: shuffled, by step."""
    keys = [
        key
        for key, facts in cohort.items()
        if NEEDS[fact] in facts and fact not in facts and not facts & ENDINGS
    ]
    random.shuffle(keys)
    able: dict[str, list[int]] = {}
    for key in keys:
        able.setdefault(_step(cohort[key]), []).append(key)
    return able


def _step(facts: Set[str], before: str = "") -> str:
    """How far a shadow came, or had come before a fact; '' if it had not even applied."""
    steps = STEPS[: STEPS.index(before)] if before in STEPS else STEPS
    return next((step for step in reversed(steps) if step in facts), "")


def close_enough(counts: Mapping[str, int], truth: Truth) -> bool:
    """Whether no figure, shown as 5 x its shadows, is further from the truth than LIMIT."""
    return all(
        abs(BASE * counts.get(fact, 0) - truth.totals.get(fact, 0)) <= LIMIT for fact in NEEDS
    )


@dataclass(frozen=True)
class Cell:
    """One published figure: `about` people, or None for fewer than ten, perhaps nobody."""

    fact: str
    about: int | None


def publish(counts: Mapping[str, int], facts: Iterable[str] = NEEDS) -> tuple[Cell, ...] | None:
    """Turn counts of shadows into cells; None when the whole block is under thirty people."""
    if counts.get("submitted", 0) * BASE < MIN_REPORT:
        return None
    return tuple(Cell(fact, _about(counts.get(fact, 0) * BASE)) for fact in facts)


def _about(people: int) -> int | None:
    return people if people >= SHOW_FROM else None
