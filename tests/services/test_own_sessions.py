"""Where 최은정 is signed in, how she ends it, and who was at her door."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import staffing
from tests.factories.center import Center, Staff
from tests.factories.look import actions, findings
from tests.factories.tries import guarded
from tracker.domain.errors import FieldError, NotFound, TooOften
from tracker.services import own_account, renewing
from tracker.services.renewing import Changed
from tracker.services.sessions import SessionKind, WebSession
from tracker.services.work import Actor
from tracker.vault import passwords
from tracker.vault.codes import token_digest
from tracker.vault.keyring import Holder, Keyring

NEW = "다른 강가의 시끄러운 저녁"
WRONG = Changed("푸른 강가의 요란한 아침", NEW, NEW)


def begun(center: Center, username: str, address: str = "10.0.0.7") -> WebSession:
    who = center.staff[username]
    return center.site.book.start(
        SessionKind.STAFF, center.clock(), {}, who.account_id, who.holders, address
    )


def is_open(center: Center, session: WebSession) -> bool:
    return isinstance(center.site.book.open(session.token, center.clock()), WebSession)


def seed(who: Staff) -> Holder:
    return next(one for one in who.holders if one.principal.startswith("user:"))


def test_only_her_own_are_listed_and_this_one_is_marked(center: Center):
    phone = begun(center, "eunjeong", "10.0.0.7")
    center.clock.forward(minutes=5)
    desk = begun(center, "eunjeong", "10.0.0.8")
    begun(center, "minsu")
    with center.as_("eunjeong") as work:
        found = own_account.sessions(center.site, work, desk.token)
    assert [(one.address, one.is_this) for one in found] == [
        ("10.0.0.8", True),
        ("10.0.0.7", False),
    ]
    assert found[1].created_at == phone.created_at
    assert found[1].id == token_digest(phone.token).hex()
    assert center.site.book.open(found[1].id, center.clock()) is None  # it opens nothing


def test_what_is_over_is_not_listed(small_center: Center):
    begun(small_center, "eunjeong")
    book, account_id = small_center.site.book, small_center.staff["eunjeong"].account_id
    now = small_center.clock()
    assert len(book.of(account_id, now + timedelta(minutes=30))) == 1
    assert book.of(account_id, now + timedelta(minutes=31)) == []


def test_she_ends_one(center: Center):
    phone, desk = begun(center, "eunjeong"), begun(center, "eunjeong")
    with center.as_("eunjeong") as work:
        own_account.end_session(center.site, work, token_digest(phone.token).hex())
    assert (is_open(center, phone), is_open(center, desk)) == (False, True)
    assert actions(center) == ["account_session_ended"]
    assert findings(center) == ()


@pytest.mark.parametrize("session_id", ["", "x", "00" * 32, "é", "0" * 5000])
def test_what_is_no_session_of_hers_ends_nothing(small_center: Center, session_id: str):
    desk, before = begun(small_center, "eunjeong"), actions(small_center)
    with pytest.raises(NotFound), small_center.as_("eunjeong") as work:
        own_account.end_session(small_center.site, work, session_id)
    assert is_open(small_center, desk)
    assert actions(small_center) == before


def test_a_colleagues_session_is_none_of_hers(center: Center):
    minsus = begun(center, "minsu")
    with pytest.raises(NotFound), center.as_("eunjeong") as work:
        own_account.end_session(center.site, work, token_digest(minsus.token).hex())
    assert is_open(center, minsus)


def test_she_ends_all_but_this_one(center: Center):
    old = [begun(center, "eunjeong") for _ in range(3)]
    desk, minsus = begun(center, "eunjeong"), begun(center, "minsu")
    with center.as_("eunjeong") as work:
        assert own_account.end_other_sessions(center.site, work, desk.token) == 3
    assert not any(is_open(center, one) for one in old)
    assert is_open(center, desk)
    assert is_open(center, minsus)
    with center.as_("eunjeong") as work:
        assert own_account.end_other_sessions(center.site, work, desk.token) == 0


def test_another_password_ends_all_but_this_one(small_center: Center):
    who = small_center.staff["eunjeong"]
    phone, desk = begun(small_center, "eunjeong"), begun(small_center, "eunjeong")
    typed = Changed(who.password, NEW, NEW)
    keyring = Keyring(who.holders)
    own_account.change_password(small_center.site, who.actor, keyring, typed, desk.token)
    assert (is_open(small_center, phone), is_open(small_center, desk)) == (False, True)


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        (Changed("", NEW, NEW), "old_password", "missing"),
        (Changed("x", "짧아요", "짧아요"), "password", "password_short"),
        (Changed("x", "password12345", "password12345"), "password", "password_common"),
        (Changed("x", NEW, NEW + "!"), "password_again", "differs"),
        (Changed(NEW, NEW, NEW), "password", "password_same"),
    ],
)
def test_what_is_refused_before_the_old_password_is_tried(
    small_center: Center, typed: Changed, field: str, code: str
):
    who, before = small_center.staff["eunjeong"], actions(small_center)
    for act in (renewing.change_password, renewing.password_leaked):
        with pytest.raises(FieldError) as refused:
            act(small_center.site, who.actor, seed(who), typed)
        assert (refused.value.field, refused.value.code) == (field, code)
    assert actions(small_center) == before  # no try was counted


def test_guessing_the_old_password_is_throttled_and_told(small_center: Center):
    """Whoever sits at an open screen guesses there no more often than at sign-in."""
    who = small_center.staff["eunjeong"]
    with guarded(small_center, tries_per_account=2) as strict:
        for _ in range(2):
            with pytest.raises(FieldError, match="password_wrong"):
                renewing.change_password(strict.site, who.actor, seed(who), WRONG)
        with pytest.raises(TooOften):
            renewing.password_leaked(strict.site, who.actor, seed(who), WRONG)
    with small_center.as_("eunjeong") as work:
        told = [row.action for row in own_account.sign_ins(work)]
    assert told == ["throttled", "proof_failed", "proof_failed", "signed_in"]


def test_who_was_typing_the_old_password_meanwhile_does_not_come_in(
    small_center: Center, monkeypatch: pytest.MonkeyPatch
):
    """The old password was still right when its slow check began."""
    who, stretch = small_center.staff["eunjeong"], passwords._stretch

    def slowly(*given: Any) -> bytes:
        monkeypatch.setattr(passwords, "_stretch", stretch)
        typed = Changed(who.password, NEW, NEW)
        renewing.change_password(small_center.site, who.actor, seed(who), typed)
        return stretch(*given)

    monkeypatch.setattr(passwords, "_stretch", slowly)
    assert staffing.enter(small_center, "eunjeong", who.totp_secret) is None
    assert actions(small_center, 2) == ["account_password_changed", "sign_in_failed"]


def test_she_sees_who_was_at_her_door_and_nobody_elses(small_center: Center):
    for _ in range(2):
        staffing.signed_in(small_center, "eunjeong")
    staffing.signed_in(small_center, "minsu")
    with small_center.as_("eunjeong") as work:
        rows = own_account.sign_ins(work)
    me = small_center.staff["eunjeong"].account_id
    assert [(row.action, row.actor_id) for row in rows] == [("signed_in", me)] * 3


def test_the_only_coordinator_is_told_that_nobody_could_give_it_back(small_center: Center):
    def alone(username: str) -> bool:
        with small_center.as_(username) as work:
            return own_account.me(work).is_alone

    assert [name for name in small_center.staff if alone(name)] == ["seoyeon", "hyewon", "sehun"]
    staffing.join(small_center, "nari", *small_center.staff["seoyeon"].roles)
    assert not alone("seoyeon")


def test_somebody_without_an_account_has_none_to_see(small_center: Center):
    case_id = small_center.apply().case_id
    with pytest.raises(NotFound), small_center.as_applicant(case_id) as work:
        own_account.me(work)
    nobody = Actor(small_center.staff["eunjeong"].actor.who)
    with pytest.raises(NotFound):
        own_account.change_password(small_center.site, nobody, Keyring(), WRONG, "")
