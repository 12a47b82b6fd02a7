"""Who was found, as the coordinator sees it."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.services.faces import Face
from tracker.services.searching import Found
from tracker.web import labels
from tracker.web.pages.lists import Ages


@dataclass(frozen=True, slots=True)
class Hit:
    """One application that fits."""

    name: str
    phone: str
    receipt: str
    number: str
    stage: tuple[str, str]
    age: str
    since: str
    counselor: str
    round: str
    damaged: bool
    url: str


@dataclass(frozen=True)
class Results:
    """Whoever fits; `more` says that only the first are shown."""

    hits: tuple[Hit, ...]
    title: str
    more: bool


def results(found: Found, now: datetime, endpoint: str) -> Results:
    """The page under the box; `endpoint` opens whoever was found."""
    ages = Ages(now)
    hits = tuple(hit(one, ages, endpoint) for one in found.faces)
    return Results(hits, _title(found), found.more)


def hit(face: Face, ages: Ages, endpoint: str = "applications.show") -> Hit:
    """One application, with what a list shows of it."""
    facts, card = face.facts, face.card
    age, since = ages(facts.submitted_at)
    return Hit(
        name=_("열리지 않는 기록") if card is None else card.name,
        phone="" if card is None else card.phone,
        receipt=facts.receipt_number,
        number=facts.number or "",
        stage=(facts.stage.value, str(labels.STAGES[facts.stage])),
        age=age,
        since=since,
        counselor=facts.counselor or "",
        round=facts.round,
        damaged=card is None,
        url=url_for(endpoint, case_id=facts.id),
    )


def _title(found: Found) -> str:
    count = len(found.faces)
    if found.more:
        return _("%(count)s건보다 많이 찾았어요", count=count)
    return ngettext("%(num)s건을 찾았어요", "%(num)s건을 찾았어요", count)
