"""What 최은정 typed comes back: after a session ended, after an old page was sent."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import sql
from tests.factories.pages import SeenPage
from tests.web import case_fields as fill
from tests.web.applying import fill as fill_in
from tests.web.conftest import Browser, browser_of, token_in
from tracker.services import counseling
from tracker.vault.codes import totp_code

LONG = "오늘 나눈 이야기. " * 300


@pytest.fixture
def eunjeong(center: Center) -> Browser:
    return browser_of(center).sign_in("eunjeong")


def sign_in_again(browser: Browser, who: str, door: str) -> str:
    """Sign in at the door somebody was sent to; the page they come back to."""
    person = browser.center.staff[who]
    browser.center.clock.forward(seconds=31)
    code = totp_code(person.totp_secret, browser.center.clock())
    fields = {"username": person.username, "password": person.password, "code": code}
    answer = browser.send(door, fields)
    assert answer.status_code == 303
    return answer.location


def documents(center: Center) -> int:
    return len(sql(center, "SELECT 1 FROM documents WHERE object LIKE 'clinical:%'"))


def send_late(browser: Browser, path: str, fields: dict[str, object]) -> str:
    """Open a form, go for lunch, send it; the door one is sent to."""
    page = browser.get(path).text
    entry = SeenPage(page).held("entry")
    typed = {**fields, "csrf_token": token_in(page), "version": SeenPage(page).held("version")[0]}
    if entry:
        typed["entry"] = entry[0]
    browser.center.clock.forward(minutes=45)
    answer = browser.post(path, data=typed)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    return answer.location


def test_an_intake_note_survives_an_expired_session(center: Center):
    case_id = center.assigned()
    eunjeong = browser_of(center).sign_in("eunjeong")
    path = f"/cases/{case_id}/intake"
    door = send_late(eunjeong, path, fill.intake(background=LONG))
    assert documents(center) == 0
    assert "쓰시던 글도 그대로 이어져요" in eunjeong.get(door).text
    back = sign_in_again(eunjeong, "eunjeong", door)
    assert back == path
    page = eunjeong.get(back).text
    seen = SeenPage(page)
    assert "적으시던 글을 되돌려 두었어요" in seen.words
    assert seen.held("background")[0].strip() == LONG.strip()
    assert seen.held("limits_explained") == ["y"]
    assert seen.held("risk") == ["none"]
    assert "data-dirty" in page
    sent = eunjeong.post(
        path,
        data={**fill.intake(background=LONG), "version": "0", "csrf_token": token_in(page)},
    )
    assert sent.status_code == 303
    assert "적으시던 글을" not in eunjeong.get(path).text  # given back once


def test_a_session_note_survives_and_stays_one_session(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/sessions/1"
    door = send_late(eunjeong, path, fill.session(note=LONG, risk="moderate"))
    page = eunjeong.get(sign_in_again(eunjeong, "eunjeong", door)).text
    seen = SeenPage(page)
    assert seen.held("note")[0].strip() == LONG.strip()
    assert seen.held("risk") == ["moderate"]
    fields = {**fill.session(note=LONG), "version": "0", "csrf_token": token_in(page)}
    fields["entry"] = seen.held("entry")[0]
    assert [eunjeong.post(path, data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(sql(center, "SELECT 1 FROM counseling_sessions")) == 1


def test_the_scales_come_back_with_their_instrument(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/assessments/personality_inventory"
    fields = fill.result("personality_inventory", instrument="mmpi_2_rf", scale_EID="71")
    door = send_late(eunjeong, path, fields)
    seen = SeenPage(eunjeong.get(sign_in_again(eunjeong, "eunjeong", door)).text)
    assert seen.held("instrument")[-1] == "mmpi_2_rf"
    assert seen.held("scale_EID") == ["71"]
    assert seen.held("narrative") == ["personality_inventory 요약"]


def test_the_drop_out_form_comes_back(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/close"
    page = eunjeong.get(path).text
    fields = {"how": "drop_out", "reason": "referred_out", "note": "이어 드림"}
    center.clock.forward(minutes=45)
    answer = eunjeong.post(path, data={**fields, "csrf_token": token_in(page)})
    seen = SeenPage(eunjeong.get(sign_in_again(eunjeong, "eunjeong", answer.location)).text)
    assert seen.held("reason") == ["referred_out"]
    assert seen.held("note") == ["이어 드림"]


def test_what_was_saved_meanwhile_is_shown_beside_it(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    path = f"/cases/{case_id}/intake"
    door = send_late(eunjeong, path, fill.intake(background="적던 글"))
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper(background="저장된 글"), 0)
    page = eunjeong.get(sign_in_again(eunjeong, "eunjeong", door)).text
    both = page.split('class="versions"')[1].split("<form")[0]
    assert "저장된 글" in both
    assert "적던 글" in both
    assert SeenPage(page).held("background") == ["적던 글"]


def test_somebody_else_at_the_same_browser_reads_nothing(eunjeong: Browser, center: Center):
    case_id = center.assigned()
    path = f"/cases/{case_id}/intake"
    door = send_late(eunjeong, path, fill.intake(background="비밀 이야기"))
    back = sign_in_again(eunjeong, "minsu", door)
    answer = eunjeong.get(back)
    assert answer.status_code == 404
    assert "비밀 이야기" not in answer.text


def test_a_youth_at_the_browser_of_a_counselor_who_went_away_keeps_their_words(
    eunjeong: Browser, center: Center
):
    path = f"/cases/{center.assigned()}/intake"
    door = send_late(eunjeong, path, fill.intake(background="900101-1234567 아닌 번호"))
    fill_in(eunjeong, "/apply/consent")
    typed = {"name": "김하늘", "office": "900101-1234567", "lang": "en", "next": "/apply/about"}
    eunjeong.post("/language", data=typed)
    page = SeenPage(eunjeong.get("/apply/about").text)
    assert page.held("name") == ["김하늘"]
    assert page.held("office") == ["●●●●●●-●●●●●●●"]
    note = SeenPage(eunjeong.get(sign_in_again(eunjeong, "eunjeong", door)).text)
    assert note.held("background") == ["900101-1234567 아닌 번호"]


@pytest.mark.parametrize("token", ["", "old", None])
@pytest.mark.parametrize(
    ("page", "fields", "name"),
    [
        ("intake", fill.intake(background="남아 있는 글"), "background"),
        ("sessions/1", fill.session(note="남아 있는 글"), "note"),
        ("outcome", fill.outcome(plan="남아 있는 글"), "plan"),
    ],
)
def test_an_old_page_is_refused_and_its_text_given_back(
    eunjeong, center, token, page: str, fields, name: str
):
    case_id = care.active(center)
    path = f"/cases/{case_id}/{page}"
    before = documents(center)
    typed = {**fields, **({} if token is None else {"csrf_token": token})}
    typed["entry"] = UUID(int=5).hex
    answer = eunjeong.post(path, data=typed)
    assert answer.status_code == 400
    assert "쓰신 내용은 남아 있으니" in answer.text
    assert f'href="{path}"' in answer.text
    assert documents(center) == before
    seen = SeenPage(eunjeong.get(path).text)
    assert seen.held(name) == ["남아 있는 글"]


def test_forms_warn_about_unsaved_words(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    for page in ("intake", "choice", "sessions/1", "assessments/inner_self", "outcome", "close"):
        text = eunjeong.get(f"/cases/{case_id}/{page}").text
        assert "data-unsaved" in text
        assert "data-dirty" not in text


def rest(browser: Browser, path: str, **typed: str) -> str:
    """What app.js sends from an open window after half an hour; the door one is sent to."""
    answer = browser.post("/idle", data={**typed, "kept_path": path})
    assert answer.status_code == 303
    return answer.location


def test_two_windows_lose_neither_their_words_nor_whose_they_are(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    intake, note = f"/cases/{case_id}/intake", f"/cases/{case_id}/sessions/1"
    rest(eunjeong, intake, background="첫 창의 글")
    door = rest(eunjeong, note, note="둘째 창의 글")
    assert sign_in_again(eunjeong, "eunjeong", door) == note
    assert SeenPage(eunjeong.get(note).text).held("note") == ["둘째 창의 글"]
    assert SeenPage(eunjeong.get(intake).text).held("background") == ["첫 창의 글"]


@pytest.mark.parametrize("first", [{}, {"background": "첫 창의 글"}])
def test_the_second_window_is_bound_to_its_person_too(
    eunjeong: Browser, center: Center, first: dict[str, str]
):
    """The first window has ended the session already; somebody else signs in."""
    case_id = care.active(center)
    rest(eunjeong, f"/cases/{case_id}/intake", **first)
    note = f"/cases/{case_id}/sessions/1"
    back = sign_in_again(eunjeong, "minsu", rest(eunjeong, note, note="비밀 이야기"))
    assert eunjeong.get(back).status_code == 404
    kept = str(eunjeong.center.site.book.open(_cookie(eunjeong), center.clock()))
    assert "비밀 이야기" not in kept


def _cookie(browser: Browser) -> str:
    found = browser.get_cookie("__Host-session")
    assert found is not None
    return found.value


def test_a_mistake_at_the_door_does_not_cost_the_note(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/intake"
    door = send_late(eunjeong, path, fill.intake(background=LONG))
    old = {"username": "eunjeong", "password": "x", "code": "1", "csrf_token": "old"}
    assert eunjeong.post(door, data=old).status_code == 400
    back = sign_in_again(eunjeong, "eunjeong", door)
    assert SeenPage(eunjeong.get(back).text).held("background")[0].strip() == LONG.strip()


def test_a_very_long_form_is_kept_whole(eunjeong: Browser, center: Center):
    case_id = care.active(center)
    path = f"/cases/{case_id}/intake"
    longer = "a" * 150_000
    door = send_late(eunjeong, path, fill.intake(background=longer))
    back = sign_in_again(eunjeong, "eunjeong", door)
    assert SeenPage(eunjeong.get(back).text).held("background")[0].strip() == longer


def test_after_signing_in_one_stands_where_the_button_was(center: Center):
    """A button that has no page of its own: one comes back to the application."""
    receipt = center.apply()
    seoyeon = browser_of(center).sign_in("seoyeon")
    path = f"/applications/{receipt.case_id}"
    token = token_in(seoyeon.get(path).text)
    center.clock.forward(minutes=45)
    door = seoyeon.post(f"{path}/waitlist", data={"csrf_token": token}).location
    assert sign_in_again(seoyeon, "seoyeon", door) == path


def test_the_tab_that_was_open_is_open_again(eunjeong: Browser):
    door = rest(eunjeong, "/cases/?tab=ended")
    assert sign_in_again(eunjeong, "eunjeong", door) == "/cases/?tab=ended"
