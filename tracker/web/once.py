"""What is shown a single time: kept for some minutes in the boxed session, on a page of its own.

Whoever clicks twice, reloads or goes back sees the same again, and nothing is made twice. It ends
with the button of that page, with the session, or by itself.
"""

from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.services.sessions import WebSession
from tracker.web.context import boxed_session, site
from tracker.web.forms.once import OnceForm
from tracker.web.guards import public
from tracker.web.links import home_of
from tracker.web.pages.people import FirstLook, Invitation, Pickup

KEPT_FOR: Final = timedelta(minutes=10)
_KEY: Final = "_once"
_PAGES: Final[dict[str, type]] = {
    "people/invited.html": Invitation,
    "people/enrolled.html": FirstLook,
    "account/renewed.html": FirstLook,
    "account/set_up.html": FirstLook,
    "applications/pickup.html": Pickup,
}
_LOOKS, _PAUSE = 6, 0.05  # for the answer to the same form that was sent a moment earlier

bp = Blueprint("once", __name__)


def keep(form: OnceForm, template: str, page: object, onward: str) -> ResponseReturnValue:
    """Keep what a form made, and lead to the page that shows it; its button leads onward."""
    boxed_session()[_KEY] = {
        "entry": form.mark,
        "path": request.path,
        "until": (site().clock() + KEPT_FOR).isoformat(),
        "template": template,
        "page": msgspec.to_builtins(page),
        "onward": onward,
    }
    return redirect(url_for("once.show"), 303)


def again(form: OnceForm) -> ResponseReturnValue | None:
    """Where to go instead: this form was sent before, or what its page made still stands open."""
    kept = _kept()
    if kept is None:
        return None
    by_form = form.mark != "" and form.mark == kept["entry"]
    same = by_form if form.sent else request.path == kept["path"]
    return redirect(url_for("once.show"), 303) if same else None


def twin(form: OnceForm) -> ResponseReturnValue | None:
    """The same for a refused form that may have been sent twice at once.

    What the other one made is stored by now; its session follows within a moment. A page that was
    only opened has no twin.
    """
    if not (form.sent and form.mark):
        return None
    for _look in range(_LOOKS):
        web = boxed_session().web
        found = None if web is None else site().book.open(web.token, site().clock())
        if isinstance(found, WebSession) and _KEY in found.data:
            boxed_session().reread(found)
        answer = again(form)
        if answer is not None:
            return answer
        sleep(_PAUSE)
    return None


def forget(path: str = "") -> None:
    """Show it no more; with a path, only what the page there made."""
    kept = boxed_session().get(_KEY)
    if kept is not None and path in {"", kept["path"]}:
        del boxed_session()[_KEY]


def _kept() -> dict[str, Any] | None:
    kept: dict[str, Any] | None = boxed_session().get(_KEY)
    return kept


@bp.before_app_request
def expire() -> None:
    """Whatever the next request asks for, nothing is kept longer than its minutes."""
    kept = _kept()
    if kept is not None and datetime.fromisoformat(kept["until"]) <= site().clock():
        forget()


@bp.get("/once")
@public
def show() -> ResponseReturnValue:
    """The page itself, in this browser only."""
    kept = _kept()
    if kept is not None:
        page: object = msgspec.convert(kept["page"], _PAGES[kept["template"]])
        return render_template(kept["template"], page=page)
    if boxed_session().web is not None:
        flash(_("한 번 보여 드리는 화면은 닫혔어요. 필요하면 새로 만들어 주세요."), "info")
    return redirect(_elsewhere(), 303)


@bp.post("/once/noted")
@public
def noted() -> ResponseReturnValue:
    """It is handed over or written down: this browser forgets it."""
    kept = _kept()
    forget()
    return redirect(_elsewhere() if kept is None else kept["onward"], 303)


def _elsewhere() -> str:
    return home_of(current_user) if current_user.is_authenticated else url_for("public.landing")
