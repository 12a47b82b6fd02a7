"""The house stays small: imports run one way, files and functions are short."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 250
FUNCTION_LINES = 40
CODE = sorted((ROOT / "tracker").rglob("*.py"))
# What only SQLite has: a file in which bytes may be left, and another one for web sessions.
ON_SQLITE = {
    "test_nothing_of_it_is_in_the_main_database_on_sqlite",
    "test_the_bytes_of_a_sheet_leave_the_file",
}
WRITTEN = ("tracker", "templates", "tests", "migrations", "docs", "bench")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_import_contracts_are_kept():
    program = "from importlinter.cli import lint_imports_command as run; run()"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    kept = re.search(r"Contracts: (\d+) kept, 0 broken", ended.stdout)
    assert kept is not None, ended.stdout
    assert int(kept.group(1)) >= 7


@pytest.mark.parametrize("path", CODE, ids=ids)
def test_files_are_short(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= FILE_LINES


def test_functions_are_short():
    long = [
        f"{ids(path)} {node.name}"
        for path in CODE
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    ]
    assert long == []


def test_the_usual_function_is_very_short():
    lengths = [length(node) for path in CODE for node in functions(path)]
    assert len(lengths) > 500
    assert statistics.median(lengths) <= 11


def test_every_file_and_public_function_says_what_it_is():
    silent = []
    for path in CODE:
        tree = ast.parse(path.read_text("utf-8"))
        if ast.get_docstring(tree) is None:
            silent.append(ids(path))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if public and ast.get_docstring(node) is None:  # type: ignore[arg-type]
                silent.append(f"{ids(path)} {node.name}")  # type: ignore[attr-defined]
    assert silent == []


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b")
    marked = [
        ids(path)
        for room in WRITTEN
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html", ".md", ".css", ".js", ".toml"}
        if words.search(path.read_text("utf-8"))
    ]
    assert marked == []


def test_the_rules_know_no_clock_and_no_chance():
    """domain/ is the standard library without what makes an answer differ from day to day."""
    forbidden = {"time", "secrets", "uuid4", "os", "socket", "subprocess", "pathlib"}
    found = []
    for path in (ROOT / "tracker/domain").rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found += [f"{ids(path)} {a.name}" for a in node.names if a.name in forbidden]
            elif isinstance(node, ast.ImportFrom) and node.module in forbidden:
                found.append(f"{ids(path)} {node.module}")
        found += [f"{ids(path)} {call}" for call in re.findall(r"\b(?:now|today|utcnow)\(\)", text)]
    assert found == []


def test_only_work_moves_a_case():
    """`Work.move` is the one writer of a case's stage."""
    wanted = re.compile(r"\.stage = (?!=)")
    writers = [ids(path) for path in CODE if wanted.search(path.read_text("utf-8"))]
    assert writers == ["tracker/services/work.py"]


def test_desks_and_pages_are_tried_on_both_databases():
    small = {"small_center", "small_strict_center", "sqlite_template"}
    rooms = [path for room in ("services", "web") for path in (ROOT / "tests" / room).glob("*.py")]
    asking = {
        function.name
        for path in rooms
        for function in functions(path)
        if small & {given.arg for given in function.args.args}
    }
    assert asking == ON_SQLITE
