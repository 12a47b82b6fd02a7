"""tracker demo: sign-ins that work, receipts that open, and a story in the order of time."""

import base64
import fcntl
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.cli.conftest import Run
from tests.factories.remembered import run_folder
from tests.factories.tries import send_one
from tests.web.applying import send_in
from tests.web.conftest import Browser
from tracker.app import create_app
from tracker.cli import main
from tracker.cli.demo.acts import SEOUL
from tracker.cli.demo.people import name_of
from tracker.cli.demo.story import _first_days
from tracker.cli.folder import made_beside
from tracker.config import Settings, load_settings
from tracker.domain.access import Role
from tracker.domain.anonymity import MIN_REPORT
from tracker.domain.cases import Stage
from tracker.services import applications, upkeep
from tracker.services.site import Site, utc_now
from tracker.services.throttling import count_wrong_link
from tracker.store import past
from tracker.store.audit import chain, readable
from tracker.store.cases import Case
from tracker.vault.codes import totp_code

CASES = 40


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `tracker demo --json --no-serve` says."""
    folder = run_folder(tmp_path_factory) / "demo"
    words = ["demo", "--cases", str(CASES), "--dir", str(folder), "--json", "--no-serve"]
    with (folder.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    assert f"{CASES} of {CASES} applicants" in made.stderr or not made.stderr
    found: dict[str, Any] = json.loads(made.stdout)
    return found


@pytest.fixture
def site(told: dict[str, Any]) -> Any:
    made = Site(load_settings(Path(told["base_dir"]), {}))
    yield made
    made.close()


def test_it_says_how_everybody_signs_in(told: dict[str, Any]):
    roles = Counter(one["role"] for one in told["staff"])
    assert roles == {
        Role.COORDINATOR: 1, Role.COUNSELOR: 3, Role.SUPERVISOR: 2, Role.MANAGER: 1,
        Role.ADMIN: 1, Role.PRIVACY_OFFICER: 1,
    }  # fmt: skip
    assert len({one["stage"] for one in told["receipts"]}) == 3
    assert told["url"] == "http://127.0.0.1:8000"


def test_one_of_each_role_gets_in_through_the_web(told: dict[str, Any], site: Site):
    app = create_app(site)
    for one in {one["role"]: one for one in told["staff"]}.values():
        browser = app.test_client()
        assert "시연용" in browser.get("/sign-in").text or "연습용" in browser.get("/sign-in").text
        answer = browser.post("/sign-in", data=typed(browser, one))
        assert answer.status_code == 303, one["role"]
        assert browser.get(answer.headers["Location"]).status_code < 400


def typed(browser: FlaskClient, one: dict[str, str]) -> dict[str, str]:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text)
    assert token is not None
    secret = base64.b32decode(one["totp_secret"] + "=" * (-len(one["totp_secret"]) % 8))
    return {
        "csrf_token": token[1],
        "username": one["username"],
        "password": one["password"],
        "code": totp_code(secret, utc_now()),
    }


def test_the_receipts_open_at_their_stages(told: dict[str, Any], site: Site):
    for one in told["receipts"]:
        opened = applications.open_receipt(site, "127.0.0.1", one["number"], one["code"])
        assert opened is not None
        case_id, holder = opened
        ring = applications.receipt_keyring(holder)
        with site.working(actor_of(case_id), ring) as work:
            status = applications.status(work, case_id)
        assert status.case.stage == one["stage"]
        assert status.application.paper is not None
        form = status.application.paper.form
        assert form.name == one["name"]
        assert form.reason.endswith("(시연용 가상 인물)")
        assert form.phone.startswith("010-0")


def actor_of(case_id: Any) -> Any:
    from tracker.services.work import Actor

    return Actor(applications.applicant(case_id), address="127.0.0.1")


def test_everybody_may_try_it_from_one_machine(told: dict[str, Any], tmp_path: Path):
    shutil.copytree(told["base_dir"], tmp_path / "demo")
    site = Site(load_settings(tmp_path / "demo", {}))
    for _ in range(2 * Settings.applications_per_hour):
        send_one(site, "127.0.0.1")
    for _ in range(2 * Settings.tries_per_address):
        count_wrong_link(site, "127.0.0.1")
    app = create_app(site)
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    send_in(browser)
    site.close()


def test_every_stage_is_there_over_ten_months(site: Site):
    with site.reading() as db:
        found = db.query(Case).all()
        assert len(found) == CASES
        assert {case.stage for case in found} == set(Stage)
        newest = max(case.submitted_at for case in found)
        oldest = min(case.submitted_at for case in found)
        for case in found:
            assert past.history(db, case.id)[-1].stage is case.stage
    assert utc_now() - newest < timedelta(days=6)
    assert timedelta(days=150) < utc_now() - oldest < timedelta(days=303)


def test_the_trail_is_whole_and_in_the_order_of_time(site: Site):
    assert upkeep.verify(site).findings == ()
    with site.reading() as db:
        rows = [(row.at, row.action) for row in readable(chain(db))]
        applied = [case.submitted_at for case in db.query(Case)]
    # Other tests sign in meanwhile, two at a time; the story itself was told by then.
    made = (site.settings.site_dir / "demo.json").stat().st_mtime
    story = [at for at, _ in rows if at.timestamp() < made]
    assert len(story) > CASES
    assert story == sorted(story)
    # Whether thirty of forty had applied before this month depends on the day of the month. A month
    # is frozen on its first working day, or when somebody signs in before.
    frozen = "report_frozen" in {action for _, action in rows}
    assert frozen or not _are_enough(applied, next(_first_days(utc_now())))
    assert _are_enough(applied, utc_now()) or not frozen


def _are_enough(applied: list[datetime], when: datetime) -> bool:
    """Whether a report could be made of those who applied before the month of a moment."""
    month = when.astimezone(SEOUL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return sum(at < month for at in applied) >= MIN_REPORT


def test_a_second_run_takes_what_is_there(told: dict[str, Any], run: Run):
    folder = told["base_dir"]
    again = run("demo", "--dir", folder, "--json", "--no-serve")
    assert json.loads(again.stdout) == told
    assert again.stderr == ""
    shown = run("demo", "--dir", folder, "--no-serve", "--port", "8001")
    assert "http://127.0.0.1:8001" in shown.output
    assert shown.output.count("TOTP secret") == 6
    for receipt in told["receipts"]:
        assert receipt["code"] in shown.output


def test_other_numbers_make_it_anew(run: Run, tmp_path: Path):
    words = ("demo", "--dir", tmp_path / "demo", "--json", "--no-serve")
    first = json.loads(run(*words, "--cases", "1").stdout)
    assert json.loads(run(*words).stdout) == first
    second = json.loads(run(*words, "--cases", "2").stdout)
    assert second["staff"] != first["staff"]
    assert os.listdir(tmp_path) == ["demo"]


def test_the_settings_of_a_real_site_do_not_reach_it(run: Run, tmp_path: Path):
    words = ("demo", "--cases", "1", "--dir", tmp_path / "demo", "--json", "--no-serve")
    elsewhere = {"TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}"}
    assert run(*words, env=elsewhere).exit_code == 0
    assert os.listdir(tmp_path) == ["demo"]


def test_what_is_not_a_demo_is_never_replaced(run: Run, tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("years of work")
    refused = run("demo", "--cases", "1", "--fresh", "--dir", tmp_path, "--no-serve")
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"{tmp_path} holds something that is not a demo")
    assert os.listdir(tmp_path) == ["thesis.txt"]


def test_a_demo_is_made_anew_where_a_link_leads(run: Run, tmp_path: Path):
    link, real = tmp_path / "demo", tmp_path / "real"
    link.symlink_to(real)
    for cases in ("1", "2"):
        made = run("demo", "--cases", cases, "--dir", link, "--no-serve")
        assert made.exit_code == 0, made.output
    assert sorted(os.listdir(tmp_path)) == ["demo", "real"]
    assert link.is_symlink()


def test_where_one_stands_no_demo_is_begun(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    refused = run("demo", "--cases", "1", "--dir", ".", "--no-serve")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith(f"You stand in {tmp_path}")


def test_it_stays_on_this_machine_without_a_flag(run: Run, tmp_path: Path):
    refused = run("demo", "--cases", "1", "--dir", tmp_path / "demo", "--host", "0.0.0.0")
    assert refused.exit_code == 2
    assert "add --allow-network" in refused.stderr
    assert not (tmp_path / "demo").exists()


def test_names_are_many_and_nobodys():
    assert len({name_of(number) for number in range(930)}) == 930


def _tell_to_end(making: subprocess.Popen[bytes]) -> str:
    """What it said: the signal is sent again if Python was clearing up memory (folder.py)."""
    making.terminate()
    try:
        return making.communicate(timeout=10)[1].decode()
    except subprocess.TimeoutExpired:
        making.terminate()
        return making.communicate(timeout=30)[1].decode().split("SystemExit: 143\n")[-1]


def test_a_demo_that_is_told_to_end_leaves_nothing(tmp_path: Path):
    program = "from tracker.cli import main; main()"
    words = ["demo", "--dir", str(tmp_path / ".demo"), "--no-serve"]
    making = subprocess.Popen([sys.executable, "-c", program, *words], stderr=subprocess.PIPE)
    while not list(tmp_path.glob(".demo.new-*/tracker.db")):
        assert making.poll() is None
        time.sleep(0.05)
    said = _tell_to_end(making)
    assert making.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in said
    assert os.listdir(tmp_path) == []


def test_what_fails_while_a_demo_ends_does_not_hide_that_it_was_told_to(tmp_path: Path):
    def make() -> None:
        with made_beside(tmp_path / "demo"):
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    with pytest.raises(SystemExit) as ended:
        make()
    assert ended.value.code == 128 + signal.SIGTERM
    assert os.listdir(tmp_path) == []


def test_the_doctor_asks_for_no_sheets_of_a_demo(told: dict[str, Any], run: Run):
    checked = run("--site", told["base_dir"], "doctor")
    assert "ok       recovery sheets: a demo has none" in checked.output
