"""Words for results: names from the catalogue, hints, and the codes that a scale offers."""

from typing import Final, Protocol

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.assessments import HintLevel


class Named(Protocol):
    """An instrument, a group or a scale of the catalogue."""

    @property
    def korean(self) -> str:
        """Its name in Korean."""

    @property
    def english(self) -> str:
        """Its name in English."""


HINTS: Final[dict[HintLevel, LazyString]] = {
    HintLevel.CAUTION: _l("살펴볼 점수"),
    HintLevel.STRONG: _l("해석하기 전에 확인할 점수"),
    HintLevel.ELEVATED: _l("높은 점수"),
}

# The options of choice scales (domain/instruments): no code means two things.
SCALE_OPTIONS: Final[dict[str, LazyString]] = {
    "0": _l("0 문제없음"),
    "1": _l("1 경미"),
    "2": _l("2 심각"),
    "X": _l("X 판단불가"),
    "slight": _l("약간"),
    "moderate": _l("보통"),
    "clear": _l("분명"),
    "very_clear": _l("매우 분명"),
    "segment": _l("구간(1~7)"),
    "raw": _l("원점수(0~28)"),
    "percent": _l("백분율(0~100)"),
    "T": _l("그렇다(T) 쪽"),
    "F": _l("아니다(F) 쪽"),
}

# How a value of fixed form is written, by the scale's code.
PATTERN_HINTS: Final[dict[str, LazyString]] = {
    "type": _l("INFP처럼 네 글자"),
    "best_fit_type": _l("INFP처럼 네 글자"),
    "temperament_type": _l("LMH처럼 세 글자"),
    "DISC_type": _l("D나 DI처럼 한두 글자"),
}


def scale_label(scale: Named, lang: str) -> str:
    """Return the name of a scale, a group or an instrument as the catalogue gives it."""
    return scale.english if lang == "en" else scale.korean
