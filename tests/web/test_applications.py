"""박서연 reads what came in, decides, and finds a counselor."""

from uuid import UUID, uuid4

import pytest

from tests.factories.center import NOW, Center
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.cases import Stage
from tracker.services import intake
from tracker.store import cases, past
from tracker.store.documents import DocumentRow
from tracker.web.pages.lists import read_cursor, write_cursor

MARKUP = '<script>alert("하늘")</script> {{7*7}}'
NOBODY = UUID(int=7)


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return browser_of(center).sign_in("seoyeon")


def stage_of(center: Center, case_id) -> Stage:
    with center.site.reading() as db:
        case = cases.get(db, case_id)
        assert case is not None
        return case.stage


def test_the_whole_way_from_new_to_assigned(center: Center):
    paper = center.apply()
    seoyeon = browser_of(center).sign_in("seoyeon")
    listed = seoyeon.get("/applications/").text
    assert "김하늘" in listed
    assert paper.number in listed
    assert f'href="/applications/{paper.case_id}"' in listed
    opened = seoyeon.get(f"/applications/{paper.case_id}").text
    assert "요즘 잠을 잘 못 자고" in opened
    assert "관악구" in opened
    answer = seoyeon.send(
        f"/applications/{paper.case_id}/accept", page=f"/applications/{paper.case_id}"
    )
    assert answer.status_code == 303
    assert stage_of(center, paper.case_id) is Stage.ACCEPTED
    form = seoyeon.get(f"/applications/{paper.case_id}/assign").text
    assert "최은정" in form
    assert "박서연" not in form.split("<main")[1]  # a coordinator is no counselor
    answer = seoyeon.send(
        f"/applications/{paper.case_id}/assign",
        {"counselor": center.staff["eunjeong"].account_id.hex},
    )
    assert answer.status_code == 303
    assert stage_of(center, paper.case_id) is Stage.ASSIGNED
    assert "배정했어요" in seoyeon.get(answer.location).text


def test_titles_never_carry_a_name(seoyeon: Browser, center: Center):
    case_id = center.accepted()
    for path in ("", "/decline", "/assign"):
        title = seoyeon.get(f"/applications/{case_id}{path}").text.split("<title>")[1]
        assert "김하늘" not in title.split("</title>")[0]


def test_an_empty_list_says_what_will_appear(seoyeon: Browser):
    assert "새 신청이 없어요" in seoyeon.get("/applications/").text
    assert "기다리는 신청이 없어요" in seoyeon.get("/applications/?tab=waitlisted").text


def test_tabs_count_and_select(seoyeon: Browser, center: Center):
    center.apply(name="김하늘")
    center.accepted(name="이바다")
    new = seoyeon.get("/applications/?tab=submitted").text
    assert "김하늘" in new
    assert "이바다" not in new
    assert '배정할 신청 <span class="count">1</span>' in new
    to_assign = seoyeon.get("/applications/?tab=accepted").text
    assert "이바다" in to_assign
    assert "/assign" in to_assign
    everything = seoyeon.get("/applications/?tab=all").text
    assert "김하늘" in everything
    assert "이바다" in everything
    assert "새 신청" in seoyeon.get("/applications/?tab=nonsense").text


def test_age_in_days(seoyeon: Browser, center: Center):
    center.apply()
    assert "오늘" in seoyeon.get("/applications/").text
    center.clock.forward(days=3)
    seoyeon = browser_of(center).sign_in("seoyeon")
    assert "3일 전" in seoyeon.get("/applications/").text


def test_paging_walks_through_everybody_once(seoyeon: Browser, center: Center):
    numbers = []
    for _ in range(52):
        center.clock.forward(seconds=1)
        numbers.append(center.apply().number)
    first = seoyeon.get("/applications/").text
    path = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = seoyeon.get(path).text
    assert [number in first for number in numbers] == [True] * 50 + [False] * 2
    assert [number in second for number in numbers] == [False] * 50 + [True] * 2


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "_",
        "2026-01-01_zz",
        f"2026-01-01_{NOBODY.hex}",
        f"2026-01-01T00:00:00%2B00:00_{'0' * 99}",
        f"0001-01-01T00:00:00%2B14:00_{NOBODY.hex}",
        "%00",
        "9" * 5000,
    ],
)
def test_a_bad_cursor_is_ignored(seoyeon: Browser, center: Center, after: str):
    center.apply()
    answer = seoyeon.get(f"/applications/?after={after}")
    assert answer.status_code == 200
    assert "김하늘" in answer.text


def test_a_cursor_survives_the_address():
    place = (NOW, uuid4())
    assert read_cursor(write_cursor(place)) == place


def test_after_deciding_comes_the_next_in_line(seoyeon: Browser, center: Center):
    first, second = center.apply(), None
    center.clock.forward(minutes=1)
    second = center.apply(name="이바다")
    answer = seoyeon.send(
        f"/applications/{first.case_id}/waitlist", page=f"/applications/{first.case_id}"
    )
    assert answer.location == f"/applications/{second.case_id}"
    answer = seoyeon.send(
        f"/applications/{second.case_id}/accept", page=f"/applications/{second.case_id}"
    )
    assert answer.location == "/applications/?tab=submitted"
    told = seoyeon.get(answer.location).text
    assert "선정했어요" in told
    assert "이바다" not in told


def test_deciding_twice_is_one_act(seoyeon: Browser, center: Center):
    paper = center.apply()
    path = f"/applications/{paper.case_id}"
    page = seoyeon.get(path).text
    assert seoyeon.send(f"{path}/accept", page=path).status_code == 303
    assert (
        seoyeon.send(f"{path}/accept", page="/applications/" + str(paper.case_id)).status_code
        == 303
    )
    assert "선정하기" in page
    assert ">선정하기<" not in seoyeon.get(path).text
    with center.site.reading() as db:
        assert [line.event for line in past.history(db, paper.case_id)] == ["submit", "accept"]


def test_declining_needs_a_reason_and_keeps_the_note(seoyeon: Browser, center: Center):
    paper = center.apply()
    path = f"/applications/{paper.case_id}/decline"
    refused = seoyeon.send(path, {"note": MARKUP})
    assert refused.status_code == 422
    assert "까닭을 알려 주세요" in refused.text
    assert "&lt;script&gt;" in refused.text
    assert "<script>alert" not in refused.text
    assert stage_of(center, paper.case_id) is Stage.SUBMITTED
    assert seoyeon.send(path, {"reason": "boring", "note": ""}).status_code == 422
    long = seoyeon.send(path, {"reason": "duplicate", "note": "가" * 2001})
    assert "2,000자 안으로" in long.text
    assert 'value="duplicate" checked' in long.text
    done = seoyeon.send(path, {"reason": "duplicate", "note": MARKUP})
    assert done.status_code == 303
    page = seoyeon.get(f"/applications/{paper.case_id}").text
    assert "중복 신청" in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page
    again = seoyeon.get(path)  # nothing to decline any more
    assert again.location == f"/applications/{paper.case_id}"


def test_a_declined_application_is_taken_up_again(seoyeon: Browser, center: Center):
    paper = center.apply()
    path = f"/applications/{paper.case_id}"
    seoyeon.send(f"{path}/decline", {"reason": "unverified", "note": ""})
    assert seoyeon.send(f"{path}/reopen", {"reason": " "}).status_code == 422
    answer = seoyeon.send(f"{path}/reopen", {"reason": "가입을 확인했어요"})
    assert answer.location == path
    assert stage_of(center, paper.case_id) is Stage.SUBMITTED
    page = seoyeon.get(path).text
    assert "가입을 확인했어요" in page
    replayed = seoyeon.post(
        f"{path}/reopen",
        data={"reason": "또", "csrf_token": token_in(page)},
    )
    assert replayed.status_code == 422
    assert "또</textarea>" in replayed.text


def test_an_act_that_came_too_late_is_told_on_the_page(seoyeon: Browser, center: Center):
    case_id = center.assigned()
    answer = seoyeon.send(f"/applications/{case_id}/waitlist", page=f"/applications/{case_id}")
    assert answer.status_code == 422
    assert "지금 &#39;배정&#39; 단계에서는" in answer.text
    assert stage_of(center, case_id) is Stage.ASSIGNED


@pytest.mark.parametrize("counselor", ["", "x", NOBODY.hex, "hyewon", "jihyun"])
def test_only_a_counselor_of_a_team_is_assigned(seoyeon: Browser, center: Center, counselor: str):
    case_id = center.accepted()
    staff = center.staff.get(counselor)
    chosen = counselor if staff is None else staff.account_id.hex
    answer = seoyeon.send(f"/applications/{case_id}/assign", {"counselor": chosen})
    assert answer.status_code == 422
    assert "상담사" in answer.text
    assert stage_of(center, case_id) is Stage.ACCEPTED


def test_caseload_stands_beside_each_counselor(seoyeon: Browser, center: Center):
    center.assigned("eunjeong")
    case_id = center.accepted()
    form = seoyeon.get(f"/applications/{case_id}/assign").text
    assert "최은정 · 지금 맡은 사례 1건" in form
    assert "정민수 · 지금 맡은 사례 0건" in form
    assert form.index("정민수") < form.index("최은정")


def test_extra_fields_change_nothing(seoyeon: Browser, center: Center):
    paper = center.apply()
    path = f"/applications/{paper.case_id}"
    fields = {"stage": "completed", "counselor_id": uuid4().hex, "number": "26-99999"}
    seoyeon.send(f"{path}/waitlist", fields, page=path)
    assert stage_of(center, paper.case_id) is Stage.WAITLISTED


def test_markup_in_an_application_is_text(seoyeon: Browser, center: Center):
    paper = center.apply(reason=f"{MARKUP}\n둘째 줄", office="<b>굵게</b>")
    page = seoyeon.get(f"/applications/{paper.case_id}").text
    assert "<script>alert" not in page
    assert "<b>굵게</b>" not in page
    assert '<p class="text">&lt;script&gt;' in page
    assert "{{7*7}}\n둘째 줄" in page


def test_consents_show_the_text_that_was_read(seoyeon: Browser, center: Center):
    paper = center.apply(consent_promo="no")
    page = seoyeon.get(f"/applications/{paper.case_id}").text
    assert page.count("동의함") == 4
    assert page.count("동의하지 않음") == 1
    assert "2026-11판 문구" in page


def test_a_closed_account_stands_out(seoyeon: Browser, center: Center):
    paper = center.apply(account_status="closed_early")
    page = seoyeon.get(f"/applications/{paper.case_id}").text
    assert '<span class="badge badge-danger">중도해지</span>' in page
    assert "사실인지 확인한 뒤" in page


def damage(center: Center, kind: str) -> None:
    """Somebody changes a record behind the product's back."""
    with center.site.database.write() as db, db.begin():
        for row in db.query(DocumentRow).filter(DocumentRow.kind == kind):
            row.body = row.body[:-1] + bytes([row.body[-1] ^ 1])


def test_a_damaged_application_shows_no_content(seoyeon: Browser, center: Center):
    paper = center.apply()
    damage(center, "application")
    page = seoyeon.get(f"/applications/{paper.case_id}")
    assert page.status_code == 200
    assert "손상되어 열 수 없어요" in page.text
    assert "김하늘" not in page.text
    assert ">선정하기<" not in page.text


def test_a_damaged_card_is_told_in_the_list(seoyeon: Browser, center: Center):
    paper = center.apply()
    damage(center, "card")
    page = seoyeon.get("/applications/").text
    assert "손상됨" in page
    assert paper.number in page
    assert "김하늘" not in page


@pytest.mark.parametrize("who", ["eunjeong", "hyewon", "jihyun", "taekyung", "yujin"])
def test_nobody_else_comes_in(center: Center, who: str):
    paper = center.apply()
    browser = browser_of(center).sign_in(who)
    assert browser.get("/applications/").status_code == 403
    for path in ("", "/decline", "/assign", "/reopen"):
        answer = browser.get(f"/applications/{paper.case_id}{path}")
        assert answer.status_code == 404
        assert "김하늘" not in answer.text
    assert browser.get("/applications/").status_code == 403


def test_visitors_are_sent_to_sign_in(center: Center):
    paper = center.apply()
    answer = browser_of(center).get(f"/applications/{paper.case_id}")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_foreign_ids_are_not_found(seoyeon: Browser):
    strange = uuid4()
    for path in ("", "/decline", "/assign", "/reopen"):
        assert seoyeon.get(f"/applications/{strange}{path}").status_code == 404
    assert seoyeon.send(f"/applications/{strange}/accept", page="/applications/").status_code == 404
    assert seoyeon.get("/applications/1").status_code == 404


def test_deciding_by_address_is_refused(seoyeon: Browser, center: Center):
    paper = center.apply()
    for act in ("accept", "waitlist"):
        assert seoyeon.get(f"/applications/{paper.case_id}/{act}").status_code == 405
    answer = seoyeon.post(f"/applications/{paper.case_id}/accept", data={"csrf_token": "x"})
    assert answer.status_code == 400
    assert stage_of(center, paper.case_id) is Stage.SUBMITTED


def test_opening_is_recorded(seoyeon: Browser, center: Center):
    paper = center.apply()
    seoyeon.get(f"/applications/{paper.case_id}")
    yujin = browser_of(center).sign_in("yujin")
    page = yujin.get("/audit/").text
    assert "신청서를 열어 봤어요" in page
    assert paper.case_id.hex in page


def test_words_typed_come_back_after_the_session_ended(center: Center):
    paper = center.apply()
    browser = browser_of(center).sign_in("seoyeon")
    path = f"/applications/{paper.case_id}/decline"
    page = browser.get(path).text
    token = token_in(page)
    center.clock.forward(minutes=40)
    answer = browser.post(
        path, data={"csrf_token": token, "note": "확인한 것", "reason": "duplicate"}
    )
    assert answer.status_code == 400 or answer.location.startswith("/sign-in")
    browser.sign_in("seoyeon")
    back = browser.get(path).text
    assert "확인한 것" in back


def test_an_accepted_case_keeps_its_number_in_the_head(seoyeon: Browser, center: Center):
    case_id = center.accepted()
    with center.as_("seoyeon") as work:
        number = intake.show(work, case_id).case.number
    assert number is not None
    assert number in seoyeon.get(f"/applications/{case_id}").text
