"""Lists of account holders as centers have them: spreadsheets, texts, and lists in use."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from openpyxl import Workbook

from tests.factories.center import Center
from tracker.services.roster import desk
from tracker.services.roster.reading import read_list

HEADINGS = (
    "성명",
    "생년월일",
    "휴대전화",
    "자치구",
    "관리기관",
    "가입연월",
    "유지상태",
    "소득구간",
)
HANEUL = (
    "김하늘", "1998-11-02", "010-7777-1234", "관악구", "관악지역자활센터",
    "2024-07", "유지", "50% 이하",
)  # fmt: skip
BADA = (
    "이바다", "2001-03-25", "010-5555-0101", "노원구", "노원지역자활센터",
    "2023-05", "유지", "50% 초과",
)  # fmt: skip
Rows = Iterable[Sequence[Any]]


def xlsx(*rows: Sequence[Any]) -> io.BytesIO:
    """A spreadsheet with these rows."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    """A workbook as a file."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def text(*rows: Sequence[Any], separator: str = ",") -> str:
    """The same rows as a text."""
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows)


def drafted(center: Center, *people: Sequence[Any], by: str = "seoyeon") -> UUID:
    """A draft with these people."""
    with center.as_(by) as work:
        return desk.bring(work, read_list(xlsx(HEADINGS, *people)))


def in_use(center: Center, *people: Sequence[Any], days: int = 90, by: str = "seoyeon") -> UUID:
    """A list in use with these people."""
    made = drafted(center, *people, by=by)
    with center.as_(by) as work:
        desk.confirm(work, made, days)
    return made


def changed(person: Sequence[Any], **cells: Any) -> tuple[Any, ...]:
    """Somebody of the list with other cells."""
    names = ("name", "birth_date", "phone", "district", "office", "opened", "status", "track")
    return tuple(cells.get(name, cell) for name, cell in zip(names, person, strict=True))
