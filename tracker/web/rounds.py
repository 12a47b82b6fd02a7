"""The coordinator's rounds: when people can apply, for how many there is room."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.applications import FormErrors
from tracker.domain.errors import NotFound
from tracker.services import rounds
from tracker.services.rounds import Known
from tracker.web.context import here, site
from tracker.web.forms.base import Form, shown, telling
from tracker.web.forms.rounds import RoundForm
from tracker.web.guards import needs
from tracker.web.pages.confirming import Question, ask
from tracker.web.pages.rounds import round_list, usual_values, values_of

bp = Blueprint("rounds", __name__, url_prefix="/rounds")


@bp.get("/", endpoint="index")
@needs(Permission.ROUND_MANAGE)
def index() -> ResponseReturnValue:
    """All rounds with their places."""
    page = round_list(rounds.for_coordinator(here()))
    return render_template("rounds/index.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ROUND_MANAGE)
def new() -> ResponseReturnValue:
    """A new round, with the usual numbers filled in."""
    form = RoundForm(data=usual_values(site().clock()))
    if form.sent and _kept(form, None):
        flash(_("모집 회차를 만들었어요. 시작하는 날이 되면 첫 화면에 나타나요."), "success")
        return redirect(url_for(".index"), 303)
    return shown(form, render_template("rounds/form.html", form=form, found=None))


@bp.route("/<uuid:round_id>", methods=["GET", "POST"])
@needs(Permission.ROUND_MANAGE)
def edit(round_id: UUID) -> ResponseReturnValue:
    """Change a round."""
    found = _found(round_id)
    form = RoundForm(data=values_of(found))
    if form.sent and _kept(form, round_id):
        flash(_("고친 내용을 저장했어요. 첫 화면에 바로 보여요."), "success")
        return redirect(url_for(".index"), 303)
    return shown(form, render_template("rounds/form.html", form=form, found=found))


@bp.route("/<uuid:round_id>/end", methods=["GET", "POST"])
@needs(Permission.ROUND_MANAGE)
def end(round_id: UUID) -> ResponseReturnValue:
    """Take no more applications in a round."""
    form, found = Form(), _found(round_id)
    if form.sent:
        rounds.end(here(), round_id, over=True)
        flash(_("모집을 마감했어요. 이미 들어온 신청은 그대로 이어져요."), "success")
        return redirect(url_for(".index"), 303)
    points = (
        _("첫 화면에서 이 회차로 신청하실 수 없게 돼요. 지금 쓰고 계신 분도 보내실 수 없어요."),
        _("이미 들어온 신청과 대기 순서는 그대로예요. 자리가 나면 대기하시던 분께 알려 드려요."),
        _("언제든 다시 열 수 있어요."),
    )
    back = url_for(".edit", round_id=round_id), found.name
    return ask(form, Question(_("모집 마감하기"), found.name, points, _("마감하기"), back))


@bp.post("/<uuid:round_id>/reopen")
@needs(Permission.ROUND_MANAGE)
def reopen(round_id: UUID) -> ResponseReturnValue:
    """Take applications in a round again."""
    rounds.end(here(), round_id, over=False)
    flash(_("모집을 다시 열었어요."), "success")
    return redirect(url_for(".index"), 303)


def _kept(form: RoundForm, round_id: UUID | None) -> bool:
    with telling(form):
        try:
            if round_id is None:
                rounds.add(here(), form.typed())
            else:
                rounds.change(here(), round_id, form.typed())
        except FormErrors as refused:
            form.refuse(refused.errors)
    return not form.failed


def _found(round_id: UUID) -> Known:
    found = rounds.one_of(here().db, round_id, site().clock())
    if found is None:
        raise NotFound
    return found
