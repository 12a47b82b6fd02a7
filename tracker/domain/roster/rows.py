"""One row of the list: cleaned with the rules of the form, and everything wrong with it told."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

from tracker.domain.errors import FieldError, Param
from tracker.domain.fields import (
    clean_account_opened,
    clean_birth_date,
    clean_name,
    clean_office,
    clean_phone,
)
from tracker.domain.places import DISTRICTS
from tracker.domain.program import AccountStatus, Track
from tracker.domain.roster.headings import Column

MOST: Final = 50_000  # people in one list
_CELL: Final = 300  # raw characters of a cell; every rule refuses a longer one
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$", re.ASCII)
_DAY: Final = re.compile(r"(\d{4} ?[-./년 ] ?\d\d?) ?[-./월 ] ?\d\d? ?[일.]?|(\d{6})\d\d", re.ASCII)
_STATUS: Final[dict[AccountStatus, tuple[str, ...]]] = {
    AccountStatus.ACTIVE: (
        "유지", "유지중", "정상", "정상유지", "가입", "가입중", "적립", "적립중", "계좌유지",
        "통장유지", "active", "y", "예",
    ),
    AccountStatus.SUSPENDED: (
        "적립중지", "적립중지중", "중지", "일시중지", "납입중지", "저축중지", "유예", "suspended",
    ),
    AccountStatus.MATURED: ("만기", "만기해지", "만기지급", "지급해지", "matured"),
    AccountStatus.CLOSED_EARLY: (
        "중도해지", "해지", "중도포기", "일부지급해지", "closedearly", "closed",
    ),
    AccountStatus.CLAWBACK: ("환수해지", "환수", "clawback"),
}  # fmt: skip
_STATUS_OF: Final = {word: status for status, words in _STATUS.items() for word in words}
_OVER: Final = ("초과", "over")
_BELOW: Final = ("이하", "수급", "차상위", "기초", "생계", "의료", "주거", "교육", "ator", "below")


@dataclass(frozen=True, repr=False)  # repr=False: a name must not reach a log through a traceback
class Entry:
    """One person of the list."""

    name: str
    birth_date: date
    phone: str
    district: str = ""
    office: str = ""
    opened: str = ""
    status: AccountStatus | None = None
    track: Track | None = None

    @property
    def person(self) -> tuple[str, date, str]:
        """What two rows have in common that are about the same person."""
        return self.name, self.birth_date, self.phone


@dataclass(frozen=True)
class Trouble:
    """Something about one cell; what is `grave` has to be mended, the rest is only told."""

    line: int
    column: Column
    code: str
    grave: bool
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Checked:
    """A row that was looked at: the person, unless something grave stands in the way."""

    line: int
    entry: Entry | None
    troubles: tuple[Trouble, ...]


Raw = Mapping[Column, str]
Clean = Callable[[str], Any]


def check_row(line: int, raw: Raw, today: date) -> Checked:
    """Clean every cell of a row. Only columns that the list has stand in `raw`."""
    values: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for column, (name, clean, grave) in _rules(today).items():
        if column in raw:
            try:
                values[name] = clean(raw[column].strip()[:_CELL])
            except FieldError as error:
                troubles.append(Trouble(line, column, error.code, grave, error.params))
    stopped = any(one.grave for one in troubles)
    return Checked(line, None if stopped else Entry(**values), tuple(troubles))


def _rules(today: date) -> dict[Column, tuple[str, Clean, bool]]:
    """Where each cell goes, how it is read, and whether the row counts without it."""
    return {
        Column.NAME: ("name", clean_name, True),
        Column.BIRTH_DATE: ("birth_date", partial(_birth_date, today=today), True),
        Column.PHONE: ("phone", _phone, True),
        Column.STATUS: ("status", _status, True),
        Column.DISTRICT: ("district", _district, False),
        Column.OFFICE: ("office", clean_office, False),
        Column.OPENED: ("opened", partial(_opened, today=today), False),
        Column.TRACK: ("track", _track, False),
    }


def once_each(rows: Iterable[tuple[int, Entry]]) -> tuple[list[Entry], list[Trouble]]:
    """Count everybody once; of two rows about the same person the later one is taken."""
    seen: dict[tuple[str, date, str], tuple[int, Entry]] = {}
    told: list[Trouble] = []
    for line, entry in rows:
        before = seen.get(entry.person)
        if before is not None:
            same = before[1] == entry
            code = "roster_twice" if same else "roster_twice_differs"
            told.append(Trouble(line, Column.NAME, code, False, {"line": before[0]}))
        seen[entry.person] = line, _together(before[1], entry) if before else entry
    return [entry for _line, entry in seen.values()], told


def _together(before: Entry, later: Entry) -> Entry:
    """The later row, with what only the row before it says."""
    names = ("district", "office", "opened", "status", "track")
    kept = {one: getattr(before, one) for one in names if not getattr(later, one)}
    return replace(later, **kept)


def _birth_date(raw: str, today: date) -> date:
    return clean_birth_date(_TIME.sub("", raw), today)


def _phone(raw: str) -> str:
    """A spreadsheet that takes a phone for a number drops the zero before it."""
    digits = re.sub(r"[\s-]", "", raw)
    lost = len(digits) == 10 and digits.isascii() and digits.isdigit() and digits[:2] == "10"
    return clean_phone(f"0{digits}" if lost else raw)


def _status(raw: str) -> AccountStatus:
    if not raw:
        raise FieldError("account_status", "missing")
    found = _STATUS_OF.get(_word(raw))
    if found is None:
        raise FieldError("account_status", "roster_status")
    return found


def _opened(raw: str, today: date) -> str:
    """The month; a list may give the whole day."""
    if not raw:
        return ""
    text = unicodedata.normalize("NFKC", _TIME.sub("", raw))
    day = _DAY.fullmatch(text)
    return clean_account_opened(day[1] or day[2] if day else text, today)


def _district(raw: str) -> str:
    """The district alone, or one that stands in an address."""
    text = unicodedata.normalize("NFC", raw)
    if not text:
        return ""
    for word in _words(text):
        if word in DISTRICTS:
            return word
        if f"{word}구" in DISTRICTS and len(text.split()) == 1:
            return f"{word}구"
    raise FieldError("district", "roster_district")


def _words(text: str) -> Iterator[str]:
    for word in re.split(r"[\s,()]+", text):
        yield word.removeprefix("서울특별시").removeprefix("서울시").removeprefix("서울")


def _track(raw: str) -> Track | None:
    word = _word(raw)
    if not word:
        return None
    if any(sign in word for sign in _OVER):
        return Track.OVER_50_TO_100
    if any(sign in word for sign in _BELOW):
        return Track.AT_OR_BELOW_50
    raise FieldError("track", "roster_track")


def _word(raw: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", raw).casefold() if c.isalnum())
