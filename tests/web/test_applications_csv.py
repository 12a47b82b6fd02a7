"""All 120 applications as people really write them, through the real pages of the form."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.factories.applying import REFUSED, STEPS, fields_of, read_rows
from tests.factories.center import NOW, Center, Template, copy, leave
from tests.factories.pages import SeenPage
from tests.web.conftest import Browser, browser_of
from tracker.domain.applications import check_application
from tracker.services import intake
from tracker.store import cases
from tracker.store.cases import Case
from tracker.store.documents import DocumentRow

ROWS = read_rows()
RECEIPT = re.compile(r"<dd>(\d{4}-\d{4})</dd>.*?<dd class=\"secret\">([0-9A-Z-]{19})</dd>", re.S)
# Rows whose values are not kept as they were typed; the columns say what is kept instead.
CLEANED = {
    4: {"phone": "010-9022-0214"},
    11: {"phone": "010-1234-5678"},
    14: {"name": "황보 솔"},
    15: {"name": "김 하늘"},
    26: {"name": "김한결"},
    38: {"birth_date": "1995-03-07"},
    41: {"birth_date": "1995-03-07"},
    44: {"birth_date": "1995-03-07"},
    61: {"phone": "010-1234-5678"},
}


@pytest.fixture(scope="module")
def busy_center(
    center_template: tuple[Template, str | None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Center]:
    """One center to which everybody in the file applies."""
    template, server = center_template
    made = copy(template, tmp_path_factory.mktemp("csv") / "site", server)
    yield made
    leave(made)


@pytest.fixture(scope="module")
def seoyeon(busy_center: Center) -> Browser:
    """박서연 at her desk."""
    return browser_of(busy_center).sign_in("seoyeon")


@pytest.fixture
def visitor(seoyeon: Browser) -> Browser:
    """Somebody with a browser of their own."""
    visitor = seoyeon.application.test_client()
    assert isinstance(visitor, Browser)
    return visitor


def stored(center: Center) -> tuple[int, int]:
    """How many cases and documents there are."""
    with center.site.reading() as db:
        counts = [db.scalar(select(func.count()).select_from(one)) for one in (Case, DocumentRow)]
    return counts[0] or 0, counts[1] or 0


def shown(value: Any) -> list[str]:
    """A value as the fields of a page hold it."""
    known = {"rorschach"}
    return sorted(set(value) - known) if isinstance(value, list) else [value]


def test_the_file_and_the_expectations_agree():
    expected = {number: f"refuse:{field}" for number, (field, _) in REFUSED.items()}
    for number, row in ROWS.items():
        assert row["expect"] == expected.get(number, "accept")


@pytest.mark.parametrize("number", REFUSED)
def test_a_refused_row_keeps_everything_and_stores_nothing(
    number: int, visitor: Browser, busy_center: Center
):
    row, (field, sentence), before = ROWS[number], REFUSED[number], stored(busy_center)
    path = next(path for path, names in STEPS.items() if field in names)
    for earlier in list(STEPS)[: list(STEPS).index(path)]:
        assert visitor.send(earlier, fields_of(earlier, row)).status_code == 303
    answer = visitor.send(path, fields_of(path, row))
    page = SeenPage(answer.text)
    assert answer.status_code == 422
    assert sentence in page.beside(field)
    assert [name for name in STEPS[path] if page.beside(name)] == [field]
    for name, typed in fields_of(path, row).items():
        assert sorted(page.held(name)) == shown(typed), name
    assert stored(busy_center) == before
    assert visitor.get("/apply/check").status_code == 303


@pytest.mark.parametrize("number", [number for number in ROWS if number not in REFUSED])
def test_an_accepted_row_is_received_and_read(
    number: int, visitor: Browser, busy_center: Center, seoyeon: Browser
):
    row = ROWS[number]
    for path in STEPS:
        answer = visitor.send(path, fields_of(path, row))
        assert answer.status_code == 303, answer.text
    check = visitor.get("/apply/check")
    assert ("distress-title" in check.text) == (number == 89)
    answer = visitor.send("/apply/check")
    assert answer.location == "/apply/done"
    receipt = RECEIPT.search(visitor.get("/apply/done").text)
    assert receipt is not None
    with busy_center.site.reading() as db:
        case = cases.by_receipt(db, receipt.group(1))
    assert case is not None
    form = kept(busy_center, case.id)
    assert form == check_application(row, NOW.date()).as_form()
    assert {name: form[name] for name in CLEANED.get(number, {})} == CLEANED.get(number, {})
    page = SeenPage(seoyeon.get(f"/applications/{case.id}").text)
    for name in ("name", "phone", "email", "reason"):
        assert str(form[name]) in page.words, name


def kept(center: Center, case_id: UUID) -> dict[str, str | list[str]]:
    """The values the coordinator's desk reads."""
    with center.as_("seoyeon") as work:
        paper = intake.show(work, case_id).application.paper
    assert paper is not None
    return paper.form.as_form()


def test_markup_is_shown_as_text(visitor: Browser, seoyeon: Browser, busy_center: Center):
    for path in STEPS:
        visitor.send(path, fields_of(path, ROWS[91]))
    check = visitor.get("/apply/check").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in check
    assert "<img src=x" not in check
    assert "{{7*7}} ${7*7}" in SeenPage(check).words
