"""C0: a word that was typed anywhere is found nowhere but under a key."""

import os
import secrets
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import inspect, make_url

from tests.hostile import canary
from tests.hostile.house import House, open_house
from tests.hostile.journey import Journey
from tests.hostile.walk import path_of, rules
from tests.web.conftest import Browser
from tracker.services import audit


class Guest:
    """A browser that puts the canary into every address, header and cookie too."""

    def __init__(self, house: House, browser: Browser, word: str) -> None:
        self._house, self._browser = house, browser
        self._more: dict[str, Any] = {
            "query_string": {"q": word, "month": word, "after": word, "before": word, word: word},
            "headers": {
                "User-Agent": word,
                "Referer": f"https://localhost/{word}",
                "Accept-Language": word,
                "X-Request-Id": word,
            },
        }
        browser.set_cookie("other", word, domain="localhost")
        browser.set_cookie("lang", word, domain="localhost")

    def send(self, path: str, fields: dict[str, Any], page: str = "") -> Any:
        """Send a form, once without its token: then what was typed is kept for later."""
        self._browser.post(path, data=fields, **self._more)
        return self._browser.send(path, fields, page=page or path, **self._more)

    def see(self, path: str) -> str:
        """Open a page with and without the words in its address."""
        self.look(path)
        return str(self._browser.get(path).text)

    def look(self, path: str) -> None:
        """Open a page with the words in its address."""
        self._browser.get(path, **self._more)


def _walked(house: House, word: str) -> None:
    """The journey, then every route, for everybody, with the word in path, query and form."""

    def enter(who: str) -> Guest:
        return Guest(house, house.browser(who or "anonymous"), word)

    Journey(enter, lambda name: f"{word} {name}", f"{word} name", f"{word}@example.org").walk()
    browser = house.browser()
    browser.send("/sign-in", {"username": word, "password": word, "code": word})
    for who in ("anonymous", "applicant", "seoyeon", "eunjeong", "hyewon", "taekyung", "yujin"):
        guest = enter(who)
        for rule in rules(house, "GET"):
            guest.look(path_of(house, rule, kind=word, token=word, filename=word))


def test_c0_h1_no_canary_is_found_anywhere(fresh_house: House, log: StringIO):
    word = "kanarie" + "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(8))
    house = open_house(fresh_house.center, fresh_house.cases)
    _walked(house, word)
    site, words = house.center.site, (word, *canary.FACTS)
    assert canary.found_in(log.getvalue().encode(), words) == []
    assert canary.found_under(site.settings.site_dir, words) == []
    assert canary.found_in(_all_tables(house), words) == []
    assert list(_on_the_server(house, word)) == []
    with site.reading() as db:
        assert audit.verify(db).findings == ()
    house.center.close()
    assert canary.found_under(site.settings.site_dir, words) == []


def test_c0_the_search_finds_what_is_there(fresh_house: House, tmp_path: Path):
    for number, form in enumerate(canary.needles("kanarietestword")):
        (tmp_path / str(number)).write_bytes(b"x" * number + form)
    found = canary.found_under(tmp_path, ["kanarietestword"])
    assert len({name for name, _ in found}) == len(canary.needles("kanarietestword"))
    with fresh_house.center.as_("taekyung") as work:
        from tracker.services import accounts

        accounts.add_team(work, "kanarietestword")
    assert canary.found_in(_all_tables(fresh_house), ["kanarietestword"])


def _all_tables(house: House) -> bytes:
    """Every row of every table, sessions included, as text with bytes in hexadecimal."""
    engine = house.center.site.database.engine
    if engine.dialect.name == "postgresql":
        return b"".join(_copied(house))
    with engine.connect() as db:
        names = inspect(db).get_table_names()
        rows = [
            str(tuple(row))
            for name in names
            for row in db.exec_driver_sql(f'SELECT * FROM "{name}"')
        ]
    return "\n".join(rows).encode()


def _copied(house: House) -> Iterator[bytes]:
    """What COPY and so pg_dump would write."""
    url = make_url(house.center.site.settings.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as db:
        names = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            with db.cursor().copy(f'COPY "{name}" TO STDOUT') as lines:
                yield from (bytes(line) for line in lines)


def _on_the_server(house: House, word: str) -> Iterator[tuple[str, bytes]]:
    """What PostgreSQL itself wrote: tables, write-ahead log, statistics, its own log."""
    folder = Path(os.environ.get("TRACKER_TEST_POSTGRES", "/nowhere"), "data")
    if house.center.site.settings.database_url and folder.is_dir():
        with house.center.site.database.engine.connect() as db:
            db.exec_driver_sql("CHECKPOINT")
        yield from canary.found_under(folder, [word])
