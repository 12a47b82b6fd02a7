"""Several applications decided at once: all of them, or none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Stage
from tracker.domain.papers import APPLICATION, ApplicationPaper
from tracker.domain.rounds import Numbers
from tracker.services import intake, places
from tracker.services.work import Sheet, Work
from tracker.store import documents, rounds
from tracker.store.cases import Case
from tracker.store.rounds import Round

Line = tuple[Case, Sheet[ApplicationPaper] | None]


@dataclass(frozen=True)
class Chosen:
    """Applications that were ticked, and the rounds they are in."""

    lines: tuple[Line, ...]
    rounds: tuple[tuple[Round, Numbers], ...]


def look(work: Work, case_ids: Sequence[UUID]) -> Chosen:
    """Open several applications before they are decided; each leaves its row in the trail."""
    found = work.cases(case_ids, Permission.CASE_DECIDE)
    objects = {one.id: object_of(Record.IDENTITY, one.id) for one in found}
    papers = documents.newest_of_kind(work.db, list(objects.values()), APPLICATION.name)
    sheets = {one.object: work.opened(one, APPLICATION) for one in papers}
    lines = tuple((one, sheets.get(objects[one.id])) for one in found)
    for obj in objects.values():
        work.record(Audit.APPLICATION_OPENED, obj)
    ids = {one.round_id for one in found}
    tally = rounds.numbers(work.db, ids)
    where = [one for one in rounds.everything(work.db) if one.id in ids]
    return Chosen(lines, tuple((one, tally.get(one.id, Numbers())) for one in where))


def accept_all(work: Work, case_ids: Collection[UUID]) -> int:
    """Accept them all; whoever has waited longest comes first.

    Returns how many were not accepted before. Raises RuleBroken as `intake.accept` does, and
    RuleBroken('too_few_places') when there are not enough places for all.
    """
    where = places.hold_all(work, case_ids)
    found = [work.case(one, Permission.CASE_DECIDE) for one in sorted(case_ids)]
    waiting = [one for one in found if one.stage is not Stage.ACCEPTED]
    places.check_room(work, [where[one.id] for one in waiting], [one.id for one in waiting])
    for case in sorted(waiting, key=lambda one: (one.waiting_since or one.submitted_at, one.id)):
        intake.accept(work, case.id)
    return len(waiting)
