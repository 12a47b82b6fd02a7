"""A lost code: the coordinator makes sure who calls, and reads out a code that works once."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.domain.receipts import check_asked
from tracker.services import intake
from tracker.services import receipts as desk
from tracker.web.context import here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.receipts import RenewForm
from tracker.web.guards import needs
from tracker.web.pages.applications import application_page

bp = Blueprint("receipts", __name__, url_prefix="/applications")


@bp.route("/<uuid:case_id>/receipt", methods=["GET", "POST"])
@needs(Permission.RECEIPT_RENEW, records=True, fresh=True)
def renew(case_id: UUID) -> ResponseReturnValue:
    """Who calls? The pickup code is on the answer to this form and nowhere else."""
    form, until, code = RenewForm(), None, ""
    if form.sent:
        with telling(form):
            check_asked(form.asked.data or ())
            drawn = desk.draw(site(), case_id)
            until, code = desk.renew(here(), case_id, drawn), drawn.code
    page = application_page(intake.show(here(), case_id), site().clock())
    if until is not None:
        return render_template("applications/pickup.html", page=page, code=code, until=until)
    return shown(form, render_template("applications/renew_receipt.html", page=page, form=form))
