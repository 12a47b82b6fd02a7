"""Somebody writes into the database or into the box: search sheets are moved and put back."""

import re
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from markupsafe import escape

from tests.factories.center import Center
from tests.factories.look import actions, everything, findings, named, sql
from tests.hostile import canary
from tests.hostile.test_injection import SQL
from tests.web.conftest import Browser, browser_of
from tracker.domain.searching import clean_query
from tracker.services import search_sheets, searching, shredding
from tracker.store import documents, grants
from tracker.store import searching as shelf

MARKUP = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "javascript:1")


@pytest.fixture(autouse=True)
def _everybody_on_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_sheets, "FEW", 1)
    monkeypatch.setattr(search_sheets, "FULL", 2)


def sheeted(center: Center) -> tuple[list[UUID], list[str]]:
    """Four people on two sheets, in the order in which they applied."""
    ids = []
    for name in ("김하늘", "이바다", "최하람", "고나리"):
        ids.append(center.apply(name=name, phone="010-7777-1234").case_id)
        center.clock.forward(minutes=1)
    found(center, "김하늘")
    rows = sql(center, "SELECT object FROM search_members m JOIN cases c ON c.id = m.case_id"
                       " ORDER BY c.submitted_at")  # fmt: skip
    return ids, list(dict.fromkeys(row[0] for row in rows))


def found(center: Center, asked: str) -> list[UUID]:
    with center.as_("seoyeon") as work:
        return [one.facts.id for one in searching.search(work, clean_query(asked)).faces]


def put(center: Center, sheet: str, body: bytes) -> None:
    sql(center, "UPDATE documents SET body = :b WHERE object = :o", b=body, o=sheet)


def body_of(center: Center, sheet: str) -> bytes:
    return bytes(sql(center, "SELECT body FROM documents WHERE object = :o", o=sheet)[0][0])


def test_h04_a_sheet_in_the_place_of_another_is_named_and_written_anew(center: Center):
    ids, (first, second) = sheeted(center)
    put(center, first, body_of(center, second))
    assert found(center, "김하늘") == [ids[0]]
    assert actions(center, 3) == ["record_damaged", "search_prepared", "cases_searched"]
    assert found(center, "ㄱㄴㄹ") == [ids[3]]
    assert findings(center) == ()


@pytest.mark.parametrize("body", [b"", b"\x01", b"\x01" + bytes(400)])
def test_h23_a_sheet_of_nonsense(center: Center, body: bytes):
    ids, (first, _second) = sheeted(center)
    put(center, first, body)
    assert found(center, "ㅇㅂㄷ") == [ids[1]]
    assert findings(center) == ()


@pytest.mark.parametrize("table", ["documents", "grants"])
def test_a_sheet_without_its_body_or_its_key_hides_nobody(center: Center, table: str):
    ids, (first, _second) = sheeted(center)
    sql(center, f"DELETE FROM {table} WHERE object = :o", o=first)
    assert found(center, "김하늘") == [ids[0]]
    assert found(center, "이바다") == [ids[1]]


def test_h18_a_sheet_put_back_from_a_backup_shows_nobody_who_was_destroyed(center: Center):
    ids, (first, _second) = sheeted(center)
    with center.site.reading() as db:
        body, keys = documents.all_of(db, first), grants.of_object(db, first)
    with center.as_("yujin") as work:
        shredding.shred(work, ids[0])
    with center.site.database.write() as db, db.begin():
        documents.add(db, *body)
        grants.add(db, keys)
        shelf.add(db, first, [(ids[1], 1)])
    assert found(center, "김하늘") == []
    assert found(center, "이바다") == [ids[1]]
    assert named(center) == {"document_unknown", "grant_unknown"}


def test_a_case_written_on_the_wrong_sheet_is_shown_by_its_own_card_only(center: Center):
    ids, (first, second) = sheeted(center)
    sql(center, "UPDATE search_members SET object = :b WHERE object = :a", a=first, b=second)
    assert found(center, "김하늘") in ([], [ids[0]])
    assert found(center, "최하람") == [ids[2]]


def test_a_damaged_card_shows_no_name_and_is_found_by_its_number(center: Center):
    ids, _sheets = sheeted(center)
    sql(
        center,
        "UPDATE documents SET body = :b WHERE object = :o AND kind = 'card'",
        b=b"\x01" + bytes(200),
        o=f"identity:{ids[0].hex}",
    )
    assert found(center, "김하늘") == []
    (number,) = sql(center, "SELECT receipt_number FROM cases WHERE id = :i", i=ids[0].hex)[0]
    seoyeon = browser_of(center).sign_in("seoyeon")
    page = search(seoyeon, number).text
    assert "열리지 않는 기록" in page
    assert "김하늘" not in page


def search(browser: Browser, words: str, **more: Any) -> Any:
    return browser.send("/search", {"words": words}, **more)


def test_what_was_asked_is_found_nowhere(center: Center, log: StringIO):
    word = f"{canary.WORD}search"
    name = f"{word} name"
    center.apply(name=name, phone=canary.PHONE, birth_date=canary.BIRTH_DATE)
    center.apply()
    seoyeon = browser_of(center).sign_in("seoyeon")
    for asked in (word, canary.PHONE, f"{name} 8264", f"{word}nobody"):
        answer = search(seoyeon, asked)
        assert answer.request.url == "https://localhost/search"
        assert "Location" not in answer.headers
        assert seoyeon.get("/search").status_code == 200
    assert name in search(seoyeon, word).text
    words = (word, *canary.FACTS)
    assert canary.found_in(log.getvalue().encode(), words) == []
    assert canary.found_in(str(everything(center)).encode(), words) == []
    center.site.close()
    assert canary.found_under(center.site.settings.site_dir, words) == []


def test_h56_what_was_asked_is_shown_as_text(small_center: Center):
    seoyeon = browser_of(small_center).sign_in("seoyeon")
    for words in MARKUP:
        page = search(seoyeon, words).text
        assert f'value="{escape(words)}"' in page
        assert "<img" not in page
        assert "<script>" not in page


def test_h59_sql_is_a_word_like_any_other(center: Center):
    sheeted(center)
    seoyeon = browser_of(center).sign_in("seoyeon")
    there = {name: rows for name, rows in everything(center).items() if name != "audit"}
    for words in SQL:
        for asked in (words, f"김{words}", f"1234{words}"):
            answer = search(seoyeon, asked)
            assert answer.status_code in {200, 422}, asked
    after = everything(center)
    assert {name: rows for name, rows in after.items() if name != "audit"} == there


@pytest.mark.parametrize("who", ["eunjeong", "hyewon", "jihyun", "taekyung", "yujin"])
def test_h42_nobody_else_opens_the_search(small_center: Center, who: str):
    small_center.apply()
    other = browser_of(small_center).sign_in(who)
    before = everything(small_center)
    page = other.get("/account/")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token is not None
    answer = other.post("/search", data={"words": "하늘", "csrf_token": token[1]})
    assert answer.status_code == 403
    assert "김하늘" not in answer.text
    assert everything(small_center) == before
