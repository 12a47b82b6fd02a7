"""56-58: markup in every field is shown as words; extra fields in every form do nothing."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.factories.center import leave
from tests.hostile.conftest import Furnished, furnished_copy
from tests.hostile.house import SMALL, House
from tests.hostile.journey import Journey
from tests.hostile.walk import everything_in, path_of, rules
from tests.web.case_fields import FIVE
from tests.web.conftest import Browser, browser_of
from tracker.services import audit
from tracker.services.site import Site

pytestmark = SMALL

_PIECES = (
    "<script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<svg/onload=xss()>",
    '"><svg onload=xss()>',
    "javascript:xss()",
    "{{7*191}}${7*191}",
    "{%set x=1%}<%=7*191%>",
    "'-xss()-'",
    "</textarea><xss>",
    "</title><xss>",
    "&lt;xss&gt;",
    "<a href=javascript:xss()>",
    "%(name)s{0}",
)
# 7 * 191, but not inside of an id or a token.
_WORKED_OUT = re.compile(r"(?<![\w-])1337(?![\w-])")
EXTRAS = {
    "stage": "completed", "state": "disabled", "role": "admin", "roles_": "admin",
    "counselor_id": "f" * 32, "team": "f" * 32, "team_id_": "f" * 32, "author_id": "f" * 32,
    "account_id": "f" * 32, "id": "f" * 32, "case_id": "f" * 32, "number_": "99-99999",
    "receipt_number": "0000-0000", "submitted_at": "2000-01-01", "key_version": "9",
    "signed": "yes", "generation": "9", "admitted": "yes", "kind": "card", "_user_id": "f" * 32,
    "interpreted_at": "2000-01-01", "demo": "yes",
}  # fmt: skip


class _Guest:
    """A browser whose every form brings along fields that nobody asked for."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def send(self, path: str, fields: dict[str, Any], page: str = "") -> Any:
        return self._browser.send(path, {**EXTRAS, **fields}, page=page or path)

    def see(self, path: str) -> str:
        return str(self._browser.get(path).text)


def _payload(name: str) -> str:
    """Another piece of markup for each field, short enough for the shortest of them."""
    return f"{_PIECES[sum(name.encode()) % len(_PIECES)]} {name[:12]}"


@dataclass
class Walked:
    """A house in which the whole road was walked; `before` is what was in it."""

    house: House
    ids: list[str]
    before: dict[str, list[str]]
    accounts: list[Any]


@pytest.fixture(scope="module")
def walked(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """A house with markup in every field of every form."""
    house = furnished_copy(furnished, Path(tmp_path_factory.mktemp("walked")) / "site")
    before, accounts = everything_in(house), _rows(house, _ACCOUNTS)

    def enter(who: str) -> _Guest:
        return _Guest(house.browser(who or "anonymous"))

    ids = Journey(enter, _payload).walk()
    yield Walked(house, ids, before, accounts)
    leave(house.center)


_ACCOUNTS = (
    "SELECT username, name, roles, team_id, state, generation, lock FROM accounts ORDER BY username"
)


def _rows(house: House, query: str) -> list[Any]:
    with house.center.site.database.engine.connect() as db:
        return [tuple(row) for row in db.execute(text(query))]


class _Reader(HTMLParser):
    """What a browser would do with a page: elements, handlers and links that are not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.alive: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        has = {name: value or "" for name, value in attrs}
        self.words += has.values()
        if tag == "xss" or "xss" in "".join(has):
            self.alive.append(f"<{tag}>")
        self.alive += [name for name in has if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "data-exit", "data-idle-url"):
            if not has.get(name, "/").startswith(("/", "#", "?", "tel:", "https://www.naver.com/")):
                self.alive.append(f"{name}={has[name]}")

    def handle_data(self, data: str) -> None:
        if self._inside in {"script", "style"} and data.strip():
            self.alive.append(data)
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _pages(walked: Walked, who: str) -> Iterator[tuple[str, str]]:
    """Every page somebody can open about the three cases, and every list."""
    house, browser = walked.house, walked.house.browser(who)
    entries = _rows(house, "SELECT id, case_id FROM counseling_sessions")
    for rule in rules(house, "GET"):
        if rule.endpoint == "static":
            continue
        for case_id in map(UUID, walked.ids if "case_id" in rule.arguments else walked.ids[:1]):
            own = [one for one, case in entries if UUID(case) == case_id] or [case_id.hex]
            for kind in FIVE if "kind" in rule.arguments else FIVE[:1]:
                for entry in own if "entry_id" in rule.arguments else own[:1]:
                    values: dict[str, Any] = {
                        "case_id": case_id,
                        "entry_id": UUID(entry),
                        "kind": kind,
                    }
                    path = path_of(house, rule, **values)
                    yield path, browser.get(path).text
    for path in ("/applications/?tab=all", "/cases/?tab=ended", "/team/?tab=ended"):
        yield path, browser.get(path).text


WHO = ("anonymous", "seoyeon", "eunjeong", "minsu", "hyewon", "jihyun", "taekyung", "yujin")


@pytest.mark.parametrize("who", WHO)
def test_h56_markup_is_shown_as_words_on_every_page(walked: Walked, who: str):
    seen = set()
    for path, page in _pages(walked, who):
        read = _read(page)
        assert read.alive == [], path
        assert not _WORKED_OUT.search(page), path
        everything = "\n".join(read.words)
        seen |= {piece for piece in _PIECES if piece in everything}
    if who in {"eunjeong", "hyewon"}:
        assert seen == set(_PIECES)
    elif who == "seoyeon":
        assert len(seen) >= 3
    else:
        assert seen == set()


def test_h56_every_template_escapes(house: House):
    env = house.app.jinja_env
    assert env.autoescape is True
    for name in [*env.list_templates(), "mail.txt", "x.svg", ""]:
        made = env.from_string("{{ words }}")
        made.name = name
        assert made.render(words="<b>") == "&lt;b&gt;"
    folder = Path(house.app.root_path).parent / "templates"
    for file in folder.rglob("*"):
        if file.is_file():
            assert not re.search(r"\|\s*safe\b|autoescape|style=|\bon\w+=", file.read_text()), file


def test_h57_a_setting_is_no_template(house: House):
    odd = "{{ 7*191 }}<script>xss()</script>${7*191}"
    settings = replace(house.center.site.settings, organization=odd, contact_phone=odd)
    center = replace(house.center, site=Site(settings, house.center.clock))
    for path in ("/", "/privacy", "/sign-in", "/status", "/nowhere", "/apply/consent"):
        page = browser_of(center).get(path).text
        assert not _WORKED_OUT.search(page)
        assert [one for one in _read(page).alive if not one.startswith("href=tel:")] == []
        assert "{{ 7*191 }}<script>" in html.unescape(page)
    center.close()


def test_h58_fields_that_nobody_asked_for_do_nothing(walked: Walked):
    house, (reopened, ended, taken) = walked.house, walked.ids
    query = (
        "SELECT c.id, c.stage, a.username FROM cases c LEFT JOIN accounts a ON a.id = counselor_id"
    )
    found = {str(UUID(row[0])): row[1:] for row in _rows(house, query)}
    assert found[reopened] == ("active", "eunjeong")
    assert found[ended] == ("dropped_out", "eunjeong")
    assert found[taken][0] == "withdrawn"
    assert len(found) == len(walked.before["cases"]) + 3


def test_h58_no_form_changes_an_account(walked: Walked):
    after = _rows(walked.house, _ACCOUNTS)
    new = [row for row in after if row not in walked.accounts]
    assert [(row[0], row[1], row[2], row[4]) for row in new] == [
        ("doremi", "도레미", '["manager"]', "admitted")
    ]
    assert [row for row in walked.accounts if row not in after] == []


def test_h58_every_document_has_the_author_who_wrote_it(walked: Walked):
    query = "SELECT DISTINCT author_id, substr(object, 1, 8) FROM documents"
    staff = walked.house.center.staff
    writers = {
        staff[name].account_id.hex: records
        for name, records in (
            ("seoyeon", {"identity", "facts:"}),
            ("eunjeong", {"clinical", "client:"}),
            ("minsu", {"clinical", "client:"}),
            ("jiho", {"clinical", "client:"}),
        )
    }
    for author, start in _rows(walked.house, query):
        if author is not None:
            assert any(start.startswith(one) for one in writers[author]), (author, start)
    with walked.house.center.site.reading() as db:
        assert audit.verify(db).findings == ()
