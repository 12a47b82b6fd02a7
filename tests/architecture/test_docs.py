"""The documents say what is there: targets, settings, commands, rooms, decisions, links."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from tracker.cli import main
from tracker.config import ENVIRONMENT, Settings
from tracker.domain.cases import diagram

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/operator/guide.md"
ADR = ROOT / "docs/adr"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def documents() -> list[Path]:
    """Every Markdown file of the repository that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return sorted(ROOT / name for name in listed if (ROOT / name).exists())


def read(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """A document without its blocks of code, where brackets are not links."""
    return FENCE.sub("", read(path))


def named(path: Path) -> Iterator[str]:
    """What a document shows as code, in a line and in blocks, a line each."""
    text = read(path)
    yield from CODE.findall(FENCE.sub("", text))
    for _language, block in FENCE.findall(text):
        yield from block.splitlines()


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", documents(), ids=ids)
def test_every_relative_link_leads_somewhere(document):
    targets = [link.split("#")[0] for link in LINK.findall(prose(document)) if "://" not in link]
    gone = [link for link in targets if link and not (document.parent / link).exists()]
    assert not gone


@pytest.mark.parametrize("document", documents(), ids=ids)
def test_every_make_target_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    wanted = {
        name for code in named(document) for name in re.findall(r"\bmake ([a-z][a-z-]*)", code)
    }
    assert wanted <= targets


def test_the_readme_names_the_two_commands():
    assert {"make demo", "make test"} <= {
        code.split("#")[0].strip() for code in named(ROOT / "README.md")
    }


@pytest.mark.parametrize("document", documents(), ids=ids)
def test_every_tracker_command_and_option_exists(document):
    for code in named(document):
        for words in re.findall(r"(?:^|[\s/$])tracker((?: [\w./=:<>-]+)+)", code.split(" # ")[0]):
            check_command(words.split())


def check_command(words: list[str]) -> None:
    """Walk the words of a command as click would; values of options are not looked at."""
    command: click.Command = main
    known = options(command)
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in known, f"{command.name} has no {word}"
        elif isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
            known |= options(command)
        elif isinstance(command, click.Group) and known == options(main) and word.isalpha():
            raise AssertionError(f"there is no command {word}")


def options(command: click.Command) -> set[str]:
    return {name for param in command.params for name in param.opts} | {"--help", "--version"}


def test_every_setting_in_the_guide_exists():
    known = {field.name for field in fields(Settings)} - {"site_dir"}
    blocks = [block for language, block in FENCE.findall(read(GUIDE)) if language == "toml"]
    wanted = {key for block in blocks for key in re.findall(r"^(\w+) *=", block, re.MULTILINE)}
    wanted |= {
        code for code in CODE.findall(prose(GUIDE)) if re.fullmatch(r"[a-z]+(_[a-z]+)+", code)
    }
    wanted |= {
        code.removeprefix(ENVIRONMENT).lower()
        for code in named(GUIDE)
        if re.fullmatch(ENVIRONMENT + "[A-Z_]+", code) and code != "TRACKER_SITE"
    }
    assert wanted
    assert wanted <= known
    in_example = set(re.findall(r"^#? ?(\w+) = ", read(ROOT / "config.example.toml"), re.MULTILINE))
    assert wanted <= in_example


GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))


@pytest.mark.parametrize("guide", GUIDES, ids=ids)
def test_what_a_guide_prints_bold_stands_on_a_screen(guide):
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker/web").rglob("*.py")]
    screens = "\n".join(map(read, sources))
    labels = re.findall(r"\*\*([^*\n]+(?:\n[^*\n]+)?)\*\*", read(guide))
    assert labels
    gone = [label for label in labels if not stands_in(" ".join(label.split()), screens)]
    assert not gone


def stands_in(label: str, screens: str) -> bool:
    """Whether a label is a whole text of the screens, not only a part of a sentence."""
    return any(f"{mark}{label}{mark}" in screens for mark in "'\"")


def decisions() -> list[Path]:
    return sorted(ADR.glob("[0-9]*.md"))


def test_the_index_of_decisions_lists_each_once_and_in_order():
    rows = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \|$", read(ADR / "README.md"), re.MULTILINE
    )
    assert [file for _number, file, _title in rows] == [path.name for path in decisions()]
    for number, file, title in rows:
        assert read(ADR / file).startswith(f"# {number} {title}\n")


@pytest.mark.parametrize("decision", decisions(), ids=lambda path: path.name)
def test_a_decision_is_short_and_has_its_three_parts(decision):
    lines = read(decision).splitlines()
    assert len(lines) <= 40
    headings = [line for line in lines if line.startswith("## ")]
    assert headings[:2] == ["## Context", "## Decision"]
    assert headings[-1] == "## Consequences"


def test_architecture_names_every_room():
    text = read(ROOT / "ARCHITECTURE.md")
    inside = [
        path for path in (ROOT / "tracker").iterdir() if path.is_dir() and path.name[0] != "_"
    ]
    outside = [ROOT / name for name in ("templates", "migrations", "tests", "bench", "docs")]
    missing = [name for path in inside + outside if f"`{(name := ids(path))}/`" not in text]
    assert not missing


def test_the_picture_of_the_stages_is_the_table():
    assert f"```mermaid\n{diagram()}\n```" in read(ROOT / "docs/stages.md")
