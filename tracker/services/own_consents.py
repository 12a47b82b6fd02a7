"""A person's consents: what they agreed to word for word, withdrawn and given again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Event, Stage, possible
from tracker.domain.errors import RuleBroken
from tracker.domain.papers import (
    APPLICATION,
    CONSENTS,
    ApplicationPaper,
    ConsentChange,
    ConsentsPaper,
)
from tracker.domain.program import MANDATORY, ConsentKind
from tracker.domain.rounds import HAS_PLACE
from tracker.services import places
from tracker.services.consents import ConsentText, consent_texts, kept_texts
from tracker.services.rounds import terms_of_case
from tracker.services.work import Work
from tracker.store.cases import Case


@dataclass(frozen=True)
class Consent:
    """One consent as it stands; without a text nobody kept the words that were agreed to."""

    kind: ConsentKind
    given: bool
    since: datetime
    version: str
    digest: str
    text: ConsentText | None
    was_changed: bool

    @property
    def mandatory(self) -> bool:
        """Whether the program cannot go on without it."""
        return MANDATORY[self.kind]


def of_case(work: Work, case_id: UUID, paper: ApplicationPaper) -> tuple[Consent, ...]:
    """The consents of a case as they stand now, in the order of the form."""
    changes = _changes(work, case_id)
    first = [
        ConsentChange(one.kind, one.given, one.text_version, one.text_hash, paper.received_at)
        for one in paper.consents
    ]
    newest = {one.kind: one for one in (*first, *changes)}
    texts = kept_texts(work.db, [one.text_hash for one in newest.values()])
    changed = {one.kind for one in changes}
    return tuple(
        Consent(
            ConsentKind(one.kind),
            one.given,
            one.at,
            one.text_version,
            one.text_hash,
            texts.get(one.text_hash),
            one.kind in changed,
        )
        for one in newest.values()
    )


def _changes(work: Work, case_id: UUID) -> tuple[ConsentChange, ...]:
    sheet = work.read(case_id, CONSENTS)
    return () if sheet is None or sheet.paper is None else sheet.paper.changes


def give(work: Work, case_id: UUID, kind: ConsentKind, language: str) -> None:
    """Give an optional consent, to the text of the own round; doing it twice is one act."""
    case = work.case(case_id, Permission.OWN_WRITE)
    now = _standing(work, case_id, kind)
    if now.given:
        return
    if now.mandatory:
        raise RuleBroken("consent_ended")
    text = consent_texts(language, terms_of_case(work.db, case_id))[kind]
    _note(work, case, ConsentChange(kind.value, True, text.version, text.digest, work.now))
    work.record(Audit.CONSENT_GIVEN, object_of(Record.IDENTITY, case_id), kind=kind.value)


def withdraw(work: Work, case_id: UUID, kind: ConsentKind) -> None:
    """Withdraw a consent; doing it twice is one act.

    Without a mandatory one the program may not go on: it ends, and the record is to be destroyed.
    """
    where = places.hold(work, case_id)
    case = work.case(case_id, Permission.OWN_WRITE)
    now = _standing(work, case_id, kind)
    if not now.given:
        return
    had_place = case.stage in HAS_PLACE
    _note(work, case, ConsentChange(kind.value, False, now.version, now.digest, work.now))
    if now.mandatory:
        if Event.WITHDRAW in possible(case.stage):
            work.move(case, Event.WITHDRAW)
        case.erasure_asked_at = case.erasure_asked_at or work.now
    work.record(Audit.CONSENT_WITHDRAWN, object_of(Record.IDENTITY, case_id), kind=kind.value)
    if case.stage is Stage.WITHDRAWN:
        places.leave(work, where, case, had_place=had_place)


def _standing(work: Work, case_id: UUID, kind: ConsentKind) -> Consent:
    found: Iterable[Consent] = of_case(work, case_id, work.must(case_id, APPLICATION))
    return next(one for one in found if one.kind is kind)


def _note(work: Work, case: Case, change: ConsentChange) -> None:
    paper = ConsentsPaper((*_changes(work, case.id), change))
    work.write_on(case.id, CONSENTS, paper)
