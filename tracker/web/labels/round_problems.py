"""Sentences about rounds, places and the waiting list (domain/rounds.py, services/places.py)."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

ROUND_PROBLEMS: Final[dict[tuple[str | None, str], LazyString]] = {
    ("name", "round_taken"): _l("같은 이름의 회차가 있어요. 다른 이름을 적어 주세요."),
    ("opens_on", "missing"): _l("시작하는 날을 2026-12-01처럼 적어 주세요."),
    ("opens_on", "unreadable"): _l("시작하는 날을 2026-12-01처럼 적어 주세요."),
    ("closes_on", "unreadable"): _l("마감하는 날을 2026-12-31처럼 적거나 비워 두세요."),
    ("closes_on", "before_opening"): _l(
        "시작하는 날보다 앞선 날이에요. 두 날짜를 다시 확인해 주세요."
    ),
    ("capacity", "below_taken"): _l(
        "이미 %(count)s자리를 드렸거나 알려 드렸어요. 그보다 적게 줄일 수 없어요."
    ),
    (None, "round_begun"): _l(
        "이미 이 약속으로 신청하신 분이 있어서 바꿀 수 없어요. "
        "다르게 하려면 새 회차를 만들어 주세요."
    ),
    (None, "no_place"): _l(
        "이 회차에 남은 자리가 %(count)s자리라서 선정하지 못했어요. "
        "대기로 두거나 '모집 회차'에서 자리를 늘려 주세요."
    ),
    (None, "too_few_places"): _l(
        "%(wanted)s분을 고르셨는데 이 회차에 남은 자리는 %(count)s자리예요. "
        "아무도 선정하지 않았으니 다시 골라 주세요."
    ),
    (None, "no_such_session"): _l("이 회차에서는 %(count)s번까지 만나요."),
    (None, "others_wait"): _l(
        "먼저 기다리신 분이 %(count)s분 있어서 선정하지 못했어요. 그분들부터 정해 주세요."
    ),
    (None, "waiting_list_full"): _l(
        "대기 자리 %(limit)s자리가 모두 찼어요. '모집 회차'에서 대기 자리를 늘려 주세요."
    ),
    (None, "offer_over"): _l(
        "자리를 맡아 둔 기한이 지났어요. 대기는 그대로 이어지고, 자리가 나면 다시 알려 드려요."
    ),
    (None, "round_over"): _l(
        "그사이 이번 모집이 마감되어 보내지 못했어요. 적으신 내용은 두 시간 동안 이 기기에 "
        "남아 있으니, 센터로 전화해 주세요."
    ),
    (None, "round_changed"): _l("그사이 안내가 바뀌었어요. 동의 내용을 다시 읽고 보내 주세요."),
}
