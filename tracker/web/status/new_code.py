"""A new code in the place of a lost one: shown until it is written down."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.web.forms.base import Form
from tracker.web.guards import needs
from tracker.web.memos import memo_of
from tracker.web.status.base import bp, forget_new_code, new_code


@bp.get("/code")
@needs(Permission.OWN_READ)
def code() -> ResponseReturnValue:
    """Number and new code, for as long as this session lasts or until they are written down."""
    receipt = new_code()
    if receipt is None:
        return redirect(url_for(".mine"), 303)
    return render_template("status/code.html", receipt=receipt, form=Form())


@bp.get("/code/memo")
@needs(Permission.OWN_READ)
def code_memo() -> ResponseReturnValue:
    """The same as a file."""
    receipt = new_code()
    return redirect(url_for(".mine"), 303) if receipt is None else memo_of(receipt)


@bp.post("/code/noted")
@needs(Permission.OWN_READ)
def code_noted() -> ResponseReturnValue:
    """It is written down: this browser forgets it."""
    if new_code() is not None:
        forget_new_code()
        flash(_("새 코드를 이 기기에서 지웠어요. 다음부터 그 코드로 들어오시면 돼요."), "success")
    return redirect(url_for(".mine"), 303)
