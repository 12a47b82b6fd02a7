"""Words for where a case stands, what can happen to it, and why it ended."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.cases import Event, Stage
from tracker.domain.program import DeclineReason, DropOutReason, ReturnReason

STAGES: Final[dict[Stage, LazyString]] = {
    Stage.SUBMITTED: _l("신청"),
    Stage.INFO_REQUESTED: _l("보완 요청"),
    Stage.WAITLISTED: _l("대기"),
    Stage.ACCEPTED: _l("선정"),
    Stage.ASSIGNED: _l("배정"),
    Stage.ACTIVE: _l("상담 중"),
    Stage.COMPLETED: _l("종결"),
    Stage.DROPPED_OUT: _l("중도 종료"),
    Stage.DECLINED: _l("미선정"),
    Stage.WITHDRAWN: _l("신청 취소"),
}

STAGES_FOR_YOUTH: Final[dict[Stage, LazyString]] = {
    Stage.SUBMITTED: _l("신청이 잘 들어왔어요"),
    Stage.INFO_REQUESTED: _l("한 가지 여쭤볼 것이 있어요"),
    Stage.WAITLISTED: _l("순서를 기다리고 있어요"),
    Stage.ACCEPTED: _l("함께하게 되었어요"),
    Stage.ASSIGNED: _l("상담사가 정해졌어요"),
    Stage.ACTIVE: _l("검사와 상담을 하고 있어요"),
    Stage.COMPLETED: _l("끝까지 잘 마치셨어요"),
    Stage.DROPPED_OUT: _l("중간에 마치셨어요"),
    Stage.DECLINED: _l("이번에는 함께하지 못해요"),
    Stage.WITHDRAWN: _l("신청을 거두셨어요"),
}

# What happens next, in one sentence; no dates that nobody keeps.
NEXT_FOR_YOUTH: Final[dict[Stage, LazyString]] = {
    Stage.SUBMITTED: _l("담당자가 신청을 살펴보고 있고, 결과는 이 화면에서 알려 드려요."),
    Stage.INFO_REQUESTED: _l("아래 물음에 답해 주시면 이어서 살펴볼게요."),
    Stage.WAITLISTED: _l("자리가 나면 이 화면에서 알려 드리니, 지금 하실 일은 없어요."),
    Stage.ACCEPTED: _l("이야기 나눌 상담사를 찾고 있고, 정해지면 이 화면에서 알려 드려요."),
    Stage.ASSIGNED: _l("상담사가 적어 주신 번호로 연락해서 첫 만남 날을 함께 정해요."),
    Stage.ACTIVE: _l("다음 만남은 상담사와 함께 정하니, 날을 바꾸고 싶으면 편하게 말씀해 주세요."),
    Stage.COMPLETED: _l(
        "함께해 주셔서 고맙고, 다시 이야기하고 싶은 일이 생기면 센터로 연락해 주세요."
    ),
    Stage.DROPPED_OUT: _l("다시 이야기하고 싶어지면 언제든 센터로 연락해 주세요."),
    Stage.DECLINED: _l("까닭과 도움받을 수 있는 다른 곳을 아래에 적어 두었어요."),
    Stage.WITHDRAWN: _l("더 하실 일은 없고, 마음이 바뀌면 다시 신청하셔도 괜찮아요."),
}

EVENTS: Final[dict[Event, LazyString]] = {
    Event.SUBMIT: _l("신청"),
    Event.REQUEST_INFO: _l("더 여쭤보기"),
    Event.ANSWER: _l("물음에 답하기"),
    Event.WAITLIST: _l("대기로 두기"),
    Event.ACCEPT: _l("선정하기"),
    Event.DECLINE: _l("선정하지 않기"),
    Event.ASSIGN: _l("상담사 배정하기"),
    Event.RETURN: _l("접수로 돌려보내기"),
    Event.ACTIVATE: _l("상담 시작하기"),
    Event.COMPLETE: _l("종결하기"),
    Event.DROP_OUT: _l("중도 종료하기"),
    Event.WITHDRAW: _l("신청 거두기"),
    Event.REOPEN: _l("다시 열기"),
}

# The tabs of the lists (services/desk.py).
TABS: Final[dict[str, LazyString]] = {
    "submitted": _l("새 신청"),
    "to_answer": _l("답할 것"),
    "info_requested": _l("답 기다림"),
    "waitlisted": _l("대기"),
    "accepted": _l("배정할 신청"),
    "in_care": _l("진행 중"),
    "ended": _l("마침"),
    "all": _l("전체"),
}

DECLINE_REASONS: Final[dict[DeclineReason, LazyString]] = {
    DeclineReason.NOT_ACCOUNT_HOLDER: _l("청년내일저축계좌 미가입"),
    DeclineReason.OUTSIDE_SEOUL: _l("서울 밖 거주"),
    DeclineReason.ACCOUNT_CLOSED: _l("계좌 해지·만기"),
    DeclineReason.ALREADY_SERVED: _l("이미 참여함"),
    DeclineReason.DUPLICATE: _l("중복 신청"),
    DeclineReason.UNVERIFIED: _l("가입 확인 불가"),
}

DECLINE_REASONS_FOR_YOUTH: Final[dict[DeclineReason, LazyString]] = {
    DeclineReason.NOT_ACCOUNT_HOLDER: _l(
        "이번 지원은 청년내일저축계좌에 가입하신 분과 함께하고 있어요. "
        "서울에 사는 만 19~39세라면 서울시 청년 마음건강 지원사업을, "
        "그 밖에는 전국민 마음투자 지원사업을 알아봐 주세요."
    ),
    DeclineReason.OUTSIDE_SEOUL: _l(
        "이번 지원은 서울에서 가입하신 분과 함께하고 있어요. "
        "사시는 곳의 정신건강복지센터나 전국민 마음투자 지원사업을 알아봐 주세요."
    ),
    DeclineReason.ACCOUNT_CLOSED: _l(
        "이번 지원은 통장을 유지하고 계신 분과 함께하고 있어요. "
        "만 19~39세라면 서울시 청년 마음건강 지원사업을, "
        "그 밖에는 전국민 마음투자 지원사업을 알아봐 주세요."
    ),
    DeclineReason.ALREADY_SERVED: _l(
        "전에 이 지원을 받으신 적이 있어서, 이번에는 다른 분께 자리를 드리게 되었어요. "
        "더 이야기하고 싶으시면 서울시 청년 마음건강 지원사업이나 "
        "전국민 마음투자 지원사업을 알아봐 주세요."
    ),
    DeclineReason.DUPLICATE: _l(
        "같은 분의 신청이 하나 더 있어서, 그 신청으로 이어 가고 있어요. "
        "그 접수번호로 확인해 주시고, 번호를 모르시면 센터로 연락해 주세요."
    ),
    DeclineReason.UNVERIFIED: _l(
        "통장에 가입하신 것을 아직 확인하지 못했어요. "
        "통장을 관리하는 지역자활센터나 주민센터에서 확인하신 뒤 센터로 연락해 주세요. "
        "기다리시는 동안 힘드시면 1577-0199(정신건강위기상담)로 전화하셔도 괜찮아요."
    ),
}

# What a counselor picks from; the reason is for the desk alone.
RETURN_REASONS: Final[dict[ReturnReason, LazyString]] = {
    ReturnReason.CASELOAD: _l("맡은 사례가 많아요"),
    ReturnReason.SCHEDULE: _l("만날 수 있는 때가 맞지 않아요"),
    ReturnReason.CONFLICT_OF_INTEREST: _l("아는 사이이거나 이해충돌이 있어요"),
    ReturnReason.OTHER_EXPERTISE: _l("다른 분의 도움이 더 알맞아요"),
    ReturnReason.OTHER: _l("그 밖의 까닭"),
}

DROP_OUT_REASONS: Final[dict[DropOutReason, LazyString]] = {
    DropOutReason.UNREACHABLE: _l("연락이 닿지 않음"),
    DropOutReason.NO_SHOW_LIMIT: _l("불참 횟수 초과"),
    DropOutReason.CLIENT_REQUEST: _l("본인 의사"),
    DropOutReason.REFERRED_OUT: _l("다른 기관에 의뢰"),
    DropOutReason.ACCOUNT_CLOSED: _l("계좌 해지·만기"),
}

DROP_OUT_REASONS_FOR_YOUTH: Final[dict[DropOutReason, LazyString]] = {
    DropOutReason.UNREACHABLE: _l(
        "연락드렸지만 닿지 못해서 여기서 마무리했어요. "
        "다시 이어 가고 싶으시면 센터로 연락해 주세요."
    ),
    DropOutReason.NO_SHOW_LIMIT: _l(
        "약속한 날에 여러 번 만나지 못해서 여기서 마무리했어요. "
        "다시 이어 가고 싶으시면 센터로 연락해 주세요."
    ),
    DropOutReason.CLIENT_REQUEST: _l(
        "말씀하신 대로 여기서 마무리했어요. 다시 이야기하고 싶어지면 센터로 연락해 주세요."
    ),
    DropOutReason.REFERRED_OUT: _l(
        "더 알맞은 도움을 받으실 수 있도록 다른 기관으로 이어 드렸어요. "
        "궁금한 것이 있으면 센터로 연락해 주세요."
    ),
    DropOutReason.ACCOUNT_CLOSED: _l(
        "통장이 해지되거나 만기가 되어 여기서 마무리했어요. "
        "더 이야기하고 싶으시면 서울시 청년 마음건강 지원사업이나 "
        "전국민 마음투자 지원사업을 알아봐 주세요."
    ),
}

# What domain/cases.py missing_for_completion() can name.
MISSING: Final[dict[str, LazyString]] = {
    "assessments": _l("고른 검사 모두의 결과와 해석"),
    "sessions": _l("정한 횟수의 상담"),
    "outcome": _l("서명한 종결 기록"),
}
