"""Is this somebody whom the program is for? What the list says, and what a person found out."""

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.applications import FormErrors
from tracker.domain.eligibility import LINES, NOTE, check_eligibility
from tracker.domain.program import Verdict
from tracker.services import eligibility, intake
from tracker.services.intake import Dossier
from tracker.services.roster.lookup import look_up
from tracker.web.context import here
from tracker.web.forms.base import telling
from tracker.web.forms.cases import typed, written
from tracker.web.forms.roster import EligibilityForm
from tracker.web.guards import needs
from tracker.web.pages.eligibility import EligibilityPanel, checklist_page, eligibility_panel

bp = Blueprint("eligibility", __name__, url_prefix="/applications")
_NOTHING_YET = dict.fromkeys(LINES, Verdict.OPEN.value)


@bp.route("/<uuid:case_id>/eligibility", methods=["GET", "POST"])
@needs(Permission.CASE_DECIDE, records=True)
def edit(case_id: UUID) -> ResponseReturnValue:
    """The checklist, to be filled in."""
    form = EligibilityForm()
    if not form.sent:
        return _page(case_id, form)
    with telling(form):
        try:
            eligibility.save(here(), case_id, check_eligibility(typed(form)), form.base)
        except FormErrors as refused:
            form.refuse(refused.errors)
    if form.failed:
        return _page(case_id, form)
    flash(_("자격을 확인한 것을 저장했어요. 선정은 따로 정해 주세요."), "success")
    return redirect(url_for("applications.show", case_id=case_id), 303)


def panel(found: Dossier) -> EligibilityPanel:
    """What stands about eligibility on the page of an application."""
    paper = found.application.paper
    looked = None if paper is None else look_up(here(), paper.form)
    return eligibility_panel(found, looked, eligibility.checklist(here(), found.case.id))


def _page(case_id: UUID, form: EligibilityForm) -> Response:
    """The form: fresh on the newest version, or refused with everything typed kept."""
    found = intake.show(here(), case_id)
    sheet = eligibility.checklist(here(), case_id)
    paper = None if sheet is None else sheet.paper
    stored = {"track_kind": "", **(_NOTHING_YET if paper is None else written(paper))}
    stored["track_kind"] = stored["track_kind"] or ""
    newest = str(0 if sheet is None else sheet.version)
    if not form.sent and not form.restored:
        form = EligibilityForm(formdata=None, **{**stored, "version": newest})
    elif form.conflict or form.restored:
        form.version.data = newest
    page = checklist_page(found, form, panel(found), sheet, stored)
    body = render_template("eligibility/edit.html", page=page, form=form, limit=NOTE)
    return make_response(body, 422 if form.failed else 200)
