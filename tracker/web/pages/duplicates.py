"""Applications of perhaps the same person, beside the one that stands open."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.duplicates import Compared, Likeness, Person, Verdict
from tracker.domain.papers import CardPaper
from tracker.services.duplicates import Twin, Twins
from tracker.web.format import day
from tracker.web.pages.lists import Ages
from tracker.web.pages.search import Hit, hit


@dataclass(frozen=True)
class Line:
    """One answer of both, and how the two compare."""

    label: str
    mine: str
    theirs: str
    badge: tuple[str, str]


@dataclass(frozen=True)
class Other:
    """The other application; without `lines` its card is damaged."""

    id: str
    hit: Hit
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class TwinsPage:
    """Those nobody decided about, those linked, those parted."""

    open: tuple[Other, ...]
    same: tuple[Other, ...]
    different: tuple[Other, ...]
    title: str
    damaged: bool


def twins_page(found: Twins, now: datetime) -> TwinsPage:
    """All of them, by what was decided."""
    ages = Ages(now)
    by_verdict = {
        verdict: tuple(_other(found.me, one, ages) for one in found.found if one.verdict is verdict)
        for verdict in Verdict
    }
    count = len(by_verdict[Verdict.OPEN])
    return TwinsPage(
        open=by_verdict[Verdict.OPEN],
        same=by_verdict[Verdict.SAME],
        different=by_verdict[Verdict.DIFFERENT],
        title=ngettext(
            "같은 분일 수 있는 신청 %(num)s건", "같은 분일 수 있는 신청 %(num)s건", count
        ),
        damaged=not found.intact,
    )


def _other(me: Person, twin: Twin, ages: Ages) -> Other:
    card, result = twin.face.card, twin.compared
    lines = () if card is None or result is None else _lines(me, card, result)
    return Other(twin.face.facts.id.hex, hit(twin.face, ages), lines)


def _lines(me: Person, card: CardPaper, result: Compared) -> tuple[Line, ...]:
    spaced, digit = _("띄어쓰기만 달라요"), _("숫자 하나가 달라요")
    return (
        Line(_("이름"), me.name, card.name, _badge(result.name, spaced)),
        Line(_("휴대전화"), me.phone, card.phone, _badge(result.phone, digit)),
        Line(
            _("생년월일"),
            _day(me.birth_date),
            _day(card.birth_date),
            _badge(result.birth_date, digit),
        ),
    )


def _badge(likeness: Likeness, near: str) -> tuple[str, str]:
    words = {
        Likeness.SAME: ("primary", _("같아요")),
        Likeness.NEAR: ("warning", near),
        Likeness.OTHER: ("none", _("달라요")),
    }
    return words[likeness]


def _day(written: str) -> str:
    return day(date.fromisoformat(written)) if written else "–"
