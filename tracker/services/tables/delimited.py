"""Text with separators (.csv): UTF-8, UTF-16 or CP949, commas, tabs or semicolons."""

import csv
import io
import re
from typing import Final

from tracker.domain.errors import RuleBroken
from tracker.services.tables.table import Collected, Table

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOOKED_AT: Final = 2000  # bytes; no other text has a NUL in them
_HANGUL: Final = re.compile("[가-힣]")
_SEPARATORS: Final = (",", "\t", ";", "|")
_KEPT_AS_TEXT: Final = re.compile(r'="([^"]*)"')  # how spreadsheets keep a zero in front


def read(raw: bytes) -> Table:
    """All rows of a text. Raises RuleBroken with the line where there is one."""
    text = _decoded(raw)
    collected = Collected()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for cells in reader:
            collected.begin(line)
            for column, cell in enumerate(cells):
                kept = _KEPT_AS_TEXT.fullmatch(cell)
                collected.put(column, kept[1] if kept else cell)
            line = reader.line_num + 1
    except csv.Error:
        raise RuleBroken("table_quotes", line=line) from None
    collected.end()
    return Table(collected.rows)


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    first, second = raw[:_LOOKED_AT:2].count(0), raw[1:_LOOKED_AT:2].count(0)
    if first or second:  # the empty halves of digits and separators
        return _strictly(raw, "utf-16-le" if second > first else "utf-16-be")
    try:
        return raw.decode()
    except UnicodeDecodeError as problem:
        begun = raw[: problem.start].decode()
    # Hangul in UTF-8 never comes about by chance: then one byte is broken, not the encoding other.
    return _strictly(raw, "utf-8" if _HANGUL.search(begun) else "cp949")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
    raise RuleBroken("table_undecodable", line=line)


def _separator(text: str) -> str:
    """The sign that stands most often in the first lines."""
    head = text[:4000]
    return max(_SEPARATORS, key=head.count)
