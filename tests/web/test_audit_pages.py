"""서유진 reads what everybody did, and proves that nobody changed it afterwards."""

import re
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, anchor_of, sql
from tests.web.conftest import Browser, browser_of

CANARY = "카나리아노래"


@pytest.fixture
def yujin(center: Center) -> Browser:
    return browser_of(center).sign_in("yujin")


def anchor_in(page: str) -> str:
    found = re.search(r'id="anchor-now">(\d+:[0-9a-f]{64})<', page)
    assert found is not None
    return found[1]


def row_of(page: str, what: str) -> str:
    """The newest row about an act."""
    return next(one for one in page.split("<tr>")[1:] if f">{what}" in one)


def test_the_five_facts_of_an_act(center: Center):
    case_id = center.accepted()
    page = browser_of(center).sign_in("yujin").get("/audit/").text
    row = row_of(page, "선정했어요")
    assert "박서연" in row  # who
    assert "접수 담당" in row
    assert "2026년 11월 22일 (일) 오후 12시" in row  # when
    assert "127.0.0.1" in row  # from where
    assert "사례 26-00001" in row  # on whose record
    assert f"identity:{case_id.hex}" in row
    assert re.search("신청 기록에 신청서 [12]판 저장", row)  # what it did
    assert "접수 담당 모임에게 신청 기록 열쇠 2을(를) 줌" in row
    assert "접수 담당 모임의 신청 기록 열쇠 1을(를) 없앰" in row


def test_no_name_and_no_word_of_a_client(yujin: Browser, center: Center):
    case_id = care.completed(center)
    center.apply(name=CANARY, reason=CANARY, email="canary@example.org")
    browser_of(center).sign_in("seoyeon").get(f"/applications/{case_id}")
    page, seen = "/audit/", ""
    while page:
        text = yujin.get(page).text
        seen += text
        found = re.search(r'rel="next" href="([^"]+)"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert case_id.hex in seen
    for word in (CANARY, "canary@", "김하늘", "7777-1234", "수면 문제", "2026-11-20"):
        assert word not in seen


def test_reading_is_an_act_too(yujin: Browser):
    yujin.get("/audit/")
    page = yujin.get("/audit/").text
    assert "접속기록을 열어 봤어요" in page
    assert "줄" in page


def test_pages_follow_one_another(yujin: Browser, center: Center):
    for _ in range(110):
        center.apply()
    first = yujin.get("/audit/").text
    assert first.count("<tr>") == 101
    path = re.search(r'rel="next" href="(/audit/\?before=(\d+))"', first)
    assert path is not None
    second = yujin.get(path[1]).text
    assert "처음으로" in second
    cases = re.findall(r">identity:(\w+)<", first)
    later = re.findall(r">identity:(\w+)<", second)
    assert cases
    assert later
    assert not set(cases) & set(later)
    assert len({*cases, *later}) == 110


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 40, "%00", "٣", "1;DROP TABLE audit"])
def test_a_bad_place_begins_with_the_newest(yujin: Browser, before: str):
    answer = yujin.get(f"/audit/?before={before}")
    assert answer.status_code == 200
    assert "로그인했어요" in answer.text


def test_before_the_beginning_there_is_nothing(yujin: Browser):
    assert "더 남은 기록이 없어요" in yujin.get("/audit/?before=1").text
    assert yujin.get("/audit/?before=999999999999999").status_code == 200


def test_a_whole_trail_verifies(center: Center):
    care.active(center)
    yujin = browser_of(center).sign_in("yujin")
    expected = anchor_of(center)
    answer = yujin.send("/audit/verify")
    assert answer.status_code == 200
    assert "바뀐 곳이 없어요" in answer.text
    assert anchor_in(answer.text) == f"{expected.sequence}:{expected.digest}"


def test_an_edited_row_is_found(center: Center):
    care.active(center)
    yujin = browser_of(center).sign_in("yujin")
    found = sql(center, "SELECT sequence FROM audit WHERE action = 'case_assigned'")
    sequence = found[0][0]
    sql(center, "UPDATE audit SET address = '10.9.9.9' WHERE sequence = :s", s=sequence)
    page = yujin.send("/audit/verify").text
    assert "맞지 않는 곳이 있어요" in page
    assert "접속기록 한 줄이 나중에 바뀌었어요." in page
    assert f"{sequence}번째 줄" in page
    assert "바뀐 곳이 없어요" not in page


def test_a_missing_document_is_found(yujin: Browser, center: Center):
    case_id = care.active(center)
    sql(center, "DELETE FROM documents WHERE kind = 'intake'")
    page = yujin.send("/audit/verify").text
    assert "있어야 할 기록이 없어졌어요." in page
    assert f"상담 기록 {case_id.hex} 초기면접 1" in page


def test_a_kept_anchor_proves_the_past(yujin: Browser, center: Center):
    center.apply()
    kept = anchor_in(yujin.send("/audit/verify").text)
    center.apply()
    page = yujin.send("/audit/verify", {"anchor": f"  {kept.upper()} "}).text
    assert "확인값도 그대로예요" in page
    number, digest = kept.split(":")
    other = f"{number}:{'0' * 64}"
    page = yujin.send("/audit/verify", {"anchor": other}).text
    assert "따로 보관한 확인값과 접속기록이 맞지 않아요." in page
    assert digest not in page.split("anchor-now")[0]


@pytest.mark.parametrize("anchor", ["x", "12", "12:abc", f"-1:{'a' * 64}", "<b>", "9" * 300])
def test_an_anchor_that_cannot_be_one(yujin: Browser, anchor: str):
    answer = yujin.send("/audit/verify", {"anchor": anchor})
    assert answer.status_code == 422
    assert "한 줄 그대로 붙여 넣어 주세요" in answer.text
    assert "<b>" not in answer.text


def test_past_checks_are_listed(yujin: Browser, center: Center):
    center.apply()
    kept = anchor_in(yujin.send("/audit/verify").text)
    sql(center, "DELETE FROM documents")
    center.clock.forward(days=1)
    yujin = browser_of(center).sign_in("yujin")
    yujin.send("/audit/verify")
    past = yujin.get("/audit/verify").text.partition("지난 확인")[2]
    number, digest = kept.split(":")
    assert f"{number}:{digest[:12]}" in past
    assert digest not in past
    assert past.index("맞지 않는 곳 2곳") < past.index("바뀐 곳 없음")
    assert past.index("11월 23일") < past.index("11월 22일")
    assert past.count("서유진") == 2


def test_verifying_leaves_one_row_of_its_own(yujin: Browser, center: Center):
    before = anchor_of(center)
    yujin.send("/audit/verify")
    assert anchor_of(center).sequence == before.sequence + 1
    assert actions(center) == ["audit_verified"]


def test_a_forged_row_is_shown_as_text(yujin: Browser, center: Center):
    """Whoever can write into the database cannot write into the officer's page."""
    sql(
        center,
        "UPDATE audit SET action = '<script>', role = '<i>', object = '<b>:<u>', address = '<s>'"
        " WHERE sequence = (SELECT max(sequence) FROM audit)",
    )
    page = yujin.get("/audit/")
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.text
    for tag in ("<script>", "<i>", "<b>", "<u>", "<s>"):
        assert tag not in page.text


@pytest.mark.parametrize(
    "detail",
    ['"x"', "[1]", '{"documents": 1, "grants": ["<b>"], "month": "<i>", "roles": 3, "count": []}'],
)
def test_a_row_full_of_nonsense_is_shown_all_the_same(yujin: Browser, center: Center, detail: str):
    newest = "(SELECT max(sequence) FROM audit)"
    sql(center, f"UPDATE audit SET detail = :d WHERE sequence = {newest}", d=detail)
    sql(
        center,
        "UPDATE audit SET detail = :d, action = 'audit_verified' WHERE sequence = 2",
        d=detail,
    )
    page = yujin.get("/audit/")
    assert page.status_code == 200
    assert "<b>" not in page.text
    assert yujin.get("/audit/verify").status_code == 200


@pytest.mark.parametrize("who", ["seoyeon", "eunjeong", "hyewon", "jihyun", "taekyung"])
def test_nobody_else_comes_in(center: Center, who: str):
    browser = browser_of(center).sign_in(who)
    assert browser.get("/audit/").status_code == 403
    assert browser.get("/audit/verify").status_code == 403


def test_the_officer_opens_no_case(yujin: Browser, center: Center):
    case_id = center.assigned()
    for path in (f"/applications/{case_id}", f"/cases/{case_id}", f"/team/{case_id}"):
        assert yujin.get(path).status_code == 404
    assert yujin.get(f"/team/{UUID(int=1)}").status_code == 404
