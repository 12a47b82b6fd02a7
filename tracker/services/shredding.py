"""The end of a case: its keys and documents are destroyed, and nobody opens them again."""

from uuid import UUID

from tracker.domain.access import Permission, Record, allowed, may, object_of
from tracker.domain.access import Subject as CaseSubject
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.rounds import HAS_PLACE
from tracker.services import places
from tracker.services.site import Site
from tracker.services.work import Work, receipt_principal
from tracker.store import cases, grants, rounds, searching, shredding


def shred(work: Work, case_id: UUID) -> bool:
    """Destroy a case with all its keys, documents and its receipt; it needs no key.

    Doing it again is harmless. Returns whether there was anything. The trail keeps that and when
    it happened, under ids that lead nowhere. The caller wipes the files after the commit.
    """
    if not may(work.actor.who, Permission.CASE_SHRED):
        raise NotAllowed
    rounds.hold_of(work.db, case_id)
    case = cases.get(work.db, case_id, lock=True)
    if case is None:
        return False
    subject = CaseSubject(case.id, case.counselor_id, case.team_id)
    if not allowed(work.actor.who, Permission.CASE_SHRED, subject):
        raise NotFound
    destroy(work, case_id)
    return True


def destroy(work: Work, case_id: UUID) -> None:
    """Destroy a case that is held with its round, for whoever may; leaves one row in the trail.

    The search sheets that hold it go too: last, and alone, so that nobody is writing one. A place
    that it had goes to whoever waits.
    """
    case = cases.get(work.db, case_id)
    freed = case is not None and case.stage in HAS_PLACE
    round_id = None if case is None else case.round_id
    objects = [object_of(record, case_id) for record in Record]
    _note(work, objects)
    work.db.flush()
    work.db.expunge_all()
    shredding.shred(work.db, case_id, objects, receipt_principal(case_id))
    work.alone()
    sheets = searching.holding(work.db, case_id)
    _note(work, sheets)
    shredding.drop(work.db, sheets)
    work.record(Audit.CASE_SHREDDED, f"case:{case_id.hex}", destroyed=[*objects, *sheets])
    where = None if round_id is None else rounds.get(work.db, round_id, lock=True)
    if where is not None:
        places.advance(work, where, freed=int(freed))


def _note(work: Work, objects: list[str]) -> None:
    for obj in objects:
        work.note_revoked(*grants.of_object(work.db, obj))


def wipe(site: Site) -> bool:
    """Remove what was destroyed from the files too; False while somebody reads: try again."""
    return shredding.wipe(site.database)
