"""The sheets of a case, to be read: what templates/macros/case.html shows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from tracker.domain.papers import (
    ChoicePaper,
    IntakePaper,
    OutcomePaper,
    SessionPaper,
)
from tracker.domain.program import left_out
from tracker.services.counseling import AssessmentEntry, SessionEntry
from tracker.services.work import Sheet
from tracker.web import labels
from tracker.web.format import day, iso, moment
from tracker.web.pages.scales import ScaleGroups, instrument_name, scale_groups, text_scales

Pairs = tuple[tuple[str, str], ...]


class SheetState(StrEnum):
    """Whether there is something to read."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    WRITTEN = "written"


@dataclass(frozen=True)
class SheetView:
    """One sheet: badges and facts first, then the texts as they were written.

    Of a result the day, the scores that ask for a second look and the summary stand outside the
    fold; `told` says that it is settled, and the fold may be closed.
    """

    anchor: str
    title: str
    state: SheetState
    saved: str = ""
    saved_iso: str = ""
    badges: Pairs = ()
    facts: Pairs = ()
    texts: Pairs = ()
    chosen: tuple[str, ...] = ()
    left_out: str = ""
    scales: ScaleGroups = ()
    on: str = ""
    flags: Pairs = ()
    summary: Pairs = ()
    told: bool = False


def intake_view(sheet: Sheet[IntakePaper] | None) -> SheetView:
    """The intake interview."""
    head = _head("intake", _("초기면접"), sheet)
    if sheet is None or sheet.paper is None:
        return SheetView(**head)
    paper = sheet.paper
    explained = _("설명했어요") if paper.limits_explained else _("아직 설명하지 않았어요")
    return SheetView(
        **head,
        badges=(_risk(paper),),
        facts=((_("만난 날"), day(paper.held_on)), (_("비밀보장의 한계"), explained)),
        texts=_written(
            (_("주 호소"), paper.presenting_problem),
            (_("배경"), paper.background),
            (_("강점과 자원"), paper.strengths),
            (_("함께 정한 목표"), paper.goals),
            (_("위험 평가"), paper.risk_note),
        ),
    )


def choice_view(sheet: Sheet[ChoicePaper] | None) -> SheetView:
    """The assessments chosen, and why the others were left out."""
    head = _head("choice", _("검사 선택"), sheet)
    if sheet is None or sheet.paper is None:
        return SheetView(**head)
    paper = sheet.paper
    return SheetView(
        **head,
        chosen=tuple(str(labels.ASSESSMENTS[kind]) for kind in paper.chosen),
        left_out=", ".join(str(labels.ASSESSMENTS[kind]) for kind in left_out(paper.chosen)),
        texts=_written((_("빼기로 한 까닭"), paper.reason)),
    )


def result_view(entry: AssessmentEntry) -> SheetView:
    """The result of one chosen assessment."""
    kind = entry.row.kind
    head = _head(f"result-{kind}", str(labels.ASSESSMENTS[kind]), entry.result)
    if entry.result is None or entry.result.paper is None:
        return SheetView(**head)
    paper = entry.result.paper
    told = day(paper.interpreted_on) if paper.interpreted_on else _("아직 설명하지 않았어요")
    scales = scale_groups(paper)
    return SheetView(
        **head,
        badges=_told_badge(paper.interpreted_on),
        facts=(
            (_("도구"), instrument_name(paper)),
            (_("방법"), str(labels.WAYS[paper.way])),
            (_("결과를 설명한 날"), told),
        ),
        scales=scales,
        texts=_written(*text_scales(paper)),
        on=day(paper.administered_on),
        flags=tuple(
            (line.hint[0], f"{line.name}: {line.hint[1]}")
            for _name, lines in scales
            for line in lines
            if line.hint
        ),
        summary=_written((_("요약과 해석"), paper.narrative)),
        told=paper.interpreted_on is not None,
    )


def session_view(entry: SessionEntry) -> SheetView:
    """One session, held or missed; what became of it is known even if the note is damaged."""
    number, attendance = entry.row.number, entry.row.attendance
    title = _("%(number)s회기", number=number)
    head = _head(f"session-{entry.row.id.hex}", title, entry.note)
    became = (attendance.value, str(labels.ATTENDANCE[attendance]))
    if entry.note is None or entry.note.paper is None:
        return SheetView(**head, badges=(became,))
    paper = entry.note.paper
    return SheetView(
        **head,
        badges=(became, _risk(paper)),
        facts=((_("날짜"), day(paper.held_on)), (_("방법"), str(labels.WAYS[paper.way]))),
        texts=_written(
            (_("상담 기록"), paper.note),
            (_("위험 평가"), paper.risk_note),
            (_("다음 계획"), paper.next_plan),
        ),
    )


def outcome_view(sheet: Sheet[OutcomePaper] | None, *, signed: bool) -> SheetView:
    """The outcome note; `signed` comes from the milestones of the case."""
    head = _head("outcome", _("종결 기록"), sheet)
    if sheet is None:
        return SheetView(**head)
    badge = ("success", _("서명함")) if signed else ("warning", _("서명 전"))
    if sheet.paper is None:
        return SheetView(**head, badges=(badge,))
    paper = sheet.paper
    return SheetView(
        **head,
        badges=(badge,),
        texts=_written(
            (_("달라진 점"), paper.summary),
            (_("앞으로의 계획"), paper.plan),
            (_("이어 드린 곳"), paper.referral),
        ),
    )


def _head(anchor: str, title: str, sheet: Sheet[Any] | None) -> dict[str, Any]:
    if sheet is None:
        return {"anchor": anchor, "title": title, "state": SheetState.EMPTY}
    return {
        "anchor": anchor,
        "title": title,
        "state": SheetState.WRITTEN if sheet.intact else SheetState.DAMAGED,
        "saved": moment(sheet.saved_at),
        "saved_iso": iso(sheet.saved_at),
    }


def _risk(paper: IntakePaper | SessionPaper) -> tuple[str, str]:
    return paper.risk.value, _("위험: %(level)s", level=labels.RISKS[paper.risk])


def _told_badge(interpreted_on: date | None) -> Pairs:
    if interpreted_on is None:
        return (("warning", _("설명 전")),)
    return (("success", _("설명함")),)


def _written(*texts: tuple[str, str]) -> Pairs:
    return tuple((label, text) for label, text in texts if text)
