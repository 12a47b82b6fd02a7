"""Signing in: one answer to every failure, one use of every code, keys only with a good name."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.center import Center, Staff
from tests.factories.look import actions, findings, length, sql
from tests.factories.together import at_once
from tracker.services import sign_in
from tracker.services.sign_in import Credentials, SignedIn
from tracker.store.audit import newest
from tracker.vault import passwords
from tracker.vault.codes import totp_code
from tracker.vault.keyring import INTAKE, STAFF, STATS


def code_of(center: Center, who: Staff, seconds: float = 0) -> str:
    center.clock.forward(seconds=seconds)
    return totp_code(who.totp_secret, center.clock())


def enter(center: Center, username: str, password: str, code: str) -> SignedIn | None:
    return sign_in.sign_in(center.site, "203.0.113.7", Credentials(username, password, code))


def seoyeon(center: Center, **changes: str) -> SignedIn | None:
    """박서연 signs in, half a minute after the last time."""
    who = center.staff["seoyeon"]
    typed = {"username": who.username, "password": who.password, "code": code_of(center, who, 31)}
    return enter(center, **typed | changes)


def newest_row(center: Center) -> dict[str, Any]:
    with center.site.reading() as db:
        row = newest(db, 1)[0]
    return {
        "actor": row.actor_id,
        "role": row.role,
        "address": row.address,
        "action": row.action,
        "object": row.object,
        "detail": row.detail,
    }


def test_who_signs_in_holds_the_own_groups(center: Center):
    found = seoyeon(center)
    assert found is not None
    assert {one.principal for one in found.holders} == {
        f"user:{found.account_id.hex}", STAFF, INTAKE, STATS,
    }  # fmt: skip
    assert {one.seed for one in found.holders} == {
        one.seed for one in center.staff["seoyeon"].holders
    }
    row = newest_row(center)
    assert (row["action"], row["actor"]) == ("signed_in", found.account_id)
    assert (row["role"], row["address"]) == ("coordinator", "203.0.113.7")


WRONG: list[dict[str, str]] = [
    {"username": "nobody"},
    {"username": ""},
    {"username": "seo\0yeonx"},
    {"username": "' OR '1'='1"},
    {"username": "taekyung"},  # another person's name
    {"password": "wrong password"},
    {"password": ""},
    {"password": "x" * 100_000},
    {"code": "000000"},
    {"code": ""},
    {"code": "12345\0"},
    {"username": "nobody", "password": "", "code": ""},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: repr(wrong)[:40])
def test_every_failure_is_the_same(center: Center, wrong: dict[str, str]):
    rows = length(center)
    assert seoyeon(center, **wrong) is None
    assert length(center) == rows + 1
    assert newest_row(center) == {
        "actor": None,
        "role": "visitor",
        "address": "203.0.113.7",
        "action": "sign_in_failed",
        "object": None,
        "detail": {},
    }


STATES = ["invited", "disabled"]


@pytest.mark.parametrize("state", STATES)
def test_so_is_an_account_that_is_not_open(center: Center, state: str):
    lock = ", lock = NULL" if state == "invited" else ""
    sql(center, f"UPDATE accounts SET state = '{state}'{lock} WHERE username = 'seoyeon'")
    assert seoyeon(center) is None
    assert newest_row(center)["action"] == "sign_in_failed"
    assert newest_row(center)["actor"] is None


def test_the_same_work_for_a_name_nobody_has(center: Center, monkeypatch):
    """One run of Argon2id each, whatever is wrong; time is compared in tests/hostile."""
    runs: list[int] = []
    stretch = passwords._stretch

    def counted(*given: Any) -> bytes:
        runs.append(given[3])
        return stretch(*given)

    monkeypatch.setattr(passwords, "_stretch", counted)
    for wrong in ({"username": "nobody"}, {"password": "x"}, {"code": "000000"}, {}):
        seoyeon(center, **wrong)
    assert runs == [passwords.MEMORY_KIB] * 4


def test_a_name_is_read_as_people_type_it(center: Center):
    assert seoyeon(center, username="  SeoYeon ") is not None


def test_a_code_works_once(center: Center):
    who = center.staff["seoyeon"]
    code = code_of(center, who, 31)
    assert enter(center, "seoyeon", who.password, code) is not None
    assert enter(center, "seoyeon", who.password, code) is None
    center.clock.forward(seconds=29)
    assert enter(center, "seoyeon", who.password, code) is None


def test_nor_an_older_one_after_it(center: Center):
    who = center.staff["seoyeon"]
    old = code_of(center, who, 31)
    new = code_of(center, who, 30)
    assert enter(center, "seoyeon", who.password, new) is not None
    assert enter(center, "seoyeon", who.password, old) is None
    center.clock.forward(seconds=-30)  # the clock is set back
    assert enter(center, "seoyeon", who.password, old) is None


def test_a_wrong_password_uses_no_code_up(center: Center):
    who = center.staff["seoyeon"]
    code = code_of(center, who, 31)
    assert enter(center, "seoyeon", "wrong", code) is None
    assert enter(center, "seoyeon", who.password, code) is not None


@pytest.mark.parametrize("_try", range(2))
def test_one_code_in_two_browsers_at_once(center: Center, _try: int):
    who = center.staff["seoyeon"]
    code = code_of(center, who, 31)
    ended = at_once(*[partial(enter, center, "seoyeon", who.password, code)] * 2)
    assert sorted(isinstance(one, SignedIn) for one in ended) == [False, True]
    assert None in ended
    assert sorted(actions(center, 2)) == ["sign_in_failed", "signed_in"]
    assert findings(center) == ()


def test_two_people_at_once(center: Center):
    acts = []
    for username in ("seoyeon", "eunjeong"):
        who = center.staff[username]
        acts.append(partial(enter, center, username, who.password, code_of(center, who, 31)))
    assert all(isinstance(one, SignedIn) for one in at_once(*acts))
    assert findings(center) == ()


def test_letters_are_settled_at_sign_in(center: Center):
    center.assigned()
    who = center.staff["eunjeong"]
    waiting = "SELECT count(*) FROM grants WHERE principal = :p AND waiting"
    principal = f"user:{who.account_id.hex}"
    assert sql(center, waiting, p=principal)[0][0] == 4  # identity, facts, clinical, client
    assert enter(center, "eunjeong", who.password, code_of(center, who, 31)) is not None
    assert sql(center, waiting, p=principal)[0][0] == 0
    assert findings(center) == ()


def test_keyless_roles_hold_only_themselves(center: Center):
    for username in ("taekyung", "jihyun", "yujin"):
        holders = center.staff[username].holders
        assert [one.principal for one in holders] == [
            f"user:{center.staff[username].account_id.hex}"
        ]


class TestPerson:
    """Who a web session belongs to, asked anew for every request."""

    def person(self, center: Center, username: str = "seoyeon") -> sign_in.Person | None:
        who = center.staff[username]
        with center.site.reading() as db:
            return sign_in.person(db, who.account_id, who.holders)

    def test_admitted(self, center: Center):
        found = self.person(center)
        assert found is not None
        assert found.admitted
        assert set(found.keyring.principals) == {
            one.principal for one in center.staff["seoyeon"].holders
        }

    def test_disabled(self, center: Center):
        sql(center, "UPDATE accounts SET state = 'disabled' WHERE username = 'seoyeon'")
        assert self.person(center) is None

    def test_gone(self, center: Center):
        holders = center.staff["seoyeon"].holders
        with center.site.reading() as db:
            assert sign_in.person(db, uuid4(), holders) is None

    def test_a_newer_seed_ends_the_old_session(self, center: Center):
        sql(center, "UPDATE accounts SET generation = 2 WHERE username = 'seoyeon'")
        assert self.person(center) is None

    def test_a_group_that_was_left_is_off_the_ring(self, center: Center):
        """The next request already: the seed in the old session opens nothing any more."""
        who = center.staff["seoyeon"]
        gone = "DELETE FROM grants WHERE object = :g AND principal = :p"
        sql(center, gone, g=INTAKE, p=f"user:{who.account_id.hex}")
        found = self.person(center)
        assert found is not None
        assert INTAKE not in found.keyring.principals

    def test_a_group_with_a_newer_seed_too(self, center: Center):
        sql(center, "UPDATE grants SET key_version = 2 WHERE object = :g", g=STAFF)
        found = self.person(center)
        assert found is not None
        assert STAFF not in found.keyring.principals
        assert INTAKE in found.keyring.principals

    def test_somebody_elses_seeds(self, center: Center):
        who, other = center.staff["seoyeon"], center.staff["eunjeong"]
        with center.site.reading() as db:
            assert sign_in.person(db, who.account_id, other.holders) is None
