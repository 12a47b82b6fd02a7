"""Coming in with number and code, and leaving without a trace."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.domain.audit import Audit
from tracker.domain.errors import Conflict, NotFound
from tracker.services import applications, receipts
from tracker.services.sessions import SessionKind
from tracker.services.sign_in import Seeds
from tracker.web.context import Visitor, address, boxed_session, enter, here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.status import ReceiptForm
from tracker.web.guards import public
from tracker.web.links import safe_path
from tracker.web.status.base import bp, keep_new_code


@bp.route("", methods=["GET", "POST"], endpoint="enter")
@public
def enter_page() -> ResponseReturnValue:
    """Ask for number and code; the answer to a wrong one does not say which."""
    if request.method == "GET" and _is_open():
        return redirect(url_for(".mine"), 303)
    form = ReceiptForm()
    if form.sent and form.validate():
        with telling(form):
            found = applications.open_receipt(
                site(), address(), form.number.data or "", form.code.data or ""
            )
            entered = None if found is None else _entered(found[0], (found[1],))
            if entered is not None:
                return entered
            form.form_errors.append(
                _("접수번호와 비밀 코드를 다시 확인해 주세요. 받으신 그대로 적으시면 돼요.")
            )
    ended = boxed_session().ended is not None
    return shown(form, render_template("status/enter.html", form=form, ended=ended))


def _is_open() -> bool:
    return boxed_session().kind is SessionKind.RECEIPT and current_user.is_authenticated


def _entered(case_id: UUID, seeds: Seeds) -> Response | None:
    """With an ordinary code to where it stands, with a pickup code to the new one; None for one
    that somebody else used in the same moment.
    """
    try:
        new = receipts.pick_up(site(), address(), case_id, seeds[0])
    except (Conflict, NotFound):
        return None
    if new is None:
        return _welcome(case_id, seeds)
    answer = _welcome(case_id, (new.holder,))
    keep_new_code(new)
    answer.location = url_for(".code")
    return answer


def _welcome(case_id: UUID, seeds: Seeds) -> Response:
    visitor = Visitor("", applications.applicant(case_id), None, seeds)
    enter(SessionKind.RECEIPT, visitor, None, seeds)
    wanted = safe_path(request.args.get("next", "")) or ""
    mine = url_for(".mine")
    own = wanted.startswith(f"{bp.url_prefix}/")
    return make_response(redirect(wanted if own else mine, 303))


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session at once, on the server and in this browser."""
    if _is_open():
        here().record(Audit.SIGNED_OUT)
    flash_after(_("내 진행 화면을 닫았어요."))
    return leave()


def flash_after(told: str) -> None:
    """Say something on the first page after this session, which ends here."""
    boxed_session().drop()
    flash(told, "success")


def leave() -> Response:
    """To the first page, with nothing left in this browser."""
    answer = make_response(redirect(url_for("public.landing"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
