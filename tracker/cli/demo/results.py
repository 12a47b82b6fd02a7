"""Invented results of assessments: values that the catalogue takes, and a summary."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

from tracker.domain.assessments import Scale, ScaleKind, Values, check_result, find_instrument
from tracker.domain.papers import ResultPaper
from tracker.domain.program import AssessmentKind, MeetingWay

_INSTRUMENTS: Final = {
    AssessmentKind.PERSONALITY_INVENTORY: "mmpi_2",
    AssessmentKind.SENTENCE_COMPLETION: "sct",
    AssessmentKind.INNER_SELF: "htp",
    AssessmentKind.KINETIC_FAMILY_DRAWING: "kfd",
    AssessmentKind.PERSONALITY_TYPE: "mbti",
    AssessmentKind.TEMPERAMENT_BEHAVIOR: "tci_rs",
}
_SUMMARIES: Final = {
    "mmpi_2": "타당도는 무난하고, 피로와 걱정이 다소 높게 나타났다. 힘든 시기의 반응으로 이해된다.",
    "sct": "가족과 일에 관한 문장에서 책임감이, 자신에 대한 문장에서는 조심스러움이 보인다.",
    "htp": "집은 문을 크게 그렸고 나무에 열매를 더했다. 사람과 이어지고 싶은 마음이 읽힌다.",
    "kfd": "가족이 저마다 다른 일을 하는 모습을 그렸다. 식탁에 모이는 장면을 그리고 싶었다고 한다.",
    "mbti": "혼자 정리할 시간이 있을 때 힘이 나는 편이라고 스스로도 느낀다.",
    "tci_rs": "위험회피가 다소 높고 인내력이 뚜렷하다. 꾸준함을 강점으로 함께 확인했다.",
}
_TEXTS: Final = {
    "family_note": "가족을 돕고 싶은 마음과 지친 마음이 함께 보인다.",
    "relations_note": "가까운 몇 사람과 깊이 지내는 편이다.",
    "self_note": "스스로에게 엄격하다.",
    "house": "창이 많고 문이 크다. 지붕을 먼저 그렸다.",
    "tree": "뿌리를 굵게 그리고 열매를 세 개 달았다.",
    "man": "걷고 있는 모습이다.",
    "woman": "책을 들고 웃고 있다.",
    "inquiry": "이 집에는 누가 사느냐는 물음에 '쉬러 온 사람'이라고 답했다.",
    "order": "왼쪽부터 차례로",
    "actions": "아버지는 신문을 보고 어머니는 화분에 물을 준다.",
    "styles": "칸을 나누지 않고 한 방에 그렸다.",
    "dynamics": "본인을 가장자리에 작게 그렸다.",
}
# Groups of scales that the demo leaves empty, as many centers do.
_LEFT_EMPTY: Final = frozenset(
    {"uncorrected", "restructured", "psy5", "content", "supplementary", "parts"}
)


def result_paper(kind: AssessmentKind, on: date, random: Random) -> ResultPaper:
    """A result of one kind, not yet explained to the client."""
    code = _INSTRUMENTS[kind]
    values = _values(kind, code, random)
    return ResultPaper(kind, code, on, MeetingWay.IN_PERSON, values, _SUMMARIES[code])


def _values(kind: AssessmentKind, code: str, random: Random) -> Values:
    groups = [one for one in find_instrument(code).groups if one.code not in _LEFT_EMPTY]
    written = {scale.code: _value(scale, random) for group in groups for scale in group.scales}
    return check_result(kind, code, {key: text for key, text in written.items() if text})


def _value(scale: Scale, random: Random) -> str:
    return _WRITERS[scale.kind](scale, random)


def _integer(scale: Scale, random: Random) -> str:
    """Around the middle for scores, small for counts and minutes."""
    if scale.code == "Q":
        return str(random.randint(0, 4))
    if scale.code == "minutes":
        return str(random.randint(15, 40))
    if scale.code.endswith("_raw"):
        return str(round(scale.hi * random.uniform(0.35, 0.7)))
    if scale.code.endswith("_pci"):
        return str(random.randint(3, 28))
    return str(min(scale.hi, max(scale.lo, round(random.gauss(52, 8)))))


def _choice(scale: Scale, random: Random) -> str:
    return random.choice(scale.options)


def _pattern(scale: Scale, random: Random) -> str:
    """The patterns of the two instruments used here; the rest stays empty."""
    if scale.code == "type":
        return "".join(random.choice(pair) for pair in ("EI", "SN", "TF", "JP"))
    if scale.code == "temperament_type":
        return "".join(random.choice("LMH") for _ in range(3))
    return ""


def _text(scale: Scale, _random: Random) -> str:
    return _TEXTS.get(scale.code, "")


_WRITERS: Final[dict[ScaleKind, Callable[[Scale, Random], str]]] = {
    ScaleKind.INTEGER: _integer,
    ScaleKind.CHOICE: _choice,
    ScaleKind.PATTERN: _pattern,
    ScaleKind.TEXT: _text,
}
