"""A spreadsheet file is a zip archive: opened with care, because archives can lie about all."""

import struct
import zlib
from collections.abc import Iterator
from typing import IO, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from tracker.domain.errors import RuleBroken
from tracker.services.tables.table import damaged_if

UNPACKED: Final = 150 * 1024 * 1024  # bytes of all parts together
_RATIO: Final = 100  # times; the parts of an honest list shrink to a tenth
_SMALL: Final = 1024 * 1024  # bytes below which a ratio says nothing
_PARTS: Final = 2000
_DIRECTORY: Final = 1024 * 1024  # bytes of the archive's table of contents
_END: Final = b"PK\x05\x06"
_LONG_END: Final = b"PK\x06\x07"  # only archives of more than four gigabytes need it
_TYPES: Final = "[Content_Types].xml"
_CHUNK: Final = 64 * 1024
_TOKEN: Final = 1024 * 1024  # bytes of one tag; a parser reads an unfinished one ever anew
_BROKEN: Final = (
    BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError, expat.ExpatError,
)  # fmt: skip


class Package:
    """The parts of a spreadsheet file; no more than a fixed sum of bytes ever comes out."""

    def __init__(self, file: IO[bytes]) -> None:
        _check_directory(file)
        with damaged_if(*_BROKEN):
            self._archive = ZipFile(file)
        self._parts = {one.filename.lstrip("/"): one for one in self._archive.infolist()}
        self._left = UNPACKED
        _check_parts(self._archive.infolist())
        _check_kind(set(self._parts))
        self._check_types()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def _check_types(self) -> None:
        """A spreadsheet that may have macros says so, even if it has none."""
        if _TYPES in self._parts:
            with damaged_if(*_BROKEN):
                said = b"".join(self._pieces(self._parts[_TYPES]))
            if b"macroEnabled" in said:
                raise RuleBroken("table_macros")

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed one part to a parser, piece by piece. Raises RuleBroken for a broken one."""
        if name not in self._parts:
            raise RuleBroken("table_damaged")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with damaged_if(*_BROKEN):
            fed = 0
            for piece in self._pieces(self._parts[name]):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - max(0, parser.CurrentByteIndex) > _TOKEN:
                    raise RuleBroken("table_damaged")
            parser.Parse(b"", True)

    def _pieces(self, part: ZipInfo) -> Iterator[bytes]:
        with self._archive.open(part) as opened:
            while piece := opened.read(_CHUNK):
                self._left -= len(piece)
                if self._left < 0:
                    raise RuleBroken("table_bomb")
                yield piece


def _refuse_doctype(*_given: object) -> None:
    """No spreadsheet program writes one; it could make much out of little."""
    raise RuleBroken("table_damaged")


def _check_directory(file: IO[bytes]) -> None:
    """Look at the size of the table of contents before anything reads it into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22 or _LONG_END in tail[max(0, at - 20) : at]:
        raise RuleBroken("table_damaged")
    if struct.unpack("<I", tail[at + 12 : at + 16])[0] > _DIRECTORY:
        raise RuleBroken("table_bomb")
    file.seek(0)


def _check_parts(parts: list[ZipInfo]) -> None:
    """Refuse what would unpack to too much, before anything is unpacked."""
    if any(one.flag_bits & 1 for one in parts):
        raise RuleBroken("table_locked")
    much = sum(one.file_size for one in parts) > UNPACKED
    dense = any(
        one.file_size > _SMALL and one.file_size > _RATIO * one.compress_size for one in parts
    )
    if much or dense or len(parts) > _PARTS:
        raise RuleBroken("table_bomb")


def _check_kind(names: set[str]) -> None:
    """Only spreadsheets without programs in them."""
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lower):
        raise RuleBroken("table_macros")
    if "xl/workbook.bin" in lower:
        raise RuleBroken("table_old")
    if "xl/workbook.xml" not in names:
        raise RuleBroken("table_other")
