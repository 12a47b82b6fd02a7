"""Sign in, sign out."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.domain.audit import Audit
from tracker.services.colleagues import own_fingerprint
from tracker.services.own_account import lacks_second_factor
from tracker.services.passkeys import mine
from tracker.services.proving import Proof, prove
from tracker.services.sessions import SessionKind
from tracker.services.sign_in import Credentials, Seeds, SignedIn, person, sign_in
from tracker.services.work import Actor
from tracker.web.challenges import TO_SIGN, answered, party_here
from tracker.web.context import (
    Visitor,
    address,
    boxed_session,
    enter,
    here,
    proved,
    renew,
    site,
)
from tracker.web.forms.auth import ProveForm, SignInForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs, public, without_token
from tracker.web.kept import keep_typed, kept_path, rest
from tracker.web.links import home_of, safe_path

bp = Blueprint("auth", __name__)


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> ResponseReturnValue:
    """Ask for name, password and code; the answer to a wrong one tells nothing about why."""
    form = SignInForm()
    if form.sent and form.validate():
        typed = Credentials(
            form.username.data or "",
            form.password.data or "",
            form.code.data or "",
            answered(TO_SIGN, form.passkey.data),
        )
        with telling(form):
            found = sign_in(site(), address(), typed)
            if found is not None:
                return _welcome(found)
            form.form_errors.append(str(form.wrong))
    ended = boxed_session().ended is not None or kept_path() is not None
    usable = party_here() is not None
    body = render_template("auth/sign_in.html", form=form, ended=ended, usable=usable)
    return shown(form, body)


def _welcome(found: SignedIn) -> Response:
    seeds: Seeds = found.holders
    with site().reading() as db:
        who = person(db, found.account_id, seeds)
    if who is None:
        return redirect(url_for(".sign_in"), 303)  # type: ignore[return-value]
    visitor = Visitor(who.name, who.who, who, seeds)
    enter(SessionKind.STAFF, visitor, who.account_id, seeds)
    proved(boxed_session())
    wanted = safe_path(request.args.get("next", "")) or home_of(visitor)
    if visitor.admitted and not found.has_second_factor:  # an admin took it away
        wanted = url_for("account.second_factor")
    return redirect(wanted, 303)  # type: ignore[return-value]


@bp.route("/prove", methods=["GET", "POST"], endpoint="prove")
@needs(Permission.OWN_ACCOUNT)
def prove_page() -> ResponseReturnValue:
    """Ask once more who sits there; then go on under a new cookie to where they wanted to be."""
    form = ProveForm()
    wanted = safe_path(request.args.get("next", "")) or home_of(current_user)
    if form.sent and form.validate():
        actor = Actor(current_user.who, current_user.name, address())
        proof = Proof(
            form.password.data or "", form.code.data or "", answered(TO_SIGN, form.passkey.data)
        )
        with telling(form):
            if prove(site(), actor, current_user.keyring, proof):
                renew()
                proved(boxed_session())
                return redirect(wanted, 303)
            form.form_errors.append(str(form.wrong))
    usable = party_here() is not None and bool(mine(here()))
    body = render_template("auth/prove.html", form=form, wanted=wanted, usable=usable)
    return shown(form, body)


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session at once, on the server too."""
    if current_user.is_authenticated and boxed_session().kind is SessionKind.STAFF:
        here().record(Audit.SIGNED_OUT)
    boxed_session().drop()
    answer = redirect(url_for("public.landing"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer  # type: ignore[return-value]


@bp.post("/stay")
@needs(Permission.OWN_ACCOUNT)
def stay() -> ResponseReturnValue:
    """Somebody answered the warning that the session is about to end."""
    return "", 204


@bp.post("/idle")
@public
@without_token
def idle() -> Response:
    """Nobody was there for a while: end the session; what was typed comes back after sign-in."""
    back = safe_path(request.form.get("kept_path", ""))
    if back is not None:
        keep_typed(back)
    rest()
    return redirect(url_for(".sign_in", next=back), 303)  # type: ignore[return-value]


@bp.get("/home")
@needs(Permission.OWN_ACCOUNT)
def home() -> ResponseReturnValue:
    """The first page of a role; for an account nobody admitted yet, why it opens nothing."""
    first = home_of(current_user)
    if first == url_for(".home"):
        return render_template(
            "auth/waiting.html",
            fingerprint=own_fingerprint(current_user.keyring),
            unguarded=lacks_second_factor(here()),
        )
    return redirect(first, 303)
