"""A case and the keys that are given to it, in one query: how nearly every act begins."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from tracker.store.base import ID
from tracker.store.cases import Case
from tracker.store.grants import GrantRow
from tracker.store.pipeline import hold
from tracker.vault.keyring import Grant

_LOCK: Final = "SELECT id FROM cases WHERE id = %s FOR UPDATE"


def of_case(
    db: Session, case_id: UUID, objects: Sequence[str], to: Sequence[str], *, lock: bool
) -> tuple[Case | None, list[Grant]]:
    """The case of that id, or None, and the grants of these objects to these principals.

    `lock` holds the case against others until the act is done. It is a statement before the
    query: in one, somebody who waited for a new key would be given the grants of before.
    """
    if lock:
        hold(db, _LOCK, case_id.hex)
    values: dict[str, Any] = {f"object{place}": one for place, one in enumerate(objects)}
    values |= {f"to{place}": one for place, one in enumerate(to)}
    rows = db.execute(_query(len(objects), len(to)), {**values, "case": case_id}).all()
    if not rows:
        return None, []
    return rows[0][0], [Grant(*row[1:]) for row in rows if row[1] is not None]


@cache
def _query(objects: int, to: int) -> Select[Any]:
    """Built once for each number of objects and principals."""
    given = GrantRow.__table__
    mine = and_(
        given.c.object.in_([bindparam(f"object{place}") for place in range(objects)]),
        given.c.principal.in_([bindparam(f"to{place}") for place in range(to)]),
    )
    grant = [given.c[name] for name in Grant._fields]
    query = select(Case, *grant).outerjoin(given, mine)
    query = query.where(Case.id == bindparam("case", type_=ID))
    return query.execution_options(populate_existing=True)
