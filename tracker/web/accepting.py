"""Places: several applications are accepted at once, or a place is offered to one that waits."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.access import Permission
from tracker.domain.assigning import clean_many
from tracker.domain.errors import FieldError
from tracker.services import deciding, places
from tracker.web.applications import list_of, next_in_line, page_of
from tracker.web.context import here
from tracker.web.forms.accepting import AcceptForm
from tracker.web.forms.applications import QueueForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs
from tracker.web.pages.accepting import accept_page

bp = Blueprint("accepting", __name__, url_prefix="/applications")


@bp.route("/accept", methods=["GET", "POST"])
@needs(Permission.CASE_DECIDE, records=True)
def review() -> ResponseReturnValue:
    """First who was ticked in the list; then all of them are accepted, or nobody."""
    form = AcceptForm()
    if not form.sent and not form.restored:
        return redirect(url_for("applications.index"), 303)
    if form.sent and request.form.get("go") == "accept":
        with telling(form):
            count = deciding.accept_all(here(), _ticked(form))
        if not form.failed:
            flash(_accepted(count), "success")
            return redirect(url_for("applications.index", tab="accepted"), 303)
    return _review(form)


@bp.post("/<uuid:case_id>/offer")
@needs(Permission.CASE_DECIDE)
def offer(case_id: UUID) -> ResponseReturnValue:
    """Offer a free place to somebody who waits."""
    form = QueueForm()
    with telling(form):
        places.offer_next(here(), case_id)
    if form.failed:
        return page_of("applications/show.html", case_id, form)
    return next_in_line(form, _("자리를 알려 드렸어요. 답하시면 바로 선정돼요."))


def _review(form: AcceptForm) -> ResponseReturnValue:
    """Who would be accepted, or the list again when what was ticked cannot be."""
    try:
        ticked = _ticked(form)
    except FieldError as refused:
        form.refuse_one(refused)
        return list_of("submitted", form)
    page = accept_page(deciding.look(here(), ticked))
    return shown(form, render_template("applications/accept.html", form=form, page=page))


def _ticked(form: AcceptForm) -> list[UUID]:
    return clean_many(form.cases.data or ())


def _accepted(count: int) -> str:
    return ngettext(
        "%(num)s분을 선정했어요. '배정할 신청'에서 상담사를 정해 주세요.",
        "%(num)s분을 선정했어요. '배정할 신청'에서 상담사를 정해 주세요.",
        count,
    )
