"""Which column of a list is which: found by its heading, in any order, however it is written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from tracker.domain.errors import RuleBroken


class Column(StrEnum):
    """What a list says about somebody; the fields of the public form have the same names."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    DISTRICT = "district"
    OFFICE = "office"
    OPENED = "account_opened"
    STATUS = "account_status"
    TRACK = "track"


REQUIRED: Final = (Column.NAME, Column.BIRTH_DATE, Column.PHONE)
LOOKED_AT: Final = 30  # rows in which the heading is looked for, blank ones not counted
# The first spelling that a list has wins: a mobile number before a number of any kind.
SPELLINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.NAME: (
        "성명", "이름", "가입자명", "가입자성명", "가입자이름", "가입자", "신청인", "대상자",
        "대상자명", "참여자명", "참여자성명", "name", "fullname",
    ),
    Column.BIRTH_DATE: (
        "생년월일", "생년월", "생일", "출생일", "출생연월일", "출생년월일", "가입자생년월일",
        "birthdate", "dateofbirth", "birthday", "dob",
    ),
    Column.PHONE: (
        "휴대전화", "휴대전화번호", "휴대폰", "휴대폰번호", "핸드폰", "핸드폰번호", "휴대번호",
        "연락처", "본인연락처", "가입자연락처", "전화번호", "전화", "hp", "mobile", "mobilephone",
        "cellphone", "phone", "phonenumber",
    ),
    Column.DISTRICT: (
        "자치구", "거주자치구", "거주지", "거주구", "거주지역", "시군구", "구", "구명", "지역",
        "주소", "주소지", "district",
    ),
    Column.OFFICE: (
        "관리기관", "관리기관명", "지역자활센터", "자활센터", "센터", "센터명", "주민센터",
        "행정복지센터", "읍면동", "기관", "기관명", "담당기관", "운영기관", "office",
    ),
    Column.OPENED: (
        "가입연월", "가입년월", "가입월", "가입일", "가입일자", "개설월", "개설연월", "개설년월",
        "개설일", "개설일자", "통장개설일", "통장개설월", "통장가입일", "accountopened", "opened",
    ),
    Column.STATUS: (
        "유지상태", "통장상태", "계좌상태", "가입상태", "통장유지상태", "통장유지여부", "유지여부",
        "상태", "accountstatus", "status",
    ),
    Column.TRACK: (
        "소득구간", "소득기준", "소득유형", "가입유형", "유형", "incomebracket", "track",
    ),
}  # fmt: skip
_PLACES: Final = {
    spelling: (column, rank)
    for column, spellings in SPELLINGS.items()
    for rank, spelling in enumerate(spellings)
}
_RESIDENT: Final = frozenset({"주민등록번호", "주민번호", "주민등록번호13자리", "외국인등록번호"})
_ASIDE: Final = re.compile(r"\(.*?\)|\[.*?\]|※.*", re.DOTALL)
_HEADING: Final = 60  # letters; whatever is longer is a sentence


class Row(NamedTuple):
    """One row of a file that is not blank: its number there, and its texts by column from 0."""

    number: int
    cells: Mapping[int, str]


@dataclass(frozen=True)
class Heading:
    """Where the headings stand, and which column is which."""

    line: int
    columns: Mapping[Column, int]


def column_letter(index: int) -> str:
    """A column as spreadsheets name it: A, B, … Z, AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_heading(rows: Iterable[Row]) -> Heading:
    """Find the first row in which two or more headings stand; titles above it are skipped.

    Raises RuleBroken for a list without headings, with one missing, or with one that stands twice.
    """
    for row in islice(rows, LOOKED_AT):
        columns = recognized(row)
        if len(columns) > 1:
            missing = [one.value for one in REQUIRED if one not in columns]
            if missing:
                raise RuleBroken("roster_missing", line=row.number, columns=" ".join(missing))
            return Heading(row.number, columns)
    raise RuleBroken("roster_no_heading", limit=LOOKED_AT)


def recognized(row: Row) -> dict[Column, int]:
    """The columns whose headings stand in a row."""
    found: dict[Column, tuple[int, int]] = {}
    for index, text in sorted(row.cells.items()):
        word = _word(text)
        if word in _RESIDENT:
            raise RuleBroken("roster_resident_column", line=row.number, column=column_letter(index))
        column, rank = _PLACES.get(word, (None, 0))
        if column is None:
            continue
        before = found.get(column)
        if before is not None and before[0] == rank:
            raise RuleBroken(
                "roster_heading_twice",
                line=row.number,
                column=column_letter(index),
                columns=column.value,
            )
        if before is None or rank < before[0]:
            found[column] = rank, index
    return {column: index for column, (_rank, index) in found.items()}


def _word(text: str) -> str:
    """A heading without spaces, signs and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", text[: 4 * _HEADING])
    word = _letters(_ASIDE.sub("", plain)) or _letters(plain)
    return word if len(word) <= _HEADING else ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
