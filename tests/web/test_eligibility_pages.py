"""An application beside the list, and the checklist that 박서연 fills in."""

from typing import Any
from uuid import UUID

import pytest

from tests.factories.center import Center
from tests.factories.look import actions, findings, sql
from tests.factories.pages import SeenPage
from tests.factories.rosters import BADA, HANEUL, changed, in_use
from tests.web.conftest import Browser
from tests.web.entering import entered
from tracker.services import applications, counseling

CHECKED = {
    "account": "confirmed",
    "account_note": "관악지역자활센터에 전화로 확인",
    "district": "mismatch",
    "track": "unverifiable",
    "track_kind": "at_or_below_50",
    "earlier": "open",
}


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return entered(center, "seoyeon")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return center.apply().case_id


def panel(browser: Browser, case_id: UUID) -> str:
    return SeenPage(browser.get(f"/applications/{case_id}").text).at("eligibility")


def save(browser: Browser, case_id: UUID, **fields: Any) -> Any:
    return browser.send(f"/applications/{case_id}/eligibility", CHECKED | fields)


class TestTheList:
    def test_none(self, seoyeon: Browser, case_id: UUID):
        assert "명단 없음" in panel(seoyeon, case_id)
        assert "가입자 명단 올리기" in panel(seoyeon, case_id)

    def test_confirmed(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, BADA, HANEUL)
        said = panel(seoyeon, case_id)
        assert "확인됨" in said
        assert "달라요" not in said
        assert "관악지역자활센터" in said
        assert "기준중위소득 50% 이하" in said
        assert "불일치" not in said

    @pytest.mark.parametrize(
        ("cells", "wanted"),
        [
            ({"name": "김하눌"}, "이름이 달라요: 신청서 김하늘, 명단 김하눌"),
            ({"birth_date": "1998-11-12"}, "생년월일이 달라요: 신청서 1998년 11월 2일 (월)"),
            (
                {"phone": "010-7777-1235"},
                "휴대전화가 달라요: 신청서 010-7777-1234, 명단 010-7777-1235",
            ),
        ],
    )
    def test_different(self, center: Center, cells: dict[str, str], wanted: str):
        case_id = center.apply().case_id
        in_use(center, changed(HANEUL, **cells))
        said = panel(entered(center, "seoyeon"), case_id)
        assert "불일치" in said
        assert wanted in said
        assert "확인됨" not in said

    def test_confirmed_but_for_other_things(self, seoyeon: Browser, case_id: UUID):
        in_use(
            seoyeon.center, changed(HANEUL, status="중도해지", opened="2023-01", district="노원구")
        )
        said = panel(seoyeon, case_id)
        assert "확인됨" in said
        assert "통장 상태가 달라요: 신청서 유지, 명단 중도해지" in said
        assert "통장을 만든 달이 달라요: 신청서 2024년 7월, 명단 2023년 1월" in said
        assert "사는 곳이 달라요: 신청서 관악구, 명단 노원구" in said

    def test_absent(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, BADA)
        said = panel(seoyeon, case_id)
        assert "가입자 명단 명단에 없음 명단에서 같은 휴대전화도, 같은 이름과 생년월일도" in said
        assert "이바다" not in said

    def test_expired(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, HANEUL, days=1)
        seoyeon.center.clock.forward(days=1)
        assert "명단 만료" in panel(entered(seoyeon.center, "seoyeon"), case_id)

    def test_damaged(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, HANEUL)
        sql(seoyeon.center, "DELETE FROM roster_sheets WHERE kind = 'phone'")
        assert "명단 손상" in panel(seoyeon, case_id)
        assert "record_damaged" in actions(seoyeon.center, 3)

    def test_what_a_cell_says_is_text(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, changed(HANEUL, office="<script>alert(1)</script>"))
        page = seoyeon.get(f"/applications/{case_id}").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page

    def test_it_changes_nothing_by_itself(self, seoyeon: Browser, case_id: UUID):
        in_use(seoyeon.center, HANEUL)
        form = SeenPage(seoyeon.get(f"/applications/{case_id}/eligibility").text)
        for line in ("account", "district", "track", "earlier"):
            assert form.held(line) == ["open"]
        assert "확인됨" in form.words


class TestTheChecklist:
    def test_it_is_saved_and_shown(self, center: Center):
        seoyeon, case_id = entered(center, "seoyeon"), center.apply().case_id
        answer = save(seoyeon, case_id)
        assert answer.location == f"/applications/{case_id}"
        said = panel(seoyeon, case_id)
        assert "통장 상태 확인됨 관악지역자활센터에 전화로 확인" in said
        assert "사는 곳 불일치" in said
        assert "소득구간 확인불가 기준중위소득 50% 이하" in said
        assert "전에 참여한 적 아직" in said
        again = SeenPage(seoyeon.get(f"/applications/{case_id}/eligibility").text)
        assert again.held("account") == ["confirmed"]
        assert again.held("account_note")[0].strip() == CHECKED["account_note"]
        assert actions(seoyeon.center, 9).count("eligibility_saved") == 1
        assert findings(seoyeon.center) == ()

    def test_it_is_written_under_a_key_of_the_staff(self, seoyeon: Browser, case_id: UUID):
        save(seoyeon, case_id)
        found = sql(
            seoyeon.center, "SELECT DISTINCT key_version FROM documents WHERE object = :of",
            of=f"identity:{case_id.hex}",
        )  # fmt: skip
        assert found == [(2,)]
        with seoyeon.center.as_applicant(case_id) as work:
            assert applications.status(work, case_id).application.intact
        answer = seoyeon.send(f"/applications/{case_id}/accept", page=f"/applications/{case_id}")
        assert answer.status_code == 303
        assert "확인됨" in panel(seoyeon, case_id)
        assert findings(seoyeon.center) == ()

    def test_mistakes_stand_beside_their_fields_and_all_is_kept(
        self, seoyeon: Browser, case_id: UUID
    ):
        answer = save(seoyeon, case_id, district="x", district_note="900101-1234567")
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        assert page.beside("district")
        assert "주민등록번호" in page.beside("district_note")
        assert page.held("account_note")[0].strip() == CHECKED["account_note"]
        assert page.held("track_kind") == ["at_or_below_50"]
        assert "eligibility_saved" not in actions(seoyeon.center, 9)

    def test_two_who_write_at_once(self, seoyeon: Browser, case_id: UUID):
        path = f"/applications/{case_id}/eligibility"
        mine = SeenPage(seoyeon.get(path).text)
        save(seoyeon, case_id)
        fields = {"csrf_token": mine.held("csrf_token")[0], "version": mine.held("version")[0]}
        answer = seoyeon.post(path, data=CHECKED | fields | {"account_note": "다른 말"})
        assert answer.status_code == 422
        assert "먼저 저장한 기록이 있어요" in answer.text
        assert "관악지역자활센터에 전화로 확인" in answer.text
        assert "다른 말" in answer.text
        newest = SeenPage(answer.text)
        assert newest.held("version") == ["1"]
        fields = {"csrf_token": newest.held("csrf_token")[0], "version": "1"}
        assert (
            seoyeon.post(path, data=CHECKED | fields | {"account_note": "다른 말"}).status_code
            == 303
        )
        assert "다른 말" in panel(seoyeon, case_id)

    def test_sending_twice_is_one_act(self, seoyeon: Browser, case_id: UUID):
        path = f"/applications/{case_id}/eligibility"
        page = SeenPage(seoyeon.get(path).text)
        fields = {"csrf_token": page.held("csrf_token")[0], "version": page.held("version")[0]}
        for _ in range(2):
            assert seoyeon.post(path, data=CHECKED | fields).status_code == 303
        kept = sql(seoyeon.center, "SELECT count(*) FROM documents WHERE kind = 'eligibility'")
        assert kept == [(1,)]

    def test_a_damaged_one_shows_nothing_and_can_be_written_anew(
        self, seoyeon: Browser, case_id: UUID
    ):
        save(seoyeon, case_id)
        sql(seoyeon.center, "UPDATE documents SET body = :x WHERE kind = 'eligibility'", x=b"\x01x")
        assert "손상되어 열 수 없어요" in panel(seoyeon, case_id)
        assert save(seoyeon, case_id).status_code == 303
        assert "통장 상태 확인됨" in panel(seoyeon, case_id)

    def test_an_application_that_ended_stays_as_it_is(self, seoyeon: Browser, case_id: UUID):
        with seoyeon.center.as_applicant(case_id) as work:
            applications.withdraw(work, case_id)
        assert "자격 확인 적기" not in panel(seoyeon, case_id)
        answer = save(seoyeon, case_id)
        assert answer.status_code == 422
        assert "끝난 신청이라" in answer.text

    def test_the_counselor_meets_it_nowhere(self, center: Center):
        case_id = center.assigned()
        save(entered(center, "seoyeon"), case_id)
        eunjeong = entered(center, "eunjeong")
        assert eunjeong.get(f"/applications/{case_id}/eligibility").status_code == 404
        with center.as_("eunjeong") as work:
            assert counseling.show(work, case_id).application is not None
