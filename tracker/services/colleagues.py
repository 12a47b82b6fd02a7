"""Colleagues as others see them, and the door through which a new one comes in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlalchemy.orm import Session

from tracker.domain.access import KEY_HOLDING, Permission, Role, Who, may
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services.accounts import (
    Enrolled,
    behind_link,
    lock_seed,
    take_seed,
)
from tracker.services.common_passwords import check_new_password
from tracker.services.site import Site
from tracker.services.work import Actor, Work
from tracker.store import accounts
from tracker.store.accounts import Account, AccountState
from tracker.vault.codes import totp_text
from tracker.vault.keyring import Keyring, fingerprint

ISSUER: Final = "마음저축"  # what an authenticator app shows; it tells a bystander nothing


@dataclass(frozen=True)
class Colleague:
    """One account, without anything secret."""

    id: UUID
    username: str
    name: str
    roles: tuple[Role, ...]
    state: AccountState
    team: str
    invited_until: datetime | None
    signed_in_at: datetime | None

    @property
    def waits_for_colleague(self) -> bool:
        """Whether a colleague has to vouch for this person before they hold any key."""
        return bool(KEY_HOLDING & set(self.roles))


@dataclass(frozen=True)
class Authenticator:
    """A TOTP secret as people type it and as their app scans it."""

    text: str = field(repr=False)
    uri: str = field(repr=False)


def everyone(work: Work) -> list[Colleague]:
    """All accounts by name, for an admin."""
    _must(work, Permission.PEOPLE_MANAGE)
    return _described(work.db, accounts.everyone(work.db))


def teams(work: Work) -> dict[UUID, str]:
    """The names of the teams, for an admin."""
    _must(work, Permission.PEOPLE_MANAGE)
    return _team_names(work.db)


def waiting(work: Work) -> list[Colleague]:
    """Who chose a password and waits to be admitted."""
    _must(work, Permission.COLLEAGUE_ADMIT)
    everybody = accounts.everyone(work.db)
    return _described(work.db, [one for one in everybody if one.state is AccountState.ENROLLED])


def newcomer(work: Work, account_id: UUID) -> Colleague:
    """Somebody who waits, or was admitted meanwhile. Raises NotFound for anybody else."""
    _must(work, Permission.COLLEAGUE_ADMIT)
    found = accounts.get(work.db, account_id)
    if found is None or found.state not in {AccountState.ENROLLED, AccountState.ADMITTED}:
        raise NotFound
    return described(work.db, found)


def invited(db: Session, token: str, now: datetime) -> Colleague | None:
    """The person a one-time link was made for; None when it is wrong, used or too old."""
    try:
        return described(db, behind_link(db, token, now))
    except NotFound:
        return None


def names(work: Work) -> dict[UUID, str]:
    """The names of all accounts, for whoever reads the audit trail."""
    _must(work, Permission.AUDIT_READ)
    return {one.id: one.name for one in accounts.everyone(work.db)}


def own_fingerprint(keyring: Keyring) -> str:
    """The fingerprint of one's own key, from the seed itself and not from a row."""
    own = (one for name, one in keyring.holders.items() if name.startswith("user:"))
    return next((fingerprint(one.public_key) for one in own), "")


def authenticator(username: str, secret: bytes) -> Authenticator:
    """A TOTP secret in the forms in which it reaches a phone."""
    text = totp_text(secret)
    label = quote(f"{ISSUER}:{username}")
    query = urlencode({"secret": text, "issuer": ISSUER}, quote_via=quote)
    return Authenticator(text, f"otpauth://totp/{label}?{query}")


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed


def _team_names(db: Session) -> dict[UUID, str]:
    return {team.id: team.name for team in accounts.teams(db)}


def described(db: Session, account: Account) -> Colleague:
    """One account, without anything secret."""
    return _described(db, [account])[0]


def _described(db: Session, found: Iterable[Account]) -> list[Colleague]:
    team_names = _team_names(db)
    return [_colleague(one, team_names) for one in found]


def _colleague(account: Account, team_names: dict[UUID, str]) -> Colleague:
    return Colleague(
        id=account.id,
        username=account.username,
        name=account.name,
        roles=tuple(role for role in Role if role in account.role_set),
        state=account.state,
        team="" if account.team_id is None else team_names.get(account.team_id, ""),
        invited_until=account.invited_until,
        signed_in_at=account.signed_in_at,
    )


def join(site: Site, address: str, token: str, password: str, again: str) -> Enrolled:
    """Choose a password, typed twice, behind a one-time link.

    The slow lock is made before the transaction; whether the link still holds is asked again in
    it. Raises NotFound for a link that is wrong, used or too old, FieldError for the password.
    """
    with site.reading() as db:
        account = behind_link(db, token, site.clock())
    settings = site.settings
    check_new_password(password, again, (account.username, account.name, settings.organization))
    fresh = lock_seed(settings.pepper_bytes, account, password, settings.organization)
    with site.working(Actor(Who(frozenset()), address=address)) as work:
        return take_seed(work, token, fresh)
