"""Several applications get a counselor at once: ticked in the list, reviewed, then confirmed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.domain.access import Permission
from tracker.domain.assigning import clean_many, clean_pairs
from tracker.services import assigning as desk
from tracker.services.assigning import Proposal
from tracker.web.applications import list_of
from tracker.web.context import here
from tracker.web.forms.assigning import ReviewForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs
from tracker.web.pages.assigning import review_page

bp = Blueprint("assigning", __name__, url_prefix="/applications")
TAB = "accepted"


@bp.route("/assign", methods=["GET", "POST"])
@needs(Permission.CASE_ASSIGN, records=True)
def review() -> ResponseReturnValue:
    """First what was ticked in the list, with a proposal for each; then all of it, or nothing."""
    form = ReviewForm()
    if not form.sent and not form.restored:
        return redirect(url_for("applications.index", tab=TAB), 303)
    if form.sent and request.form.get("go") == "assign":
        with telling(form):
            count = desk.assign(here(), _pairs(form), over=bool(form.over.data))
        if not form.failed:
            flash(_assigned(count), "success")
            return redirect(url_for("applications.index", tab=TAB), 303)
    return _review(form)


def _review(form: ReviewForm) -> ResponseReturnValue:
    """The review, or the list again when what was ticked cannot be reviewed."""
    proposals: list[Proposal] = []
    refused = [*form.form_errors]
    with telling(form):
        proposals = desk.review(here(), clean_many(form.cases.data or ()))
    if not proposals:
        form.form_errors[:] = dict.fromkeys([*refused, *form.form_errors])
        return list_of(TAB, form)
    picked = dict(zip(form.cases.data or (), form.counselors.data or (), strict=False))
    page = review_page(proposals, picked)
    return shown(form, render_template("applications/review.html", form=form, page=page))


def _pairs(form: ReviewForm) -> dict[UUID, UUID]:
    return clean_pairs(form.cases.data or (), form.counselors.data or ())


def _assigned(count: int) -> str:
    return ngettext(
        "%(num)s건을 배정했어요. 상담사의 '내 사례'에 바로 나타나요.",
        "%(num)s건을 배정했어요. 상담사의 '내 사례'에 바로 나타나요.",
        count,
    )
