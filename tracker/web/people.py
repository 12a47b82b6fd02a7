"""How a colleague comes: an admin invites, the newcomer enrolls, a colleague admits."""

from uuid import UUID

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.domain.applications import FormErrors
from tracker.domain.errors import Conflict, FieldError, NotFound, RuleBroken
from tracker.domain.people import check_invited, clean_fingerprint, clean_team_name
from tracker.services import accounts, colleagues, groups, recovery, restoring, staff
from tracker.services.colleagues import Colleague
from tracker.services.common_passwords import PASSWORD_LENGTH
from tracker.services.throttling import count_wrong_link
from tracker.web import once
from tracker.web.context import address, here, site
from tracker.web.errors import page as error_page
from tracker.web.forms.base import Form, telling
from tracker.web.forms.people import AdmitForm, InviteForm, TeamForm, WelcomeForm
from tracker.web.guards import needs, public
from tracker.web.pages.members import group_card, people, row
from tracker.web.pages.people import (
    ROLE_HINTS,
    Invitation,
    first_look,
    person,
    role_names,
    team_choices,
    whole_link,
)

bp = Blueprint("people", __name__)


@bp.get("/people/", endpoint="index")
@needs(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody who has an account."""
    found, teams = staff.everyone(here()), list(colleagues.teams(here()).values())
    page = people(found, request.args.get("state", ""), teams, site().clock())
    return render_template("people/index.html", page=page)


@bp.get("/people/groups", endpoint="groups")
@needs(Permission.PEOPLE_MANAGE)
def all_groups() -> ResponseReturnValue:
    """Who holds which group's keys, how old they are, and when the sheets were last tried."""
    cards = [group_card(one) for one in groups.all_groups(here())]
    drilled = recovery.last_drill(here().db)
    return render_template("people/groups.html", cards=cards, drilled=drilled)


@bp.route("/people/invite", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite somebody; the link is shown once."""
    form = InviteForm()
    answer = once.again(form)
    if answer is None and form.sent:
        answer = _invited(form)
    if answer is not None:
        return answer
    form.offer(team_choices(colleagues.teams(here())))
    return _form("people/invite.html", form, hints=ROLE_HINTS)


def _invited(form: InviteForm) -> ResponseReturnValue | None:
    """Make the account and show its link; None when something was refused."""
    taken = False
    with telling(form):
        try:
            checked = check_invited(
                form.name.data or "",
                form.username.data or "",
                form.roles.data or (),
                form.team_id.data or "",
                colleagues.teams(here()),
            )
            who = accounts.Newcomer(checked.username, checked.name, checked.roles, checked.team_id)
            made = Invitation(checked.name, whole_link(accounts.invite(here(), who)))
            return once.keep(form, "people/invited.html", made, url_for(".index"))
        except FormErrors as refused:
            form.refuse(refused.errors)
        except Conflict as problem:
            taken = True
            raise FieldError("username", problem.code) from None
    return once.twin(form) if taken else None


@bp.route("/people/team", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def team() -> ResponseReturnValue:
    """Add a team."""
    form = TeamForm()
    if form.sent:
        with telling(form):
            name = clean_team_name(form.team_name.data or "")
            try:
                accounts.add_team(here(), name)
            except Conflict as taken:
                raise FieldError("team_name", taken.code) from None
        if not form.failed:
            flash(_("팀을 만들었어요. 이제 이 팀으로 초대할 수 있어요."), "success")
            return redirect(url_for(".index"), 303)
    return _form("people/team.html", form)


@bp.get("/people/waiting")
@needs(Permission.COLLEAGUE_ADMIT)
def waiting() -> ResponseReturnValue:
    """Who chose a password and waits for a colleague."""
    now, found = site().clock(), staff.to_be_admitted(here())
    rows = [row(one, now, url_for(".admit", account_id=one.id)) for one in found]
    lacking = restoring.lacking(here())
    my_team = current_user.may(Permission.COLLEAGUE_LEAVE)
    return render_template("people/waiting.html", rows=rows, lacking=len(lacking), my_team=my_team)


@bp.route("/people/waiting/<uuid:account_id>", methods=["GET", "POST"])
@needs(Permission.COLLEAGUE_ADMIT, fresh=True)
def admit(account_id: UUID) -> ResponseReturnValue:
    """Compare the fingerprint in person, and give the keys of the newcomer's roles."""
    who = colleagues.newcomer(here(), account_id)
    form = AdmitForm()
    if who.state == "admitted":
        flash(_("이미 확인을 마친 동료예요."), "info")
        return redirect(url_for(".waiting"), 303)
    if form.sent:
        with telling(form):
            _admit(account_id, clean_fingerprint(form.fingerprint.data or ""))
        if not form.failed:
            flash(_("확인했어요. 이분이 다시 로그인하면 맡은 일을 시작할 수 있어요."), "success")
            return redirect(url_for(".waiting"), 303)
    return _form("people/admit.html", form, who=person(who, site().clock()))


def _admit(account_id: UUID, typed: str) -> None:
    """Admit; what does not match is told beside the field."""
    try:
        accounts.admit(here(), account_id, typed)
    except RuleBroken as error:
        raise FieldError("fingerprint", error.code) from None


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """The newcomer's first page: choose a password, then see what is shown once."""
    form = WelcomeForm()
    answer = once.again(form)
    if answer is not None:
        return answer
    with site().reading() as db:
        who = colleagues.invited(db, token, site().clock())
    if who is None:
        count_wrong_link(site(), address())
        return once.twin(form) or _link_is_dead()
    if form.sent:
        answer = _enrolled(form, token, who)
    if answer is not None:
        return answer
    return _form("people/welcome.html", form, who=who, roles=role_names(who), least=PASSWORD_LENGTH)


def _enrolled(form: WelcomeForm, token: str, who: Colleague) -> ResponseReturnValue | None:
    """Lock a new seed under the password; None when the password was refused."""
    typed, again = form.password.data or "", form.password_again.data or ""
    with telling(form):
        try:
            enrolled = colleagues.join(site(), address(), token, typed, again)
        except NotFound:  # used a moment ago
            return once.twin(form) or _link_is_dead()
    if form.failed:
        return None
    page = first_look(who, enrolled)
    return once.keep(form, "people/enrolled.html", page, url_for("auth.sign_in"))


def _link_is_dead() -> ResponseReturnValue:
    """A link that was used, revoked or is too old; whoever invited can make another."""
    return error_page(
        410,
        text=_("이미 쓰셨거나 기한이 지난 링크예요."),
        todo=_("초대한 시스템 관리자에게 새 링크를 부탁해 주세요."),
    )


def _form(template: str, form: Form, **values: object) -> ResponseReturnValue:
    body = render_template(template, form=form, **values)
    return make_response(body, 422 if form.failed else 200)
