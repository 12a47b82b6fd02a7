"""최은정 leaves; 강혜원 and 박서연 hand her cases to 정민수, who says yes or no."""

from uuid import UUID

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import actions, case_of, findings
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser
from tests.web.entering import entered, id_of
from tracker.domain.access import Role
from tracker.services import leaving, restoring

NAMED = ("김하늘", "010-7777", "haneul", "1998")


def leaves(center: Center, username: str = "eunjeong", *, for_good: bool = True) -> None:
    with center.as_("hyewon") as work:
        leaving.leave(work, id_of(center, username), for_good=for_good)


def offer(browser: Browser, center: Center, ids: list[UUID], to: str = "minsu", **more: str):
    fields = {"cases": [one.hex for one in ids], "successor": id_of(center, to).hex, **more}
    return browser.send(f"/handover/{id_of(center, 'eunjeong')}", fields)


def answer(browser: Browser, said: str, ids: list[str] | None = None):
    offered = SeenPage(browser.get("/handover/mine").text).offered("offers")
    picked = offered if ids is None else ids
    return browser.send("/handover/mine", {"offers": picked, "answer": said})


def offered_to(center: Center, username: str) -> list[str]:
    return SeenPage(entered(center, username).get("/handover/mine").text).offered("offers")


def test_the_whole_handover(center: Center):
    ids = [care.active(center) for _ in range(3)]
    leaves(center)
    hyewon, minsu = entered(center, "hyewon"), entered(center, "minsu")
    listed = hyewon.get("/handover/").text
    assert "최은정" in listed
    assert "그만두었어요" in listed
    assert "열린 사례 3건" in listed
    page = hyewon.get(f"/handover/{id_of(center, 'eunjeong')}").text
    assert "26-00001" in page
    assert "윤지호" not in page  # works in another team
    assert not [word for word in NAMED if word in page]
    assert offer(hyewon, center, [], everything="y").status_code == 303
    shown = hyewon.get(f"/handover/{id_of(center, 'eunjeong')}").text
    assert shown.count("정민수 님에게 제안하고 답을 기다려요") == 3

    assert "사례 3건을 맡아 달라는 제안" in minsu.get("/cases/").text
    mine = minsu.get("/handover/mine").text
    assert mine.count("접수 담당이 나머지 열쇠를 건네면") == 3
    assert not [word for word in NAMED if word in mine]
    refused = answer(minsu, "take")
    assert refused.status_code == 422
    assert "절반만 받은 것이 있어요" in refused.text

    seoyeon = entered(center, "seoyeon")
    done = seoyeon.send(f"/keys/restore/{id_of(center, 'minsu')}", page="/keys/")
    assert "정민수 님에게 사례 3건의 열쇠를 다시 건넸어요" in seoyeon.get(done.location).text
    assert answer(minsu, "take_all").status_code == 303
    for case_id in ids:
        assert case_of(center, case_id).counselor_id == id_of(center, "minsu")
        assert "김하늘" in minsu.get(f"/cases/{case_id}").text
    assert "제안받은 사례가 없어요" in minsu.get("/handover/mine").text
    assert "기다리는 사례가 없어요" in hyewon.get("/handover/").text
    assert findings(center) == ()


def test_some_to_one_and_some_to_another(center: Center):
    ids = [care.active(center) for _ in range(3)]
    team = center.staff["hyewon"].team_id
    staffing.join(center, "nari", Role.COUNSELOR, team=team)
    hyewon = entered(center, "hyewon")
    offer(hyewon, center, ids[:2])
    offer(hyewon, center, [], "nari", everything="y")  # whatever is not offered yet
    assert len(offered_to(center, "minsu")) == 2
    assert len(offered_to(center, "nari")) == 1
    offer(hyewon, center, ids[:1], "nari")  # to somebody else after all
    assert len(offered_to(center, "minsu")) == 1
    assert len(offered_to(center, "nari")) == 2


def test_a_caseload_of_somebody_at_work(center: Center):
    (case_id,) = (care.active(center),)
    seoyeon = entered(center, "seoyeon")
    assert "최은정" in seoyeon.get("/handover/").text
    assert offer(seoyeon, center, [case_id]).status_code == 303
    eunjeong = entered(center, "eunjeong")
    assert eunjeong.get(f"/cases/{case_id}").status_code == 200  # until it is taken over


def test_offering_and_answering_twice_is_one_act(center: Center):
    case_id = care.active(center)
    hyewon, minsu = entered(center, "hyewon"), entered(center, "minsu")
    offer(hyewon, center, [case_id])
    offer(hyewon, center, [case_id])
    assert actions(center, 99).count("case_offered") == 1
    offered = offered_to(center, "minsu")
    assert answer(minsu, "decline").status_code == 303
    again = minsu.send("/handover/mine", {"offers": offered, "answer": "decline"}, page="/account")
    assert again.status_code == 303
    assert "이미 답하셨거나" in minsu.get(again.location).text
    assert actions(center, 99).count("case_not_taken") == 1


def test_what_is_missing_is_said_beside_the_field(center: Center):
    case_id = care.active(center)
    hyewon = entered(center, "hyewon")
    path = f"/handover/{id_of(center, 'eunjeong')}"
    nothing = hyewon.send(path, {"successor": id_of(center, "minsu").hex})
    assert nothing.status_code == 422
    assert "하나 이상 골라" in SeenPage(nothing.text).beside("cases")
    nobody = hyewon.send(path, {"cases": case_id.hex})
    assert "맡을 상담사" in SeenPage(nobody.text).beside("successor")
    assert SeenPage(nobody.text).held("cases") == [case_id.hex]
    elsewhere = offer(hyewon, center, [case_id], "jiho")
    assert elsewhere.status_code == 422
    assert "같은 팀의 상담사" in elsewhere.text


def test_only_within_reach(center: Center):
    case_id = care.active(center)
    sehun = entered(center, "sehun")  # supervises another team
    assert "최은정" not in sehun.get("/handover/").text
    assert sehun.get(f"/handover/{id_of(center, 'eunjeong')}").status_code == 404
    foreign = {"cases": case_id.hex, "successor": id_of(center, "jiho").hex}
    path = f"/handover/{id_of(center, 'jiho')}"
    assert sehun.send(path, foreign, page="/account").status_code == 404
    offer(entered(center, "hyewon"), center, [case_id])
    jiho = entered(center, "jiho")
    stolen = {"offers": offered_to(center, "minsu"), "answer": "take"}
    jiho.send("/handover/mine", stolen, page="/account")
    assert case_of(center, case_id).counselor_id == id_of(center, "eunjeong")


@pytest.mark.parametrize("who", ["eunjeong", "taekyung", "jihyun", "yujin"])
def test_others_hand_nothing_over(center: Center, who: str):
    browser = entered(center, who)
    assert browser.get("/handover/").status_code == 403
    assert browser.get(f"/handover/{id_of(center, 'minsu')}").status_code == 404
    assert browser.get("/keys/").status_code == 403


@pytest.mark.parametrize("who", ["seoyeon", "hyewon", "taekyung", "jihyun", "yujin"])
def test_only_counselors_are_asked(center: Center, who: str):
    assert entered(center, who).get("/handover/mine").status_code == 403


def test_whoever_returns_finds_the_cases_again(center: Center):
    """Away and back: the cases stay hers, and two colleagues give her the halves again."""
    case_id = care.active(center)
    leaves(center, for_good=False)
    hyewon = entered(center, "hyewon")
    assert "자리를 비웠어요" in hyewon.get("/handover/").text
    hyewon.send(f"/people/{id_of(center, 'eunjeong')}/back")
    assert "다시 오는 동료예요" in hyewon.get("/people/waiting").text
    who = center.staff["eunjeong"]
    found = staffing.enter(center, "eunjeong", who.totp_secret)
    assert found is not None
    with center.as_("hyewon") as work:
        assert restoring.lacking(work) == []  # not before she is admitted
    assert case_of(center, case_id).counselor_id == who.account_id
