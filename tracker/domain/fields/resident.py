"""Resident registration numbers (주민등록번호) in free text.

PIPA §24의2 leaves no ground to process them here, so a text that holds one is refused, not kept.
"""

import re
import unicodedata
from calendar import monthrange
from typing import Final

DIGITS: Final = 13
# YYMMDD, then 1 to 8 for century, sex and nationality, then six digits. There is no check digit
# to trust: numbers given since October 2020 end at random.
_WRITTEN: Final = re.compile(
    r"(?<!\d)(?:19|20)?(\d\d)[- ]?(0[1-9]|1[0-2])[- ]?(0[1-9]|[12]\d|3[01])"
    r"[- ]{0,3}([1-8])\d{6}(?!\d)"
)
_SPACED: Final = re.compile(r"(?<!\d)\d(?: \d){5}[- ]{0,3}\d(?: \d){6}(?!\d)")
_OTHER_DASHES: Final = frozenset("._~·:/−ㅡー")  # signs that people put where a hyphen belongs


def has_resident_number(text: str) -> bool:
    """Say whether a text holds something that reads as a resident registration number."""
    if sum(map(str.isdigit, text)) < DIGITS:
        return False
    plain = "".join(map(_plain, text))
    spaced = (match[0].replace(" ", "") for match in _SPACED.finditer(plain))
    return any(_has_written(part) for part in (plain, *spaced))


def _has_written(text: str) -> bool:
    return any(_is_day(*match.groups()) for match in _WRITTEN.finditer(text))


def _plain(character: str) -> str:
    digit = unicodedata.digit(character, -1)  # full-width and other scripts' digits as well
    if digit >= 0:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd" or character in _OTHER_DASHES:
        return "-"
    if category in {"Cf", "Mn", "Me"}:  # invisible, or drawn upon the digit before
        return ""
    return " " if character.isspace() else character


def _is_day(year: str, month: str, day: str, seventh: str) -> bool:
    century = 1900 if seventh in "1256" else 2000
    last_day = monthrange(century + int(year), int(month))[1]
    return int(day) <= last_day
