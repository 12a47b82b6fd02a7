"""김하늘 on the own pages: consents, corrections, who was there, a copy, and the end."""

import json
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center, answers
from tests.factories.look import case_of, everything, findings, stage_of
from tests.factories.pages import SeenPage
from tests.web.applying import seen
from tests.web.conftest import Browser, browser_of
from tests.web.entering import entered
from tests.web.test_labels import HURTFUL
from tests.web.test_status import OFFICE, as_holder, come_in
from tracker.domain.cases import Stage
from tracker.domain.program import ConsentKind
from tracker.services import erasure
from tracker.services.consents import consent_texts
from tracker.web.labels.own import ACTS_FOR_YOUTH, ROLES_FOR_YOUTH, act_for_youth, role_for_youth

MINE = "/status/mine"
ABOUT = ("name", "birth_date", "phone", "email", "district", "office", "account_opened",
         "account_status")  # fmt: skip
CHOICES = ("choice", "meeting", "days", "counselor_gender", "reason")


@pytest.fixture
def case_id(center: Center) -> UUID:
    return center.apply().case_id


@pytest.fixture
def haneul(center: Center, case_id: UUID) -> Browser:
    return as_holder(center, case_id)


def about(**changes: str) -> dict[str, object]:
    form = answers(**changes)
    return {name: form[name] for name in ABOUT}


# --- consents ---------------------------------------------------------------------------------


def consent_path(kind: ConsentKind) -> str:
    return f"/status/consents/{'abcde'[list(ConsentKind).index(kind)]}"


def test_a_consent_is_read_word_for_word_given_and_withdrawn(haneul: Browser):
    path = consent_path(ConsentKind.PROMO)
    text = consent_texts("ko")[ConsentKind.PROMO]
    page = seen(haneul, path)
    assert text.digest in page.words
    assert [page.words.count(words) for _label, words, _important in text.rows] == [1] * len(
        text.rows
    )
    assert haneul.send(f"{path}/give", page=path).status_code == 303
    assert "다시 동의하셨어요" in seen(haneul, MINE).words
    assert haneul.send(f"{path}/withdraw", page=path).status_code == 303
    page = seen(haneul, MINE)
    assert "신청은 그대로 이어져요" in page.words
    assert "동의를 거두셨어요" in page.words


def test_a_mandatory_consent_says_first_what_it_means(
    center: Center, haneul: Browser, case_id: UUID
):
    path = consent_path(ConsentKind.SENSITIVE)
    page = seen(haneul, path)
    assert "신청이 여기에서 끝나요" in page.words
    assert "열흘 안에 모두 지워요" in page.words
    assert stage_of(center, case_id) is Stage.SUBMITTED
    assert haneul.send(f"{path}/withdraw", page=path).status_code == 303
    assert stage_of(center, case_id) is Stage.WITHDRAWN
    page = seen(haneul, MINE)
    assert "2026년 12월 2일 (수)까지" in page.words
    desk = seen(entered(center, "seoyeon"), f"/applications/{case_id}")
    assert "동의를 거둠, 2026년 11월 22일 (일)" in desk.words
    assert "지워 달라고 하신 신청이에요" in desk.words


@pytest.mark.parametrize("letter", ["1", "f", "A", "ab", "ⓐ", "consent_promo"])
def test_no_such_consent(haneul: Browser, letter: str):
    assert haneul.get(f"/status/consents/{letter}").status_code == 404


# --- corrections ------------------------------------------------------------------------------


def test_a_correction_is_reviewed_before_it_is_saved(
    center: Center, haneul: Browser, case_id: UUID
):
    path = "/status/correct/about"
    assert SeenPage(haneul.get(path).text).held("phone") == ["010-7777-1234"]
    before = everything(center)
    assert haneul.send(path, about(phone="010-2222-3333")).location == "/status/correct/check"
    page = seen(haneul, "/status/correct/check")
    assert "010-7777-1234" in page.words
    assert "010-2222-3333" in page.words
    assert "생년월일" not in page.words
    assert everything(center) == before, "nothing is saved before it was looked at"
    assert SeenPage(haneul.get(path).text).held("phone") == ["010-2222-3333"]
    assert haneul.send("/status/correct/check").location == f"{MINE}#given"
    page = seen(haneul, MINE)
    assert "고친 날: 2026년 11월 22일 (일)" in page.words
    seoyeon = entered(center, "seoyeon")
    desk = seen(seoyeon, f"/applications/{case_id}")
    assert "010-2222-3333" in desk.words
    assert "고친 날" in desk.words
    assert "010-2222-3333" in seen(seoyeon, "/applications/").words
    assert findings(center) == ()


def test_the_rules_of_the_form_hold_and_what_was_typed_stays(haneul: Browser):
    answer = haneul.send("/status/correct/about", about(phone="12", name="김 <b>하늘"))
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert "휴대전화 번호를 010-1234-5678처럼" in page.words
    assert page.held("phone") == ["12"]
    assert haneul.get("/status/correct/check").location == MINE


def test_nothing_changed(haneul: Browser):
    assert haneul.send("/status/correct/about", about()).location == "/status/correct/check"
    assert haneul.get("/status/correct/check").location == MINE
    assert "바뀐 것이 없어서" in seen(haneul, MINE).words


def test_wishes_with_words_of_danger_bring_the_help_lines(haneul: Browser):
    fields = {name: answers(reason="죽고 싶어요")[name] for name in CHOICES}
    assert haneul.send("/status/correct/choices", fields).status_code == 303
    assert "힘든 마음을" in seen(haneul, "/status/correct/check").words
    haneul.send("/status/correct/check")
    assert "힘든 마음을" in seen(haneul, MINE).words


def test_wishes_are_for_the_counselor_once_there_is_one(center: Center):
    haneul = as_holder(center, center.assigned())
    page = seen(haneul, MINE)
    assert 'href="/status/correct/about"' in page.html
    assert 'href="/status/correct/choices"' not in page.html
    assert haneul.get("/status/correct/choices").location == MINE
    assert "메시지로 알려 주세요" in seen(haneul, MINE).words


# --- who was there, and a copy ----------------------------------------------------------------


def test_roles_not_names(center: Center):
    case_id = care.active(center)
    entered(center, "eunjeong").get(f"/cases/{case_id}")
    entered(center, "seoyeon").get(f"/applications/{case_id}")
    page = seen(as_holder(center, case_id), "/status/visits")
    assert "상담사 · 기록을 열어 봤어요" in page.words
    assert "신청을 맡은 사람 · 신청서를 열어 봤어요" in page.words
    for name in ("최은정", "박서연", *HURTFUL):
        assert name not in page.words


def test_the_words_for_acts_are_for_the_person_and_not_of_the_office():
    said = [str(words) for words in (*ACTS_FOR_YOUTH.values(), *ROLES_FOR_YOUTH.values())]
    for word in (*OFFICE, *HURTFUL):
        assert not [one for one in said if word in one], word
    assert role_for_youth("coordinator+supervisor") == "신청을 맡은 사람, 상담사를 돕는 사람"
    assert role_for_youth("program") == "프로그램이 저절로"
    assert act_for_youth("an act of tomorrow") == "기록을 다루었어요"


def test_many_visits_are_paged(center: Center, haneul: Browser):
    for _ in range(60):
        haneul.get("/status/copy")
    first = seen(haneul, "/status/visits")
    following = first.html.split('rel="next" href="')[1].split('"')[0]
    second = seen(haneul, following)
    assert "신청이 들어왔어요" not in first.words
    assert "신청이 들어왔어요" in second.words


def test_a_copy_for_machines_and_one_for_paper(center: Center, haneul: Browser):
    haneul.send(MINE, {"message": "저녁이 좋아요"})
    answer = haneul.get("/status/copy.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="copy.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    read = json.loads(answer.text)
    assert read["form"]["name"] == "김하늘"
    assert read["messages"][0]["text"] == "저녁이 좋아요"
    promo = next(one for one in read["consents"] if one["kind"] == "consent_promo")
    assert promo["sha256"] == consent_texts("ko")[ConsentKind.PROMO].digest
    assert promo["text"]
    assert {"application_submitted", "message_received"} <= {one["act"] for one in read["visits"]}
    assert "박서연" not in answer.text
    page = seen(haneul, "/status/copy")
    for words in ("김하늘", "저녁이 좋아요", "1998년 11월 2일", "동의하지 않으셨어요"):
        assert words in page.words
    assert "내 기록을 내려받았어요" in seen(haneul, "/status/visits").words
    trail = seen(entered(center, "yujin"), "/audit/").words
    for how in ("화면으로", "파일로"):
        assert f"신청하신 분이 기록을 내려받았어요 {how}" in trail


# --- the end ----------------------------------------------------------------------------------


def test_h69_deleted_once_asked_and_found_by_nothing(center: Center):
    receipt = center.apply(locked=True)
    haneul, other = (as_holder(center, receipt.case_id) for _ in range(2))
    asked = seen(haneul, "/status/erase")
    assert receipt.number in asked.words
    assert "되살릴 수 없어요" in asked.words
    answer = haneul.send("/status/erase")
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "모두 지웠어요" in seen(haneul, "/").words
    assert haneul.get(MINE).status_code == 303
    for path in (MINE, "/status/copy", "/status/visits", "/status/erase", "/status/correct/about"):
        assert other.get(path).status_code == 404, path
    later = come_in(browser_of(center), receipt.number, receipt.code)
    never = come_in(browser_of(center), "0000-0001", receipt.code)
    assert later.status_code == never.status_code == 422
    seoyeon = entered(center, "seoyeon")
    assert seoyeon.get(f"/applications/{receipt.case_id}").status_code == 404
    assert findings(center) == ()


def test_in_care_the_officer_destroys_within_ten_days(center: Center):
    case_id = care.active(center)
    number = case_of(center, case_id).receipt_number
    haneul, yujin = as_holder(center, case_id), entered(center, "yujin")
    assert "지워 달라고 하신 기록이 없어요" in seen(yujin, "/erasures/").words
    assert "열흘 안에 모두 지워요" in seen(haneul, "/status/erase").words
    assert haneul.send("/status/erase", page="/status/erase").location == "/status/erase"
    assert haneul.send("/status/erase/ask", page="/status/erase").location == MINE
    assert "2026년 12월 2일 (수)까지" in seen(haneul, MINE).words
    listed = seen(yujin, "/erasures/")
    assert number in listed.words
    assert "26-00001" in listed.words
    assert "김하늘" not in listed.words
    assert "10일 남았어요" in listed.words
    center.clock.forward(days=11)
    yujin = entered(center, "yujin")
    assert "1일 지났어요" in seen(yujin, "/erasures/").words
    assert yujin.send(f"/erasures/{case_id}").location == "/erasures/"
    assert number in seen(yujin, "/erasures/").words, "said once, in the sentence above the list"
    assert "지워 달라고 하신 기록이 없어요" in seen(yujin, "/erasures/").words
    assert haneul.get(MINE, follow_redirects=True).status_code in {200, 404}
    assert findings(center) == ()


def test_destroying_needs_a_fresh_proof_and_a_request(center: Center, case_id: UUID):
    assert entered(center, "yujin").get(f"/erasures/{case_id}").status_code == 404
    dropped = care.active(center)
    with center.as_applicant(dropped) as work:
        erasure.ask(work, dropped)
    stale = entered(center, "yujin", proved=False)
    assert stale.get(f"/erasures/{dropped}").location.startswith("/prove")
    token = SeenPage(stale.get("/account").text).held("csrf_token")[0]
    assert stale.post(f"/erasures/{dropped}", data={"csrf_token": token}).status_code == 403
    assert case_of(center, dropped).stage is Stage.WITHDRAWN
