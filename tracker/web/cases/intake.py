"""The beginning of a case: the intake interview, and choosing five of six."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.notes import check_chosen, check_intake
from tracker.domain.program import AssessmentKind
from tracker.services import assessments, counseling, rounds
from tracker.services.counseling import CaseFile
from tracker.web.cases.base import answer, bp, checking, open_case, opened, saved, span_of
from tracker.web.context import here
from tracker.web.forms.cases import ChoiceForm, IntakeForm, typed, written
from tracker.web.guards import needs
from tracker.web.labels import ASSESSMENTS, ASSESSMENTS_FOR_YOUTH
from tracker.web.labels.numbers import in_words


@bp.get("/<uuid:case_id>/intake")
@needs(Permission.NOTE_WRITE, records=True)
def intake(case_id: UUID) -> ResponseReturnValue:
    """The intake interview, to be written or continued."""
    found = open_case(case_id)
    return _intake_page(found, opened(IntakeForm, found.intake, _intake_values(found)))


@bp.post("/<uuid:case_id>/intake")
@needs(Permission.NOTE_WRITE)
def save_intake(case_id: UUID) -> ResponseReturnValue:
    """Save the intake interview."""
    form = IntakeForm()
    with checking(form):
        paper = check_intake(typed(form), span_of(case_id))
        counseling.save_intake(here(), case_id, paper, form.base)
    if form.failed:
        return _intake_page(open_case(case_id), form)
    return saved(case_id, _("초기면접 기록을 저장했어요."), "intake")


def _intake_values(found: CaseFile) -> dict[str, object]:
    sheet = found.intake
    return {} if sheet is None or sheet.paper is None else written(sheet.paper)


def _intake_page(found: CaseFile, form: IntakeForm) -> Response:
    return answer("cases/intake.html", found, form, found.intake, _intake_values(found))


@bp.get("/<uuid:case_id>/choice")
@needs(Permission.NOTE_WRITE, records=True)
def choice(case_id: UUID) -> ResponseReturnValue:
    """As many of six as the round says, as chosen before or as the applicant wished."""
    found = open_case(case_id)
    values = _choice_values(found) or {"choice": _wish(found)}
    return _choice_page(found, opened(ChoiceForm, found.choice, values))


@bp.post("/<uuid:case_id>/choice")
@needs(Permission.NOTE_WRITE)
def save_choice(case_id: UUID) -> ResponseReturnValue:
    """Save the choice, and why the others are left out."""
    form = ChoiceForm()
    with checking(form):
        span_of(case_id)
        made = check_chosen(typed(form), rounds.terms_of_case(here().db, case_id).plan.tests)
        assessments.save_choice(here(), case_id, list(made.kinds), made.reason, form.base)
    if form.failed:
        return _choice_page(open_case(case_id), form)
    return saved(case_id, _("검사를 정했어요."), "choice")


def _choice_values(found: CaseFile) -> dict[str, object]:
    sheet = found.choice
    if sheet is None or sheet.paper is None:
        return {}
    return {"choice": [kind.value for kind in sheet.paper.chosen], "reason": sheet.paper.reason}


def _wish(found: CaseFile) -> list[str]:
    """What the applicant wished for; empty when it was left to the counselor."""
    sheet = found.application
    return [] if sheet is None or sheet.paper is None else [*map(str, sheet.paper.form.choice)]


def _choice_page(found: CaseFile, form: ChoiceForm) -> Response:
    stored = _choice_values(found)
    wish = [str(ASSESSMENTS[AssessmentKind(one)]) for one in _wish(found)]
    count = in_words(found.milestones.plan.tests)
    more = {"wish": wish, "about": ASSESSMENTS_FOR_YOUTH, "count": count}
    return answer("cases/choice.html", found, form, found.choice, stored, **more)
