"""The people of the center as an admin or a supervisor sees them: facts of accounts, no secret."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tracker.domain.access import Permission, Role, may
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services.work import Work
from tracker.store import accounts, tallies
from tracker.store.accounts import Account, AccountState


class Standing(StrEnum):
    """Where somebody stands; who is away for a while is told from who left for good."""

    ENROLLED = "enrolled"
    INVITED = "invited"
    ADMITTED = "admitted"
    ABSENT = "absent"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Member:
    """One account with what an admin has to know about it."""

    id: UUID
    username: str
    name: str
    roles: tuple[Role, ...]
    team: str
    standing: Standing
    has_app: bool
    has_passkey: bool
    has_password: bool
    link_until: datetime | None
    signed_in_at: datetime | None
    absent_since: datetime | None
    created_at: datetime
    comes_again: bool

    @property
    def has_second_factor(self) -> bool:
        """Whether anything besides the password is asked for."""
        return self.has_app or self.has_passkey


def everyone(work: Work) -> list[Member]:
    """All accounts by name, for an admin."""
    _must(work, Permission.PEOPLE_MANAGE)
    return _members(work, accounts.everyone(work.db))


def one(work: Work, account_id: UUID) -> Member:
    """One account, for an admin. Raises NotFound."""
    _must(work, Permission.PEOPLE_MANAGE)
    found = accounts.get(work.db, account_id)
    if found is None:
        raise NotFound
    return _members(work, [found])[0]


def of_my_team(work: Work) -> list[Member]:
    """The counselors of the own team, for its supervisor."""
    _must(work, Permission.COLLEAGUE_LEAVE)
    mine = work.actor.who.team_id
    found = [
        account
        for account in accounts.everyone(work.db)
        if mine is not None and account.team_id == mine and account.role_set == {Role.COUNSELOR}
    ]
    return _members(work, found)


def to_be_admitted(work: Work) -> list[Member]:
    """Who chose a password and waits for a colleague, new ones and those who come again."""
    _must(work, Permission.COLLEAGUE_ADMIT)
    everybody = accounts.everyone(work.db)
    waiting = [account for account in everybody if account.state is AccountState.ENROLLED]
    return _members(work, waiting)


def _members(work: Work, found: list[Account]) -> list[Member]:
    teams = {team.id: team.name for team in accounts.teams(work.db)}
    load = tallies.caseload(work.db) if found else {}
    return [_member(account, teams, load.get(account.id, 0)) for account in found]


def _member(account: Account, teams: dict[UUID, str], open_cases: int) -> Member:
    return Member(
        id=account.id,
        username=account.username,
        name=account.name,
        roles=tuple(role for role in Role if role in account.role_set),
        team="" if account.team_id is None else teams.get(account.team_id, ""),
        standing=standing_of(account),
        has_app=account.totp is not None,
        has_passkey=account.passkeys is not None,
        has_password=account.lock is not None,
        link_until=None if account.invitation is None else account.invited_until,
        signed_in_at=account.signed_in_at,
        absent_since=account.absent_since,
        created_at=account.created_at,
        comes_again=account.generation > 1 or open_cases > 0,
    )


def standing_of(account: Account) -> Standing:
    """Where somebody stands."""
    if account.state is AccountState.DISABLED and account.absent_since is not None:
        return Standing.ABSENT
    return Standing(account.state.value)


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed
