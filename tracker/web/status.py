"""Where my application stands: number and code in, plain words out."""

from uuid import UUID

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
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.domain.audit import Audit
from tracker.domain.errors import RuleBroken
from tracker.services import applications
from tracker.services.sessions import SessionKind
from tracker.services.sign_in import Seeds
from tracker.web.context import Visitor, address, boxed_session, enter, here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.status import ReceiptForm, WithdrawForm
from tracker.web.guards import needs, public
from tracker.web.links import safe_path
from tracker.web.pages.status import mine_page

bp = Blueprint("status", __name__, url_prefix="/status")


@bp.route("", methods=["GET", "POST"], endpoint="enter")
@public
def enter_page() -> ResponseReturnValue:
    """Ask for number and code; the answer to a wrong one does not say which."""
    if request.method == "GET" and _is_open():
        return redirect(url_for(".mine"), 303)
    form = ReceiptForm()
    if form.sent:
        with telling(form):
            found = applications.open_receipt(
                site(), address(), form.number.data or "", form.code.data or ""
            )
            if found is not None:
                return _welcome(found[0], (found[1],))
            form.form_errors.append(
                _("접수번호와 비밀 코드를 다시 확인해 주세요. 받으신 그대로 적으시면 돼요.")
            )
    ended = boxed_session().ended is not None
    return shown(form, render_template("status/enter.html", form=form, ended=ended))


def _is_open() -> bool:
    return boxed_session().kind is SessionKind.RECEIPT and current_user.is_authenticated


def _welcome(case_id: UUID, seeds: Seeds) -> Response:
    visitor = Visitor("", applications.applicant(case_id), None, seeds)
    enter(SessionKind.RECEIPT, visitor, None, seeds)
    wanted = safe_path(request.args.get("next", "")) or ""
    mine = url_for(".mine")
    own = wanted.startswith(f"{bp.url_prefix}/")
    return make_response(redirect(wanted if own else mine, 303))


@bp.get("/mine")
@needs(Permission.OWN_READ, records=True)
def mine() -> str:
    """Where my application stands, what I chose, what I agreed to."""
    found = applications.status(here(), _own_case())
    return render_template("status/mine.html", page=mine_page(found))


@bp.get("/withdraw", endpoint="ask_withdraw")
@needs(Permission.OWN_WITHDRAW, records=True)
def ask_withdraw() -> ResponseReturnValue:
    """Ask once before withdrawing, and say what will happen."""
    found = applications.status(here(), _own_case())
    if not found.can_withdraw:
        return redirect(url_for(".mine"), 303)
    return render_template("status/withdraw.html", form=WithdrawForm(), page=mine_page(found))


@bp.post("/withdraw")
@needs(Permission.OWN_WITHDRAW)
def withdraw() -> ResponseReturnValue:
    """Withdraw my application; twice is once."""
    try:
        applications.withdraw(here(), _own_case())
    except RuleBroken:
        flash(_("이미 마무리된 신청이라 거두실 것이 없어요."), "info")
    else:
        flash(_("신청을 거두었어요. 알려 주셔서 고마워요."), "success")
    return redirect(url_for(".mine"), 303)


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session at once, on the server and in this browser."""
    if _is_open():
        here().record(Audit.SIGNED_OUT)
    boxed_session().drop()
    flash(_("내 진행 화면을 닫았어요."), "success")
    answer = make_response(redirect(url_for("public.landing"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _own_case() -> UUID:
    case_id: UUID = current_user.who.own_case_id
    return case_id
