"""A site: its database, its web sessions, its pins, its clock; and how one is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.access import Role, Who
from tracker.domain.audit import Audit
from tracker.services import accounts, rounds
from tracker.services.accounts import Enrolled, Newcomer
from tracker.services.consents import are_kept, keep_texts
from tracker.services.sessions import Limits, SessionBook, SessionKind
from tracker.services.work import Actor, Work
from tracker.store import principals, schema
from tracker.store.database import Database
from tracker.store.schema import DatabaseMissing, SchemaNewer, SchemaOutdated, WrongSchema
from tracker.store.web_sessions import WebSessions
from tracker.vault.codes import split_seed
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, RECOVERY, STAFF, STATS, Holder, Keyring, Recipient
from tracker.vault.passwords import Busy
from tracker.vault.pins import PinFile, PinMismatch, Pins

__all__ = [
    "Busy", "DatabaseMissing", "FirstPerson", "NewSite", "PinMismatch", "SchemaNewer",
    "SchemaOutdated", "Site", "WrongSchema", "create",
]  # fmt: skip

VISITOR_LIMITS = Limits(timedelta(hours=2), timedelta(hours=12))
RECEIPT_LIMITS = Limits(timedelta(minutes=20), timedelta(hours=2))


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


@dataclass
class Site:
    """Everything a door needs to do work."""

    settings: Settings
    clock: Callable[[], datetime] = utc_now

    @cached_property
    def database(self) -> Database:
        """The site's database."""
        return Database(self.settings.database)

    @cached_property
    def _session_database(self) -> Database:
        same = self.settings.sessions == self.settings.database
        return self.database if same else Database(self.settings.sessions, lasting=False)

    @cached_property
    def book(self) -> SessionBook:
        """The site's web sessions."""
        shelf = WebSessions(self._session_database)
        shelf.create()
        return SessionBook(shelf, self._limits)

    def _limits(self, kind: SessionKind) -> Limits:
        if kind is SessionKind.STAFF:
            idle = timedelta(minutes=self.settings.idle_minutes)
            return Limits(idle, timedelta(hours=self.settings.absolute_hours))
        return RECEIPT_LIMITS if kind is SessionKind.RECEIPT else VISITOR_LIMITS

    @property
    def pins(self) -> PinFile:
        """The pinned groups."""
        return PinFile(self.settings.pins_path)

    def check(self) -> None:
        """Refuse to start on another schema, or when a group's key is not the pinned one.

        Raises WrongSchema or PinMismatch.
        """
        schema.check_schema(self.database)
        pins = self.pins.load()
        with self.database.read() as db:
            found = principals.groups(db)
            for group in found:
                pins.check(group.recipient)
                self._arrive(group.recipient)
            recovery = principals.get(db, RECOVERY)
            if recovery is not None:
                pins.check(recovery.recipient)
                self._arrive(recovery.recipient)
            if INTAKE not in {group.id for group in found}:
                raise PinMismatch(INTAKE)
            kept = are_kept(db)
        if not kept:
            self._keep_texts()

    def _keep_texts(self) -> None:
        """What people agree to from now on can be shown to them for ever."""
        with self.database.write() as db, db.begin():
            keep_texts(db)

    def _arrive(self, who: Recipient) -> None:
        """Finish what was begun when the machine stopped between commit and file."""
        if who.principal in self.pins.load().coming:
            self.pins.change(lambda pins: pins.arrived(who))

    @contextmanager
    def working(self, actor: Actor, keyring: Keyring | None = None) -> Iterator[Work]:
        """One act in one transaction: committed at the end, undone by any exception."""
        with self.database.write() as db, db.begin():
            work = Work(db, actor, keyring or Keyring(), self.clock(), self.pins)
            yield work
            work.finish()
        work.settle()

    def reading(self) -> Session:
        """A session that only reads."""
        return self.database.read()

    def glance(self) -> Connection:
        """A connection for a single read, for which no transaction is begun."""
        return self.database.single.connect()

    def close(self) -> None:
        """Close all connections."""
        self._session_database.close()
        self.database.close()


@dataclass(frozen=True)
class FirstPerson:
    """Somebody who is there from the beginning."""

    username: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class NewSite:
    """What is shown once when a site is made."""

    coordinator: Enrolled
    admin: Enrolled
    sheets: tuple[str, str] = field(repr=False)


def create(site: Site, coordinator: FirstPerson, admin: FirstPerson) -> NewSite:
    """Make groups, pins, recovery sheets and the first two people in an empty database."""
    schema.migrate(site.database)
    recovery = Holder(RECOVERY, 1, new_key())
    groups = [Holder(name, 1, new_key()) for name in (STAFF, INTAKE, STATS)]
    pinned = {one.principal: one.recipient for one in (*groups, recovery)}
    site.pins.save(Pins(pinned))
    founder = Actor(Who(frozenset({Role.COORDINATOR, Role.ADMIN})), "tracker init")
    with site.working(founder, Keyring(groups)) as work:
        for one in pinned.values():
            principals.add(work.db, one, work.now)
        work.db.flush()
        for group in groups:
            work.give(work.group(RECOVERY), group.principal, 1, group.seed)
        keep_texts(work.db)
        rounds.add_first(work, site.settings.retention_years)
        work.record(Audit.SITE_CREATED)
        first = _join(site, work, coordinator, Role.COORDINATOR)
        accounts.admit(work, first.account_id, first.fingerprint)
        second = _join(site, work, admin, Role.ADMIN)
    return NewSite(first, second, split_seed(recovery.seed))


def _join(site: Site, work: Work, who: FirstPerson, role: Role) -> Enrolled:
    token = accounts.add_account(work, Newcomer(who.username, who.name, frozenset({role}), None))
    work.db.flush()
    return accounts.enroll(work, site.settings.pepper_bytes, token, who.password)
