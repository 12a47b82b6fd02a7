"""박서연 and 강혜원 look after keys: given again, new ones for groups, new ones for records."""

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import actions, findings, holders_of, sql
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser
from tests.web.entering import entered, id_of
from tracker.domain.access import Record, object_of
from tracker.services import leaving, rekeying, rotation
from tracker.vault.keyring import INTAKE


def slice_of(browser: Browser, path: str, page: str = "/keys/") -> str:
    """Press the button once; the address of the page that shows how far it is."""
    total = SeenPage(browser.get(page).text).held("total")
    answer = browser.send(path, {"total": total[:1]}, page=page)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


class TestRestoring:
    def test_after_a_forgotten_password_both_give_their_half(self, center: Center):
        case_id = care.active(center)
        staffing.come_again(center, "eunjeong")
        eunjeong = entered(center, "eunjeong")
        assert eunjeong.get(f"/cases/{case_id}").status_code == 404
        for username in ("seoyeon", "hyewon"):
            browser = entered(center, username)
            assert "1명" in browser.get("/people/waiting").text
            page = browser.get("/keys/").text
            assert "최은정" in page
            assert "열쇠가 없는 사례 1건" in page
            path = f"/keys/restore/{id_of(center, 'eunjeong')}"
            told = browser.get(browser.send(path, page="/keys/").location).text
            assert "최은정 님에게 사례 1건의 열쇠를 다시 건넸어요" in told
            assert "열쇠가 부족한 동료가 없어요" in told
            twice = browser.get(browser.send(path, page="/people/waiting").location).text
            assert "부족한 열쇠가 더 없어요" in twice
        assert "김하늘" in eunjeong.get(f"/cases/{case_id}").text
        assert actions(center, 99).count("cases_restored") == 2
        assert findings(center) == ()

    def test_h80_nobody_gives_keys_to_whoever_left_or_waits(self, center: Center):
        care.active(center)
        staffing.forget_password(center, "eunjeong")
        with center.as_("taekyung") as work:
            leaving.leave(work, id_of(center, "minsu"), for_good=True)
        hyewon = entered(center, "hyewon")
        for username in ("eunjeong", "minsu"):
            before = sql(center, "SELECT count(*) FROM grants")
            path = f"/keys/restore/{id_of(center, username)}"
            answer = hyewon.send(path, page="/people/waiting")
            assert "아직 확인받지 않은 계정이에요" in hyewon.get(answer.location).text
            assert sql(center, "SELECT count(*) FROM grants") == before

    def test_nor_across_teams(self, center: Center):
        sehun = entered(center, "sehun")
        path = f"/keys/restore/{id_of(center, 'eunjeong')}"
        assert sehun.send(path, page="/people/waiting").status_code == 404


class TestGroups:
    def test_a_new_seed_and_the_keys_follow_in_slices(
        self, center: Center, monkeypatch: pytest.MonkeyPatch
    ):
        for _ in range(5):
            center.accepted()
        monkeypatch.setattr(rotation.renew_keys, "__defaults__", (2,))
        seoyeon = entered(center, "seoyeon")
        asked = seoyeon.get("/keys/groups/intake/rotate").text
        assert "접수 모임의 열쇠 새로 만들기" in asked
        told = seoyeon.get(seoyeon.send("/keys/groups/intake/rotate").location).text
        assert "접수 모임의 열쇠를 새로 만들었어요" in told
        assert "열쇠 5개가 아직 예전 열쇠 아래에 있어요" in told

        first = slice_of(seoyeon, "/keys/groups/intake/renew")
        page = seoyeon.get(first).text
        assert 'max="5" value="2"' in page
        assert "data-go-on" in page
        # she goes home, and comes back another day
        seoyeon = entered(center, "seoyeon")
        again = "/keys/groups/intake/renew"
        page = seoyeon.get(again).text
        assert 'max="3" value="0"' in page
        assert "data-go-on" not in page  # nothing begins by looking
        second = slice_of(seoyeon, again, again)
        last = slice_of(seoyeon, again, second)
        end = seoyeon.get(last).text
        assert "모두 마쳤어요" in end
        assert "<progress" not in end
        assert not sql(
            center, "SELECT 1 FROM grants WHERE object = principal AND object = :g", g=INTAKE
        )
        assert findings(center) == ()

    def test_what_does_not_open_is_not_tried_for_ever(self, center: Center):
        center.accepted()
        seoyeon = entered(center, "seoyeon")
        seoyeon.send("/keys/groups/intake/rotate")
        sql(
            center,
            "UPDATE grants SET wrapped_key = :x WHERE principal = :g AND object LIKE 'identity:%'",
            x=b"\x01" * 60,
            g=INTAKE,
        )
        page = seoyeon.get(slice_of(seoyeon, "/keys/groups/intake/renew")).text
        assert "남은 것은 지금 할 수 없어요" in page
        assert "data-go-on" not in page

    def test_sent_twice_it_is_two_seeds_but_nothing_is_lost(self, center: Center):
        seoyeon = entered(center, "seoyeon")
        case_id = center.accepted()
        for _ in range(2):
            seoyeon.send("/keys/groups/intake/rotate")
        assert seoyeon.get(f"/applications/{case_id}").status_code == 200

    def test_a_group_one_does_not_hold_is_no_group(self, center: Center):
        for who, slug in (("seoyeon", "team-x"), ("hyewon", "intake"), ("sehun", "nothing")):
            browser = entered(center, who)
            assert browser.get(f"/keys/groups/{slug}/rotate").status_code == 404
            assert browser.get(f"/keys/groups/{slug}/renew").status_code == 404

    def test_without_a_fresh_proof_nothing_is_rotated(self, center: Center):
        browser = entered(center, "seoyeon", proved=False)
        assert browser.get("/keys/groups/intake/rotate").location.startswith("/prove?next=")
        refused = browser.send("/keys/groups/intake/rotate", page="/account")
        assert refused.status_code == 403
        assert "group_rotated" not in actions(center, 9)

    def test_a_replaced_key_is_refused_in_words(self, center: Center):
        """The pin does not fit: nothing is renewed, and the page says what is wrong."""
        seoyeon = entered(center, "seoyeon")
        page = seoyeon.get("/keys/groups/stats/rotate").text
        assert "통계 모임" in page
        sql(
            center,
            "UPDATE principals SET public_key = :k WHERE id = 'group:stats'",
            k=b"x" * 32,
        )
        told = seoyeon.get(seoyeon.send("/keys/groups/stats/rotate").location).text
        assert ">다름<" in told
        assert "처음 확인한 열쇠와 달라서 멈췄고" in told
        last = "SELECT action, object FROM audit ORDER BY sequence DESC LIMIT 1"
        assert tuple(sql(center, last)[0]) == ("key_replaced", "group:stats")


class TestRecords:
    def test_each_gives_new_keys_to_the_own_half(self, center: Center):
        case_id = care.active(center)
        for username, page in (("seoyeon", "applications"), ("hyewon", "team")):
            browser = entered(center, username)
            path = f"/keys/cases/{case_id}"
            assert path in browser.get(f"/{page}/{case_id}").text
            answer = browser.send(path)
            assert answer.location == f"/{page}/{case_id}"
            assert "열쇠를 새로 만들었어요" in browser.get(answer.location).text
        newest = {
            record: max(version for version, _ in holders_of(center, object_of(record, case_id)))
            for record in Record
        }
        assert newest[Record.IDENTITY] == 3
        assert newest[Record.CLINICAL] == newest[Record.FACTS] == 2
        assert newest[Record.CLIENT] == 1  # needs both halves
        assert "김하늘" in entered(center, "eunjeong").get(f"/cases/{case_id}").text
        assert findings(center) == ()

    def test_an_undecided_application_gets_its_key_with_the_decision(self, center: Center):
        case_id = center.apply().case_id
        seoyeon = entered(center, "seoyeon")
        assert "/keys/cases/" not in seoyeon.get(f"/applications/{case_id}").text
        assert seoyeon.get(f"/keys/cases/{case_id}").status_code == 404

    def test_a_foreign_case_is_no_case(self, center: Center):
        case_id = care.active(center)
        for who in ("sehun", "jiho", "minsu"):
            assert entered(center, who).get(f"/keys/cases/{case_id}").status_code == 404
        for who in ("taekyung", "jihyun", "yujin"):
            assert entered(center, who).get(f"/keys/cases/{case_id}").status_code == 404

    def test_without_a_fresh_proof_no_record_changes(self, center: Center):
        case_id = care.active(center)
        browser = entered(center, "hyewon", proved=False)
        before = holders_of(center, object_of(Record.CLINICAL, case_id))
        refused = browser.send(f"/keys/cases/{case_id}", page="/account")
        assert refused.status_code == 403
        assert holders_of(center, object_of(Record.CLINICAL, case_id)) == before

    def test_after_distrust_everybody_works_off_what_is_theirs(
        self, center: Center, monkeypatch: pytest.MonkeyPatch
    ):
        for _ in range(2):
            care.active(center)
        monkeypatch.setattr(rekeying.work_off, "__defaults__", (1,))
        hyewon, seoyeon = entered(center, "hyewon"), entered(center, "seoyeon")
        fields = {"how": "for_good", "distrust": "y"}
        hyewon.send(f"/people/{id_of(center, 'eunjeong')}/leave", fields)
        assert "기록 2개가 새 열쇠를 기다려요" in hyewon.get("/keys/").text
        assert "기록 4개가 새 열쇠를 기다려요" in seoyeon.get("/keys/").text
        there = slice_of(hyewon, "/keys/records")
        assert 'max="2" value="1"' in hyewon.get(there).text
        assert "모두 마쳤어요" in hyewon.get(slice_of(hyewon, "/keys/records", there)).text
        assert "새 열쇠를 기다려요" not in hyewon.get("/keys/").text
        assert "새 열쇠를 기다리는 기록" not in entered(center, "jiho").get("/cases/").text
        assert findings(center) == ()
