"""Words for a person who reads who was at the own record: what was done, and in which role."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.access import Role
from tracker.domain.audit import Audit

ROLES_FOR_YOUTH: Final[dict[Role, LazyString]] = {
    Role.APPLICANT: _l("나"),
    Role.COORDINATOR: _l("신청을 맡은 사람"),
    Role.COUNSELOR: _l("상담사"),
    Role.SUPERVISOR: _l("상담사를 돕는 사람"),
    Role.MANAGER: _l("사업을 맡은 사람"),
    Role.ADMIN: _l("시스템을 맡은 사람"),
    Role.PRIVACY_OFFICER: _l("개인정보를 지키는 사람"),
}
_NOBODY: Final = {"visitor": _l("신청 화면"), "program": _l("프로그램이 저절로")}

_OPENED = _l("기록을 열어 봤어요")
_SAVED = _l("검사와 만남을 적었어요")
_KEYS = _l("기록의 열쇠를 건네거나 바꾸었어요")
ACTS_FOR_YOUTH: Final[dict[Audit, LazyString]] = {
    Audit.APPLICATION_SUBMITTED: _l("신청이 들어왔어요"),
    Audit.APPLICATION_OPENED: _l("신청서를 열어 봤어요"),
    Audit.APPLICATION_CORRECTED: _l("적은 것을 고쳤어요"),
    Audit.APPLICATION_WITHDRAWN: _l("신청을 거두었어요"),
    Audit.STATUS_OPENED: _l("내 진행을 열었어요"),
    Audit.STATUS_COPIED: _l("내 기록을 내려받았어요"),
    Audit.SIGNED_IN: _l("번호와 코드로 들어왔어요"),
    Audit.SIGNED_OUT: _l("내 진행을 닫았어요"),
    Audit.AUDIT_READ: _l("누가 열어 봤는지 보았어요"),
    Audit.MESSAGE_SENT: _l("메시지를 보냈어요"),
    Audit.MESSAGE_RECEIVED: _l("메시지를 보냈어요"),
    Audit.MESSAGE_SETTLED: _l("메시지를 읽고 정리했어요"),
    Audit.INFO_REQUESTED: _l("더 여쭤봤어요"),
    Audit.INFO_ANSWERED: _l("물음에 답했어요"),
    Audit.CONSENT_GIVEN: _l("동의했어요"),
    Audit.CONSENT_WITHDRAWN: _l("동의를 거두었어요"),
    Audit.ERASURE_ASKED: _l("기록을 지워 달라고 했어요"),
    Audit.CASE_ACCEPTED: _l("함께하기로 정했어요"),
    Audit.CASE_WAITLISTED: _l("자리가 나기를 기다리기로 정했어요"),
    Audit.CASE_DECLINED: _l("이번에는 함께하지 못한다고 정했어요"),
    Audit.ELIGIBILITY_SAVED: _l("함께할 수 있는지 확인했어요"),
    Audit.CASE_RETURNED: _l("상담사를 다시 찾기로 했어요"),
    Audit.ROSTER_CHECKED: _l("함께할 수 있는지 확인했어요"),
    Audit.OFFER_MADE: _l("자리가 나서 알려 드렸어요"),
    Audit.OFFER_TAKEN: _l("자리를 받기로 했어요"),
    Audit.OFFER_LAPSED: _l("자리를 다음 분께 드렸어요"),
    Audit.RECEIPT_RENEWED: _l("전화로 확인하고 새 코드를 받을 수 있게 했어요"),
    Audit.RECEIPT_PICKED_UP: _l("새 코드를 받았어요"),
    Audit.RECEIPT_COMPLETED: _KEYS,
    Audit.CASE_ASSIGNED: _l("상담사를 정했어요"),
    Audit.CASE_REOPENED: _l("다시 이어 가기로 정했어요"),
    Audit.CASE_COMPLETED: _l("함께 마무리했어요"),
    Audit.CASE_DROPPED_OUT: _l("중간에 마쳤어요"),
    Audit.CASE_OPENED: _OPENED,
    Audit.INTAKE_SAVED: _SAVED,
    Audit.CHOICE_SAVED: _SAVED,
    Audit.RESULT_SAVED: _SAVED,
    Audit.SESSION_SAVED: _SAVED,
    Audit.OUTCOME_SAVED: _SAVED,
    Audit.OUTCOME_SIGNED: _SAVED,
    Audit.OUTCOME_UNSIGNED: _SAVED,
    Audit.CASE_REKEYED: _KEYS,
    Audit.CASE_OFFERED: _KEYS,
    Audit.CASE_TAKEN_OVER: _KEYS,
    Audit.CASE_NOT_TAKEN: _KEYS,
    Audit.LETTER_REFUSED: _KEYS,
    Audit.RECORD_DAMAGED: _l("열리지 않는 기록을 발견했어요"),
}
ELSE: Final = _l("기록을 다루었어요")


def role_for_youth(role: str) -> str:
    """Words for the role of an audit row: 'visitor', or codes joined by '+'."""
    known = {one.value: words for one, words in ROLES_FOR_YOUTH.items()}
    known |= _NOBODY
    return ", ".join(str(known.get(one, _NOBODY["visitor"])) for one in role.split("+"))


def act_for_youth(action: str) -> str:
    """Words for an act; a plain one for whatever has none of its own."""
    known = {one.value: words for one, words in ACTS_FOR_YOUTH.items()}
    return str(known.get(action, ELSE))
