"""One application on one page, as the coordinator sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.applications import Application
from tracker.domain.cases import Event, Stage
from tracker.domain.fields import age_on
from tracker.domain.papers import DecisionPaper
from tracker.domain.program import AccountStatus, DeclineReason
from tracker.services import own_consents
from tracker.services.consents import consent_texts
from tracker.services.intake import Dossier
from tracker.services.places import Turn
from tracker.services.work import Sheet
from tracker.web import labels
from tracker.web.format import SEOUL, day, iso, moment, month
from tracker.web.i18n import language
from tracker.web.pages.application_list import QUEUES
from tracker.web.pages.history import Moment, timeline
from tracker.web.pages.lists import age, write_cursor
from tracker.web.pages.status import erasure_words

Pairs = tuple[tuple[str, str], ...]
_STATUS_BADGES: Final = {
    AccountStatus.ACTIVE: "success",
    AccountStatus.SUSPENDED: "warning",
}


@dataclass(frozen=True)
class Consent:
    """One consent: what was asked, what was answered, under which text."""

    title: str
    badge: tuple[str, str]
    text: str


@dataclass(frozen=True)
class ApplicationPage:
    """One application; without an `application` its record is damaged."""

    id: UUID
    receipt: str
    number: str
    stage: tuple[str, str]
    since: str
    since_iso: str
    age: str
    name: str
    damaged: bool
    status: tuple[str, str] | None
    status_hint: str
    about: Pairs
    wishes: Pairs
    reason: str
    consents: tuple[Consent, ...]
    round: str
    turn: str
    offers: bool
    decision: Pairs
    decision_note: str
    decision_damaged: bool
    returned: Pairs
    returned_note: str
    returned_damaged: bool
    timeline: tuple[Moment, ...]
    counselor: str
    can: frozenset[str]
    tab: str
    place: str
    url: str
    list_url: str
    answer_due: str
    answered: bool
    corrected: str
    erasure: str


def application_page(found: Dossier, now: datetime) -> ApplicationPage:
    """One application on one page."""
    case, form, decision = found.case, _form(found), found.decision
    return ApplicationPage(
        id=case.id,
        receipt=case.receipt_number,
        number=case.number or "",
        stage=(case.stage.value, str(labels.STAGES[case.stage])),
        since=moment(case.submitted_at),
        since_iso=iso(case.submitted_at),
        age=age(case.submitted_at, now),
        name="" if form is None else form.name,
        damaged=form is None,
        status=None if form is None else _status(form.account_status),
        status_hint="" if form is None else _status_hint(form.account_status),
        about=() if form is None else _about(form, now),
        wishes=() if form is None else _wishes(form),
        reason="" if form is None else form.reason,
        consents=tuple(map(_consent, found.consents)),
        round=found.round_name,
        turn=_turn(found.turn),
        offers=found.turn is not None and found.turn.offered_until is None,
        decision=_decision(decision),
        decision_note=decision.paper.note if decision and decision.paper else "",
        decision_damaged=decision is not None and not decision.intact,
        returned=_returned(found),
        returned_note=found.returned.paper.note if found.returned and found.returned.paper else "",
        returned_damaged=found.returned is not None and not found.returned.intact,
        timeline=timeline(found.history),
        counselor="" if found.counselor is None else found.counselor.name,
        can=frozenset() if form is None else frozenset(event.value for event in _acts(found)),
        tab=QUEUES.get(case.stage, "all"),
        place=write_cursor((case.submitted_at, case.id)),
        url=url_for("applications.show", case_id=case.id),
        list_url=url_for("applications.index", tab=QUEUES.get(case.stage, "all")),
        answer_due="" if case.answer_due is None else age(case.answer_due, now),
        answered=case.answered_at is not None,
        corrected=_corrected(found),
        erasure=erasure_words(case.erasure_asked_at),
    )


def _corrected(found: Dossier) -> str:
    """The day on which the person last corrected what they wrote."""
    paper = found.application.paper
    return "" if paper is None else day(paper.corrected_at)


def _form(found: Dossier) -> Application | None:
    paper = found.application.paper
    return None if paper is None else paper.form


def _turn(turn: Turn | None) -> str:
    if turn is None:
        return ""
    if turn.offered_until is not None:
        return _("자리를 알려 드렸고 %(when)s까지 답을 기다려요.", when=moment(turn.offered_until))
    return _("%(place)s번째 순서예요.", place=turn.ahead + 1)


def _acts(found: Dossier) -> frozenset[Event]:
    """What a coordinator can do now; a case that a counselor closed is theirs to reopen."""
    mine = {Event.REQUEST_INFO, Event.ACCEPT, Event.WAITLIST, Event.DECLINE, Event.ASSIGN}
    if found.case.stage is Stage.DECLINED:
        mine.add(Event.REOPEN)
    return found.possible & mine


def _status(status: AccountStatus) -> tuple[str, str]:
    return _STATUS_BADGES.get(status, "danger"), str(labels.ACCOUNT_STATUS[status])


def _status_hint(status: AccountStatus) -> str:
    if status is AccountStatus.ACTIVE:
        return ""
    if status is AccountStatus.SUSPENDED:
        return _("적립을 쉬고 있다고 적으셨어요. 통장이 이어지는지 확인한 뒤 정해 주세요.")
    return _("통장이 끝났다고 적으셨어요. 사실인지 확인한 뒤 정해 주세요.")


def _about(form: Application, now: datetime) -> Pairs:
    years = age_on(form.birth_date, now.astimezone(SEOUL).date())
    born = _("%(day)s, 만\N{NO-BREAK SPACE}%(age)s세", day=day(form.birth_date), age=years)
    return (
        (_("생년월일"), born),
        (_("휴대전화"), form.phone),
        (_("이메일"), form.email or _("적지 않으셨어요")),
        *(((_("보호자 휴대전화"), form.guardian_phone),) if form.guardian_phone else ()),
        (_("사는 곳"), str(labels.DISTRICTS[form.district])),
        (_("통장을 관리하는 곳"), form.office or _("적지 않으셨어요")),
        (_("통장을 만든 달"), month(form.account_opened)),
    )


def _wishes(form: Application) -> Pairs:
    chosen = ", ".join(str(labels.ASSESSMENTS[kind]) for kind in form.choice)
    return (
        (_("바라는 검사"), chosen or _("상담사와 정할게요")),
        (_("만나는 방법"), str(labels.WAYS[form.meeting])),
        (_("편한 때"), str(labels.DAYS[form.days])),
        (_("상담사 성별"), str(labels.GENDERS[form.counselor_gender])),
    )


def _consent(found: own_consents.Consent) -> Consent:
    text = consent_texts(language())[found.kind]
    shown = _(
        "%(version)s판 문구 (확인값 %(digest)s)",
        version=found.version,
        digest=found.digest[:8],
    )
    return Consent(text.title, _answer(found), shown)


def _answer(found: own_consents.Consent) -> tuple[str, str]:
    if found.given and found.was_changed:
        return "success", _("동의함, %(day)s", day=day(found.since))
    if found.given:
        return "success", _("동의함")
    if found.was_changed:
        return "warning", _("동의를 거둠, %(day)s", day=day(found.since))
    return "none", _("동의하지 않음")


def _returned(found: Dossier) -> Pairs:
    """Who gave the case back, when and why."""
    sheet = found.returned
    if sheet is None or sheet.paper is None:
        return ()
    return (
        (_("돌려보낸 분"), found.returned_by or _("지금은 없는 동료")),
        (_("돌려보낸 때"), moment(sheet.saved_at)),
        (_("까닭"), str(labels.RETURN_REASONS[sheet.paper.reason])),
    )


def _decision(sheet: Sheet[DecisionPaper] | None) -> Pairs:
    if sheet is None or sheet.paper is None:
        return ()
    paper = sheet.paper
    what = str(labels.EVENTS[Event(paper.event)])
    lines = [(_("정한 일"), what), (_("정한 때"), moment(sheet.saved_at))]
    if paper.reason:
        lines.append((_("까닭"), str(labels.DECLINE_REASONS[DeclineReason(paper.reason)])))
    return tuple(lines)
