"""Without HPKE and Cobblestone nothing starts, and the reason is one instruction (77)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STUB = """
import sys, types
from importlib.abc import MetaPathFinder

class Older(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {missing!r}:
            raise ModuleNotFoundError("No module named " + name, name=name)

sys.meta_path.insert(0, Older())
import {started}
"""
MISSING = ["cryptography.cobblestone", "cryptography.hazmat.primitives.hpke"]


@pytest.mark.parametrize("started", ["tracker.vault.crypto", "tracker.app"])
@pytest.mark.parametrize("missing", MISSING)
def test_start_is_refused_with_an_instruction(missing, started):
    program = STUB.format(missing=missing, started=started)
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "cryptography 50 or newer" in ended.stderr
    assert "pip install --require-hashes -r requirements.txt" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1
