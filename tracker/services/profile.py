"""What a counselor says about the own work: how much, when, how, in which language."""

from uuid import UUID

from tracker.domain.access import Permission, may
from tracker.domain.assigning import Profile
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed
from tracker.services.work import Work
from tracker.store import profiles


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


def _me(work: Work) -> UUID:
    who = work.actor.who
    if who.account_id is None or not may(who, Permission.OWN_PROFILE):
        raise NotAllowed
    return who.account_id
