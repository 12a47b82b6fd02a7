"""Writing to the center."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.messages import clean_message
from tracker.services import messages
from tracker.web.context import here
from tracker.web.forms.base import telling
from tracker.web.forms.status import MessageForm
from tracker.web.guards import needs
from tracker.web.status.base import bp, own_case
from tracker.web.status.mine import show_mine


@bp.post("/mine", endpoint="write")
@needs(Permission.OWN_WRITE)
def write() -> ResponseReturnValue:
    """Write a message, or answer what the center asked; twice is once."""
    form = MessageForm()
    with telling(form):
        text = clean_message(form.message.data or "")
        answered = messages.write(here(), own_case(), text, form.entry.data or "")
    if form.failed:
        return show_mine(form)
    if answered:
        flash(_("답해 주셔서 고마워요. 이어서 살펴볼게요."), "success")
    else:
        flash(_("보냈어요. 답은 이 화면에서 알려 드려요."), "success")
    return redirect(url_for(".mine", _anchor="messages"), 303)
