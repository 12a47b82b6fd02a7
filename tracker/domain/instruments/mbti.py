"""MBTI Form M and Q (domain.md section 2.3). PCI is consistency, not strength."""

from typing import Final

from tracker.domain.instruments.scale import (
    Group,
    Instrument,
    Scale,
    ScaleKind,
    choice,
    integer,
    pattern,
)

_TYPE: Final = "[EI][SN][TF][JP]"
_CLARITY: Final = ("slight", "moderate", "clear", "very_clear")  # 약간 보통 분명 매우 분명 [V]
_PCI_HIGH: Final = 30  # optional PCI integer 1-30 [V]

_POLES: Final = (
    ("EI", "외향–내향", "Extraversion–Introversion"),
    ("SN", "감각–직관", "Sensing–Intuition"),
    ("TF", "사고–감정", "Thinking–Feeling"),
    ("JP", "판단–인식", "Judging–Perceiving"),
)


def _pole(code: str, korean: str, english: str) -> tuple[Scale, Scale]:
    return (
        choice(f"{code}_clarity", f"{korean} 분명도", f"{english}, clarity", _CLARITY),
        integer(f"{code}_pci", f"{korean} 분명도 지수", f"{english}, PCI", 1, _PCI_HIGH),
    )


MBTI: Final = Instrument(
    "mbti",
    "MBTI 성격유형검사",
    "MBTI",
    (
        Group(
            "type",
            "유형",
            "Type",
            (
                Scale("type", "유형", "Type", ScaleKind.PATTERN, pattern=_TYPE, required=True),
                pattern("best_fit_type", "최적유형", "Best-fit type", _TYPE),
            ),
        ),
        Group(
            "clarity",
            "선호 분명도",
            "Preference clarity",
            tuple(scale for pole in _POLES for scale in _pole(*pole)),
        ),
    ),
)
