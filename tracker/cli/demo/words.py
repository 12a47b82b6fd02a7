"""What invented counselors write about invented people."""

from datetime import date
from random import Random
from typing import Final

from tracker.domain.papers import IntakePaper, OutcomePaper, SessionPaper
from tracker.domain.program import Attendance, MeetingWay, RiskLevel

# What brings somebody, what stands behind it, what is strong, what is wished for.
_STORIES: Final = (
    (
        "잠들기 어렵고 새벽에 자주 깹니다. 낮에는 일에 집중이 되지 않습니다.",
        "물류센터에서 야간 근무를 일 년 넘게 하고 있고, 가족의 생활비를 보탭니다.",
        "규칙적으로 저축을 이어 왔고 동료들과 사이가 좋습니다.",
        "잠드는 시간을 되찾고, 쉬는 날을 쉬는 날답게 보내고 싶어 합니다.",
    ),
    (
        "상사 앞에서 말이 막히고, 실수할까 봐 회의를 피합니다.",
        "첫 직장에서 크게 꾸지람을 들은 뒤로 비슷한 상황이 두렵다고 합니다.",
        "맡은 일을 끝까지 해내고, 준비를 꼼꼼히 합니다.",
        "회의에서 한 번은 의견을 말해 보는 것이 목표입니다.",
    ),
    (
        "부모와 다툰 뒤 죄책감과 화가 번갈아 듭니다.",
        "따로 살기 시작한 지 반년이 되었고, 동생의 학비를 함께 내고 있습니다.",
        "자기 마음을 말로 차분하게 옮길 줄 압니다.",
        "가족을 도우면서도 자기 몫을 지키는 선을 정하고 싶어 합니다.",
    ),
    (
        "하고 싶은 일이 무엇인지 모르겠고 하루가 빈 것 같다고 합니다.",
        "계약직을 세 번 옮겼고 올해 말 계약이 끝납니다.",
        "새로 배우는 것을 좋아하고 자격증을 두 개 땄습니다.",
        "자신의 흥미와 강점을 알고 다음 일을 스스로 고르고 싶어 합니다.",
    ),
    (
        "혼자 있는 시간이 길어지며 사람을 만나는 일이 번거로워졌습니다.",
        "자취 이 년째이고, 재택으로 상담 전화를 받는 일을 합니다.",
        "오래 이어 온 친구가 둘 있고 산책을 즐깁니다.",
        "한 주에 한 번은 약속을 잡아 보고 싶어 합니다.",
    ),
)
_FIRST: Final = (
    "비밀보장과 그 한계를 설명하고 함께 지킬 약속을 정했다. 주호소를 나누고 검사를 안내했다.",
    "긴장한 모습이었으나 차츰 말이 늘었다. 검사에서 알고 싶은 점을 함께 적었다.",
)
_SECOND: Final = (
    "검사 결과를 함께 읽었다. 자신을 탓하던 부분을 기질로 이해하며 안도하는 모습을 보였다.",
    "결과 가운데 스스로 맞다고 느끼는 것과 아닌 것을 나누고, 강점을 이번 주 계획과 이어 보았다.",
)
_THIRD: Final = (
    "세 번의 만남을 돌아보고 달라진 점을 본인의 말로 정리했다. 힘들 때 찾을 곳을 함께 확인했다.",
    "목표에 얼마나 다가갔는지 살피고, 이어서 할 작은 계획 두 가지를 정하며 마무리했다.",
)
_MISSED: Final = "연락 없이 오지 않아 전화로 안부를 확인하고 다시 날짜를 잡았다."
_PLANS: Final = ("일주일 동안 잠든 시간을 적어 오기로 했다.", "하루 한 번 산책하기로 했다.", "")
_OUTCOMES: Final = (
    ("잠드는 시간이 짧아졌고 낮의 피로가 줄었다고 한다.", "저녁 휴대전화 사용을 줄이기로 했다."),
    ("회의에서 의견을 말해 보았고 생각보다 괜찮았다고 한다.", "한 주에 한 번 먼저 말해 보기."),
    ("가족과 거리를 두는 말을 연습했고 다툼이 줄었다.", "도울 수 있는 만큼을 미리 정해 두기."),
    ("자신의 흥미를 알게 되어 교육 과정을 신청했다.", "다음 달 직업 상담을 받기로 했다."),
)
_REFERRALS: Final = ("", "", "서울시 청년 마음건강 지원사업 안내", "자치구 정신건강복지센터 안내")
_ASKED: Final = "직접 물었고 계획은 없다고 답함. 상담 전화 109를 안내함."

QUESTION: Final = "통장을 관리하는 기관이 지역자활센터인지 주민센터인지 알려 주시겠어요?"
TO_THE_DESK: Final = (
    "얼마나 더 기다리면 될까요? 급하지는 않아요.",
    "저녁 일곱 시 이후에만 전화를 받을 수 있어요.",
    "번호가 곧 바뀔 것 같은데 어떻게 알려 드리면 되나요?",
)


def intake_paper(on: date, random: Random) -> IntakePaper:
    """The intake interview of somebody."""
    problem, background, strengths, goals = random.choice(_STORIES)
    risk = random.choices((RiskLevel.NONE, RiskLevel.LOW, RiskLevel.MODERATE), (16, 3, 1))[0]
    note = "" if risk is RiskLevel.NONE else _ASKED
    return IntakePaper(on, problem, background, strengths, goals, risk, note, True)


def session_paper(number: int, on: date, attendance: Attendance, random: Random) -> SessionPaper:
    """The note of one session, held or missed."""
    held = attendance in {Attendance.ATTENDED, Attendance.LATE}
    note = random.choice((_FIRST, _SECOND, _THIRD)[number - 1]) if held else _MISSED
    way = random.choice((MeetingWay.IN_PERSON, MeetingWay.IN_PERSON, MeetingWay.VIDEO))
    plan = random.choice(_PLANS) if held and number < 3 else ""
    return SessionPaper(number, on, way, attendance, note, RiskLevel.NONE, "", plan)


def outcome_paper(random: Random) -> OutcomePaper:
    """How a case ended."""
    summary, plan = random.choice(_OUTCOMES)
    return OutcomePaper(summary, plan, random.choice(_REFERRALS))
