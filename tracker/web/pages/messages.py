"""Messages as both sides see them: who wrote, when, what."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.domain.papers import MessagePaper, Sender
from tracker.services.messages import Thread
from tracker.services.work import Sheet
from tracker.web.format import iso, moment


@dataclass(frozen=True)
class Message:
    """One message; without a text it does not open."""

    who: str
    when: str
    when_iso: str
    text: str
    mine: bool
    asks: bool


def for_staff(thread: Thread) -> tuple[Message, ...]:
    """The newest first, as the desk calls the two sides."""
    names = {Sender.DESK: _("센터"), Sender.PERSON: _("신청하신 분")}
    return tuple(_message(one, names, Sender.DESK) for one in reversed(thread))


def for_person(thread: Thread) -> tuple[Message, ...]:
    """The newest first, as the person calls them: roles, not names."""
    names = {Sender.DESK: _("센터"), Sender.PERSON: _("나")}
    return tuple(_message(one, names, Sender.PERSON) for one in reversed(thread))


def _message(sheet: Sheet[MessagePaper], names: Mapping[Sender, str], me: Sender) -> Message:
    when, when_iso, paper = moment(sheet.saved_at), iso(sheet.saved_at), sheet.paper
    if paper is None:
        return Message(_("열리지 않는 메시지"), when, when_iso, "", mine=False, asks=False)
    mine = paper.sender is me
    return Message(names[paper.sender], when, when_iso, paper.text, mine, paper.asks)
