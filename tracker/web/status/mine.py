"""Where my application stands, and the way out of it."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.errors import RuleBroken
from tracker.domain.fields import find_crisis_words
from tracker.domain.messages import MESSAGE_LIMIT
from tracker.services import applications
from tracker.web.context import here
from tracker.web.forms.status import MessageForm, WithdrawForm
from tracker.web.guards import needs
from tracker.web.pages.status import mine_page
from tracker.web.status.base import bp, own_case


@bp.get("/mine")
@needs(Permission.OWN_READ, records=True)
def mine() -> ResponseReturnValue:
    """Where my application stands, what I chose, what I agreed to, what was said."""
    return show_mine(MessageForm().ready())


def show_mine(form: MessageForm) -> ResponseReturnValue:
    """The page, with the form for a message as it is now."""
    found = applications.status(here(), own_case())
    page = mine_page(found, here().now)
    distress = page.distress or find_crisis_words(form.message.data or "")
    body = render_template(
        "status/mine.html", page=page, form=form, limit=MESSAGE_LIMIT, distress=distress
    )
    return make_response(body, 422 if form.failed else 200)


@bp.get("/withdraw", endpoint="ask_withdraw")
@needs(Permission.OWN_WITHDRAW, records=True)
def ask_withdraw() -> ResponseReturnValue:
    """Ask once before withdrawing, and say what will happen."""
    found = applications.status(here(), own_case())
    if not found.can_withdraw:
        return redirect(url_for(".mine"), 303)
    number = found.case.receipt_number
    return render_template("status/withdraw.html", form=WithdrawForm(), number=number)


@bp.post("/withdraw")
@needs(Permission.OWN_WITHDRAW)
def withdraw() -> ResponseReturnValue:
    """Withdraw my application; twice is once."""
    try:
        applications.withdraw(here(), own_case())
    except RuleBroken:
        flash(_("이미 마무리된 신청이라 거두실 것이 없어요."), "info")
    else:
        flash(_("신청을 거두었어요. 알려 주셔서 고마워요."), "success")
    return redirect(url_for(".mine"), 303)
