"""61, 62: the officer's export: no cell is a formula, it is asked for twice, and it is recorded."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from tests.factories.center import Center
from tests.factories.look import actions, length, sql
from tests.hostile.house import House
from tests.web.conftest import Browser, browser_of
from tracker.store.audit import newest

# What a spreadsheet would take for a formula, and what would break out of a cell.
EVIL = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("https://evil.example","x")',
    '"quoted", and\r\na new line\n=1+1',
    "=cmd|' /C calc'!A0",
)
SIGNS = ("=", "+", "-", "@", "\t", "\r")
HEAD = 10


@pytest.fixture
def yujin(small_center: Center) -> Browser:
    return browser_of(small_center).sign_in("yujin")


def poison(center: Center) -> int:
    """Somebody who writes into the database leaves formulas in every text of the trail."""
    for at, text in enumerate(EVIL, start=1):
        columns = "address = :t, role = :t, action = :t, object = :t"
        sql(center, f"UPDATE audit SET {columns} WHERE sequence = :s", t=text, s=at)
    sql(center, "UPDATE accounts SET name = '=1+1' WHERE username = 'seoyeon'")
    return len(EVIL)


def export(browser: Browser, how: str, **fields: Any) -> TestResponse:
    asked = {"reason": "periodic_check", "format": how, **fields}
    return browser.send("/audit/export", asked, buffered=True)


def csv_rows(answer: TestResponse) -> list[list[str]]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_h61_no_cell_of_a_csv_is_a_formula(yujin: Browser, small_center: Center):
    count = poison(small_center)
    rows = csv_rows(export(yujin, "csv"))
    assert {len(row) for row in rows} == {HEAD}
    assert not [cell for row in rows for cell in row if cell.startswith(SIGNS)]
    by_number = {row[0]: row for row in rows[1:]}
    for at in range(1, count + 1):  # whatever it was, it is all there
        text = EVIL[at - 1]
        kept = f"'{text}" if text.startswith(SIGNS) else text
        assert by_number[str(at)][4] == kept
        assert by_number[str(at)][8] == kept
    assert "'=1+1" in {row[2] for row in rows}


def test_h61_no_cell_of_a_spreadsheet_is_a_formula(yujin: Browser, small_center: Center):
    poison(small_center)
    answer = export(yujin, "xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not [cell for cell in cells if str(cell.value).startswith(SIGNS)]
    assert sheet.max_row == len(csv_rows(export(yujin, "csv"))) - 1  # its own row, too


def test_h62_the_file_is_what_was_asked_for(yujin: Browser, small_center: Center):
    small_center.assigned()
    who = small_center.staff["seoyeon"].account_id.hex
    answer = export(yujin, "csv", person=who, act="desk", object="26-00001", since="2026-11-22")
    rows = csv_rows(answer)
    assert [row[5] for row in rows[1:]] == ["상담사를 배정했어요", "선정했어요"]
    assert {(row[2], row[3], row[6]) for row in rows[1:]} == {("박서연", "접수 담당", "26-00001")}
    assert rows[1][1] == "2026-11-22 12:00:31"
    assert "최은정에게 상담 기록 열쇠 1" in rows[1][9]
    assert "김하늘" not in answer.text


def test_h62_the_file_stays_nowhere_and_its_name_tells_nothing(yujin: Browser):
    for how in ("csv", "xlsx"):
        answer = export(yujin, how)
        name = f"records-20261122.{how}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_h62_an_export_leaves_one_row(yujin: Browser, small_center: Center):
    before = length(small_center)
    rows = csv_rows(export(yujin, "csv", reason="incident"))
    assert length(small_center) == before + 1
    with small_center.site.reading() as db:
        row = newest(db, 1)[0]
    assert row.action == "audit_exported"
    assert row.detail == {
        "reason": "incident", "kind": "csv", "count": len(rows) - 1, "filters": [],
    }  # fmt: skip
    assert "사고 조사" in yujin.get("/audit/?act=audit_exported").text


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "curiosity"},
        {"format": ""},
        {"format": "exe"},
        {"person": "김하늘"},
        {"object": "26-99999"},
        {"since": "어제"},
    ],
)
def test_h62_without_reason_or_a_good_question_nothing_leaves(
    yujin: Browser, small_center: Center, fields: dict[str, str]
):
    before = length(small_center)
    answer = yujin.send("/audit/export", {"reason": "incident", "format": "csv", **fields})
    assert answer.status_code == 422
    assert "Content-Disposition" not in answer.headers
    assert length(small_center) == before


def test_h62_an_export_needs_a_fresh_proof(yujin: Browser, small_center: Center):
    page = yujin.get("/audit/export?act=care")
    small_center.clock.now += timedelta(minutes=6)
    before = length(small_center)
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    fields = {"csrf_token": token, "reason": "incident", "format": "csv", "act": "care"}
    answer = yujin.post("/audit/export", data=fields)
    assert answer.status_code == 403
    assert "/prove?next=/audit/export" in answer.text
    assert length(small_center) == before
    who = small_center.staff["yujin"]
    path = "/prove?next=/audit/export"
    back = yujin.send(path, {"password": who.password})
    kept = yujin.get(back.headers["Location"]).text
    assert 'value="incident" checked' in kept  # nothing typed is lost
    assert 'value="care"' in kept
    assert actions(small_center) == ["proved"]


def test_h62_asking_for_the_page_asks_for_a_proof_too(yujin: Browser, small_center: Center):
    small_center.clock.now += timedelta(minutes=6)
    door = yujin.get("/audit/export?object=26-00001").headers["Location"]
    assert door.startswith("/prove?next=/audit/export?object%3D26-00001")


def test_h62_no_client_is_named_in_an_export(house: House):
    answer = house.browser("yujin").send(
        "/audit/export", {"reason": "periodic_check", "format": "csv"}
    )
    assert len(answer.text.splitlines()) > 50
    assert "kanarie" not in answer.text.lower()
