"""김하늘 applies: five pages, one receipt, and nothing lost on a bad day."""

import re
from dataclasses import replace
from typing import Any, NoReturn

import pytest

from tests.factories.applying import CONSENTS, STEPS, fields_of
from tests.factories.center import Center, answers, form_of
from tests.factories.look import everything
from tests.factories.pages import SeenPage
from tests.web.applying import (
    COOKIE,
    count,
    fill,
    paper_of,
    receipt_on,
    seen,
    send_in,
    session_of,
)
from tests.web.conftest import Browser, app_of, browser_of, token_in
from tracker.domain.fields import without_numbers
from tracker.services import applications, rounds
from tracker.services.consents import consent_texts
from tracker.services.site import Site
from tracker.store import cases
from tracker.web.format import whole

JOURNEY = ("/", *STEPS, "/apply/check", "/apply/done", "/status", "/privacy")


# --- the way through --------------------------------------------------------------------------


def test_haneul_applies_and_keeps_number_and_code(center: Center):
    browser = browser_of(center)
    number, code = send_in(browser)
    paper = paper_of(center, number)
    assert paper.form.as_form() == {**answers(), "guardian_phone": ""}
    assert paper.received_at == center.clock()
    done = browser.get("/apply/done").text
    assert receipt_on(done) == (number, code)
    assert "https://localhost/status<" in done  # on paper too
    with center.site.reading() as db:
        case = cases.by_receipt(db, number)
    assert applications.open_receipt(center.site, "", number, code) is not None
    assert case is not None


def test_after_sending_the_session_holds_nothing_but_the_receipt(browser: Browser):
    number, code = send_in(browser)
    kept = session_of(browser).data
    assert kept.pop("csrf_token")
    assert kept == {"receipt": {"number": number, "code": code}}


def test_the_receipt_is_saved_as_a_file_that_says_nothing(browser: Browser):
    number, code = send_in(browser)
    assert 'href="/apply/memo"' in browser.get("/apply/done").text
    memo = browser.get("/apply/memo")
    assert memo.headers["Content-Disposition"] == 'attachment; filename="memo.txt"'
    assert memo.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert memo.text == f"접수번호: {number}\r\n비밀 코드: {code}\r\n"


def test_each_consent_stands_by_itself_and_none_is_ticked(browser: Browser):
    html = browser.get("/apply/consent").text
    page = SeenPage(html)
    for name in CONSENTS:
        assert page.offered(name) == ["yes"]
        assert page.held(name) == []
    for text in consent_texts("ko").values():
        assert text.title in page.words
        for label, words, important in text.rows:
            assert label in page.words
            assert (f"<strong>{whole(words)}</strong>" in html) == important
    assert html.count(">필수</span>") == 4
    assert html.count("consent-optional") == 1


def test_the_first_page_says_who_reads_and_for_how_long(browser: Browser):
    page = seen(browser, "/")
    for words in ("신청하기", "내 진행 보기", "5분쯤", "접수 담당자와 나를 맡은 상담사만", "5년"):
        assert words in page.words


def test_the_check_page_shows_clean_values(browser: Browser):
    fill(browser, name="  김   하늘 ", phone="０１０　７７７７　１２３４", birth_date="19981102")
    page = seen(browser, "/apply/check")
    for words in ("김 하늘", "010-7777-1234", "1998년 11월 2일 (월)", "2024년 7월", "관악구"):
        assert words in page.words
    titles = [text.title for text in consent_texts("ko").values()]
    read = seen(browser, "/apply/consent").words
    assert sorted(titles, key=page.words.index) == sorted(titles, key=read.index)


def test_every_page_is_neutral_helps_and_lets_go(browser: Browser):
    fill(browser)
    for path in JOURNEY:
        if path == "/apply/done":
            browser.send("/apply/check")
        html = browser.get(path).text
        title = re.findall(r"<title>(.*?)</title>", html)[0]
        assert not re.search("심리|상담|우울|자살", title), title
        assert html.count("<h1") == 1, path
        for line in ("109", "1577-0199", "119", "112"):
            assert f'href="tel:{line}"' in html, path
        assert "data-exit=" in html
        assert "style=" not in html
        assert "onclick" not in html


def test_no_page_may_be_kept_by_the_browser(browser: Browser):
    fill(browser)
    for path in JOURNEY:
        assert browser.get(path).headers["Cache-Control"] == "no-store", path


def test_the_whole_journey_is_light(browser: Browser):
    pages = [browser.get(path) for path in ("/", "/apply/consent")]
    for path in STEPS:
        fill(browser, path)
        pages.append(browser.get("/apply"))
        pages.append(browser.get(pages[-1].location))
    browser.send("/apply/check")
    pages.append(browser.get("/apply/done"))
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', pages[0].text))
    weight = sum(len(page.data) for page in pages)
    for file in files:
        with browser.get(file) as answer:
            weight += len(answer.data)
    assert len(files) >= 2
    assert weight < 120_000


# --- refused, gone back, come back ------------------------------------------------------------


def test_a_step_waits_for_the_ones_before_it(browser: Browser):
    for path in ("/apply", "/apply/about", "/apply/choices", "/apply/check"):
        assert browser.get(path).location == "/apply/consent"
    assert browser.get("/apply/done").location == "/"
    assert browser.get("/apply/memo").location == "/"
    fill(browser, "/apply/consent")
    for path in ("/apply", "/apply/choices", "/apply/check", "/apply/done"):
        assert browser.get(path, follow_redirects=True).request.path == "/apply/about"
    fill(browser, "/apply/about")
    assert browser.get("/apply/check").location == "/apply/choices"
    page = seen(browser, "/apply/about")
    assert page.held("name") == ["김하늘"]


def test_everything_empty_is_told_field_by_field(browser: Browser):
    mandatory = [name for name in CONSENTS if name != "consent_promo"]
    asked = {"/apply/consent": mandatory, **{path: STEPS[path] for path in list(STEPS)[1:]}}
    for path, names in asked.items():
        answer = browser.send(path, {})
        page = SeenPage(answer.text)
        assert answer.status_code == 422
        refused = [name for name in names if name not in {"email", "office", "reason"}]
        assert [name for name in names if page.beside(name)] == refused
        for name in refused:
            assert f'href="#{page.id_of(name)}"' in answer.text
            assert page.at("error-title") == "다시 확인해 주세요"
        fill(browser, path)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "가" * 61, "60자 안으로"),
        ("name", "김\x00하늘", "읽을 수 없는 문자"),
        ("name", "a" * 5000, "60자 안으로"),
        ("birth_date", "900101-1234567", "주민등록번호는 받지 않아요"),
        ("birth_date", "2013-01-01", "만 14세부터"),
        ("phone", "+1 415 555 0100", "한국 휴대전화"),
        ("email", "하늘", "name@example.com처럼"),
        ("district", "outside", "서울에 사시는 분"),
        ("account_opened", "2024-13", "1부터 12까지"),
        ("account_status", "rich", "목록에 있는 것"),
        ("office", "가" * 61, "60자 안으로"),
        ("office", "900101-1234567", "주민등록번호처럼"),
    ],
)
def test_a_refused_field_keeps_all_that_was_typed(
    browser: Browser, field: str, typed: str, sentence: str
):
    fill(browser, "/apply/consent")
    before = everything(browser.center)
    fields = {**fields_of("/apply/about", answers()), field: typed}
    answer = browser.send("/apply/about", fields)
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert sentence in page.beside(field)
    if typed == "rich":
        del fields[field]  # a radio button that does not exist cannot be pressed either
    assert {name: page.held(name) for name in fields} == {n: [v] for n, v in fields.items()}
    assert everything(browser.center) == before
    assert "about" not in session_of(browser).data["draft"]
    again = seen(browser, "/apply/about")  # somebody reloads the page, or changes its language
    assert again.held("office") == [without_numbers(str(fields["office"]))]


def test_ticking_both_ways_to_choose_is_told(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    both = [*answers()["choice"], "with_counselor"]
    answer = browser.send("/apply/choices", {**fields_of("/apply/choices", answers(choice=both))})
    page = SeenPage(answer.text)
    assert "둘 가운데 하나만" in page.beside("choice")
    assert sorted(page.held("choice")) == sorted(both)


def test_going_back_keeps_what_is_half_done(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    half = {"choice": ["inner_self"], "reason": "아직 쓰는 중", "go": "back"}
    assert browser.send("/apply/choices", half).location == "/apply/about"
    assert seen(browser, "/apply/about").held("name") == ["김하늘"]
    fill(browser, "/apply/about")
    page = seen(browser, "/apply/choices")
    assert page.held("choice") == ["inner_self"]
    assert page.held("reason") == ["아직 쓰는 중"]
    assert browser.get("/apply/check").location == "/apply/choices"


def test_going_back_never_keeps_a_resident_number(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    reason = {"reason": "제 번호는 950307-1234567 입니다", "days": "saturday", "go": "back"}
    browser.send("/apply/choices", reason)
    page = seen(browser, "/apply/choices")
    assert page.held("reason") == ["제 번호는 ●●●●●●-●●●●●●● 입니다"]
    assert page.held("days") == ["saturday"]
    assert "숫자는 지우고" in page.words


def test_going_back_keeps_no_flood_and_says_so(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    answer = browser.send("/apply/choices", {"reason": "가" * 30_000, "go": "back"})
    assert answer.status_code == 422
    assert "자 안으로 줄여 주세요" in SeenPage(answer.text).beside("reason")
    assert "choices" not in session_of(browser).data["draft"]


def test_going_back_from_the_first_step_stays_there(browser: Browser):
    assert browser.send("/apply/consent", {"go": "back"}).location == "/apply/consent"


def test_a_look_is_no_answer(browser: Browser):
    """HEAD is what link checkers send: it refuses nothing and forgets nothing."""
    assert browser.head("/apply/consent").status_code == 200
    fill(browser, "/apply/consent", "/apply/about")
    kept = session_of(browser).data["draft"]
    assert browser.head("/apply/about", data={"go": "back"}).status_code == 200
    assert session_of(browser).data["draft"] == kept


def test_fields_with_the_same_sentence_are_named(browser: Browser):
    fill(browser, "/apply/consent")
    typed = fields_of("/apply/about", answers(name="김\x00하늘", office="행복\x00"))
    page = SeenPage(browser.send("/apply/about", typed).text)
    assert "이름: 읽을 수 없는 문자" in page.words
    assert "통장을 관리하는 기관: 읽을 수 없는 문자" in page.words


def test_what_another_window_writes_after_sending_is_not_taken_for_sent(browser: Browser):
    fill(browser)
    browser.send("/apply/check")
    token = token_in(browser.get("/apply/done").text)
    typed = {**fields_of("/apply/choices", answers()), "reason": "덧붙일 말", "csrf_token": token}
    assert browser.post("/apply/choices", data=typed).location == "/apply/done"
    assert "방금 적으신 것은 더해지지 않았어요" in seen(browser, "/apply/done").words
    assert "방금 적으신 것은" not in seen(browser, "/apply/done").words


def test_who_shares_a_machine_can_begin_anew(browser: Browser):
    fill(browser)
    browser.send("/apply/check")
    page = seen(browser, "/")
    assert "접수번호 다시 보기" in page.words
    assert browser.send("/apply/leave", page="/").location == "/"
    assert "신청하기" in seen(browser, "/").words


def test_an_application_that_was_begun_outlives_a_look_at_another(browser: Browser):
    receipt = browser.center.apply(locked=True)
    fill(browser, "/apply/consent", "/apply/about")
    code = {"number": receipt.number, "code": receipt.code}
    assert browser.send("/status", code).location == "/status/mine"
    assert seen(browser, "/apply/about").held("name") == ["김하늘"]
    fill(browser, "/apply/choices")
    assert browser.send("/apply/check").location == "/apply/done"


def test_a_change_from_the_check_page_leads_back_to_it(browser: Browser):
    fill(browser)
    answer = browser.send("/apply/about", {**fields_of("/apply/about", answers(name="이바다"))})
    assert answer.location == "/apply/check"
    assert "이바다" in seen(browser, "/apply/check").words
    assert seen(browser, "/apply/choices").held("choice") == answers()["choice"]


def test_an_old_form_is_given_back_filled_in(browser: Browser):
    fill(browser, "/apply/consent")
    token = token_in(browser.get("/apply/about").text)
    browser.center.clock.forward(hours=3)
    fields = {**fields_of("/apply/about", answers()), "csrf_token": token}
    answer = browser.post("/apply/about", data=fields)
    assert answer.status_code == 400
    assert "두 시간 동안 쓰지 않으시면 앞에서 적으신 것을 지워요" in answer.text
    assert 'href="/apply"' in answer.text
    fill(browser, "/apply/consent")
    page = seen(browser, "/apply/about")
    assert page.held("name") == ["김하늘"]
    assert page.held("account_status") == ["active"]


def test_a_form_whose_earlier_steps_are_gone_is_given_back_too(browser: Browser):
    token = token_in(browser.get("/apply/consent").text)
    fields = {**fields_of("/apply/about", answers()), "csrf_token": token}
    assert browser.post("/apply/about", data=fields).location == "/apply/consent"
    fill(browser, "/apply/consent")
    assert seen(browser, "/apply/about").held("phone") == ["010-7777-1234"]


def test_new_words_are_asked_again(browser: Browser):
    fill(browser)
    with browser.center.as_("seoyeon") as work:
        first = rounds.for_coordinator(work)[0]
        rounds.change(work, first.id, form_of(first, care_years="6"))
    assert browser.get("/apply/check").location == "/apply/consent"
    fill(browser, "/apply/consent")
    assert browser.get("/apply").location == "/apply/check"


def test_what_was_agreed_to_is_kept_in_the_language_it_was_read_in(browser: Browser):
    fill(browser, "/apply/consent")
    browser.post("/language", data={"lang": "en", "next": "/apply/about"})
    fill(browser, "/apply/about", "/apply/choices")
    browser.send("/apply/check")
    number, _ = receipt_on(browser.get("/apply/done").text)
    paper = paper_of(browser.center, number)
    assert paper.language == "ko"
    digests = {kind.value: text.digest for kind, text in consent_texts("ko").items()}
    assert {one.kind: one.text_hash for one in paper.consents} == digests


# --- a bad day --------------------------------------------------------------------------------

DISTRESS = "죽고 싶다는 생각이 자꾸 들어요."


def test_words_of_distress_bring_help_on_the_very_next_page(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    assert "distress-title" not in browser.get("/apply/choices").text
    refused = browser.send("/apply/choices", {"reason": DISTRESS})
    assert refused.status_code == 422
    assert "distress-title" in refused.text
    fields = fields_of("/apply/choices", answers(reason=DISTRESS))
    next_page = browser.send("/apply/choices", fields, follow_redirects=True)
    assert next_page.request.path == "/apply/check"
    assert "힘든 마음을 적어 주셔서 고마워요" in next_page.text
    assert next_page.text.index("distress-title") < next_page.text.index("<h1")


def test_words_of_distress_are_kept_as_written_and_flagged_nowhere(browser: Browser):
    number, _ = send_in(browser, reason=DISTRESS)
    other, _ = send_in(browser_of(browser.center), reason="잠이 안 와요.")
    with browser.center.site.reading() as db:
        mine, theirs = (cases.by_receipt(db, one) for one in (number, other))
    assert mine is not None
    assert theirs is not None
    assert paper_of(browser.center, number).form.reason == DISTRESS
    same = {"id", "receipt_number", "_sa_instance_state"}
    flags = [{k: v for k, v in vars(one).items() if k not in same} for one in (mine, theirs)]
    assert flags[0] == flags[1]


def test_going_back_from_a_dark_text_brings_help_too(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    back = {"reason": DISTRESS, "go": "back"}
    assert "distress-title" in browser.send("/apply/choices", back, follow_redirects=True).text


# --- closed, left, another language -----------------------------------------------------------


def closed(center: Center) -> Browser:
    """The same center while no applications are taken."""
    settings = replace(center.site.settings, applications_open=False)
    return browser_of(replace(center, site=Site(settings, center.clock)))


def test_while_closed_the_pages_say_so_kindly(center: Center):
    browser = closed(center)
    page = seen(browser, "/")
    assert "지금은 신청을 받지 않고 있어요" in page.words
    assert 'href="/apply"' not in page.html
    for path in ("/apply", *STEPS, "/apply/check"):
        assert browser.get(path).location == "/"
    token = token_in(browser.get("/status").text)
    fields = {**fields_of("/apply/consent", answers()), "csrf_token": token}
    assert browser.post("/apply/consent", data=fields).location == "/"
    assert browser.post("/apply/check", data=fields).location == "/"
    assert count(center) == 0
    browser.center.site.close()


def test_leaving_forgets_everything(browser: Browser):
    fill(browser)
    before = browser.get_cookie(COOKIE)
    assert before is not None
    answer = browser.send("/apply/leave", page="/apply/check")
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.center.site.book.open(before.value, browser.center.clock()) is None
    assert "지웠어요" in seen(browser, "/").words
    assert browser.get("/apply/check").location == "/apply/consent"
    assert seen(browser, "/apply/consent").held("consent_general") == []


def test_leaving_after_sending_lets_the_next_person_begin(browser: Browser):
    number, _ = send_in(browser)
    browser.send("/apply/leave", page="/apply/done")
    assert browser.get("/apply/done").location == "/"
    other, _ = send_in(browser, name="이바다")
    assert other != number
    assert count(browser.center) == 2


@pytest.mark.parametrize("path", ["/language", "/apply/leave", "/status/sign-out"])
def test_what_changes_something_is_no_link(browser: Browser, path: str):
    assert browser.get(path).status_code == 405


@pytest.mark.parametrize("path", [*STEPS, "/apply/check", "/apply/leave"])
def test_a_form_without_its_token_changes_nothing(browser: Browser, path: str):
    fill(browser)
    browser.get("/apply/check")
    before, kept = everything(browser.center), session_of(browser).data["draft"]
    fields = fields_of(path, answers(name="이바다")) if path in STEPS else {}
    assert browser.post(path, data=fields).status_code == 400
    assert everything(browser.center) == before
    assert session_of(browser).data["draft"] == kept


def test_the_language_changes_on_the_same_page(browser: Browser):
    answer = browser.post("/language", data={"lang": "en", "next": "/apply/consent"})
    assert answer.location == "/apply/consent"
    assert '<html lang="en">' in browser.get("/apply/consent").text
    assert consent_texts("en")["consent_general"].title in seen(browser, "/apply/consent").words  # type: ignore[index]
    browser.post("/language", data={"lang": "ko", "next": "/"})
    assert '<html lang="ko">' in browser.get("/").text


def test_what_is_typed_when_a_phone_puts_the_page_away_comes_back(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    half = {"reason": "아직 쓰는 중 900101-1234567", "kept_path": "/apply/choices"}
    assert browser.post("/keep", data=half).status_code == 204
    for _ in range(2):
        assert seen(browser, "/apply/choices").held("reason") == ["아직 쓰는 중 ●●●●●●-●●●●●●●"]
    fill(browser, "/apply/choices")
    assert seen(browser, "/apply/choices").held("reason") == [answers()["reason"]]


@pytest.mark.parametrize("path", ["/keep", "/nowhere", "//evil.example", ""])
def test_words_for_a_page_that_is_none_are_not_kept(browser: Browser, path: str):
    before = everything(browser.center)
    answer = browser.post("/keep", data={"reason": "아직 쓰는 중", "kept_path": path})
    assert answer.status_code == 204
    assert everything(browser.center) == before


def test_another_language_keeps_no_resident_number(browser: Browser):
    fill(browser, "/apply/consent")
    typed = {"name": "김하늘", "office": "900101-1234567", "lang": "en", "next": "/apply/about"}
    browser.post("/language", data=typed)
    page = seen(browser, "/apply/about")
    assert page.held("name") == ["김하늘"]
    assert page.held("office") == ["●●●●●●-●●●●●●●"]


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/nowhere", "", "/%0d%0a"],
)
def test_the_language_leads_nowhere_else(browser: Browser, back: str):
    assert browser.post("/language", data={"lang": "xx", "next": back}).location == "/"
    assert browser.get_cookie("lang") is None


def test_another_site_cannot_change_the_language(browser: Browser):
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = browser.post("/language", data={"lang": "en", "next": "/"}, headers=headers)
    assert answer.status_code == 400


def test_the_privacy_page_names_officer_and_years(center: Center):
    settings = replace(
        center.site.settings,
        officer_name="서유진",
        officer_contact="02-318-4123",
    )
    with center.as_("seoyeon") as work:
        first = rounds.for_coordinator(work)[0]
        rounds.change(work, first.id, form_of(first, care_years="7"))
    site = Site(settings, center.clock)
    page = seen(browser_of(replace(center, site=site)), "/privacy")
    for words in ("서유진", "02-318-4123", "마친 날부터 7년", "결정한 날부터 1년", "지역자활센터"):
        assert words in page.words
    site.close()


def test_a_year_is_one_in_english(browser: Browser):
    browser.post("/language", data={"lang": "en", "next": "/"})
    assert "we cannot take further: 1 year. Records" in seen(browser, "/").words
    assert "1 year from the decision" in seen(browser, "/privacy").words


# --- cheap and hard to break ------------------------------------------------------------------


def test_the_first_pages_are_rendered_once_and_shared(
    center: Center, monkeypatch: pytest.MonkeyPatch
):
    app = app_of(center)
    first, second = app.test_client(), app.test_client()
    landing, consent = first.get("/").text, first.get("/apply/consent").text

    def rendered(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("rendered again")

    monkeypatch.setattr("tracker.web.public.render_template", rendered)
    assert second.get("/").text == landing
    assert second.get_cookie(COOKIE) is None
    theirs = second.get("/apply/consent").text
    assert token_in(theirs) != token_in(consent)
    assert theirs.replace(token_in(theirs), "") == consent.replace(token_in(consent), "")
    fields = {**fields_of("/apply/consent", answers()), "csrf_token": token_in(theirs)}
    assert second.post("/apply/consent", data=fields).location == "/apply/about"


def test_what_is_personal_is_never_shared(browser: Browser):
    fill(browser, "/apply/consent")
    assert seen(browser, "/apply/consent").held("consent_general") == ["yes"]
    stranger = browser.application.test_client()
    assert SeenPage(stranger.get("/apply/consent").text).held("consent_general") == []
    assert "이어서 쓰기" in seen(browser, "/").words
    assert "이어서 쓰기" not in stranger.get("/").text


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ff%fe&phone=%00",
        b"\xff\xfe\x00=&&&===",
        b"name=" + b"%F0%9F%92%94" * 100,
        b"name=%ED%A0%80&birth_date=%C0%80",
        b"choice=" + b"x&choice=" * 2000,
        b"name=" + "가\u0301".encode() * 500,
    ],
)
def test_odd_bytes_are_refused_like_anything_else(browser: Browser, body: bytes):
    fill(browser, "/apply/consent", "/apply/about")
    token = token_in(browser.get("/apply/choices").text).encode()
    for path in STEPS:
        answer = browser.post(
            path,
            data=b"csrf_token=" + token + b"&" + body,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code in {400, 413, 422}, path


def test_a_megabyte_is_not_even_read(browser: Browser):
    fill(browser, "/apply/consent", "/apply/about")
    answer = browser.send("/apply/choices", {"reason": "가" * 600_000})
    assert answer.status_code == 413
    assert "내용이 너무 길어요" in answer.text


def test_markup_and_templates_stay_text(browser: Browser):
    odd = "{{7*7}} ${7*7} <img src=x onerror=alert(1)> </textarea><script>alert(1)</script>"
    fill(browser, "/apply/consent", "/apply/about")
    refused = browser.send("/apply/choices", {"reason": odd})
    fill(browser, "/apply/choices", reason=odd)
    for html in (refused.text, browser.get("/apply/check").text):
        assert odd in SeenPage(html).words or SeenPage(html).held("reason") == [odd]
        assert "<img" not in html
        assert "<script>" not in html
