"""tracker recovery: from two sheets of paper back to people who can sign in."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker.config import load_settings
from tracker.domain.access import Role, Who
from tracker.services import accounts, sign_in
from tracker.services.site import Site
from tracker.services.work import Actor
from tracker.vault.codes import totp_code
from tracker.vault.keyring import INTAKE

NEWCOMERS = (
    "--coordinator-name", "고나리", "--coordinator-username", "nari",
    "--coordinator-password", "맑은 냇가의 조용한 저녁",
    "--supervisor-name", "한솔", "--supervisor-username", "sol",
    "--supervisor-password", "높은 언덕의 이른 새벽에",
)  # fmt: skip


@pytest.fixture
def site(site_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site_template, tmp_path / "site"))


@pytest.fixture
def sheets(site: Path) -> tuple[str, ...]:
    first, second = json.loads((site / "told.json").read_text("utf-8"))["sheets"]
    return ("--first-sheet", first, "--second-sheet", second)


def with_team(folder: Path) -> None:
    made = Site(load_settings(folder, {}))
    with made.working(Actor(Who(frozenset({Role.ADMIN})), "test")) as work:
        accounts.add_team(work, "1팀")
    made.close()


def acts(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "tracker.db")) as db:
        return [row[0] for row in db.execute("SELECT action FROM audit ORDER BY sequence")]


def test_a_drill_notes_the_date_and_the_doctor_shows_it(
    run: Run, site: Path, sheets: tuple[str, ...]
):
    assert "never tried" in run("doctor", "--site", site).output
    drilled = run("recovery", "drill", "--site", site, *sheets)
    assert drilled.exit_code == 0, drilled.output
    assert "all 3 groups" in drilled.output
    assert acts(site)[-1] == "recovery_drilled"
    shown = run("doctor", "--site", site)
    assert f"last tried on {datetime.now(UTC):%Y-%m-%d}" in shown.output
    assert shown.exit_code == 0


def test_sheets_that_nobody_tried_for_a_month_are_a_problem(run: Run, site: Path):
    with closing(sqlite3.connect(site / "tracker.db")) as db, db:
        db.execute("UPDATE audit SET at = '2026-09-01 00:00:00' WHERE action = 'site_created'")
    shown = run("doctor", "--site", site)
    assert "PROBLEM  recovery sheets: never tried" in shown.output
    assert shown.exit_code == 1


def test_sheets_can_be_typed_when_asked(run: Run, site: Path, sheets: tuple[str, ...]):
    typed = f"{sheets[1].lower()}\n{sheets[3]}\n"
    drilled = run("recovery", "drill", "--site", site, input=typed)
    assert drilled.exit_code == 0, drilled.output
    assert sheets[1].lower() not in drilled.output


def test_two_come_back(run: Run, site: Path, sheets: tuple[str, ...]):
    with_team(site)
    used = run("recovery", "use", "--site", site, *sheets, *NEWCOMERS)
    assert used.exit_code == 0, used.output
    assert "recovery replace" in used.output
    secret = next(line.split()[-1] for line in used.output.splitlines() if "Secret:" in line)
    made = Site(load_settings(site, {}))
    code = totp_code(_bytes(secret), datetime.now(UTC))
    typed = sign_in.Credentials("nari", "맑은 냇가의 조용한 저녁", code)
    found = sign_in.sign_in(made, "127.0.0.1", typed)
    made.close()
    assert found is not None
    assert INTAKE in {one.principal for one in found.holders}
    assert run("audit", "verify", "--site", site).exit_code == 0


def _bytes(secret: str) -> bytes:
    import base64

    return base64.b32decode(secret + "=" * (-len(secret) % 8))


def test_new_sheets_for_old(run: Run, site: Path, sheets: tuple[str, ...]):
    replaced = run("recovery", "replace", "--site", site, *sheets)
    assert replaced.exit_code == 0, replaced.output
    assert "Recovery sheet 2 of 2" in replaced.output
    refused = run("recovery", "drill", "--site", site, *sheets)
    assert refused.exit_code == 2
    assert "do not open this site" in refused.output


def test_what_is_wrong_is_said_in_a_sentence(run: Run, site: Path, sheets: tuple[str, ...]):
    half = ("--first-sheet", sheets[1], "--second-sheet", "ABCD-EFGH")
    before = acts(site)
    told = run("recovery", "drill", "--site", site, *half)
    assert (told.exit_code, "not copied correctly" in told.output) == (2, True)
    told = run("recovery", "use", "--site", site, *sheets, *NEWCOMERS)
    assert (told.exit_code, "no team" in told.output) == (2, True)
    with_team(site)
    told = run("recovery", "use", "--site", site, *sheets, *NEWCOMERS, "--team", "3팀")
    assert (told.exit_code, "1팀" in told.output) == (2, True)
    taken = tuple("seoyeon" if one == "sol" else one for one in NEWCOMERS)
    told = run("recovery", "use", "--site", site, *sheets, *taken)
    assert (told.exit_code, "taken" in told.output) == (2, True)
    assert acts(site) == [*before, "team_created"]


def test_a_lost_sheet_is_replaced_by_two_who_sign_in_together(
    run: Run, site: Path, sheets: tuple[str, ...]
):
    staff = json.loads((site / "told.json").read_text("utf-8"))["staff"]
    typed = []
    for one, password in zip(
        staff, ("푸른 강가의 조용한 아침", "깊은 숲속의 늦은 오후에"), strict=True
    ):
        code = totp_code(_bytes(one["totp_secret"]), datetime.now(UTC))
        typed += [one["username"], password, code]
    made = run("recovery", "together", "--site", site, input="\n".join(typed) + "\n")
    assert made.exit_code == 0, made.output
    assert "Recovery sheet 1 of 2" in made.output
    assert run("recovery", "drill", "--site", site, *sheets).exit_code == 2
    wrong = "\n".join([staff[0]["username"], "wrong", "000000"]) + "\n"
    told = run("recovery", "together", "--site", site, input=wrong)
    assert (told.exit_code, "Nothing was changed" in told.output) == (2, True)
