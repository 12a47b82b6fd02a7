"""Resident registration numbers (주민등록번호) and others that name one person, in free text.

PIPA §24 and §24의2 leave no ground to process them here, so a text that holds one is refused, not
kept.
"""

import re
import unicodedata
from calendar import monthrange
from typing import Final

DIGITS: Final = 13
_FEWEST: Final = 7  # digits of a passport of today
# YYMMDD, then 1 to 8 for century, sex and nationality, then six digits. There is no check digit
# to trust: numbers given since October 2020 end at random.
_WRITTEN: Final = re.compile(
    r"(?<!\d)(?:19|20)?(\d\d)[- ]{0,2}(0[1-9]|1[0-2])[- ]{0,2}(0[1-9]|[12]\d|3[01])"
    r"[- ]{0,6}([1-8])\d{6}(?!\d)"
)
_APART: Final = re.compile(  # the seventh digit by itself
    r"(?<!\d)(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[- ]{1,6}([1-8])[- ]\d{6}(?!\d)"
)
_SPACED: Final = re.compile(r"(?<!\d)(?:\d{6}|\d(?: \d){5})[- ]{0,6}\d(?: \d){6}(?!\d)")
_PARTS_OF_A_DAY: Final = frozenset("년월일ㅡー")  # the last two are typed where a hyphen belongs
# Driving licences (place-year-number-end) and passports (a letter and eight digits; since 2021 a
# letter, three digits, a letter, four digits): PIPA enforcement decree §19 names them too.
_LICENCE: Final = re.compile(r"(?<![\d-])\d\d-\d\d-\d{6}-\d\d(?![\d-])")
_PASSPORT: Final = re.compile(r"(?<![A-Za-z\d])[A-Z](?:\d{8}|\d{3}[A-Z]\d{4})(?![A-Za-z\d])")


def number_in(text: str) -> str:
    """Which kind of number that names one person is in a text: 'resident_number', 'identity_number'
    (a passport or a driving licence), or '' for none.
    """
    digits = sum(map(str.isdigit, text))
    if digits < _FEWEST:  # nearly every text: a closer look takes long
        return ""
    plain = "".join(map(_plain, text))
    if digits >= DIGITS and _has_resident(plain):
        return "resident_number"
    return "identity_number" if _LICENCE.search(plain) or _PASSPORT.search(plain) else ""


def has_resident_number(text: str) -> bool:
    """Say whether a text holds something that reads as a resident registration number."""
    return number_in(text) == "resident_number"


def without_numbers(text: str) -> str:
    """The text, with dots for all its digits if it holds a number that names one person."""
    return re.sub(r"\d", "●", text) if number_in(text) else text


def _has_resident(plain: str) -> bool:
    spaced = (match[0].replace(" ", "") for match in _SPACED.finditer(plain))
    return any(_has_written(part) for part in (plain, *spaced))


def _has_written(text: str) -> bool:
    return any(
        _is_day(*match.groups())
        for pattern in (_WRITTEN, _APART)
        for match in pattern.finditer(text)
    )


def _plain(character: str) -> str:
    digit = unicodedata.digit(character, -1)  # full-width and other scripts' digits as well
    if digit >= 0:
        return str(digit)
    category = unicodedata.category(character)
    if category[0] in "PS" or character in _PARTS_OF_A_DAY:
        return "-"  # whatever sign people put where a hyphen belongs
    if category in {"Cf", "Mn", "Me"}:  # invisible, or drawn upon the digit before
        return ""
    return " " if character.isspace() else character


def _is_day(year: str, month: str, day: str, seventh: str) -> bool:
    century = 1900 if seventh in "1256" else 2000
    last_day = monthrange(century + int(year), int(month))[1]
    return int(day) <= last_day
