"""tracker db, audit and doctor: looking after a site."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import INIT, Run


@pytest.fixture
def site(site_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site_template, tmp_path / "site"))


def change(site: Path, *statements: str) -> None:
    with closing(sqlite3.connect(site / "tracker.db")) as db, db:
        for statement in statements:
            db.execute(statement)


def test_a_new_site_is_well(run: Run, site: Path):
    checked = run("doctor", "--site", site)
    assert checked.exit_code == 0, checked.output
    assert "PROBLEM" not in checked.output
    told = json.loads(run("--site", site, "doctor", "--json").stdout)
    names = [one["name"] for one in told["checks"]]
    assert names == [
        "settings", "permissions", "disk", "address", "schema", "database settings", "pins",
        "clock", "recovery sheets", "audit trail",
    ]  # fmt: skip
    assert all(one["ok"] for one in told["checks"])


def test_what_is_due_is_done_and_told(run: Run, site: Path):
    assert run("--site", site, "jobs").output == "Nothing was due.\n"
    change(
        site,
        "INSERT INTO cases (id, receipt_number, stage, round_id, waiting_since, submitted_at,"
        " changed_at) SELECT '"
        + "c"
        * 32
        + "', '1234-5678', 'waitlisted', id, '2026-01-01 00:00:00',"
        " '2026-01-01 00:00:00', '2026-01-01 00:00:00' FROM rounds",
        "INSERT INTO offers (id, case_id, round_id, state, offered_at, expires_at)"
        " SELECT '"
        + "d" * 32
        + "', '"
        + "c" * 32
        + "', id, 'open', '2026-01-01 00:00:00', '2026-01-02 00:00:00' FROM rounds",
    )
    done = run("--site", site, "jobs")
    assert (done.exit_code, done.output) == (0, "Waiting lists moved up in 1 rounds.\n")
    assert run("--site", site, "jobs").output == "Nothing was due.\n"


@pytest.mark.parametrize(
    ("harm", "name", "words"),
    [
        ("chmod", "permissions", "chmod -R go="),
        ("schema", "schema", "tracker db upgrade"),
        ("key", "pins", "group:intake is not as it was pinned"),
        ("no pins", "pins", "pins.json is missing or damaged"),
        ("future", "clock", "use NTP"),
        ("trail", "audit trail", "tracker audit verify"),
        ("config", "settings", "'port' must be"),
        ("database", "schema", "the database cannot be used"),
    ],
)
def test_the_doctor_finds_what_is_wrong(run: Run, site: Path, harm: str, name: str, words: str):
    do_harm(site, harm)
    checked = run("--site", site, "doctor")
    assert checked.exit_code == 1
    problems = [line for line in checked.output.splitlines() if line.startswith("PROBLEM")]
    assert any(name in line and words in line for line in problems), checked.output


def do_harm(site: Path, harm: str) -> None:
    key = "zeroblob(32)"
    match harm:
        case "chmod":
            site.chmod(0o755)
        case "schema":
            change(site, "UPDATE alembic_version SET version_num = '0010'")
        case "key":
            change(site, f"UPDATE principals SET public_key = {key} WHERE id = 'group:intake'")
        case "no pins":
            (site / "pins.json").unlink()
        case "future":
            change(site, "UPDATE audit SET at = '2099-01-01 00:00:00.000000' WHERE sequence = 1")
        case "trail":
            change(site, "DELETE FROM audit WHERE sequence = 2")
        case "config":
            with (site / "config.toml").open("a") as config:
                config.write("port = 0\n")
        case "database":
            (site / "tracker.db").write_bytes(b"not a database, only words" * 100)


def test_the_trail_is_verified_in_words(run: Run, site: Path):
    well = run("--site", site, "audit", "verify")
    assert well.exit_code == 0
    assert "rows agree with each other, with every version of every record, and with who" in (
        well.output
    )
    anchor = well.output.split("Anchor: ")[1].strip()
    assert run("--site", site, "audit", "verify", "--anchor", anchor).exit_code == 0
    change(
        site,
        "UPDATE audit SET role = 'admin' WHERE sequence = 3",
        "DELETE FROM grants WHERE object = 'group:stats' AND principal = 'recovery'",
    )
    harmed = run("--site", site, "audit", "verify")
    assert harmed.exit_code == 1
    lines = harmed.output.splitlines()
    assert lines[0] == "Row 3 of the audit trail was changed after it was written."
    assert lines[1] == "A key that was given is missing: group:stats 1 recovery 1."
    assert lines[2].startswith("Anchor: ")


@pytest.mark.parametrize("harm", ["detail = '{'", "digest = 'x'", "at = 'garbage'"])
@pytest.mark.parametrize("row", [3, 5])
def test_a_row_nobody_can_read_is_named_among_the_others(run: Run, site: Path, harm: str, row: int):
    anchor = run("--site", site, "audit", "verify").output.split("Anchor: ")[1].strip()
    change(site, f"UPDATE audit SET {harm} WHERE sequence = {row}")
    change(site, "DELETE FROM grants WHERE object = 'group:stats' AND principal = 'recovery'")
    harmed = run("--site", site, "audit", "verify", "--anchor", anchor)
    assert isinstance(harmed.exception, SystemExit)
    assert harmed.exit_code == 1
    assert f"Row {row} of the audit trail was changed after it was written." in harmed.output
    assert harmed.output.count("was changed after it was written") == 1
    assert "A key that was given is missing: group:stats 1 recovery 1." in harmed.output
    checked = run("--site", site, "doctor")
    assert isinstance(checked.exception, SystemExit)
    assert "PROBLEM  audit trail" in checked.output


def test_an_anchor_proves_what_was_cut_off(run: Run, site: Path):
    anchor = run("--site", site, "audit", "verify").output.split("Anchor: ")[1].strip()
    last = anchor.split(":")[0]
    change(site, f"DELETE FROM audit WHERE sequence = {last}")
    cut = run("--site", site, "audit", "verify", "--anchor", anchor)
    assert cut.exit_code == 1
    assert f"row {last} is another one, or was cut off" in cut.output


@pytest.mark.parametrize("text", ["7", "x:00", "7:xyz", f"7:{'0' * 63}", f"-1:{'0' * 64}"])
def test_an_anchor_is_read_with_care(run: Run, site: Path, text: str):
    refused = run("--site", site, "audit", "verify", f"--anchor={text}")
    assert refused.exit_code == 2
    assert "64 hexadecimal digits" in refused.stderr


def test_upgrade_says_what_it_did(run: Run, site: Path):
    assert "already at schema" in run("--site", site, "db", "upgrade").output


NEED_A_DATABASE = [("serve",), ("audit", "verify"), ("jobs",), ("db", "upgrade"), ("doctor",)]


@pytest.mark.parametrize("words", NEED_A_DATABASE)
def test_a_database_of_a_newer_version_asks_for_that_version(
    run: Run, site: Path, words: tuple[str, ...]
):
    change(site, "UPDATE alembic_version SET version_num = '9999'")
    refused = run("--site", site, *words)
    assert isinstance(refused.exception, SystemExit)
    assert "belongs to a newer version of this program: install that version." in refused.output
    assert "db upgrade" not in refused.output


@pytest.mark.parametrize("words", NEED_A_DATABASE)
@pytest.mark.parametrize("harm", ["missing", "empty"])
def test_a_lost_database_is_restored_and_not_made_anew(
    run: Run, site: Path, words: tuple[str, ...], harm: str
):
    file = site / "tracker.db"
    file.unlink()
    if harm == "empty":
        file.touch()
    refused = run("--site", site, *words)
    assert isinstance(refused.exception, SystemExit)
    assert refused.exit_code == (1 if words == ("doctor",) else 2)
    assert f"There is no database of a site at {file}: restore it" in refused.output
    assert file.exists() == (harm == "empty")
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_database_named_without_a_folder_is_in_the_sites(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = run("--site", tmp_path / "site", "init", *INIT, "--database-url", "sqlite:///own.db")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "site" / "own.db").exists()
    monkeypatch.chdir("/")
    assert run("--site", tmp_path / "site", "audit", "verify").exit_code == 0


@pytest.mark.parametrize("words", [("db", "upgrade"), ("audit", "verify"), ("serve",)])
def test_without_a_site_one_sentence(run: Run, tmp_path: Path, words: tuple[str, ...]):
    refused = run("--site", tmp_path, *words)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"{tmp_path / 'config.toml'} does not exist: 'tracker init'")
    assert refused.stderr.count("\n") == 1


def test_the_environment_names_the_site(run: Run, site: Path):
    assert run("doctor", env={"TRACKER_SITE": str(site)}).exit_code == 0
