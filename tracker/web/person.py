"""One account on the admin's desk: its facts, a new link, a lost phone, somebody who returns."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.services import leaving, renewing, staff
from tracker.web import once
from tracker.web.context import here, site
from tracker.web.forms.base import Form, telling
from tracker.web.forms.once import OnceForm
from tracker.web.guards import needs
from tracker.web.pages.confirming import Question, ask
from tracker.web.pages.members import person_page
from tracker.web.pages.people import Invitation, whole_link

bp = Blueprint("person", __name__, url_prefix="/people")


@bp.get("/<uuid:account_id>")
@needs(Permission.PEOPLE_MANAGE)
def show(account_id: UUID) -> ResponseReturnValue:
    """One person: facts, and what can be done."""
    found = staff.one(here(), account_id)
    page = person_page(found, current_user.who.account_id, site().clock())
    return render_template("people/person.html", page=page, id=account_id)


@bp.route("/<uuid:account_id>/link", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE, fresh=True)
def link(account_id: UUID) -> ResponseReturnValue:
    """A new one-time link; it is shown once."""
    name, form = staff.one(here(), account_id).name, OnceForm()
    answer = once.again(form)
    if answer is not None:
        return answer
    if form.sent:
        with telling(form):
            page = Invitation(name, whole_link(renewing.new_link(here(), account_id)))
            return once.keep(form, "people/invited.html", page, _back(account_id, name)[0])
    points = (
        _("앞서 만든 링크가 있으면 쓸 수 없게 돼요."),
        _("이분이 링크를 열어 새 비밀번호를 정할 때까지는 지금 비밀번호를 그대로 써요."),
        _("새 비밀번호를 정하면 그전에 받은 열쇠는 모두 사라져요."),
        _("동료가 다시 만나 확인하고, 접수 담당과 수퍼바이저가 사례의 열쇠를 다시 건네요."),
    )
    lead = _("%(name)s 님이 비밀번호를 잊으셨거나 처음 오실 때 만들어요.", name=name)
    question = Question(
        _("새 링크 만들기"), lead, points, _("링크 만들기"), _back(account_id, name)
    )
    return ask(form, question)


@bp.route("/<uuid:account_id>/link/revoke", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE, fresh=True)
def revoke(account_id: UUID) -> ResponseReturnValue:
    """Make an open link worthless."""
    name, form = staff.one(here(), account_id).name, Form()
    if form.sent:
        renewing.revoke_link(here(), account_id)
        once.forget(url_for(".link", account_id=account_id))
        flash(_("링크를 거두었어요. 그 링크로는 더 들어올 수 없어요."), "success")
        return redirect(url_for(".show", account_id=account_id), 303)
    points = (_("링크를 이미 여셨더라도 비밀번호를 정하지 않으셨다면 쓸 수 없게 돼요."),)
    lead = _("%(name)s 님에게 만들어 드린 링크를 쓸 수 없게 해요.", name=name)
    question = Question(_("링크 거두기"), lead, points, _("링크 거두기"), _back(account_id, name))
    return ask(form, question)


@bp.route("/<uuid:account_id>/factor", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE, fresh=True)
def reset(account_id: UUID) -> ResponseReturnValue:
    """Take the second factors of somebody who lost them."""
    name, form = staff.one(here(), account_id).name, Form()
    if form.sent:
        with telling(form):
            renewing.reset_second_factor(here(), account_id)
        if not form.failed:
            flash(
                _("인증 앱과 패스키를 지웠어요. 이분이 로그인해서 다시 등록하면 돼요."), "success"
            )
            return redirect(url_for(".show", account_id=account_id), 303)
    points = (
        _("인증 앱, 패스키와 비상 코드가 모두 사라져요."),
        _("이분은 비밀번호만으로 로그인해서 인증 앱을 다시 등록해요."),
        _("기록을 여는 분이라면 동료가 다시 만나 확인할 때까지 아무 기록도 열 수 없어요."),
    )
    lead = _("%(name)s 님이 휴대전화를 잃어버렸고 비상 코드도 없을 때 써요.", name=name)
    title, button = _("2단계 인증 지우기"), _("지우기")
    return ask(form, Question(title, lead, points, button, _back(account_id, name), "danger"))


@bp.route("/<uuid:account_id>/back", methods=["GET", "POST"])
@needs(Permission.COLLEAGUE_LEAVE, fresh=True)
def back(account_id: UUID) -> ResponseReturnValue:
    """Somebody who was away returns."""
    form, found = Form(), leaving.look(here(), account_id)
    if form.sent:
        with telling(form):
            leaving.take_back(here(), account_id)
        if not form.failed:
            flash(_("돌아오셨어요. 로그인한 뒤 동료가 다시 확인하면 일을 시작해요."), "success")
            return redirect(whose(account_id), 303)
    points = (
        _("이분은 쓰던 비밀번호와 인증 앱으로 로그인해요."),
        _("동료가 다시 만나 확인하기 전까지는 아무 기록도 열 수 없어요."),
        _("확인한 뒤에 접수 담당과 수퍼바이저가 맡은 사례의 열쇠를 다시 건네요."),
    )
    lead = _("자리를 비웠던 %(name)s 님이 다시 일을 시작해요.", name=found.name)
    question = Question(
        _("돌아왔어요"), lead, points, _("다시 시작하기"), (whose(account_id), found.name)
    )
    return ask(form, question)


def whose(account_id: UUID) -> str:
    """Where somebody who looks after people goes back to: an admin to the person's page."""
    if current_user.may(Permission.PEOPLE_MANAGE):
        return url_for("person.show", account_id=account_id)
    return url_for("leaving.team_members")


def _back(account_id: UUID, name: str) -> tuple[str, str]:
    return url_for(".show", account_id=account_id), name
