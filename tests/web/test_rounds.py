"""Rounds on the screen: the coordinator makes them, the first page follows."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories.applying import fields_of
from tests.factories.center import Center, answers
from tests.factories.pages import SeenPage
from tests.factories.rounds import offered, only_round, open_round, round_form, stage_of
from tests.hostile.house import enter_as_applicant
from tests.web.applying import fill, receipt_on, seen, send_in
from tests.web.conftest import Browser, browser_of, token_in
from tracker.domain.cases import Stage
from tracker.services import applications, intake, rounds
from tracker.store import cases
from tracker.store.cases import Case


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return browser_of(center).sign_in("seoyeon")


@pytest.fixture
def visitor(center: Center) -> Browser:
    return browser_of(center)


def apply(center: Center, where: UUID, name: str = "김하늘") -> UUID:
    center.clock.forward(minutes=1)
    return center.apply(in_round=where, name=name).case_id


def filled_up(center: Center, **changes: object) -> tuple[UUID, UUID, UUID]:
    """A round with one place: it is 김하늘's, and 이바다 waits."""
    here = only_round(center, **{"capacity": 1, **changes})
    haneul, bada = apply(center, here), apply(center, here, "이바다")
    with center.as_("seoyeon") as work:
        intake.accept(work, haneul)
    with center.as_("seoyeon") as work:
        intake.waitlist(work, bada)
    return here, haneul, bada


# --- the coordinator ---------------------------------------------------------------------------


def test_a_round_is_made_changed_closed_and_opened_again(seoyeon: Browser, visitor: Browser):
    only_round(seoyeon.center, name="지난 모집", closes_on="2026-11-21", opens_on="2026-11-01")
    form = round_form(name="2026년 4차", capacity=30)
    assert seoyeon.send("/rounds/new", form).location == "/rounds/"
    page = seen(seoyeon, "/rounds/")
    assert "2026년 4차" in page.words
    assert "모두 30자리" in page.words
    assert "지난 모집" in page.words
    assert "지금 신청할 수 있어요" in seen(visitor, "/").words
    with seoyeon.center.as_("seoyeon") as work:
        here = rounds.for_coordinator(work)[0].id
    path = f"/rounds/{here}"
    assert SeenPage(seoyeon.get(path).text).held("capacity") == ["30"]
    assert seoyeon.send(path, {**form, "capacity": "40"}).location == "/rounds/"
    assert "모두 40자리" in seen(seoyeon, "/rounds/").words
    assert seoyeon.send(f"{path}/end").location == "/rounds/"
    assert "지금은 신청을 받지 않고 있어요" in seen(visitor, "/").words
    assert seoyeon.send(f"{path}/reopen", page="/rounds/").location == "/rounds/"
    assert "지금 신청할 수 있어요" in seen(visitor, "/").words


def test_wrong_words_stand_beside_their_fields_and_all_is_kept(seoyeon: Browser):
    form = round_form(name="", closes_on="2026-10-01", capacity="많이")
    answer = seoyeon.send("/rounds/new", form)
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert "이 칸을 채워 주세요" in page.words or "이름을 적어 주세요" in page.words
    assert "숫자로만 적어 주세요" in page.words
    assert page.held("capacity") == ["많이"]
    assert page.held("closes_on") == ["2026-10-01"]
    twice = seoyeon.send("/rounds/new", round_form(name="첫 모집"))
    assert "같은 이름의 회차가 있어요" in twice.text


def test_what_was_promised_cannot_be_changed_once_somebody_applied(seoyeon: Browser):
    here = open_round(seoyeon.center, name="약속한 모집")
    apply(seoyeon.center, here)
    answer = seoyeon.send(f"/rounds/{here}", round_form(name="약속한 모집", care_years=9))
    assert answer.status_code == 422
    assert "이미 이 약속으로 신청하신 분이 있어서" in answer.text


def test_another_round_is_nobody_elses(seoyeon: Browser):
    assert seoyeon.get(f"/rounds/{UUID(int=7)}").status_code == 404


def test_the_inbox_of_one_round(seoyeon: Browser):
    seoyeon.center.apply(name="김하늘")
    here = open_round(seoyeon.center, name="둘째 모집")
    apply(seoyeon.center, here, "이바다")
    page = seen(seoyeon, f"/applications/?round={here.hex}")
    assert "둘째 모집의 신청만 보고 있어요" in page.words
    assert "이바다" in page.words
    assert "김하늘" not in page.words
    assert f"round={here.hex}" in page.html  # the tabs stay in the round
    assert "김하늘" in seen(seoyeon, "/applications/").words


def test_accepting_a_selection(seoyeon: Browser):
    here = open_round(seoyeon.center, capacity=2)
    three = [apply(seoyeon.center, here, name) for name in ("김하늘", "이바다", "남궁민")]
    ticked = {"cases": [one.hex for one in three]}
    page = seoyeon.send("/applications/accept", ticked, page="/applications/")
    assert "신청 3건을 한 번에 선정해요" in page.text
    assert "남은 자리 2자리" in page.text
    refused = seoyeon.send(
        "/applications/accept", {**ticked, "go": "accept"}, page="/applications/"
    )
    assert refused.status_code == 422
    assert "3분을 고르셨는데 이 회차에 남은 자리는 2자리예요" in refused.text
    two = {"cases": ticked["cases"][:2], "go": "accept"}
    assert seoyeon.send("/applications/accept", two, page="/applications/").status_code == 303
    stages = [stage_of(seoyeon.center, one) for one in three]
    assert stages == [Stage.ACCEPTED, Stage.ACCEPTED, Stage.SUBMITTED]
    nobody = seoyeon.send("/applications/accept", {}, page="/applications/")
    assert nobody.status_code == 422


def test_a_full_round_refuses_kindly_and_shows_the_turn(seoyeon: Browser):
    _, _, bada = filled_up(seoyeon.center)
    page = f"/applications/{bada}"
    assert "1번째 순서예요" in seen(seoyeon, page).words
    answer = seoyeon.send(f"{page}/accept", page=page)
    assert answer.status_code == 422
    assert "남은 자리가 0자리라서" in answer.text
    assert "이바다" in seen(seoyeon, "/applications/?tab=waitlisted").words


def test_an_offer_that_comes_too_late_is_told_on_the_page(seoyeon: Browser):
    """Another window decided meanwhile: the page says so, whatever buttons it has by now."""
    haneul = seoyeon.center.apply().case_id
    token = token_in(seoyeon.get(f"/applications/{haneul}").text)
    answer = seoyeon.post(f"/applications/{haneul}/offer", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "선정하기" in SeenPage(answer.text).words


def test_a_place_is_offered_and_seen_in_the_list(seoyeon: Browser):
    here, haneul, bada = filled_up(seoyeon.center)
    with seoyeon.center.as_applicant(haneul) as work:
        applications.withdraw(work, haneul)
    assert offered(seoyeon.center, here) == [bada]
    assert "자리를 알려 드렸고" in seen(seoyeon, f"/applications/{bada}").words
    assert "자리 알림," in seen(seoyeon, "/applications/?tab=waitlisted").words
    seoyeon.center.clock.forward(days=6)
    seoyeon = browser_of(seoyeon.center).sign_in("seoyeon")
    tab = seoyeon.get("/applications/?tab=waitlisted", follow_redirects=True)
    assert "자리 알림," not in tab.text
    answer = seoyeon.send(f"/applications/{bada}/offer", page=f"/applications/{bada}")
    assert answer.status_code == 303
    assert offered(seoyeon.center, here) == [bada]


# --- whoever wants to apply ----------------------------------------------------------------------


def test_the_first_page_follows_the_rounds(center: Center, visitor: Browser):
    here = only_round(center, capacity=5, opens_on="2026-12-01")
    page = seen(visitor, "/")
    assert "곧 신청을 받아요" in page.words
    assert "2026년 12월 1일" in page.words
    assert 'href="/apply"' not in page.html
    assert visitor.get("/apply").location == "/"
    center.clock.forward(days=10)
    assert "자리가 남아 있어요" in seen(visitor, "/").words
    for number in range(4):
        case_id = apply(center, here)
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)
        assert ("얼마 남지 않았어요" in seen(visitor, "/").words) is (number == 3)
    center.clock.forward(days=60)
    assert "지금은 신청을 받지 않고 있어요" in seen(visitor, "/").words


def test_full_and_waiting_are_said_kindly(center: Center, visitor: Browser):
    here, _, _ = filled_up(center, waiting_size=2)
    page = seen(visitor, "/")
    assert "자리는 찼지만 대기로 신청하실 수 있어요" in page.words
    case_id = apply(center, here)
    with center.as_("seoyeon") as work:
        intake.waitlist(work, case_id)
    page = seen(visitor, "/")
    assert "이번에는 자리가 다 찼어요" in page.words
    assert "전국민 마음투자" in page.words
    assert 'href="/apply"' not in page.html
    assert visitor.get("/apply/consent").location == "/"


def test_several_rounds_at_once(center: Center, visitor: Browser):
    here = open_round(center, name="소수 모집", tests=4, sessions=2, capacity=9)
    page = seen(visitor, "/")
    assert "소수 모집" in page.words
    assert "첫 모집" in page.words
    assert "검사 네 가지, 상담 두 번" in page.words
    assert visitor.get("/apply/consent").location == "/"
    start = f"/apply/consent?round={here.hex}"
    consent = seen(visitor, start)
    assert "여섯 가지 가운데 네 가지를 받고, 상담사와 두 번 만나" in consent.words
    number, _ = _apply_in(visitor, start)
    with center.site.reading() as db:
        found = cases.by_receipt(db, number)
    assert found is not None
    assert found.round_id == here


def _apply_in(visitor: Browser, start: str) -> tuple[str, str]:
    four = answers()["choice"][:4]
    assert visitor.send(start, fields_of("/apply/consent", answers())).location == "/apply/about"
    fill(visitor, "/apply/about")
    five = visitor.send("/apply/choices", fields_of("/apply/choices", answers()))
    assert five.status_code == 422
    assert "4가지만 골라 주세요" in five.text
    fill(visitor, "/apply/choices", choice=four)
    assert visitor.send("/apply/check").location == "/apply/done"
    return receipt_on(visitor.get("/apply/done").text)


def test_whoever_began_in_time_may_send_within_the_hour(center: Center, visitor: Browser):
    here = only_round(center, closes_on="2026-11-22")
    center.clock.now += timedelta(hours=11, minutes=50)  # ten minutes to midnight in Seoul
    fill(visitor)
    center.clock.forward(minutes=40)
    assert "지금은 신청을 받지 않고 있어요" in seen(browser_of(center), "/").words
    assert visitor.send("/apply/check").location == "/apply/done"
    late = browser_of(center)
    assert late.get("/apply/consent").location == "/"
    assert len(_of_round(center, here)) == 1


def test_too_late_is_said_and_nothing_is_stored(center: Center, visitor: Browser):
    here = only_round(center)
    fill(visitor)
    token = SeenPage(visitor.get("/apply/check").text).held("csrf_token")[0]
    with center.as_("seoyeon") as work:
        rounds.end(work, here, over=True)
    answer = visitor.post("/apply/check", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "그사이 이번 모집이 마감되어" in answer.text
    assert _of_round(center, here) == []
    with center.as_("seoyeon") as work:
        rounds.end(work, here, over=False)
    assert visitor.send("/apply/check").location == "/apply/done"


def test_taking_an_offered_place(center: Center):
    here, haneul, bada = filled_up(center)
    person = browser_of(center)
    _enter(person, bada)
    assert "순서를 기다리고 있어요" in seen(person, "/status/mine").words
    assert "자리가 났어요" not in seen(person, "/status/mine").words
    late = person.send("/status/offer", page="/status/mine", follow_redirects=True)
    assert "자리를 맡아 둔 기한이 지났어요" in late.text
    with center.as_applicant(haneul) as work:
        applications.withdraw(work, haneul)
    page = seen(person, "/status/mine")
    assert "자리가 났어요" in page.words
    assert "네, 함께할게요" in page.words
    taken = person.send("/status/offer", page="/status/mine", follow_redirects=True)
    assert "함께하게 되어 기뻐요" in taken.text
    assert stage_of(center, bada) is Stage.ACCEPTED
    assert offered(center, here) == []


def _enter(browser: Browser, case_id: UUID) -> None:
    enter_as_applicant(browser, case_id)


def _of_round(center: Center, round_id: UUID) -> list[UUID]:
    with center.site.reading() as db:
        return [one.id for one in db.query(Case).filter_by(round_id=round_id)]


def test_one_who_applied_sees_nothing_of_the_numbers(center: Center, visitor: Browser):
    only_round(center, capacity=7)
    send_in(visitor)
    for path in ("/", "/apply/done", "/privacy"):
        assert "7자리" not in visitor.get(path).text
