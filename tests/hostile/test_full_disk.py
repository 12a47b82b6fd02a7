"""41: the disk is full while something is written: nothing half-written, nothing typed is lost.

There are no attachments yet; what is written are rows, and the full disk is that of the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import everything, findings
from tests.web import case_fields
from tests.web.conftest import browser_of
from tracker.services import counseling


@contextmanager
def full_disk(center: Center) -> Iterator[None]:
    """Not one page more for the database, for every connection that is opened meanwhile."""
    database = center.site.database

    def fill(connection: Any, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    database.close()
    event.listen(database.engine, "connect", fill)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", fill)
        database.close()


def long_note() -> Any:
    return care.intake_paper("가" * 3000)


def save_until_it_is_full(center: Center, case_id: UUID) -> None:
    for version in range(40):
        with center.as_("eunjeong") as work:
            counseling.save_intake(work, case_id, long_note(), version)


def test_h41_a_document_that_finds_no_room_leaves_no_row(small_center: Center):
    case_id = small_center.assigned()
    before = everything(small_center)
    with full_disk(small_center), pytest.raises(OperationalError, match="full"):
        save_until_it_is_full(small_center, case_id)
    after = everything(small_center)
    assert findings(small_center) == ()
    grown = {table for table in after if after[table] != before[table]}
    assert grown <= {"audit", "documents", "grants"}
    with small_center.as_("eunjeong") as work:
        newest = counseling.show(work, case_id).intake
        base = 0 if newest is None else newest.version
        counseling.save_intake(work, case_id, long_note(), base)
    assert findings(small_center) == ()


def test_h41_the_page_says_so_and_keeps_what_was_typed(small_center: Center):
    case_id = small_center.assigned()
    browser = browser_of(small_center).sign_in("eunjeong")
    page = f"/cases/{case_id}/intake"
    words = "디스크가 가득 찬 날에 쓴 글 " + "가" * 2000
    with full_disk(small_center):
        for _ in range(40):
            answer = browser.send(page, case_fields.intake(presenting_problem=words))
            if answer.status_code >= 500:
                break
    assert answer.status_code in {500, 503}
    assert "Traceback" not in answer.text
    assert "디스크가 가득 찬 날에 쓴 글" in browser.get(page).text
    assert findings(small_center) == ()
