"""The coordinator's acts on the list: bring, check, confirm, discard, destroy.

A draft is never looked into. Confirming puts it in the place of the list before in one act.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from tracker.domain.access import Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import Conflict, NotAllowed, RuleBroken
from tracker.domain.roster.rows import Entry
from tracker.services.roster.checking import (
    CleanLine,
    Dry,
    Head,
    RawLine,
    look_at,
    look_at_some,
    settle,
    today_of,
)
from tracker.services.roster.reading import Lines
from tracker.services.roster.sheets import (
    ENTRIES,
    HEAD,
    RAW,
    Binder,
    binder_of,
    object_of_roster,
)
from tracker.services.work import Work
from tracker.store import accounts, rosters
from tracker.store.rosters import Place, Roster, RosterState
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE

__all__ = ["Draft", "Roster", "Standing"]

SLICE: Final = 5000  # lines that are checked in one act: well below a second
_DRAFT: Final = (RosterState.CHECKING, RosterState.CHECKED)


@dataclass(frozen=True)
class Standing:
    """What there is: the list in use, and a draft of the next one."""

    current: Roster | None
    draft: Roster | None
    expired: bool
    names: dict[UUID, str]


@dataclass(frozen=True)
class Draft:
    """A draft, and what was found out about it."""

    roster: Roster
    head: Head

    @property
    def is_checked(self) -> bool:
        """Whether every line was looked at."""
        return self.roster.state is not RosterState.CHECKING

    @property
    def is_ready(self) -> bool:
        """Whether it could take the place of the list in use."""
        return self.is_checked and not self.head.mistakes and self.roster.people > 0


def must_manage(work: Work) -> None:
    """Raise NotAllowed for whoever does not look after the list."""
    if not may(work.actor.who, Permission.ROSTER_MANAGE):
        raise NotAllowed


def standing(work: Work) -> Standing:
    """What there is now."""
    must_manage(work)
    return overview(work.db, work.now)


def overview(db: Session, now: datetime) -> Standing:
    """What there is, in numbers and days: whoever owns the machine may know as much."""
    found = rosters.of_state(db, *RosterState)
    current = next((one for one in found if one.state is RosterState.CURRENT), None)
    draft = next((one for one in found if one.state in _DRAFT), None)
    brought_by = (accounts.get(db, one.imported_by) for one in found)
    names = {one.id: one.name for one in brought_by if one is not None}
    return Standing(current, draft, current is not None and is_over(current, now), names)


def is_over(roster: Roster, now: datetime) -> bool:
    """Whether a list may not be used any more."""
    return roster.expires_at is None or roster.expires_at <= now


def draft(work: Work) -> Draft | None:
    """The draft, opened. Raises Damaged."""
    must_manage(work)
    found = rosters.of_state(work.db, *_DRAFT)
    return Draft(found[0], binder_of(work, found[0]).head()) if found else None


def bring(work: Work, lines: Lines, dry: Dry | None = None) -> UUID:
    """Keep a file as a draft, in the place of an older draft.

    A short one is checked at once; a long one in slices, unless it comes with what a look at it
    (`dry`) found.
    """
    must_manage(work)
    _clear(work, *_DRAFT)
    roster_id, key = uuid4(), new_key()
    obj = object_of_roster(roster_id)
    roster = Roster(id=roster_id, state=RosterState.CHECKING, imported_at=work.now, people=0)
    roster.imported_by = _myself(work)
    rosters.add(work.db, roster)
    work.know(obj, 1, key)
    work.give(work.group(INTAKE), obj, 1, key)
    if dry is None and len(lines.rows) <= SLICE:
        dry = look_at(lines, work.now)
    binder, head = Binder(work, roster_id, key), Head(lines.columns, len(lines.rows))
    if dry is None:
        binder.put((Place(RAW, at), lines.rows[at : at + SLICE]) for at in _starts(lines))
    else:
        head = dry.head
        _keep(work, roster, binder, dry.people)
    binder.put([(HEAD, head)])
    work.record(Audit.ROSTER_BROUGHT, obj, count=head.rows)
    return roster_id


def _starts(lines: Lines) -> range:
    return range(0, len(lines.rows), SLICE)


def _myself(work: Work) -> UUID:
    if work.actor.who.account_id is None:
        raise NotAllowed
    return work.actor.who.account_id


def check_some(work: Work, roster_id: UUID) -> Draft:
    """Check the next lines of a draft; when none are left it is ready to be confirmed or mended.

    Doing it once too often changes nothing. Raises Conflict('roster_gone').
    """
    must_manage(work)
    work.alone()
    roster = _one(work, roster_id, *RosterState)
    binder = binder_of(work, roster)
    head = binder.head()
    waiting = rosters.numbers(work.db, roster_id, RAW)
    if not waiting:
        return Draft(roster, head)
    at = Place(RAW, waiting[0])
    rows: list[RawLine] = binder.get(list[RawLine], at)[0]
    clean = look_at_some(head, rows, today_of(work.now))
    binder.take(at)
    if len(waiting) > 1:
        binder.put([(Place(ENTRIES, at.number), clean)])
    else:
        before = [one for some in binder.everything(ENTRIES, list[CleanLine]) for one in some]
        binder.take(*(Place(ENTRIES, one) for one in rosters.numbers(work.db, roster_id, ENTRIES)))
        _keep(work, roster, binder, settle(head, before + clean))
    binder.put([(HEAD, head)])
    work.record(Audit.ROSTER_CHECKED, object_of_roster(roster_id), count=len(rows))
    return Draft(roster, head)


def _keep(work: Work, roster: Roster, binder: Binder, people: list[Entry]) -> None:
    """Sort everybody into the sheets; of a list that has to be mended there is nobody."""
    if people:
        binder.sort_in(people)
    roster.people, roster.state = len(people), RosterState.CHECKED
    work.db.flush()


def confirm(work: Work, roster_id: UUID, days: int) -> Roster:
    """Put a draft in the place of the list before, which is destroyed; doing it twice is one act.

    Raises RuleBroken('roster_mistakes'), Conflict('roster_gone').
    """
    must_manage(work)
    work.alone()
    roster = _one(work, roster_id, RosterState.CHECKED, RosterState.CURRENT)
    if roster.state is RosterState.CURRENT:
        return roster
    if not Draft(roster, binder_of(work, roster).head()).is_ready:
        raise RuleBroken("roster_mistakes")
    _clear(work, RosterState.CURRENT)
    roster.state, roster.expires_at = RosterState.CURRENT, work.now + timedelta(days=days)
    work.db.flush()
    work.record(Audit.ROSTER_CONFIRMED, object_of_roster(roster_id), count=roster.people)
    return roster


def discard(work: Work, roster_id: UUID | None = None) -> bool:
    """Destroy the draft; the list in use stays. Returns whether there was one.

    Raises Conflict('roster_gone') when another than the named one stands there now.
    """
    must_manage(work)
    work.alone()
    found = rosters.of_state(work.db, *_DRAFT)
    if roster_id is not None and any(one.id != roster_id for one in found):
        raise Conflict("roster_gone")
    return _clear(work, *_DRAFT)


def destroy(work: Work) -> bool:
    """Destroy the list in use; returns whether there was one."""
    must_manage(work)
    return _clear(work, RosterState.CURRENT)


def _clear(work: Work, *states: RosterState) -> bool:
    """Destroy lists with their keys, one row in the trail for each; an expired one goes too."""
    work.alone()
    found = rosters.of_state(work.db, *RosterState)
    gone = [one for one in found if one.state in states or _is_expired(work, one)]
    for one in gone:
        obj, count = object_of_roster(one.id), one.people
        reason = "expired" if _is_expired(work, one) else one.state.value
        work.revoke(obj, 1)
        rosters.remove(work.db, one)
        work.record(Audit.ROSTER_DESTROYED, obj, count=count, reason=reason)
    return any(one.state in states for one in gone)


def _is_expired(work: Work, roster: Roster) -> bool:
    return roster.state is RosterState.CURRENT and is_over(roster, work.now)


def _one(work: Work, roster_id: UUID, *states: RosterState) -> Roster:
    """A list that another colleague may have replaced meanwhile."""
    found = rosters.get(work.db, roster_id)
    if found is None or found.state not in states:
        raise Conflict("roster_gone")
    return found
