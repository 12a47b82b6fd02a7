"""A thief with all files tries all keys on everything; the same search finds what a seed opens."""

import hashlib
from datetime import timedelta

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import sql
from tests.hostile.thief import (
    beside_the_database,
    boxes,
    in_the_database,
    keys_from,
    opened,
)
from tracker.services import sessions
from tracker.services.sessions import SessionKind, WebSession
from tracker.store import accounts
from tracker.store.web_sessions import WebSessions
from tracker.vault.codes import token_digest
from tracker.vault.crypto import DecryptionError, unbox
from tracker.vault.passwords import open_lock

KINDS = {
    "document application", "document card", "document intake", "document choice",
    "document result", "document session", "document outcome", "document release", "document who",
    "grant of clinical for user", "grant of clinical for group", "grant of client for receipt",
    "grant of identity for group", "grant of group for user", "grant of group for recovery",
    "lock", "totp", "receipt lock",
}  # fmt: skip


def lived_in(center: Center) -> None:
    """A completed case, a fresh application with a real receipt, and a session of 최은정."""
    care.completed(center)
    center.apply(locked=True)
    who = center.staff["eunjeong"]
    center.site.book.start(SessionKind.STAFF, center.clock(), {}, who.account_id, who.holders)


def test_h01_h02_nothing_that_lies_there_opens_anything(center: Center):
    lived_in(center)
    assert {box.what for box in boxes(center)} >= KINDS
    keys = keys_from([*in_the_database(center), *beside_the_database(center)])
    assert len(keys) > 5_000
    assert opened(center, keys) == set()


def test_h02_the_search_finds_what_a_seed_opens(small_center: Center):
    """The same search with one seed more: it is not blind."""
    lived_in(small_center)
    seeds = [one.seed for who in small_center.staff.values() for one in who.holders]
    seeds += [one.seed for one in small_center.holders.values()]
    found = opened(small_center, keys_from(seeds))
    assert found >= {one for one in KINDS if one.startswith("grant")} - {
        "grant of group for recovery"  # its seed is on paper only
    }
    assert "totp" in found
    assert not [one for one in found if one.startswith("document")]  # record keys are wrapped


def test_h02_a_right_password_needs_the_pepper_too(small_center: Center):
    """With database and config only guessing is left; with the database alone not even that."""
    receipt = small_center.apply(locked=True)
    with small_center.site.reading() as db:
        row = accounts.receipt(db, receipt.number)
    assert row is not None
    name = f"receipt:{receipt.case_id.hex}"
    pepper = small_center.site.settings.pepper_bytes
    seed = small_center.holders[receipt.case_id].seed
    assert open_lock(pepper, receipt.code, name, 1, row.lock) == seed
    for wrong in (bytes(32), hashlib.sha256(pepper).digest()):
        with pytest.raises(DecryptionError):
            open_lock(wrong, receipt.code, name, 1, row.lock)


def test_h02_no_second_factor_is_readable(center: Center):
    secrets = [who.totp_secret for who in center.staff.values()]
    stored = [bytes(row[0]) for row in sql(center, "SELECT totp FROM accounts")]
    stored += [bytes(row[0]) for row in sql(center, "SELECT lock FROM accounts")]
    assert len(stored) == 2 * len(secrets)
    assert not [one for one in stored for secret in secrets if secret in one]


def test_h03_sessions_and_config_open_nothing_without_a_cookie(center: Center):
    lived_in(center)
    who = center.staff["seoyeon"]
    made = center.site.book.start(
        SessionKind.STAFF, center.clock(), {"note": "canary"}, who.account_id, who.holders
    )
    row = WebSessions(center.site._session_database).get(token_digest(made.token))
    assert row is not None
    assert b"canary" not in row.body
    assert center.site.book.open(row.digest.hex(), center.clock()) is None
    bound_to = sessions._bound(row.digest, row.kind, row.account_id)

    def opens(key: bytes) -> bool:
        try:
            return bool(unbox(key, row.body, bound_to))
        except DecryptionError:
            return False

    keys = keys_from([*in_the_database(center), *beside_the_database(center)])
    assert not [key for key in keys if opens(key)]
    assert opens(sessions._key(made.token))  # the cookie is what was missing
    assert isinstance(center.site.book.open(made.token, center.clock()), WebSession)


def test_h03_a_session_row_of_before_sign_out_is_worth_nothing_with_its_cookie(center: Center):
    """The table comes back from a copy: the limits count from the row's own beginning."""
    who, shelf = center.staff["seoyeon"], WebSessions(center.site._session_database)
    made = center.site.book.start(
        SessionKind.STAFF, center.clock(), {}, who.account_id, who.holders
    )
    row = shelf.get(token_digest(made.token))
    assert row is not None
    center.site.book.end(made.token)
    shelf.add(row)
    later = center.clock() + timedelta(hours=11)
    assert not isinstance(center.site.book.open(made.token, later), WebSession)
