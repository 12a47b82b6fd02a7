"""What people asked to have destroyed: the privacy officer's list, and the destruction."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import erasure, shredding
from tracker.web.context import here, site
from tracker.web.forms.base import Form
from tracker.web.guards import needs
from tracker.web.pages.erasures import asked_line

bp = Blueprint("erasures", __name__, url_prefix="/erasures")


@bp.get("/")
@needs(Permission.CASE_SHRED)
def index() -> ResponseReturnValue:
    """Numbers and due days, the first due first; no names."""
    now = site().clock()
    lines = [asked_line(one, now) for one in erasure.asked(here())]
    return render_template("erasures/index.html", lines=lines)


@bp.route("/<uuid:case_id>", methods=["GET", "POST"])
@needs(Permission.CASE_SHRED, fresh=True)
def destroy(case_id: UUID) -> ResponseReturnValue:
    """Ask once, then destroy keys, records and history for good."""
    line = asked_line(erasure.asked_one(here(), case_id), site().clock())
    form, whole = Form(), site()
    if not form.sent:
        return render_template("erasures/destroy.html", form=form, line=line)
    shredding.shred(here(), case_id)
    here().after_commit(lambda: shredding.wipe(whole))
    flash(
        _("접수번호 %(number)s의 기록을 되살릴 수 없게 지웠어요.", number=line.receipt), "success"
    )
    return redirect(url_for(".index"), 303)
