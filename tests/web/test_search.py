"""박서연 looks for people from the inbox; what she asks stays out of every address."""

import re

import pytest

from tests.factories.center import Center
from tests.factories.look import actions
from tests.web.conftest import Browser, browser_of
from tracker.services import searching


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return browser_of(center).sign_in("seoyeon")


def search(browser: Browser, words: str, page: str = "/search") -> str:
    answer = browser.send("/search", {"words": words}, page=page)
    assert answer.status_code == 200
    return str(answer.text)


def names(page: str) -> list[str]:
    return re.findall(r'<a data-row href="/(?:applications|cases)/[^"]+">([^<]+)<', page)


def test_from_the_inbox_to_the_application(center: Center):
    paper = center.apply()
    case_id = center.assigned(name="이바다", phone="010-2222-3333")
    seoyeon = browser_of(center).sign_in("seoyeon")
    page = search(seoyeon, "ㅂㄷ", "/applications/")
    assert names(page) == ["이바다"]
    for shown in ("1건을 찾았어요", "010-2222-3333", "26-00001", "배정", "오늘", "최은정"):
        assert shown in page
    assert f'href="/applications/{case_id}"' in page
    assert paper.number not in page
    assert names(search(seoyeon, paper.number)) == ["김하늘"]
    assert names(search(seoyeon, "1234")) == ["김하늘"]


def test_the_question_stays_in_the_box_and_out_of_the_address(seoyeon: Browser):
    answer = seoyeon.send("/search", {"words": "고나리"})
    assert 'value="고나리"' in answer.text
    assert "맞는 분이 없어요" in answer.text
    assert "고나리" not in re.findall(r"<title>.*</title>", answer.text)[0]
    assert not re.search(r'(?:href|action)="[^"]*고나리', answer.text)


def test_back_and_another_language_show_it_again(seoyeon: Browser, center: Center):
    """By a GET without the words: the boxed session of this browser remembers them."""
    center.apply()
    search(seoyeon, "김하늘")
    assert names(seoyeon.get("/search").text) == ["김하늘"]
    seoyeon.send("/language", {"lang": "en", "next": "/search"}, page="/search")
    page = seoyeon.get("/search").text
    assert names(page) == ["김하늘"]
    assert "Found 1 application" in page


def test_only_the_own_browser_remembers(seoyeon: Browser, center: Center):
    center.apply()
    search(seoyeon, "김하늘")
    other = browser_of(center).sign_in("seoyeon")
    assert "누구를 찾으세요?" in other.get("/search").text
    seoyeon.send("/sign-out", page="/search")
    seoyeon.sign_in("seoyeon")
    assert names(seoyeon.get("/search").text) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "찾을 이름이나 번호를 적어 주세요."),
        ("  ", "찾을 이름이나 번호를 적어 주세요."),
        ("7", "숫자는 두 자리부터"),
        ("가" * 61, "60자 안으로"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_box(
    seoyeon: Browser, center: Center, words: str, sentence: str
):
    before = actions(center, 3)
    answer = seoyeon.send("/search", {"words": words})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert f'value="{words}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert actions(center, 3) == before


def test_an_empty_page_says_what_can_be_found_and_asks_nobody(seoyeon: Browser, center: Center):
    before = actions(center, 3)
    page = seoyeon.get("/search").text
    assert "누구를 찾으세요?" in page
    assert "ㄱㅎㄴ" in page
    assert actions(center, 3) == before


def test_there_are_more_than_a_page_shows(seoyeon: Browser, center: Center, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 2)
    for _ in range(3):
        center.apply()
    page = search(seoyeon, "하늘")
    assert len(names(page)) == 2
    assert "2건보다 많이 찾았어요" in page
    assert "더 자세히" in page


def test_everybody_who_ever_applied_is_found(seoyeon: Browser, center: Center):
    submitted = center.apply(name="김새봄").case_id
    center.accepted(name="김여름")
    center.assigned(name="김가을")
    ended = center.apply(name="김겨울").case_id
    seoyeon.send(
        f"/applications/{ended}/decline",
        {"reason": "duplicate", "note": ""},
    )
    assert set(names(search(seoyeon, "김"))) == {"김새봄", "김여름", "김가을", "김겨울"}
    assert f"/applications/{submitted}" in search(seoyeon, "ㄱㅅㅂ")


def test_a_counselor_looks_among_her_own_cases(center: Center):
    mine = center.assigned(name="김새봄")
    center.assigned("minsu", name="김여름")
    center.accepted(name="김가을")
    eunjeong = browser_of(center).sign_in("eunjeong")
    answer = eunjeong.send("/cases/search", {"words": "ㄱ"}, page="/cases/")
    assert names(answer.text) == ["김새봄"]
    assert f'href="/cases/{mine}"' in answer.text
    assert names(eunjeong.get("/cases/search").text) == ["김새봄"]
    nobody = eunjeong.send("/cases/search", {"words": "김여름"})
    assert "맞는 분이 없어요" in nobody.text
    assert eunjeong.send("/cases/search", {"words": "1"}).status_code == 422
    assert actions(center) == ["cases_searched"]
    assert eunjeong.get("/search").status_code == 403
