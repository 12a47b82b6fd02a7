"""What a counselor can be given: the own page of openings and ways to work."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.applications import FormErrors
from tracker.domain.assigning import check_profile
from tracker.services import profile as desk
from tracker.web.context import here
from tracker.web.forms.base import shown
from tracker.web.forms.profile import ProfileForm
from tracker.web.guards import needs

bp = Blueprint("profile", __name__, url_prefix="/account")


@bp.route("/profile", methods=["GET", "POST"])
@needs(Permission.OWN_PROFILE)
def mine() -> ResponseReturnValue:
    """How many cases I take at once, and when, how and in which language I work."""
    form = ProfileForm()
    if form.sent:
        try:
            desk.save(here(), check_profile(*form.typed))
        except FormErrors as refused:
            form.refuse(refused.errors)
        else:
            flash(_("저장했어요. 접수 담당이 배정할 때 이것을 보고 골라요."), "success")
            return redirect(url_for("cases.index"), 303)
    elif not form.restored:
        form.fill(desk.mine(here()))
    return shown(form, render_template("account/profile.html", form=form))
