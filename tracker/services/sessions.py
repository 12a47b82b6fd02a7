"""Web sessions: seeds and drafts boxed under a key that only the cookie gives."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from tracker.services.merging import merged
from tracker.store.web_sessions import SessionRow, WebSessions
from tracker.vault.codes import new_token, token_digest
from tracker.vault.crypto import DecryptionError, box, context, derive, padded, unbox
from tracker.vault.keyring import Holder

TOUCH_EVERY: Final = timedelta(seconds=60)
KEEP_ENDED: Final = timedelta(hours=24)
Words = list[tuple[str, str]]  # kind and sentence
_TRIES: Final = 20  # several windows saving at one moment: each round one of them succeeds
_ASIDE: Final = "web session, aside"
_LONGEST_ASIDE: Final = 3000  # characters; browsers keep 4096 of a cookie


class SessionKind(StrEnum):
    """Whose session it is; each kind has its own limits."""

    VISITOR = "visitor"
    RECEIPT = "receipt"
    STAFF = "staff"


@dataclass(frozen=True)
class Limits:
    """How long a session may rest, and how long it may last at all."""

    idle: timedelta
    absolute: timedelta


class _Seed(msgspec.Struct):
    principal: str
    generation: int
    seed: bytes


class _Body(msgspec.Struct):
    data: dict[str, Any]
    seeds: list[_Seed]


@dataclass
class WebSession:
    """An open session."""

    token: str = field(repr=False)
    kind: SessionKind
    account_id: UUID | None
    created_at: datetime
    seen_at: datetime
    data: dict[str, Any] = field(repr=False)
    holders: tuple[Holder, ...] = field(repr=False)
    read: "_Read" = field(repr=False)


@dataclass(frozen=True)
class _Read:
    """What was stored when a session was opened: changes are made to this."""

    body: bytes
    data: dict[str, Any]
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class Ended:
    """A session that was there and is over; whose it was helps to give typed text back."""

    account_id: UUID | None


@dataclass(frozen=True)
class OpenSession:
    """A session as its person sees it in a list; the id opens nothing."""

    id: str
    created_at: datetime
    seen_at: datetime
    address: str
    is_this: bool


class SessionBook:
    """Opens, keeps and ends web sessions."""

    def __init__(self, shelf: WebSessions, limits: Callable[[SessionKind], Limits]) -> None:
        self._shelf = shelf
        self._limits = limits

    def start(
        self,
        kind: SessionKind,
        now: datetime,
        data: dict[str, Any],
        account_id: UUID | None = None,
        holders: tuple[Holder, ...] = (),
        address: str = "",
    ) -> WebSession:
        """Start a session under a new random cookie."""
        nothing = _Read(b"", {}, ())
        session = WebSession(new_token(), kind, account_id, now, now, data, holders, nothing)
        digest = token_digest(session.token)
        body = _sealed(session)
        session.read = _Read(body, dict(data), holders)
        self._shelf.add(SessionRow(digest, body, account_id, kind.value, address, now, now))
        return session

    def open(self, token: str, now: datetime) -> WebSession | Ended | None:
        """Open the session behind a cookie: None if there never was one, Ended if it is over."""
        row = self._shelf.get(token_digest(token))
        if row is None or row.kind not in frozenset(SessionKind):
            return None
        if not row.body or self._is_over(row, now):
            self._shelf.save(row.digest, b"", row.seen_at)
            return Ended(row.account_id)
        try:
            body = msgspec.json.decode(_unsealed(token, row), type=_Body)
        except (DecryptionError, msgspec.DecodeError):
            return None
        if now - row.seen_at >= TOUCH_EVERY:
            self._shelf.touch(row.digest, now)
        holders = tuple(Holder(one.principal, one.generation, one.seed) for one in body.seeds)
        kind, read = SessionKind(row.kind), _Read(row.body, dict(body.data), holders)
        return WebSession(
            token, kind, row.account_id, row.created_at, row.seen_at, body.data, holders, read
        )

    def _is_over(self, row: SessionRow, now: datetime) -> bool:
        limits = self._limits(SessionKind(row.kind))
        return now - row.seen_at > limits.idle or now - row.created_at > limits.absolute

    def save(self, session: WebSession, now: datetime) -> None:
        """Keep what changed in a session, beside what another window changed meanwhile."""
        digest = token_digest(session.token)
        for _ in range(_TRIES):
            body = _sealed(session)
            if self._shelf.keep(digest, session.read.body, body, now):
                session.read = _Read(body, dict(session.data), session.holders)
                return
            there = self.open(session.token, now)
            if not isinstance(there, WebSession):
                return  # ended meanwhile, and stays so
            _renew(session, there)
        self._shelf.save(digest, _sealed(session), now)

    def end(self, token: str) -> None:
        """End one session for good."""
        self._shelf.end(token_digest(token))

    def end_all_of(self, account_id: UUID) -> None:
        """End every session of one account."""
        self._shelf.end_all_of(account_id)

    def of(self, account_id: UUID, now: datetime, this: str = "") -> list[OpenSession]:
        """The sessions of one account that are not over; `this` is the cookie of whoever asks."""
        mine = token_digest(this)
        return [
            OpenSession(
                row.digest.hex(), row.created_at, row.seen_at, row.address, row.digest == mine
            )
            for row in self._shelf.of_account(account_id)
            if row.kind == SessionKind.STAFF and row.body and not self._is_over(row, now)
        ]

    def end_one(self, account_id: UUID, digest: bytes) -> bool:
        """End a session of this account; False if it has none with that digest."""
        return self._shelf.end_one_of(account_id, digest)

    def end_others(self, account_id: UUID, this: str) -> int:
        """End every session of one account but that of the cookie `this`; how many that were."""
        return self._shelf.end_others_of(account_id, token_digest(this))

    def purge(self, now: datetime) -> None:
        """Forget what ended long ago."""
        self._shelf.purge(now - KEEP_ENDED)


def whose_mark(secret: bytes, who: str) -> str:
    """What stands for somebody in a form: alike each time, and nobody can tell who it is."""
    return derive(secret, f"whose {who}").hex()


def sealed_aside(session: WebSession, words: Words) -> str:
    """A few sentences for the next page, for the browser to carry: no row is written for them.

    The value says nothing and opens only beside the cookie of this session; '' if it would be
    too long for a cookie.
    """
    plain = padded(msgspec.json.encode(words))
    value = urlsafe_b64encode(box(_key(session.token, _ASIDE), plain, _beside(session.token)))
    return value.decode() if len(value) <= _LONGEST_ASIDE else ""


def opened_aside(session: WebSession, value: str) -> Words:
    """The sentences in such a value; none of a value that belongs to no or another session."""
    try:
        sealed = urlsafe_b64decode(value.encode("ascii", "replace"))
        plain = unbox(_key(session.token, _ASIDE), sealed, _beside(session.token))
        return msgspec.json.decode(plain, type=Words)
    except (DecryptionError, ValueError, msgspec.DecodeError):
        return []


def _renew(session: WebSession, there: WebSession) -> None:
    """Make the changes of this session to the one that is there now."""
    session.data = merged(session.read.data, session.data, there.data)
    if session.holders == session.read.holders:
        session.holders = there.holders
    session.read = there.read


def _beside(token: str) -> bytes:
    return context("aside", token_digest(token))


def _key(token: str, purpose: str = "web session") -> bytes:
    return derive(token.encode("utf-8", "replace").ljust(32), purpose)


def _bound(digest: bytes, kind: str, account_id: UUID | None) -> bytes:
    return context("session", digest, kind, "" if account_id is None else account_id.hex)


def _sealed(session: WebSession) -> bytes:
    seeds = [_Seed(one.principal, one.generation, one.seed) for one in session.holders]
    plain = msgspec.json.encode(_Body(session.data, seeds))
    digest = token_digest(session.token)
    bound_to = _bound(digest, session.kind.value, session.account_id)
    return box(_key(session.token), padded(plain), bound_to)


def _unsealed(token: str, row: SessionRow) -> bytes:
    return unbox(_key(token), row.body, _bound(row.digest, row.kind, row.account_id))
