"""A case and the keys to it in one query: what somebody is given who waited for another act."""

import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.store.rows import ROWS
from tracker.store import admission, grants
from tracker.store.database import Database
from tracker.vault.keyring import Grant

CASE = UUID(ROWS["cases"]["id"])
RECORD, EUNJEONG, TEAM = f"clinical:{CASE.hex}", "user:eunjeong", "group:team"


@pytest.fixture
def center(one_case: Database) -> Database:
    with one_case.write() as db, db.begin():
        grants.add(db, [given(1, EUNJEONG), given(1, TEAM), given(1, "user:somebody")])
    return one_case


def given(version: int, to: str) -> Grant:
    return Grant(RECORD, version, to, 1, b"wrapped", None)


@pytest.mark.parametrize("lock", [False, True])
def test_a_case_comes_with_the_grants_of_whoever_asks(center: Database, lock: bool):
    with center.write() as db:
        case, found = admission.of_case(db, CASE, [RECORD], [EUNJEONG, TEAM], lock=lock)
        assert case is not None
        assert case.id == CASE
        assert {one.principal for one in found} == {EUNJEONG, TEAM}
        case, found = admission.of_case(db, CASE, [RECORD], ["user:nobody"], lock=lock)
        assert case is not None
        assert found == []
        assert admission.of_case(db, UUID(int=1), [RECORD], [EUNJEONG], lock=lock) == (None, [])


def test_whoever_waited_for_a_new_key_is_given_the_new_one(center: Database):
    """In one statement with the lock, PostgreSQL would give the grants of before the wait."""
    seen: list[int] = []
    waits = threading.Event()

    def second() -> None:
        with center.write() as db:
            waits.set()
            _case, found = admission.of_case(db, CASE, [RECORD], [EUNJEONG], lock=True)
            seen.extend(one.key_version for one in found)

    with center.write() as db, db.begin():
        admission.of_case(db, CASE, [RECORD], [EUNJEONG], lock=True)
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(5)
        thread.join(0.3)
        assert seen == []
        grants.drop(db, RECORD, 1)
        grants.add(db, [given(2, EUNJEONG)])
        moment = datetime(2026, 11, 28, tzinfo=UTC)
        db.execute(text("UPDATE cases SET changed_at = :now"), {"now": moment.isoformat(sep=" ")})
    thread.join(10)
    assert seen == [2]
