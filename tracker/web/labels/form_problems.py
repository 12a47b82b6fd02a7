"""Sentences that stand beside a field: what to write there instead."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_PHONE = _l("휴대전화 번호를 010-1234-5678처럼 적어 주세요.")
_BIRTH_DATE = _l("생년월일을 2001-03-25처럼 적어 주세요.")
_OPENED = _l("통장을 만든 달을 2024-07처럼 적어 주세요.")
_EMAIL = _l("이메일을 name@example.com처럼 적거나 비워 두세요.")

_PERSON: Final[dict[tuple[str | None, str], LazyString]] = {
    ("name", "missing"): _l("이름을 적어 주세요."),
    ("name", "no_letter"): _l("이름을 글자로 적어 주세요."),
    ("name", "digit"): _l("이름에서 숫자를 빼고 적어 주세요."),
    ("name", "symbol"): _l("이름에서 기호를 빼고 적어 주세요. 띄어쓰기와 - ' . ·은 괜찮아요."),
    ("name", "hidden_character"): _l(
        "이름에 보이지 않는 글자가 섞여 있어요. 지우고 직접 다시 적어 주세요."
    ),
    ("name", "too_long"): _l("이름을 %(limit)s자 안으로 적어 주세요. 지금 %(count)s자예요."),
    ("birth_date", "missing"): _BIRTH_DATE,
    ("birth_date", "unreadable"): _BIRTH_DATE,
    ("birth_date", "two_digit_year"): _l(
        "태어난 해를 네 자리로 적어 주세요. 2001-03-25처럼 적으시면 돼요."
    ),
    ("birth_date", "no_such_day"): _l("달력에 없는 날이에요. 월과 일을 다시 확인해 주세요."),
    ("birth_date", "in_future"): _l("아직 오지 않은 날이에요. 태어난 해를 다시 확인해 주세요."),
    ("birth_date", "under_14"): _l(
        "만 %(limit)s세부터 여기에서 신청하실 수 있어요. "
        "태어난 해를 다시 확인하시고, 맞다면 센터로 전화해 주세요."
    ),
    ("birth_date", "too_old"): _l("태어난 해를 다시 확인해 주세요. 만 %(limit)s세가 넘어요."),
    ("birth_date", "resident_number"): _l(
        "주민등록번호는 받지 않아요. 지우고 생년월일만 2001-03-25처럼 적어 주세요."
    ),
    ("phone", "missing"): _PHONE,
    ("phone", "unreadable"): _PHONE,
    ("phone", "too_short"): _l(
        "휴대전화 번호의 숫자가 모자라요. 010-1234-5678처럼 열한 자리를 적어 주세요."
    ),
    ("phone", "too_long"): _l(
        "휴대전화 번호의 숫자가 많아요. 010-1234-5678처럼 열한 자리를 적어 주세요."
    ),
    ("phone", "foreign_number"): _l(
        "한국 휴대전화 번호를 적어 주세요. 010-1234-5678처럼 적으시면 돼요."
    ),
    ("phone", "landline"): _l(
        "집이나 회사 전화 대신 010으로 시작하는 휴대전화 번호를 적어 주세요."
    ),
    ("phone", "retired_prefix"): _l("지금 쓰시는 010으로 시작하는 번호를 적어 주세요."),
    ("guardian_phone", "missing"): _l(
        "만 18세 이하이시면 보호자의 휴대전화 번호를 적어 주세요. "
        "적기 어려운 사정이 있으면 센터로 전화해 주세요."
    ),
    ("guardian_phone", "unreadable"): _l("보호자의 휴대전화 번호를 010-1234-5678처럼 적어 주세요."),
    ("email", "unreadable"): _EMAIL,
    ("email", "several"): _l("이메일 주소는 하나만 적어 주세요."),
    ("email", "hidden_character"): _l(
        "이메일에 보이지 않는 글자가 섞여 있어요. 지우고 직접 다시 적어 주세요."
    ),
    ("email", "too_long"): _l("이메일 주소가 너무 길어요. 다른 주소를 적거나 비워 두세요."),
}

_ACCOUNT: Final[dict[tuple[str | None, str], LazyString]] = {
    ("district", "missing"): _l("사시는 자치구를 골라 주세요."),
    ("district", "outside_seoul"): _l(
        "이번 지원은 서울에 사시는 분과 함께해요. 서울에 사시면 자치구를 골라 주시고, "
        "아니면 사시는 곳의 정신건강복지센터나 전국민 마음투자 지원사업을 알아봐 주세요."
    ),
    ("account_opened", "missing"): _OPENED,
    ("account_opened", "unreadable"): _OPENED,
    ("account_opened", "two_digit_year"): _l(
        "통장을 만든 해를 네 자리로 적어 주세요. 2024-07처럼 적으시면 돼요."
    ),
    ("account_opened", "no_such_month"): _l("달은 1부터 12까지예요. 2024-07처럼 적어 주세요."),
    ("account_opened", "in_future"): _l(
        "아직 오지 않은 달이에요. 통장을 만든 달을 다시 확인해 주세요."
    ),
    ("account_opened", "before_program"): _l(
        "청년내일저축계좌는 %(first)s년에 시작했어요. "
        "통장을 만든 달을 다시 확인하고, 기억나지 않으면 비슷한 달을 적어 주세요."
    ),
    ("account_status", "missing"): _l("통장이 지금 어떤 상태인지 골라 주세요."),
}

_CHOICES: Final[dict[tuple[str | None, str], LazyString]] = {
    ("choice", "nothing"): _l("검사 %(needed)s가지를 고르거나 '상담사와 정할게요'를 골라 주세요."),
    ("choice", "too_few"): _l(
        "검사를 %(needed)s가지 골라 주세요. 지금 %(count)s가지를 고르셨어요."
    ),
    ("choice", "too_many"): _l(
        "검사를 %(needed)s가지만 골라 주세요. 지금 %(count)s가지를 고르셨으니 하나를 빼 주세요."
    ),
    ("choice", "duplicate"): _l("서로 다른 검사를 %(needed)s가지 골라 주세요."),
    ("choice", "mixed"): _l(
        "검사 %(needed)s가지를 고르거나 '상담사와 정할게요'를 고르거나, 둘 가운데 하나만 해 주세요."
    ),
    ("choice", "unknown"): _l("목록에 있는 검사 가운데 %(needed)s가지를 골라 주세요."),
    ("meeting", "missing"): _l("어떻게 만나고 싶은지 골라 주세요. 상관없으면 '상관없음'이 있어요."),
    ("days", "missing"): _l("언제가 편하신지 골라 주세요. 상관없으면 '상관없음'이 있어요."),
    ("counselor_gender", "missing"): _l(
        "어떤 상담사가 편하신지 골라 주세요. 상관없으면 '상관없음'이 있어요."
    ),
    ("consent_general", "mandatory"): _l(
        "개인정보 수집·이용에 동의하셔야 신청을 받을 수 있어요. 읽어 보고 표시해 주세요."
    ),
    ("consent_sensitive", "mandatory"): _l(
        "민감정보 처리에 동의하셔야 검사와 상담을 할 수 있어요. 읽어 보고 표시해 주세요."
    ),
    ("consent_verify", "mandatory"): _l(
        "자격 확인을 위한 제공에 동의하셔야 가입하신 것을 확인할 수 있어요. "
        "읽어 보고 표시해 주세요."
    ),
    ("notice_counseling", "mandatory"): _l(
        "상담과 비밀보장 안내에 동의하셔야 신청을 받을 수 있어요. 읽어 보고 표시해 주세요."
    ),
}

_RESULTS: Final[dict[tuple[str | None, str], LazyString]] = {
    ("instrument", "unknown"): _l("이 검사에 쓰는 도구를 목록에서 골라 주세요."),
    ("values", "nothing"): _l("결과를 하나 이상 적어 주세요."),
    ("values", "unknown_scale"): _l(
        "이 도구에 없는 척도가 섞여 있어요. 도구를 다시 고르고 값을 적어 주세요."
    ),
    (None, "not_a_number"): _l("숫자로만 적어 주세요."),
    (None, "out_of_range"): _l("%(lo)s부터 %(hi)s까지의 숫자로 적어 주세요."),
}

# What a coordinator looks for (domain/searching.py).
_SEARCH: Final[dict[tuple[str | None, str], LazyString]] = {
    ("words", "nothing_asked"): _l("찾을 이름이나 번호를 적어 주세요."),
    ("words", "one_digit"): _l("숫자는 두 자리부터 찾을 수 있어요. 조금 더 적어 주세요."),
}

_WHEN = _l("날짜를 2026-11-22처럼 적어 주세요.")

# What a counselor writes (domain/notes.py).
_NOTES: Final[dict[tuple[str | None, str], LazyString]] = {
    ("held_on", "missing"): _WHEN,
    ("held_on", "unreadable"): _WHEN,
    ("administered_on", "missing"): _WHEN,
    ("administered_on", "unreadable"): _WHEN,
    ("interpreted_on", "missing"): _l(
        "해석상담에서 설명한 날을 2026-11-22처럼 적어 주세요. 아직이면 표시를 풀어 주세요."
    ),
    ("interpreted_on", "unreadable"): _WHEN,
    ("interpreted_on", "before_assessment"): _l(
        "검사한 날보다 앞선 날이에요. 두 날짜를 다시 확인해 주세요."
    ),
    ("interpreted", "date_without_tick"): _l(
        "설명한 날만 적혀 있어요. 설명하셨으면 표시해 주시고, 아직이면 날짜를 지워 주세요."
    ),
    ("way", "missing"): _l("어떻게 만났는지 골라 주세요."),
    ("attendance", "missing"): _l("약속한 날에 어떻게 되었는지 골라 주세요."),
    ("risk", "missing"): _l("위험을 여쭤보고 수준을 골라 주세요."),
    ("note", "missing"): _l("만나서 나눈 이야기를 적어 주세요."),
    ("note", "other_reason"): _l("어떤 까닭인지 짧게 적어 주세요."),
    ("reason", "missing"): _l("까닭을 알려 주세요. 짧아도 괜찮아요."),
    ("message", "missing"): _l("보내실 말을 적어 주세요. 짧아도 괜찮아요."),
    (None, "two_digit_year"): _l("해를 네 자리로 적어 주세요. 2026-11-22처럼 적으시면 돼요."),
    (None, "no_such_day"): _l("달력에 없는 날이에요. 월과 일을 다시 확인해 주세요."),
    (None, "before_application"): _l(
        "신청하신 날(%(first)s)보다 앞선 날이에요. 날짜를 다시 확인해 주세요."
    ),
}

_ANY_FIELD: Final[dict[tuple[str | None, str], LazyString]] = {
    (None, "missing"): _l("이 칸을 채워 주세요."),
    (None, "unknown"): _l("목록에 있는 것 가운데 하나를 골라 주세요."),
    (None, "unreadable"): _l("읽을 수 없는 값이에요. 보기처럼 다시 적어 주세요."),
    (None, "mandatory"): _l("동의하셔야 신청을 받을 수 있어요. 읽어 보고 표시해 주세요."),
    (None, "in_future"): _l("아직 오지 않은 날이에요. 날짜를 다시 확인해 주세요."),
    (None, "too_long"): _l("%(limit)s자 안으로 줄여 주세요. 지금 %(count)s자예요."),
    (None, "resident_number"): _l(
        "주민등록번호처럼 보이는 숫자가 있어요. 받지 않는 정보이니 그 부분을 지워 주세요."
    ),
    (None, "identity_number"): _l(
        "여권이나 운전면허 번호처럼 보이는 것이 있어요. 받지 않는 정보이니 그 부분을 지워 주세요."
    ),
    (None, "control_character"): _l(
        "읽을 수 없는 문자가 섞여 있어요. 지우고 직접 다시 적어 주세요."
    ),
    (None, "hidden_character"): _l(
        "글의 방향을 바꾸는 보이지 않는 문자가 섞여 있어요. 지우고 직접 다시 적어 주세요."
    ),
    (None, "piled_marks"): _l("글자 위에 부호가 너무 많이 겹쳐 있어요. 지우고 다시 적어 주세요."),
}

FORM_PROBLEMS: Final[dict[tuple[str | None, str], LazyString]] = (
    _PERSON | _ACCOUNT | _CHOICES | _RESULTS | _NOTES | _SEARCH | _ANY_FIELD
)
