"""Words for the list of account holders: its columns, what is wrong with a file or a cell of it."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.program import Track, Verdict
from tracker.domain.roster.headings import Column

COLUMNS: Final[dict[Column, LazyString]] = {
    Column.NAME: _l("성명"),
    Column.BIRTH_DATE: _l("생년월일"),
    Column.PHONE: _l("휴대전화"),
    Column.DISTRICT: _l("자치구"),
    Column.OFFICE: _l("관리기관"),
    Column.OPENED: _l("가입연월"),
    Column.STATUS: _l("유지상태"),
    Column.TRACK: _l("소득구간"),
}

TRACKS: Final[dict[Track, LazyString]] = {
    Track.AT_OR_BELOW_50: _l("기준중위소득 50% 이하"),
    Track.OVER_50_TO_100: _l("50% 초과 100% 이하"),
}

VERDICTS: Final[dict[Verdict, LazyString]] = {
    Verdict.CONFIRMED: _l("확인됨"),
    Verdict.MISMATCH: _l("불일치"),
    Verdict.UNVERIFIABLE: _l("확인불가"),
    Verdict.OPEN: _l("아직"),
}

CHECKLIST: Final[dict[str, LazyString]] = {
    "account": _l("통장 상태"),
    "district": _l("사는 곳"),
    "track": _l("소득구간"),
    "earlier": _l("전에 참여한 적"),
}

# Why a whole file is not taken; nothing of it was kept.
ROSTER_PROBLEMS: Final[dict[tuple[str | None, str], LazyString]] = {
    ("file", "missing"): _l("명단 파일을 골라 주세요. 엑셀(.xlsx)과 CSV 파일을 읽을 수 있어요."),
    (None, "table_empty"): _l("파일이 비어 있어요. 명단이 든 파일인지 확인해 주세요."),
    (None, "table_large"): _l(
        "파일이 %(limit)s MB보다 커요. 명단에 필요한 열만 남기고 다시 저장해 주세요."
    ),
    (None, "table_damaged"): _l(
        "파일이 손상되어 읽을 수 없어요. 엑셀에서 열리는지 확인하고 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_bomb"): _l(
        "압축을 풀면 지나치게 커지는 파일이라 열지 않았어요. "
        "명단만 새 문서에 옮겨 다시 저장해 주세요."
    ),
    (None, "table_macros"): _l(
        "매크로가 들어 있는 파일이라 열지 않았어요. "
        "엑셀에서 매크로가 없는 'Excel 통합 문서(.xlsx)'로 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_old"): _l(
        "예전 엑셀 형식(.xls, .xlsb)이라 읽을 수 없어요. "
        "엑셀에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_locked"): _l(
        "암호가 걸린 파일이라 읽을 수 없어요. 암호를 풀고 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_other"): _l(
        "엑셀(.xlsx)이나 CSV 파일이 아니에요. 명단을 그런 파일로 저장한 뒤 올려 주세요."
    ),
    (None, "table_page"): _l(
        "이름만 엑셀인 웹 화면 파일이에요. "
        "엑셀에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_undecodable"): _l(
        "%(line)s줄에 읽을 수 없는 글자가 있어요. "
        "파일을 'CSV UTF-8'이나 엑셀(.xlsx)로 다시 저장한 뒤 올려 주세요."
    ),
    (None, "table_quotes"): _l(
        "%(line)s줄부터 칸을 나눌 수 없어요. "
        "큰따옴표가 짝이 맞는지, 한 칸이 지나치게 길지 않은지 확인해 주세요."
    ),
    (None, "table_wide"): _l(
        "%(line)s줄에 열이 %(limit)s개보다 많아요. 명단에 필요한 열만 남기고 다시 저장해 주세요."
    ),
    (None, "table_formula"): _l(
        "%(line)s줄 %(column)s열에 수식이 있어요. "
        "수식이 있는 칸을 복사해 '값만 붙여넣기'로 바꾼 뒤 올려 주세요."
    ),
    (None, "table_merged"): _l(
        "%(line)s줄에 합쳐진 칸(%(cells)s)이 있어요. "
        "칸 합치기를 풀고 칸마다 값을 적은 뒤 올려 주세요."
    ),
    (None, "roster_no_heading"): _l(
        "처음 %(limit)s줄에서 제목 줄을 찾지 못했어요. "
        "명단 위에 '성명', '생년월일', '휴대전화'라고 적힌 줄을 두어 주세요. 첫 시트만 읽어요."
    ),
    (None, "roster_missing"): _l(
        "%(line)s줄의 제목에 없는 열이 있어요: %(columns)s. 그 열을 넣고 다시 올려 주세요."
    ),
    (None, "roster_heading_twice"): _l(
        "%(line)s줄 %(column)s열에 같은 제목이 또 있어요: %(columns)s. "
        "어느 열을 읽을지 알 수 있게 하나만 남겨 주세요."
    ),
    (None, "roster_resident_column"): _l(
        "%(line)s줄 %(column)s열이 주민등록번호예요. 주민등록번호는 받지 않아요. "
        "그 열을 지우고 다시 올려 주세요."
    ),
    (None, "roster_no_rows"): _l(
        "%(line)s줄의 제목 아래에 아무도 없어요. 명단이 든 파일인지 확인해 주세요."
    ),
    (None, "roster_long"): _l(
        "명단이 %(limit)s명보다 많아서 읽지 않았어요. 지금 살피는 분들만 남겨 주세요."
    ),
    (None, "roster_gone"): _l(
        "그사이 다른 동료가 명단을 바꾸었어요. 화면을 새로 열어 지금 명단을 확인해 주세요."
    ),
    (None, "roster_mistakes"): _l("고칠 곳이 남은 명단은 쓸 수 없어요. 고쳐서 다시 올려 주세요."),
    ("account_status", "roster_status"): _l(
        "알 수 없는 상태예요. 유지, 적립중지, 만기, 중도해지, 환수해지 가운데 하나로 적어 주세요."
    ),
    ("district", "roster_district"): _l("서울의 자치구를 알아볼 수 없어요."),
    ("track", "roster_track"): _l("소득구간을 알아볼 수 없어요."),
    (None, "eligibility_ended"): _l(
        "끝난 신청이라 자격 확인을 고칠 수 없어요. 고쳐야 하면 신청을 먼저 다시 열어 주세요."
    ),
}

# What is said about a cell of a list where the sentence of the public form would not fit.
CELLS: Final[dict[tuple[Column, str], LazyString]] = {
    (Column.NAME, "missing"): _l("비어 있어요."),
    (Column.BIRTH_DATE, "missing"): _l("비어 있어요."),
    (Column.PHONE, "missing"): _l("비어 있어요."),
    (Column.STATUS, "missing"): _l("비어 있어요."),
    (Column.BIRTH_DATE, "under_14"): _l(
        "만 %(limit)s세가 되지 않은 생년월일이에요. 다시 확인해 주세요."
    ),
    (Column.NAME, "roster_twice"): _l("%(line)s줄과 같은 분이에요. 한 번만 셌어요."),
    (Column.NAME, "roster_twice_differs"): _l(
        "%(line)s줄과 같은 분인데 다른 칸의 내용이 달라요. 나중 줄을 따랐어요."
    ),
}
LEFT_OUT: Final = _l("읽을 수 없어서 이 칸만 비워 두었어요.")
