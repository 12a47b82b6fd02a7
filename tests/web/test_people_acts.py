"""한태경 looks after accounts: a new link, a lost phone, somebody away, somebody who leaves."""

import re
from uuid import UUID

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import actions, findings, sql
from tests.factories.pages import CASE_NUMBER, SeenPage
from tests.web.conftest import Browser, browser_of
from tests.web.entering import entered, id_of, path_of
from tests.web.test_people import link_in
from tracker.domain.access import Role
from tracker.services import groups, leaving

ACTS = ("/link", "/link/revoke", "/factor", "/leave")


@pytest.fixture
def taekyung(center: Center) -> Browser:
    return entered(center, "taekyung")


def account(center: Center, username: str, column: str):
    (found,) = sql(center, f"SELECT {column} FROM accounts WHERE username = :name", name=username)
    return found[0]


class TestTheList:
    def test_says_for_each_how_they_stand(self, center: Center, taekyung: Browser):
        staffing.invite(center, "nari", Role.MANAGER)
        with center.as_("taekyung") as work:
            leaving.leave(work, id_of(center, "eunjeong"), for_good=False)
            leaving.leave(work, id_of(center, "minsu"), for_good=True)
        page = taekyung.get("/people/").text
        for username, said in (
            ("nari", "초대함"),
            ("eunjeong", "자리를 비움"),
            ("minsu", "그만둠"),
            ("hyewon", "사용 중"),
        ):
            row = re.search(rf"<tr>(?:(?!</tr>).)*>{username}<.*?</tr>", page, re.DOTALL)
            assert row is not None
            assert said in row[0]
        away = taekyung.get("/people/?state=absent").text
        assert "최은정" in away
        assert "강혜원" not in away
        assert taekyung.get("/people/?state=nonsense").text.count("<tr>") == page.count("<tr>")

    def test_no_case_is_on_any_page_of_an_admin(self, center: Center, taekyung: Browser):
        care.active(center)
        paths = ["/people/", "/people/groups", path_of(center, "eunjeong")]
        paths += [path_of(center, "eunjeong", act) for act in ACTS]
        for path in paths:
            page = taekyung.get(path).text
            assert not CASE_NUMBER.search(page), path
            assert "김하늘" not in page, path
        assert "1건" in taekyung.get(path_of(center, "eunjeong", "/leave")).text

    def test_what_cannot_be_done_is_not_offered(self, center: Center, taekyung: Browser):
        assert "/leave" not in taekyung.get(path_of(center, "taekyung")).text
        page = taekyung.get(path_of(center, "eunjeong")).text
        assert "/link/revoke" not in page
        assert "/back" not in page


class TestLinks:
    def test_a_forgotten_password(self, center: Center, taekyung: Browser):
        path = path_of(center, "eunjeong", "/link")
        answer = taekyung.make(path)
        link = link_in(answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
        assert link not in taekyung.get(path_of(center, "eunjeong")).text
        assert browser_of(center).get(link).status_code == 200
        assert taekyung.noted() == path_of(center, "eunjeong")
        newer = link_in(taekyung.make(path).text)
        assert browser_of(center).get(link).status_code == 410
        assert browser_of(center).get(newer).status_code == 200

    def test_a_link_in_wrong_hands_is_revoked_once(self, center: Center, taekyung: Browser):
        link = link_in(taekyung.make(path_of(center, "eunjeong", "/link")).text)
        path = path_of(center, "eunjeong", "/link/revoke")
        assert taekyung.send(path).status_code == 303
        assert taekyung.get("/once").status_code == 303  # a dead link is shown no more
        before = actions(center, 9)
        assert taekyung.send(path).status_code == 303
        assert actions(center, 9) == before
        assert browser_of(center).get(link).status_code == 410

    def test_not_for_somebody_who_left(self, center: Center, taekyung: Browser):
        with center.as_("taekyung") as work:
            leaving.leave(work, id_of(center, "eunjeong"), for_good=True)
        refused = taekyung.send(path_of(center, "eunjeong", "/link"))
        assert refused.status_code == 422
        assert "지금은 쓰지 않는 계정" in refused.text
        assert "/welcome/" not in refused.text


class TestLostPhone:
    def test_the_second_factor_goes_and_a_colleague_looks_again(
        self, center: Center, taekyung: Browser
    ):
        eunjeong = entered(center, "eunjeong")
        assert eunjeong.get("/cases/").status_code == 200
        path = path_of(center, "eunjeong", "/factor")
        assert taekyung.send(path).status_code == 303
        assert account(center, "eunjeong", "totp") is None
        assert eunjeong.get("/cases/").status_code == 403
        waiting = entered(center, "seoyeon").get("/people/waiting").text
        assert "아직 인증 앱이 없어요" in waiting

    def test_nothing_to_take_from_somebody_who_never_came(self, center: Center, taekyung: Browser):
        staffing.invite(center, "nari", Role.MANAGER)
        nari = UUID(hex=account(center, "nari", "id"))
        assert taekyung.send(f"/people/{nari}/factor").status_code == 422
        assert "/factor" not in taekyung.get(f"/people/{nari}").text


class TestLeaving:
    def test_all_sessions_end_at_once(self, center: Center):
        care.active(center)
        eunjeong, phone = entered(center, "eunjeong"), entered(center, "eunjeong")
        taekyung = entered(center, "taekyung")
        path = path_of(center, "eunjeong", "/leave")
        asked = taekyung.get(path).text
        assert "직원 모임" in asked
        answer = taekyung.send(path, {"how": "for_good"})
        assert answer.location == path_of(center, "eunjeong", "/left")
        for browser in (eunjeong, phone):
            assert "/sign-in" in browser.get("/cases/").location
        result = taekyung.get(answer.location).text
        assert "사례 1건이 새 담당자를 기다려요" in result
        assert "다음에 로그인할 때" in result
        assert "/handover/" not in result
        twice = taekyung.send(path, {"how": "for_good"}, page=answer.location)
        assert twice.status_code in {303, 400}
        assert actions(center, 9).count("account_left") == 1
        assert findings(center) == ()

    def test_how_has_to_be_said(self, center: Center, taekyung: Browser):
        refused = taekyung.send(path_of(center, "eunjeong", "/leave"))
        assert refused.status_code == 422
        page = SeenPage(refused.text)
        assert "아주 그만두는지" in page.beside("how")
        assert account(center, "eunjeong", "state") == "admitted"

    def test_the_last_of_a_group_is_explained(self, center: Center, taekyung: Browser):
        path = path_of(center, "seoyeon", "/leave")
        page = taekyung.get(path).text
        assert "아직 처리할 수 없어요" in page
        assert "접수 모임" in page
        assert 'name="how"' not in page
        refused = taekyung.send(path, {"how": "for_good"}, page="/people/invite")
        assert refused.status_code == 422
        assert "마지막 분이에요" in refused.text
        assert account(center, "seoyeon", "state") == "admitted"

    def test_nobody_ends_the_own_account(self, center: Center, taekyung: Browser):
        answer = taekyung.get(path_of(center, "taekyung", "/leave"))
        assert answer.status_code == 422
        assert "스스로 끝낼 수 없어요" in answer.text

    def test_away_and_back(self, center: Center, taekyung: Browser):
        assert taekyung.send(path_of(center, "minsu", "/leave"), {"how": "away"}).status_code == 303
        assert "자리를 비움" in taekyung.get(path_of(center, "minsu")).text
        back = path_of(center, "minsu", "/back")
        assert taekyung.send(back).status_code == 303
        assert account(center, "minsu", "state") == "enrolled"
        again = taekyung.send(back)
        assert again.status_code == 422
        assert "자리를 비운 분이 아니에요" in again.text

    def test_a_supervisor_lets_go_and_hands_over(self, center: Center):
        care.active(center)
        hyewon = entered(center, "hyewon")
        people = hyewon.get("/people/team-members").text
        assert "최은정" in people
        assert "윤지호" not in people  # of another team
        assert "박서연" not in people
        fields = {"how": "for_good", "distrust": "y"}
        answer = hyewon.send(path_of(center, "eunjeong", "/leave"), fields)
        result = hyewon.get(answer.location).text
        assert "모임의 열쇠를 모두 새로 만들었어요" in result
        assert "26-00001" in result
        assert f"/handover/{id_of(center, 'eunjeong')}" in result
        assert "/keys/records" in result

    @pytest.mark.parametrize("username", ["jiho", "seoyeon", "taekyung", "sehun"])
    def test_but_only_counselors_of_the_own_team(self, center: Center, username: str):
        hyewon = entered(center, "hyewon")
        for act in ("/leave", "/left", "/back"):
            assert hyewon.get(path_of(center, username, act)).status_code == 404
        assert hyewon.get(path_of(center, "minsu")).status_code == 404  # an admin's page


class TestGroups:
    def test_an_admin_sees_who_holds_what(self, center: Center, taekyung: Browser):
        page = taekyung.get("/people/groups").text
        for words in ("접수 모임", "직원 모임", "통계 모임", "1팀 모임", "2팀 모임", "강혜원"):
            assert words in page
        assert page.count(">맞음<") == 5
        assert "아직 한 번도 연습하지 않았어요" in page

    def test_a_key_that_somebody_put_in_its_place(self, center: Center, taekyung: Browser):
        sql(
            center,
            "UPDATE principals SET public_key = :k WHERE id = 'group:intake'",
            k=b"x" * 32,
        )
        page = taekyung.get("/people/groups").text
        assert page.count(">다름<") == 1
        assert "바꿔치기했을 수 있어서" in page

    def test_all_pins_are_wrong_without_the_file(self, center: Center):
        center.site.pins.path.unlink()
        with center.as_("taekyung") as work:
            assert not [one for one in groups.all_groups(work) if one.pinned]


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon", "jihyun", "yujin"])
def test_nobody_else_manages_people(center: Center, who: str):
    browser = entered(center, who)
    assert browser.get("/people/groups").status_code == 403
    for act in ("", "/link", "/link/revoke", "/factor"):
        assert browser.get(path_of(center, "minsu", act)).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_each_act_asks_first_who_sits_there(center: Center, act: str):
    browser, path = (
        entered(center, "taekyung", proved=False),
        path_of(center, "minsu", act),
    )
    assert browser.get(path).location.startswith("/prove?next=")
    before = account(center, "minsu", "state")
    refused = browser.send(path, {"how": "for_good"}, page="/people/invite")
    assert refused.status_code == 403
    assert account(center, "minsu", "state") == before
    assert account(center, "minsu", "invitation") is None


def test_after_the_proof_the_act_goes_on(center: Center):
    browser, path = (
        entered(center, "taekyung", proved=False),
        path_of(center, "minsu", "/link"),
    )
    door = browser.get(path).location
    proof = {"password": center.staff["taekyung"].password}
    answer = browser.send(door, proof)
    assert answer.location == path
    assert "/welcome/" in browser.make(path).text
