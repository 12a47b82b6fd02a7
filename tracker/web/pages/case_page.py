"""One case on one page."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.applications import Application
from tracker.domain.cases import IN_CARE, Event
from tracker.domain.fields import age_on
from tracker.domain.program import RiskLevel
from tracker.services.counseling import CaseFile, SessionEntry
from tracker.web import labels
from tracker.web.format import SEOUL, day, month
from tracker.web.pages.case_closing import ClosingView, closing_view
from tracker.web.pages.case_head import (
    CaseHead,
    NextStep,
    case_head,
    is_new,
    latest_risk,
    next_session,
    next_step,
    result_url,
)
from tracker.web.pages.history import Moment, timeline
from tracker.web.pages.sheets import (
    Pairs,
    SheetView,
    choice_view,
    intake_view,
    outcome_view,
    result_view,
    session_view,
)


@dataclass(frozen=True)
class Card:
    """A sheet, and where it is written; no address where nothing can be written now."""

    view: SheetView
    url: str | None
    action: str


@dataclass(frozen=True)
class Person:
    """Who applied, and what they wished; None on the page when it does not open."""

    phone: str
    about: Pairs
    wishes: Pairs
    reason: str


@dataclass(frozen=True)
class RiskNow:
    """What to do now, where the last judgement asks for it."""

    title: str
    urgent: bool
    steps: tuple[str, ...]


@dataclass(frozen=True)
class CasePage:
    """Everything the page of a case shows."""

    head: CaseHead
    next: NextStep | None
    risk: RiskNow | None
    person: Person | None
    intake: Card
    choice: Card
    results: tuple[Card, ...]
    sessions: tuple[Card, ...]
    new_session: NextStep | None
    outcome: Card
    closing: ClosingView
    close_url: str | None
    reopen_url: str | None
    return_url: str | None
    history: tuple[Moment, ...]


def case_page(found: CaseFile, now: datetime) -> CasePage:
    """The page of an open case."""
    signed = found.milestones.outcome_signed
    return CasePage(
        head=case_head(found),
        next=next_step(found),
        risk=_risk_now(found),
        person=_person(found, now),
        intake=_card(found, intake_view(found.intake), "intake"),
        choice=_card(found, choice_view(found.choice), "choice"),
        results=_results(found),
        sessions=tuple(_session(found, entry) for entry in found.sessions),
        new_session=_new_session(found),
        outcome=_outcome(found, outcome_view(found.outcome, signed=signed)),
        closing=closing_view(found.closing),
        close_url=_url_in_care(found, "close"),
        reopen_url=_reopen_url(found),
        return_url=url_for("cases.give_back", case_id=found.case.id) if is_new(found) else None,
        history=timeline(found.history),
    )


def _url_in_care(found: CaseFile, page: str) -> str | None:
    if found.case.stage not in IN_CARE:
        return None
    return url_for(f"cases.{page}", case_id=found.case.id)


def _reopen_url(found: CaseFile) -> str | None:
    if Event.REOPEN not in found.possible:
        return None
    return url_for("cases.reopen", case_id=found.case.id)


def _card(found: CaseFile, view: SheetView, page: str) -> Card:
    return Card(view, _url_in_care(found, page), _action(view))


def _action(view: SheetView) -> str:
    return _("적기") if view.state == "empty" else _("고치기")


def _results(found: CaseFile) -> tuple[Card, ...]:
    open_now = found.case.stage in IN_CARE
    cards = []
    for entry in found.assessments:
        view = result_view(entry)
        url = result_url(found.case.id, entry.row.kind) if open_now else None
        cards.append(Card(view, url, _action(view)))
    return tuple(cards)


def _session(found: CaseFile, entry: SessionEntry) -> Card:
    if found.case.stage not in IN_CARE:
        return Card(session_view(entry), None, "")
    url = url_for("cases.session", case_id=found.case.id, entry_id=entry.row.id)
    return Card(session_view(entry), url, _("고치기"))


def _new_session(found: CaseFile) -> NextStep | None:
    number = next_session(found)
    if number is None or found.case.stage not in IN_CARE:
        return None
    url = url_for("cases.new_session", case_id=found.case.id, number=number)
    return NextStep(_("%(number)s회기 적기", number=number), url)


def _outcome(found: CaseFile, view: SheetView) -> Card:
    """A signed note is locked: it is written again only after reopening."""
    if found.milestones.outcome_signed:
        return Card(view, None, "")
    return _card(found, view, "outcome")


def _risk_now(found: CaseFile) -> RiskNow | None:
    """From moderate on, as long as the case is open."""
    level = latest_risk(found)
    if level in {None, RiskLevel.NONE, RiskLevel.LOW} or found.case.stage not in IN_CARE:
        return None
    urgent = level in {RiskLevel.HIGH, RiskLevel.IMMINENT}
    title = _("마지막 위험 평가는 '%(level)s'이에요. 지금 할 일:", level=labels.RISKS[level])
    return RiskNow(title, urgent, tuple(map(str, labels.RISK_STEPS[level])))


def _person(found: CaseFile, now: datetime) -> Person | None:
    sheet = found.application
    if sheet is None or sheet.paper is None:
        return None
    form = sheet.paper.form
    return Person(form.phone, _about(form, now), _wishes(form), form.reason)


def _about(form: Application, now: datetime) -> Pairs:
    years = age_on(form.birth_date, now.astimezone(SEOUL).date())
    return (
        (
            _("생년월일"),
            _("%(day)s, 만\N{NO-BREAK SPACE}%(age)s세", day=day(form.birth_date), age=years),
        ),
        (_("이메일"), form.email or "–"),
        (_("사는 곳"), str(labels.DISTRICTS[form.district])),
        (_("통장을 관리하는 곳"), form.office or "–"),
        (_("통장을 만든 달"), month(form.account_opened)),
        (_("통장 상태"), str(labels.ACCOUNT_STATUS[form.account_status])),
    )


def _wishes(form: Application) -> Pairs:
    names = ", ".join(str(labels.ASSESSMENTS[kind]) for kind in form.choice)
    return (
        (_("바라는 검사"), names or _("상담사와 정할게요")),
        (_("만나는 방법"), str(labels.WAYS[form.meeting])),
        (_("편한 때"), str(labels.DAYS[form.days])),
        (_("상담사 성별"), str(labels.GENDERS[form.counselor_gender])),
    )
