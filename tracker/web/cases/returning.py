"""An assigned case goes back to the desk before anything was written about it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.notes import SHORT, check_return
from tracker.services import returning
from tracker.web.cases.base import answer, bp, checking, open_case
from tracker.web.context import here
from tracker.web.forms.cases import ReturnForm, typed
from tracker.web.guards import needs
from tracker.web.pages.case_head import is_new


@bp.route("/<uuid:case_id>/return", methods=["GET", "POST"])
@needs(Permission.CASE_RETURN, records=True)
def give_back(case_id: UUID) -> ResponseReturnValue:
    """Say why somebody else should have this case."""
    form = ReturnForm()
    if form.sent:
        with checking(form):
            returning.give_back(here(), case_id, check_return(typed(form)))
        if not form.failed:
            flash(_("접수로 돌려보냈어요. 이제 이 사례의 기록은 열리지 않아요."), "success")
            return redirect(url_for("cases.index"), 303)
    found = open_case(case_id)
    return answer("cases/return.html", found, form, limit=SHORT, can=is_new(found))
