"""Words for people and roles, for the audit trail and for the report."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.access import Role
from tracker.domain.audit import Audit

ROLES: Final[dict[Role, LazyString]] = {
    Role.COORDINATOR: _l("접수 담당"),
    Role.COUNSELOR: _l("상담사"),
    Role.SUPERVISOR: _l("수퍼바이저"),
    Role.MANAGER: _l("사업 관리자"),
    Role.ADMIN: _l("시스템 관리자"),
    Role.PRIVACY_OFFICER: _l("개인정보 보호책임자"),
    Role.APPLICANT: _l("신청하신 분"),
}
# Roles of those who have none (services/acting.py).
_NOBODY: Final = {"visitor": _l("로그인하지 않은 분"), "program": _l("프로그램이 저절로")}

# The states of a staff account (store/accounts.py).
ACCOUNT_STATES: Final[dict[str, LazyString]] = {
    "invited": _l("초대함"),
    "enrolled": _l("확인을 기다림"),
    "admitted": _l("사용 중"),
    "disabled": _l("사용 중지"),
}

AUDIT: Final[dict[Audit, LazyString]] = {
    Audit.SITE_CREATED: _l("사이트를 만들었어요"),
    Audit.ACCOUNT_INVITED: _l("직원을 초대했어요"),
    Audit.ACCOUNT_ENROLLED: _l("직원이 비밀번호를 정했어요"),
    Audit.ACCOUNT_ADMITTED: _l("직원을 확인하고 열쇠를 주었어요"),
    Audit.ACCOUNT_LINK_MADE: _l("새 링크를 만들었어요"),
    Audit.ACCOUNT_LINK_REVOKED: _l("초대 링크를 거두었어요"),
    Audit.ACCOUNT_FACTOR_SET: _l("두 번째 확인 수단을 새로 정했어요"),
    Audit.ACCOUNT_FACTOR_RESET: _l("두 번째 확인 수단을 지웠어요"),
    Audit.ACCOUNT_PASSWORD_CHANGED: _l("비밀번호를 바꾸었어요"),
    Audit.ACCOUNT_SEED_RENEWED: _l("비밀번호가 새어 나가 열쇠를 새로 만들었어요"),
    Audit.ACCOUNT_PROFILE_SAVED: _l("배정받을 조건을 바꾸었어요"),
    Audit.ACCOUNT_LEFT: _l("동료가 떠났어요"),
    Audit.ACCOUNT_ABSENT: _l("동료가 자리를 비웠어요"),
    Audit.ACCOUNT_RETURNED: _l("동료가 돌아왔어요"),
    Audit.ACCOUNT_SESSION_ENDED: _l("로그인 하나를 끝냈어요"),
    Audit.CASES_RESTORED: _l("사례의 열쇠를 다시 건넸어요"),
    Audit.CASE_OFFERED: _l("사례를 넘겨주려고 해요"),
    Audit.CASE_TAKEN_OVER: _l("사례를 넘겨받았어요"),
    Audit.CASE_NOT_TAKEN: _l("사례를 넘겨받지 않았어요"),
    Audit.CASE_REKEYED: _l("기록의 열쇠를 새로 만들었어요"),
    Audit.GROUP_ROTATED: _l("모임의 열쇠를 새로 만들었어요"),
    Audit.KEYS_RENEWED: _l("기록의 열쇠를 새 모임 열쇠로 옮겼어요"),
    Audit.RECOVERY_DRILLED: _l("복구 종이를 연습해 보았어요"),
    Audit.RECOVERY_USED: _l("복구 종이를 썼어요"),
    Audit.RECOVERY_REPLACED: _l("복구 종이를 새로 만들었어요"),
    Audit.TEAM_CREATED: _l("팀을 만들었어요"),
    Audit.SIGNED_IN: _l("로그인했어요"),
    Audit.SIGN_IN_FAILED: _l("로그인하지 못했어요"),
    Audit.SIGNED_OUT: _l("로그아웃했어요"),
    Audit.THROTTLED: _l("시도가 너무 잦아 잠시 멈추게 했어요"),
    Audit.PASSKEY_ADDED: _l("패스키를 추가했어요"),
    Audit.PASSKEY_REMOVED: _l("패스키를 지웠어요"),
    Audit.PASSKEY_COPIED: _l("복사된 것 같은 패스키를 받지 않았어요"),
    Audit.PROVED: _l("누구인지 다시 확인했어요"),
    Audit.PROOF_FAILED: _l("다시 확인하지 못했어요"),
    Audit.LETTER_REFUSED: _l("믿을 수 없는 열쇠를 받지 않았어요"),
    Audit.KEY_REPLACED: _l("누군가 바꿔 놓은 열쇠를 발견해 쓰지 않았어요"),
    Audit.APPLICATION_SUBMITTED: _l("신청이 들어왔어요"),
    Audit.APPLICATION_OPENED: _l("신청서를 열어 봤어요"),
    Audit.APPLICATION_WITHDRAWN: _l("신청을 거두었어요"),
    Audit.APPLICATION_CORRECTED: _l("신청하신 분이 적은 것을 고쳤어요"),
    Audit.CONSENT_GIVEN: _l("신청하신 분이 동의했어요"),
    Audit.CONSENT_WITHDRAWN: _l("신청하신 분이 동의를 거두었어요"),
    Audit.ERASURE_ASKED: _l("신청하신 분이 지워 달라고 했어요"),
    Audit.MESSAGE_SENT: _l("신청하신 분께 메시지를 보냈어요"),
    Audit.MESSAGE_RECEIVED: _l("신청하신 분의 메시지가 왔어요"),
    Audit.MESSAGE_SETTLED: _l("메시지에 답하지 않아도 된다고 했어요"),
    Audit.INFO_REQUESTED: _l("신청하신 분께 더 여쭤봤어요"),
    Audit.INFO_ANSWERED: _l("여쭤본 것에 답이 왔어요"),
    Audit.ROUND_ADDED: _l("모집 회차를 만들었어요"),
    Audit.ROUND_CHANGED: _l("모집 회차를 고쳤어요"),
    Audit.ROUND_ENDED: _l("모집을 마감했어요"),
    Audit.ROUND_REOPENED: _l("모집을 다시 열었어요"),
    Audit.OFFER_MADE: _l("대기하던 분께 자리를 알려 드렸어요"),
    Audit.OFFER_TAKEN: _l("알려 드린 자리를 받으셨어요"),
    Audit.OFFER_LAPSED: _l("알려 드린 자리의 기한이 지났어요"),
    Audit.CASE_ACCEPTED: _l("선정했어요"),
    Audit.CASE_WAITLISTED: _l("대기로 두었어요"),
    Audit.CASE_DECLINED: _l("선정하지 않았어요"),
    Audit.CASE_ASSIGNED: _l("상담사를 배정했어요"),
    Audit.ELIGIBILITY_SAVED: _l("자격을 확인한 것을 저장했어요"),
    Audit.ROSTER_BROUGHT: _l("가입자 명단 파일을 올렸어요"),
    Audit.ROSTER_CHECKED: _l("가입자 명단을 살펴봤어요"),
    Audit.ROSTER_CONFIRMED: _l("가입자 명단을 쓰기 시작했어요"),
    Audit.ROSTER_DESTROYED: _l("가입자 명단을 없앴어요"),
    Audit.CASES_SEARCHED: _l("신청을 찾아봤어요"),
    Audit.CASES_LINKED: _l("두 신청을 같은 분으로 이었어요"),
    Audit.CASES_PARTED: _l("두 신청을 다른 분으로 정했어요"),
    Audit.CASES_UNDECIDED: _l("같은 분인지 정한 것을 되돌렸어요"),
    Audit.SEARCH_PREPARED: _l("이름 찾기를 빠르게 준비했어요"),
    Audit.CASE_RETURNED: _l("맡은 사례를 접수로 돌려보냈어요"),
    Audit.CASE_ACTIVATED: _l("상담을 시작했어요"),
    Audit.CASE_OPENED: _l("사례를 열어 봤어요"),
    Audit.INTAKE_SAVED: _l("초기면접 기록을 저장했어요"),
    Audit.CHOICE_SAVED: _l("검사 선택을 저장했어요"),
    Audit.RESULT_SAVED: _l("검사 결과를 저장했어요"),
    Audit.SESSION_SAVED: _l("상담 기록을 저장했어요"),
    Audit.OUTCOME_SAVED: _l("종결 기록을 저장했어요"),
    Audit.OUTCOME_SIGNED: _l("종결 기록에 서명했어요"),
    Audit.OUTCOME_UNSIGNED: _l("종결 기록의 서명을 풀었어요"),
    Audit.CASE_COMPLETED: _l("사례를 종결했어요"),
    Audit.CASE_DROPPED_OUT: _l("사례를 중도 종료했어요"),
    Audit.CASE_REOPENED: _l("사례를 다시 열었어요"),
    Audit.CASE_SHREDDED: _l("기록을 되살릴 수 없게 지웠어요"),
    Audit.RECORD_DAMAGED: _l("열리지 않는 기록을 발견했어요"),
    Audit.STATUS_OPENED: _l("신청하신 분이 내 진행을 열어 봤어요"),
    Audit.RECEIPT_RENEWED: _l("전화로 확인하고 새 코드를 받을 수 있게 했어요"),
    Audit.RECEIPT_PICKED_UP: _l("신청하신 분이 새 코드를 받았어요"),
    Audit.RECEIPT_COMPLETED: _l("새 코드로도 함께 정한 것을 볼 수 있게 했어요"),
    Audit.STATUS_COPIED: _l("신청하신 분이 기록을 내려받았어요"),
    Audit.STATUS_FAILED: _l("접수번호나 코드가 맞지 않았어요"),
    Audit.REPORT_FROZEN: _l("한 달 통계를 확정했어요"),
    Audit.AUDIT_READ: _l("접속기록을 열어 봤어요"),
    Audit.AUDIT_VERIFIED: _l("바뀐 곳이 없는지 확인했어요"),
    Audit.AUDIT_EXPORTED: _l("접속기록을 파일로 내보냈어요"),
}

# What services/audit.py verify() can find.
FINDINGS: Final[dict[str, LazyString]] = {
    "row_missing": _l("접속기록 한 줄이 빠졌어요."),
    "row_changed": _l("접속기록 한 줄이 나중에 바뀌었어요."),
    "anchor_missing": _l("따로 보관한 확인값과 접속기록이 맞지 않아요."),
    "document_missing": _l("있어야 할 기록이 없어졌어요."),
    "document_changed": _l("기록이 접속기록과 다르게 바뀌었어요."),
    "document_unknown": _l("접속기록에 없는 기록이 있어요."),
    "grant_missing": _l("있어야 할 열람 열쇠가 없어졌어요."),
    "grant_unknown": _l("아무도 주지 않은 열람 열쇠가 있어요."),
}

# The facts a report counts (domain/anonymity.py NEEDS).
FACTS: Final[dict[str, LazyString]] = {
    "submitted": _l("신청"),
    "info_requested": _l("보완 요청"),
    "waitlisted": _l("대기"),
    "accepted": _l("선정"),
    "assigned": _l("배정"),
    "active": _l("상담 시작"),
    "completed": _l("종결"),
    "dropped_out": _l("중도 종료"),
    "declined": _l("미선정"),
    "withdrawn": _l("신청 취소"),
}


def role_label(role: str) -> str:
    """Return words for the role of an audit row: of nobody's, or codes joined by '+'."""
    if role in _NOBODY:
        return str(_NOBODY[role])
    return ", ".join(str(ROLES[Role(one)]) for one in role.split("+"))
