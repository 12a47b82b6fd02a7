"""Somebody who left comes back with an open session, an old password or yesterday's backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import findings, sql
from tests.web.conftest import Browser, browser_of
from tracker.domain.access import Role
from tracker.domain.errors import NotFound, RuleBroken
from tracker.services import accounts, intake, leaving, sign_in
from tracker.services.sign_in import Credentials
from tracker.services.work import Work
from tracker.store import grants
from tracker.store.web_sessions import web_sessions
from tracker.vault.codes import totp_code
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, STAFF, Holder, Keyring, fingerprint


def lets_go(center: Center, username: str) -> None:
    """한태경 lets somebody go, and 박서연 signs in afterwards: the groups have new seeds."""
    with center.as_("taekyung") as work:
        leaving.leave(work, center.staff[username].account_id, for_good=True)
    staffing.signed_in(center, "seoyeon")


@pytest.fixture
def nari(center: Center) -> Browser:
    """고나리, a second coordinator, at her open screen."""
    staffing.join(center, "nari", Role.COORDINATOR)
    browser = browser_of(center)
    browser.sign_in("nari")
    return browser


def test_h34_the_next_request_of_an_open_session_is_refused(center: Center, nari: Browser):
    case_id = center.apply().case_id
    assert nari.get(f"/applications/{case_id}").status_code == 200
    lets_go(center, "nari")
    answer = nari.get(f"/applications/{case_id}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_h34_old_cookie_and_old_session_row_open_nothing_new(center: Center, nari: Browser):
    """The row is put back, and the account made to look at work again: the seeds are old."""
    with center.site.book._shelf._engine.begin() as db:
        rows = db.exec_driver_sql("SELECT * FROM web_sessions").mappings().all()
    old = [dict(row) for row in rows]
    lets_go(center, "nari")
    later = center.apply().case_id
    with center.site.book._shelf._engine.begin() as db:
        db.exec_driver_sql("DELETE FROM web_sessions")
    with center.site.book._shelf._engine.begin() as db:
        stored = [_typed(row, web_sessions) for row in old]
        db.execute(web_sessions.insert(), stored)
    sql(
        center,
        "UPDATE accounts SET state = 'admitted', absent_since = NULL WHERE username = 'nari'",
    )
    assert nari.get(f"/applications/{later}").status_code in {303, 404}
    assert "김하늘" not in nari.get("/applications/").text


def _typed(row: dict[str, Any], table: Any) -> dict[str, Any]:
    """A row as SQL gave it, with the types that the table takes."""
    made = dict(row)
    for name in ("created_at", "seen_at"):
        if isinstance(made[name], str):
            made[name] = datetime.fromisoformat(made[name]).replace(tzinfo=UTC)
    if isinstance(made["account_id"], str):
        made["account_id"] = UUID(hex=made["account_id"])
    assert set(made) == set(table.columns.keys())
    return made


def test_h35_password_and_backup_open_nothing_created_after_the_rotation(small_center: Center):
    staffing.join(small_center, "nari", Role.COORDINATOR)
    file = Path(str(small_center.site.settings.site_dir)) / "tracker.db"
    backup = file.with_suffix(".backup")
    with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
    before = small_center.apply().case_id
    lets_go(small_center, "nari")
    later = small_center.apply().case_id
    _put_back(file, backup, small_center.staff["nari"].account_id.hex)
    who = small_center.staff["nari"]
    small_center.clock.forward(seconds=31)
    code = totp_code(who.totp_secret, small_center.clock())
    found = sign_in.sign_in(small_center.site, "127.0.0.1", Credentials("nari", who.password, code))
    assert found is not None  # the row and the password are hers
    assert [one.principal for one in found.holders] == [f"user:{who.account_id.hex}"]
    every_seed = (*found.holders, *who.holders)  # and everything she may have kept
    with pytest.raises(NotFound), small_center.site.working(who.actor, Keyring(every_seed)) as work:
        intake.show(work, later)
    with small_center.site.reading() as db:
        kept = grants.of_object(db, f"identity:{before.hex}")
    assert not [one for one in kept if Keyring(who.holders).holds(one)]
    assert {one.what for one in findings(small_center)} == {"grant_unknown"}


def _put_back(file: Path, backup: Path, account: str) -> None:
    """Her account, her mac and her memberships of yesterday, written into today's database."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("ATTACH DATABASE ? AS old", (str(backup),))
        db.execute(
            "UPDATE accounts SET state = 'admitted', lock = (SELECT lock FROM old.accounts o"
            " WHERE o.id = accounts.id) WHERE id = ?",
            (account,),
        )
        db.execute(
            "UPDATE principals SET mac = (SELECT mac FROM old.principals o"
            " WHERE o.id = principals.id) WHERE id = ?",
            (f"user:{account}",),
        )
        db.execute(
            "INSERT INTO grants SELECT * FROM old.grants WHERE principal = ?", (f"user:{account}",)
        )


@contextmanager
def key_swapped(center: Center, username: str) -> Iterator[Holder]:
    """Somebody swaps the newcomer's public key between the page and the click."""
    foreign = Holder(f"user:{center.staff[username].account_id.hex}", 2, new_key())
    sql(
        center,
        "UPDATE principals SET public_key = :key WHERE id = :id",
        key=foreign.public_key,
        id=foreign.principal,
    )
    yield foreign


def test_h37_the_key_is_swapped_between_the_page_and_the_click(center: Center):
    enrolled = staffing.forget_password(center, "minsu")
    page = browser_of(center)
    page.sign_in("seoyeon")
    url = f"/people/waiting/{enrolled.account_id}"
    assert page.get(url).status_code == 200
    with key_swapped(center, "minsu") as foreign:
        answer = page.send(url, {"fingerprint": enrolled.fingerprint})
    assert answer.status_code == 422
    state = sql(center, "SELECT state FROM accounts WHERE username = 'minsu'")
    assert state == [("enrolled",)]
    me = foreign.principal
    assert sql(center, "SELECT count(*) FROM grants WHERE principal = :me", me=me) == [(0,)]


def test_h37_nor_does_the_attackers_fingerprint_help_against_a_careful_colleague(center: Center):
    """Whoever compares in person types what is on the newcomer's screen, not what a row says."""
    enrolled = staffing.forget_password(center, "minsu")
    with key_swapped(center, "minsu") as foreign:
        assert fingerprint(foreign.public_key) != enrolled.fingerprint
        with pytest.raises(RuleBroken, match="fingerprint"), center.as_("seoyeon") as work:
            accounts.admit(work, enrolled.account_id, enrolled.fingerprint)


def test_h40_two_people_let_the_same_colleague_go(center: Center):
    care.active(center)
    eunjeong = center.staff["eunjeong"].account_id

    def go(work: Work) -> None:
        leaving.leave(work, eunjeong, for_good=True)

    for username in ("hyewon", "taekyung"):
        with center.as_(username) as work:
            go(work)
    rotated = sql(center, "SELECT generation FROM principals WHERE id = :id", id=STAFF)
    assert rotated == [(2,)]
    assert findings(center) == ()


def test_h34_a_group_that_was_left_is_gone_with_the_next_request(center: Center, nari: Browser):
    assert nari.get("/applications/").status_code == 200
    me = f"user:{center.staff['nari'].account_id.hex}"
    sql(center, "DELETE FROM grants WHERE principal = :me AND object = :group", me=me, group=INTAKE)
    case_id = center.apply().case_id
    assert nari.get(f"/applications/{case_id}").status_code == 404
