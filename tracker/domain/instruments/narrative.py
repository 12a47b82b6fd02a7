"""Sentences and drawings: words of the counselor, no numeric cut-offs (domain.md section 2.5)."""

from typing import Final

from tracker.domain.instruments.scale import (
    Group,
    Instrument,
    Scale,
    ScaleKind,
    choice,
    integer,
    text,
)

_RATINGS: Final = ("0", "1", "2", "X")  # 문제없음, 경미, 심각, 판단불가 [U]
_MINUTES_HIGH: Final = 300  # our own: nobody draws for five hours

_SCT_AREAS: Final = (
    ("family", "가족", "Family"),
    ("sex", "성", "Sex"),
    ("relations", "대인관계", "Relations"),
    ("self", "자기개념", "Self-concept"),
)


def _area(code: str, korean: str, english: str) -> tuple[Scale, Scale]:
    return (
        choice(code, korean, english, _RATINGS),
        text(f"{code}_note", f"{korean} 요약", f"{english}, summary"),
    )


_ORDER: Final = text("order", "그린 순서", "Order of drawing")
_MINUTES: Final = integer("minutes", "소요시간(분)", "Minutes taken", 0, _MINUTES_HIGH)

SCT: Final = Instrument(
    "sct",
    "SCT 문장완성검사",
    "SCT (sentence completion)",
    (Group("areas", "영역", "Areas", tuple(s for area in _SCT_AREAS for s in _area(*area))),),
)

HTP: Final = Instrument(
    "htp",
    "HTP 집-나무-사람 검사",
    "HTP (house, tree, person)",
    (
        Group(
            "drawings",
            "그림",
            "Drawings",
            (
                text("house", "집", "House"),
                text("tree", "나무", "Tree"),
                text("man", "사람(남)", "Person (man)"),
                text("woman", "사람(여)", "Person (woman)"),
                text("inquiry", "사후질문(PDI)", "Inquiry (PDI)"),
            ),
        ),
        Group("course", "진행", "Course", (_ORDER, _MINUTES)),
    ),
)

# domain.md section 2: no product called 개인내면검사 was found, so any other one fits here.
INNER_OTHER: Final = Instrument(
    "inner_other",
    "그 밖의 개인내면검사",
    "Another inner self assessment",
    (
        Group(
            "narrative",
            "내용",
            "Content",
            (
                Scale(
                    "instrument_name",
                    "검사 이름",
                    "Name of the assessment",
                    ScaleKind.TEXT,
                    required=True,
                ),
                text("narrative", "내용", "Content"),
            ),
        ),
        Group("course", "진행", "Course", (_ORDER, _MINUTES)),
    ),
)

KFD: Final = Instrument(
    "kfd",
    "KFD 동적 가족화검사",
    "KFD (kinetic family drawing)",
    (
        Group(
            "areas",
            "영역",
            "Areas",
            (
                text("actions", "인물상의 행위", "Actions of the figures"),
                text("styles", "양식", "Styles"),
                text("symbols", "상징", "Symbols"),
                text("dynamics", "역동성", "Dynamics"),
                text("characteristics", "특성", "Characteristics"),
            ),
        ),
        Group(
            "course",
            "진행",
            "Course",
            (text("omitted", "생략한 사람", "Left-out persons"), _ORDER, _MINUTES),
        ),
    ),
)
