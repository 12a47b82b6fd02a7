"""Looking at the lines of a list, one by one: who is right, and what is wrong with the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.roster.headings import Column
from tracker.domain.roster.rows import Entry, Trouble, check_row, once_each
from tracker.services.roster.reading import Lines

SEOUL: Final = ZoneInfo("Asia/Seoul")
SHOWN: Final = 200  # mistakes that are kept to be shown, and as many notes

RawLine = tuple[int, dict[Column, str]]
CleanLine = tuple[int, Entry]
Told = Callable[[int], None]


@dataclass
class Head:
    """What was found out about a list; holds no name and no number of anybody."""

    columns: dict[Column, int]
    rows: int
    done: int = 0
    mistakes: int = 0
    notes: int = 0
    troubles: list[Trouble] = field(default_factory=list)

    def take(self, found: Iterable[Trouble]) -> None:
        """Count what was found, and keep the first of each sort."""
        for one in found:
            count = self.mistakes if one.grave else self.notes
            self.mistakes += one.grave
            self.notes += not one.grave
            if count < SHOWN:
                self.troubles.append(one)


@dataclass(frozen=True)
class Dry:
    """A list that was looked at and not kept."""

    head: Head
    people: list[Entry] = field(repr=False)


def look_at(lines: Lines, now: datetime, told: Told | None = None) -> Dry:
    """Look at a whole list; `told` hears how far it is."""
    head = Head(lines.columns, len(lines.rows))
    return Dry(head, settle(head, look_at_some(head, lines.rows, today_of(now), told)))


def today_of(now: datetime) -> date:
    """Which day it is for the people of the list."""
    return now.astimezone(SEOUL).date()


def look_at_some(
    head: Head, rows: Iterable[RawLine], today: date, told: Told | None = None
) -> list[CleanLine]:
    """The lines that are right; what is wrong with the others goes into the head."""
    clean: list[CleanLine] = []
    for line, raw in rows:
        checked = check_row(line, raw, today)
        head.done += 1
        head.take(checked.troubles)
        if checked.entry is not None:
            clean.append((line, checked.entry))
        if told is not None:
            told(1)
    return clean


def settle(head: Head, clean: Iterable[CleanLine]) -> list[Entry]:
    """When every line was looked at: everybody once; of a list with mistakes nobody."""
    people, twice = once_each(clean)
    head.take(twice)
    head.troubles.sort(key=lambda one: (not one.grave, one.line))
    return [] if head.mistakes else people
