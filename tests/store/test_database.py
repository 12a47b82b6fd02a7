"""Engines and sessions: what is switched on, who waits for whom, what an error says."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column, MetaData, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from tracker.store import accounts, database
from tracker.store.accounts import Account, AccountState, Team
from tracker.store.base import UtcTime
from tracker.store.database import Database
from tracker.store.pipeline import one_writer
from tracker.store.principals import Principal
from tracker.store.schema import migrate

KST = timezone(timedelta(hours=9))
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=KST)


@pytest.fixture
def sqlite(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'one.db'}")
    with made.engine.begin() as db:
        db.execute(text("CREATE TABLE t (x INTEGER)"))
    yield made
    made.close()


PRAGMAS = [
    ("journal_mode", "wal"),
    ("synchronous", 2),  # FULL
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("busy_timeout", 10_000),
]


@pytest.mark.parametrize(("name", "value"), PRAGMAS)
def test_pragmas_are_on_for_every_connection(sqlite, name, value):
    for _ in range(2):
        with sqlite.engine.connect() as one, sqlite.single.connect() as other:
            assert one.exec_driver_sql(f"PRAGMA {name}").scalar() == value
            assert other.exec_driver_sql(f"PRAGMA {name}").scalar() == value
        sqlite.engine.dispose()


def impatient(database: Database) -> Database:
    """The same file for somebody who does not wait."""
    other = Database(database.url)
    with other.engine.connect() as db:
        db.exec_driver_sql("PRAGMA busy_timeout=0")
    return other


def test_a_reading_session_takes_no_lock_and_holds_no_moment(sqlite):
    other = impatient(sqlite)
    with sqlite.read() as reader:
        assert reader.scalar(text("SELECT count(*) FROM t")) == 0
        with other.engine.begin() as writer:
            writer.execute(text("INSERT INTO t VALUES (1)"))
        assert reader.scalar(text("SELECT count(*) FROM t")) == 1
    other.close()


def test_a_snapshot_sees_one_moment_to_the_end(migrated):
    """On both databases, and nobody who writes waits for it."""
    with migrated.snapshot() as reader:
        assert reader.scalar(select(func.count()).select_from(Team)) == 0
        with migrated.write() as db, db.begin():
            db.add(Team(id=uuid4(), name="마음 팀"))
        assert reader.scalar(select(func.count()).select_from(Team)) == 0
    with migrated.write() as db, db.begin():
        assert db.execute(delete(Team)).rowcount == 1


def test_somebody_who_reads_does_not_make_the_log_grow(sqlite):
    """Each request reads before it writes; the write-ahead log is emptied all the same."""
    log = Path(f"{sqlite.engine.url.database}-wal")
    with sqlite.single.connect() as one, sqlite.single.connect() as other:
        for db in (one, other):  # the reader's, and the writer's
            db.exec_driver_sql("PRAGMA wal_autocheckpoint=10")
    for _ in range(200):
        with sqlite.read() as reader:
            reader.scalar(text("SELECT count(*) FROM t"))
            with sqlite.write() as db, db.begin():
                db.execute(text("INSERT INTO t VALUES (1)"))
    assert log.stat().st_size < 40 * 4200  # pages of 4 KiB; 400 and more were written


def test_a_writing_session_takes_the_write_lock_at_once(sqlite):
    """So that what it read is still true when it writes."""
    other = impatient(sqlite)
    with sqlite.write() as first:
        first.scalar(text("SELECT count(*) FROM t"))
        with other.write() as second, pytest.raises(OperationalError, match="locked"):
            second.scalar(text("SELECT count(*) FROM t"))
        with other.read() as reader:
            assert reader.scalar(text("SELECT count(*) FROM t")) == 0
    other.close()


def test_readers_on_postgresql_hold_no_transaction_open(postgres):
    migrate(postgres)
    with postgres.read() as reader:
        reader.scalar(select(Team.id))
        with postgres.engine.connect() as db:
            idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            assert db.scalar(text(f"{idle} AND state = 'idle in transaction'")) == 0


def test_one_writer_at_a_time(migrated):
    """The audit chain has one end: a second act waits until the first is done."""
    order: list[str] = []
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with migrated.write() as db, db.begin():
            one_writer(db)
            db.execute(text("SELECT 1"))
            inside.set()
            go.wait(5)
            order.append("first")

    def second() -> None:
        inside.wait(5)
        with migrated.write() as db, db.begin():
            one_writer(db)
            db.execute(text("SELECT 1"))
            order.append("second")

    threads = [threading.Thread(target=one) for one in (first, second)]
    for thread in threads:
        thread.start()
    inside.wait(5)
    threading.Timer(0.2, go.set).start()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


SECRET = "카나리아-7f3a"


def new_account(**changes: Any) -> Account:
    values = {"id": uuid4(), "username": SECRET, "name": SECRET, "roles": [], "created_at": NOON}
    values |= {"state": AccountState.INVITED, "generation": 0, "totp_step": 0}
    return Account(**{**values, **changes})


def test_parameters_are_hidden_in_errors(migrated):
    """What SQLAlchemy adds to an error holds no value. PostgreSQL's own words before it may
    ("Key (username)=(…) already exists"): logs write neither (tests/web).
    """
    with pytest.raises(IntegrityError) as refusal, migrated.write() as db, db.begin():
        db.execute(insert(Account), [{"id": uuid4(), "username": SECRET, "name": SECRET}])
    added = str(refusal.value).partition("[SQL")[2]
    assert "parameters hidden" in added
    assert SECRET not in added
    with pytest.raises(DBAPIError) as failure, migrated.write() as db:
        db.scalar(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": SECRET})
    assert SECRET not in str(failure.value)


times = Table("times", MetaData(), Column("at", UtcTime))


@pytest.fixture
def clock(empty):
    times.create(empty.engine)
    return empty


def test_a_moment_without_a_zone_is_refused(clock):
    with clock.engine.begin() as db, pytest.raises(StatementError, match="needs a time zone"):
        db.execute(insert(times), [{"at": datetime(2026, 11, 22, 12, 0)}])


def test_a_moment_comes_back_in_utc(clock):
    for at in (NOON, NOON.astimezone(UTC), NOON.replace(microsecond=123456)):
        with clock.engine.begin() as db:
            db.execute(insert(times), [{"at": at}])
            back = db.scalar(select(times.c.at).order_by(times.c.at.desc()))
            assert back == at
            assert back is not None
            assert back.utcoffset() == timedelta(0)
            # compared inside the database as well
            assert db.scalar(select(times.c.at).where(times.c.at == at)) == at
            db.execute(times.delete())


def test_no_moment_stays_none(clock):
    with clock.engine.begin() as db:
        db.execute(insert(times), [{"at": None}])
        assert db.scalar(select(times.c.at)) is None


def test_an_undone_session_leaves_nothing(migrated):
    with migrated.write() as db:
        db.add(new_account())
        db.flush()
    with migrated.read() as db:
        assert accounts.by_username(db, SECRET) is None


def test_a_principal_says_who_it_is(migrated):
    row = Principal(id="user:1", generation=2, public_key=b"k", mac=None, created_at=NOON)
    assert row.recipient == ("user:1", 2, b"k")


def test_a_name_no_database_takes_is_nobody(migrated):
    with migrated.read() as db:
        assert accounts.by_username(db, "a\0b") is None
        assert accounts.by_username(db, "' OR 1=1 --") is None


def test_a_connection_that_was_cut_while_it_rested_is_replaced(postgres, monkeypatch):
    monkeypatch.setattr(database, "RESTED", 0.0)
    with postgres.engine.connect() as db:
        mine = db.scalar(text("SELECT pg_backend_pid()"))
    other = Database(postgres.url)
    with other.engine.connect() as db:
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    other.close()
    with postgres.engine.connect() as db:
        assert db.scalar(text("SELECT pg_backend_pid()")) != mine
