"""The two halves of a case: what the desk can give (who it is), and what the team can give."""

from typing import Final
from uuid import UUID

from tracker.domain.access import Record, Role, object_of
from tracker.services.work import Work
from tracker.store import grants
from tracker.store.accounts import Account

DESK_HALF: Final = (Record.IDENTITY, Record.FACTS)
TEAM_HALF: Final = (Record.CLINICAL, Record.CLIENT)
TELLING: Final = (Record.IDENTITY, Record.CLINICAL)  # each tells whether its half is there


def own_half(work: Work) -> tuple[Record, ...]:
    """The records whose keys this person can give: one half, or both with both roles."""
    roles = work.actor.who.roles
    desk = DESK_HALF if Role.COORDINATOR in roles else ()
    team = TEAM_HALF if Role.SUPERVISOR in roles else ()
    return (*desk, *team)


def reach(work: Work) -> UUID | None:
    """Which team's cases this person may hand on: None for the desk, which serves all teams."""
    return None if Role.COORDINATOR in work.actor.who.roles else work.actor.who.team_id


def give_half(work: Work, case_id: UUID, to: Account) -> None:
    """Give every key of the own half that the colleague does not hold yet."""
    recipient = work.colleague(to)
    objects = [object_of(record, case_id) for record in own_half(work)]
    work.fetch_keys(objects)
    there = {
        (one.object, one.key_version)
        for one in grants.of_objects(work.db, objects, [to.principal])
        if one.generation == to.generation
    }
    for obj in objects:
        for version, key in work.keys(obj).items():
            if (obj, version) not in there:
                work.give(recipient, obj, version, key)
