"""What an application that is sent depends on, in one query."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from tracker.domain.program import Plan
from tracker.domain.rounds import Terms, Window
from tracker.store.base import ID
from tracker.store.cases import Case
from tracker.store.pipeline import Found, asked
from tracker.store.principals import Principal
from tracker.store.rounds import Round
from tracker.vault.keyring import Recipient


class Before(NamedTuple):
    """What is true of a round, the group it is sent to, and whether it is stored already."""

    window: Window
    terms: Terms
    group: Recipient | None
    is_stored: bool


_CASES, _GROUP, _ROUND = Case.__table__.c, Principal.__table__.c, Round.__table__.c
# Columns and no entity: asked with every application that is sent.
_BEFORE: Final = (
    select(
        exists().where(_CASES.id == bindparam("case", type_=ID)),
        *(_GROUP.id, _GROUP.generation, _GROUP.public_key),
        *(_ROUND.opens_at, _ROUND.closes_at, _ROUND.ended_at),
        *(_ROUND.capacity, _ROUND.waiting_size),
        *(_ROUND.edition, _ROUND.declined_years, _ROUND.care_years),
        *(_ROUND.tests, _ROUND.sessions),
    )
    .select_from(Round.__table__)
    .outerjoin(Principal.__table__, _GROUP.id == bindparam("group"))
    .where(_ROUND.id == bindparam("round", type_=ID))
)


def before(db: Session, case_id: UUID, round_id: UUID, group: str) -> Callable[[], Before | None]:
    """Ask for all of it, to be read later: None where there is no such round."""
    values: dict[str, Any] = {"case": case_id, "round": round_id, "group": group}
    read = asked(db, _BEFORE, values)
    return lambda: _before(read())


def _before(rows: Found) -> Before | None:
    if not rows:
        return None
    row = rows[0]
    opens, closes, ended, capacity, waiting = row[4:9]
    edition, declined, care, tests, sessions = row[9:]
    return Before(
        Window(opens, closes, ended is not None, capacity, waiting),
        Terms(edition, declined, care, Plan(tests, sessions)),
        None if row[1] is None else Recipient(*row[1:4]),
        bool(row[0]),
    )
