"""Search sheets: some hundred people in one box, so that looking for one opens few boxes.

A sheet is an index and no more: whoever is found on it is shown by their own card, and only if
that says the same. So a corrected card, a destroyed case or an old sheet put back shows nothing.
"""

from collections.abc import Collection
from typing import Final
from uuid import uuid4

from tracker.domain.audit import Audit
from tracker.domain.searching import SHEET, SheetPaper
from tracker.services import sealing
from tracker.services.faces import Face, faces
from tracker.services.work import Work
from tracker.store import documents, grants, searching, shredding
from tracker.store.documents import Document
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE

FEW: Final = 200  # cases on no sheet, whose cards are opened one by one
FULL: Final = 500  # people on one sheet
_PREFIX: Final = "search:"


def everybody(work: Work) -> list[SheetPaper]:
    """Everybody whom the intake group may read, on sheets; the last one is not kept anywhere.

    Makes sheets first when too many cases are on none, or when one does not open: call it in a
    transaction that may write.
    """
    if INTAKE not in work.keyring.holders:
        return []
    waiting, opened = searching.waiting(work.db), _opened(work)
    if len(waiting) > FEW or None in opened.values():
        _prepare(work)
        waiting, opened = searching.waiting(work.db), _opened(work)
    found = [paper for paper in opened.values() if paper is not None]
    loose = [face.entry for face in faces(work, waiting) if face.card is not None]
    return [*found, SheetPaper.of(loose)] if loose else found


def _opened(work: Work) -> dict[str, SheetPaper | None]:
    """Every sheet; None for one that does not open."""
    found: dict[str, SheetPaper | None] = dict.fromkeys(searching.sheets(work.db))
    keys = work.keys_at_hand(found)
    for document in documents.newest_of_kind(work.db, found, SHEET):
        key = keys.get(document.object, {}).get(document.key_version)
        if key is not None:
            found[document.object] = sealing.opened(document, key, SheetPaper)
    return found


def _prepare(work: Work) -> None:
    """Drop sheets that do not open and write whoever is on none on new ones; one at a time."""
    work.alone()
    broken = [obj for obj, paper in _opened(work).items() if paper is None]
    for obj in broken:
        work.record(Audit.RECORD_DAMAGED, obj, kind=SHEET)
        _drop(work, obj)
    waiting = searching.waiting(work.db)
    new = [face for face in faces(work, waiting) if face.card is not None]
    if broken or len(new) > FEW:
        for part in _parts(new):
            _write(work, part)
        work.record(Audit.SEARCH_PREPARED, INTAKE, count=len(new), destroyed=broken)


def _drop(work: Work, obj: str) -> None:
    work.note_revoked(*grants.of_object(work.db, obj))
    shredding.drop(work.db, [obj])


def _parts(people: list[Face]) -> list[list[Face]]:
    """Sheets of nearly equal size, in the order in which people applied."""
    count = -(-len(people) // FULL)
    size = -(-len(people) // count) if count else 1
    return [people[place : place + size] for place in range(0, len(people), size)]


def _write(work: Work, people: Collection[Face]) -> None:
    obj, key = f"{_PREFIX}{uuid4().hex}", new_key()
    work.give(work.group(INTAKE), obj, 1, key)
    paper = SheetPaper.of(one.entry for one in people)
    body = sealing.sealed(obj, SHEET, 1, 1, key, paper, None)
    sheet = Document(obj, SHEET, 1, 1, body, work.actor.who.account_id, work.now)
    documents.add(work.db, sheet)
    work.note_document(sheet)
    searching.add(work.db, obj, [(one.facts.id, one.version) for one in people])
