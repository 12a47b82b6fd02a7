"""What the coordinator's pages about rounds show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.rounds import Opening, free_places
from tracker.services.rounds import FIRST, Known
from tracker.web.format import SEOUL, day, last_day

STATES: Final[dict[Opening, tuple[str, LazyString]]] = {
    Opening.COMING: ("info", _l("곧 시작")),
    Opening.OPEN: ("success", _l("모집 중")),
    Opening.FEW: ("success", _l("모집 중, 자리 적음")),
    Opening.WAITING: ("warning", _l("모집 중, 대기만")),
    Opening.FULL: ("warning", _l("자리와 대기 모두 참")),
    Opening.OVER: ("none", _l("마감")),
}


@dataclass(frozen=True)
class RoundRow:
    """One round."""

    name: str
    badge: tuple[str, str]
    window: str
    capacity: int
    taken: int
    offered: int
    free: int
    waiting: int
    waiting_size: int
    url: str
    inbox_url: str
    end_url: str
    reopen_url: str


def round_list(found: Sequence[Known]) -> tuple[RoundRow, ...]:
    """All rounds, the last to open first."""
    return tuple(_row(one) for one in found)


def _row(one: Known) -> RoundRow:
    code, words = STATES[one.opening]
    ends_by_hand = one.opening is not Opening.OVER
    return RoundRow(
        name=one.name,
        badge=(code, str(words)),
        window=_window(one),
        capacity=one.capacity,
        taken=one.numbers.taken,
        offered=one.numbers.offered,
        free=free_places(one.capacity, one.numbers),
        waiting=one.numbers.waiting,
        waiting_size=one.waiting_size,
        url=url_for("rounds.edit", round_id=one.id),
        inbox_url=url_for("applications.index", round=one.id.hex),
        end_url=url_for("rounds.end", round_id=one.id) if ends_by_hand else "",
        reopen_url=url_for("rounds.reopen", round_id=one.id) if one.ended else "",
    )


def _window(one: Known) -> str:
    since = day(one.opens_at)
    if one.closes_at is None:
        return _("%(since)s부터", since=since)
    return _("%(since)s부터 %(until)s까지", since=since, until=last_day(one.closes_at))


def usual_values(now: datetime) -> dict[str, str]:
    """What stands in the form of a new round."""
    today = now.astimezone(SEOUL).date().isoformat()
    terms = FIRST.terms
    return {
        "opens_on": today,
        "capacity": "",
        "waiting_size": "30",
        "offer_days": str(FIRST.offer_days),
        "tests": str(terms.plan.tests),
        "sessions": str(terms.plan.sessions),
        "edition": terms.edition,
        "declined_years": str(terms.declined_years),
        "care_years": str(terms.care_years),
    }


def values_of(one: Known) -> dict[str, str]:
    """What stands in the form of a round that is there."""
    closes = one.closes_at and (one.closes_at - timedelta(seconds=1)).astimezone(SEOUL).date()
    plan = one.terms.plan
    return {
        "name": one.name,
        "opens_on": one.opens_at.astimezone(SEOUL).date().isoformat(),
        "closes_on": closes.isoformat() if closes else "",
        "capacity": str(one.capacity),
        "waiting_size": str(one.waiting_size),
        "offer_days": str(one.offer_days),
        "tests": str(plan.tests),
        "sessions": str(plan.sessions),
        "edition": one.terms.edition,
        "declined_years": str(one.terms.declined_years),
        "care_years": str(one.terms.care_years),
    }
