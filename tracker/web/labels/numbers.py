"""Small numbers in words, as people say them: three sessions, five assessments."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_NUMBERS: Final[dict[int, LazyString]] = {
    1: _l("한"),
    2: _l("두"),
    3: _l("세"),
    4: _l("네"),
    5: _l("다섯"),
    6: _l("여섯"),
}


def in_words(number: int) -> str:
    """A number in words, before what is counted; larger ones in digits."""
    return str(_NUMBERS.get(number, number))
