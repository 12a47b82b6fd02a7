"""Words for the groups that hold keys, and for where a colleague stands."""

from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

GROUPS: Final[dict[str, LazyString]] = {
    "group:intake": _l("접수 모임"),
    "group:staff": _l("직원 모임"),
    "group:stats": _l("통계 모임"),
}
TEAM_GROUP: Final = _l("팀 모임")
GROUP_HINTS: Final[dict[str, LazyString]] = {
    "group:intake": _l("접수 담당이 신청서를 열 때 써요."),
    "group:staff": _l("동료를 확인하고, 열쇠를 누가 건넸는지 가려낼 때 써요."),
    "group:stats": _l("사람을 알아볼 수 없는 통계를 낼 때 써요."),
}
TEAM_HINT: Final = _l("수퍼바이저가 팀의 기록을 이름 없이 읽을 때 써요.")

# services/staff.py Standing
STANDINGS: Final[dict[str, LazyString]] = {
    "enrolled": _l("확인을 기다림"),
    "invited": _l("초대함"),
    "admitted": _l("사용 중"),
    "absent": _l("자리를 비움"),
    "disabled": _l("그만둠"),
}

# domain/access.py Record, as the people who hand over keys call them
RECORDS: Final[dict[str, LazyString]] = {
    "identity": _l("신청 기록"),
    "clinical": _l("상담 기록"),
    "client": _l("신청하신 분께 보이는 기록"),
    "facts": _l("통계 기록"),
}


def group_label(name: str, team: str = "") -> str:
    """The name of a group in words; that of a team's group with the name of the team."""
    if name in GROUPS:
        return str(GROUPS[name])
    return _("%(team)s 모임", team=team) if team else str(TEAM_GROUP)


def group_hint(name: str) -> str:
    """What the keys of a group are for."""
    return str(GROUP_HINTS.get(name, TEAM_HINT))
