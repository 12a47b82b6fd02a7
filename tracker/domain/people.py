"""Who can be invited: names, roles and teams of colleagues."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tracker.domain.access import Role, check_roles
from tracker.domain.applications import gather
from tracker.domain.errors import FieldError, RuleBroken
from tracker.domain.fields import clean_line, clean_name

TEAM_LIMIT: Final = 40  # our own
IN_TEAMS: Final = frozenset({Role.COUNSELOR, Role.SUPERVISOR})
LEAVING: Final = ("for_good", "away")
_USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{2,39}", re.ASCII)


@dataclass(frozen=True)
class Invited:
    """A colleague as an admin describes them, clean."""

    name: str
    username: str
    roles: frozenset[Role]
    team_id: UUID | None


def check_invited(
    name: str, username: str, roles: Sequence[str], team: str, teams: Collection[UUID]
) -> Invited:
    """Return whom to invite, or raise FormErrors with every field that was refused."""
    return Invited(
        **gather(
            {
                "name": lambda: clean_name(name),
                "username": lambda: clean_username(username),
                "roles": lambda: clean_roles(roles),
                "team_id": lambda: clean_team(roles, team, teams),
            }
        )
    )


def clean_username(raw: str) -> str:
    """Return the name somebody signs in with: small letters, so that capitals never matter."""
    username = raw.strip().lower()
    if not username:
        raise FieldError("username", "missing")
    if not _USERNAME.fullmatch(username):
        raise FieldError("username", "unreadable")
    return username


def clean_roles(raw: Sequence[str]) -> frozenset[Role]:
    """Return the roles that were picked, if one person may have them together."""
    if not raw:
        raise FieldError("roles", "missing")
    if not set(raw) <= {role.value for role in Role}:
        raise FieldError("roles", "unknown")
    roles = frozenset(Role(one) for one in raw)
    try:
        check_roles(roles)
    except RuleBroken:
        raise FieldError("roles", "roles") from None
    return roles


def clean_team(roles: Sequence[str], raw: str, teams: Collection[UUID]) -> UUID | None:
    """Return the team; counselors and supervisors have one, because cases belong to teams."""
    if not raw:
        if IN_TEAMS & set(roles):
            raise FieldError("team_id", "missing")
        return None
    team = clean_id("team_id", raw)
    if team not in teams:
        raise FieldError("team_id", "unknown")
    return team


def clean_team_name(raw: str) -> str:
    """Return the name of a new team."""
    return clean_line("team_name", raw, TEAM_LIMIT, required=True)


def clean_id(field: str, raw: str) -> UUID:
    """Return what was picked from a list of people or teams."""
    if not raw:
        raise FieldError(field, "missing")
    try:
        return UUID(hex=raw)
    except ValueError:
        raise FieldError(field, "unknown") from None


def clean_ids(field: str, raw: Sequence[str]) -> list[UUID]:
    """Return what was ticked in a list; at least one."""
    if not raw:
        raise FieldError(field, "missing")
    return [clean_id(field, one) for one in dict.fromkeys(raw)]


def clean_leaving(raw: str) -> bool:
    """Return whether somebody leaves for good (True) or is away for a while (False)."""
    if raw not in LEAVING:
        raise FieldError("how", "missing")
    return raw == LEAVING[0]


def clean_fingerprint(raw: str) -> str:
    """Return a fingerprint as it is shown, however it was typed: five groups of four digits."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", raw[:100]) if c.isdecimal())
    if not digits:
        raise FieldError("fingerprint", "missing")
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
