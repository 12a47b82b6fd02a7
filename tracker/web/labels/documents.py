"""Words for what the trail names by codes: records, kinds of documents, groups, reasons."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.acts import ExportFormat, ExportReason

RECORDS: Final[dict[str, LazyString]] = {
    "identity": _l("신청 기록"),
    "clinical": _l("상담 기록"),
    "client": _l("신청하신 분에게 보이는 기록"),
    "facts": _l("통계용 기록"),
    "account": _l("계정"),
    "team": _l("팀"),
    "group": _l("열쇠 모임"),
    "user": _l("계정"),
    "receipt": _l("접수증"),
    "roster": _l("가입자 명단"),
    "search": _l("찾기 목록"),
}

# The kinds of domain/papers.py; what stands behind a colon is one of several.
DOCUMENTS: Final[dict[str, LazyString]] = {
    "application": _l("신청서"),
    "card": _l("목록에 보이는 이름과 번호"),
    "decision": _l("결정"),
    "consents": _l("동의의 변경"),
    "message": _l("주고받은 메시지"),
    "eligibility": _l("자격 확인"),
    "links": _l("겹치는 신청"),
    "intake": _l("초기면접"),
    "choice": _l("검사 선택"),
    "result": _l("검사 결과"),
    "session": _l("회기 기록"),
    "outcome": _l("종결 기록"),
    "closing": _l("종결 결정"),
    "release": _l("신청하신 분의 화면"),
    "who": _l("통계에 쓰는 구분"),
    "sheet": _l("찾기 목록"),
    "name": _l("이름으로"),
    "digits": _l("번호로"),
    "name_and_digits": _l("이름과 번호로"),
    "page": _l("화면으로"),
    "json": _l("파일로"),
    "grant": _l("열쇠"),
    "receipt": _l("접수증"),
    "roster": _l("가입자 명단"),
}

GROUPS: Final[dict[str, LazyString]] = {
    "group:intake": _l("접수 담당 모임"),
    "group:stats": _l("통계 모임"),
    "group:staff": _l("직원 모임"),
    "recovery": _l("복구 종이"),
}
TEAM: Final = _l("수퍼바이저 모임")
RECEIPT: Final = _l("신청하신 분의 접수증")

ACT_GROUPS: Final[dict[str, LazyString]] = {
    "opened": _l("기록을 연 일"),
    "desk": _l("신청과 접수"),
    "care": _l("검사와 상담 기록"),
    "keys": _l("열쇠와 넘겨주기"),
    "doors": _l("로그인과 본인 확인"),
    "people": _l("사람과 팀"),
    "trail": _l("접속기록과 보고서"),
    "other": _l("그 밖의 일"),
}

EXPORT_REASONS: Final[dict[ExportReason, LazyString]] = {
    ExportReason.CHECK: _l("정기 점검"),
    ExportReason.REQUEST: _l("본인의 요청"),
    ExportReason.INCIDENT: _l("사고 조사"),
    ExportReason.AUTHORITY: _l("다른 기관의 요구"),
}
EXPORT_FORMATS: Final[dict[ExportFormat, LazyString]] = {
    ExportFormat.CSV: _l("CSV 파일"),
    ExportFormat.XLSX: _l("엑셀 파일 (xlsx)"),
}

# Which list of account holders was destroyed, and why.
LIST_ENDS: Final[dict[str, LazyString]] = {
    "current": _l("쓰던 명단"),
    "checked": _l("아직 쓰지 않은 명단"),
    "checking": _l("아직 쓰지 않은 명단"),
    "expired": _l("기한이 지난 명단"),
}

FILTERS: Final[dict[str, LazyString]] = {
    "person": _l("사람"),
    "act": _l("한 일"),
    "object": _l("기록"),
    "time": _l("기간"),
}
