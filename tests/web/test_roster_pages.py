"""박서연 at the page of the list: bring a file, look at it, use it, destroy it."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest

from tests.factories.bad_files import BAD_FILES
from tests.factories.center import Center
from tests.factories.look import actions, findings, sql
from tests.factories.pages import SeenPage
from tests.factories.rosters import (
    BADA,
    HANEUL,
    HEADINGS,
    changed,
    drafted,
    in_use,
    text,
    xlsx,
)
from tests.hostile.pages import text_of
from tests.web.conftest import Browser
from tests.web.entering import entered
from tracker.app import MAX_BYTES
from tracker.services.roster import desk
from tracker.web import uploads


@pytest.fixture
def seoyeon(center: Center) -> Browser:
    return entered(center, "seoyeon")


def upload(browser: Browser, raw: bytes, name: str = "명단.xlsx") -> Any:
    return browser.send("/roster", {"file": (io.BytesIO(raw), name)})


def bring(browser: Browser, *people: Sequence[Any]) -> str:
    """Send a list; the page that tells what was found."""
    answer = upload(browser, xlsx(HEADINGS, *people).getvalue())
    assert answer.location == "/roster/draft", answer.text
    return str(browser.get("/roster/draft").text)


def press(browser: Browser, act: str) -> Any:
    """Press a button of the draft's page."""
    draft = SeenPage(browser.get("/roster/draft").text).held("draft")[:1]
    return browser.send("/roster/draft", {"act": act, "draft": draft})


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.split("<main")[1]).split())


class TestBringing:
    def test_from_file_to_list(self, center: Center):
        seoyeon = entered(center, "seoyeon")
        assert "아직 명단이 없어요" in seoyeon.get("/roster").text
        page = words(bring(seoyeon, HANEUL, BADA, HANEUL))
        assert "읽은 줄 3" in page
        assert "사람 수 2명" in page
        assert "고칠 곳 0" in page
        assert "4줄 A열 성명 2줄과 같은 분이에요. 한 번만 셌어요." in page
        assert "휴대전화 C열" in page
        answer = press(seoyeon, "confirm")
        assert answer.location == "/roster"
        shown = words(seoyeon.get("/roster").text)
        assert "명단을 쓰기 시작했어요. 모두 2명이에요." in shown
        assert "올린 사람 박서연" in shown
        assert "쓰는 기한 2027년 2월 20일" in shown
        assert findings(seoyeon.center) == ()

    def test_every_mistake_with_line_and_column(self, seoyeon: Browser):
        page = bring(seoyeon, HANEUL, changed(BADA, birth_date="98.1.2", phone="02-1-2"), BADA[:2])
        said = words(page)
        assert "3줄 B열 생년월일 태어난 해를 네 자리로" in said
        assert "3줄 C열 휴대전화" in said
        assert "4줄 C열 휴대전화 비어 있어요." in said
        assert "4줄 G열 유지상태 비어 있어요." in said
        assert "고칠 곳 4" in said
        assert "이 명단 쓰기" not in page
        assert "98.1.2" not in page
        assert press(seoyeon, "confirm").location == "/roster/draft"
        assert "고칠 곳이 남은 명단은 쓸 수 없어요" in seoyeon.get("/roster/draft").text
        assert sql(seoyeon.center, "SELECT state FROM rosters") == [("checked",)]

    def test_of_many_mistakes_the_first_are_shown_and_all_are_told(self, seoyeon: Browser):
        page = bring(seoyeon, *[changed(HANEUL, name="")] * 201)
        assert page.count("줄 A열</th>") == 200
        assert "처음 200개만 보여 드려요. 모두 201개예요." in page

    def test_a_text_of_windows(self, seoyeon: Browser):
        raw = text(["가입자 명단"], HEADINGS, HANEUL).encode("cp949")
        assert upload(seoyeon, raw, "명단.csv").location == "/roster/draft"
        assert press(seoyeon, "confirm").status_code == 303
        assert sql(seoyeon.center, "SELECT state, people FROM rosters") == [("current", 1)]

    def test_what_is_thrown_away(self, seoyeon: Browser):
        in_use(seoyeon.center, HANEUL)
        bring(seoyeon, BADA)
        assert "아직 쓰지 않은 새 명단이 있어요" in seoyeon.get("/roster").text
        assert press(seoyeon, "discard").location == "/roster"
        assert "쓰던 명단은 그대로예요" in seoyeon.get("/roster").text
        assert sql(seoyeon.center, "SELECT state FROM rosters") == [("current",)]
        assert seoyeon.get("/roster/draft").location == "/roster"

    def test_pressing_twice_is_one_act(self, seoyeon: Browser):
        bring(seoyeon, HANEUL)
        draft = SeenPage(seoyeon.get("/roster/draft").text).held("draft")[0]
        for _ in range(2):
            fields = {"act": "confirm", "draft": draft}
            assert seoyeon.send("/roster/draft", fields, page="/roster").location == "/roster"
        assert actions(seoyeon.center, 99).count("roster_confirmed") == 1

    def test_a_colleague_was_faster(self, seoyeon: Browser):
        bring(seoyeon, HANEUL)
        draft = SeenPage(seoyeon.get("/roster/draft").text).held("draft")[0]
        drafted(seoyeon.center, BADA)
        for act in ("confirm", "check", "discard"):
            seoyeon.send("/roster/draft", {"act": act, "draft": draft})
            assert "그사이 다른 동료가 명단을 바꾸었어요" in seoyeon.get("/roster/draft").text
        assert sql(seoyeon.center, "SELECT state FROM rosters") == [("checked",)]


def test_a_long_list_goes_on_by_itself(seoyeon: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "SLICE", 1)
    in_use(seoyeon.center, BADA)
    page = bring(seoyeon, HANEUL, BADA)
    assert "2줄 가운데 0줄을 살펴봤어요." in page
    assert "data-go-on" in page
    assert "이 명단 쓰기" not in page
    answer = press(seoyeon, "check")
    assert answer.location == "/roster/draft?now=going"
    page = seoyeon.get(answer.location).text
    assert "2줄 가운데 1줄을 살펴봤어요." in page
    assert 'value="1"' in page
    assert "data-go-on" in page
    assert "data-go-on" not in seoyeon.get("/roster/draft").text  # come back later: it waits
    press(seoyeon, "check")
    assert "이 명단 쓰기" in seoyeon.get("/roster/draft").text
    assert sql(seoyeon.center, "SELECT count(*) FROM rosters WHERE state = 'current'") == [(1,)]
    assert findings(seoyeon.center) == ()


class TestItsEnd:
    def test_expired(self, seoyeon: Browser):
        in_use(seoyeon.center, HANEUL, days=1)
        seoyeon.center.clock.forward(minutes=20)
        seoyeon = entered(seoyeon.center, "seoyeon")
        assert "기한이 지난 명단이에요" not in seoyeon.get("/roster").text
        seoyeon.center.clock.forward(days=1)
        assert "기한이 지난 명단이에요" in entered(seoyeon.center, "seoyeon").get("/roster").text

    def test_destroyed(self, seoyeon: Browser):
        in_use(seoyeon.center, HANEUL)
        assert "되살릴 수 없게" in seoyeon.get("/roster/destroy").text
        assert seoyeon.send("/roster/destroy").location == "/roster"
        assert "명단을 되살릴 수 없게 없앴어요." in seoyeon.get("/roster").text
        assert sql(seoyeon.center, "SELECT count(*) FROM roster_sheets") == [(0,)]
        assert findings(seoyeon.center) == ()


class TestBadFiles:
    def test_h60_one_sentence_beside_the_field_and_nothing_kept(self, center: Center):
        seoyeon = entered(center, "seoyeon")
        in_use(center, BADA)
        before = actions(center, 99)
        for name, bad in BAD_FILES.items():
            answer = upload(seoyeon, bad.make())
            said = SeenPage(answer.text).beside("file")
            assert answer.status_code == 422, name
            assert bad.said in said, name
            assert said.endswith("요."), name
            assert "김하늘" not in text_of(answer.text), name
        assert actions(center, 99) == before
        assert sql(center, "SELECT state, people FROM rosters") == [("current", 1)]

    def test_no_file(self, seoyeon: Browser):
        for fields in ({}, {"file": (io.BytesIO(b""), "")}, {"file": "words"}):
            answer = seoyeon.send("/roster", fields)
            assert answer.status_code == 422
            assert "명단 파일을 골라 주세요" in SeenPage(answer.text).beside("file")

    def test_in_english(self, seoyeon: Browser):
        seoyeon.set_cookie("lang", "en", domain="localhost")
        answer = upload(seoyeon, BAD_FILES["no phone"].make())
        assert "The headings in line 2 lack: Mobile." in SeenPage(answer.text).beside("file")


class TestSize:
    LARGE = 21 * 1024 * 1024

    def test_h60_a_gigabyte_is_not_read(self, seoyeon: Browser):
        """Only its length comes; whoever tried to read it would fail."""

        class Untouched(io.RawIOBase):
            def __init__(self, size: int) -> None:
                self._size, self._at = size, 0

            def tell(self) -> int:
                return self._at

            def seek(self, at: int, whence: int = 0) -> int:
                self._at = self._size if whence else at
                return self._at

            def read(self, *_most: int) -> bytes:
                raise AssertionError("a byte of it was read")

            readinto = read  # type: ignore[assignment]

        for size in (self.LARGE, 10**9, 10**15):
            answer = seoyeon.post(
                "/roster",
                input_stream=Untouched(size),
                content_type="multipart/form-data; boundary=x",
            )
            assert answer.status_code == 413
            assert "20 MB까지 올릴 수 있어요" in answer.text
            assert 'href="/roster"' in answer.text

    def test_twenty_megabytes_are_let_in_here_and_nowhere_else(self, seoyeon: Browser):
        much = b"x" * (MAX_BYTES + 1)
        drafted(seoyeon.center, HANEUL)
        assert upload(seoyeon, much).status_code == 422
        assert seoyeon.send("/roster/destroy", {"file": (io.BytesIO(much), "x")}).status_code == 413
        answer = seoyeon.send("/roster/draft", {"x": "y" * (MAX_BYTES + 1)})
        assert "글을 나누어 짧게" in answer.text

    @pytest.mark.parametrize("who", ["eunjeong", "taekyung"])
    def test_nobody_else_may_send_so_much(self, center: Center, who: str):
        browser = entered(center, who)
        token = browser.get("/account/").text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "file": (io.BytesIO(b"x" * (MAX_BYTES + 1)), "x")}
        assert browser.post("/roster", data=data).status_code in {403, 413}

    def test_a_file_never_lies_on_the_disk(self, seoyeon: Browser, monkeypatch: pytest.MonkeyPatch):
        kinds = []

        def noted(field: str) -> Any:
            found = uploads.sent_file(field)
            kinds.append(type(found[0]))
            return found

        monkeypatch.setattr("tracker.web.roster.sent_file", noted)
        token = SeenPage(seoyeon.get("/roster").text).held("csrf_token")[0]
        body = (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--x\r\n'
            'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            f"{'y' * 600_000}\r\n--x--\r\n"
        )
        seoyeon.post("/roster", data=body, content_type="multipart/form-data; boundary=x")
        assert kinds == [io.BytesIO]


@pytest.mark.parametrize("who", ["eunjeong", "hyewon", "jihyun", "taekyung", "yujin"])
def test_nobody_else_sees_the_page(center: Center, who: str):
    assert entered(center, who).get("/roster").status_code == 403


def test_the_page_opens_no_person(seoyeon: Browser):
    in_use(seoyeon.center, HANEUL)
    drafted(seoyeon.center, changed(BADA, phone="x"))
    for path in ("/roster", "/roster/draft", "/roster/destroy"):
        page = seoyeon.get(path).text
        assert "김하늘" not in page
        assert "이바다" not in page


def test_the_officer_reads_what_happened_to_lists(center: Center):
    in_use(center, HANEUL, days=1)
    in_use(center, BADA)
    drafted(center, HANEUL)
    drafted(center, BADA)
    page = words(entered(center, "yujin").get("/audit/").text)
    assert "가입자 명단을 없앴어요 쓰던 명단 · 1건" in page
    assert "가입자 명단을 없앴어요 아직 쓰지 않은 명단 · 1건" in page
    assert "접수 담당 모임에게 가입자 명단 열쇠 1을(를) 줌" in page
