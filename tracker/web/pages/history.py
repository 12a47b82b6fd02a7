"""The history of a case in words, for ui.timeline; and who was at its records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from flask import url_for
from flask_babel import LazyString

from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage
from tracker.services.trail import Visits
from tracker.web.format import iso, moment
from tracker.web.labels import AUDIT
from tracker.web.pages.acts import role_words


class Happened(Protocol):
    """One line of a case's history."""

    @property
    def event(self) -> Event: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class Moment:
    """One item of a timeline."""

    title: str
    when: str
    state: str = "done"
    text: str = ""


_ACTS: Final = frozenset(Audit)
# The trail has a sentence for each of these already.
_WORDS: Final[dict[Event, LazyString]] = {
    Event.SUBMIT: AUDIT[Audit.APPLICATION_SUBMITTED],
    Event.REQUEST_INFO: AUDIT[Audit.INFO_REQUESTED],
    Event.ANSWER: AUDIT[Audit.INFO_ANSWERED],
    Event.WAITLIST: AUDIT[Audit.CASE_WAITLISTED],
    Event.ACCEPT: AUDIT[Audit.CASE_ACCEPTED],
    Event.DECLINE: AUDIT[Audit.CASE_DECLINED],
    Event.ASSIGN: AUDIT[Audit.CASE_ASSIGNED],
    Event.RETURN: AUDIT[Audit.CASE_RETURNED],
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


@dataclass(frozen=True, slots=True)
class Visit:
    """One act on a record of a case: who, when, what."""

    who: str
    role: str
    when: str
    when_iso: str
    what: str


@dataclass(frozen=True)
class VisitList:
    """Who was at the records of a case, newest first."""

    lines: tuple[Visit, ...]
    url: str
    next_url: str | None
    first_url: str | None


def visit_list(found: Visits, endpoint: str, case_id: UUID, *, later: bool = False) -> VisitList:
    """The acts on the records of a case, and the page of their own at `endpoint`.

    `later` says that it does not begin with the newest act.
    """
    url = url_for(endpoint, case_id=case_id)
    words = {act: _act_words(act) for act in {one.action for one in found.visits}}
    known = {role: role_words(role) for role in {one.role for one in found.visits}}
    lines = (
        Visit(
            one.name or "",
            known[one.role],
            moment(one.at),
            iso(one.at),
            words[one.action],
        )
        for one in found.visits
    )
    following = None if found.next is None else f"{url}?before={found.next}"
    return VisitList(tuple(lines), url, following, url if later else None)


def _act_words(action: str) -> str:
    """An act in words; one that this version does not know, as it is written."""
    return str(AUDIT[Audit(action)]) if action in _ACTS else action
