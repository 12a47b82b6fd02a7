"""Faces: who many cases are, opened all at once. One that does not open stops nobody."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tracker.domain.access import Record, object_of
from tracker.domain.papers import APPLICATION, CARD, ApplicationPaper, CardPaper
from tracker.domain.searching import Entry, Numbers, digits_of, folded
from tracker.services import sealing
from tracker.services.record_keys import FIRST_STAFF_KEY
from tracker.services.work import Work
from tracker.store import documents, searching
from tracker.store.searching import CaseFacts

_AT_ONCE: Final = 1000
_Keys = dict[str, dict[int, bytes]]


@dataclass(frozen=True, slots=True)
class Face:
    """One case with its card; without one the card is damaged."""

    facts: CaseFacts
    card: CardPaper | None
    version: int

    @property
    def numbers(self) -> Numbers:
        """All digits by which it can be found."""
        phone = "" if self.card is None else digits_of(self.card.phone)
        number = (self.facts.number or "").replace("-", "")
        return Numbers(phone, self.facts.receipt_number.replace("-", ""), number)

    @property
    def entry(self) -> Entry:
        """The person as a search sheet keeps them; only for a card that opens."""
        card = self.card or CardPaper("", "")
        received = int(self.facts.submitted_at.timestamp())
        name, phone = folded(card.name), digits_of(card.phone)
        return Entry(name, phone, card.birth_date, self.facts.id.hex, received)


def faces(work: Work, case_ids: Sequence[UUID]) -> list[Face]:
    """The faces of cases that this person's keys open, the first to apply first.

    A case that is gone or without a key for this person does not exist here.
    """
    parts = (case_ids[at : at + _AT_ONCE] for at in range(0, len(case_ids), _AT_ONCE))
    found = [face for part in parts for face in _faces(work, part)]
    return sorted(found, key=lambda one: (one.facts.submitted_at, one.facts.id))


def _faces(work: Work, case_ids: Collection[UUID]) -> Iterator[Face]:
    known = {object_of(Record.IDENTITY, one.id): one for one in searching.facts(work.db, case_ids)}
    keys = work.keys_at_hand(known)
    cards = _opened(work, list(keys), keys)
    _add_birth_dates(work, cards, keys)
    for obj in keys:
        card, version = cards.get(obj, (None, 0))
        yield Face(known[obj], card if _is_genuine(known[obj], keys[obj]) else None, version)


def _is_genuine(facts: CaseFacts, keys: dict[int, bytes]) -> bool:
    """Whether a case with a number has a key that staff made: another was planted."""
    return facts.number is None or max(keys, default=0) >= FIRST_STAFF_KEY


def _opened(work: Work, objects: Collection[str], keys: _Keys) -> dict[str, tuple[CardPaper, int]]:
    found = {}
    for document in documents.newest_of_kind(work.db, objects, CARD.name):
        key = keys[document.object].get(document.key_version)
        card = None if key is None else sealing.opened(document, key, CardPaper)
        if card is not None:
            found[document.object] = (card, document.version)
    return found


def _add_birth_dates(work: Work, cards: dict[str, tuple[CardPaper, int]], keys: _Keys) -> None:
    """Cards of before have none: it stands in the application."""
    old = [obj for obj, (card, _version) in cards.items() if not card.birth_date]
    for document in documents.newest_of_kind(work.db, old, APPLICATION.name) if old else ():
        key = keys[document.object].get(document.key_version)
        paper = None if key is None else sealing.opened(document, key, ApplicationPaper)
        if paper is not None:
            card, version = cards[document.object]
            born = paper.form.birth_date.isoformat()
            cards[document.object] = CardPaper(card.name, card.phone, born), version
