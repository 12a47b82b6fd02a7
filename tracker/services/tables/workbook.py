"""A spreadsheet (.xlsx): which sheet is read, its texts, and which numbers are dates."""

import posixpath
import re
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from tracker.domain.errors import RuleBroken
from tracker.services.tables.package import Package
from tracker.services.tables.sheet import SheetReader
from tracker.services.tables.table import CELL, Table

_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_TEXTS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_MOST_TEXTS: Final = 1_000_000
# ECMA-376 part 1, 18.8.30: built-in formats of dates, those of East Asia included.
_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_NO_CODE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')  # words and colours inside a format
_DATE_CODE: Final = re.compile("[yd]", re.IGNORECASE)
Attributes = dict[str, str]
Begin = Callable[[str, Attributes], None]
End = Callable[[str], None]


def read(package: Package) -> Table:
    """The first visible sheet. Raises RuleBroken with row and column where there is one."""
    book = _Book()
    _parse(package, _BOOK, book.begin)
    links = _Links()
    _parse(package, _LINKS, links.begin)
    target = links.targets.get(book.sheet)
    if target is None:
        raise RuleBroken("table_damaged")
    texts, styles = _Texts(), _Styles()
    if _TEXTS in package:
        _parse(package, _TEXTS, texts.begin, texts.end, texts.text)
    if _STYLES in package:
        _parse(package, _STYLES, styles.begin)
    reader = SheetReader(texts.found, styles.dates, epoch_1904=book.epoch_1904)
    _parse(package, target, reader.begin, reader.end, reader.text)
    return reader.table()


def _parse(
    package: Package,
    name: str,
    begin: Begin,
    end: End | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    package.parse(name, parser)


def local(name: str) -> str:
    """The name of an element without the prefix that some programs write."""
    return name.rpartition(":")[2]


class _Book:
    """Which sheet is the first that can be seen."""

    def __init__(self) -> None:
        self.sheet = ""
        self.epoch_1904 = False

    def begin(self, name: str, given: Attributes) -> None:
        tag = local(name)
        if tag == "workbookPr":
            self.epoch_1904 = given.get("date1904", "0") in {"1", "true"}
        elif tag == "sheet" and not self.sheet and given.get("state", "visible") == "visible":
            self.sheet = next((v for key, v in given.items() if key.endswith(":id")), "")


class _Links:
    """Where the parts of a workbook are."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def begin(self, name: str, given: Attributes) -> None:
        if local(name) == "Relationship" and given.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))
            self.targets[given.get("Id", "")] = path.lstrip("/")


class _Texts:
    """The texts that cells share; readings above the letters are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] | None = None
        self._inside = self._reading = False

    def begin(self, name: str, _given: Attributes) -> None:
        tag = local(name)
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._reading = True
        self._inside = tag == "t" and not self._reading

    def end(self, name: str) -> None:
        tag = local(name)
        self._inside = False
        if tag == "rPh":
            self._reading = False
        elif tag == "si":
            if len(self.found) >= _MOST_TEXTS:
                raise RuleBroken("table_bomb")
            self.found.append("".join(self._parts or ())[:CELL])

    def text(self, piece: str) -> None:
        if self._inside and self._parts is not None:
            self._parts.append(piece[:CELL])


class _Styles:
    """Which styles of cells show a date."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._codes: dict[str, str] = {}
        self._inside = False
        self._number = 0

    def begin(self, name: str, given: Attributes) -> None:
        tag: Any = local(name)
        if tag == "numFmt":
            self._codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag in {"cellXfs", "cellStyles", "dxfs"}:
            self._inside = tag == "cellXfs"
        elif tag == "xf" and self._inside:
            if self._is_date(given.get("numFmtId", "")):
                self.dates.add(self._number)
            self._number += 1

    def _is_date(self, number: str) -> bool:
        code = self._codes.get(number)
        if code is not None:
            return bool(_DATE_CODE.search(_NO_CODE.sub("", code)))
        return number.isascii() and number.isdigit() and int(number) in _DATES
