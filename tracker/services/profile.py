"""What a counselor says about the own work: how much, when, how, in which language."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from tracker.domain.access import Permission, may
from tracker.domain.assigning import Profile
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services.work import Work
from tracker.store import accounts, profiles


def mine(work: Work) -> Profile:
    """What I said."""
    return profiles.of(work.db, _me(work))


def save(work: Work, said: Profile) -> None:
    """Keep what I say; saying the same twice is one act."""
    me = _me(work)
    if profiles.of(work.db, me) == said:
        return
    profiles.put(work.db, me, said, work.now)
    work.record(Audit.ACCOUNT_PROFILE_SAVED, f"account:{me.hex}")


def set_openings(work: Work, numbers: Mapping[UUID, int | None]) -> None:
    """Keep how many cases counselors take at once, as the desk agreed with them.

    One row of the trail for each that changes. Raises NotFound for whoever is no counselor.
    """
    if not may(work.actor.who, Permission.CASE_ASSIGN):
        raise NotAllowed
    if not numbers.keys() <= {one.id for one in accounts.counselors(work.db)}:
        raise NotFound
    said = profiles.everyone(work.db)
    for who, openings in numbers.items():
        before = said.get(who, Profile())
        if before.openings != openings:
            profiles.put(work.db, who, replace(before, openings=openings), work.now)
            work.record(Audit.ACCOUNT_PROFILE_SAVED, f"account:{who.hex}")


def _me(work: Work) -> UUID:
    who = work.actor.who
    if who.account_id is None or not may(who, Permission.OWN_PROFILE):
        raise NotAllowed
    return who.account_id
