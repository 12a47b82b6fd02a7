"""The head of a case, the same on all its pages, and the one next thing to do."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.cases import IN_CARE, Event
from tracker.domain.program import HELD, RiskLevel, risk_after
from tracker.services.counseling import CaseFile
from tracker.web import labels
from tracker.web.labels.numbers import in_words


@dataclass(frozen=True)
class CaseHead:
    """Who and where: what never scrolls away."""

    url: str
    number: str
    name: str
    stage: tuple[str, str]
    tests: tuple[int, int]
    sessions: tuple[int, int]
    risk: tuple[str, str] | None


@dataclass(frozen=True)
class NextStep:
    """The one next thing to do."""

    label: str
    url: str


def case_head(found: CaseFile) -> CaseHead:
    """The head of an open case."""
    case, done = found.case, found.milestones
    level = latest_risk(found)
    return CaseHead(
        url=url_for("cases.show", case_id=case.id),
        number=case.number or "",
        name=name_of(found),
        stage=(case.stage.value, str(labels.STAGES[case.stage])),
        tests=(done.interpreted, done.plan.tests),
        sessions=(done.held, done.plan.sessions),
        risk=None if level is None else (level.value, risk_label(level)),
    )


def name_of(found: CaseFile) -> str:
    """The person's name, or a sentence in its place when the application does not open."""
    sheet = found.application
    if sheet is None or sheet.paper is None:
        return _("이름을 열 수 없어요")
    return sheet.paper.form.name


def latest_risk(found: CaseFile) -> RiskLevel | None:
    """The risk that stands now: as the sessions say, and the intake interview before them."""
    newest = sorted(found.sessions, key=lambda entry: entry.row.created_at, reverse=True)
    judged = [
        (entry.note.paper.risk, entry.row.attendance in HELD)
        for entry in newest
        if entry.note is not None and entry.note.paper is not None
    ]
    if found.intake is not None and found.intake.paper is not None:
        judged.append((found.intake.paper.risk, True))
    return risk_after(judged)


def risk_label(level: RiskLevel) -> str:
    """The level in words that stand by themselves."""
    return _("위험: %(level)s", level=labels.RISKS[level])


def next_session(found: CaseFile) -> int | None:
    """The number of the next session, None when all were held."""
    held = {entry.row.number for entry in found.sessions if entry.row.attendance in HELD}
    numbers = range(1, found.milestones.plan.sessions + 1)
    return next((number for number in numbers if number not in held), None)


def is_new(found: CaseFile) -> bool:
    """Whether the case was assigned and nothing was written about it, so that it can go back."""
    sheets = (found.intake, found.choice, found.outcome, found.closing)
    return Event.RETURN in found.possible and not any((*sheets, *found.sessions))


def next_step(found: CaseFile) -> NextStep | None:
    """What to do next: intake, choice, results, sessions, outcome, completion; None when closed."""
    if found.case.stage not in IN_CARE:
        return None
    return _beginning(found) or _results(found) or _session(found) or _ending(found)


def _beginning(found: CaseFile) -> NextStep | None:
    case_id = found.case.id
    if not found.milestones.intake_done:
        return NextStep(_("초기면접 적기"), url_for("cases.intake", case_id=case_id))
    plan = found.milestones.plan
    if found.milestones.chosen < plan.tests:
        words = _("검사 %(count)s 가지 고르기", count=in_words(plan.tests))
        return NextStep(words, url_for("cases.choice", case_id=case_id))
    return None


def _results(found: CaseFile) -> NextStep | None:
    for entry in found.assessments:
        if entry.row.recorded_at is None:
            words = _("%(name)s 결과 적기", name=labels.ASSESSMENTS[entry.row.kind])
            return NextStep(words, result_url(found.case.id, entry.row.kind))
    return None


def _session(found: CaseFile) -> NextStep | None:
    number = next_session(found)
    if number is None:
        return None
    url = url_for("cases.new_session", case_id=found.case.id, number=number)
    return NextStep(_("%(number)s회기 적기", number=number), url)


def _ending(found: CaseFile) -> NextStep:
    case_id = found.case.id
    for entry in found.assessments:
        if entry.row.interpreted_at is None:
            words = _("%(name)s 설명한 날 적기", name=labels.ASSESSMENTS[entry.row.kind])
            return NextStep(words, result_url(case_id, entry.row.kind))
    if not found.milestones.outcome_signed:
        written = found.outcome is not None
        words = _("종결 기록에 서명하기") if written else _("종결 기록 적기")
        return NextStep(words, url_for("cases.outcome", case_id=case_id))
    return NextStep(_("종결하기"), url_for("cases.close", case_id=case_id))


def result_url(case_id: UUID, kind: str) -> str:
    """Where the result of one assessment is written."""
    return url_for("cases.result", case_id=case_id, kind=str(kind))
