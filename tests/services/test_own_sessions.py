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


def test_what_is_over_is_not_listed(center: Center):
    begun(center, "eunjeong")
    book, account_id = center.site.book, center.staff["eunjeong"].account_id
    now = center.clock()
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
def test_what_is_no_session_of_hers_ends_nothing(center: Center, session_id: str):
    desk, before = begun(center, "eunjeong"), actions(center)
    with pytest.raises(NotFound), center.as_("eunjeong") as work:
        own_account.end_session(center.site, work, session_id)
    assert is_open(center, desk)
    assert actions(center) == before


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


def test_another_password_ends_all_but_this_one(center: Center):
    who = center.staff["eunjeong"]
    phone, desk = begun(center, "eunjeong"), begun(center, "eunjeong")
    typed = Changed(who.password, NEW, NEW)
    keyring = Keyring(who.holders)
    own_account.change_password(center.site, who.actor, keyring, typed, desk.token)
    assert (is_open(center, phone), is_open(center, desk)) == (False, True)


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
    center: Center, typed: Changed, field: str, code: str
):
    who, before = center.staff["eunjeong"], actions(center)
    for act in (renewing.change_password, renewing.password_leaked):
        with pytest.raises(FieldError) as refused:
            act(center.site, who.actor, seed(who), typed)
        assert (refused.value.field, refused.value.code) == (field, code)
    assert actions(center) == before  # no try was counted


def test_guessing_the_old_password_is_throttled_and_told(center: Center):
    """Whoever sits at an open screen guesses there no more often than at sign-in."""
    who = center.staff["eunjeong"]
    with guarded(center, tries_per_account=2) as strict:
        for _ in range(2):
            with pytest.raises(FieldError, match="password_wrong"):
                renewing.change_password(strict.site, who.actor, seed(who), WRONG)
        with pytest.raises(TooOften):
            renewing.password_leaked(strict.site, who.actor, seed(who), WRONG)
    with center.as_("eunjeong") as work:
        told = [row.action for row in own_account.sign_ins(work)]
    assert told == ["throttled", "proof_failed", "proof_failed", "signed_in"]


def test_who_was_typing_the_old_password_meanwhile_does_not_come_in(
    center: Center, monkeypatch: pytest.MonkeyPatch
):
    """The old password was still right when its slow check began."""
    who, stretch = center.staff["eunjeong"], passwords._stretch

    def slowly(*given: Any) -> bytes:
        monkeypatch.setattr(passwords, "_stretch", stretch)
        typed = Changed(who.password, NEW, NEW)
        renewing.change_password(center.site, who.actor, seed(who), typed)
        return stretch(*given)

    monkeypatch.setattr(passwords, "_stretch", slowly)
    assert staffing.enter(center, "eunjeong", who.totp_secret) is None
    assert actions(center, 2) == ["account_password_changed", "sign_in_failed"]


def test_she_sees_who_was_at_her_door_and_nobody_elses(center: Center):
    for _ in range(2):
        staffing.signed_in(center, "eunjeong")
    staffing.signed_in(center, "minsu")
    with center.as_("eunjeong") as work:
        rows = own_account.sign_ins(work)
    me = center.staff["eunjeong"].account_id
    assert [(row.action, row.actor_id) for row in rows] == [("signed_in", me)] * 3


def test_the_only_coordinator_is_told_that_nobody_could_give_it_back(center: Center):
    def alone(username: str) -> bool:
        with center.as_(username) as work:
            return own_account.me(work).is_alone

    assert [name for name in center.staff if alone(name)] == ["seoyeon", "hyewon", "sehun"]
    staffing.join(center, "nari", *center.staff["seoyeon"].roles)
    assert not alone("seoyeon")


def test_somebody_without_an_account_has_none_to_see(center: Center):
    case_id = center.apply().case_id
    with pytest.raises(NotFound), center.as_applicant(case_id) as work:
        own_account.me(work)
    nobody = Actor(center.staff["eunjeong"].actor.who)
    with pytest.raises(NotFound):
        own_account.change_password(center.site, nobody, Keyring(), WRONG, "")
