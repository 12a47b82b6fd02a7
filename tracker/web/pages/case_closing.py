"""What closing a case needs, and what became of it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.domain.cases import Event, missing_for_completion
from tracker.domain.papers import DecisionPaper
from tracker.domain.program import DropOutReason
from tracker.services.counseling import CaseFile
from tracker.services.work import Sheet
from tracker.web import labels
from tracker.web.format import moment
from tracker.web.labels.numbers import in_words
from tracker.web.pages.case_head import next_session
from tracker.web.pages.sheets import Pairs, SheetState


@dataclass(frozen=True)
class Need:
    """One thing that a completed case has: whether it is there, and what is missing if not."""

    done: bool
    label: str
    missing: str = ""


@dataclass(frozen=True)
class ClosePage:
    """Whether a case can be completed or ended early, and what is missing for the former."""

    needs: tuple[Need, ...]
    ready: bool
    can_complete: bool
    can_drop_out: bool


@dataclass(frozen=True)
class ClosingView:
    """What the last closing or reopening says."""

    state: SheetState
    saved: str = ""
    facts: Pairs = ()
    note: str = ""


def close_page(found: CaseFile) -> ClosePage:
    """What the page about closing shows."""
    done, plan = found.milestones, found.milestones.plan
    tests = in_words(plan.tests)
    return ClosePage(
        needs=(
            Need(done.intake_done, _("초기면접"), _("아직 적지 않았어요")),
            Need(
                done.chosen == plan.tests,
                _("검사 %(count)s 가지 선택", count=tests),
                _("아직 고르지 않았어요"),
            ),
            Need(
                done.interpreted == plan.tests,
                _(
                    "검사 %(count)s 가지의 결과와 해석 (%(n)s/%(all)s)",
                    count=tests,
                    n=done.interpreted,
                    all=plan.tests,
                ),
                _untold(found),
            ),
            Need(
                done.held == plan.sessions,
                _(
                    "상담 %(count)s 번 (%(n)s/%(all)s)",
                    count=in_words(plan.sessions),
                    n=done.held,
                    all=plan.sessions,
                ),
                _("%(number)s회기부터 남았어요", number=next_session(found)),
            ),
            Need(done.outcome_signed, _("서명한 종결 기록"), _unsigned(found)),
        ),
        ready=not missing_for_completion(done),
        can_complete=Event.COMPLETE in found.possible,
        can_drop_out=Event.DROP_OUT in found.possible,
    )


def _untold(found: CaseFile) -> str:
    """The assessments that were not explained yet, by name."""
    left = [one.row.kind for one in found.assessments if one.row.interpreted_at is None]
    names = ", ".join(str(labels.ASSESSMENTS[kind]) for kind in left)
    return _("남은 검사: %(names)s", names=names) if names else _("검사를 먼저 골라 주세요")


def _unsigned(found: CaseFile) -> str:
    return _("아직 적지 않았어요") if found.outcome is None else _("적었지만 서명 전이에요")


def closing_view(sheet: Sheet[DecisionPaper] | None) -> ClosingView:
    """The last closing or reopening with its reason."""
    if sheet is None:
        return ClosingView(SheetState.EMPTY)
    when = moment(sheet.saved_at)
    if sheet.paper is None:
        return ClosingView(SheetState.DAMAGED, when)
    paper = sheet.paper
    if paper.event == Event.REOPEN.value:
        facts: Pairs = ((_("다시 연 때"), when),)
        return ClosingView(SheetState.WRITTEN, when, facts, paper.note)
    reason = str(labels.DROP_OUT_REASONS[DropOutReason(paper.reason)])
    facts = ((_("중도 종료한 때"), when), (_("까닭"), reason))
    return ClosingView(SheetState.WRITTEN, when, facts, paper.note)
