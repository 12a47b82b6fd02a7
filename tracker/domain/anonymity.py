"""Counts in, publishable table out: the shadow cohort of design/reports.md, for whole blocks.

Reports never count people. They count shadows: rows that stand for five people each and to
which facts happen once, never to be undone. After Langsrud and Heldal, "An Algorithm for
Small Count Rounding of Tabular Data", Privacy in Statistical Databases 2018.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

BASE: Final = 5
SHOW_FROM: Final = 10
MIN_REPORT: Final = 30
LIMIT: Final = 20  # a month whose figures would be further off is not published
PROMISE: Final = LIMIT + BASE  # what readers are told

# Each fact and the one that must have happened before it; endings exclude one another.
NEEDS: Final[dict[str, str | None]] = {
    "submitted": None,
    "accepted": "submitted",
    "assigned": "accepted",
    "active": "assigned",
    "completed": "active",
    "dropped_out": "assigned",
    "declined": "submitted",
    "withdrawn": "submitted",
}
ENDINGS: Final = frozenset({"completed", "dropped_out", "declined", "withdrawn"})
STEPS: Final = ("submitted", "accepted", "assigned", "active")


@dataclass(frozen=True)
class Truth:
    """How many people have each fact, and at which step each ending found them; never shown."""

    totals: Mapping[str, int]
    ended: Mapping[tuple[str, str], int]


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
    born: list[int] = []
    happened: list[tuple[int, str]] = []
    for fact, needs in NEEDS.items():
        have = sum(fact in facts for facts in cohort.values())
        due = (offsets[fact] + truth.totals.get(fact, 0)) // BASE - have
        for _ in range(due):
            key = _birth(cohort, born) if needs is None else _able(cohort, fact, truth, random)
            if key is None:
                break
            cohort[key].add(fact)
            happened.append((key, fact))
    return Growth(tuple(born), tuple(happened))


def _birth(cohort: dict[int, set[str]], born: list[int]) -> int:
    key = max(cohort, default=0) + 1
    cohort[key] = set()
    born.append(key)
    return key


def _able(cohort: Mapping[int, set[str]], fact: str, truth: Truth, random: Random) -> int | None:
    """A random shadow that has what the fact needs, lacks it, and has not ended.

    An ending goes to the step at which most people whom it found still lack a shadow: else
    people who never began would end the shadows of those who complete later.
    """
    able = [
        key
        for key, facts in cohort.items()
        if NEEDS[fact] in facts and fact not in facts and not facts & ENDINGS
    ]
    if able and fact in ENDINGS:
        lack = {step: _lack(cohort, fact, step, truth) for step in STEPS}
        most = max(lack[_step(cohort[key])] for key in able)
        able = [key for key in able if lack[_step(cohort[key])] == most]
    return random.choice(able) if able else None


def _lack(cohort: Mapping[int, set[str]], ending: str, step: str, truth: Truth) -> int:
    shown = sum(ending in facts and _step(facts) == step for facts in cohort.values())
    return truth.ended.get((ending, step), 0) - BASE * shown


def _step(facts: set[str]) -> str:
    """How far a shadow came."""
    return max(facts & set(STEPS), key=STEPS.index)


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
