"""Files that are no list: each with the code of its refusal, and words of its sentence.

All are small. What claims to be large only says so, or unpacks to much.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from tests.factories.rosters import HANEUL, HEADINGS, saved, text, xlsx

_BOOK: Final = (
    '<workbook xmlns:r="r">{}<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINKS: Final = (
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)
_SHEET: Final = "xl/worksheets/sheet1.xml"


class BadFile(NamedTuple):
    """A file, why it is refused, and what the sentences on the page and at the terminal name."""

    make: Callable[[], bytes]
    code: str
    said: str
    told: str


def package(
    sheet: str = "<worksheet/>", parts: dict[str, str | bytes] | None = None, properties: str = ""
) -> bytes:
    """A spreadsheet made by hand, with whatever further parts."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", _BOOK.format(properties))
        archive.writestr("xl/_rels/workbook.xml.rels", _LINKS)
        archive.writestr(_SHEET, sheet)
        for name, body in (parts or {}).items():
            archive.writestr(name, body)
    return file.getvalue()


def rows_of(*cells: tuple[str, str]) -> str:
    """A sheet with texts at places."""
    found = "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">'
        f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c></row>'
        for place, words in cells
    )
    return f"<worksheet><sheetData>{found}</sheetData></worksheet>"


def good() -> bytes:
    """A list that is taken."""
    return xlsx(HEADINGS, HANEUL).getvalue()


def _changed(change: Callable[[Any], None]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEADINGS)
    sheet.append(HANEUL)
    change(sheet)
    return saved(book).getvalue()


def _formula(sheet: Any) -> None:
    sheet["C2"] = '=CONCATENATE("010","-7777-1234")'


def _merged(sheet: Any) -> None:
    sheet.append(HANEUL)
    sheet.merge_cells("B2:B3")


def _wide(sheet: Any) -> None:
    sheet.cell(row=2, column=16_384).value = "x"


def _wide_text() -> bytes:
    return text(HEADINGS, [*HANEUL, *["x"] * 100_000]).encode()


def _endless() -> bytes:
    rows = "".join(f"<row><c><v>{n * 7919 % 1_000_003}</v></c></row>" for n in range(51_000))
    return package(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")


def _bomb() -> bytes:
    """Two kilobytes that unpack to two megabytes."""
    return package(" " * 2_000_000)


def _heavy() -> bytes:
    """A table of contents that tells of four gigabytes in one part."""
    made = bytearray(good())
    at = made.rfind(b"PK\x01\x02")
    made[at + 20 : at + 28] = struct.pack("<II", 4_000_000_000, 4_000_000_000)
    return bytes(made)


def _lying() -> bytes:
    """A part that says it is small, in both places, and is not."""
    made = bytearray(package(rows_of(("A1", "x" * 200_000))))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = -1
        while (found := made.find(mark, found + 1)) >= 0:
            if _SHEET.encode() in made[found : found + 80]:
                made[found + at : found + at + 4] = struct.pack("<I", 500)
    return bytes(made)


def _many_parts() -> bytes:
    return package(parts={f"xl/{number}.xml": "" for number in range(2001)})


def _huge_directory() -> bytes:
    made = bytearray(good())
    at = made.rfind(b"PK\x05\x06")
    made[at + 12 : at + 16] = struct.pack("<I", 500_000_000)
    return bytes(made)


def _entities() -> bytes:
    lol = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return package(f"{lol}<worksheet><sheetData>&b;</sheetData></worksheet>")


def _long_tag() -> bytes:
    """One tag of two megabytes, which a parser would read again with every piece that comes."""
    words = "".join(f"{number * 7919:x}" for number in range(3000)) * 120
    return package(f'<worksheet a="{words}"/>')


def _locked_part() -> bytes:
    made = bytearray(good())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(mark) + at] |= 1
    return bytes(made)


def _broken_inside() -> bytes:
    """An archive in which one part is not what its sum says."""
    file = io.BytesIO()
    with ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _LINKS)
        archive.writestr(_SHEET, "<worksheet><sheetData/></worksheet>")
    return file.getvalue().replace(b"<sheetData/>", b"<sheetDat4/>", 1)


def _word() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return file.getvalue()


def _missing_phone() -> bytes:
    return xlsx(["명단"], ["성명", "생년월일"], ["김하늘", "1998-11-02"]).getvalue()


def _twice() -> bytes:
    return xlsx(["성명", "생년월일", "휴대전화", "성 명"], HANEUL[:4]).getvalue()


def _resident() -> bytes:
    return xlsx(["성명", "주민등록번호", "휴대전화"], HANEUL[:3]).getvalue()


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_LIST: Final = text(HEADINGS, HANEUL)
BAD_FILES: Final[dict[str, BadFile]] = {
    "empty": BadFile(lambda: b"", "table_empty", "비어 있어요", "empty"),
    "blank": BadFile(lambda: b"\r\n , ,\r\n", "table_empty", "비어 있어요", "empty"),
    "blank sheet": BadFile(lambda: xlsx().getvalue(), "table_empty", "비어 있어요", "empty"),
    "only headings": BadFile(
        lambda: xlsx(HEADINGS).getvalue(), "roster_no_rows", "1줄의 제목 아래", "line 1"
    ),
    "no headings": BadFile(
        lambda: xlsx(HANEUL, HANEUL).getvalue(), "roster_no_heading", "제목 줄을", "headings"
    ),
    "no phone": BadFile(_missing_phone, "roster_missing", "2줄의 제목에 없는 열", "Line 2"),
    "two names": BadFile(_twice, "roster_heading_twice", "1줄 D열", "Line 1, column D"),
    "resident numbers": BadFile(_resident, "roster_resident_column", "1줄 B열", "column B"),
    "formula": BadFile(
        lambda: _changed(_formula), "table_formula", "2줄 C열에 수식", "Line 2, column C"
    ),
    "merged": BadFile(lambda: _changed(_merged), "table_merged", "B2:B3", "B2:B3"),
    "macros": BadFile(
        lambda: package(parts={"xl/vbaProject.bin": b"x"}), "table_macros", "매크로", "macros"
    ),
    "may have macros": BadFile(
        lambda: package(parts={"[Content_Types].xml": "application/vnd.ms-excel.macroEnabled"}),
        "table_macros", "매크로", "macros",
    ),
    "binary": BadFile(
        lambda: package(parts={"xl/workbook.bin": b"x"}), "table_old", "예전 엑셀", "old format"
    ),
    "old": BadFile(lambda: _OLE, "table_old", "예전 엑셀", "old format"),
    "password": BadFile(
        lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "table_locked", "암호", "password"
    ),
    "locked part": BadFile(_locked_part, "table_locked", "암호", "password"),
    "picture": BadFile(lambda: b"\x89PNG\r\n\x1a\n", "table_other", "CSV 파일이 아니", "neither"),
    "document": BadFile(_word, "table_other", "CSV 파일이 아니", "neither"),
    "web page": BadFile(lambda: b"<html><table>", "table_page", "웹 화면", "web page"),
    "cut off": BadFile(lambda: good()[:-300], "table_damaged", "손상", "damaged"),
    "only the beginning": BadFile(lambda: good()[:30], "table_damaged", "손상", "damaged"),
    "wrong sum": BadFile(_broken_inside, "table_damaged", "손상", "damaged"),
    "lying sizes": BadFile(_lying, "table_damaged", "손상", "damaged"),
    "no XML": BadFile(lambda: package("<worksheet"), "table_damaged", "손상", "damaged"),
    "entities": BadFile(_entities, "table_damaged", "손상", "damaged"),
    "long tag": BadFile(_long_tag, "table_damaged", "손상", "damaged"),
    "bomb": BadFile(_bomb, "table_bomb", "지나치게 커지는", "unpack"),
    "four gigabytes": BadFile(_heavy, "table_bomb", "지나치게 커지는", "unpack"),
    "many parts": BadFile(_many_parts, "table_bomb", "지나치게 커지는", "unpack"),
    "huge directory": BadFile(_huge_directory, "table_bomb", "지나치게 커지는", "unpack"),
    "wide": BadFile(lambda: _changed(_wide), "table_wide", "2줄에 열이", "Line 2"),
    "100,000 columns": BadFile(_wide_text, "table_wide", "2줄에 열이", "Line 2"),
    "endless": BadFile(_endless, "roster_long", "50,000명보다", "50000 people"),
    "broken letters": BadFile(
        lambda: _LIST.encode() + b"\xff\xfe,x\r\n", "table_undecodable", "3줄", "Line 3"
    ),
    "broken CP949": BadFile(
        lambda: _LIST.encode("cp949") + b"\xff\xff,x\r\n", "table_undecodable", "3줄", "Line 3"
    ),
    "lone quote": BadFile(
        lambda: (_LIST + '"김하늘,1998\r\n').encode(), "table_quotes", "3줄부터", "line 3"
    ),
}  # fmt: skip
