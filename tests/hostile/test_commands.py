"""79: no command opens a record; whoever owns the machine at rest learns nothing by running it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as _run
from tests.factories import care
from tests.factories.center import Center
from tracker.cli import main

run = _run  # the fixture of the command line's own tests
CANARIES = ("김하늘", "010-7777-1234", "haneul@example.org", "요즘 잠을 잘", "수면 문제")
# Everything there is to run, and how it is run here; a new command has to be added.
WORDS: dict[str, tuple[str, ...]] = {
    "init": ("--help",),
    "serve": ("--help",),
    "demo": ("--help",),
    "db upgrade": (),
    "audit verify": (),
    "doctor": (),
    "jobs": (),
    "recovery drill": ("--first-sheet", "A" * 40, "--second-sheet", "B" * 40),
    "recovery use": ("--help",),
    "recovery replace": ("--first-sheet", "A" * 40, "--second-sheet", "B" * 40),
    "recovery together": (),
    "roster import": ("--help",),
    "roster show": (),
    "roster destroy": ("--yes",),
}


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        full = f"{before}{name}"
        if isinstance(one, click.Group):
            yield from commands(one, f"{full} ")
        else:
            yield full


def test_h79_every_command_is_known():
    assert set(commands(main)) == set(WORDS)


@pytest.fixture
def folder(small_center: Center, tmp_path: Path) -> Path:
    """The site at rest, with its config: what the owner of the machine has."""
    care.active(small_center)
    small_center.close()
    found = Path(shutil.copytree(small_center.site.settings.site_dir, tmp_path / "stolen"))
    (found / "config.toml").write_text(
        f'pepper = "{small_center.site.settings.pepper}"\npublic_url = "https://localhost"\n'
    )
    return found


def test_h79_no_command_tells_a_word_of_a_record(run: Run, folder: Path):
    for name, words in WORDS.items():
        told = run("--site", folder, *name.split(), *words, input="seoyeon\nwrong\n000000\n")
        assert told.exception is None or isinstance(told.exception, SystemExit), name
        for canary in CANARIES:
            assert canary not in told.output, name


def test_h79_without_both_sheets_nothing_is_given(run: Run, folder: Path):
    for name in ("drill", "use", "replace"):
        told = run("--site", folder, "recovery", name, input="\n".join(["AAAA"] * 10))
        assert told.exit_code != 0, name
    assert run("--site", folder, "recovery", "together", input="x\ny\nz\n").exit_code == 2
