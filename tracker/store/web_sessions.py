"""Web sessions: in a database of their own on SQLite, an UNLOGGED table on PostgreSQL.

A row is keyed by the SHA-256 of the cookie and its body is boxed under a key derived from the
cookie, so a stolen row opens nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    UpdateBase,
    bindparam,
    delete,
    insert,
    inspect,
    select,
    text,
    update,
)

from tracker.store.base import ID, UtcTime
from tracker.store.database import Database, hasten, wait_for_disk
from tracker.store.direct import ask_directly, do_directly, driver_of


def _columns() -> list[Column[Any]]:
    return [
        Column(
            "digest", LargeBinary, primary_key=True, info={"plain": "SHA-256 of a random cookie"}
        ),
        Column("body", LargeBinary, nullable=False, info={"boxed": "seeds, drafts, CSRF token"}),
        Column("account_id", ID, index=True, info={"plain": "whose sign-in it is"}),
        Column("kind", String(10), nullable=False, info={"plain": "visitor, receipt or staff"}),
        Column(
            "address",
            String(45),
            nullable=False,
            info={"plain": "from where, shown to the person whose sign-in it is"},
        ),
        Column("created_at", UtcTime, nullable=False, info={"plain": "for the absolute limit"}),
        Column("seen_at", UtcTime, nullable=False, info={"plain": "for the idle limit"}),
    ]


metadata = MetaData()
web_sessions = Table("web_sessions", metadata, *_columns())
# On PostgreSQL: survives a restart, but neither a crash nor a backup of the log.
_unlogged = Table("web_sessions", MetaData(), *_columns(), prefixes=["UNLOGGED"])
_BY_DIGEST = select(web_sessions).where(web_sessions.c.digest == bindparam("digest"))
_ADD = insert(web_sessions)
_SAVE = update(web_sessions).where(
    web_sessions.c.digest == bindparam("of"), web_sessions.c.body != b""
)
_KEEP = update(web_sessions).where(
    web_sessions.c.digest == bindparam("of"), web_sessions.c.body == bindparam("read")
)
_TOUCH = update(web_sessions).where(web_sessions.c.digest == bindparam("of"))
_PURGE = delete(web_sessions).where(web_sessions.c.seen_at < bindparam("seen_before"))
_OF_ACCOUNT = (
    select(web_sessions)
    .where(web_sessions.c.account_id == bindparam("account"))
    .order_by(web_sessions.c.seen_at.desc(), web_sessions.c.digest)
)
_CREATING = text("SELECT pg_advisory_xact_lock(7015017)")  # two workers start at once


class SessionRow(NamedTuple):
    """One web session as it is stored."""

    digest: bytes
    body: bytes
    account_id: UUID | None
    kind: str
    address: str
    created_at: datetime
    seen_at: datetime


class WebSessions:
    """The shelf of web sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.engine
        self._single = database.single

    def create(self) -> None:
        """Make the table if it is not there; sessions survive restarts but never a backup.

        A table of an older version is thrown away: everybody signs in once more.
        """
        with self._engine.begin() as db:
            table = web_sessions
            if self._engine.dialect.name == "postgresql":
                db.execute(_CREATING)
                table = _unlogged
            found = inspect(db)
            if found.has_table(table.name):
                there = {column["name"] for column in found.get_columns(table.name)}
                if there == set(table.columns.keys()):
                    return
                table.drop(db)
            table.create(db)

    def get(self, digest: bytes) -> SessionRow | None:
        """The session with that digest, or None."""
        with self._single.connect() as db:
            rows = ask_directly(db, _BY_DIGEST, {"digest": digest})
        return SessionRow(*rows[0]) if rows else None

    def add(self, row: SessionRow) -> None:
        """Add a session."""
        self._write(_ADD, row._asdict())

    def save(self, digest: bytes, body: bytes, seen_at: datetime) -> None:
        """Replace the body of a session; one that was ended meanwhile stays ended."""
        self._write(_SAVE, {"of": digest, "body": body, "seen_at": seen_at})

    def keep(self, digest: bytes, read: bytes, body: bytes, seen_at: datetime) -> bool:
        """Replace the body that was read by another; False if it is not there any more."""
        values = {"of": digest, "read": read, "body": body, "seen_at": seen_at}
        return self._write(_KEEP, values) == 1

    def touch(self, digest: bytes, seen_at: datetime) -> None:
        """Note that a session was used."""
        self._write(_TOUCH, {"of": digest, "seen_at": seen_at})

    def _write(self, statement: UpdateBase, values: Mapping[str, Any]) -> int:
        """One statement is a transaction by itself; returns how many rows it met."""
        with self._single.connect() as db:
            return do_directly(db, statement, values)

    def end(self, digest: bytes) -> None:
        """End one session."""
        with self._for_good() as db:
            db.execute(delete(web_sessions).where(web_sessions.c.digest == digest))

    def end_all_of(self, account_id: UUID) -> None:
        """End every session of one account."""
        with self._for_good() as db:
            db.execute(delete(web_sessions).where(web_sessions.c.account_id == account_id))

    def of_account(self, account_id: UUID) -> list[SessionRow]:
        """The sessions of one account, the last used first."""
        with self._single.connect() as db:
            found = db.execute(_OF_ACCOUNT, {"account": account_id})
            return [SessionRow(*row) for row in found]

    def end_one_of(self, account_id: UUID, digest: bytes) -> bool:
        """End a session if it is one of that account; False if it is not."""
        columns = web_sessions.c
        ours = (columns.account_id == account_id) & (columns.digest == digest)
        with self._for_good() as db:
            return db.execute(delete(web_sessions).where(ours)).rowcount == 1

    def end_others_of(self, account_id: UUID, digest: bytes) -> int:
        """End every session of one account but one; how many that were."""
        columns = web_sessions.c
        others = (columns.account_id == account_id) & (columns.digest != digest)
        with self._for_good() as db:
            return db.execute(delete(web_sessions).where(others)).rowcount

    def purge(self, seen_before: datetime) -> None:
        """Forget sessions that nobody used since a moment."""
        self._write(_PURGE, {"seen_before": seen_before})

    @contextmanager
    def _for_good(self) -> Iterator[Connection]:
        """A transaction that lasts even where others need not: what has ended stays ended."""
        with self._engine.connect() as db:
            connection = driver_of(db)
            if not self._database.lasting:
                wait_for_disk(connection)
            try:
                with db.begin():
                    yield db
            finally:
                if not self._database.lasting:
                    hasten(connection)
