"""A table as it stands in a file, and how much of one is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tracker.domain.errors import RuleBroken
from tracker.domain.roster.headings import Row
from tracker.domain.roster.rows import MOST

LARGEST: Final = 20 * 1024 * 1024  # bytes of a file; a list of 50,000 people has about five million
ROWS: Final = MOST + 100  # titles, headings and notes around the list
COLUMNS: Final = 100
CELL: Final = 1000  # characters that are kept of a cell; no rule allows as many


@dataclass(frozen=True)
class Merge:
    """Cells that are one on the screen: their range, and its first and last row."""

    range: str
    first: int
    last: int


@dataclass(frozen=True)
class Table:
    """All rows that are not blank, and what is merged."""

    rows: list[Row]
    merges: tuple[Merge, ...] = ()


class Collected:
    """The rows of a table while it is read; refuses it as soon as it is too long or too wide."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._number = 0
        self._cells: dict[int, str] = {}

    def begin(self, number: int) -> None:
        """A row begins."""
        self.end()
        self._number = number

    def put(self, column: int, text: str) -> None:
        """A cell of this row; blank ones are left out."""
        if not text.strip():
            return
        if column >= COLUMNS:
            raise RuleBroken("table_wide", line=self._number, limit=COLUMNS)
        self._cells[column] = text[:CELL]

    def end(self) -> None:
        """The row ends; a blank one leaves nothing."""
        if not self._cells:
            return
        if len(self.rows) >= ROWS:
            raise RuleBroken("roster_long", limit=MOST)
        self.rows.append(Row(self._number, self._cells))
        self._cells = {}


@contextmanager
def damaged_if(*kinds: type[Exception]) -> Iterator[None]:
    """Whatever a library says about a broken file is one sentence to people."""
    try:
        yield
    except kinds:
        raise RuleBroken("table_damaged") from None
