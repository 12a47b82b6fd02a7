"""Looking somebody up in the list in use: two small sheets are opened, whatever its length."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.applications import About
from tracker.domain.audit import Audit
from tracker.domain.roster.matching import Finding, find
from tracker.domain.roster.rows import Entry
from tracker.services.acting import Damaged
from tracker.services.roster.desk import is_over, must_manage
from tracker.services.roster.sheets import binder_of
from tracker.services.work import Work
from tracker.store import rosters
from tracker.store.rosters import Roster, RosterState


class Use(StrEnum):
    """Whether there is a list to look into."""

    USABLE = "usable"
    NONE = "none"
    EXPIRED = "expired"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Looked:
    """What looking somebody up came to; `as_of` is when the list was brought."""

    use: Use
    finding: Finding | None = None
    as_of: datetime | None = None


def look_up(work: Work, about: About) -> Looked:
    """Look for an applicant in the list in use."""
    must_manage(work)
    found = rosters.of_state(work.db, RosterState.CURRENT)
    if not found:
        return Looked(Use.NONE)
    current = found[0]
    if is_over(current, work.now):
        return Looked(Use.EXPIRED, as_of=current.imported_at)
    try:
        return Looked(Use.USABLE, _find(work, current, about), current.imported_at)
    except Damaged as damaged:
        work.record(Audit.RECORD_DAMAGED, damaged.object, kind=damaged.kind)
        return Looked(Use.DAMAGED)


def _find(work: Work, current: Roster, about: About) -> Finding:
    binder = binder_of(work, current)
    sheets = binder.get(list[Entry], *binder.places(about.birth_date, about.phone))
    return find(about, [one for sheet in sheets for one in sheet])
