"""The list of account holders: bring a file, look at what is wrong with it, use it, destroy it."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.errors import FieldError, RuleBroken
from tracker.domain.people import clean_id
from tracker.services.roster import desk
from tracker.services.roster.reading import LARGEST, Lines, read_list
from tracker.web.context import here, site
from tracker.web.forms.base import Form, telling
from tracker.web.forms.roster import DraftForm, UploadForm
from tracker.web.guards import needs, takes
from tracker.web.pages.confirming import Question, ask, done
from tracker.web.pages.roster import draft_page, roster_page
from tracker.web.uploads import sent_file

bp = Blueprint("roster", __name__, url_prefix="/roster")


@bp.route("", methods=["GET", "POST"], strict_slashes=False)
@needs(Permission.ROSTER_MANAGE)
@takes(LARGEST)
def index() -> ResponseReturnValue:
    """The list in use, and the form for a new one."""
    form = UploadForm()
    if form.sent:
        with telling(form):
            lines = _read()  # takes a while, so it comes before the transaction
            desk.bring(here(), lines)
        if not form.failed:
            return redirect(url_for(".draft"), 303)
    page = roster_page(desk.standing(here()))
    days, megabytes = site().settings.roster_days, LARGEST // 1024**2
    body = render_template("roster/index.html", page=page, form=form, days=days, most=megabytes)
    return make_response(body, 422 if form.failed else 200)


def _read() -> Lines:
    try:
        return read_list(*sent_file("file"))
    except RuleBroken as refused:
        raise FieldError("file", refused.code, **refused.params) from None


@bp.route("/draft", methods=["GET", "POST"])
@needs(Permission.ROSTER_MANAGE)
def draft() -> ResponseReturnValue:
    """The draft: how far it is, what is wrong with it, and what shall become of it."""
    form = DraftForm()
    if form.sent:
        return _answer(form, request.form.get("act", ""))
    found = desk.draft(here())
    if found is None:
        return redirect(url_for(".index"), 303)
    page = draft_page(found, request.args.get("now") == "going")
    return render_template("roster/draft.html", page=page, form=form)


def _answer(form: DraftForm, act: str) -> ResponseReturnValue:
    """Check some more, use it, or throw it away; pressing twice is one act."""
    if act == "check" and done(lambda: _checked(form)):
        return redirect(url_for(".draft", now="going"), 303)
    if act == "discard" and done(lambda: _discarded(form)):
        return redirect(url_for(".index"), 303)
    if act == "confirm" and done(lambda: _confirmed(form)):
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".draft"), 303)


def _checked(form: DraftForm) -> str:
    found = desk.check_some(here(), clean_id("draft", form.draft.data or ""))
    return _("모두 살펴봤어요.") if found.is_checked else ""


def _discarded(form: DraftForm) -> str:
    desk.discard(here(), clean_id("draft", form.draft.data or ""))
    return _("새 명단을 버렸어요. 쓰던 명단은 그대로예요.")


def _confirmed(form: DraftForm) -> str:
    days = site().settings.roster_days
    made = desk.confirm(here(), clean_id("draft", form.draft.data or ""), days)
    return _("명단을 쓰기 시작했어요. 모두 %(count)s명이에요.", count=made.people)


@bp.route("/destroy", methods=["GET", "POST"])
@needs(Permission.ROSTER_MANAGE)
def destroy() -> ResponseReturnValue:
    """Destroy the list in use, after asking once."""
    form = Form()
    if form.sent:
        if desk.destroy(here()):
            flash(_("명단을 되살릴 수 없게 없앴어요."), "success")
        return redirect(url_for(".index"), 303)
    points = (
        _("명단에 있던 분들의 이름과 번호를 되살릴 수 없게 지워요."),
        _("이미 적은 자격 확인과 결정은 그대로 남아요."),
        _("다시 쓰려면 명단 파일을 새로 올려야 해요."),
    )
    lead = _("더 견줄 것이 없으면 기한이 되기 전에도 없앨 수 있어요.")
    back = (url_for(".index"), _("가입자 명단"))
    return ask(form, Question(_("명단 없애기"), lead, points, _("없애기"), back, "danger"))
