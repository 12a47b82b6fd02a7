"""55, 59: addresses that lead elsewhere, and words that try to become SQL."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

import tracker
from tests.hostile.house import House
from tests.hostile.routes import ROUTES
from tests.hostile.walk import changed, everything_in, path_of, rules, token_for
from tests.web.conftest import Browser
from tracker.services.sign_in import SignedIn

ELSEWHERE = (
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example",
    "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "/\r\n/evil.example", "\t//evil.example", " //evil.example",
    "javascript:alert(1)", "data:text/html,x", "https:evil.example", "/%2f%2fevil.example",
    "/%5cevil.example", "/cases/../..//evil.example", "/.//evil.example", "//evil.example/cases/",
    "/cases/\r\nSet-Cookie: x=y", "/cases/?next=//evil.example#@evil",
    "https://localhost@evil.example",
    "//localhost:8000@evil.example", "/\u2028/evil.example", "/\u3000/evil.example", "evil.example",
    "/\u0000//evil.example", "https://localhost/cases/", "?//evil.example", "",
    "/static/../sign-in",
)  # fmt: skip
SQL = (
    "'", '"', "''", "' OR '1'='1", "'; DROP TABLE cases; --", "1; SELECT pg_sleep(5)",
    "\\", "%' AND 1=0 UNION SELECT username FROM accounts --", "$$", "1)) OR ((1=1", "%", "_", "*",
    "CASE WHEN 1=1 THEN 1 ELSE 1/0 END", "0x27", "\u02bc OR 1=1", "\x00' OR 1=1", "(SELECT 1)",
    "9223372036854775808", "-9223372036854775809", "1e309", "NULL", "true", "{1,2}", "E'\\x00'",
)  # fmt: skip
PARAMETERS = (
    "tab", "after", "before", "month", "instrument", "next", "q", "sort", "order", "filter", "page",
    "limit", "stage", "counselor", "id",
)  # fmt: skip
_TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')
_CHANGING = re.compile(
    r'name="(?:next|entry)"[^>]*>|data-options="[^"]*"|· [0-9a-f]{12}\b|<title>.*?</title>'
)


def _leads_out(answer: TestResponse) -> bool:
    """Whether a browser at https://localhost would leave it."""
    target = re.sub(r"[\t\r\n]", "", answer.headers["Location"]).replace("\\", "/").strip()
    return target.startswith("//") or not target.startswith("/") or "evil" in target.split("?")[0]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_h55_nobody_is_sent_to_another_site(
    house: House, wanted: str, monkeypatch: pytest.MonkeyPatch
):
    staff, ids = house.center.staff["eunjeong"], house.cases.ids
    holder = house.center.holders[ids["active"]]
    entered = SignedIn(staff.account_id, True, staff.holders)
    monkeypatch.setattr("tracker.web.auth.sign_in", lambda *given: entered)
    monkeypatch.setattr(
        "tracker.services.applications.open_receipt", lambda *given: (ids["active"], holder)
    )
    fields = {"username": "x", "password": "x", "code": "x", "number": "x", "next": wanted}
    fields |= {"lang": "en", "kept_path": wanted}
    for path in ("/sign-in", "/status", "/language", "/idle", "/apply/leave"):
        browser = house.browser()
        token = {"csrf_token": token_for(browser)}
        headers = {"Referer": "https://evil.example/"}
        answer = browser.post(
            path, data={**fields, **token}, query_string={"next": wanted}, headers=headers
        )
        assert answer.status_code == 303, path
        assert not _leads_out(answer), (path, answer.headers["Location"])
        assert "x=y" not in str(answer.headers.getlist("Set-Cookie"))


def test_h55_the_way_back_leads_to_where_somebody_wanted(house: House):
    path = f"/cases/{house.cases.ids['active']}"
    door = house.browser().get(f"{path}?a=b").headers["Location"]
    assert door.startswith("/sign-in?next=/cases/")


# Each look at them adds a line to who looked.
_GROWING = {"status.copy", "status.copy_file", "status.visits"}


_EVERYBODY = (
    "anonymous", "applicant", "seoyeon", "eunjeong", "hyewon", "jihyun", "taekyung", "yujin",
)  # fmt: skip
_WITH_LISTS = ("applicant", "seoyeon", "eunjeong", "yujin")  # who ask the database most


def _as_seen(answer: TestResponse, *, grows: bool = False) -> tuple[int, str]:
    if grows:
        return answer.status_code, ""
    shown = "" if answer.status_code == 303 else _CHANGING.sub("", _TOKEN.sub(r"\1", answer.text))
    return answer.status_code, shown


@pytest.mark.parametrize(
    ("center_template", "who"),
    [("sqlite", who) for who in _EVERYBODY] + [("postgresql", who) for who in _WITH_LISTS],
    indirect=["center_template"],
    scope="session",
)
def test_h59_sql_in_an_address_is_a_word_like_any_other(house: House, who: str):
    browser, wrong = house.browser(who), []
    before = everything_in(house)
    for rule in rules(house, "GET"):
        if rule.arguments or who not in ROUTES[rule.endpoint].allowed:
            continue
        if rule.endpoint in {"audit.index", "public.memo", "static"}:
            continue
        path, grows = path_of(house, rule), rule.endpoint in _GROWING
        usual = dict.fromkeys(PARAMETERS, "nothing")
        browser.get(path)  # takes along what the page before had to say
        harmless = _as_seen(browser.get(path, query_string=usual), grows=grows)
        for words in SQL:
            odd = browser.get(path, query_string=dict.fromkeys(PARAMETERS, words))
            seen = _as_seen(odd, grows=grows)
            if seen != harmless:
                wrong.append((path, words, seen[0]))
    assert wrong == []
    assert changed(before, everything_in(house)) <= {"audit"}


@pytest.mark.parametrize("words", [*SQL, *(f"1{words}" for words in SQL)])
def test_h59_sql_in_the_address_of_the_trail_or_a_case(house: House, words: str):
    officer, counselor = house.browser("yujin"), house.browser("eunjeong")
    for name in ("before", "after"):
        assert officer.get("/audit/", query_string={name: words}).status_code == 200
    for name in ("person", "act", "object", "since", "until"):
        assert officer.get("/audit/", query_string={name: words}).status_code in {200, 422}
    path = f"/cases/{house.cases.ids['active']}/assessments/sentence_completion"
    assert counselor.get(path, query_string={"instrument": words}).status_code == 200
    assert counselor.get(f"/cases/{words}").status_code in {404, 405}


@pytest.mark.parametrize("path", ["/sign-in", "/status"])
def test_h59_sql_opens_no_door(house: House, path: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tracker.vault.passwords._stretch", lambda *given: bytes(32))
    browser: Browser = house.browser()
    token = {"csrf_token": token_for(browser)}
    for words in SQL:
        for name in (words, f"eunjeong{words}", f"seoyeon'--{words}"):
            fields = dict.fromkeys(("username", "password", "code", "number"), name)
            assert browser.post(path, data={**fields, **token}).status_code == 422, name


def test_h59_no_statement_is_made_of_pieces_of_text():
    made = re.compile(
        r"""\b(?:text|execute|exec_driver_sql)\(\s*(?:f["']|["'][^"']*["']\s*[%+.])"""
    )
    package = Path(tracker.__file__).parent
    rooms = [path for room in ("store", "services", "web", "cli") for path in package.rglob(room)]
    files = [file for room in rooms for file in room.rglob("*.py")]
    found = [file.name for file in files if made.search(file.read_text("utf-8"))]
    assert found == ["upkeep.py"]  # PRAGMA and SHOW with names that stand in the code
