"""What others would guess early is no password; everything else is welcome, as it is."""

import time

import pytest

from tests.factories import staffing
from tests.factories.center import PASSWORD, PEOPLE, Center
from tracker.cli.demo.people import EVERYBODY, ORGANIZATION
from tracker.domain.access import Role
from tracker.domain.errors import FieldError, NotFound
from tracker.services import accounts, colleagues, renewing
from tracker.services.common_passwords import check_password, is_common, latin_keys

ABOUT = ("eunjeong", "최은정", "관악 마음센터")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd1234",
        "123456789012",
        "qwertyuiop123",
        "1q2w3e4r5t6y",
        "asdf1234asdf1234",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "비밀번호비밀번호비밀번호",
        "가나다라마바사아자차카타",
        "qlalfqjsgh1234",  # 비밀번호, typed with the keyboard set to Latin
        "dkssudgktpdy",  # 안녕하세요
        "eunjeong1998!",
        "최은정최은정123456",
        "관악마음센터 2026!",
    ],
)
def test_what_others_guess_early(password: str):
    with pytest.raises(FieldError) as refused:
        check_password(password, ABOUT)
    assert (refused.value.field, refused.value.code) == ("password", "password_common")


@pytest.mark.parametrize(
    "password",
    [
        "푸른 강가의 조용한 아침",
        "느린 거북이가 먼저 닿는다",
        "x7Qm2#pLw9vT",
        "kV8$zr-Tq2!mW0&pLx9@eB4^nYc7*sHd",
        "correct horse battery staple",
        "🌊 바다 🌲 숲길 🌙 달밤",
        "최은정은 매일 아침 호수를 걷는다",
        "onlysmallletterstogether",
        "느린 거북이가 먼저 닿는다, " * 12,
    ],
)
def test_sentences_managers_spaces_and_emoji(password: str):
    assert not is_common(password, ABOUT)


@pytest.mark.parametrize("username", [person[0] for person in PEOPLE])
def test_the_people_of_the_tests_may_keep_theirs(username: str):
    check_password(PASSWORD.format(username), (username, "관악 마음센터"))


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.username)
def test_the_people_of_the_demo_too(who):
    check_password(who.password, (who.username, who.name, ORGANIZATION))


@pytest.mark.parametrize("letters", ["4@8({[<369&#!1/|0$5+7%2", "aB1", "qwertyuiop1234567890"])
def test_nothing_keeps_it_busy(letters: str):
    """Letters that could stand for others make the library try many ways.

    The quickest of three: a machine that does much else counts some of it here.
    """
    assert min(_seconds(letters) for _ in range(3)) < 0.5


def _seconds(letters: str) -> float:
    began = time.process_time()
    is_common((letters * 200)[:200], ABOUT)
    return time.process_time() - began


def test_hangul_on_a_latin_keyboard():
    assert latin_keys("마음 값 1") == "akdma rkqt 1"


class TestChoosing:
    """고나리 chooses hers; the slow lock is made before the transaction."""

    def join(self, center: Center, token: str, password: str = PASSWORD) -> accounts.Enrolled:
        return colleagues.join(center.site, "127.0.0.1", token, password, password)

    def test_her_own_name_is_refused_and_the_link_stays(self, center: Center):
        token = staffing.invite(center, "goh.nari", Role.MANAGER)
        for password in ("고나리고나리12", "goh.nari2026", "지역자활센터2026"):
            with pytest.raises(FieldError):
                self.join(center, token, password)
        assert self.join(center, token).totp_secret

    def test_others_write_while_the_lock_is_made(self, center: Center):
        """Neither reading the link nor the lock waits for whoever writes just now."""
        token = staffing.invite(center, "nari", Role.MANAGER)
        with center.as_visitor(), center.site.reading() as db:
            account = accounts.behind_link(db, token, center.clock())
            fresh = accounts.lock_seed(b"k" * 32, account, PASSWORD)
        with center.as_visitor() as work:
            assert accounts.take_seed(work, token, fresh).account_id == account.id

    def test_a_link_that_was_used_meanwhile(self, center: Center):
        token = staffing.invite(center, "nari", Role.MANAGER)
        with center.site.reading() as db:
            account = accounts.behind_link(db, token, center.clock())
        late = accounts.lock_seed(b"k" * 32, account, PASSWORD)
        first = self.join(center, token)
        with pytest.raises(NotFound), center.as_visitor() as work:
            accounts.take_seed(work, token, late)
        with center.as_("taekyung") as work:
            again = renewing.new_link(work, first.account_id)
        with pytest.raises(NotFound), center.as_visitor() as work:
            accounts.take_seed(work, again, late)  # locked for a generation that is past
        assert self.join(center, again).fingerprint != first.fingerprint
