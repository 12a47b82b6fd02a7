"""최은정 looks after her own account: password, phone, sign-ins, and the day it leaked."""

import re

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center, Staff
from tests.factories.look import actions, findings
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of, token_in
from tests.web.test_people import fingerprint_in, secret_in
from tracker.services import renewing
from tracker.services.sessions import SessionKind
from tracker.vault.codes import token_digest, totp_code

NAME = "__Host-session"
NEW = "다른 강가의 시끄러운 저녁"


def entered(center: Center, username: str = "eunjeong", address: str = "") -> Browser:
    """A browser with a session as sign-in makes it, without the half second it costs."""
    who, now = center.staff[username], center.clock()
    data = {"_user_id": who.account_id.hex, "_fresh": True, "_proved": now.isoformat()}
    kind = SessionKind.STAFF
    made = center.site.book.start(kind, now, data, who.account_id, who.holders, address)
    browser = browser_of(center)
    browser.set_cookie(NAME, made.token, domain="localhost", secure=True)
    return browser


def cookie(browser: Browser) -> str:
    found = browser.get_cookie(NAME)
    assert found is not None
    return found.value


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def id_of(browser: Browser) -> str:
    """The id under which a session stands in its owner's list."""
    return token_digest(cookie(browser)).hex()


def end(browser: Browser, session_id: str) -> int:
    token = token_in(browser.get("/account").text)
    fields = {"csrf_token": token, "id": session_id}
    return browser.post("/account/sessions/end", data=fields).status_code


def passwords(who: Staff, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"old_password": who.password, "password": new, "password_again": again}


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return entered(center, address="10.0.0.8")


class TestThePage:
    def test_it_says_who_i_am_and_how_i_sign_in(self, center: Center):
        staffing.signed_in(center, "eunjeong")
        page = SeenPage(entered(center).get("/account").text)
        for words in ("최은정", "eunjeong", "상담사", "1팀", "사용 중", "8개 남았어요"):
            assert words in page.words
        assert "2026년 11월 22일 (일) 오후 12시" in page.words  # the sign-in before this one
        assert "/account/passkeys" in page.html
        assert fingerprint_in(page.html)

    def test_an_admin_has_no_fingerprint_to_compare(self, center: Center):
        page = entered(center, "taekyung").get("/account").text
        assert "내 확인 숫자" not in page
        assert "팀 없음" in page

    def test_in_english(self, eunjeong: Browser):
        eunjeong.set_cookie("lang", "en", domain="localhost", secure=True)
        page = eunjeong.get("/account").text
        assert 'lang="en"' in page
        assert "Sun 22 Nov 2026, 12:00" in page

    def test_the_header_leads_there_from_every_page(self, eunjeong: Browser):
        assert 'href="/account"' in eunjeong.get("/cases/").text
        assert 'href="/account"' not in browser_of(eunjeong.center).get("/sign-in").text

    def test_sign_ins_are_listed_with_their_address(self, center: Center):
        page = entered(center).get("/account").text
        assert page.count("로그인했어요</span>") == 1
        assert '<span class="code">127.0.0.1</span>' in page


class TestSessions:
    def test_both_are_shown_and_this_one_is_marked(self, center: Center):
        entered(center, address="10.0.0.7")
        page = entered(center, address="10.0.0.8").get("/account").text
        assert page.index("10.0.0.8") < page.index("이 기기</span>") < page.index("10.0.0.7")
        assert page.count("이 로그인 끝내기") == 1

    def test_alone_there_is_nothing_to_end(self, eunjeong: Browser):
        page = eunjeong.get("/account").text
        assert "이 로그인 끝내기" not in page
        assert "다른 로그인 모두 끝내기" not in page

    def test_an_ended_cookie_is_refused(self, center: Center, eunjeong: Browser):
        phone = entered(center)
        assert is_in(phone)
        assert end(eunjeong, id_of(phone)) == 303
        assert "로그인을 끝냈어요" in eunjeong.get("/account").text
        assert phone.get("/cases/").location.startswith("/sign-in")
        assert is_in(eunjeong)
        assert actions(center) == ["account_session_ended"]
        assert end(eunjeong, id_of(phone)) == 404  # and it is no longer there to end

    def test_a_colleagues_is_like_none(self, center: Center, eunjeong: Browser):
        minsu = entered(center, "minsu")
        assert end(eunjeong, id_of(minsu)) == 404
        assert end(eunjeong, "00" * 32) == 404
        assert is_in(minsu)

    def test_all_others_at_once(self, center: Center, eunjeong: Browser):
        phone, minsu = entered(center), entered(center, "minsu")
        answer = eunjeong.send("/account/sessions/end-others", page="/account")
        assert answer.status_code == 303
        assert [is_in(one) for one in (eunjeong, phone, minsu)] == [True, False, True]


class TestPassword:
    def test_h47_another_password_ends_every_other_cookie(self, center: Center):
        eunjeong, phone, before = entered(center), entered(center), center.staff["eunjeong"]
        seen = cookie(eunjeong)
        answer = eunjeong.send("/account/password", passwords(before))
        assert answer.location == "/account"
        assert not is_in(phone)
        assert cookie(eunjeong) != seen
        assert "비밀번호를 바꿨어요" in eunjeong.get("/account").text
        thief = browser_of(center)
        thief.set_cookie(NAME, seen, domain="localhost", secure=True)
        assert not is_in(thief)
        assert findings(center) == ()

    def test_a_wrong_old_one_is_told_beside_its_field(self, eunjeong: Browser):
        fields = {"old_password": "모르는 아침", "password": NEW, "password_again": NEW}
        answer = eunjeong.send("/account/password", fields)
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        assert page.beside("old_password") == "지금 쓰는 비밀번호와 달라요. 다시 확인해 주세요."
        assert actions(eunjeong.center) == ["proof_failed"]
        for typed in ("모르는 아침", NEW):
            assert typed not in answer.text

    def test_the_new_one_follows_the_rules(self, center: Center, eunjeong: Browser):
        who = center.staff["eunjeong"]
        for new, again, field in (
            ("짧아요", "짧아요", "password"),
            ("password12345", "password12345", "password"),
            (who.password, who.password, "password"),
            (NEW, "다른 저녁", "password_again"),
        ):
            answer = eunjeong.send("/account/password", passwords(who, new, again))
            assert answer.status_code == 422
            assert SeenPage(answer.text).beside(field)
            assert new not in answer.text

    def test_no_password_is_kept_while_somebody_signs_in_again(self, center: Center):
        eunjeong, who = entered(center), center.staff["eunjeong"]
        token = token_in(eunjeong.get("/account/password").text)
        center.clock.forward(minutes=45)
        late = eunjeong.post("/account/password", data={**passwords(who), "csrf_token": token})
        assert late.location == "/sign-in?next=/account/password"
        with eunjeong.session_transaction(base_url="https://localhost") as kept:
            assert "_kept" not in kept


class TestLeaked:
    def test_it_asks_first_who_sits_there(self, center: Center, eunjeong: Browser):
        center.clock.forward(minutes=6)
        for path in ("/account/leaked", "/account/second-factor"):
            assert eunjeong.get(path).location == f"/prove?next={path}"
        assert ">선택<" not in eunjeong.get("/prove?next=/account/leaked").text  # either will do

    def test_it_says_what_will_happen(self, center: Center, eunjeong: Browser):
        page = eunjeong.get("/account/leaked").text
        assert "확인 숫자를 다시 견줘야 해요" in page
        assert "같은 열쇠를 가진 동료가 없어요" not in page
        assert (
            "같은 열쇠를 가진 동료가 없어요"
            in entered(center, "seoyeon").get("/account/leaked").text
        )
        page = entered(center, "jihyun").get("/account/leaked").text
        assert "확인 숫자를 다시 견줘야 해요" not in page

    def test_h47_afterwards_everything_is_refused(self, center: Center):
        case_id = care.active(center)
        eunjeong, phone, before = entered(center), entered(center), center.staff["eunjeong"]
        seen = cookie(eunjeong)
        answer = eunjeong.make("/account/leaked", passwords(before))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        fingerprint, secret = fingerprint_in(answer.text), secret_in(answer.text)
        assert len(re.findall(r'<li class="code">', answer.text)) == 8
        assert "최은정" not in answer.text  # nobody is signed in on that page any more
        for browser in (eunjeong, phone):
            assert browser.get(f"/cases/{case_id}").location.startswith("/sign-in")
        thief = browser_of(center)
        thief.set_cookie(NAME, seen, domain="localhost", secure=True)
        assert not is_in(thief)
        assert [entry(center, before.password, s) for s in (before.totp_secret, secret)] == [
            422
        ] * 2
        assert entry(center, NEW, before.totp_secret) == 422
        again = browser_of(center)
        assert entry(center, NEW, secret, again) == 303
        assert fingerprint_in(again.get("/home").text) == fingerprint
        assert again.get(f"/cases/{case_id}").status_code == 404  # a colleague has to admit her
        assert findings(center) == ()

    def test_a_wrong_old_password_leaks_nothing_and_ends_nothing(self, eunjeong: Browser):
        fields = {"old_password": "모르는 아침", "password": NEW, "password_again": NEW}
        answer = eunjeong.send("/account/leaked", fields)
        assert answer.status_code == 422
        assert SeenPage(answer.text).beside("old_password")
        assert is_in(eunjeong)


def entry(center: Center, password: str, secret: bytes, browser: Browser | None = None) -> int:
    """Try to sign in as 최은정."""
    center.clock.forward(seconds=31)
    code = totp_code(secret, center.clock())
    fields = {"username": "eunjeong", "password": password, "code": code}
    return (browser or browser_of(center)).send("/sign-in", fields).status_code


class TestSecondFactor:
    def test_a_new_phone(self, center: Center, eunjeong: Browser):
        assert "바로 못 쓰게 돼요" in eunjeong.get("/account/second-factor").text
        page = eunjeong.make("/account/second-factor").text
        who, secret = center.staff["eunjeong"], secret_in(page)
        assert "동료를 만나 확인받기" not in page  # a colleague has done that
        assert actions(center) == ["account_factor_set"]
        assert page.count('<li class="code">') == 8
        assert is_in(eunjeong)
        assert entry(center, who.password, who.totp_secret) == 422
        assert entry(center, who.password, secret) == 303

    def test_after_an_admins_reset_home_leads_there_first(self, center: Center):
        reset(center, "eunjeong")
        eunjeong = browser_of(center)
        who = center.staff["eunjeong"]
        fields = {"username": "eunjeong", "password": who.password, "code": ""}
        assert eunjeong.send("/sign-in", fields).location == "/home"
        home = eunjeong.get("/home").text
        assert 'href="/account/second-factor"' in home
        assert "확인 숫자</dt>" not in home
        assert "비밀번호만으로 열리는 계정이에요" in eunjeong.get("/account").text
        page = eunjeong.make("/account/second-factor").text
        home = eunjeong.get("/home").text
        assert fingerprint_in(page) == fingerprint_in(home)
        assert "/account/second-factor" not in home

    def test_somebody_whom_nobody_admits_is_led_there_at_sign_in(self, center: Center):
        reset(center, "jihyun")
        who, jihyun = center.staff["jihyun"], browser_of(center)
        fields = {"username": "jihyun", "password": who.password, "code": ""}
        assert jihyun.send("/sign-in", fields).location == "/account/second-factor"
        assert "동료를 만나 확인받기" not in jihyun.make("/account/second-factor").text


def reset(center: Center, username: str) -> None:
    """한태경 takes the second factor of somebody who lost it."""
    with center.as_("taekyung") as work:
        renewing.reset_second_factor(work, center.staff[username].account_id)
