"""Rows that are added past SQLAlchemy: stored, and refused, as it would have done."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.store.rows import ROWS
from tracker.domain.cases import Event, Stage
from tracker.store import pipeline
from tracker.store.audit import AuditRow
from tracker.store.built import Rows
from tracker.store.cases import CaseEvent
from tracker.store.database import Database
from tracker.store.grants import GrantRow
from tracker.store.inserting import insert_rows

CASE = UUID(ROWS["cases"]["id"])
SEOUL = timezone(timedelta(hours=9))
EVENING = datetime(2026, 11, 28, 18, 30, tzinfo=SEOUL)
ACT = {
    "sequence": 1,
    "at": EVENING,
    "actor_id": UUID(int=7),
    "role": "counselor",
    "address": "192.0.2.1",
    "action": "case_opened",
    "object": None,
    "detail": {"말": ["%s", "?", ":x", None], "count": 2},
    "digest": bytes(range(32)),
}
HISTORY = CaseEvent.__table__
TRAIL = AuditRow.__table__
ADD_EVENT = insert(HISTORY)  # type: ignore[arg-type]
ADD_GRANT = insert(GrantRow.__table__)  # type: ignore[arg-type]
ADD_ACT = insert(TRAIL)  # type: ignore[arg-type]


@pytest.fixture
def center(one_case: Database) -> Database:
    return one_case


def event(number: int, **other: Any) -> dict[str, Any]:
    return {
        "id": UUID(int=number),
        "case_id": CASE,
        "sequence": number,
        "event": Event.SUBMIT,
        "stage": Stage.SUBMITTED,
        "actor_id": None if number % 2 else UUID(int=number),
        "at": EVENING + timedelta(days=number),
        **other,
    }


def grant(number: int) -> dict[str, Any]:
    place = {"object": "group:intake", "key_version": 1, "principal": "user:seoyeon"}
    box = {"wrapped_key": bytes([number]), "mac": None if number % 2 else b"mac"}
    return {**place, "generation": number, **box, "waiting": number % 2 == 0}


def history(center: Database) -> list[dict[str, Any]]:
    with center.read() as db:
        return [row._asdict() for row in db.execute(select(HISTORY).order_by("sequence"))]


@pytest.mark.parametrize("count", [1, 2, 8, 9, 30])
def test_few_and_many_rows_are_stored(center: Database, count: int):
    rows = [event(number) for number in range(1, count + 1)]
    with center.write() as db, db.begin():
        insert_rows(db, Rows(ADD_EVENT, rows))
        insert_rows(db, Rows(ADD_EVENT, []))
    assert history(center) == rows
    assert all(row["at"].tzinfo is UTC for row in history(center))


def test_a_row_is_the_same_as_one_that_was_added_plainly(center: Database):
    with center.write() as db, db.begin():
        insert_rows(db, Rows(ADD_ACT, [ACT]))
        db.execute(ADD_ACT, {**ACT, "sequence": 2})
    with center.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM audit ORDER BY sequence").all()
        assert [*stored[0]][1:] == [*stored[1]][1:]
        assert connection.execute(select(TRAIL)).first()._asdict() == ACT  # type: ignore[union-attr]


@pytest.mark.parametrize("count", [2, 12])
def test_rows_of_several_tables_are_stored_at_once(center: Database, count: int):
    rows = [event(number) for number in range(1, count + 1)]
    grants = [grant(number) for number in range(3)]
    with center.write() as db, db.begin():
        insert_rows(db, Rows(ADD_EVENT, rows), Rows(ADD_GRANT, grants), Rows(ADD_ACT, []))
        insert_rows(db, Rows(ADD_ACT, []))
    assert history(center) == rows
    with center.read() as db:
        found = db.execute(select(GrantRow.__table__).order_by("generation"))
        assert [row._asdict() for row in found] == grants


def add(center: Database, *acts: list[dict[str, Any]]) -> None:
    """All of it in one transaction, each by itself."""
    with center.write() as db, db.begin():
        for rows in acts:
            insert_rows(db, Rows(ADD_EVENT, rows))


def add_together(center: Database, *acts: list[dict[str, Any]]) -> None:
    """The same in one way there and back."""
    with center.write() as db, db.begin(), pipeline.together(db):
        for rows in acts:
            insert_rows(db, Rows(ADD_EVENT, rows))


@pytest.mark.parametrize("way", [add, add_together])
@pytest.mark.parametrize(
    "rows",
    [[event(1)], [event(2), event(2)], [event(2, stage="lost")]],
    ids=["again", "twice", "unknown"],
)
def test_what_is_refused_leaves_nothing(
    center: Database, way: Callable[..., None], rows: list[dict[str, Any]]
):
    add(center, [event(1)])
    before = history(center)
    with pytest.raises(IntegrityError):
        way(center, [event(5)], rows, [event(6)])
    assert history(center) == before


def test_what_does_not_fit_never_reaches_the_database(center: Database):
    with center.write() as db, db.begin():
        with pytest.raises(ValueError, match="time zone"):
            insert_rows(db, Rows(ADD_EVENT, [event(1, at=EVENING.replace(tzinfo=None))]))
        with pytest.raises(KeyError):
            insert_rows(db, Rows(ADD_EVENT, [event(1), {"id": UUID(int=2)}]))
    assert history(center) == []
