"""How a young person goes through the form in a test browser."""

import re
from typing import Any

from tests.factories.applying import STEPS, fields_of
from tests.factories.center import Center, answers
from tests.factories.look import sql
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser
from tracker.domain.papers import APPLICATION, ApplicationPaper
from tracker.services.sessions import WebSession
from tracker.store import cases

COOKIE = "__Host-session"
_RECEIPT = re.compile(r"<dd>(\d{4}-\d{4})</dd>.*?<dd class=\"secret\">([0-9A-Z-]{19})</dd>", re.S)


def fill(browser: Browser, *paths: str, **changes: Any) -> None:
    """Fill in steps as 김하늘 does, and see each of them taken."""
    form = answers(**changes)
    for path in paths or STEPS:
        answer = browser.send(path, fields_of(path, form))
        assert answer.status_code == 303, SeenPage(answer.text).words


def send_in(browser: Browser, **changes: Any) -> tuple[str, str]:
    """Apply, and return number and code."""
    fill(browser, **changes)
    assert browser.send("/apply/check").location == "/apply/done"
    return receipt_on(browser.get("/apply/done").text)


def receipt_on(html: str) -> tuple[str, str]:
    """The number and the code on a page."""
    found = _RECEIPT.search(html)
    assert found is not None
    return found.group(1), found.group(2)


def seen(browser: Browser, path: str) -> SeenPage:
    """Open a page and look at it."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.location
    return SeenPage(answer.text)


def session_of(browser: Browser) -> WebSession:
    """What the server keeps for this browser."""
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    found = browser.center.site.book.open(cookie.value, browser.center.clock())
    assert isinstance(found, WebSession)
    return found


def paper_of(center: Center, number: str) -> ApplicationPaper:
    """What 박서연 reads of an application."""
    with center.site.reading() as db:
        case = cases.by_receipt(db, number)
    assert case is not None
    with center.as_("seoyeon") as work:
        return work.must(case.id, APPLICATION)


def count(center: Center) -> int:
    """How many applications there are."""
    return int(sql(center, "SELECT count(*) FROM cases")[0][0])
