"""Throttling at the doors: a try is counted before the slow work, and forgiven when it succeeds.

Counters are rows of the database, so they survive a restart and hold for all workers. Rows of
throttles are locked after the account's and before the audit trail's, so that no two acts wait for
each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy.orm import Session

from tracker.domain.audit import Audit
from tracker.domain.errors import TooOften
from tracker.domain.throttling import (
    KNOWN_FOR,
    Counter,
    Kind,
    Rule,
    address_rule,
    form_rule,
    given_back,
    network,
    secret_rule,
    site_rule,
)
from tracker.services.site import Site
from tracker.services.work import Work
from tracker.store import throttles
from tracker.vault.crypto import context, derive, mac
from tracker.vault.passwords import Busy

RESTED: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Door:
    """A counter and the rule it is held to."""

    kind: Kind
    key: bytes
    rule: Rule


@dataclass(frozen=True)
class Turn:
    """A try that was let in: where it was counted, and which doors it shut."""

    doors: tuple[Door, ...]
    shut: tuple[Kind, ...] = ()
    known: bytes | None = None

    def failed(self, work: Work, obj: str | None = None) -> None:
        """Record the doors that this try has shut, once for each time they begin to shut."""
        for kind in self.shut:
            work.record(Audit.THROTTLED, obj, kind=kind.value)

    def succeeded(self, work: Work) -> None:
        """Forget the failures before it; to be called before anything of the act is recorded."""
        keys = {door.key: door.kind for door in self.doors}
        if self.known is not None:
            keys[self.known] = Kind.KNOWN
        held = throttles.hold(work.db, keys, work.now)
        after = {
            door.key: given_back(held[door.key])
            if door.kind is Kind.ADDRESS
            else Counter(0, work.now)
            for door in self.doors
        }
        if self.known is not None:
            after[self.known] = Counter(1, work.now)
        throttles.put(work.db, keys, after)


@contextmanager
def sign_in_turn(site: Site, name: str, address: str) -> Iterator[Turn]:
    """One try at the password of an account, whether there is one of that name or not.

    At an address where this account signed in lately it has a counter of its own, so that nobody
    elsewhere can lock it out. Raises TooOften while the door is shut.
    """
    where = network(address)
    known = _key(site, Kind.KNOWN, name, where)
    rule = secret_rule(site.settings.tries_per_account)
    if _is_known(site, known):
        doors = [Door(Kind.ACCOUNT, _key(site, Kind.ACCOUNT, name, where), rule)]
    else:
        own = Door(Kind.ACCOUNT, _key(site, Kind.ACCOUNT, name), rule)
        doors = [own, _address(site, "sign_in", where)]
    with _turn(site, tuple(doors), known) as turn:
        yield turn


@contextmanager
def receipt_turn(site: Site, number: str, address: str) -> Iterator[Turn]:
    """One try at the code of a receipt; '' is no number. Raises TooOften while the door is shut."""
    doors = [_address(site, "receipt", network(address))]
    if number:
        rule = secret_rule(site.settings.tries_per_account)
        doors.append(Door(Kind.RECEIPT, _key(site, Kind.RECEIPT, number), rule))
    with _turn(site, tuple(doors)) as turn:
        yield turn


def count_wrong_link(site: Site, address: str) -> None:
    """Somebody opened a one-time link that is none. Raises TooOften while the door is shut."""
    _count(site, (_address(site, "link", network(address)),))


def form_turn(site: Site, address: str) -> tuple[Door, ...]:
    """Before the slow work of an application: only a look. Raises TooOften.

    The doors at which it is to be counted.
    """
    hourly = site.settings.applications_per_hour
    here = Door(Kind.FORM, _key(site, Kind.FORM, network(address)), form_rule(hourly))
    doors = (here, Door(Kind.FORM, _key(site, Kind.FORM), site_rule(hourly)))
    _look(site, doors)
    return doors


def count_application(work: Work, doors: tuple[Door, ...]) -> None:
    """An application is stored: counted in its own transaction. Raises TooOften.

    So many more than allowed as run Argon2id at the same time may pass the look before, but no
    more are stored than if they had come one after the other.
    """
    Turn(doors, _one_more(work.db, doors, work.now)).failed(work)


def _address(site: Site, purpose: str, where: str) -> Door:
    """Each purpose by itself: what visitors do must not shut the door of the staff."""
    rule = address_rule(site.settings.tries_per_address)
    return Door(Kind.ADDRESS, _key(site, Kind.ADDRESS, purpose, where), rule)


def _key(site: Site, kind: Kind, *parts: str) -> bytes:
    """A keyed hash, so that no name and no address stands in the table."""
    raw = [part.encode("utf-8", "replace") for part in parts]
    return mac(_pepper(site.settings.pepper_bytes), context("throttle", kind.value, *raw))


@lru_cache(maxsize=4)
def _pepper(pepper: bytes) -> bytes:
    return derive(pepper, "throttles")


def _is_known(site: Site, key: bytes) -> bool:
    with site.glance() as db:
        seen = throttles.look(db, [key]).get(key)
    return seen is not None and seen.count > 0 and site.clock() - seen.changed_at < KNOWN_FOR


@contextmanager
def _turn(site: Site, doors: tuple[Door, ...], known: bytes | None = None) -> Iterator[Turn]:
    turn = _count(site, doors, known)
    try:
        yield turn
    except Busy:  # nothing was tried: somebody else is to blame
        _give_back(site, doors)
        raise


def _count(site: Site, doors: tuple[Door, ...], known: bytes | None = None) -> Turn:
    """Count a try, in a transaction of its own; a shut door is only looked at."""
    _look(site, doors)
    with site.database.write() as db, db.begin():
        return Turn(doors, _one_more(db, doors, site.clock()), known)


def _look(site: Site, doors: tuple[Door, ...]) -> None:
    with site.glance() as db:
        _refuse(doors, throttles.look(db, [door.key for door in doors]), site.clock())


def _one_more(db: Session, doors: tuple[Door, ...], now: datetime) -> tuple[Kind, ...]:
    """Count one try at each door, and tell which doors it shut."""
    keys = {door.key: door.kind for door in doors}
    held = throttles.hold(db, keys, now)
    _refuse(doors, held, now)
    after = {door.key: door.rule.counted(held[door.key], now) for door in doors}
    throttles.put(db, keys, after)
    if any(one == Counter(0, now) or now - one.changed_at > RESTED for one in held.values()):
        throttles.sweep(db, now)  # room for a row that is new, or that somebody came back to
    closing = (door for door in doors if door.rule.closes(held[door.key], after[door.key], now))
    return tuple(door.kind for door in closing)


def _refuse(doors: tuple[Door, ...], found: dict[bytes, Counter], now: datetime) -> None:
    wait = max(door.rule.wait(found.get(door.key), now) for door in doors)
    if wait > timedelta():
        raise TooOften(wait, crowded=any(door.kind is Kind.FORM for door in doors))


def _give_back(site: Site, doors: tuple[Door, ...]) -> None:
    with site.database.write() as db, db.begin():
        keys = {door.key: door.kind for door in doors}
        held = throttles.hold(db, keys, site.clock())
        throttles.put(db, keys, {key: given_back(counter) for key, counter in held.items()})
