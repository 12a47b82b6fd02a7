"""Dates as people say them, in Seoul time; durations in days; numbers that stay on one line."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from tracker.web.i18n import language

SEOUL = ZoneInfo("Asia/Seoul")
_DAYS_KO = "월화수목금토일"
_HYPHENED = re.compile(r"([0-9]+(?:-[0-9]+)+)")
_WHOLE = Markup('<span class="whole">{}</span>')
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(value: date | datetime | None) -> str:
    """11월 22일 (일), with the year where it is not this year's."""
    if value is None:
        return ""
    on = value.astimezone(SEOUL).date() if isinstance(value, datetime) else value
    if language() == "en":
        return f"{_DAYS_EN[on.weekday()]} {on.day} {on:%b %Y}"
    return f"{on.year}년 {on.month}월 {on.day}일 ({_DAYS_KO[on.weekday()]})"


def last_day(value: datetime) -> str:
    """The last whole day before a midnight at which something ends."""
    return day(value - timedelta(seconds=1))


def moment(value: datetime | None) -> str:
    """2026년 11월 22일 (일) 오후 3시 5분."""
    if value is None:
        return ""
    at = value.astimezone(SEOUL)
    if language() == "en":
        return f"{day(at)}, {at:%H:%M}"
    half = "오전" if at.hour < 12 else "오후"
    minutes = f" {at.minute}분" if at.minute else ""
    return f"{day(at)} {half} {(at.hour - 1) % 12 + 1}시{minutes}"


def month(value: str | date) -> str:
    """2026년 11월."""
    text = value if isinstance(value, str) else f"{value:%Y-%m}"
    year, number = text[:4], int(text[5:7])
    if language() == "en":
        return f"{date(2000, number, 1):%B} {year}"
    return f"{year}년 {number}월"


def iso(value: datetime) -> str:
    """The exact time, for a tooltip and for machines."""
    return value.astimezone(SEOUL).isoformat(timespec="minutes")


def whole(text: object) -> Markup:
    """A text in whose lines no 1577-0199 and no 2024-07 breaks at its hyphen."""
    parts = _HYPHENED.split(str(text))
    return Markup("").join(_WHOLE.format(one) if n % 2 else one for n, one in enumerate(parts))


def register(app: Flask) -> None:
    """Make these available in templates."""
    for name, how in (
        ("day", day),
        ("moment", moment),
        ("month", month),
        ("iso", iso),
        ("whole", whole),
    ):
        app.add_template_filter(how, name)
