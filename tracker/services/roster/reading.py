"""From a file to the lines of a list: only the columns that are needed, nothing else is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from tracker.domain.errors import RuleBroken
from tracker.domain.roster.headings import Column, Heading, Row, find_heading
from tracker.domain.roster.rows import MOST
from tracker.services.tables.reading import LARGEST, read_table
from tracker.services.tables.table import Merge, Table

__all__ = ["LARGEST", "Lines", "read_list"]


@dataclass(frozen=True)
class Lines:
    """The people of a file as they stand there, with the numbers of their lines."""

    columns: dict[Column, int]
    rows: list[tuple[int, dict[Column, str]]] = field(repr=False)


def read_list(file: IO[bytes], name: str = "") -> Lines:
    """Read a spreadsheet or a text with separators.

    Raises RuleBroken with line and column for whatever keeps the file as a whole from being read.
    """
    table = read_table(file, name)
    if not table.rows:
        raise RuleBroken("table_empty")
    heading = _heading(table)
    _check_merges(table.merges, heading.line)
    rows = _below(table.rows, heading)
    if not rows:
        raise RuleBroken("roster_no_rows", line=heading.line)
    if len(rows) > MOST:
        raise RuleBroken("roster_long", limit=MOST)
    return Lines(dict(heading.columns), rows)


def _heading(table: Table) -> Heading:
    """The headings; where some are missing because their cells are merged, that is what is told."""
    try:
        return find_heading(table.rows)
    except RuleBroken as refused:
        line = refused.params.get("line")
        if refused.code == "roster_missing" and isinstance(line, int):
            _check_merges(tuple(one for one in table.merges if one.first <= line), line)
        raise


def _check_merges(merges: tuple[Merge, ...], line: int) -> None:
    """A title may be merged; in the list itself nobody can say to whom a merged cell belongs."""
    for one in merges:
        if one.last >= line:
            raise RuleBroken("table_merged", line=one.first, cells=one.range)


def _below(rows: list[Row], heading: Heading) -> list[tuple[int, dict[Column, str]]]:
    """The rows under the heading; a heading that is printed again on each page is skipped."""
    head = next(row.cells for row in rows if row.number == heading.line)
    return [
        (row.number, _picked(row.cells, heading.columns))
        for row in rows
        if row.number > heading.line and row.cells != head
    ]


def _picked(cells: Mapping[int, str], columns: Mapping[Column, int]) -> dict[Column, str]:
    return {column: cells.get(index, "") for column, index in columns.items()}
