"""A site's folder on the disk: whole or not there at all, and private."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.cli.options import Stop

CONFIG = "config.toml"
_HEAD = """\
# The settings of this site. config.example.toml, beside the program, says what each is for and
# what else can be set. Keep this file private: the pepper guards every password.
"""


@contextmanager
def made_beside(target: Path) -> Iterator[Path]:
    """A private folder that becomes `target` once everything in it is finished.

    `target` is as `place_for` gives it: nothing is begun that could not be finished.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    except OSError as problem:
        raise Stop(f"{target} cannot be made: {problem.strerror}.") from None
    try:
        yield folder
        folder.rename(target)  # onto nothing or an empty folder, never onto a full one
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def place_for(target: Path) -> Path:
    """Where a folder is really, behind links and dots. Raises Stop where none can be put."""
    try:
        place = target.resolve()
        here = Path.cwd()
    except (OSError, RuntimeError):  # links that lead in a circle; a folder that was removed
        raise Stop(f"{target} leads nowhere: name another folder.") from None
    if place == here or place in here.parents:
        raise Stop(f"You stand in {place}, which would be replaced: go to another folder first.")
    if place.is_mount():
        raise Stop(f"{place} is a mount point and cannot be replaced: name a folder inside it.")
    return place


def is_free(target: Path) -> bool:
    """Whether a site can be made here: nothing stands there, or an empty folder."""
    if not target.exists():
        return True
    return target.is_dir() and not any(target.iterdir())


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, and see it onto the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def write_config(folder: Path, values: dict[str, str | int | bool]) -> None:
    """Write config.toml; JSON's texts, numbers and truths are TOML's as well."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    write_private(folder / CONFIG, _HEAD + "\n".join(lines) + "\n")
