"""The groups that hold keys, as people look after them: members, generation, pin. No seeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.access import Permission, may
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services.intake import team_group
from tracker.services.rotation import outdated
from tracker.services.work import Work
from tracker.store import accounts, grants, principals
from tracker.store.accounts import user_principal
from tracker.store.principals import Principal
from tracker.vault.pins import PinMismatch, Pins

_PREFIX = "group:"


@dataclass(frozen=True)
class Group:
    """One group: who holds its newest seed, and whether the file of pins agrees with it.

    `older` counts the keys that are still under an older seed, as far as somebody looked.
    """

    name: str
    team: str
    generation: int
    since: datetime
    due: bool
    pinned: bool
    members: tuple[str, ...]
    older: int = 0

    @property
    def slug(self) -> str:
        """The name as it stands in an address."""
        return self.name.removeprefix(_PREFIX)


def all_groups(work: Work) -> list[Group]:
    """Every group there is, for an admin; nothing of it opens anything."""
    _must(work, Permission.PEOPLE_MANAGE)
    return _described(work, principals.groups(work.db), {})


def my_groups(work: Work) -> list[Group]:
    """The groups whose seed this person holds, with the keys under older seeds."""
    _must(work, Permission.GROUP_ROTATE)
    mine = [row for row in principals.groups(work.db) if row.id in work.keyring.holders]
    return _described(work, mine, outdated(work))


def my_group(work: Work, slug: str) -> Group:
    """One of them. Raises NotFound for a group this person does not hold."""
    wanted = (one for one in my_groups(work) if one.slug == slug)
    found = next(wanted, None)
    if found is None:
        raise NotFound
    return found


def teams_by_group(work: Work) -> dict[str, str]:
    """The names of the teams by the names of their groups."""
    return {team_group(team.id): team.name for team in accounts.teams(work.db)}


def _described(work: Work, rows: Iterable[Principal], older: dict[str, int]) -> list[Group]:
    names = {user_principal(one.id): one.name for one in accounts.everyone(work.db)}
    teams, pins = teams_by_group(work), _pins(work)
    return [
        Group(
            name=row.id,
            team=teams.get(row.id, ""),
            generation=row.generation,
            since=row.created_at,
            due=row.rotation_due,
            pinned=_agrees(pins, row),
            members=_members(work, row, names),
            older=older.get(row.id, 0),
        )
        for row in rows
    ]


def _members(work: Work, row: Principal, names: dict[str, str]) -> tuple[str, ...]:
    given = grants.members(work.db, row.id, row.generation)
    return tuple(sorted({names[one.principal] for one in given if one.principal in names}))


def _pins(work: Work) -> Pins:
    try:
        return work.pins.load()
    except PinMismatch:
        return Pins({})


def _agrees(pins: Pins, row: Principal) -> bool:
    try:
        pins.check(row.recipient)
    except PinMismatch:
        return False
    return True


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed
