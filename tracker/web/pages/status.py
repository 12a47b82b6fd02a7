"""What the applicant sees with the receipt, in plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.applications import Application
from tracker.domain.cases import ENDED, Event, Stage
from tracker.domain.fields import find_crisis_words
from tracker.domain.own import correctable, erasure_due
from tracker.domain.papers import Sender
from tracker.domain.program import DeclineReason
from tracker.services.places import Turn
from tracker.services.standing import Status
from tracker.web.format import SEOUL, day, moment
from tracker.web.labels import (
    ASSESSMENTS,
    DECLINE_REASONS_FOR_YOUTH,
    NEXT_FOR_YOUTH,
    STAGES_FOR_YOUTH,
)
from tracker.web.pages.history import Happened
from tracker.web.pages.messages import Message, for_person
from tracker.web.pages.own_consents import ConsentPage, consent_page
from tracker.web.pages.public import about_rows, choice_rows

# The road ahead, as promised beforehand; what happened has words of its own.
_ROAD: Final[tuple[tuple[Stage, LazyString], ...]] = (
    (Stage.ACCEPTED, _l("함께할 수 있는지 알려 드려요")),
    (Stage.ASSIGNED, _l("상담사를 정해 드려요")),
    (Stage.ACTIVE, _l("검사와 상담을 해요")),
    (Stage.COMPLETED, _l("함께 마무리해요")),
)
_REOPENED: Final[dict[Stage, LazyString]] = {
    Stage.SUBMITTED: _l("신청을 다시 살펴보고 있어요"),
    Stage.ASSIGNED: _l("다시 이어 가기로 했어요"),
    Stage.ACTIVE: _l("다시 이어 가기로 했어요"),
}
_ANSWERED: Final = _l("답을 보내 주셨어요")
_JUST_NOW: Final = timedelta(minutes=5)
_RETURNED: Final[dict[Stage, LazyString]] = {
    Stage.ACCEPTED: _l("더 잘 맞는 상담사를 찾고 있어요"),
}
_BEHIND: Final[dict[Stage, int]] = {
    Stage.ACCEPTED: 1,
    Stage.ASSIGNED: 2,
    Stage.ACTIVE: 3,
}


@dataclass(frozen=True)
class Point:
    """One point of the timeline."""

    title: str
    state: Literal["done", "current", "todo"]
    when: str = ""


@dataclass(frozen=True)
class Given:
    """What the person gave, and until when which part can be corrected."""

    about: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    reason: str
    corrected: str
    can_correct: frozenset[str]


@dataclass(frozen=True)
class MinePage:
    """Where an application stands."""

    number: str
    headline: str
    next: str
    reason: str
    timeline: tuple[Point, ...]
    shows_choice: bool
    chosen: tuple[str, ...]
    chosen_hint: str
    consents: tuple[ConsentPage, ...]
    given: Given | None
    received: str
    readable: bool
    can_withdraw: bool
    messages: tuple[Message, ...]
    question: Message | None
    distress: bool
    erasure: str
    offered_until: str


def mine_page(status: Status, now: datetime) -> MinePage:
    """Everything the page says, in the language of the request."""
    paper, stage = status.application.paper, status.case.stage
    chosen = status.release.chosen or (() if paper is None else paper.form.choice)
    messages = for_person(status.thread)
    return MinePage(
        number=status.case.receipt_number,
        headline=str(STAGES_FOR_YOUTH[stage]),
        next=str(NEXT_FOR_YOUTH[stage]),
        reason=_reason(status.decline_reason),
        timeline=_past(status) + _ahead(stage),
        shows_choice=stage not in {Stage.DECLINED, Stage.WITHDRAWN},
        chosen=tuple(str(ASSESSMENTS[kind]) for kind in chosen),
        chosen_hint=_chosen_hint(status),
        consents=tuple(consent_page(one, status.terms) for one in status.consents),
        given=None if paper is None else _given(status, paper.form),
        received=day(status.case.submitted_at),
        readable=paper is not None,
        can_withdraw=status.can_withdraw,
        messages=messages,
        question=_question(stage, messages),
        distress=_is_in_distress(status, now),
        erasure=erasure_words(status.case.erasure_asked_at),
        offered_until=_offer(status.turn),
    )


def _given(status: Status, form: Application) -> Given:
    paper = status.application.paper
    return Given(
        about=about_rows(form),
        choices=choice_rows(form),
        reason=form.reason,
        corrected=day(paper.corrected_at if paper is not None else None),
        can_correct=frozenset(part.value for part in correctable(status.case.stage)),
    )


def erasure_words(asked_at: datetime | None) -> str:
    """The last day on which what was asked to be destroyed may be there; '' when nobody asked."""
    return "" if asked_at is None else day(erasure_due(asked_at.astimezone(SEOUL).date()))


def _question(stage: Stage, messages: tuple[Message, ...]) -> Message | None:
    """What the center asked and waits for."""
    if stage is not Stage.INFO_REQUESTED:
        return None
    return next((one for one in messages if one.asks), None)


def _is_in_distress(status: Status, now: datetime) -> bool:
    """Whether what was sent just now holds words of somebody in danger; looked at, never kept."""
    just_now = [one.paper for one in status.thread if now - one.saved_at < _JUST_NOW]
    sent = [one.text for one in just_now if one is not None and one.sender is Sender.PERSON]
    paper = status.application.paper
    if paper is not None and paper.corrected_at and now - paper.corrected_at < _JUST_NOW:
        sent += [paper.form.reason, paper.form.office]
    return any(map(find_crisis_words, sent))


def _offer(turn: Turn | None) -> str:
    return moment(turn.offered_until) if turn is not None else ""


def _chosen_hint(status: Status) -> str:
    if status.release_waits:
        return _("상담사와 함께 정한 것이 있으면, 상담사가 다음에 기록을 열 때 다시 보여요.")
    if status.release.chosen:
        return _("상담사와 함께 정한 검사예요.")
    if status.case.stage in ENDED:
        return ""
    return _("첫 만남에서 상담사와 이야기하며 바꿀 수 있어요.")


def _reason(code: str) -> str:
    return str(DECLINE_REASONS_FOR_YOUTH[DeclineReason(code)]) if code else ""


def _past(status: Status) -> tuple[Point, ...]:
    stage, last = status.case.stage, len(status.history) - 1
    points = []
    for place, event in enumerate(status.history):
        now = place == last and stage not in ENDED
        points.append(
            Point(
                title=str(_happened(event)),
                state="current" if now else "done",
                when=day(event.at),
            )
        )
    return tuple(points)


def _happened(event: Happened) -> LazyString:
    if event.event is Event.ANSWER:
        return _ANSWERED
    special = {Event.REOPEN: _REOPENED, Event.RETURN: _RETURNED}
    return special.get(event.event, STAGES_FOR_YOUTH)[event.stage]


def _ahead(stage: Stage) -> tuple[Point, ...]:
    if stage in ENDED:
        return ()
    return tuple(Point(str(words), "todo") for _stage, words in _ROAD[_BEHIND.get(stage, 0) :])
