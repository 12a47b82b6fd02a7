"""One door for files: looks at what a file is, whatever it is called, and reads it."""

from typing import IO, Final

from tracker.domain.errors import RuleBroken
from tracker.services.tables import delimited, package, workbook
from tracker.services.tables.table import LARGEST, Table

__all__ = ["LARGEST", "read_table"]

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and whatever Office locked by a password
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = (".xlsm", ".xltm", ".xlam")
_PAGE: Final = (b"<!doctype", b"<html", b"<?xml", b"<table")


def read_table(file: IO[bytes], name: str = "") -> Table:
    """Read a spreadsheet (.xlsx) or a text with separators (.csv). Raises RuleBroken.

    The name counts only where it says that there are macros.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST:
        raise RuleBroken("table_large", limit=LARGEST // 1024**2)
    head = file.read(1024)
    file.seek(0)
    if not head.strip(b"\x00\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
        raise RuleBroken("table_empty")
    if head.startswith(_ZIP):
        if name.lower().endswith(_MACROS):
            raise RuleBroken("table_macros")
        return workbook.read(package.Package(file))
    if head.startswith(_OLE):
        raise RuleBroken("table_locked" if _LOCKED in file.read() else "table_old")
    if head.startswith(_OTHERS):
        raise RuleBroken("table_other")
    if head.lstrip().lower().startswith(_PAGE):
        raise RuleBroken("table_page")
    return delimited.read(file.read())
