"""The history of a case in words, for ui.timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from flask_babel import LazyString

from tracker.domain.audit import Audit
from tracker.domain.cases import Event
from tracker.web.format import moment
from tracker.web.labels import AUDIT


class Happened(Protocol):
    """One line of a case's history."""

    event: Event
    at: datetime


@dataclass(frozen=True)
class Moment:
    """One item of a timeline."""

    title: str
    when: str
    state: str = "done"
    text: str = ""


# The trail has a sentence for each of these already.
_WORDS: Final[dict[Event, LazyString]] = {
    Event.SUBMIT: AUDIT[Audit.APPLICATION_SUBMITTED],
    Event.WAITLIST: AUDIT[Audit.CASE_WAITLISTED],
    Event.ACCEPT: AUDIT[Audit.CASE_ACCEPTED],
    Event.DECLINE: AUDIT[Audit.CASE_DECLINED],
    Event.ASSIGN: AUDIT[Audit.CASE_ASSIGNED],
    Event.ACTIVATE: AUDIT[Audit.CASE_ACTIVATED],
    Event.COMPLETE: AUDIT[Audit.CASE_COMPLETED],
    Event.DROP_OUT: AUDIT[Audit.CASE_DROPPED_OUT],
    Event.WITHDRAW: AUDIT[Audit.APPLICATION_WITHDRAWN],
    Event.REOPEN: AUDIT[Audit.CASE_REOPENED],
}


def timeline(history: Iterable[Happened]) -> tuple[Moment, ...]:
    """What happened to a case, oldest first; the last line is where it stands."""
    lines = [Moment(str(_WORDS[one.event]), moment(one.at)) for one in history]
    last = [Moment(lines[-1].title, lines[-1].when, "current")] if lines else []
    return (*lines[:-1], *last)
