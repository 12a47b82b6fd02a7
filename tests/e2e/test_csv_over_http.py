"""The 120 applications of the file, through the real form, over HTTP, against a running server."""

import re
from datetime import timedelta
from html import escape
from typing import Any

import httpx

from tests.factories.applying import REFUSED, STEPS, fields_of, read_rows
from tests.factories.center import NOW, Center
from tests.factories.live import LiveSite, Visit
from tests.factories.look import everything, findings
from tests.factories.pages import SeenPage
from tracker.domain.applications import check_application
from tracker.store import cases
from tracker.vault.codes import totp_code

ROWS = read_rows()
RECEIPT = re.compile(r"<dd>(\d{4}-\d{4})</dd>.*?<dd class=\"secret\">([0-9A-Z-]{19})</dd>", re.S)


def send(live: LiveSite, row: dict[str, Any]) -> tuple[httpx.Response, str]:
    """Fill in step after step until one is refused; returns the last answer and where it was."""
    with Visit(live) as visit:
        for path in STEPS:
            answer = visit.fill(path, fields_of(path, row))
            if answer.status_code != 303:
                return answer, path
        answer = visit.fill("/apply/check", {})
        assert answer.headers["location"] == "/apply/done", answer.text
        return visit.get("/apply/done"), "/apply/done"


def as_refused(number: int, answer: httpx.Response, path: str) -> None:
    """The sentence stands beside its field, and everything typed is still there."""
    field, sentence = REFUSED[number]
    page = SeenPage(answer.text)
    assert answer.status_code == 422, number
    assert sentence in page.beside(field), number
    for name, typed in fields_of(path, ROWS[number]).items():
        kept = sorted(set(typed) - {"rorschach"}) if isinstance(typed, list) else [typed]
        assert sorted(page.held(name)) == kept, (number, name)


def test_all_rows_of_the_file(live: LiveSite, small_center: Center):
    receipts = {}
    for number, row in ROWS.items():
        before = everything(small_center) if number in REFUSED else None
        answer, path = send(live, row)
        if before is not None:
            as_refused(number, answer, path)
            assert everything(small_center) == before, number
        else:
            receipt = RECEIPT.search(answer.text)
            assert receipt is not None, (number, answer.text)
            receipts[number] = receipt.groups()
    assert len(receipts) == len(set(receipts.values())) == len(ROWS) - len(REFUSED)
    read_at_the_desk(live, small_center, {number: one[0] for number, one in receipts.items()})
    come_back(live, receipts[1], receipts[91])
    assert findings(small_center) == ()
    log = live.log.read_text()
    assert not any(code in log for _number, code in receipts.values())
    assert not any(row["name"].strip() in log for row in ROWS.values() if len(row["name"]) > 2)


def read_at_the_desk(live: LiveSite, center: Center, numbers: dict[int, str]) -> None:
    """박서연 opens each of them: clean values, as text."""
    who = center.staff["seoyeon"]
    with Visit(live) as seoyeon:
        code = totp_code(who.totp_secret, live.now())
        fields = {"username": who.username, "password": who.password, "code": code}
        assert seoyeon.fill("/sign-in", fields).status_code == 303
        for number, receipt in numbers.items():
            with center.site.reading() as db:
                case = cases.by_receipt(db, receipt)
            assert case is not None
            answer = seoyeon.get(f"/applications/{case.id}")
            form = check_application(ROWS[number], (NOW + timedelta(hours=9)).date())
            words = SeenPage(answer.text).words
            for value in (form.name, form.phone, form.email, form.reason):
                assert value in words, (number, answer.status_code)
                assert escape(value) == value or value not in answer.text


def come_back(live: LiveSite, *receipts: tuple[str, ...]) -> None:
    """What was handed out opens."""
    for number, code in receipts:
        with Visit(live) as visit:
            answer = visit.fill("/status", {"number": number, "code": code})
            assert answer.status_code == 303
            assert number in visit.get(answer.headers["location"]).text
