"""tracker init: a site whole or not at all."""

import fcntl
import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import INIT, Run
from tests.factories import databases
from tracker.config import load_settings
from tracker.services import sign_in, upkeep
from tracker.services import site as sites
from tracker.services.site import Site
from tracker.store import grants
from tracker.vault.codes import join_sheets, totp_code
from tracker.vault.keyring import INTAKE, RECOVERY, STAFF, STATS, Holder, Keyring


def test_everything_by_options_makes_a_private_site(site_template: Path):
    told = json.loads((site_template / "told.json").read_text("utf-8"))
    assert {"config.toml", "pins.json", "tracker.db"} <= set(os.listdir(site_template))
    assert stat.S_IMODE(site_template.stat().st_mode) == 0o700
    for name in ("config.toml", "pins.json", "tracker.db"):
        assert stat.S_IMODE((site_template / name).stat().st_mode) == 0o600, name
    settings = load_settings(site_template, {})
    assert (settings.organization, settings.demo) == ("관악 마음센터", False)
    assert len(settings.pepper_bytes) == 32
    assert [one["role"] for one in told["staff"]] == ["coordinator", "admin"]
    assert told["staff"][0]["otpauth"].startswith("otpauth://totp/maeum-tracker:seoyeon?secret=")


def test_the_two_sheets_open_every_group(site_template: Path):
    told = json.loads((site_template / "told.json").read_text("utf-8"))
    ring = Keyring([Holder(RECOVERY, 1, join_sheets(*told["sheets"]))])
    site = Site(load_settings(site_template, {}))
    pins = site.pins.load().groups
    with site.reading() as db:
        found = {one.object: one for one in grants.memberships(db, RECOVERY)}
    site.close()
    assert set(found) == {STAFF, INTAKE, STATS}
    for name, grant in found.items():
        holder = Holder(name, 1, ring.open_membership(grant))
        assert holder.public_key == pins[name].public_key


def test_the_first_coordinator_signs_in(site_template: Path, tmp_path: Path):
    shutil.copytree(site_template, tmp_path / "site")
    told = json.loads((site_template / "told.json").read_text("utf-8"))
    site = Site(load_settings(tmp_path / "site", {}))
    secret = totp_secret(told["staff"][0]["totp_secret"])
    typed = sign_in.Credentials(
        "seoyeon", "푸른 강가의 조용한 아침", totp_code(secret, datetime.now(UTC))
    )
    found = sign_in.sign_in(site, "127.0.0.1", typed)
    assert found is not None
    assert {one.principal for one in found.holders} >= {STAFF, INTAKE, STATS}
    assert upkeep.verify(site).findings == ()
    site.close()


def totp_secret(text: str) -> bytes:
    import base64

    return base64.b32decode(text + "=" * (-len(text) % 8))


def test_on_a_terminal_it_asks_and_shows_sheets_and_qr_codes(run: Run, tmp_path: Path):
    answers = [
        "관악 마음센터", "", "박서연", "seoyeon", "short", "long enough to be a password",
        "long enough to be a password", "한태경", "taekyung", "another long password",
        "another long password",
    ]  # fmt: skip
    made = run("--site", tmp_path / "site", "init", input="\n".join(answers) + "\n")
    assert made.exit_code == 0, made.output
    assert "choose 12 to 200 characters" in made.output
    assert "Recovery sheet 1 of 2" in made.output
    assert "Recovery sheet 2 of 2" in made.output
    assert "two envelopes" in made.output
    assert made.output.count("otpauth://totp/") == 2
    assert "▀" in made.output
    assert "long enough to be a password" not in made.output


def test_passwords_from_standard_input(run: Run, tmp_path: Path):
    words = [w for w in INIT if w not in {"--coordinator-password", "--admin-password"}]
    words = [w for w in words if " " not in w or w == "관악 마음센터"]
    passwords = "the first long password\nthe second long password\n"
    made = run(
        "init", "--site", tmp_path / "site", *words, "--passwords-from", "-", input=passwords
    )
    assert made.exit_code == 0, made.output
    assert (tmp_path / "site" / "tracker.db").exists()


def test_an_existing_site_is_refused_in_a_sentence(run: Run, site_template: Path):
    before = (site_template / "config.toml").read_bytes()
    refused = run("--site", site_template, "init", *INIT)
    assert refused.exit_code == 2
    assert refused.stderr == f"{site_template} is there already: name another folder with --site.\n"
    assert (site_template / "config.toml").read_bytes() == before


@pytest.mark.parametrize(
    "wrong",
    [
        ("--admin-username", "seoyeon"),
        ("--admin-username", "no spaces"),
        ("--admin-password", "short"),
        ("--admin-password", "긴 " * 101),
        ("--public-url", "http://example.org"),
        ("--organization", " "),
        ("--database-url", "mysql://x"),
        ("--database-url", "postgresql+psycopg://nobody@127.0.0.1:1/none"),
    ],
)
def test_a_wrong_answer_leaves_nothing(run: Run, tmp_path: Path, wrong: tuple[str, str]):
    refused = run("--site", tmp_path / "site", "init", *INIT, *wrong)
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output
    assert os.listdir(tmp_path) == []


def test_a_password_that_sign_in_would_cut_is_refused_in_a_sentence(run: Run, tmp_path: Path):
    longest = "아주 긴 비밀번호의 한 문장 " * 20
    refused = run("--site", tmp_path / "site", "init", *INIT, "--admin-password", longest[:201])
    assert "choose 12 to 200 characters" in refused.output
    made = run("--site", tmp_path / "site", "init", *INIT, "--admin-password", longest[:200])
    assert made.exit_code == 0, made.output


def test_a_failure_half_way_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("tracker.services.accounts.admit", fail)
    failed = run("--site", tmp_path / "site", "init", *INIT)
    assert isinstance(failed.exception, RuntimeError)
    assert os.listdir(tmp_path) == []


def test_on_postgresql(
    run: Run, tmp_path: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch
):
    url = databases.create_database(postgres_server)
    words = ("init", *INIT, "--database-url", url)
    with monkeypatch.context() as patch:
        patch.setattr(sites, "split_seed", lambda _: 1 / 0)
        assert run("--site", tmp_path / "one", *words).exit_code == 1
    assert os.listdir(tmp_path) == []
    assert run("--site", tmp_path / "two", *words).exit_code == 0
    refused = run("--site", tmp_path / "three", *words)
    assert refused.exit_code == 2
    assert "is not empty" in refused.stderr
    assert os.listdir(tmp_path) == ["two"]
    assert run("--site", tmp_path / "two", "audit", "verify").exit_code == 0
    checked = run("--site", tmp_path / "two", "doctor")
    assert "pins: every group's" in checked.output
    databases.drop_database(url)


def init_process(
    site: Path, encoding: str, out: IO[bytes] | int, *more: str
) -> subprocess.CompletedProcess[bytes]:
    """`tracker init` in a process of its own, as a terminal starts it."""
    command = [sys.executable, "-c", "from tracker.cli import main; main()"]
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [*command, "--site", str(site), "init", *INIT, *more],
        stdout=out, stderr=subprocess.PIPE, env=environ, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["euc-kr", "ascii", "latin-1"])
def test_a_terminal_that_knows_few_letters_is_told_the_secrets(tmp_path: Path, encoding: str):
    made = init_process(tmp_path / "site", encoding, subprocess.PIPE)
    assert made.returncode == 0, made.stderr
    told = made.stdout.decode("ascii", "replace")
    assert told.count("  Secret: ") == 2
    assert told.count("otpauth://totp/") == 2
    assert "▀" not in made.stdout.decode(encoding, "replace")


@pytest.mark.skipif(sys.platform != "linux", reason="writes to /dev/full")
def test_what_cannot_be_told_is_not_made(tmp_path: Path):
    with Path("/dev/full").open("wb") as full:
        refused = init_process(tmp_path / "site", "utf-8", full)
    assert refused.returncode == 2
    said = refused.stderr.decode()
    assert said.startswith("The recovery sheets could not be written (No space left on device)")
    assert said.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_json_stays_json_where_letters_are_unknown(tmp_path: Path):
    made = init_process(tmp_path / "site", "latin-1", subprocess.PIPE, "--json")
    assert json.loads(made.stdout)["staff"][0]["name"] == "박서연"


@pytest.mark.parametrize("kind", ["link to an empty folder", "dangling link"])
def test_a_site_is_made_where_a_link_leads(run: Run, tmp_path: Path, kind: str):
    link, real = tmp_path / "site", tmp_path / "real"
    link.symlink_to(real)
    if kind == "link to an empty folder":
        real.mkdir()
    made = run("--site", link, "init", *INIT)
    assert made.exit_code == 0, made.output
    assert link.is_symlink()
    assert (real / "config.toml").exists()
    assert sorted(os.listdir(tmp_path)) == ["real", "site"]


def refused_at_once(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The one sentence with which nothing is begun."""
    monkeypatch.setattr("tracker.cli.setup.sites.create", lambda *_: 1 / 0)
    refused = run("--site", site, "init", *INIT)
    assert refused.exit_code == 2, refused.output
    assert refused.stderr.count("\n") == 1
    return refused.stderr


def test_where_one_stands_no_site_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert "You stand in" in refused_at_once(run, Path("."), monkeypatch)
    assert Path.cwd() == tmp_path


def test_a_mount_point_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "is_mount", lambda path: path == tmp_path.resolve())
    assert "is a mount point" in refused_at_once(run, tmp_path, monkeypatch)


def test_links_in_a_circle_lead_nowhere(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert "leads nowhere" in refused_at_once(run, tmp_path / "one", monkeypatch)


PASSWORDS = ("the first long password", "the second long password")


def without(*options: str) -> list[str]:
    """What INIT gives, without some options."""
    pairs = zip(INIT[::2], INIT[1::2], strict=True)
    return [word for pair in pairs if pair[0] not in options for word in pair]


def test_a_file_with_the_mark_of_an_editor_holds_the_same_passwords(run: Run, tmp_path: Path):
    file, site = tmp_path / "passwords", tmp_path / "site"
    file.write_text("\n".join(PASSWORDS), "utf-8-sig")
    words = without("--coordinator-password", "--admin-password")
    made = run("--site", site, "init", "--json", *words, "--passwords-from", file)
    assert made.exit_code == 0, made.output
    staff = json.loads(made.stdout)["staff"][0]
    code = totp_code(totp_secret(staff["totp_secret"]), datetime.now(UTC))
    opened = Site(load_settings(site, {}))
    typed = sign_in.Credentials("seoyeon", PASSWORDS[0], code)
    assert sign_in.sign_in(opened, "127.0.0.1", typed) is not None
    opened.close()


def test_a_file_in_another_encoding_is_refused_in_a_sentence(run: Run, tmp_path: Path):
    file = tmp_path / "passwords"
    file.write_bytes("푸른 강가의 조용한 아침\n깊은 숲속의 늦은 오후에\n".encode("euc-kr"))
    words = without("--coordinator-password", "--admin-password")
    refused = run("--site", tmp_path / "site", "init", *words, "--passwords-from", file)
    assert refused.exit_code == 2
    assert "the file is not UTF-8" in refused.stderr


@pytest.mark.parametrize("option", ["--organization", "--admin-username", "--admin-password"])
@pytest.mark.parametrize("standard_input", ["empty", "closed"])
def test_where_nobody_can_be_asked_the_missing_option_is_named(
    tmp_path: Path, option: str, standard_input: str
):
    program = "from tracker.cli import main; main()"
    if standard_input == "closed":
        program = f"import sys; sys.stdin = None; {program}"
    words = ["--site", str(tmp_path / "site"), "init", *without(option)]
    refused = subprocess.run(
        [sys.executable, "-c", program, *words],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        start_new_session=True,  # without a terminal that could be asked
    )  # fmt: skip
    assert refused.returncode == 2
    assert f"Missing option '{option}': nobody is there to be asked." in refused.stderr
    assert "Warning" not in refused.stderr
    assert "Traceback" not in refused.stderr
    assert os.listdir(tmp_path) == []


def test_questions_stay_out_of_what_a_script_reads(run: Run, tmp_path: Path):
    words = without("--organization", "--admin-name")
    made = run("--site", tmp_path / "site", "init", "--json", *words, input="센터\n\n한태경\n")
    assert json.loads(made.stdout)["staff"][1]["name"] == "한태경"
    assert "Name of the admin" in made.stderr


def test_the_username_of_the_other_is_refused_at_once(run: Run, tmp_path: Path):
    words = without("--admin-username", "--admin-password")
    answers = ["SEOYEON", "taekyung", *(["another long password"] * 2)]
    made = run("--site", tmp_path / "site", "init", *words, input="\n".join(answers) + "\n")
    assert made.exit_code == 0, made.output
    assert "two people have two usernames" in made.stderr
    assert made.stderr.count("Password of the admin") == 1


def test_what_a_stopped_machine_left_is_swept_away(run: Run, tmp_path: Path):
    (tmp_path / ".site.new-abc").mkdir()
    (tmp_path / ".site.new-abc" / "config.toml").write_text("pepper")
    (tmp_path / ".site.new-held").mkdir()
    held = os.open(tmp_path / ".site.new-held", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)  # another program is making a site there
    assert run("--site", tmp_path / "site", "init", *INIT).exit_code == 0
    assert sorted(os.listdir(tmp_path)) == [".site.new-held", "site"]
    os.close(held)
