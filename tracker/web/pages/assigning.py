"""Finding a counselor on the screen: who has room, who fits, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.assigning import Language, Wish
from tracker.domain.program import CounselorGender, Days
from tracker.services.assigning import Candidate, Proposal
from tracker.web import labels


@dataclass(frozen=True)
class ReviewRow:
    """One case of a review: who it is about, what they would like, and whom one can choose."""

    id: str
    name: str
    receipt: str
    wishes: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    full: bool


@dataclass(frozen=True)
class ReviewPage:
    """Several cases that wait for a counselor."""

    rows: tuple[ReviewRow, ...]
    list_url: str


def choices(found: list[Candidate]) -> list[tuple[str, str]]:
    """The counselors to choose from, as one line each."""
    return [(one.account.id.hex, _with_room(one)) for one in found]


def reasons(found: list[Candidate]) -> dict[str, str]:
    """Why each of them fits or does not, by the code of the choice."""
    told = {one.account.id.hex: why(one) for one in found}
    return {code: words for code, words in told.items() if words}


def _with_room(one: Candidate) -> str:
    now = ngettext(
        "%(name)s · 지금 맡은 사례 %(num)s건",
        "%(name)s · 지금 맡은 사례 %(num)s건",
        one.able.open_cases,
        name=one.account.name,
    )
    free = one.able.free
    if free is None:
        return now
    more = _("자리가 없어요") if not free else ngettext("%(num)s건 더", "%(num)s건 더", free)
    return f"{now} · {more}"


def why(one: Candidate) -> str:
    """What fits, what does not, and what nobody knows, in words."""
    told = (
        (_("바라는 것과 맞아요: %(what)s"), one.fit.met),
        (_("바라는 것과 달라요: %(what)s"), one.fit.unmet),
        (_("아직 몰라요: %(what)s"), one.fit.unknown),
    )
    back = [_("이 신청을 돌려보냈어요")] if one.gave_back else []
    fits = [words % {"what": wish_words(what)} for words, what in told if what]
    return " / ".join([*back, *fits])


def wish_words(wishes: tuple[Wish, ...]) -> str:
    """Wishes in a few words each."""
    return " · ".join(map(_wish, wishes))


def _wish(wish: Wish) -> str:
    if isinstance(wish, CounselorGender):
        return str(labels.GENDERS[wish])
    if isinstance(wish, Days):
        return str(labels.DAYS[wish])
    if isinstance(wish, Language):
        return str(labels.LANGUAGES[wish])
    return str(labels.WAYS[wish])


def review_page(found: list[Proposal], picked: Mapping[str, str]) -> ReviewPage:
    """The review; `picked` is what was chosen before the page had to be shown again."""
    return ReviewPage(
        tuple(_row(one, picked) for one in found), url_for("applications.index", tab="accepted")
    )


def _row(one: Proposal, picked: Mapping[str, str]) -> ReviewRow:
    case_id, paper = one.case.id.hex, one.application.paper
    proposed = "" if one.counselor_id is None else one.counselor_id.hex
    return ReviewRow(
        id=case_id,
        name=_("열리지 않는 기록") if paper is None else paper.form.name,
        receipt=one.case.receipt_number,
        wishes=wish_words(one.wishes.asked),
        options=tuple(map(_option, one.candidates)),
        chosen=picked.get(case_id, proposed),
        full=one.counselor_id is None,
    )


def _option(one: Candidate) -> tuple[str, str]:
    """A line of a list to pick from: what is not known is left out, or no line would fit."""
    told = (
        (_("맞아요: %(what)s"), one.fit.met),
        (_("달라요: %(what)s"), one.fit.unmet),
    )
    fits = [words % {"what": wish_words(what)} for words, what in told if what]
    back = [_("이 신청을 돌려보냈어요")] if one.gave_back else []
    return one.account.id.hex, " · ".join([_with_room(one), *back, *fits])


@dataclass(frozen=True)
class LoadRow:
    """One counselor: how much they have, and how much they take on."""

    id: str
    name: str
    now: str
    openings: str


def load_rows(found: list[Candidate], typed: Mapping[str, str]) -> list[LoadRow]:
    """Everybody by name; `typed` is what was written before the page had to be shown again."""
    return [_load_row(one, typed) for one in sorted(found, key=lambda one: one.account.name)]


def _load_row(one: Candidate, typed: Mapping[str, str]) -> LoadRow:
    code, openings = one.account.id.hex, one.able.profile.openings
    stored = "" if openings is None else str(openings)
    now = _with_room(one).removeprefix(f"{one.account.name} · ")
    return LoadRow(code, one.account.name, now, typed.get(code, stored))
