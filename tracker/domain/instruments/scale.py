"""What a scale is, and short ways to write one down."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ScaleKind(StrEnum):
    """What may be written for a scale."""

    INTEGER = "integer"
    CHOICE = "choice"
    PATTERN = "pattern"
    TEXT = "text"


class HintLevel(StrEnum):
    """How loudly a score asks to be looked at twice."""

    CAUTION = "caution"
    STRONG = "strong"
    ELEVATED = "elevated"


@dataclass(frozen=True, slots=True)
class Mark:
    """From this score on, show this hint."""

    at_least: int
    level: HintLevel


@dataclass(frozen=True, slots=True)
class Scale:
    """One value of a result. `lo` and `hi` bound integers and nothing else."""

    code: str
    korean: str
    english: str
    kind: ScaleKind
    lo: int = 0
    hi: int = 0
    options: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    marks: tuple[Mark, ...] = ()  # ascending
    metric: str = ""  # code of the choice that decides which of `ranges` holds
    ranges: tuple[tuple[str, int, int], ...] = ()

    def bounds(self, values: Mapping[str, str]) -> tuple[int, int]:
        """Return the lowest and highest score, given what was chosen as metric."""
        metric = values.get(self.metric, "").strip()
        fitting = [(lo, hi) for name, lo, hi in self.ranges if name == metric]
        return fitting[0] if fitting else (self.lo, self.hi)


@dataclass(frozen=True, slots=True)
class Group:
    """Scales that are shown together."""

    code: str
    korean: str
    english: str
    scales: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published instrument, or a way of drawing."""

    code: str
    korean: str
    english: str
    groups: tuple[Group, ...]

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Return all scales, in the order of the form."""
        return tuple(scale for group in self.groups for scale in group.scales)


TEXT_LIMIT: Final = 4000  # our own: two pages


def integer(code: str, korean: str, english: str, lo: int, hi: int, *marks: Mark) -> Scale:
    """Return a scale of whole numbers."""
    return Scale(code, korean, english, ScaleKind.INTEGER, lo, hi, marks=marks)


def choice(code: str, korean: str, english: str, options: tuple[str, ...]) -> Scale:
    """Return a scale with a list to choose from."""
    return Scale(code, korean, english, ScaleKind.CHOICE, options=options)


def pattern(code: str, korean: str, english: str, form: str) -> Scale:
    """Return a scale whose value has a fixed form, in capitals."""
    return Scale(code, korean, english, ScaleKind.PATTERN, pattern=form)


def text(code: str, korean: str, english: str) -> Scale:
    """Return a place for the counselor's own words."""
    return Scale(code, korean, english, ScaleKind.TEXT)


def caution(at_least: int) -> Mark:
    """Return the mark from which a score asks for care."""
    return Mark(at_least, HintLevel.CAUTION)


def strong(at_least: int) -> Mark:
    """Return the mark from which a profile is often read as not valid."""
    return Mark(at_least, HintLevel.STRONG)


def elevated(at_least: int) -> Mark:
    """Return the mark from which a score is commonly read as raised."""
    return Mark(at_least, HintLevel.ELEVATED)
