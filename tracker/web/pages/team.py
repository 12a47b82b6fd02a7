"""The supervisor's pages: the team's cases under their numbers, without a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.cases import Stage
from tracker.domain.papers import DecisionPaper
from tracker.domain.program import DropOutReason
from tracker.services.counseling import CaseFile
from tracker.services.desk import CASE_TABS, Line, Listing
from tracker.services.work import Sheet
from tracker.web import labels
from tracker.web.format import moment
from tracker.web.i18n import said
from tracker.web.pages.case_head import latest_risk, risk_label
from tracker.web.pages.history import Moment, timeline
from tracker.web.pages.lists import Ages, Tab, next_url, tabs
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
class Row:
    """One case of the team."""

    number: str
    stage: str
    stage_label: str
    counselor: str
    tests: str
    sessions: str
    age: str
    since: str
    url: str


@dataclass(frozen=True)
class TeamList:
    """The cases of the team."""

    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    next_url: str | None
    first_url: str | None
    ended: bool


@dataclass(frozen=True)
class TeamCase:
    """One case to be read."""

    number: str
    stage: tuple[str, str]
    risk: tuple[str, str] | None
    tests: tuple[int, int]
    sessions: tuple[int, int]
    counselor: str
    list_url: str
    intake: SheetView
    choice: SheetView
    results: tuple[SheetView, ...]
    notes: tuple[SheetView, ...]
    outcome: SheetView
    closing: Pairs
    closing_note: str
    closing_damaged: bool
    timeline: tuple[Moment, ...]


def team_list(shown: Listing, now: datetime, *, later: bool) -> TeamList:
    """The list as the supervisor sees it; `later` says that it does not begin at its start."""
    endpoint = "team.index"
    stages = said(labels.STAGES)
    ages, base = Ages(now), url_for(endpoint)
    return TeamList(
        tabs=tabs(endpoint, shown, CASE_TABS),
        rows=tuple(_row(line, ages, base, stages) for line in shown.lines),
        next_url=next_url(endpoint, shown),
        first_url=url_for(endpoint, tab=shown.tab) if later else None,
        ended=shown.tab == "ended",
    )


def _row(line: Line, ages: Ages, base: str, stages: Mapping[Stage, str]) -> Row:
    row = line.row
    age, since = ages(row.changed_at)
    return Row(
        number=row.number or "",
        stage=row.stage.value,
        stage_label=stages[row.stage],
        counselor=row.counselor or "",
        tests=f"{row.interpreted}/{row.plan.tests}",
        sessions=f"{row.held}/{row.plan.sessions}",
        age=age,
        since=since,
        url=f"{base}{row.id}",
    )


def team_case(found: CaseFile) -> TeamCase:
    """One case of the team, whole but for the name."""
    case, done, level = found.case, found.milestones, latest_risk(found)
    closing = found.closing
    return TeamCase(
        number=case.number or "",
        stage=(case.stage.value, str(labels.STAGES[case.stage])),
        risk=None if level is None else (level.value, risk_label(level)),
        tests=(done.interpreted, done.plan.tests),
        sessions=(done.held, done.plan.sessions),
        counselor=found.counselor_name,
        list_url=url_for("team.index"),
        intake=intake_view(found.intake),
        choice=choice_view(found.choice),
        results=tuple(result_view(one) for one in found.assessments),
        notes=tuple(session_view(one) for one in found.sessions),
        outcome=outcome_view(found.outcome, signed=done.outcome_signed),
        closing=closing_lines(closing),
        closing_note=closing.paper.note if closing and closing.paper else "",
        closing_damaged=closing is not None and not closing.intact,
        timeline=timeline(found.history),
    )


def closing_lines(sheet: Sheet[DecisionPaper] | None) -> Pairs:
    """Why a case ended early or was opened again."""
    if sheet is None or sheet.paper is None:
        return ()
    paper = sheet.paper
    if not paper.reason:
        return ((_("다시 연 때"), moment(sheet.saved_at)),)
    reason = str(labels.DROP_OUT_REASONS[DropOutReason(paper.reason)])
    return ((_("중도 종료한 때"), moment(sheet.saved_at)), (_("까닭"), reason))
