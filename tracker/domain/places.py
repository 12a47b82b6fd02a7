"""Seoul: its 25 districts, and the five living areas that reports speak of."""

from enum import StrEnum
from typing import Final

from tracker.domain.errors import RuleBroken


class Area(StrEnum):
    """The five living areas (design/reports.md, rule 2)."""

    DOWNTOWN = "downtown"
    NORTHEAST = "northeast"
    NORTHWEST = "northwest"
    SOUTHWEST = "southwest"
    SOUTHEAST = "southeast"


# domain.md section 1, in Korean dictionary order.
DISTRICTS: Final = (
    "강남구", "강동구", "강북구", "강서구", "관악구",
    "광진구", "구로구", "금천구", "노원구", "도봉구",
    "동대문구", "동작구", "마포구", "서대문구", "서초구",
    "성동구", "성북구", "송파구", "양천구", "영등포구",
    "용산구", "은평구", "종로구", "중구", "중랑구",
)  # fmt: skip

AREAS: Final[dict[Area, tuple[str, ...]]] = {
    Area.DOWNTOWN: ("종로구", "중구", "용산구"),
    Area.NORTHEAST: (
        "성동구", "광진구", "동대문구", "중랑구", "성북구", "강북구", "도봉구", "노원구",
    ),
    Area.NORTHWEST: ("은평구", "서대문구", "마포구"),
    Area.SOUTHWEST: (
        "양천구", "강서구", "구로구", "금천구", "영등포구", "동작구", "관악구",
    ),
    Area.SOUTHEAST: ("서초구", "강남구", "송파구", "강동구"),
}  # fmt: skip

_AREA_OF: Final = {district: area for area, inside in AREAS.items() for district in inside}


def area_of(district: str) -> Area:
    """Return the living area of a district of Seoul."""
    if district not in _AREA_OF:
        raise RuleBroken("unknown_district")
    return _AREA_OF[district]
