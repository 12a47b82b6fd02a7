"""The shelf of web sessions: outside every backup, and what is over stays over."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from tests.factories.center import settings
from tests.factories.databases import engines_of
from tests.factories.statements import heard
from tracker.services.site import Site
from tracker.store.database import Database
from tracker.store.direct import driver_of
from tracker.store.web_sessions import SessionRow, WebSessions

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EUNJEONG, MINSU = uuid4(), uuid4()


def row(number: int, **changes: object) -> SessionRow:
    made = SessionRow(bytes([number]) * 32, b"\x01box", EUNJEONG, "staff", "127.0.0.1", NOW, NOW)
    return made._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def shelf(empty: Database) -> WebSessions:
    made = WebSessions(empty)
    made.create()
    return made


def test_round_trip(shelf):
    for one in (row(1), row(2, account_id=None, kind="visitor")):
        shelf.add(one)
        assert shelf.get(one.digest) == one
    assert shelf.get(b"nobody") is None


def test_making_the_shelf_twice_keeps_what_is_on_it(shelf, empty):
    shelf.add(row(1))
    shelf.create()
    WebSessions(empty).create()
    assert shelf.get(row(1).digest) == row(1)


def test_two_workers_make_the_shelf_at_once(empty):
    failures: list[BaseException] = []
    together = threading.Barrier(4)

    def start() -> None:
        try:
            together.wait(5)
            WebSessions(empty).create()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert inspect(empty.engine).has_table("web_sessions")


def test_unlogged_on_postgresql(postgres):
    WebSessions(postgres).create()
    kind = "SELECT relpersistence FROM pg_class WHERE relname = :name"
    with postgres.engine.connect() as db:
        for name in ("web_sessions", "web_sessions_pkey", "ix_web_sessions_account_id"):
            assert db.scalar(text(kind), {"name": name}) in {"u", b"u"}, name


def test_a_file_of_their_own_on_sqlite(tmp_path: Path):
    site = Site(settings(tmp_path))
    assert site.book is site.book
    main, sessions = tmp_path / "tracker.db", tmp_path / "sessions.db"
    with site.database.engine.begin() as db:
        db.execute(text("CREATE TABLE t (x INTEGER)"))
    assert inspect(site.database.engine).get_table_names() == ["t"]
    assert sessions.exists()
    assert main.exists()
    site.close()


def test_saving_what_was_ended_brings_nothing_back(shelf):
    shelf.add(row(1))
    shelf.end(row(1).digest)
    shelf.save(row(1).digest, b"\x01late", NOW)
    shelf.touch(row(1).digest, NOW)
    assert shelf.get(row(1).digest) is None


def test_saving_what_ran_out_brings_nothing_back(shelf):
    """A request that was under way when another one found the session over."""
    shelf.add(row(1))
    shelf.save(row(1).digest, b"", NOW)  # it ran out
    shelf.save(row(1).digest, b"\x01late", NOW + timedelta(minutes=1))
    found = shelf.get(row(1).digest)
    assert found is not None
    assert found.body == b""


def test_ending_all_of_one_person(shelf):
    for one in (row(1), row(2), row(3, account_id=MINSU), row(4, account_id=None)):
        shelf.add(one)
    shelf.end_all_of(EUNJEONG)
    assert [shelf.get(row(n).digest) is None for n in (1, 2, 3, 4)] == [True, True, False, False]


def test_purge_forgets_what_nobody_used(shelf):
    for number, minutes in ((1, -1), (2, 0), (3, 1)):
        shelf.add(row(number, seen_at=NOW + timedelta(minutes=minutes)))
    shelf.purge(NOW)
    assert [shelf.get(row(n).digest) is None for n in (1, 2, 3)] == [True, False, False]


def test_touch_moves_only_the_moment(shelf):
    shelf.add(row(1))
    shelf.touch(row(1).digest, NOW + timedelta(minutes=5))
    assert shelf.get(row(1).digest) == row(1, seen_at=NOW + timedelta(minutes=5))


def test_only_an_ending_waits_for_the_disk(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'sessions.db'}", lasting=False)
    shelf, modes = WebSessions(database), []
    shelf.create()
    shelf.add(row(1))

    with database.engine.connect() as db:  # one after another, all use this one
        driver = driver_of(db)

    def mode(statement: str) -> None:
        if "web_sessions" in statement:
            modes.append(driver.cursor().execute("PRAGMA synchronous").fetchone()[0])

    with heard(mode, *engines_of(database)):
        shelf.touch(row(1).digest, NOW)
        shelf.end(row(1).digest)
        shelf.end_all_of(EUNJEONG)
        shelf.add(row(2))
    database.close()
    assert modes == [1, 2, 2, 1]  # NORMAL, FULL, FULL, NORMAL
