"""A lost code: the coordinator makes sure who calls, and reads out a code that works once."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.domain.receipts import check_asked
from tracker.services import intake
from tracker.services import receipts as desk
from tracker.web import once
from tracker.web.context import here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.receipts import RenewForm
from tracker.web.guards import needs
from tracker.web.pages.applications import application_page
from tracker.web.pages.people import Pickup

bp = Blueprint("receipts", __name__, url_prefix="/applications")


@bp.route("/<uuid:case_id>/receipt", methods=["GET", "POST"])
@needs(Permission.RECEIPT_RENEW, records=True, fresh=True)
def renew(case_id: UUID) -> ResponseReturnValue:
    """Who calls? The pickup code is shown once."""
    form = RenewForm()
    answer = once.again(form)
    if answer is None and form.sent:
        answer = _renewed(form, case_id)
    if answer is not None:
        return answer
    page = application_page(intake.show(here(), case_id), site().clock())
    if not form.asked.errors:  # a page that is only to be completed means the code it meant
        form.instead_of.data = str(desk.generation(site(), case_id))
    return shown(form, render_template("applications/renew_receipt.html", page=page, form=form))


def _renewed(form: RenewForm, case_id: UUID) -> ResponseReturnValue | None:
    """Make the code and show it; None when something was refused."""
    with telling(form):
        check_asked(form.asked.data or ())
        drawn = desk.draw(site(), case_id, form.generation)
        until = desk.renew(here(), case_id, drawn)
    if form.failed:
        return None if form.asked.errors else once.twin(form)
    page = Pickup(intake.show(here(), case_id).case.receipt_number, drawn.code, until)
    onward = url_for("applications.show", case_id=case_id)
    return once.keep(form, "applications/pickup.html", page, onward)
