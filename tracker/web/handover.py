"""Cases change hands: coordinator and supervisor offer, the successor takes over or declines."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.access import Permission
from tracker.domain.errors import FieldError, Unavailable
from tracker.domain.people import clean_id, clean_ids
from tracker.services import handing_over as desk
from tracker.web.context import here
from tracker.web.forms.base import shown, telling
from tracker.web.forms.staffing import AnswerForm, OfferForm
from tracker.web.guards import needs
from tracker.web.pages.handover import at_work, handing_over, offer_lines, orphans

bp = Blueprint("handover", __name__, url_prefix="/handover")


@bp.get("/", endpoint="index")
@needs(Permission.CASE_OFFER)
def index() -> ResponseReturnValue:
    """Whose open cases wait for a successor, and whose could be moved."""
    work = here()
    waiting = orphans(desk.orphaned(work), desk.offers(work))
    movable = at_work(desk.successors(work), desk.caseload(work))
    return render_template("handover/index.html", waiting=waiting, movable=movable)


@bp.route("/<uuid:account_id>", methods=["GET", "POST"])
@needs(Permission.CASE_OFFER)
def caseload(account_id: UUID) -> ResponseReturnValue:
    """The open cases of one counselor: pick some or all, and a successor of the same team."""
    desk.counselor(here(), account_id)
    form, count = OfferForm(), 0
    if form.sent:
        with telling(form):
            count = _offer(form, account_id)
        if not form.failed:
            flash(_offered(count), "success")
            return redirect(url_for(".caseload", account_id=account_id), 303)
    work = here()
    page = handing_over(
        desk.counselor(work, account_id),
        desk.in_care_of(work, account_id),
        desk.offers(work),
        desk.successors(work),
        desk.caseload(work),
    )
    form.offer(list(page.successors))
    return shown(form, render_template("handover/caseload.html", form=form, page=page))


def _offer(form: OfferForm, account_id: UUID) -> int:
    work = here()
    if form.everything.data:
        cases = {one.id for one in desk.in_care_of(work, account_id)} - desk.offers(work).keys()
    else:
        cases = {*clean_ids("cases", form.cases.data or ())}
    to = clean_id("successor", form.successor.data or "")
    try:
        return desk.offer(work, sorted(cases), to)
    except Unavailable as refused:
        raise FieldError("successor", refused.code) from None


def _offered(count: int) -> str:
    return ngettext(
        "사례 %(num)s건을 제안했어요. 받는 분의 화면에 바로 나타나요.",
        "사례 %(num)s건을 제안했어요. 받는 분의 화면에 바로 나타나요.",
        count,
    )


@bp.route("/mine", methods=["GET", "POST"])
@needs(Permission.CASE_TAKE_OVER)
def mine() -> ResponseReturnValue:
    """What is offered to me, and my answer."""
    form = AnswerForm()
    if form.sent:
        with telling(form):
            _answer(form)
        if not form.failed:
            return redirect(url_for(".mine"), 303)
    lines = offer_lines(desk.waiting_for_me(here()))
    return shown(form, render_template("handover/mine.html", form=form, lines=lines))


def _answer(form: AnswerForm) -> None:
    """Take over or decline what was picked; what was answered already stays answered."""
    work, said = here(), request.form.get("answer", "")
    there = desk.waiting_for_me(work)
    if said == "take_all":
        picked = {one.id for one in there if one.ready}
    else:
        picked = {*clean_ids("offers", form.offers.data or ())} & {one.id for one in there}
    verb = desk.decline if said == "decline" else desk.take_over
    count = verb(work, picked) if picked else 0
    flash(_answered(said, count), "success" if count else "info")


def _answered(said: str, count: int) -> str:
    if not count:
        return _("고르신 사례는 이미 답하셨거나, 제안이 거두어졌어요.")
    if said == "decline":
        return ngettext(
            "사례 %(num)s건을 거절했어요. 함께 온 열쇠는 없앴어요.",
            "사례 %(num)s건을 거절했어요. 함께 온 열쇠는 없앴어요.",
            count,
        )
    return ngettext(
        "사례 %(num)s건을 맡았어요. '내 사례'에서 바로 열 수 있어요.",
        "사례 %(num)s건을 맡았어요. '내 사례'에서 바로 열 수 있어요.",
        count,
    )
