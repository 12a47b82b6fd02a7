"""tracker roster: a coordinator at the terminal brings the list of account holders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.conftest import Run
from tests.cli.conftest import run as _run
from tests.factories.bad_files import BAD_FILES
from tests.factories.center import Center
from tests.factories.look import actions, findings, sql
from tests.factories.rosters import BADA, HANEUL, HEADINGS, changed, text, xlsx
from tracker.cli.roster_words import CELLS, COLUMNS, FILES
from tracker.domain.roster.headings import Column
from tracker.services.site import utc_now
from tracker.vault.codes import totp_code
from tracker.web.labels.roster import CELLS as SAID_OF_CELLS
from tracker.web.labels.roster import ROSTER_PROBLEMS

run = _run
Roster = Callable[..., Result]


@pytest.fixture
def folder(small_center: Center) -> Path:
    """The center's site as the terminal finds it."""
    found = small_center.site.settings.site_dir
    (found / "config.toml").write_text(
        f'pepper = "{small_center.site.settings.pepper}"\npublic_url = "https://localhost"\n'
    )
    return found


@pytest.fixture
def as_(run: Run, folder: Path, small_center: Center) -> Roster:
    """Run a command of the list as a colleague."""

    def invoke(username: str, *words: str | Path, **options: Any) -> Result:
        who = small_center.staff[username]
        code = totp_code(who.totp_secret, utc_now())
        signed = ("--username", username, "--password", who.password, "--code", code)
        return run("--site", folder, "roster", *words, *signed, **options)

    return invoke


@pytest.fixture
def good(tmp_path: Path) -> Path:
    made = tmp_path / "list.xlsx"
    made.write_bytes(xlsx(HEADINGS, HANEUL, BADA, HANEUL).getvalue())
    return made


def test_import(as_: Roster, run: Run, folder: Path, good: Path, small_center: Center):
    told = as_("seoyeon", "import", good, "--yes")
    assert told.exit_code == 0, told.output
    assert "3 lines, 2 people, 0 mistakes, 1 notes." in told.output
    assert "Note: Line 4, column A (성명): the same person as in line 2" in told.output
    assert "The list is in use: 2 people, until" in told.output
    assert sql(small_center, "SELECT state, people FROM rosters") == [("current", 2)]
    assert {"roster_brought", "roster_confirmed"} <= set(actions(small_center, 5))
    assert findings(small_center) == ()
    shown = run("--site", folder, "roster", "show")
    assert "In use: 2 people, imported by 박서연 on" in shown.output
    assert "김하늘" not in told.output + shown.output


def test_asked_at_the_prompt(run: Run, folder: Path, good: Path, small_center: Center):
    who = small_center.staff["seoyeon"]
    typed = f"seoyeon\n{who.password}\n{totp_code(who.totp_secret, utc_now())}\ny\n"
    told = run("--site", folder, "roster", "import", good, input=typed)
    assert told.exit_code == 0, told.output
    assert who.password not in told.output


def test_no_is_no(as_: Roster, good: Path, small_center: Center):
    told = as_("seoyeon", "import", good, input="n\n")
    assert told.exit_code == 2
    assert "Nothing was changed." in told.output
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_a_dry_run_keeps_nothing(as_: Roster, good: Path, small_center: Center):
    told = as_("seoyeon", "import", good, "--dry-run")
    assert told.exit_code == 0, told.output
    assert "3 lines, 2 people" in told.output
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_mistakes_are_told_and_nothing_is_changed(
    as_: Roster, tmp_path: Path, good: Path, small_center: Center
):
    bad = tmp_path / "list.csv"
    rows = (HEADINGS, HANEUL, changed(BADA, phone="02-1", birth_date=""), changed(BADA, status="?"))
    bad.write_bytes(text(*rows).encode("cp949"))
    told = as_("seoyeon", "import", bad, "--yes")
    assert told.exit_code == 1
    assert "Line 3, column B (생년월일): is empty." in told.output
    assert "Line 3, column C (휴대전화): is no mobile number." in told.output
    assert "Line 4, column G (유지상태): is none of 유지" in told.output
    assert "3 lines, 0 people, 3 mistakes, 0 notes." in told.output
    assert "Nothing was changed" in told.output
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_h60_a_bad_file_is_one_sentence(
    run: Run, folder: Path, tmp_path: Path, small_center: Center
):
    for name, wanted in BAD_FILES.items():
        bad = tmp_path / "list.xlsx"
        bad.write_bytes(wanted.make())
        told = run("--site", folder, "roster", "import", bad, "--yes", "--username", "seoyeon")
        assert told.exit_code == 2, name
        assert wanted.told in told.output, name
        assert told.output.strip().endswith("."), name
        assert "김하늘" not in told.output, name
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_h60_a_gigabyte_is_not_read(run: Run, folder: Path, tmp_path: Path):
    """A file of a gigabyte that has no byte on the disk."""
    bad = tmp_path / "list.xlsx"
    with bad.open("wb") as file:
        file.truncate(1024**3)
    told = run("--site", folder, "roster", "import", bad)
    assert told.exit_code == 2
    assert "more than 20 MB" in told.output


@pytest.mark.parametrize("username", ["eunjeong", "taekyung"])
def test_h79_whoever_is_no_coordinator_is_refused(
    as_: Roster, good: Path, small_center: Center, username: str
):
    told = as_(username, "import", good, "--yes")
    assert told.exit_code == 2
    assert "a coordinator has to sign in" in told.output
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_h79_a_wrong_password_is_refused(run: Run, folder: Path, good: Path, small_center: Center):
    signed = ("--username", "seoyeon", "--password", "wrong", "--code", "000000")
    told = run("--site", folder, "roster", "import", good, "--yes", *signed)
    assert told.exit_code == 2
    assert "not right. Nothing was changed." in told.output
    assert sql(small_center, "SELECT count(*) FROM rosters") == [(0,)]


def test_destroy(as_: Roster, run: Run, folder: Path, good: Path, small_center: Center):
    as_("seoyeon", "import", good, "--yes")
    sql(small_center, "UPDATE accounts SET totp_step = 0")  # a code works once
    told = as_("seoyeon", "destroy", "--yes")
    assert told.exit_code == 0, told.output
    assert "The list is destroyed." in told.output
    assert sql(small_center, "SELECT count(*) FROM roster_sheets") == [(0,)]
    assert "No list is in use." in run("--site", folder, "roster", "show").output


def test_every_refusal_has_words_at_the_terminal():
    codes = {code for field, code in ROSTER_PROBLEMS if code.startswith(("table_", "roster_"))}
    assert codes <= FILES.keys() | CELLS.keys()
    assert {code for _column, code in SAID_OF_CELLS} <= CELLS.keys()
    assert set(COLUMNS) == set(Column)
