"""Words for risk, and what to do now (domain.md section 3)."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.program import RiskLevel

RISKS: Final[dict[RiskLevel, LazyString]] = {
    RiskLevel.NONE: _l("없음"),
    RiskLevel.LOW: _l("저위험"),
    RiskLevel.MODERATE: _l("중위험"),
    RiskLevel.HIGH: _l("고위험"),
    RiskLevel.IMMINENT: _l("응급"),
}

# When a counselor chooses which level.
RISK_SIGNS: Final[dict[RiskLevel, LazyString]] = {
    RiskLevel.NONE: _l("죽음이나 자해에 대한 생각이 없음"),
    RiskLevel.LOW: _l("막연한 생각은 있으나 계획은 없음"),
    RiskLevel.MODERATE: _l("구체적인 생각이 있거나 과거에 시도한 적이 있음"),
    RiskLevel.HIGH: _l("계획이나 수단이 있음"),
    RiskLevel.IMMINENT: _l("지금 하려고 하거나 하고 있음"),
}

# In the order in which to do it.
RISK_STEPS: Final[dict[RiskLevel, tuple[LazyString, ...]]] = {
    RiskLevel.NONE: (_l("직접 물어보고 확인한 내용을 기록해 주세요."),),
    RiskLevel.LOW: (
        _l("안전하게 지내는 방법을 함께 이야기해 주세요."),
        _l("도움 전화 109(자살예방 상담전화, 24시간)와 1577-0199(정신건강위기상담)를 알려 주세요."),
        _l("다음 회기에 다시 물어봐 주세요."),
    ),
    RiskLevel.MODERATE: (
        _l("안전계획을 함께 세워 주세요."),
        _l("오늘 안에 수퍼바이저와 상의해 주세요."),
        _l("자치구 정신건강복지센터 연계를 제안해 주세요."),
        _l("도움 전화 109(자살예방 상담전화, 24시간)와 1577-0199(정신건강위기상담)를 알려 주세요."),
    ),
    RiskLevel.HIGH: (
        _l("지금 바로 수퍼바이저에게 알려 주세요."),
        _l("정신건강복지센터나 정신건강의학과에 의뢰해 주세요."),
        _l("24시간 안에 다시 연락해 안전을 확인해 주세요."),
        _l("위급해지면 바로 119나 112로 전화해 주세요."),
    ),
    RiskLevel.IMMINENT: (
        _l("지금 119나 112로 전화해 주세요."),
        _l("도움이 올 때까지 혼자 두지 말아 주세요."),
        _l("수퍼바이저에게 바로 알려 주세요."),
        _l("무슨 일이 있었는지, 누구에게 무엇을 왜 알렸는지 기록해 주세요."),
    ),
}
