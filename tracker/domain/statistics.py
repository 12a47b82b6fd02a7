"""Bands for statistics: numbers become bands before anything else happens to them."""

from datetime import date


def age_band(birth_date: date, on: date) -> str:
    """The age band of design/reports.md rule 2: 24 and under, 25 to 29, 30 and over."""
    before_birthday = (on.month, on.day) < (birth_date.month, birth_date.day)
    age = on.year - birth_date.year - before_birthday
    if age <= 24:
        return "24_and_under"
    return "25_to_29" if age <= 29 else "30_and_over"
