"""Birth date, age, the month the account was opened and other days, however people write them."""

import re
from contextlib import suppress
from datetime import date
from typing import Final

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import narrow
from tracker.domain.fields.resident import has_resident_number

MIN_AGE: Final = 14  # PIPA §22의2: under 14 needs a guardian's consent; not served online
MAX_AGE: Final = 100  # our own: older is a slip of the finger
FIRST_YEAR: Final = 2022  # see clean_account_opened

_DAY: Final = re.compile(r"(\d{4}) ?[-./년 ] ?(\d\d?) ?[-./월 ] ?(\d\d?) ?[일.]?", re.ASCII)
_EIGHT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_SHORT_DAY: Final = re.compile(r"\d\d ?[-./년 ] ?\d\d? ?[-./월 ] ?\d\d? ?[일.]?|\d{6}", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4}) ?[-./년 ] ?(\d\d?) ?[월.]?", re.ASCII)
_SIX: Final = re.compile(r"(\d{4})(\d\d)", re.ASCII)
_SHORT_MONTH: Final = re.compile(r"\d\d ?[-./년 ] ?\d\d? ?[월.]?", re.ASCII)


def age_on(birth_date: date, day: date) -> int:
    """Return the age in full years (만 나이).

    Someone born on 29 February turns a year older on 1 March of a common year: Civil Act §160③.
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def clean_birth_date(raw: str, today: date) -> date:
    """Return a birth date of someone between 14 and 100 years old today."""
    if len(raw) <= 2 * MAX_AGE and has_resident_number(raw):
        raise FieldError("birth_date", "resident_number")
    born = _read_day("birth_date", narrow("birth_date", raw))
    if born > today:
        raise FieldError("birth_date", "in_future")
    if age_on(born, today) < MIN_AGE:
        raise FieldError("birth_date", "under_14", limit=MIN_AGE)
    if age_on(born, today) > MAX_AGE:
        raise FieldError("birth_date", "too_old", limit=MAX_AGE)
    return born


def clean_account_opened(raw: str, today: date) -> str:
    """Return the month the account was opened as 'YYYY-MM', from 2022 up to this month.

    The program's accounts began in 2022. One explanation in data/applications.csv says 2022-07,
    yet its rows expect 2022-01 to 2022-06 to be accepted and 2019-03 refused: people do not
    remember the month, and staff verify it. So the bound is the year.
    """
    year, month = _read_month(narrow("account_opened", raw))
    if not 1 <= month <= 12:
        raise FieldError("account_opened", "no_such_month")
    if (year, month) > (today.year, today.month):
        raise FieldError("account_opened", "in_future")
    if year < FIRST_YEAR:
        raise FieldError("account_opened", "before_program", first=FIRST_YEAR)
    return f"{year:04d}-{month:02d}"


def clean_day(field: str, raw: str, first: date, last: date) -> date:
    """Return a day from `first`, the day of the application, to `last`."""
    day = _read_day(field, narrow(field, raw))
    if day > last:
        raise FieldError(field, "in_future")
    if day < first:
        raise FieldError(field, "before_application", first=first.isoformat())
    return day


def _read_day(field: str, text: str) -> date:
    found = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    if not found:
        code = "two_digit_year" if _SHORT_DAY.fullmatch(text) else "unreadable"
        raise FieldError(field, code)
    with suppress(ValueError):  # and raise outside: nothing that was typed hangs on the error
        return date(*map(int, found.groups()))
    raise FieldError(field, "no_such_day")


def _read_month(text: str) -> tuple[int, int]:
    found = _MONTH.fullmatch(text) or _SIX.fullmatch(text)
    if not found:
        code = "two_digit_year" if _SHORT_MONTH.fullmatch(text) else "unreadable"
        raise FieldError("account_opened", code)
    return int(found[1]), int(found[2])
