"""A row of the trail that nobody can read any more is named, and stops nothing."""

import csv
import io

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import anchor_of, findings, length, sql
from tests.web.conftest import Browser, browser_of

ROW = 9
UNREADABLE = "읽을 수 없는 줄이에요"
ANYWHERE = (
    "actor_id = 'garbage'",
    "at = '9999-12-31 23:59:59'",  # no clock in Seoul can show it
    """detail = '{"kind": "\\ud800"}'""",  # no page can be written with it
)
# SQLite keeps in any column what is put there.
ON_SQLITE = (
    "detail = '{'",
    "detail = x'ff'",
    f"detail = '{'[' * 100_000}'",
    """detail = '{"grants": [["a", Infinity, "b", 1]]}'""",
    "at = 'garbage'",
    "at = 5",
    "actor_id = 5",
    "role = x'00'",
    "role = CAST(x'ff' AS TEXT)",
)


def check_it_is_named(center: Center, harm: str) -> None:
    care.active(center)
    last = length(center)
    edit(center, harm)
    edit(center, "role = 'admin'", ROW + 5)
    found = [(one.what, one.where) for one in findings(center)]
    assert [where for what, where in found if what == "row_changed"] == [str(ROW), str(ROW + 5)]
    assert anchor_of(center).sequence == last


def check_the_officer_sees_it(center: Center, harm: str) -> None:
    yujin = browser_of(center).sign_in("yujin")
    edit(center, harm)
    page = yujin.get("/audit/")
    assert page.status_code == 200
    assert UNREADABLE in page.text
    assert "로그인했어요" in page.text
    checked = yujin.send("/audit/verify")
    assert checked.status_code == 200
    assert f"{ROW}번째 줄" in checked.text
    assert UNREADABLE in " ".join(exported(yujin)[ROW])


def edit(center: Center, harm: str, sequence: int = ROW) -> None:
    center.site.database.close()
    with center.site.database.engine.begin() as db:  # past the colons that sql() would fill
        db.exec_driver_sql(f"UPDATE audit SET {harm} WHERE sequence = {sequence}")


def exported(yujin: Browser) -> dict[int, list[str]]:
    """The rows of the file by their number."""
    form = {"reason": "periodic_check", "format": "csv"}
    sent = yujin.send("/audit/export", form)
    assert sent.status_code == 200
    rows = list(csv.reader(io.StringIO(sent.get_data().decode("utf-8-sig"))))
    return {int(row[0]): row for row in rows[1:]}


@pytest.mark.parametrize("harm", ANYWHERE)
def test_it_is_named_and_the_rows_after_it_are_checked(center: Center, harm: str):
    check_it_is_named(center, harm)


@pytest.mark.parametrize("harm", ON_SQLITE)
def test_on_sqlite_too(small_center: Center, harm: str):
    check_it_is_named(small_center, harm)


@pytest.mark.parametrize("harm", ANYWHERE)
def test_the_officer_sees_it_in_the_list_the_check_and_the_file(center: Center, harm: str):
    check_the_officer_sees_it(center, harm)


@pytest.mark.parametrize("harm", ON_SQLITE[:1] + ON_SQLITE[-1:])
def test_on_sqlite_the_officer_too(small_center: Center, harm: str):
    check_the_officer_sees_it(small_center, harm)


def test_a_digest_of_letters_accuses_only_its_own_row(small_center: Center):
    last = length(small_center)
    edit(small_center, "digest = 'x'")
    assert [(one.what, one.where) for one in findings(small_center)] == [("row_changed", str(ROW))]
    assert anchor_of(small_center).sequence == last


def test_after_a_digest_of_letters_people_go_on_working(small_center: Center):
    last = length(small_center)
    edit(small_center, "digest = 'x'", last)
    assert anchor_of(small_center).sequence == last - 1
    yujin = browser_of(small_center).sign_in("yujin")
    assert f"{last}번째 줄" in yujin.send("/audit/verify").text
    found = [(one.what, one.where) for one in findings(small_center)]
    assert found == [("row_changed", str(last))]


def test_the_page_of_a_case_opens_all_the_same(small_center: Center):
    case_id = care.active(small_center)
    eunjeong, path = browser_of(small_center).sign_in("eunjeong"), f"/cases/{case_id}/trail"
    before = eunjeong.get(path).text.count("<strong>")
    about = f"object LIKE '%{case_id.hex}' AND action = 'intake_saved'"
    found = sql(small_center, f"SELECT sequence FROM audit WHERE {about}")
    edit(small_center, "at = 'garbage'", found[0][0])
    page = eunjeong.get(path)
    assert page.status_code == 200
    assert page.text.count("<strong>") == before  # one less, and the look before


def test_an_own_sign_in_that_cannot_be_read_is_left_out(small_center: Center):
    yujin = browser_of(small_center).sign_in("yujin")
    edit(small_center, "at = 'garbage'", length(small_center))
    assert yujin.get("/account").status_code == 200
