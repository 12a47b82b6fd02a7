"""Principals: who can be given a key. Only public facts stand here."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import LargeBinary, String, bindparam, false, insert, select, update
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import Base, UtcTime, plain
from tracker.store.built import Rows
from tracker.store.inserting import insert_rows
from tracker.vault.keyring import Recipient


class Principal(Base):
    """A user, a group or a receipt, by its newest generation."""

    __tablename__ = "principals"

    id: Mapped[str] = plain("a random id or the name of a group", String(80), primary_key=True)
    generation: Mapped[int] = plain("counts new seeds")
    public_key: Mapped[bytes] = plain("a public key", LargeBinary)
    mac: Mapped[bytes | None] = plain("a colleague's mac over the public key", LargeBinary)
    created_at: Mapped[datetime] = plain("when the seed was made", UtcTime)
    rotation_due: Mapped[bool] = plain("somebody left: a new seed is due", server_default=false())

    @property
    def recipient(self) -> Recipient:
        """The principal as somebody to whom a key can be given."""
        return Recipient(self.id, self.generation, self.public_key)


# Built once: every application needs both.
_BY_ID = select(Principal).where(Principal.id == bindparam("id"))
_RECIPIENT = select(Principal.id, Principal.generation, Principal.public_key).where(
    Principal.id == bindparam("id")
)
_ADD = insert(Principal.__table__)  # type: ignore[arg-type]


def get(db: Session, principal: str) -> Principal | None:
    """The principal of that name, or None."""
    return db.scalars(_BY_ID, {"id": principal}).one_or_none()


def recipient(db: Session, principal: str) -> Recipient | None:
    """The principal as somebody to whom a key can be given, or None."""
    row = db.execute(_RECIPIENT, {"id": principal}).first()
    return None if row is None else Recipient(*row)


def newest(db: Session, principal: str) -> Principal | None:
    """The principal as the database has it now, held against others until the act is done."""
    query = _BY_ID.with_for_update().execution_options(populate_existing=True)
    return db.scalars(query, {"id": principal}).one_or_none()


def staff(db: Session) -> list[Principal]:
    """All members of the staff that have a seed."""
    found = select(Principal).where(Principal.id.startswith("user:")).order_by(Principal.id)
    return list(db.scalars(found))


def groups(db: Session) -> list[Principal]:
    """All groups."""
    found = select(Principal).where(Principal.id.startswith("group:")).order_by(Principal.id)
    return list(db.scalars(found))


def due(db: Session, names: Collection[str]) -> list[str]:
    """Which of these groups have to get a new seed because somebody left."""
    query = select(Principal.id).where(Principal.id.in_(names), Principal.rotation_due)
    return list(db.scalars(query.order_by(Principal.id)))


def mark_due(db: Session, names: Collection[str]) -> None:
    """Let these groups get a new seed with the next sign-in of a member."""
    db.execute(update(Principal).where(Principal.id.in_(names)).values(rotation_due=True))


def renew(db: Session, who: Recipient, now: datetime, mac: bytes | None = None) -> None:
    """Put the newest seed's public key in the place of the one before."""
    values = {"generation": who.generation, "public_key": who.public_key, "mac": mac}
    db.execute(
        update(Principal)
        .where(Principal.id == who.principal)
        .values(**values, created_at=now, rotation_due=False)
    )


def add(db: Session, who: Recipient, now: datetime, mac: bytes | None = None) -> None:
    """Add a principal."""
    insert_rows(db, new(who, now, mac))


def new(who: Recipient, now: datetime, mac: bytes | None) -> Rows:
    """A principal, to be inserted with other rows."""
    row = {
        "id": who.principal,
        "generation": who.generation,
        "public_key": who.public_key,
        "mac": mac,
        "created_at": now,
        "rotation_due": False,
    }
    return Rows(_ADD, [row])
