"""A sentence for every way to say no: what happened, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.errors import (
    Conflict,
    FieldError,
    NotAllowed,
    NotFound,
    Param,
    Refusal,
    RuleBroken,
    Unavailable,
)
from tracker.web.labels.form_problems import FORM_PROBLEMS
from tracker.web.labels.groups import group_label
from tracker.web.labels.options import ASSESSMENTS
from tracker.web.labels.roster import COLUMNS, ROSTER_PROBLEMS
from tracker.web.labels.round_problems import ROUND_PROBLEMS
from tracker.web.labels.staffing_problems import STAFFING_PROBLEMS
from tracker.web.labels.stages import EVENTS, MISSING, STAGES

Key = tuple[str | None, str]

_RULES: Final[dict[Key, LazyString]] = {
    (None, "not_now"): _l(
        "지금 '%(stage)s' 단계에서는 '%(event)s' 작업을 할 수 없어요. "
        "화면을 새로 열어 지금 상태를 확인해 주세요."
    ),
    (None, "not_complete"): _l(
        "종결하려면 아직 필요한 것이 있어요: %(missing)s. 채운 뒤에 다시 종결해 주세요."
    ),
    (None, "not_in_care"): _l(
        "배정되었거나 상담 중인 사례에만 적을 수 있어요. "
        "종결했거나 중도 종료한 사례라면 먼저 다시 열어 주세요."
    ),
    (None, "begun"): _l(
        "이미 적은 기록이 있어서 접수로 돌려보낼 수 없어요. "
        "이어 가기 어려우면 수퍼바이저에게 인계를 부탁해 주세요."
    ),
    (None, "no_counselor"): _l("이분께는 배정할 수 없어요. 팀에 속한 상담사를 골라 주세요."),
    (None, "signed"): _l(
        "이미 서명해서 고칠 수 없어요. 고쳐야 하면 종결 기록 화면에서 먼저 서명을 풀어 주세요."
    ),
    (None, "has_result"): _l(
        "%(kind)s에는 이미 결과가 있어서 뺄 수 없어요. 다른 검사를 빼 주세요."
    ),
    (None, "session_order"): _l("%(number)s회기를 만나서 마친 기록부터 저장해 주세요."),
    (None, "session_later"): _l(
        "뒤의 %(number)s회기를 이미 만나서 마쳤기 때문에 이 기록의 회기와 참석은 바꿀 수 없어요. "
        "잘못 적으셨다면 %(number)s회기 기록부터 고쳐 주세요."
    ),
    (None, "session_held"): _l(
        "이 회기는 이미 만나서 마친 기록이 있어요. 그 기록을 고치거나 다음 회기로 적어 주세요."
    ),
    (None, "session"): _l("다른 사례의 상담 기록이에요. 사례 화면에서 다시 열어 주세요."),
    (None, "roles"): _l(
        "함께 맡을 수 없는 역할이에요. 접수 담당, 상담사, 수퍼바이저는 서로 함께 맡을 수 있지만, "
        "사업 관리자, 시스템 관리자, 개인정보 보호책임자와는 나눠 주세요."
    ),
    (None, "password_short"): _l("비밀번호를 %(count)s자 이상으로 정해 주세요."),
    (None, "password_common"): _l(
        "흔히 쓰이거나 이름과 가까워서 다른 사람이 맞히기 쉬운 비밀번호예요. "
        "나만 떠올릴 수 있는 문장을 하나 적어 주세요."
    ),
    (None, "fingerprint"): _l(
        "확인 숫자가 맞지 않아요. 당사자를 직접 만나 화면의 숫자를 한 자리씩 견줘 보고, "
        "그래도 다르면 승인하지 말고 시스템 관리자에게 알려 주세요."
    ),
    (None, "wait_seconds"): _l(
        "짧은 동안 여러 번 시도해서 잠시 쉬고 있어요. %(count)s초 뒤에 다시 해 주세요."
    ),
    (None, "wait_minutes"): _l(
        "짧은 동안 여러 번 시도해서 잠시 쉬고 있어요. %(count)s분 뒤에 다시 해 주세요."
    ),
    (None, "crowded_seconds"): _l(
        "지금 신청이 한꺼번에 들어오고 있어요. %(count)s초 뒤에 다시 보내 주세요. "
        "적으신 것은 그대로 있어요."
    ),
    (None, "crowded_minutes"): _l(
        "지금 신청이 한꺼번에 들어오고 있어요. %(count)s분 뒤에 다시 보내 주세요. "
        "적으신 것은 그대로 있어요."
    ),
    (None, "passkey_refused"): _l(
        "패스키를 확인하지 못해서 추가하지 않았어요. 5분 안에 다시 해 주세요."
    ),
    (None, "passkey_known"): _l("이미 등록한 패스키예요. 다른 기기를 골라 주세요."),
    (None, "passkeys_many"): _l(
        "패스키는 %(count)s개까지 등록할 수 있어요. 쓰지 않는 것을 먼저 지워 주세요."
    ),
    (None, "last_factor"): _l(
        "기록을 여는 계정에는 비밀번호 말고도 확인할 방법이 하나는 있어야 해요. "
        "다른 패스키나 인증 앱을 먼저 등록한 뒤에 지워 주세요."
    ),
    (None, "not_correctable"): _l(
        "지금은 여기에서 고칠 수 없어요. 고칠 것이 있으면 메시지로 알려 주세요."
    ),
    (None, "consent_ended"): _l(
        "이 동의를 거두시면서 신청이 끝났어요. 다시 함께하고 싶으시면 새로 신청해 주세요."
    ),
    (None, "not_at_once"): _l(
        "상담사가 함께한 기록이라 바로 지울 수 없어요. 화면을 새로 열어 지워 달라고 해 주세요."
    ),
    (None, "many_messages"): _l(
        "하루에 메시지를 %(count)s개까지 보내실 수 있어요. "
        "급한 일이면 센터로 전화해 주시고, 아니면 내일 이어서 보내 주세요."
    ),
    (None, "unknown_instrument"): _l("목록에 있는 검사 도구를 골라 주세요."),
    (None, "unknown_district"): _l("서울의 25개 자치구 가운데 하나를 골라 주세요."),
}

_PEOPLE: Final[dict[Key, LazyString]] = {
    ("username", "missing"): _l("로그인할 때 쓸 아이디를 적어 주세요."),
    ("username", "unreadable"): _l(
        "아이디를 영문 소문자로 시작해서 영문, 숫자, 점, 줄표로 세 자에서 마흔 자까지 적어 주세요."
    ),
    ("roles", "missing"): _l("맡을 역할을 하나 이상 골라 주세요."),
    ("team_id", "missing"): _l("상담사와 수퍼바이저는 팀이 있어야 해요. 팀을 골라 주세요."),
    ("team_name", "missing"): _l("팀 이름을 적어 주세요."),
    ("counselor", "missing"): _l("배정할 상담사를 골라 주세요."),
    ("fingerprint", "missing"): _l("새 동료의 화면에 보이는 확인 숫자 스무 자리를 적어 주세요."),
    ("password_again", "differs"): _l("두 번 적은 비밀번호가 달라요. 같은 비밀번호를 적어 주세요."),
    ("old_password", "missing"): _l("지금 쓰는 비밀번호를 적어 주세요."),
    (None, "password_wrong"): _l("지금 쓰는 비밀번호와 달라요. 다시 확인해 주세요."),
    (None, "password_same"): _l(
        "지금 쓰는 비밀번호와 같아요. 한 번도 쓰지 않은 비밀번호를 정해 주세요."
    ),
    ("asked", "not_all"): _l(
        "아직 확인하지 않은 것이 %(count)s가지 있어요. 모두 확인한 뒤에 표시해 주세요."
    ),
    ("anchor", "unreadable"): _l("보관해 둔 확인값을 한 줄 그대로 붙여 넣어 주세요."),
}

_TRAIL: Final[dict[Key, LazyString]] = {
    ("object", "unreadable"): _l(
        "사례번호(26-00001), 접수번호(1234-5678)나 기록의 ID를 적어 주세요. 이름으로는 찾지 않아요."
    ),
    ("object", "nobody"): _l("그 번호의 사례를 찾지 못했어요. 번호를 다시 확인해 주세요."),
    ("since", "unreadable"): _l("날짜를 2026-11-22처럼 적어 주세요."),
    ("until", "unreadable"): _l("날짜를 2026-11-22처럼 적어 주세요."),
    ("until", "before_since"): _l("끝나는 날이 시작하는 날보다 빨라요. 두 날짜를 확인해 주세요."),
    ("reason", "no_reason"): _l("파일로 내보내는 까닭을 골라 주세요."),
    ("format", "no_format"): _l("파일 형식을 골라 주세요."),
    (None, "too_many_rows"): _l(
        "조건에 맞는 기록이 %(limit)s줄보다 많아서 내보내지 않았어요. 기간을 나누어 내보내 주세요."
    ),
}

_REFUSALS: Final[dict[Key, LazyString]] = {
    (None, "not_allowed"): _l(
        "이 일을 할 권한이 없어요. 필요하면 시스템 관리자에게 말씀해 주세요."
    ),
    (None, "not_found"): _l("찾을 수 없어요. 주소나 번호를 다시 확인해 주세요."),
    (None, "version"): _l(
        "그사이 다른 내용이 먼저 저장되었어요. "
        "적으신 글을 복사해 두고 새로 연 화면에서 다시 저장해 주세요."
    ),
    (None, "username"): _l("이미 있는 아이디예요. 다른 아이디를 정해 주세요."),
    (None, "team"): _l("같은 이름의 팀이 있어요. 다른 이름을 적어 주세요."),
    (None, "receipt_renewed"): _l(
        "방금 다른 곳에서 이 신청의 코드를 새로 만들었어요. 화면을 새로 열어 확인해 주세요."
    ),
    (None, "receipt"): _l("접수번호를 만들지 못했어요. 한 번 더 보내 주세요."),
    (None, "unavailable"): _l(
        "지금은 안전하게 처리할 수 없어서 아무것도 저장하지 않았어요. 잠시 뒤에 다시 해 주세요."
    ),
    (None, "no_group"): _l(
        "기록을 받을 모임의 열쇠가 아직 없어요. "
        "그 모임의 열쇠를 가진 동료에게 부탁하거나 시스템 관리자에게 알려 주세요."
    ),
    (None, "pin"): _l(
        "저장된 열쇠가 처음 확인한 열쇠와 달라서 멈췄고, 아무것도 저장하지 않았어요. "
        "센터나 시스템 관리자에게 알려 주세요."
    ),
    (None, "not_admitted"): _l(
        "아직 확인받지 않은 계정이에요. 먼저 동료가 직접 만나 확인하고 승인해 주세요."
    ),
    (None, "not_vouched"): _l(
        "이 계정의 열쇠를 믿을 수 없어서 멈추고 접속기록에 남겼어요. "
        "시스템 관리자에게 바로 알려 주세요."
    ),
    (None, "identity_not_renewed"): _l(
        "선정하거나 선정하지 않기로 정한 뒤에 적을 수 있어요. 먼저 결정해 주세요."
    ),
}

PROBLEMS: Final[dict[Key, LazyString]] = (
    FORM_PROBLEMS
    | ROUND_PROBLEMS
    | _RULES
    | _PEOPLE
    | STAFFING_PROBLEMS
    | ROSTER_PROBLEMS
    | _TRAIL
    | _REFUSALS
)

# A refusal without a code of its own, or with one that nobody wrote a sentence for.
_USUAL: Final[tuple[tuple[type[Exception], str], ...]] = (
    (FieldError, "unreadable"),
    (NotAllowed, "not_allowed"),
    (NotFound, "not_found"),
    (Conflict, "version"),
    (Unavailable, "unavailable"),
    (Exception, "unavailable"),
)


def sentence(error: RuleBroken | Refusal) -> str:
    """Return what to tell the person, in the language of the request."""
    params = error.params if isinstance(error, RuleBroken) else {}
    words = str(_found(error))
    return words % {name: _word(name, value) for name, value in params.items()}


def _found(error: RuleBroken | Refusal) -> LazyString:
    field = error.field if isinstance(error, FieldError) else None
    usual = next(code for kind, code in _USUAL if isinstance(error, kind))
    keys: tuple[Key, ...] = ((field, error.code), (None, error.code), (None, usual))
    return next(PROBLEMS[key] for key in keys if key in PROBLEMS)


_CODES: Final[Mapping[str, Mapping[str, LazyString]]] = {
    "stage": {stage.value: words for stage, words in STAGES.items()},
    "event": {event.value: words for event, words in EVENTS.items()},
    "kind": {kind.value: words for kind, words in ASSESSMENTS.items()},
    "missing": MISSING,
    "columns": {column.value: words for column, words in COLUMNS.items()},
}


def _word(name: str, value: Param) -> Param:
    """Codes become words, long counts are easy to read; everything else stays."""
    if name in {"limit", "count"} and isinstance(value, int):
        return f"{value:,}"
    if name == "group":
        return group_label(str(value))
    if name not in _CODES or not isinstance(value, str):
        return value
    words = _CODES[name]
    return ", ".join(str(words.get(code, code)) for code in value.split())
