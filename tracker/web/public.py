"""The pages for young people: what this is, the application step by step, the receipt."""

from typing import Final

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.errors import Conflict, KeyReplaced, Unavailable
from tracker.services import applications, rounds
from tracker.services.applications import ReceiptPaper
from tracker.services.throttling import Door, form_turn
from tracker.web import draft, i18n
from tracker.web.context import address, boxed_session, reading, site, visitor_work
from tracker.web.forms.base import shown, telling
from tracker.web.forms.public import AboutForm, ChoicesForm, ConsentsForm, SendForm, StepForm
from tracker.web.guards import public, without_token
from tracker.web.halfway import keep_or_tell, kept_halfway
from tracker.web.kept import keep_typed
from tracker.web.links import safe_path
from tracker.web.memos import memo_of
from tracker.web.pages.landing import landing_page, privacy_page
from tracker.web.pages.public import STEP_LABELS, check_page, step_page
from tracker.web.prepared import prepared

bp = Blueprint("public", __name__)
CLEAR: Final = '"cache", "storage"'  # what a shared computer forgets


@bp.get("/")
@public
def landing() -> str:
    """What this is, who can apply, and what happens to what one writes."""
    page = landing_page(rounds.everything(reading(), site().clock()), site().settings)
    return prepared(
        lambda: render_template(
            "public/landing.html", page=page, sent=draft.sent(), begun=draft.begun()
        ),
        as_of=page,
    )


@bp.get("/privacy")
@public
def privacy() -> str:
    """What is kept, why, for how long, and who reads it."""
    settings = site().settings
    found = rounds.everything(reading(), site().clock())
    page = privacy_page(found, settings)
    return prepared(
        lambda: render_template("public/privacy.html", settings=settings, page=page), as_of=page
    )


@bp.post("/language")
@public
@without_token
def language() -> Response:
    """Go on in another language on the same page, with what was typed on it."""
    back = safe_path(request.form.get("next", "")) or url_for(".landing")
    keep_typed(back, without=("lang", "next"))
    answer = make_response(redirect(back, 303))
    i18n.choose(answer, request.form.get("lang", ""), secure=site().settings.secure)
    return answer


@bp.post("/keep")
@public
@without_token
def keep() -> Response:
    """Keep what is typed on a page that a phone puts away, and may close (app.js)."""
    back = safe_path(request.form.get("kept_path", ""))
    if back is not None:
        keep_typed(back)
    return Response(status=204)


@bp.get("/apply")
@public
def start() -> ResponseReturnValue:
    """Begin, or go on where somebody stopped."""
    step = draft.next_step()
    return redirect(_way_around(step) or url_for(f".{step}"), 303)


@bp.route("/apply/consent", methods=["GET", "POST"])
@public
def consents() -> ResponseReturnValue:
    """First step: each consent by itself."""
    return _step("consents", ConsentsForm)


@bp.route("/apply/about", methods=["GET", "POST"])
@public
def about() -> ResponseReturnValue:
    """Second step: who applies."""
    return _step("about", AboutForm)


@bp.route("/apply/choices", methods=["GET", "POST"])
@public
def choices() -> ResponseReturnValue:
    """Third step: assessments and counseling."""
    return _step("choices", ChoicesForm)


def _step(step: str, kind: type[StepForm]) -> ResponseReturnValue:
    """Ask, check, keep, go on; a refused step is shown again with all that was typed."""
    elsewhere = _way_around(step)
    if elsewhere is not None:
        keep_or_tell()
        return redirect(elsewhere, 303)
    if request.method != "POST":
        now = lambda: _page(step, kind(data=draft.typed(step)))  # noqa: E731
        return prepared(now, with_token=True, as_of=draft.of_round())
    form = kind()
    if request.form.get("go") == "back" and kept_halfway(step, form):
        before = max(0, draft.STEPS.index(step) - 1)
        return redirect(url_for(f".{draft.STEPS[before]}"), 303)
    form.refuse(draft.problems(step, form.typed()))
    if form.failed:
        keep_typed()
        return make_response(_page(step, form), 422)
    draft.keep(step, form.typed())
    return redirect(url_for(f".{draft.next_step()}"), 303)


def _page(step: str, form: StepForm) -> str:
    words = {**draft.typed("choices"), **form.typed()}
    return render_template(
        f"public/{step}.html",
        form=form,
        page=step_page(step, draft.terms(), draft.guardian()),
        distress=draft.is_in_distress(words),
    )


def _way_around(step: str) -> str | None:
    """Where to go instead: to the receipt, away while closed, or to an earlier step first."""
    if draft.sent() is not None:
        return url_for(".done")
    if draft.of_round() is None:
        return url_for(".landing")
    missing = draft.missing_before(step)
    return None if missing is None else url_for(f".{missing}")


@bp.route("/apply/check", methods=["GET", "POST"])
@public
def check() -> ResponseReturnValue:
    """Fourth step: everything once more, and the button that sends it."""
    form = SendForm()
    # Whether the round is still open is asked once more where the application is stored.
    elsewhere = None if form.sent and draft.is_whole() else _way_around("check")
    if elsewhere is not None:
        return redirect(elsewhere, 303)
    if form.sent and _is_as_seen(form) and _send(form, draft.receipt()):
        return redirect(url_for(".done"), 303)
    draft.receipt()
    form.seen.data = draft.as_seen()
    application = draft.application()
    page = render_template(
        "public/check.html",
        form=form,
        page=check_page(application, draft.terms()),
        distress=draft.is_in_distress(application.as_form()),
    )
    return shown(form, page)


def _is_as_seen(form: SendForm) -> bool:
    """Whether what is sent is what was read: another window may have changed it meanwhile."""
    same = not form.seen.data or form.seen.data == draft.as_seen()
    if not same:
        form.form_errors.append(
            _("다른 창에서 바뀐 내용이 있어요. 아래 내용을 다시 읽어 보시고 보내 주세요.")
        )
    return same


def _send(form: SendForm, receipt: ReceiptPaper) -> bool:
    """Store the application under its receipt; however often this happens, it is one."""
    with telling(form):
        doors = form_turn(site(), address())
        try:
            _submit(receipt, doors)
        except Conflict:
            # Sent twice at once: the other one is stored by now. Otherwise the number is taken.
            _submit(receipt, doors)
    if not form.failed:
        draft.finish(receipt)
    elif not form.wait:
        draft.draw_again()
    return not form.failed


def _submit(receipt: ReceiptPaper, doors: tuple[Door, ...]) -> None:
    locked = applications.lock_receipt(site().settings.pepper_bytes, receipt)
    try:
        with visitor_work() as work:
            applications.submit(work, draft.application(), draft.asked(), locked, doors)
    # What is wrong with our keys is not for visitors.
    except KeyReplaced as problem:
        raise KeyReplaced("", problem.principal) from problem
    except Unavailable as problem:
        raise Unavailable from problem


@bp.get("/apply/done")
@public
def done() -> ResponseReturnValue:
    """The receipt, for as long as this session lasts or until somebody leaves."""
    receipt = draft.sent()
    if receipt is None:
        return redirect(url_for(".start" if draft.begun() else ".landing"), 303)
    return render_template("public/done.html", receipt=receipt, steps=STEP_LABELS)


@bp.get("/apply/memo")
@public
def memo() -> ResponseReturnValue:
    """The receipt as a file whose name and words say nothing of what it is about."""
    receipt = draft.sent()
    if receipt is None:
        return redirect(url_for(".landing"), 303)
    return memo_of(receipt)


@bp.post("/apply/leave")
@public
def leave() -> Response:
    """Forget everything, on the server and in this browser."""
    boxed_session().drop()
    flash(_("적으신 것과 접수번호를 이 기기에서 지웠어요."), "success")
    answer = make_response(redirect(url_for(".landing"), 303))
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer
