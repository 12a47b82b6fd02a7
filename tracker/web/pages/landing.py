"""What the first page says of the rounds: whether one can apply, until when, and for how long
everything is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.config import Settings
from tracker.domain.program import Plan
from tracker.domain.rounds import Opening
from tracker.services.consents import USUAL
from tracker.services.rounds import Known
from tracker.web.format import last_day, moment
from tracker.web.labels.numbers import in_words

# How much room there is, in words: an exact number is nobody's business (design/reports.md 13).
ROOM: Final[dict[Opening, LazyString]] = {
    Opening.OPEN: _l("자리가 남아 있어요."),
    Opening.FEW: _l("자리가 얼마 남지 않았어요."),
    Opening.WAITING: _l(
        "자리는 찼지만 대기로 신청하실 수 있어요. 자리가 나면 순서대로 알려 드려요."
    ),
}


@dataclass(frozen=True)
class RoundCard:
    """A round in which one can apply now."""

    name: str
    room: str
    until: str
    offer: str
    url: str


@dataclass(frozen=True)
class LandingPage:
    """The first page. `state` is open, coming, full or closed."""

    state: str
    cards: tuple[RoundCard, ...]
    coming: str
    tests: str
    sessions: str
    declined_years: str
    care_years: str


@dataclass(frozen=True)
class PrivacyPage:
    """For how long everything is kept, as the rounds of now promise it."""

    declined_years: str
    care_years: str


def landing_page(found: Sequence[Known], settings: Settings) -> LandingPage:
    """The first page follows the rounds."""
    shown = found if settings.applications_open else ()
    now = sorted((one for one in shown if one.takes_applications), key=_ends)
    plan = now[0].terms.plan if now else Plan()
    spans = privacy_page(found, settings)
    return LandingPage(
        state=_state(shown),
        cards=tuple(_card(one) for one in now),
        coming=_coming(shown),
        tests=in_words(plan.tests),
        sessions=in_words(plan.sessions),
        declined_years=spans.declined_years,
        care_years=spans.care_years,
    )


def privacy_page(found: Sequence[Known], settings: Settings) -> PrivacyPage:
    """The spans of all rounds that are not over, or the usual ones."""
    running = [one.terms for one in found if one.opening is not Opening.OVER]
    declined = sorted({one.declined_years for one in running}) or [USUAL.declined_years]
    care = sorted({one.care_years for one in running}) or [settings.retention_years]
    return PrivacyPage(_years(declined), _years(care))


def _years(found: Sequence[int]) -> str:
    if len(found) == 1:
        return ngettext("%(num)s년", "%(num)s년", found[0])
    return _("%(least)s~%(most)s년", least=found[0], most=found[-1])


def _ends(one: Known) -> tuple[bool, float, str]:
    return one.closes_at is None, one.closes_at.timestamp() if one.closes_at else 0.0, one.name


def _state(shown: Sequence[Known]) -> str:
    states = {one.opening for one in shown}
    if any(one.takes_applications for one in shown):
        return "open"
    if Opening.FULL in states:
        return "full"
    return "coming" if Opening.COMING in states else "closed"


def _coming(shown: Sequence[Known]) -> str:
    next_ones = [one.opens_at for one in shown if one.opening is Opening.COMING]
    return moment(min(next_ones)) if next_ones else ""


def _card(one: Known) -> RoundCard:
    until = _("%(day)s까지", day=last_day(one.closes_at)) if one.closes_at else ""
    plan = one.terms.plan
    return RoundCard(
        name=one.name,
        room=str(ROOM[one.opening]),
        until=until,
        offer=_(
            "검사 %(tests)s 가지, 상담 %(sessions)s 번",
            tests=in_words(plan.tests),
            sessions=in_words(plan.sessions),
        ),
        url=url_for("public.consents", round=one.id.hex),
    )
