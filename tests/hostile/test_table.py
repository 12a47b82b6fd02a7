"""The table of attacks in docs/ is true: every test it names exists, and nothing due is missing."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "hostile-tests.md"
DONE_ISSUES = {"2", "3"}
NUMBERS = {str(number) for number in range(1, 81)} | {"C0", "C1", "C2", "C3", "C4"}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def rows() -> dict[str, tuple[str, str]]:
    """Each number with its tests and the issue in which it is due."""
    cells = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines()]
    return {one[0]: (one[-2], one[-1]) for one in cells if one[0] in NUMBERS}


@cache
def functions(file: str) -> set[str]:
    """The tests in a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_attack_has_one_row():
    assert rows().keys() == NUMBERS


@pytest.mark.parametrize("number", sorted(NUMBERS))
def test_the_named_tests_exist(number: str):
    named = _TEST.findall(rows()[number][0])
    assert named or rows()[number][0] == "to come"
    assert not [f"{file}::{name}" for file, name in named if name not in functions(file)]


def test_nothing_that_is_due_is_missing():
    missing = [
        number
        for number, (tests, due) in rows().items()
        if tests == "to come" and due in DONE_ISSUES
    ]
    assert missing == []


def test_every_numbered_test_is_in_the_table():
    """A test called after a number is named in that number's row."""
    table = TABLE.read_text("utf-8")
    written = [
        (file.relative_to(ROOT).as_posix(), name)
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in functions(file.relative_to(ROOT).as_posix())
        if re.match(r"test_(c0_|h\d\d_)", name)
    ]
    assert len(written) > 40
    assert not [f"{file}::{name}" for file, name in written if f"`{file}::{name}`" not in table]
