"""A sentence for every way to say no while colleagues come, leave, hand over and get keys."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

STAFFING_PROBLEMS: Final[dict[tuple[str | None, str], LazyString]] = {
    (None, "disabled"): _l(
        "지금은 쓰지 않는 계정이라 바꿀 수 없어요. "
        "자리를 비운 분이라면 먼저 '돌아왔어요'를 눌러 주세요."
    ),
    (None, "no_second_factor"): _l(
        "이분은 아직 인증 앱이나 패스키가 없어요. 먼저 로그인해서 등록하시게 한 뒤에 확인해 주세요."
    ),
    (None, "last_member"): _l(
        "이분은 %(group)s의 열쇠를 가진 마지막 분이에요. "
        "같은 역할의 동료를 먼저 초대하고, 만나서 확인하기까지 마친 뒤에 다시 해 주세요."
    ),
    (None, "last_admin"): _l(
        "이분은 마지막 시스템 관리자예요. "
        "다른 시스템 관리자를 먼저 초대하고, 그분이 로그인한 뒤에 다시 해 주세요."
    ),
    (None, "yourself"): _l(
        "자기 계정은 스스로 끝낼 수 없어요. 다른 시스템 관리자나 수퍼바이저에게 부탁해 주세요."
    ),
    (None, "not_absent"): _l(
        "자리를 비운 분이 아니에요. 그만둔 분이 다시 오시면 새로 초대해 주세요."
    ),
    (None, "other_team"): _l(
        "다른 팀의 상담사에게는 넘길 수 없어요. 같은 팀의 상담사를 골라 주세요."
    ),
    (None, "own_already"): _l(
        "고른 사례 가운데 이미 이분이 맡고 있는 것이 있어요. 다른 상담사를 골라 주세요."
    ),
    (None, "half_missing"): _l(
        "고른 사례 가운데 열쇠를 아직 절반만 받은 것이 있어요. "
        "그것은 빼고 고르시거나, 나머지 절반을 받은 뒤에 다시 해 주세요."
    ),
    (None, "rotated"): _l(
        "방금 다른 동료가 이 모임의 열쇠를 새로 만들었어요. 화면을 새로 열어 확인해 주세요."
    ),
    (None, "assigned_meanwhile"): _l(
        "그사이 다른 동료가 %(numbers)s 신청을 먼저 배정했거나 단계가 바뀌었어요. "
        "아무것도 바꾸지 않았으니 목록에서 다시 골라 주세요."
    ),
    ("over", "overfull"): _l(
        "%(names)s 님은 남은 자리가 모자라요. "
        "다른 상담사를 고르거나, 그래도 맡기려면 아래에 표시해 주세요."
    ),
    ("counselors", "nobody_chosen"): _l("신청 하나에는 상담사를 골라 주세요."),
    (None, "nothing_ticked"): _l("함께 처리할 신청을 하나 이상 골라 주세요."),
    (None, "too_many_cases"): _l(
        "한 번에 %(limit)s건까지 할 수 있어요. 지금 %(count)s건을 골랐으니 나누어 주세요."
    ),
    ("how", "missing"): _l("아주 그만두는지, 한동안 자리를 비우는지 골라 주세요."),
    ("cases", "missing"): _l("넘길 사례를 하나 이상 골라 주세요."),
    ("successor", "missing"): _l("사례를 맡을 상담사를 골라 주세요."),
    ("offers", "missing"): _l("사례를 하나 이상 골라 주세요."),
}
