"""최은정 gives a case back before anything began, and 박서연 finds somebody else."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import case_of, events_of, findings
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of
from tests.web.test_bulk_assigning import rows
from tracker.domain.cases import Stage
from tracker.services import applications, handing_over, intake
from tracker.store import grants

SAID = {"reason": "conflict_of_interest", "note": "이웃이라 서로 알아요"}


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def holders(center: Center, case_id: UUID) -> dict[str, set[str]]:
    """Who holds a key of each record."""
    records = ("identity", "facts", "clinical", "client")
    with center.site.reading() as db:
        found = {one: grants.of_object(db, f"{one}:{case_id.hex}") for one in records}
    return {one: {grant.principal.split(":")[0] for grant in some} for one, some in found.items()}


def test_back_to_the_desk_with_a_reason_and_on_to_somebody_else(center: Center):
    case_id = center.assigned("eunjeong")
    eunjeong = browser_of(center).sign_in("eunjeong")
    assert f"/cases/{case_id}/return" in eunjeong.get(f"/cases/{case_id}").text
    answer = eunjeong.send(f"/cases/{case_id}/return", SAID)
    assert answer.status_code == 303
    assert "접수로 돌려보냈어요" in eunjeong.get(answer.location).text
    assert eunjeong.get(f"/cases/{case_id}").status_code == 404
    assert case_of(center, case_id).stage is Stage.ACCEPTED
    assert holders(center, case_id) == {
        "identity": {"group", "receipt"}, "facts": {"group"}, "clinical": set(), "client": set(),
    }  # fmt: skip
    seoyeon = browser_of(center).sign_in("seoyeon")
    listed = seoyeon.get("/applications/?tab=accepted").text
    assert "돌아온 신청" in listed
    shown = seoyeon.get(f"/applications/{case_id}").text
    for words in ("최은정", "이해충돌", "이웃이라 서로 알아요"):
        assert words in shown
    form = seoyeon.get(f"/applications/{case_id}/assign").text
    assert SeenPage(form).offered("counselor")[-1] == center.staff["eunjeong"].account_id.hex
    assert "이 신청을 돌려보냈어요" in form
    jiho = {"counselor": center.staff["jiho"].account_id.hex}
    assert seoyeon.send(f"/applications/{case_id}/assign", jiho).status_code == 303
    care.do_intake(center, case_id, "jiho")
    assert "김하늘" in browser_of(center).sign_in("jiho").get(f"/cases/{case_id}").text
    assert findings(center) == ()


def test_to_the_same_counselor_again(center: Center):
    case_id = center.assigned("eunjeong")
    browser_of(center).sign_in("eunjeong").send(f"/cases/{case_id}/return", SAID)
    with center.as_("seoyeon") as work:
        intake.assign(work, case_id, center.staff["eunjeong"].account_id)
    care.do_intake(center, case_id)
    with center.as_applicant(case_id) as work:
        assert applications.status(work, case_id).case.stage is Stage.ASSIGNED
    assert findings(center) == ()


def test_the_reason_is_asked_for(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    seen = SeenPage(eunjeong.send(f"/cases/{case_id}/return", {"note": "글"}).text)
    assert "까닭을 알려 주세요" in seen.beside("reason")
    assert seen.held("note") == ["글"]
    other = eunjeong.send(f"/cases/{case_id}/return", {"reason": "other", "note": " "})
    assert other.status_code == 422
    assert "어떤 까닭인지" in SeenPage(other.text).beside("note")
    assert case_of(center, case_id).stage is Stage.ASSIGNED


def test_sending_twice_is_one_act(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    page = eunjeong.get(f"/cases/{case_id}/return").text
    fields = {**SAID, "csrf_token": SeenPage(page).held("csrf_token")[0]}
    for _ in range(2):
        assert eunjeong.post(f"/cases/{case_id}/return", data=fields).status_code == 303
    assert events_of(center, case_id)[-2:] == ["assign", "return"]
    assert rows(center, "case_returned") == 1


def test_once_something_is_written_it_stays(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    page = eunjeong.get(f"/cases/{case_id}/return").text
    care.do_intake(center, case_id)
    fields = {**SAID, "csrf_token": SeenPage(page).held("csrf_token")[0]}
    answer = eunjeong.post(f"/cases/{case_id}/return", data=fields)
    assert answer.status_code == 422
    assert "이미 적은 기록이 있어서" in answer.text
    assert case_of(center, case_id).counselor_id is not None
    assert f"/cases/{case_id}/return" not in eunjeong.get(f"/cases/{case_id}").text
    assert "지금은 돌려보낼 수 없어요" in eunjeong.get(f"/cases/{case_id}/return").text


def test_what_was_offered_to_a_colleague_is_taken_back(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    for who in ("seoyeon", "hyewon"):
        with center.as_(who) as work:
            handing_over.offer(work, [case_id], center.staff["minsu"].account_id)
    eunjeong.send(f"/cases/{case_id}/return", SAID)
    assert holders(center, case_id)["identity"] == {"group", "receipt"}
    with center.as_("minsu") as work:
        assert handing_over.waiting_for_me(work) == []
    assert findings(center) == ()


def test_a_young_person_reads_nothing_alarming(eunjeong: Browser, center: Center):
    paper = center.apply(locked=True)
    with center.as_("seoyeon") as work:
        intake.accept(work, paper.case_id)
        intake.assign(work, paper.case_id, center.staff["eunjeong"].account_id)
    eunjeong.send(f"/cases/{paper.case_id}/return", SAID)
    young = browser_of(center)
    young.send("/status", {"number": paper.number, "code": paper.code})
    page = young.get("/status/mine").text
    assert "더 잘 맞는 상담사를 찾고 있어요" in page
    for words in ("돌려보", "이해충돌", "이웃", "최은정"):
        assert words not in page
