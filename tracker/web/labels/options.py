"""Words for what can be chosen on a form, and for the six assessments."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.assigning import Language
from tracker.domain.program import (
    AccountStatus,
    AssessmentKind,
    Attendance,
    CounselorGender,
    Days,
    MeetingWay,
)
from tracker.domain.receipts import Asked

ASSESSMENTS: Final[dict[AssessmentKind, LazyString]] = {
    AssessmentKind.PERSONALITY_INVENTORY: _l("다면적 인성검사"),
    AssessmentKind.SENTENCE_COMPLETION: _l("문장완성검사"),
    AssessmentKind.INNER_SELF: _l("개인내면검사"),
    AssessmentKind.KINETIC_FAMILY_DRAWING: _l("동적 가족화검사"),
    AssessmentKind.PERSONALITY_TYPE: _l("성격유형검사"),
    AssessmentKind.TEMPERAMENT_BEHAVIOR: _l("기질 및 성격, 행동유형검사"),
}

# What one does and how long it takes, in a sentence.
ASSESSMENTS_FOR_YOUTH: Final[dict[AssessmentKind, LazyString]] = {
    AssessmentKind.PERSONALITY_INVENTORY: _l(
        "여러 짧은 문장을 읽고 '예', '아니오'로 답하면서 요즘 마음과 성격을 두루 살펴봐요. "
        "한 시간쯤 걸려요."
    ),
    AssessmentKind.SENTENCE_COMPLETION: _l(
        "쓰다 만 문장의 뒷부분을 떠오르는 대로 이어 써요. 30분쯤 걸려요."
    ),
    AssessmentKind.INNER_SELF: _l(
        "종이에 집, 나무, 사람 같은 그림을 그리고 그림에 대해 이야기해요. "
        "솜씨는 보지 않고, 30분쯤 걸려요."
    ),
    AssessmentKind.KINETIC_FAMILY_DRAWING: _l(
        "가족이 무언가를 하고 있는 모습을 그리고 그림에 대해 이야기해요. "
        "솜씨는 보지 않고, 30~40분쯤 걸려요."
    ),
    AssessmentKind.PERSONALITY_TYPE: _l(
        "둘 가운데 나와 더 가까운 쪽을 고르면서 내가 편하게 느끼는 방식을 알아봐요. "
        "20~30분쯤 걸려요."
    ),
    AssessmentKind.TEMPERAMENT_BEHAVIOR: _l(
        "짧은 문장이 나와 얼마나 비슷한지 답하면서 타고난 결과 평소의 행동을 알아봐요. "
        "30분쯤 걸려요."
    ),
}

ATTENDANCE: Final[dict[Attendance, LazyString]] = {
    Attendance.ATTENDED: _l("참석"),
    Attendance.LATE: _l("지각"),
    Attendance.NO_SHOW: _l("노쇼"),
    Attendance.LATE_CANCEL: _l("당일 취소"),
    Attendance.RESCHEDULED: _l("일정 변경"),
}

ATTENDANCE_FOR_YOUTH: Final[dict[Attendance, LazyString]] = {
    Attendance.ATTENDED: _l("만난 날"),
    Attendance.LATE: _l("조금 늦게 만난 날"),
    Attendance.NO_SHOW: _l("오지 못하신 날"),
    Attendance.LATE_CANCEL: _l("그날 취소하신 날"),
    Attendance.RESCHEDULED: _l("다른 날로 옮긴 날"),
}

WAYS: Final[dict[MeetingWay, LazyString]] = {
    MeetingWay.IN_PERSON: _l("대면"),
    MeetingWay.VIDEO: _l("화상"),
    MeetingWay.PHONE: _l("전화"),
    MeetingWay.ANY: _l("상관없음"),
}

DAYS: Final[dict[Days, LazyString]] = {
    Days.WEEKDAY_DAY: _l("평일 낮"),
    Days.WEEKDAY_EVENING: _l("평일 저녁"),
    Days.SATURDAY: _l("토요일"),
    Days.ANY: _l("상관없음"),
}

LANGUAGES: Final[dict[Language, LazyString]] = {
    Language.KOREAN: _l("한국어"),
    Language.ENGLISH: _l("영어"),
}

GENDERS: Final[dict[CounselorGender, LazyString]] = {
    CounselorGender.FEMALE: _l("여성"),
    CounselorGender.MALE: _l("남성"),
    CounselorGender.ANY: _l("상관없음"),
}

# What the desk asks on the phone before somebody gets a new code.
ASKED: Final[dict[Asked, LazyString]] = {
    Asked.NAME: _l("이름을 물어보고 견줘 봤어요"),
    Asked.BIRTH_DATE: _l("생년월일을 물어보고 견줘 봤어요"),
    Asked.ACCOUNT: _l("사는 자치구와 통장을 만든 달을 물어보고 견줘 봤어요"),
    Asked.CALLED_BACK: _l("전화를 끊고, 신청서에 적힌 번호로 다시 걸어 통화하고 있어요"),
}

ACCOUNT_STATUS: Final[dict[AccountStatus, LazyString]] = {
    AccountStatus.ACTIVE: _l("유지"),
    AccountStatus.SUSPENDED: _l("적립중지"),
    AccountStatus.MATURED: _l("만기"),
    AccountStatus.CLOSED_EARLY: _l("중도해지"),
    AccountStatus.CLAWBACK: _l("환수해지"),
}

# What each means, for somebody who has only heard of it.
ACCOUNT_STATUS_FOR_YOUTH: Final[dict[AccountStatus, LazyString]] = {
    AccountStatus.ACTIVE: _l("지금도 이어 가고 있어요."),
    AccountStatus.SUSPENDED: _l("저축을 잠시 멈췄어요."),
    AccountStatus.MATURED: _l("기간을 다 채웠어요."),
    AccountStatus.CLOSED_EARLY: _l("기간 중간에 그만두었어요."),
    AccountStatus.CLAWBACK: _l("해지되어 지원금을 돌려주었어요."),
}
