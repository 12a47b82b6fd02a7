"""Accounts and teams: staff names and states; what they know is locked behind passwords."""

import enum
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    Select,
    String,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session

from tracker.domain.access import Role
from tracker.store.base import ID, Base, UtcTime, boxed, code, plain
from tracker.store.built import Rows
from tracker.store.direct import ask_directly
from tracker.store.grants import GrantRow


class AccountState(enum.StrEnum):
    """Where an account stands; what it can open is decided by grants alone."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    ADMITTED = "admitted"
    DISABLED = "disabled"


def user_principal(account_id: UUID) -> str:
    """The name of a member of the staff as a principal."""
    return f"user:{account_id.hex}"


class Team(Base):
    """A clinical team."""

    __tablename__ = "teams"

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    name: Mapped[str] = plain("shown to staff", String(80), unique=True)


class Account(Base):
    """One person of the staff."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    username: Mapped[str] = plain("staff sign in with it", String(40), unique=True)
    name: Mapped[str] = plain("staff names are visible metadata", String(80))
    roles: Mapped[list[str]] = plain("functions, not keys", JSON)
    team_id: Mapped[UUID | None] = plain("which team", ID, ForeignKey("teams.id"))
    state: Mapped[AccountState] = plain("invited to disabled", code(AccountState, "state"))
    generation: Mapped[int] = plain("counts new seeds", default=0)
    lock: Mapped[bytes | None] = boxed("the seed, locked under the password")
    totp: Mapped[bytes | None] = boxed("the TOTP secret, under the person's own seed")
    passkeys: Mapped[bytes | None] = boxed("public keys of passkeys, under the person's own seed")
    recovery_codes: Mapped[bytes | None] = boxed(
        "digests of the codes for a lost phone, under the person's own seed"
    )
    totp_step: Mapped[int] = plain("the last used 30-second step", default=0)
    invitation: Mapped[bytes | None] = plain("SHA-256 of a one-time link", LargeBinary)
    invited_until: Mapped[datetime | None] = plain("when the link ends", UtcTime)
    absent_since: Mapped[datetime | None] = plain("disabled for a while, and will return", UtcTime)
    created_at: Mapped[datetime] = plain("when it was made", UtcTime)
    signed_in_at: Mapped[datetime | None] = plain("last sign-in, shown to the person", UtcTime)
    signed_in_before: Mapped[datetime | None] = plain("the one before it, shown too", UtcTime)

    @property
    def principal(self) -> str:
        """The name of this person as a principal."""
        return user_principal(self.id)

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles as a set."""
        return frozenset(Role(role) for role in self.roles)


class Receipt(Base):
    """The lock of an applicant's receipt."""

    __tablename__ = "receipts"

    number: Mapped[str] = plain("a random number", String(9), primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"), unique=True)
    lock: Mapped[bytes] = boxed("the receipt's seed, locked under the code")
    generation: Mapped[int] = plain("counts new seeds", server_default="1")
    pickup_until: Mapped[datetime | None] = plain(
        "until when a code read out over the phone opens it", UtcTime
    )


class Standing(NamedTuple):
    """What every request must know about the account behind its session."""

    username: str
    name: str
    roles: frozenset[Role]
    team_id: UUID | None
    state: AccountState
    generation: int
    groups: frozenset[tuple[str, int]]


_ADD_RECEIPT = insert(Receipt.__table__)  # type: ignore[arg-type]


@cache
def _standing(groups: int) -> Select[Any]:
    """Built once for each number of groups: this is asked in every request of the staff."""
    names: list[Any] = [bindparam(f"group{place}") for place in range(groups)]
    account, grant = Account.__table__, GrantRow.__table__
    a, g = account.c, grant.c
    mine = (g.principal == bindparam("principal")) & g.object.in_(names)
    about = (a.username, a.name, a.roles, a.team_id, a.state, a.generation)
    query = select(*about, g.object, g.key_version)
    return query.select_from(account.outerjoin(grant, mine)).where(a.id == bindparam("id"))


def get(db: Session, account_id: UUID, *, lock: bool = False) -> Account | None:
    """The account of that id, or None; `lock` holds it against others until the act is done."""
    if not lock:
        return db.get(Account, account_id)
    query = select(Account).where(Account.id == account_id).with_for_update()
    return db.scalar(query.execution_options(populate_existing=True))


def by_username(db: Session, username: str) -> Account | None:
    """The account with that name, or None."""
    wanted = username.replace("\0", "")  # PostgreSQL takes no NUL, and nobody is called that
    return db.scalar(select(Account).where(Account.username == wanted))


def by_invitation(db: Session, digest: bytes, *, lock: bool = False) -> Account | None:
    """The account a one-time link was made for, or None; `lock` as in `get`."""
    query = select(Account).where(Account.invitation == digest)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.scalar(query)


def everyone(db: Session) -> list[Account]:
    """All accounts by name."""
    return list(db.scalars(select(Account).order_by(Account.name, Account.username)))


def counselors(db: Session) -> list[Account]:
    """Admitted accounts that work as counselors in a team, by name."""
    rows = db.scalars(
        select(Account)
        .where(Account.state == AccountState.ADMITTED, Account.team_id.is_not(None))
        .order_by(Account.name)
    )
    return [row for row in rows if Role.COUNSELOR in row.role_set]


def standing(db: Session, account_id: UUID, groups: Sequence[str]) -> Standing | None:
    """The account, and of which of these groups it is a member now, in one query."""
    values: dict[str, Any] = {"id": account_id, "principal": user_principal(account_id)}
    values |= {f"group{place}": name for place, name in enumerate(groups)}
    rows = ask_directly(db.connection(), _standing(len(groups)), values)
    if not rows:
        return None
    found = rows[0]
    members = frozenset((row[6], row[7]) for row in rows if row[6])
    roles = frozenset(Role(role) for role in found[2])
    return Standing(found[0], found[1], roles, found[3], found[4], found[5], members)


def use_totp_step(db: Session, account_id: UUID, step: int) -> bool:
    """Mark a TOTP step as used; False if it, or a later one, was used before."""
    used: Any = db.execute(
        update(Account)
        .where(Account.id == account_id, Account.totp_step < step)
        .values(totp_step=step)
    )
    return bool(used.rowcount == 1)


def teams(db: Session) -> list[Team]:
    """All teams by name."""
    return list(db.scalars(select(Team).order_by(Team.name)))


def new_receipt(number: str, case_id: UUID, lock: bytes) -> Rows:
    """The lock of a receipt, to be inserted."""
    return Rows(_ADD_RECEIPT, [{"number": number, "case_id": case_id, "lock": lock}])


def receipt(db: Session, number: str) -> Receipt | None:
    """The receipt of that number, or None."""
    return db.get(Receipt, number)


def receipt_of(db: Session, case_id: UUID, *, lock: bool = False) -> Receipt | None:
    """The receipt of a case, or None; `lock` as in `get`."""
    query = select(Receipt).where(Receipt.case_id == case_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.scalar(query)
