"""How 문수진 comes: invited by 한태경, a password of her own, admitted by 박서연 in person."""

import re
from html import unescape
from uuid import UUID

import pytest

from tests.factories.center import Center, Staff
from tests.factories.look import actions, sql
from tests.factories.pages import CASE_NUMBER
from tests.web.conftest import Browser, browser_of
from tracker.domain.access import Role
from tracker.services import accounts
from tracker.services.accounts import Newcomer
from tracker.vault.codes import totp_code

PASSWORD = "느린 거북이가 먼저 닿는다"
SUJIN = {"name": "문수진", "username": "sujin", "roles": "counselor"}


@pytest.fixture
def taekyung(center: Center) -> Browser:
    return browser_of(center).sign_in("taekyung")


def team_of(center: Center) -> str:
    team_id = center.staff["eunjeong"].team_id
    assert team_id is not None
    return team_id.hex


def link_in(page: str) -> str:
    found = re.search(r"https://localhost(/welcome/[\w-]+)", page)
    assert found is not None
    return found[1]


def fingerprint_in(page: str) -> str:
    found = re.search(r"<dd>((?:\d{4} ){4}\d{4})</dd>", page)
    assert found is not None
    return found[1]


def secret_in(page: str) -> bytes:
    from base64 import b32decode

    found = re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page)
    assert found is not None
    return b32decode(found[1].replace(" ", ""))


def invited(center: Center, **changes: str) -> str:
    """The path of a fresh one-time link for 문수진."""
    browser = browser_of(center).sign_in("taekyung")
    fields = {**SUJIN, "team_id": team_of(center), **changes}
    return link_in(browser.make("/people/invite", fields).text)


def chosen(center: Center, link: str) -> str:
    """The page after choosing a password behind a link."""
    both = {"password": PASSWORD, "password_again": PASSWORD}
    return browser_of(center).make(link, both).text


def signed_in(center: Center, secret: bytes) -> Browser:
    browser = browser_of(center)
    center.clock.forward(seconds=31)
    code = totp_code(secret, center.clock())
    fields = {"username": "sujin", "password": PASSWORD, "code": code}
    assert browser.send("/sign-in", fields).status_code == 303
    return browser


def id_of(center: Center, username: str = "sujin") -> UUID:
    with center.site.reading() as db:
        from tracker.store.accounts import by_username

        found = by_username(db, username)
        assert found is not None
        return found.id


def test_the_whole_coming(center: Center):
    taekyung = browser_of(center).sign_in("taekyung")
    answer = taekyung.make("/people/invite", {**SUJIN, "team_id": team_of(center)})
    link = link_in(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert taekyung.noted() == "/people/"
    # the link was on that page and nowhere else
    listed = taekyung.get("/people/").text
    assert "문수진" in listed
    assert "초대함" in listed
    assert link not in listed
    assert link not in taekyung.get("/people/invite").text

    newcomer = browser_of(center)
    welcome = newcomer.get(link).text
    assert "문수진 님, 반가워요" in welcome
    assert "sujin" in welcome
    page = chosen(center, link)
    assert "<svg" in page
    assert 'data-from="#codes-text"' in page
    assert "style=" not in page
    fingerprint, secret = fingerprint_in(page), secret_in(page)
    assert newcomer.get(link).status_code == 410
    assert newcomer.get("/sign-in").status_code == 200

    sujin = signed_in(center, secret)
    home = sujin.get("/home").text
    assert "동료의 확인이 남아 있어요" in home
    assert fingerprint_in(home) == fingerprint
    assert "내 사례" not in home
    assert sujin.get("/cases/").status_code == 403

    seoyeon = browser_of(center).sign_in("seoyeon")
    waiting = seoyeon.get("/people/waiting").text
    assert "문수진" in waiting
    assert fingerprint not in waiting
    path = f"/people/waiting/{id_of(center)}"
    assert fingerprint not in seoyeon.get(path).text
    wrong = fingerprint[:-1] + str((int(fingerprint[-1]) + 1) % 10)
    refused = seoyeon.send(path, {"fingerprint": wrong})
    assert refused.status_code == 422
    assert "확인 숫자가 맞지 않아요" in refused.text
    assert wrong in refused.text
    assert sujin.get("/cases/").status_code == 403
    admitted = seoyeon.send(path, {"fingerprint": fingerprint})
    assert admitted.location == "/people/waiting"
    assert "기다리는 동료가 없어요" in seoyeon.get("/people/waiting").text
    assert "account_admitted" in actions(center, 2)

    sujin = signed_in(center, secret)
    assert sujin.get("/cases/").status_code == 200


def test_somebody_without_keys_needs_nobody(center: Center):
    link = invited(center, roles="manager", team_id="")
    page = chosen(center, link)
    assert "확인 숫자" not in page
    sujin = signed_in(center, secret_in(page))
    assert sujin.get("/report/").status_code == 200


def test_the_qr_code_says_what_the_text_says(center: Center):
    from tracker.services.colleagues import authenticator

    app = authenticator("sujin", b"12345678901234567890")
    assert app.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert app.uri.startswith("otpauth://totp/")
    assert f"secret={app.text}" in app.uri
    assert app.text not in repr(app)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "이름을 적어 주세요"),
        ({"name": "<b>수진</b>"}, "이름에서 기호를 빼고"),
        ({"username": ""}, "아이디를 적어 주세요"),
        ({"username": "문수진"}, "영문 소문자로 시작해서"),
        ({"username": "a" * 41}, "영문 소문자로 시작해서"),
        ({"username": "eunjeong"}, "이미 있는 아이디예요"),
        ({"username": " EunJeong "}, "이미 있는 아이디예요"),
        ({"roles": []}, "역할을 하나 이상"),
        ({"roles": ["applicant"]}, "함께 맡을 수 없는 역할"),
        ({"roles": ["king"]}, "목록에 있는 것"),
        ({"roles": ["counselor", "admin"]}, "함께 맡을 수 없는 역할"),
        ({"roles": ["admin", "privacy_officer"]}, "함께 맡을 수 없는 역할"),
        ({"team_id": ""}, "팀이 있어야 해요"),
        ({"team_id": UUID(int=7).hex}, "목록에 있는 것"),
        ({"team_id": "x"}, "목록에 있는 것"),
        ({"roles": ["supervisor"], "team_id": ""}, "팀이 있어야 해요"),
    ],
)
def test_invitations_that_are_refused(taekyung: Browser, center: Center, changes, sentence):
    fields = {**SUJIN, "team_id": team_of(center), **changes}
    answer = taekyung.send("/people/invite", fields)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert "/welcome/" not in answer.text
    kept = fields["username"].strip()
    assert kept in answer.text
    assert "account_invited" not in actions(center)


def test_inviting_twice_makes_one_account(taekyung: Browser, center: Center):
    fields = {**SUJIN, "team_id": team_of(center)}
    taekyung.make("/people/invite", fields)
    taekyung.noted()
    assert taekyung.send("/people/invite", fields).status_code == 422
    assert sql(center, "SELECT count(*) FROM accounts WHERE username = 'sujin'")[0][0] == 1


def test_extra_fields_do_not_admit(center: Center):
    invited(center, state="admitted", generation="5", account_id=UUID(int=1).hex)
    rows = sql(center, "SELECT state, generation FROM accounts WHERE username = 'sujin'")
    assert tuple(rows[0]) == ("invited", 0)


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("짧은 비밀번호", "짧은 비밀번호", "12자 이상으로"),
        ("", "", "12자 이상으로"),
        (PASSWORD, PASSWORD + "!", "두 번 적은 비밀번호가 달라요"),
        ("가" * 201, "가" * 201, "200자 안으로"),
        ("password1234", "password1234", "다른 사람이 맞히기 쉬운"),
        ("sujin문수진123456", "sujin문수진123456", "나만 떠올릴 수 있는 문장"),
    ],
)
def test_passwords_that_are_refused(center: Center, password: str, again: str, sentence: str):
    link = invited(center)
    browser = browser_of(center)
    answer = browser.send(link, {"password": password, "password_again": again})
    assert answer.status_code == 422
    assert sentence in answer.text
    if password:
        assert password not in answer.text
    assert chosen(center, link)  # the link still works


def test_pasting_and_managers_are_welcome(center: Center):
    page = browser_of(center).get(invited(center)).text
    fields = re.findall(r"<input[^>]*type=\"password\"[^>]*>", page)
    assert len(fields) == 2
    for field in fields:
        assert 'autocomplete="new-password"' in field
        assert "maxlength" not in field
        assert "pattern" not in field
    assert "onpaste" not in page


def test_the_longest_password_opens(center: Center):
    link = invited(center, roles="manager", team_id="")
    longest = (PASSWORD * 20)[:200]
    both = {"password": longest, "password_again": longest}
    page = browser_of(center).make(link, both).text
    center.clock.forward(seconds=31)
    code = totp_code(secret_in(page), center.clock())
    fields = {"username": "sujin", "password": longest, "code": code}
    assert browser_of(center).send("/sign-in", fields).status_code == 303


def test_a_link_works_once_and_not_for_ever(center: Center):
    link = invited(center)
    browser = browser_of(center)
    stale = browser.get(link).text
    chosen(center, link)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', stale)
    assert token is not None
    both = {"password": PASSWORD, "password_again": PASSWORD, "csrf_token": token[1]}
    assert browser.post(link, data=both).status_code == 410
    late = invited(center, username="late")
    center.clock.forward(days=8)
    dead = browser_of(center).get(late)
    assert dead.status_code == 410
    assert "초대한 시스템 관리자에게 새 링크를 부탁해 주세요." in dead.text
    for strange in ("/welcome/x", f"/welcome/{'A' * 43}", "/welcome/%00", "/welcome/" + "z" * 4000):
        assert browser_of(center).get(strange).status_code == 410


def test_the_link_is_not_in_the_log_or_the_database(center: Center, capfd):
    link = invited(center)
    chosen(center, link)
    out = capfd.readouterr()
    token = link.rsplit("/", 1)[1]
    assert token not in out.err + out.out
    for path in center.site.settings.site_dir.glob("*"):
        assert token.encode() not in path.read_bytes()


def enrolled(center: Center, role: Role = Role.COUNSELOR) -> accounts.Enrolled:
    """문수진 with a password and without keys."""
    newcomer = Newcomer("sujin", "문수진", frozenset({role}), center.staff["eunjeong"].team_id)
    with center.as_("taekyung") as work:
        token = accounts.invite(work, newcomer)
    with center.as_visitor() as work:
        return accounts.enroll(work, center.site.settings.pepper_bytes, token, PASSWORD)


@pytest.mark.parametrize("how", ["{}", " {} ", "digits only", "with-hyphens", "full width"])
def test_a_fingerprint_may_be_typed_in_any_way(center: Center, how: str):
    new = enrolled(center)
    shown = new.fingerprint
    typed = {
        "digits only": shown.replace(" ", ""),
        "with-hyphens": shown.replace(" ", "-"),
        "full width": "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in shown),
    }.get(how, how.format(shown))
    browser = browser_of(center).sign_in("hyewon")
    path = f"/people/waiting/{new.account_id}"
    assert browser.send(path, {"fingerprint": typed}).status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "   ", "열두 자리", "1234", "0" * 20, "<script>", "9" * 5000]
)
def test_a_wrong_fingerprint_admits_nobody(center: Center, typed: str):
    new = enrolled(center)
    browser = browser_of(center).sign_in("seoyeon")
    answer = browser.send(f"/people/waiting/{new.account_id}", {"fingerprint": typed})
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    rows = sql(center, "SELECT state FROM accounts WHERE username = 'sujin'")
    assert rows[0][0] == "enrolled"


def test_admitting_twice_is_one_act(center: Center):
    new = enrolled(center)
    browser = browser_of(center).sign_in("seoyeon")
    path = f"/people/waiting/{new.account_id}"
    page = browser.get(path).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    fields = {"fingerprint": new.fingerprint, "csrf_token": token[1]}
    assert browser.post(path, data=fields).status_code == 303
    again = browser.post(path, data=fields)
    assert again.location == "/people/waiting"
    assert "이미 확인을 마친 동료예요" in browser.get("/people/waiting").text
    admitted = sql(center, "SELECT count(*) FROM audit WHERE action = 'account_admitted'")
    assert admitted[0][0] == sum(1 for who in center.staff.values() if holds(who)) + 1


def holds(who: Staff) -> bool:
    return bool(who.roles & {Role.COORDINATOR, Role.COUNSELOR, Role.SUPERVISOR})


def test_who_is_not_waiting_is_not_found(center: Center):
    invited(center)
    browser = browser_of(center).sign_in("seoyeon")
    assert browser.get(f"/people/waiting/{id_of(center)}").status_code == 404
    assert browser.get(f"/people/waiting/{UUID(int=7)}").status_code == 404
    assert browser.get("/people/waiting/7").status_code == 404


def test_a_swapped_key_is_not_admitted(center: Center):
    """Between display and confirmation somebody replaces the public key."""
    new = enrolled(center)
    swap = "UPDATE principals SET public_key = :key WHERE id = :id"
    sql(center, swap, key=bytes(32), id=f"user:{new.account_id.hex}")
    browser = browser_of(center).sign_in("seoyeon")
    path = f"/people/waiting/{new.account_id}"
    assert browser.send(path, {"fingerprint": new.fingerprint}).status_code == 422


def test_who_waits_opens_no_list(center: Center):
    center.apply()
    new = enrolled(center, Role.COORDINATOR)
    sujin = signed_in(center, new.totp_secret)
    for path in ("/applications/", "/people/waiting", "/team/"):
        assert sujin.get(path).status_code == 403
    assert "접수함" not in sujin.get("/home").text


def test_teams(taekyung: Browser):
    answer = taekyung.send("/people/team", {"team_name": "  3팀 "})
    assert answer.location == "/people/"
    assert "3팀" in taekyung.get("/people/").text
    assert "3팀</option>" in taekyung.get("/people/invite").text
    again = taekyung.send("/people/team", {"team_name": "3팀"})
    assert again.status_code == 422
    assert "같은 이름의 팀이 있어요" in again.text
    for wrong in ("", " ", "가" * 41, "팀\x00"):
        assert taekyung.send("/people/team", {"team_name": wrong}).status_code == 422
    markup = taekyung.send("/people/team", {"team_name": "<b>4팀</b>"})
    assert markup.status_code == 303
    assert "&lt;b&gt;4팀&lt;/b&gt;" in taekyung.get("/people/").text


def test_admins_see_no_case(taekyung: Browser, center: Center):
    case_id = center.assigned()
    for path in ("/people/", "/people/invite", "/people/team"):
        page = taekyung.get(path).text
        assert "김하늘" not in page
        assert not CASE_NUMBER.search(page)
    for path in ("/applications/", "/cases/", "/team/", "/report/", "/audit/", "/people/waiting"):
        assert taekyung.get(path).status_code == 403
    for path in (f"/applications/{case_id}", f"/cases/{case_id}", f"/team/{case_id}"):
        assert taekyung.get(path).status_code == 404


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon", "jihyun", "yujin"])
def test_only_admins_invite(center: Center, who: str):
    browser = browser_of(center).sign_in(who)
    for path in ("/people/", "/people/invite", "/people/team"):
        assert browser.get(path).status_code == 403


@pytest.mark.parametrize("who", ["eunjeong", "jihyun", "taekyung", "yujin"])
def test_only_coordinators_and_supervisors_admit(center: Center, who: str):
    browser = browser_of(center).sign_in(who)
    assert browser.get("/people/waiting").status_code == 403
    assert "새 동료" not in browser.get("/people/waiting").text
