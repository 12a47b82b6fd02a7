"""tracker serve: what stops a start, and what a killed server leaves behind."""

import shutil
import socket
import sqlite3
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Serve, free_port


@pytest.fixture
def site(site_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site_template, tmp_path / "site"))


def test_it_answers_and_survives_being_killed(serve: Serve, site: Path):
    server = serve("--site", site, "serve")
    assert server.get("/") == 200
    assert server.get("/sign-in") == 200
    server.kill()
    again = serve("--site", site, "serve", port=server.port)
    assert again.get("/") == 200
    assert f"http://127.0.0.1:{server.port}, Ctrl-C ends." in again.end()
    assert again.process.returncode == 0


def workers_of(pid: int, count: int) -> list[str]:
    """The workers of a server. The first may answer before the second is forked: wait for both."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 20
    while len(workers := children.read_text().split()) != count:
        assert time.monotonic() < until, f"{len(workers)} workers instead of {count}"
        time.sleep(0.05)
    return workers


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_workers_are_small(serve: Serve, site: Path):
    server = serve("--site", site, "serve")
    workers = workers_of(server.process.pid, 2)
    for _ in range(8):
        assert server.get("/sign-in") == 200
    kibibytes = [
        int(line.split()[1])
        for worker in workers
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    assert sum(kibibytes) < 140 * 1024


def stopped(run: Run, site: Path, *words: str, **environ: str) -> str:
    """The one sentence with which a start ends."""
    refused = run("--site", site, "serve", *words, env=environ)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr
    return refused.stderr


def test_a_wrong_setting_stops_it(run: Run, site: Path):
    sentence = stopped(run, site, TRACKER_IDLE_MINUTES="999")
    assert sentence == "'idle_minutes' must be between 5 and 120.\n"


def test_wrong_sessions_are_not_blamed_on_the_database(run: Run, site: Path):
    sentence = stopped(run, site, TRACKER_SESSIONS_URL="sqlite:////nowhere/sessions.db")
    assert "check 'sessions_url'" in sentence
    assert "database_url" not in sentence


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "192.0.2.1"])
def test_a_host_that_is_not_here_stops_it(run: Run, site: Path, host: str):
    sentence = stopped(run, site, "--host", host, "--allow-network")
    assert sentence == f"'host' must be an address of this machine: '{host}' is none.\n"


def test_a_debugger_stops_it(run: Run, site: Path):
    assert "FLASK_DEBUG is set" in stopped(run, site, FLASK_DEBUG="1")


def test_other_machines_need_a_flag(run: Run, site: Path):
    assert "add --allow-network" in stopped(run, site, "--host", "0.0.0.0")


def test_another_schema_stops_it(run: Run, site: Path):
    with closing(sqlite3.connect(site / "tracker.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0010'")
    assert "run 'tracker db upgrade'" in stopped(run, site)


def test_a_replaced_group_key_stops_it(run: Run, site: Path):
    with closing(sqlite3.connect(site / "tracker.db")) as db, db:
        db.execute("UPDATE principals SET public_key = zeroblob(32) WHERE id = 'group:intake'")
    assert "The public key of group:intake" in stopped(run, site)


def test_missing_pins_stop_it(run: Run, site: Path):
    (site / "pins.json").unlink()
    assert "pins.json is missing or damaged" in stopped(run, site)


def test_a_database_that_is_none_stops_it(run: Run, site: Path):
    (site / "tracker.db").write_bytes(b"not a database, only words" * 100)
    assert "The database cannot be used" in stopped(run, site)


def test_a_taken_port_stops_it(run: Run, serve: Serve, site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tracker.cli.serve._WAIT_SECONDS", 0.0)
    server = serve("--site", site, "serve", port=free_port())
    server.get("/")
    assert "Choose another --port." in stopped(run, site, "--port", str(server.port))


def test_connections_that_browsers_open_ahead_do_not_hold_the_end_up(serve: Serve, site: Path):
    server = serve("--site", site, "serve")
    server.get("/")
    with ExitStack() as open_ahead:
        for _ in range(8):
            open_ahead.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        time.sleep(1.0)  # until the workers have taken them
        began = time.monotonic()
        server.end()
        assert time.monotonic() - began < 6
    assert server.process.returncode == 0
