"""Words for the districts of Seoul; the code of a district is its Korean name."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

DISTRICTS: Final[dict[str, LazyString]] = {
    "강남구": _l("강남구"),
    "강동구": _l("강동구"),
    "강북구": _l("강북구"),
    "강서구": _l("강서구"),
    "관악구": _l("관악구"),
    "광진구": _l("광진구"),
    "구로구": _l("구로구"),
    "금천구": _l("금천구"),
    "노원구": _l("노원구"),
    "도봉구": _l("도봉구"),
    "동대문구": _l("동대문구"),
    "동작구": _l("동작구"),
    "마포구": _l("마포구"),
    "서대문구": _l("서대문구"),
    "서초구": _l("서초구"),
    "성동구": _l("성동구"),
    "성북구": _l("성북구"),
    "송파구": _l("송파구"),
    "양천구": _l("양천구"),
    "영등포구": _l("영등포구"),
    "용산구": _l("용산구"),
    "은평구": _l("은평구"),
    "종로구": _l("종로구"),
    "중구": _l("중구"),
    "중랑구": _l("중랑구"),
}
