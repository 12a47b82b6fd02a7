"""One sheet of a spreadsheet, read as its cells come; formulas and merged cells are named."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from tracker.domain.errors import RuleBroken
from tracker.domain.roster.headings import column_letter
from tracker.services.tables.table import CELL, Collected, Merge, Table

_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_RANGE: Final = re.compile(r"[A-Z]{1,3}(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?", re.ASCII)
_LAST_ROW: Final = 1_048_576
_MERGES: Final = 1000
# A day is counted from here; 1900 is taken for a leap year, which nobody born then minds.
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
Attributes = dict[str, str]


class SheetReader:
    """Takes in the elements of a sheet."""

    def __init__(
        self, texts: Sequence[str], dates: Collection[int], *, epoch_1904: bool = False
    ) -> None:
        self._texts, self._dates = texts, dates
        self._epoch = _EPOCH_1904 if epoch_1904 else _EPOCH
        self._collected = Collected()
        self._merges: list[Merge] = []
        self._line, self._column = 0, -1
        self._kind, self._style = "", 0
        self._parts: list[str] = []
        self._inside = self._reading = False

    def table(self) -> Table:
        """What was read."""
        self._collected.end()
        return Table(self._collected.rows, tuple(self._merges))

    def begin(self, name: str, given: Attributes) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(given)
        elif tag == "row":
            self._begin_row(given)
        elif tag in {"v", "t"}:
            self._inside = not self._reading
        elif tag == "f":
            where = column_letter(max(self._column, 0))
            raise RuleBroken("table_formula", line=self._line, column=where)
        elif tag == "rPh":
            self._reading = True
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))

    def text(self, piece: str) -> None:
        """Text inside an element."""
        if self._inside and len(self._parts) < CELL:
            self._parts.append(piece[:CELL])

    def end(self, name: str) -> None:
        """An element ends."""
        tag = name.rpartition(":")[2]
        self._inside = False
        if tag == "c":
            if self._parts:
                self._collected.put(self._column, self._value("".join(self._parts)))
        elif tag == "rPh":
            self._reading = False

    def _begin_row(self, given: Attributes) -> None:
        number = given.get("r", "")
        self._line = int(number) if number.isascii() and number.isdigit() else self._line + 1
        if not 0 < self._line <= _LAST_ROW:
            raise RuleBroken("table_damaged")
        self._column = -1
        self._collected.begin(self._line)

    def _begin_cell(self, given: Attributes) -> None:
        place = _PLACE.fullmatch(given.get("r", ""))
        self._column = self._column + 1 if place is None else column_number(place[1])
        self._kind = given.get("t", "n")
        style = given.get("s", "0")
        self._style = int(style) if style.isascii() and style.isdigit() else 0
        self._parts = []

    def _merge(self, written: str) -> None:
        place = _RANGE.fullmatch(written)
        if place is None or len(self._merges) >= _MERGES:
            raise RuleBroken("table_damaged")
        self._merges.append(Merge(written, int(place[1]), int(place[2] or place[1])))

    def _value(self, raw: str) -> str:
        """What a cell shows: text, a whole number without its decimals, a date as 2026-11-22."""
        if self._kind == "s":
            number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
            if not 0 <= number < len(self._texts):
                raise RuleBroken("table_damaged")
            return self._texts[number]
        if self._kind == "n":
            return self._number(raw)
        return raw[:10] if self._kind == "d" else raw

    def _number(self, raw: str) -> str:
        try:
            value = float(raw)
        except ValueError:
            raise RuleBroken("table_damaged") from None
        if self._style in self._dates and 0 < value < 200_000:
            return (self._epoch + timedelta(days=int(value))).isoformat()
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else raw


def column_number(letters: str) -> int:
    """The place of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
