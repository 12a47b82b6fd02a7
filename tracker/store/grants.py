"""Grants: the row that gives a key is the permission."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Index,
    LargeBinary,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import Base, boxed, plain
from tracker.store.built import Rows
from tracker.store.inserting import insert_rows
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
    insert_rows(db, rows(grants))


def rows(grants: Iterable[Grant]) -> Rows:
    """Grants, to be inserted with other rows."""
    return Rows(_ADD, [{**grant._asdict(), "waiting": grant.is_letter} for grant in grants])


def replace(db: Session, grant: Grant) -> None:
    """Put a wrap in the place of the letter it was made from."""
    values = {"wrapped_key": grant.wrapped_key, "mac": None, "waiting": False}
    db.execute(update(GrantRow).where(*_is(grant)).values(**values))


def of_objects(db: Session, objects: Collection[str], to: Collection[str]) -> list[Grant]:
    """The grants of these objects to these principals."""
    rows = db.execute(_OF_OBJECTS, {"objects": list(objects), "to": list(to)})
    return [Grant(*row) for row in rows]


def of_object(db: Session, obj: str) -> list[Grant]:
    """All grants of one object."""
    return [Grant(*row) for row in db.execute(select(*_COLUMNS).where(_T.object == obj))]


def of_principal(db: Session, principal: str) -> list[Grant]:
    """Everything that was given to one principal."""
    return [Grant(*row) for row in db.execute(select(*_COLUMNS).where(_T.principal == principal))]


def memberships(db: Session, principal: str) -> list[Grant]:
    """The groups whose seed was given to this principal."""
    rows = db.execute(
        select(*_COLUMNS).where(_T.principal == principal, _T.object.startswith("group:"))
    )
    return [Grant(*row) for row in rows]


def any_letter(db: Session, to: Sequence[str]) -> bool:
    """Whether a letter waits for these principals."""
    return db.scalar(select(_T.object).where(_T.principal.in_(to), _T.waiting).limit(1)) is not None


def letters(db: Session, to: Sequence[str], limit: int = 5000) -> list[Grant]:
    """Letters that still wait to be checked and re-wrapped by these principals.

    Held until the act is done, always in the same order, and without those that somebody else
    holds: nobody ever waits for a letter.
    """
    query = select(*_COLUMNS).where(_T.principal.in_(to), _T.waiting)
    query = query.with_for_update(skip_locked=True)
    rows = db.execute(query.order_by(_T.principal, _T.object, _T.key_version).limit(limit))
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


def drop_all(db: Session, obj: str) -> list[Grant]:
    """Delete all grants of an object, whatever its key, and return them."""
    gone = of_object(db, obj)
    db.execute(delete(GrantRow).where(_T.object == obj))
    return gone


def drop_to(db: Session, principal: str, *, before: int | None = None) -> list[Grant]:
    """Delete everything that was given to one principal (before a generation), and return it."""
    mine = _T.principal == principal
    if before is not None:
        mine = mine & (_T.generation < before)
    gone = [Grant(*row) for row in db.execute(select(*_COLUMNS).where(mine))]
    db.execute(delete(GrantRow).where(mine))
    return gone


def drop_one(db: Session, grant: Grant) -> None:
    """Delete one grant."""
    db.execute(delete(GrantRow).where(*_is(grant)))


def drop_many(db: Session, objects: Collection[str], principal: str) -> list[Grant]:
    """Delete what was given to one principal of these objects, and return it."""
    gone = of_objects(db, objects, [principal])
    db.execute(delete(GrantRow).where(_T.object.in_(objects), _T.principal == principal))
    return gone


def restamp(db: Session, grant: Grant) -> None:
    """Put a new stamp on a letter."""
    db.execute(update(GrantRow).where(*_is(grant)).values(mac=grant.mac))


def stamped_letters(db: Session) -> list[Grant]:
    """All letters to colleagues and groups that wait with a stamp."""
    query = select(*_COLUMNS).where(
        _T.waiting, _T.mac.is_not(None), ~_T.principal.startswith("receipt:")
    )
    return [Grant(*row) for row in db.execute(query)]


def members(db: Session, group: str, generation: int) -> list[Grant]:
    """The memberships of a group at one generation."""
    query = select(*_COLUMNS).where(
        _T.object == group, _T.key_version == generation, _T.principal.startswith("user:")
    )
    return [Grant(*row) for row in db.execute(query)]


def older_seeds(db: Session, groups: Collection[str]) -> list[Grant]:
    """The older seeds of these groups, each boxed under a newer one; the newest first."""
    query = select(*_COLUMNS).where(_T.principal.in_(groups), _T.object == _T.principal)
    return [Grant(*row) for row in db.execute(query.order_by(_T.key_version.desc()))]


def outdated(db: Session, group: str, generation: int, limit: int) -> list[Grant]:
    """Keys that are still given under an older seed of a group, some of them."""
    query = select(*_COLUMNS).where(*_outdated(group, generation)).order_by(_T.object).limit(limit)
    return [Grant(*row) for row in db.execute(query)]


def count_outdated(db: Session, group: str, generation: int) -> int:
    """How many keys are still given under an older seed of a group."""
    query = select(func.count()).select_from(GrantRow).where(*_outdated(group, generation))
    return db.scalar(query) or 0


def _outdated(group: str, generation: int) -> tuple[ColumnElement[bool], ...]:
    return (_T.principal == group, _T.generation < generation, _T.object != group)


def _is(grant: Grant) -> tuple[ColumnElement[bool], ...]:
    return (
        _T.object == grant.object,
        _T.key_version == grant.key_version,
        _T.principal == grant.principal,
        _T.generation == grant.generation,
    )
