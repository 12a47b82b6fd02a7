"""TCI-RS, its youth form, and DISC (domain.md sections 2.2 and 2.4). No hints: nothing verified."""

from typing import Final

from tracker.domain.instruments.scale import (
    Group,
    Instrument,
    Scale,
    ScaleKind,
    integer,
    pattern,
)

RAW_HIGH: Final = 80  # domain.md section 2.2: 0-4 times about 20 items [U], a soft limit
_T_HIGH: Final = 100  # domain.md section 2.2: T 0-100 soft
_PERCENT: Final = 100

_TEMPERAMENT: Final = (
    ("NS", "자극추구", "Novelty Seeking"),
    ("HA", "위험회피", "Harm Avoidance"),
    ("RD", "사회적 민감성", "Reward Dependence"),
    ("P", "인내력", "Persistence"),
)
_CHARACTER: Final = (
    ("SD", "자율성", "Self-Directedness"),
    ("C", "연대감", "Cooperativeness"),
    ("ST", "자기초월", "Self-Transcendence"),
)
# domain.md section 2.2: Korean names [U]; no English ones are given, so the code stands for them.
_PARTS: Final = (
    ("NS", ("탐색적 흥분", "충동성", "무절제", "자유분방")),
    ("HA", ("예기불안", "불확실성에 대한 두려움", "낯선 사람에 대한 수줍음", "쉽게 지침")),
    ("RD", ("정서적 감수성", "정서적 개방성", "친밀감", "의존")),
    ("P", ("근면", "끈기", "성취에 대한 야망", "완벽주의")),
    ("SD", ("책임감", "목적의식", "유능감", "자기수용", "자기일치")),
    ("C", ("타인수용", "공감", "이타성", "관대함", "공평")),
    ("ST", ("창조적 자기망각", "우주만물과의 일체감", "영성 수용")),
)


def _scores(code: str, korean: str, english: str, raw_high: int = RAW_HIGH) -> tuple[Scale, ...]:
    return (
        integer(f"{code}_raw", f"{korean} 원점수", f"{english}, raw", 0, raw_high),
        integer(f"{code}_T", f"{korean} T점수", f"{english}, T", 0, _T_HIGH),
        integer(f"{code}_pct", f"{korean} 백분위", f"{english}, percentile", 0, _PERCENT),
    )


def _all_scores(names: tuple[tuple[str, str, str], ...]) -> tuple[Scale, ...]:
    return tuple(scale for name in names for scale in _scores(*name))


def _parts() -> tuple[Scale, ...]:
    return tuple(
        integer(f"{code}{n}", korean, f"{code}{n}", 0, RAW_HIGH)  # a part is not above its whole
        for code, names in _PARTS
        for n, korean in enumerate(names, start=1)
    )


_TCI_GROUPS: Final = (
    Group("temperament", "기질", "Temperament", _all_scores(_TEMPERAMENT)),
    Group("character", "성격", "Character", _all_scores(_CHARACTER)),
    Group(
        "sums",
        "합과 유형",
        "Sum and type",
        (
            *_scores("SC", "자율성+연대감", "Self-Directedness + Cooperativeness", 2 * RAW_HIGH),
            # NS, HA, RD as low, middle, high [U]
            pattern("temperament_type", "기질유형", "Temperament type", "[LMH]{3}"),
        ),
    ),
)

TCI_RS: Final = Instrument(
    "tci_rs",
    "TCI-RS 기질 및 성격검사 성인용",
    "TCI-RS (adults)",
    (*_TCI_GROUPS, Group("parts", "하위척도", "Subscales", _parts())),
)
TCI_YOUTH: Final = Instrument(
    "tci_youth", "TCI 기질 및 성격검사 청소년용", "TCI (youth)", _TCI_GROUPS
)

# domain.md section 2.4: what the four integers are depends on the edition [U].
_DISC_RANGES: Final = (("segment", 1, 7), ("raw", 0, 28), ("percent", 0, 100))


def _letter(letter: str, korean: str, english: str) -> Scale:
    return Scale(
        f"DISC_{letter}",
        korean,
        english,
        ScaleKind.INTEGER,
        lo=0,
        hi=_PERCENT,
        required=True,
        metric="DISC_metric",
        ranges=_DISC_RANGES,
    )


_METRIC: Final = Scale(
    "DISC_metric",
    "점수 종류",
    "Metric",
    ScaleKind.CHOICE,
    options=tuple(name for name, _, _ in _DISC_RANGES),
    required=True,
)

DISC: Final = Instrument(
    "disc",
    "DISC 행동유형검사",
    "DISC",
    (
        Group(
            "behavior",
            "행동유형",
            "Behavior",
            (
                _METRIC,
                _letter("D", "주도형", "Dominance"),
                _letter("I", "사교형", "Influence"),
                _letter("S", "안정형", "Steadiness"),
                _letter("C", "신중형", "Conscientiousness"),
                pattern("DISC_type", "대표유형", "Main type", r"([DISC])(?!\1)[DISC]?"),
            ),
        ),
    ),
)
