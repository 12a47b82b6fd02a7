"""Somebody with copies of the files, who tries every key that can be made out of them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from tests.factories.center import Center
from tracker.services.sealing import document_context
from tracker.store import documents, grants
from tracker.store.accounts import Account, Receipt
from tracker.store.documents import DocumentRow
from tracker.store.models import Base, session_metadata
from tracker.vault.crypto import LETTER, DecryptionError, context, derive, open_letter, unbox
from tracker.vault.keyring import grant_context

LABELS = ("wrap", "mac", "totp", "x25519", "web session", "csrf", "")


class Box(NamedTuple):
    """Something sealed: what it is, and how a key is tried on it."""

    what: str
    open: Callable[[bytes], bytes]


def in_the_database(center: Center) -> Iterator[bytes]:
    """Every value that stands in any column of any table, as bytes."""
    engines = [
        (Base.metadata, center.site.database.single),
        (session_metadata, center.site._session_database.single),
    ]
    for metadata, engine in engines:
        with engine.connect() as db:
            for table in metadata.tables.values():
                for row in db.execute(select(table)):
                    yield from (_bytes(value) for value in row)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def beside_the_database(center: Center) -> Iterator[bytes]:
    """The settings, the pins and every file of the site that is no database."""
    settings = center.site.settings
    yield from (settings.pepper.encode(), settings.pepper_bytes, settings.csrf_key)
    yield from (one.public_key for one in center.site.pins.load().groups.values())
    folder = Path(settings.site_dir)
    yield from (path.read_bytes() for path in folder.rglob("*.json"))


def keys_from(values: Iterable[bytes]) -> set[bytes]:
    """All keys that the rules of the house, or a guess, could make out of these values."""
    raw: set[bytes] = {bytes(32), b"\xff" * 32}
    for value in values:
        raw |= {hashlib.sha256(value).digest(), value[:32].ljust(32, b"\0"), value[-32:]}
        raw |= {value[1:33], value[10:42]}
    whole = {one for one in raw if len(one) == 32}
    return whole | {derive(one, label) for one in whole for label in LABELS}


def boxes(center: Center) -> list[Box]:
    """One of each kind of sealed thing there is, as far as the center has it."""
    found: dict[str, Box] = {}
    with center.site.reading() as db:
        for obj in {row[0] for row in grants.everything(db)}:
            for grant in grants.of_object(db, obj):
                kind = f"{obj.partition(':')[0]} for {grant.principal.partition(':')[0]}"
                found.setdefault(f"grant of {kind}", _grant_box(grant))
        for key in {row[0] for row in db.execute(select(DocumentRow.object))}:
            for one in documents.all_of(db, key):
                found.setdefault(f"document {one.kind.partition(':')[0]}", _document_box(one))
        for account in db.scalars(select(Account)):
            found.setdefault("totp", _totp_box(account))
            found.setdefault("lock", _lock_box(account.principal, 1, account.lock or b""))
        for receipt in db.scalars(select(Receipt)):
            name = f"receipt:{receipt.case_id.hex}"
            found.setdefault("receipt lock", _lock_box(name, 1, receipt.lock))
    return [Box(what, box.open) for what, box in sorted(found.items())]


def _grant_box(grant: Any) -> Box:
    bound_to = grant_context(*grant[:4])
    if grant.wrapped_key[:1] != bytes([LETTER]):
        return Box("", lambda key: unbox(key, grant.wrapped_key, bound_to))
    return Box(
        "",
        lambda key: open_letter(
            X25519PrivateKey.from_private_bytes(key), grant.wrapped_key, bound_to
        ),
    )


def _document_box(one: Any) -> Box:
    return Box("", lambda key: unbox(key, one.body, document_context(*one[:4])))


def _totp_box(account: Account) -> Box:
    sealed, bound_to = account.totp or b"", context("totp", account.principal, account.generation)
    return Box("", lambda key: unbox(key, sealed, bound_to))


def _lock_box(principal: str, generation: int, lock: bytes) -> Box:
    head, body = lock[:26], lock[26:]
    return Box("", lambda key: unbox(key, body, context("lock", principal, generation, head)))


def opened(center: Center, keys: Iterable[bytes]) -> set[str]:
    """What the thief gets to see."""
    tried = list(keys)
    return {box.what for box in boxes(center) if any(_opens(box, key) for key in tried)}


def _opens(box: Box, key: bytes) -> bool:
    try:
        box.open(key)
    except DecryptionError:
        return False
    return True
