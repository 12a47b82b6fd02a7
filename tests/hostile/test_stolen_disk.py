"""Somebody has the disk: database, web sessions, config and pins. Only guessing is left."""

import hashlib
from collections.abc import Iterator

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import sql
from tracker.services.sealing import document_context
from tracker.services.sessions import SessionKind
from tracker.store import documents, grants
from tracker.vault.crypto import DecryptionError, derive, open_letter, unbox
from tracker.vault.keyring import Grant, Holder, grant_context

LABELS = ("wrap", "mac", "totp", "x25519", "web session", "recovery", "document", "grant")


def keys_of_the_disk(center: Center) -> list[bytes]:
    """Every 32 bytes that can be had from config and pins, as they are and derived."""
    settings = center.site.settings
    plain = [settings.pepper_bytes, settings.csrf_key, bytes(32)]
    plain += [one.public_key for one in center.site.pins.load().groups.values()]
    plain += [hashlib.sha256(one).digest() for one in plain]
    return plain + [derive(one, label) for one in plain for label in LABELS]


def all_grants(center: Center) -> Iterator[Grant]:
    with center.site.reading() as db:
        for obj in {row[0] for row in grants.everything(db)}:
            yield from grants.of_object(db, obj)


def test_h02_no_document_opens_with_anything_on_the_disk(center: Center):
    case_id = care.completed(center)
    keys = keys_of_the_disk(center)
    tried = 0
    with center.site.reading() as db:
        for record in ("identity", "clinical", "client", "facts"):
            for one in documents.all_of(db, f"{record}:{case_id.hex}"):
                for key in keys:
                    tried += 1
                    with pytest.raises(DecryptionError):
                        unbox(key, one.body, document_context(*one[:4]))
    assert tried > 10 * len(keys)


def test_h02_no_grant_opens_with_anything_on_the_disk(center: Center):
    care.completed(center)
    center.apply()
    keys, tried = keys_of_the_disk(center), 0
    for grant in all_grants(center):
        for key in keys:
            tried += 1
            thief = Holder(grant.principal, grant.generation, key)
            bound_to = grant_context(*grant[:4])
            with pytest.raises(DecryptionError):
                unbox(key, grant.wrapped_key, bound_to)
            with pytest.raises(DecryptionError):
                open_letter(thief.private_key, grant.wrapped_key, bound_to)
    assert tried > 20 * len(keys)


def test_h02_no_second_factor_is_readable(center: Center):
    secrets = [who.totp_secret for who in center.staff.values()]
    stored = [bytes(row[0]) for row in sql(center, "SELECT totp FROM accounts")]
    stored += [bytes(row[0]) for row in sql(center, "SELECT lock FROM accounts")]
    assert len(stored) == 2 * len(secrets)
    assert not [one for one in stored for secret in secrets if secret in one]


def test_h03_a_web_session_without_its_cookie_opens_nothing(center: Center):
    who = center.staff["eunjeong"]
    session = center.site.book.start(
        SessionKind.STAFF, center.clock(), {"note": "canary"}, who.account_id, who.holders
    )
    rows = sql(center, "SELECT 1")  # the table may be in another database
    assert rows
    shelf = center.site.book._shelf
    found = shelf.get(hashlib.sha256(session.token.encode()).digest())
    assert found is not None
    assert b"canary" not in found.body
    for key in [*keys_of_the_disk(center), found.digest, derive(found.digest, "web session")]:
        with pytest.raises(DecryptionError):
            unbox(key, found.body, b"")
    assert center.site.book.open(found.digest.hex(), center.clock()) is None
