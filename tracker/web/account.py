"""The own account: how I sign in, where I am signed in, and what to do when something leaked."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from tracker.domain.access import Permission
from tracker.services import own_account
from tracker.services.accounts import Enrolled
from tracker.services.colleagues import own_fingerprint
from tracker.services.common_passwords import PASSWORD_LENGTH
from tracker.services.own_account import Me
from tracker.services.work import Actor
from tracker.web import once
from tracker.web.context import address, boxed_session, cookie, here, renew, site
from tracker.web.forms.account import EndForm, LeakedForm, PasswordForm, SecondFactorForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs
from tracker.web.pages.account import my_account
from tracker.web.pages.people import FirstLook, first_look

bp = Blueprint("account", __name__)


@bp.get("/account", endpoint="index")
@needs(Permission.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """Who I am, how I sign in, and where I am signed in."""
    work = here()
    page = my_account(
        own_account.me(work),
        own_fingerprint(current_user.keyring),
        own_account.sessions(site(), work, cookie()),
        own_account.sign_ins(work),
    )
    return render_template("account/index.html", page=page)


@bp.post("/account/sessions/end")
@needs(Permission.OWN_ACCOUNT)
def end_session() -> ResponseReturnValue:
    """End one of my sessions; somebody else's is none of mine."""
    wanted = EndForm().id.data
    if wanted:
        own_account.end_session(site(), here(), wanted)
        flash(_("로그인을 끝냈어요. 그 기기에서 다시 쓰려면 새로 로그인해야 해요."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/account/sessions/end-others")
@needs(Permission.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all my sessions but this one."""
    own_account.end_other_sessions(site(), here(), cookie())
    flash(_("다른 기기의 로그인을 모두 끝냈어요."), "success")
    return redirect(url_for(".index"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change my password; every other session ends, and this one goes on under a new cookie."""
    form = PasswordForm()
    if form.sent:
        with telling(form):
            own_account.change_password(
                site(), _actor(), current_user.keyring, form.typed, cookie()
            )
            renew()
            flash(_("비밀번호를 바꿨어요. 다른 기기의 로그인은 모두 끝냈어요."), "success")
            return redirect(url_for(".index"), 303)
    return shown(form, render_template("account/password.html", form=form, least=PASSWORD_LENGTH))


@bp.route("/account/leaked", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT, fresh=True)
def leaked() -> ResponseReturnValue:
    """Somebody may know my password: a new key, shown once; every session ends, this one too."""
    form = LeakedForm()
    if form.sent:
        with telling(form):
            enrolled = own_account.password_leaked(
                site(), _actor(), current_user.keyring, form.typed
            )
            page = first_look(own_account.myself(here()), enrolled)
            logout_user()
            boxed_session().drop()
            return once.keep(form, "account/renewed.html", page, url_for("auth.sign_in"))
    me, least = own_account.me(here()), PASSWORD_LENGTH
    return shown(form, render_template("account/leaked.html", form=form, me=me, least=least))


@bp.route("/account/second-factor", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT, fresh=True)
def second_factor() -> ResponseReturnValue:
    """A new authenticator app and new codes for a lost phone; both are shown once."""
    form = SecondFactorForm()
    answer = once.again(form)
    if answer is not None:
        return answer
    if form.sent:
        me = own_account.me(here())
        page = _look(me, own_account.set_up_again(here()))
        return once.keep(form, "account/set_up.html", page, url_for("auth.home"))
    me = own_account.me(here())
    return shown(form, render_template("account/second_factor.html", form=form, me=me))


def _look(me: Me, enrolled: Enrolled) -> FirstLook:
    """What is shown once; whoever a colleague has already met compares no fingerprint again."""
    return replace(first_look(me.who, enrolled), waits=not current_user.admitted)


def _actor() -> Actor:
    return Actor(current_user.who, current_user.name, address())
