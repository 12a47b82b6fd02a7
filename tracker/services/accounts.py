"""How a colleague comes: invited by an admin, enrolled by themselves, admitted by a colleague."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import KEY_HOLDING, Permission, Role, check_roles, may
from tracker.domain.audit import Audit
from tracker.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, Unavailable
from tracker.services import second_factor
from tracker.services.common_passwords import check_password
from tracker.services.intake import team_group
from tracker.services.work import Work
from tracker.store import accounts, grants, principals
from tracker.store.accounts import Account, AccountState, Team
from tracker.vault.codes import new_token, token_digest
from tracker.vault.crypto import new_key, same
from tracker.vault.keyring import (
    INTAKE,
    RECOVERY,
    STAFF,
    STATS,
    Holder,
    Recipient,
    fingerprint,
    principal_mac,
)
from tracker.vault.passwords import close_lock

INVITATION_DAYS: Final = 7


@dataclass(frozen=True)
class Newcomer:
    """A person to be invited."""

    username: str
    name: str
    roles: frozenset[Role]
    team_id: UUID | None = None


@dataclass(frozen=True)
class Enrolled:
    """What a person sees once after choosing a password."""

    account_id: UUID
    fingerprint: str
    totp_secret: bytes = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class LockedSeed:
    """A fresh seed and its lock, before it is anybody's."""

    holder: Holder = field(repr=False)
    lock: bytes = field(repr=False)


def invite(work: Work, who: Newcomer) -> str:
    """Make an account without keys and return its one-time link token, shown once."""
    if not may(work.actor.who, Permission.PEOPLE_MANAGE):
        raise NotAllowed
    return add_account(work, who)


def add_account(work: Work, who: Newcomer) -> str:
    """Make an account without keys; `tracker init` calls it before anybody can sign in."""
    check_roles(who.roles)
    if accounts.by_username(work.db, who.username) is not None:
        raise Conflict("username")
    token = new_token()
    work.db.add(
        Account(
            id=uuid4(),
            username=who.username,
            name=who.name,
            roles=sorted(who.roles),
            team_id=who.team_id,
            state=AccountState.INVITED,
            generation=0,
            totp_step=0,
            invitation=token_digest(token),
            invited_until=work.now + timedelta(days=INVITATION_DAYS),
            created_at=work.now,
        )
    )
    try:
        work.db.flush()
    except IntegrityError:  # somebody else invited them in the same moment
        raise Conflict("username") from None
    work.record(Audit.ACCOUNT_INVITED, roles=sorted(who.roles))
    return token


def behind_link(db: Session, token: str, now: datetime, *, lock: bool = False) -> Account:
    """Whom a one-time link was made for. Raises NotFound when it is wrong, used or too old."""
    account = accounts.by_invitation(db, token_digest(token), lock=lock)
    if account is None or account.invited_until is None or account.invited_until < now:
        raise NotFound
    if account.state is AccountState.DISABLED:
        raise NotFound
    return account


def lock_seed(pepper: bytes, account: Account, password: str, *about: str) -> LockedSeed:
    """Lock a fresh seed under a password; takes 0.2 seconds and no transaction.

    `about` are words that others connect with the person. Raises FieldError for the password.
    """
    check_password(password, (account.username, account.name, *about))
    holder = Holder(account.principal, account.generation + 1, new_key())
    lock = close_lock(pepper, password, holder.principal, holder.generation, holder.seed)
    return LockedSeed(holder, lock)


def take_seed(work: Work, token: str, fresh: LockedSeed) -> Enrolled:
    """Make a locked seed that of the account behind a link, which is used up by this.

    Raises NotFound when the link or the account changed since the seed was locked.
    """
    account = behind_link(work.db, token, work.now, lock=True)
    following = (account.principal, account.generation + 1)
    if (fresh.holder.principal, fresh.holder.generation) != following:
        raise NotFound
    enrolled = renew_seed(work, account, fresh.holder, fresh.lock)
    work.record(Audit.ACCOUNT_ENROLLED, f"account:{account.id.hex}")
    return enrolled


def enroll(work: Work, pepper: bytes, token: str, password: str) -> Enrolled:
    """Both in one, for an act that has to be whole, like making a site: others wait meanwhile."""
    account = behind_link(work.db, token, work.now)
    return take_seed(work, token, lock_seed(pepper, account, password))


def renew_seed(work: Work, account: Account, holder: Holder, lock: bytes) -> Enrolled:
    """Give an account a seed; what was given to the one before is dead, and destroyed.

    Whoever handles cases waits for a colleague again. The caller writes the audit row.
    """
    account.generation, account.lock = holder.generation, lock
    account.invitation, account.invited_until = None, None
    account.state = AccountState.ENROLLED if _handles_cases(account) else AccountState.ADMITTED
    second_factor.forget(account)
    secret = second_factor.enroll_app(account, holder)
    codes = second_factor.enroll_codes(account, holder)
    to = holder.recipient
    work.db.flush()
    if holder.generation == 1:
        principals.add(work.db, to, work.now)
    else:
        principals.renew(work.db, to, work.now)
        work.db.expire_all()
        work.note_revoked(*grants.drop_to(work.db, holder.principal, before=holder.generation))
    return Enrolled(account.id, fingerprint(holder.public_key), secret, codes)


def _handles_cases(account: Account) -> bool:
    return bool(account.role_set & KEY_HOLDING)


def admit(work: Work, account_id: UUID, compared: str) -> None:
    """Vouch for a colleague after comparing the fingerprint in person, and give the group seeds.

    The fingerprint is compared with the row again inside this transaction. Raises
    RuleBroken('fingerprint'), and Unavailable('no_group') for a team that nobody here opens.
    """
    if not may(work.actor.who, Permission.COLLEAGUE_ADMIT):
        raise NotAllowed
    account = accounts.get(work.db, account_id)
    if account is None or account.state is not AccountState.ENROLLED:
        raise NotFound
    if not second_factor.is_enrolled(account):
        raise RuleBroken("no_second_factor")
    row = principals.get(work.db, account.principal)
    stamp_key = work.keyring.stamp_key
    if row is None or stamp_key is None:
        raise Unavailable("not_admitted")
    if not same(fingerprint(row.public_key).encode(), compared.strip().encode()):
        raise RuleBroken("fingerprint")
    row.mac = principal_mac(stamp_key, row.recipient)
    account.state = AccountState.ADMITTED
    work.db.flush()
    given = {
        (grant.object, grant.key_version)
        for grant in grants.memberships(work.db, account.principal)
        if grant.generation == account.generation
    }
    for group in groups_for(account):
        _give_group(work, account, group, given)
    work.record(Audit.ACCOUNT_ADMITTED, f"account:{account_id.hex}", roles=account.roles)


def groups_for(account: Account) -> list[str]:
    """Which seeds a colleague is given, by role."""
    roles, groups = account.role_set, [STAFF]
    if Role.COORDINATOR in roles:
        groups += [INTAKE, STATS]
    if Role.SUPERVISOR in roles:
        groups += [team_group(account.team_id), STATS]
    return sorted(set(groups))


def _give_group(work: Work, account: Account, group: str, given: set[tuple[str, int]]) -> None:
    holder = work.keyring.holders.get(group)
    if holder is None and principals.get(work.db, group) is None:
        holder = new_group(work, group)
    if holder is None:
        raise Unavailable("no_group")
    if (group, holder.generation) not in given:
        work.give(work.colleague(account), group, holder.generation, holder.seed)


def new_group(work: Work, name: str) -> Holder:
    """Make a group: its seed is sealed to recovery and its public key pinned before any use.

    A team's group is made when its first supervisor is admitted; whoever admits forgets the seed.
    """
    work.alone()  # pins.json is read and written whole: two at once would lose a pin
    holder = Holder(name, 1, new_key())
    to = Recipient(name, 1, holder.public_key)
    principals.add(work.db, to, work.now)
    work.db.flush()
    work.pins.change(lambda pins: pins.with_group(to))
    work.give(work.group(RECOVERY), name, 1, holder.seed)
    return holder


def add_team(work: Work, name: str) -> UUID:
    """Make a team; its group comes with its first supervisor. Raises Conflict('team')."""
    if not may(work.actor.who, Permission.PEOPLE_MANAGE):
        raise NotAllowed
    team = Team(id=uuid4(), name=name)
    work.db.add(team)
    try:
        work.db.flush()
    except IntegrityError:
        raise Conflict("team") from None
    work.record(Audit.TEAM_CREATED, f"team:{team.id.hex}")
    return team.id
