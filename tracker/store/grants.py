"""Grants: the row that gives a key is the permission."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Index, LargeBinary, String, bindparam, delete, insert, select, text, update
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import Base, boxed, plain
from tracker.vault.keyring import Grant


class GrantRow(Base):
    """One principal holds the key of one object at one version."""

    __tablename__ = "grants"
    __table_args__ = (
        Index(
            "ix_grants_waiting",
            "principal",
            sqlite_where=text("waiting"),
            postgresql_where=text("waiting"),
        ),
        Index("ix_grants_principal_object", "principal", "object"),
    )

    object: Mapped[str] = plain("record or group: a random id", String(80), primary_key=True)
    key_version: Mapped[int] = plain("counts new keys", primary_key=True)
    principal: Mapped[str] = plain("who is given the key", String(80), primary_key=True)
    generation: Mapped[int] = plain("which seed of the grantee", primary_key=True)
    wrapped_key: Mapped[bytes] = boxed("the record key, wrapped or in a letter")
    mac: Mapped[bytes | None] = plain("a mac over the letter", LargeBinary)
    waiting: Mapped[bool] = plain("a letter that its addressee has not checked yet")


_T = GrantRow.__table__.c
_COLUMNS = (_T.object, _T.key_version, _T.principal, _T.generation, _T.wrapped_key, _T.mac)


# Statements of every page are built once.
_ADD = insert(GrantRow.__table__)  # type: ignore[arg-type]
_OF_OBJECTS = select(*_COLUMNS).where(
    _T.object.in_(bindparam("objects", expanding=True)),
    _T.principal.in_(bindparam("to", expanding=True)),
)


def add(db: Session, grants: Iterable[Grant]) -> None:
    """Add grants."""
    rows = [{**grant._asdict(), "waiting": grant.is_letter} for grant in grants]
    if rows:
        db.execute(_ADD, rows)


def replace(db: Session, grant: Grant) -> None:
    """Put a wrap in the place of the letter it was made from."""
    db.execute(
        update(GrantRow)
        .where(
            _T.object == grant.object,
            _T.key_version == grant.key_version,
            _T.principal == grant.principal,
            _T.generation == grant.generation,
        )
        .values(wrapped_key=grant.wrapped_key, mac=None, waiting=False)
    )


def of_objects(db: Session, objects: Collection[str], to: Collection[str]) -> list[Grant]:
    """The grants of these objects to these principals."""
    rows = db.execute(_OF_OBJECTS, {"objects": list(objects), "to": list(to)})
    return [Grant(*row) for row in rows]


def of_object(db: Session, obj: str) -> list[Grant]:
    """All grants of one object."""
    return [Grant(*row) for row in db.execute(select(*_COLUMNS).where(_T.object == obj))]


def memberships(db: Session, principal: str) -> list[Grant]:
    """The groups whose seed was given to this principal."""
    rows = db.execute(
        select(*_COLUMNS).where(_T.principal == principal, _T.object.startswith("group:"))
    )
    return [Grant(*row) for row in rows]


def letters(db: Session, to: Sequence[str], limit: int = 5000) -> list[Grant]:
    """Letters that still wait to be checked and re-wrapped by these principals."""
    rows = db.execute(select(*_COLUMNS).where(_T.principal.in_(to), _T.waiting).limit(limit))
    return [grant for grant in (Grant(*row) for row in rows) if grant.is_letter]


def everything(db: Session) -> Iterable[tuple[str, int, str, int]]:
    """Each grant's address, for the audit."""
    query = select(_T.object, _T.key_version, _T.principal, _T.generation)
    return (tuple(row) for row in db.execute(query))


def drop(db: Session, obj: str, key_version: int) -> list[Grant]:
    """Delete all grants of one key of an object, and return them."""
    gone = [grant for grant in of_object(db, obj) if grant.key_version == key_version]
    db.execute(delete(GrantRow).where(_T.object == obj, _T.key_version == key_version))
    return gone
