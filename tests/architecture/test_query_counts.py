"""How many statements a page costs: never more with more cases, and no more than it does now.

Those of the session's database count too, and so do the locks that PostgreSQL is sent with another
statement; BEGIN and COMMIT do not. Whoever needs a statement more says so here.
docs/adr/0024-fast-saving.md tells why each of them counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from tests.factories import care, rosters
from tests.factories.center import Center
from tests.factories.databases import engines_of
from tests.factories.pages import SeenPage
from tests.factories.statements import heard
from tests.web import applying
from tests.web import case_fields as fields
from tests.web.conftest import Browser, browser_of

FEW, MANY = 3, 40
MOST = {
    "coordinator's list": 3,
    "open an application": 31,
    "search": 16,
    "counselor's list": 5,
    "open a case": 12,
    "save a note": 9,
    "send the form": 14,
}


@contextmanager
def counted(center: Center) -> Iterator[list[str]]:
    """The statements that are sent to the site's two databases."""
    found: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    databases = {center.site.database, center.site.book._shelf._database}
    with heard(note, *(engine for one in databases for engine in engines_of(one))):
        yield found


def saving(browser: Browser, case_id: UUID) -> int:
    """The statements of saving the intake note again."""
    path = f"/cases/{case_id}/intake"
    browser.send(path, fields.intake())
    browser.get("/cases/")  # shows the sentence that it was saved
    page = browser.get(path)
    hidden = SeenPage(page.text).held
    sent = {**fields.intake(goals="더 자기"), "csrf_token": hidden("csrf_token")[0]}
    with counted(browser.center) as found:
        answer = browser.post(path, data={**sent, "version": hidden("version")[0]})
    assert answer.status_code == 303
    return len(found)


def searching(browser: Browser) -> int:
    """The statements of asking for part of a name that everybody has."""
    token = SeenPage(browser.get("/search").text).held("csrf_token")[0]
    with counted(browser.center) as found:
        answer = browser.post("/search", data={"csrf_token": token, "words": "하늘"})
    assert answer.status_code == 200
    return len(found)


def sending(center: Center) -> int:
    """The statements of the last button of the form."""
    browser = browser_of(center)
    applying.fill(browser)
    token = SeenPage(browser.get("/apply/check").text).held("csrf_token")[0]
    with counted(center) as found:
        answer = browser.post("/apply/check", data={"csrf_token": token})
    assert answer.location == "/apply/done"
    return len(found)


def looking(browser: Browser, path: str) -> int:
    """The statements of a page that was opened before."""
    assert browser.get(path).status_code == 200
    with counted(browser.center) as found:
        browser.get(path)
    return len(found)


def counts(center: Center, case_id: UUID) -> dict[str, int]:
    """What each of them costs now."""
    seoyeon = browser_of(center).sign_in("seoyeon")
    eunjeong = browser_of(center).sign_in("eunjeong")
    return {
        "coordinator's list": looking(seoyeon, "/applications/"),
        "open an application": looking(seoyeon, f"/applications/{case_id}"),
        "search": searching(seoyeon),
        "counselor's list": looking(eunjeong, "/cases/"),
        "open a case": looking(eunjeong, f"/cases/{case_id}"),
        "save a note": saving(eunjeong, case_id),
        "send the form": sending(center),
    }


def test_statements_do_not_grow_with_the_cases(center: Center):
    case_id = care.active(center)
    rosters.in_use(center, rosters.HANEUL, rosters.BADA)
    for _ in range(FEW - 1):
        center.apply()
    sending(center)  # makes the counters of this address
    few = counts(center, case_id)
    for number in range(FEW, MANY):
        if number % 2:
            center.apply()
        else:
            center.assigned()
    many = counts(center, case_id)
    assert many == few
    assert {one: count for one, count in many.items() if count > MOST[one]} == {}
