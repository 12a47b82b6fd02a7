"""What a person sees of the own record: who was there, and a copy of it all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from tracker.services.own_consents import Consent
from tracker.services.standing import Status
from tracker.services.trail import Visits
from tracker.web.format import iso, moment
from tracker.web.labels.own import act_for_youth, role_for_youth
from tracker.web.pages.messages import for_person
from tracker.web.pages.own_consents import ConsentPage, consent_page
from tracker.web.pages.public import about_rows, choice_rows
from tracker.web.pages.status import mine_page

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnVisit:
    """One act on the own record: in which role, when, what."""

    who: str
    what: str
    when: str
    when_iso: str


@dataclass(frozen=True)
class OwnVisits:
    """Who was at the own record, newest first."""

    lines: tuple[OwnVisit, ...]
    first_url: str | None
    next_url: str | None


def own_visits(found: Visits, *, later: bool = False) -> OwnVisits:
    """Roles, not names."""
    url = url_for("status.visits")
    following = None if found.next is None else f"{url}?before={found.next}"
    lines = tuple(
        OwnVisit(role_for_youth(one.role), act_for_youth(one.action), moment(one.at), iso(one.at))
        for one in found.visits
    )
    return OwnVisits(lines, url if later else None, following)


@dataclass(frozen=True)
class CopyPage:
    """Everything in one page, to be printed."""

    number: str
    made: str
    headline: str
    about: Pairs
    choices: Pairs
    reason: str
    consents: tuple[ConsentPage, ...]
    messages: Any
    timeline: Any
    visits: tuple[OwnVisit, ...]


def copy_page(found: Status, seen: Visits, now: datetime) -> CopyPage:
    """What was given and what was told, in words."""
    paper, mine = found.application.paper, mine_page(found, now)
    return CopyPage(
        number=found.case.receipt_number,
        made=moment(now),
        headline=mine.headline,
        about=() if paper is None else about_rows(paper.form),
        choices=() if paper is None else choice_rows(paper.form),
        reason="" if paper is None else paper.form.reason,
        consents=tuple(consent_page(one, found.terms) for one in found.consents),
        messages=for_person(found.thread),
        timeline=mine.timeline,
        visits=own_visits(seen).lines,
    )


def copy_data(found: Status, seen: Visits, now: datetime) -> dict[str, Any]:
    """The same for a machine to read: codes as they are, texts word for word."""
    case, paper = found.case, found.application.paper
    return {
        "made_at": iso(now),
        "receipt_number": case.receipt_number,
        "stage": case.stage.value,
        "erasure_asked_at": None if case.erasure_asked_at is None else iso(case.erasure_asked_at),
        "form": None if paper is None else paper.form.as_form(),
        "saved_at": iso(found.application.saved_at),
        "chosen": [kind.value for kind in found.release.chosen],
        "closing": found.release.closing,
        "decline_reason": found.decline_reason,
        "consents": [_consent_data(one) for one in found.consents],
        "messages": list(_message_data(found)),
        "timeline": [
            {"at": iso(one.at), "event": one.event.value, "stage": one.stage.value}
            for one in found.history
        ],
        "visits": [{"at": iso(one.at), "role": one.role, "act": one.action} for one in seen.visits],
    }


def _consent_data(found: Consent) -> dict[str, Any]:
    text = found.text
    return {
        "kind": found.kind.value,
        "given": found.given,
        "since": iso(found.since),
        "version": found.version,
        "sha256": found.digest,
        "title": None if text is None else text.title,
        "text": None if text is None else [list(row[:2]) for row in text.rows],
    }


def _message_data(found: Status) -> Iterable[dict[str, Any]]:
    for sheet in found.thread:
        if sheet.paper is not None:
            sender = sheet.paper.sender.value
            yield {"at": iso(sheet.saved_at), "from": sender, "text": sheet.paper.text}
