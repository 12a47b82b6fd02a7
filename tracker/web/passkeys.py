"""Passkeys: asked for at sign-in and step-up; the page where a person keeps their own."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import passkeys
from tracker.services.ceremonies import Answer, Party, party_of, request_options
from tracker.web.challenges import TO_ADD, TO_SIGN, answered, ask, party_here
from tracker.web.context import here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.passkeys import PasskeyForm, RemoveForm
from tracker.web.guards import needs, public
from tracker.web.pages.passkeys import row

bp = Blueprint("passkeys", __name__)


@bp.post("/sign-in/challenge", endpoint="ask")
@public
def challenge() -> ResponseReturnValue:
    """What the browser has to ask a passkey, the same for everybody, as JSON."""
    party = party_of(site().settings)
    if party is None:
        return "", 204
    return _json(request_options(party, ask(TO_SIGN)))


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")


@bp.get("/account/passkeys")
@needs(Permission.OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """The passkeys of the person at the screen."""
    rows = [row(one) for one in passkeys.mine(here())]
    return render_template("passkeys/index.html", rows=rows, **_where())


@bp.route("/account/passkeys/add", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT, fresh=True)
def add() -> ResponseReturnValue:
    """Name a new passkey and let the browser make it."""
    form = PasskeyForm()
    if form.sent:
        with telling(form):
            answer = answered(TO_ADD, form.passkey.data) or Answer(None, None, "")
            passkeys.add(here(), form.name.data or "", answer)
        if not form.failed:
            flash(_("패스키를 추가했어요. 다음 로그인부터 쓸 수 있어요."), "success")
            return redirect(url_for(".index"), 303)
    party = party_here()
    options = "" if party is None else _options(party)
    body = render_template("passkeys/add.html", form=form, options=options, **_where())
    return shown(form, body)


def _options(party: Party) -> str:
    return passkeys.options_for(here(), party, ask(TO_ADD))


def _where() -> dict[str, object]:
    """Whether a browser gives passkeys to this address, and the one where it does."""
    party = party_of(site().settings)
    other = None if party is None else party.origin + request.path
    return {"usable": party_here() is not None, "other": other}


@bp.route("/account/passkeys/remove", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT, fresh=True)
def remove() -> ResponseReturnValue:
    """Ask once whether a passkey shall go, and let it go."""
    form = RemoveForm()
    handle = form.handle.data or request.args.get("handle", "")
    if form.sent:
        with telling(form):
            passkeys.remove(here(), handle)
        if not form.failed:
            flash(_("패스키를 지웠어요. 기기에 남은 것도 지워 주세요."), "success")
            return redirect(url_for(".index"), 303)
    found = next((one for one in passkeys.mine(here()) if one.handle == handle), None)
    if found is None:
        return redirect(url_for(".index"), 303)
    return shown(form, render_template("passkeys/remove.html", form=form, key=row(found)))
