"""Where a person's own application stands: all that the receipt reads, at once."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage, possible
from tracker.domain.errors import NotFound
from tracker.domain.papers import APPLICATION, DECISION, RELEASE, ApplicationPaper, ReleasePaper
from tracker.domain.rounds import Terms
from tracker.services import messages, own_consents, places, rounds, trail
from tracker.services.messages import Thread
from tracker.services.own_consents import Consent
from tracker.services.places import Turn
from tracker.services.trail import Visits
from tracker.services.work import Sheet, Work
from tracker.store import past
from tracker.store.cases import Case
from tracker.store.past import PastEvent

COPIED_VISITS: Final = 2000  # more acts than a case ever sees


@dataclass(frozen=True)
class Status:
    """What the applicant sees with the receipt."""

    case: Case
    history: list[PastEvent]
    application: Sheet[ApplicationPaper]
    consents: tuple[Consent, ...]
    release: ReleasePaper
    release_waits: bool
    thread: Thread
    decline_reason: str
    can_withdraw: bool
    turn: Turn | None
    terms: Terms


def look(work: Work, case_id: UUID) -> Status:
    """Everything at once, for an act that is recorded by whoever asks."""
    case = work.case(case_id, Permission.OWN_READ, Record.CLIENT)
    application = work.read(case_id, APPLICATION)
    if application is None:
        raise NotFound
    paper = application.paper
    return Status(
        case,
        past.history(work.db, case_id),
        application,
        () if paper is None else own_consents.of_case(work, case_id, paper),
        _released(work, case),
        case.client_due,
        messages.of_case(work, case_id),
        _decline_reason(work, case),
        Event.WITHDRAW in possible(case.stage),
        places.turn_of(work, case),
        rounds.terms_of_case(work.db, case_id),
    )


def _released(work: Work, case: Case) -> ReleasePaper:
    """What was released; a receipt that was renewed waits for the key of it."""
    if case.client_due and not work.keys(object_of(Record.CLIENT, case.id)):
        return ReleasePaper()
    release = work.read(case.id, RELEASE)
    return release.paper if release is not None and release.paper else ReleasePaper()


def copy(work: Work, case_id: UUID, how: str) -> tuple[Status, Visits]:
    """Everything the person gave and was told, and who was at it; `how` it leaves is recorded."""
    found = look(work, case_id)
    seen = trail.of_case(work, found.case, Permission.OWN_READ, limit=COPIED_VISITS)
    work.record(Audit.STATUS_COPIED, object_of(Record.IDENTITY, case_id), kind=how)
    return found, seen


def _decline_reason(work: Work, case: Case) -> str:
    """The code of the reason; the words for it are the page's, the staff's note stays theirs."""
    if case.stage is not Stage.DECLINED:
        return ""
    decision = work.read(case.id, DECISION)
    return decision.paper.reason if decision is not None and decision.paper else ""
