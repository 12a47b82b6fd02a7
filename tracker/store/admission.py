"""A case and the keys that are given to it, in one query: how nearly every act begins."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, make_transient_to_detached

from tracker.store.base import ID
from tracker.store.cases import Case
from tracker.store.grants import GrantRow
from tracker.store.pipeline import ask
from tracker.vault.keyring import Grant

_COLUMNS: Final = tuple(Case.__table__.c.keys())
_CASE: Final = len(_COLUMNS)
_LOCK: Final = "SELECT id FROM cases WHERE id = %s FOR UPDATE"


def of_case(
    db: Session, case_id: UUID, objects: Sequence[str], to: Sequence[str], *, lock: bool
) -> tuple[Case | None, list[Grant]]:
    """The case of that id, or None, and the grants of these objects to these principals.

    `lock` holds the case against others until the act is done. It is a statement before the
    query: in one, somebody who waited for a new key would be given the grants of before.
    """
    values: dict[str, Any] = {f"object{place}": one for place, one in enumerate(objects)}
    values |= {f"to{place}": one for place, one in enumerate(to)}
    before = (_LOCK, case_id.hex) if lock else None
    rows = ask(db, _query(len(objects), len(to)), {**values, "case": case_id}, before)
    if not rows:
        return None, []
    given = [Grant(*row[_CASE:]) for row in rows if row[_CASE] is not None]
    return _as_stored(db, rows[0][:_CASE]), given


def _as_stored(db: Session, row: Sequence[Any]) -> Case:
    """The case of this session, as the database has it now."""
    case = Case(**dict(zip(_COLUMNS, row, strict=True)))
    make_transient_to_detached(case)
    return db.merge(case, load=False)


@cache
def _query(objects: int, to: int) -> Select[Any]:
    """Built once for each number of objects and principals."""
    given = GrantRow.__table__
    mine = and_(
        given.c.object.in_([bindparam(f"object{place}") for place in range(objects)]),
        given.c.principal.in_([bindparam(f"to{place}") for place in range(to)]),
    )
    grant = [given.c[name] for name in Grant._fields]
    table = Case.__table__
    query = select(*table.c, *grant).select_from(table.outerjoin(given, mine))
    return query.where(table.c.id == bindparam("case", type_=ID))
