"""46, 47: what a session cookie is worth, when, and to whom."""

import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text, update

from tests.factories.center import Center
from tests.hostile.house import House, open_house
from tests.hostile.walk import goes_to_sign_in, post
from tests.web.conftest import Browser
from tracker.services.site import Site
from tracker.store.web_sessions import web_sessions

NAME = "__Host-session"


def _cookie(browser: Browser) -> str:
    found = browser.get_cookie(NAME)
    assert found is not None
    return found.value


def _replayed(house: House, cookie: str) -> Browser:
    """Somebody else's browser with a cookie that was seen somewhere."""
    thief = house.browser()
    thief.set_cookie(NAME, cookie, domain="localhost", secure=True)
    return thief


def _is_in(browser: Browser) -> bool:
    doors = [browser.get("/home"), browser.get("/cases/"), browser.get("/status/mine")]
    return not all(goes_to_sign_in(answer) for answer in doors)


def test_h46_a_cookie_from_before_sign_in_is_dead_after_it(fresh_house: House):
    browser = fresh_house.browser()
    browser.get("/sign-in")
    planted = _cookie(browser)
    browser.sign_in("eunjeong")
    assert _cookie(browser) != planted
    assert _is_in(browser)
    assert not _is_in(_replayed(fresh_house, planted))


@pytest.mark.parametrize("chosen", ["A" * 43, "", "x", "0" * 4000, "é", "\x00", "a=b"])
def test_h46_a_cookie_that_somebody_chose_is_never_taken_over(fresh_house: House, chosen: str):
    browser = _replayed(fresh_house, chosen)
    assert browser.get("/sign-in").status_code == 200
    assert _cookie(browser) != chosen
    browser.sign_in("eunjeong")
    assert not _is_in(_replayed(fresh_house, chosen))


def test_h46_words_of_before_sign_in_do_not_bring_a_session_along(fresh_house: House):
    browser = fresh_house.browser("applicant")
    before = _cookie(browser)
    browser.sign_in("eunjeong")
    assert browser.get("/status/mine").status_code == 403
    assert not _is_in(_replayed(fresh_house, before))


def _sign_out(browser: Browser) -> None:
    assert post(browser, "/sign-out").status_code == 303


def _close_status(browser: Browser) -> None:
    assert post(browser, "/status/sign-out").status_code == 303


def _idle_form(browser: Browser) -> None:
    assert browser.post("/idle", data={"kept_path": "/cases/"}).status_code == 303


def _leave(browser: Browser) -> None:
    assert post(browser, "/apply/leave").status_code == 303


def _half_an_hour(browser: Browser) -> None:
    browser.center.clock.forward(minutes=30, seconds=1)


def _ten_hours_of_work(browser: Browser) -> None:
    for _ in range(31):
        browser.center.clock.forward(minutes=20)
        browser.get("/home")


def _disabled(browser: Browser) -> None:
    _change(browser.center, "UPDATE accounts SET state = 'disabled'")


def _new_password(browser: Browser) -> None:
    _change(browser.center, "UPDATE accounts SET generation = generation + 1")


def _change(center: Center, statement: str) -> None:
    with center.site.database.engine.begin() as db:
        db.execute(text(statement))


def _sign_in_again(browser: Browser) -> None:
    browser.sign_in("eunjeong")


@pytest.mark.parametrize(
    "end",
    [
        _sign_out,
        _close_status,
        _idle_form,
        _leave,
        _half_an_hour,
        _ten_hours_of_work,
        _disabled,
        _new_password,
        _sign_in_again,
    ],
)
def test_h47_a_cookie_is_worth_nothing_after_the_end(
    fresh_house: House, end: Callable[[Browser], None]
):
    browser = fresh_house.browser("eunjeong")
    seen = _cookie(browser)
    assert _is_in(_replayed(fresh_house, seen))
    end(browser)
    assert not _is_in(_replayed(fresh_house, seen))


@pytest.mark.parametrize("minutes", [21, 121])
def test_h47_a_receipt_session_ends_too(fresh_house: House, minutes: int):
    browser = fresh_house.browser("applicant")
    assert browser.get("/status/mine").status_code == 200
    for _ in range(minutes // 11):
        fresh_house.center.clock.forward(minutes=11 if minutes > 100 else 21)
        browser.get("/status/mine")
    assert not _is_in(browser)


def test_h47_a_clock_set_back_brings_no_session_back(fresh_house: House):
    browser = fresh_house.browser("eunjeong")
    _half_an_hour(browser)
    assert not _is_in(browser)
    fresh_house.center.clock.forward(minutes=-30)
    assert not _is_in(browser)


def test_h47_a_restored_backup_knows_no_session(fresh_house: House, tmp_path: Path):
    browser = fresh_house.browser("eunjeong")
    engine = fresh_house.center.site.database.engine
    if engine.dialect.name == "postgresql":  # a base backup leaves unlogged tables empty
        with engine.connect() as db:
            query = "SELECT relpersistence FROM pg_class WHERE relname = 'web_sessions'"
            assert db.scalar(text(query)) == "u"
        return
    folder = fresh_house.center.site.settings.site_dir
    shutil.copytree(folder, tmp_path / "back", ignore=shutil.ignore_patterns("sessions.db*"))
    restored = _house_at(fresh_house, tmp_path / "back")
    assert not _is_in(_replayed(restored, _cookie(browser)))
    restored.center.close()


def _house_at(house: House, folder: Path) -> House:
    settings = replace(house.center.site.settings, site_dir=folder)
    center = replace(house.center, site=Site(settings, house.center.clock))
    return open_house(center, house.cases)


def test_h47_a_copied_session_table_opens_nothing(fresh_house: House):
    browser = fresh_house.browser("eunjeong")
    seen, rows = _cookie(browser), _rows(fresh_house)
    for row in rows:
        for guess in (row["digest"].hex(), urlsafe_b64encode(row["digest"]).decode().rstrip("=")):
            assert not _is_in(_replayed(fresh_house, guess))
    assert post(browser, "/sign-out").status_code == 303
    fresh_house.center.clock.forward(minutes=31)
    with _session_engine(fresh_house).begin() as db:
        db.execute(insert(web_sessions), rows)
    assert not _is_in(_replayed(fresh_house, seen))


def test_h47_a_row_of_one_person_does_not_open_as_another(fresh_house: House):
    browser = fresh_house.browser("eunjeong")
    other = fresh_house.center.staff["taekyung"].account_id
    with _session_engine(fresh_house).begin() as db:
        db.execute(update(web_sessions).values(account_id=other))
    assert not _is_in(browser)


def _session_engine(house: House) -> Engine:
    return house.center.site.book._shelf._engine


def _rows(house: House) -> list[dict[str, Any]]:
    with _session_engine(house).connect() as db:
        return [dict(row._mapping) for row in db.execute(select(web_sessions))]
