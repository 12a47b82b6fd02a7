"""The coordinator writes to the person: a message, a question the decision needs, or nothing."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.cases import Event
from tracker.domain.messages import MESSAGE_LIMIT, clean_message
from tracker.services import intake, messages
from tracker.services.work import Work
from tracker.web.applications import next_in_line, stand_in_line
from tracker.web.context import here, site
from tracker.web.forms.applications import MessageForm
from tracker.web.forms.base import shown, telling
from tracker.web.guards import needs
from tracker.web.pages.applications import application_page
from tracker.web.pages.messages import for_staff

bp = Blueprint("messages", __name__, url_prefix="/applications")
Send = Callable[[Work, UUID, str, str], None]


@bp.route("/<uuid:case_id>/message", methods=["GET", "POST"])
@needs(Permission.MESSAGE_SEND, records=True)
def write(case_id: UUID) -> ResponseReturnValue:
    """Write to the person; whoever holds the receipt reads it."""
    form = MessageForm()
    if form.sent and _sends(form, case_id, messages.send):
        flash(_("보냈어요. 신청하신 분의 '내 진행'에 바로 보여요."), "success")
        return redirect(url_for("applications.show", case_id=case_id, _anchor="messages"), 303)
    return _page("applications/message.html", case_id, form)


@bp.route("/<uuid:case_id>/ask", methods=["GET", "POST"])
@needs(Permission.CASE_DECIDE, records=True)
def ask(case_id: UUID) -> ResponseReturnValue:
    """Ask for something the decision needs; the answer brings the application back."""
    form = MessageForm()
    if form.sent and _sends(form, case_id, messages.ask):
        told = _("여쭤봤어요. 답이 올 때까지 '답 기다림'에 있고, 답이 오면 새 신청으로 돌아와요.")
        return next_in_line(form, told)
    return _page("applications/ask.html", case_id, form, Event.REQUEST_INFO)


@bp.post("/<uuid:case_id>/message/settle")
@needs(Permission.MESSAGE_SEND)
def settle(case_id: UUID) -> ResponseReturnValue:
    """What the person wrote needs no answer."""
    messages.settle(here(), case_id)
    flash(_("답할 것에서 뺐어요."), "success")
    return redirect(url_for("applications.show", case_id=case_id, _anchor="messages"), 303)


def _sends(form: MessageForm, case_id: UUID, send: Send) -> bool:
    with telling(form):
        send(here(), case_id, clean_message(form.message.data or ""), form.entry.data or "")
    return not form.failed


def _page(
    template: str, case_id: UUID, form: MessageForm, act: Event | None = None
) -> ResponseReturnValue:
    """The form beside what was said so far; an act that is not possible leads back."""
    found = intake.show(here(), case_id)
    page = application_page(found, site().clock())
    if act is not None and act.value not in page.can and not form.failed:
        return redirect(page.url, 303)
    if not form.sent:
        form.entry.data = form.entry.data or uuid4().hex
        stand_in_line(form, page)
    thread = for_staff(messages.of_case(here(), case_id))
    body = render_template(template, page=page, form=form, messages=thread, limit=MESSAGE_LIMIT)
    return shown(form, body)
