"""The end of a case: outcome note, closing, reopening."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.notes import check_drop_out, check_outcome, check_reason
from tracker.services import outcomes
from tracker.services.counseling import CaseFile
from tracker.web.cases.base import answer, bp, checking, open_case, opened, saved, span_of
from tracker.web.context import here
from tracker.web.forms.base import Form
from tracker.web.forms.cases import (
    CompleteForm,
    DropOutForm,
    OutcomeForm,
    ReopenForm,
    typed,
    written,
)
from tracker.web.guards import needs
from tracker.web.pages.case_closing import close_page
from tracker.web.pages.sheets import outcome_view


@bp.get("/<uuid:case_id>/outcome")
@needs(Permission.NOTE_WRITE, records=True)
def outcome(case_id: UUID) -> ResponseReturnValue:
    """The outcome note, to be written; a signed one is only to be read."""
    found = open_case(case_id)
    return _outcome_page(found, opened(OutcomeForm, found.outcome, _outcome_values(found)))


@bp.post("/<uuid:case_id>/outcome")
@needs(Permission.NOTE_WRITE)
def save_outcome(case_id: UUID) -> ResponseReturnValue:
    """Save the outcome note, and sign it where the other button was pressed."""
    form, sign = OutcomeForm(), request.form.get("act") == "sign"
    with checking(form):
        span_of(case_id)
        paper = check_outcome(typed(form))
        outcomes.save_outcome(here(), case_id, paper, form.base, sign=sign)
    if form.failed:
        return _outcome_page(open_case(case_id), form)
    done = _("종결 기록에 서명했어요.") if sign else _("종결 기록을 저장했어요.")
    return saved(case_id, done, "outcome")


@bp.post("/<uuid:case_id>/outcome/unsign")
@needs(Permission.NOTE_WRITE)
def unsign_outcome(case_id: UUID) -> ResponseReturnValue:
    """Take the signature off, so that the note can be corrected."""
    outcomes.unsign(here(), case_id)
    flash(_("서명을 풀었어요. 고친 뒤 다시 서명해 주세요."), "success")
    return redirect(url_for(".outcome", case_id=case_id), 303)


def _outcome_values(found: CaseFile) -> dict[str, object]:
    sheet = found.outcome
    return {} if sheet is None or sheet.paper is None else written(sheet.paper)


def _outcome_page(found: CaseFile, form: OutcomeForm) -> Response:
    signed = found.milestones.outcome_signed
    view = outcome_view(found.outcome, signed=signed)
    stored = _outcome_values(found)
    more = {"signed": signed and not form.sent, "view": view}
    return answer("cases/outcome.html", found, form, found.outcome, stored, **more)


@bp.get("/<uuid:case_id>/close")
@needs(Permission.CASE_CLOSE, records=True)
def close(case_id: UUID) -> ResponseReturnValue:
    """Complete the case, or say exactly what is missing; or end it early."""
    return _close_page(case_id, DropOutForm())


@bp.post("/<uuid:case_id>/close")
@needs(Permission.CASE_CLOSE)
def save_closing(case_id: UUID) -> ResponseReturnValue:
    """Close the case, completed or ended early."""
    if request.form.get("how") == "complete":
        return _complete(case_id)
    form = DropOutForm()
    with checking(form):
        ended = check_drop_out(typed(form))
        outcomes.drop_out(here(), case_id, ended.reason, ended.note)
    if form.failed:
        return _close_page(case_id, form)
    return saved(case_id, _("사례를 중도 종료했어요."), "closing")


def _complete(case_id: UUID) -> Response:
    form = CompleteForm()
    with checking(form):
        outcomes.complete(here(), case_id)
    if form.failed:
        return _close_page(case_id, form)
    return saved(case_id, _("사례를 종결했어요. 수고 많으셨어요."), "closing")


def _close_page(case_id: UUID, form: Form) -> Response:
    found = open_case(case_id)
    drop_out = form if isinstance(form, DropOutForm) else DropOutForm(formdata=None)
    return answer("cases/close.html", found, form, closing=close_page(found), drop_out=drop_out)


@bp.get("/<uuid:case_id>/reopen")
@needs(Permission.CASE_CLOSE, records=True)
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Ask why a closed case is taken up again."""
    return answer("cases/reopen.html", open_case(case_id), ReopenForm())


@bp.post("/<uuid:case_id>/reopen")
@needs(Permission.CASE_CLOSE)
def save_reopening(case_id: UUID) -> ResponseReturnValue:
    """Take a closed case up again."""
    form = ReopenForm()
    with checking(form):
        outcomes.reopen(here(), case_id, check_reason(form.reason.data or ""))
    if form.failed:
        return answer("cases/reopen.html", open_case(case_id), form)
    return saved(case_id, _("사례를 다시 열었어요. 서명한 종결 기록도 다시 고칠 수 있어요."))
