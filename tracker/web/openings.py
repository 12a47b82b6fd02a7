"""Who has how much to do, and how much each counselor takes on: the desk's overview."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.assigning import clean_openings
from tracker.domain.errors import FieldError
from tracker.domain.people import clean_id
from tracker.services import assigning, profile
from tracker.web.context import here
from tracker.web.forms.assigning import OpeningsForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs
from tracker.web.pages.assigning import load_rows

bp = Blueprint("openings", __name__, url_prefix="/applications")


@bp.route("/counselors", methods=["GET", "POST"])
@needs(Permission.CASE_ASSIGN)
def index() -> ResponseReturnValue:
    """Caseload and openings of every counselor; the openings can be changed here too."""
    form = OpeningsForm()
    if form.sent:
        with telling(form):
            profile.set_openings(here(), _typed(form))
        if not form.failed:
            flash(_("저장했어요. 배정할 때 남은 자리로 보여요."), "success")
            return redirect(url_for(".index"), 303)
    typed = dict(zip(form.accounts.data or (), form.openings.data or (), strict=False))
    rows = load_rows(assigning.counselors(here()), typed)
    return shown(form, render_template("applications/counselors.html", form=form, rows=rows))


def _typed(form: OpeningsForm) -> dict[UUID, int | None]:
    accounts, numbers = form.accounts.data or (), form.openings.data or ()
    if len(accounts) != len(numbers):
        raise FieldError("openings", "unknown")
    pairs = zip(accounts, numbers, strict=True)
    return {clean_id("openings", who): clean_openings("openings", raw) for who, raw in pairs}
