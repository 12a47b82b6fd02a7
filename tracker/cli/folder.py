"""A site's folder on the disk: whole or not there at all, and private."""

import fcntl
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
        prefix = f".{target.name.lstrip('.')}.new-"
        _sweep(target.parent, prefix)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as problem:
        raise Stop(f"{target} cannot be made: {problem.strerror}.") from None
    with _held(folder), _told_to_end():
        try:
            yield folder
            folder.rename(target)  # onto nothing or an empty folder, never onto a full one
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what was left when the machine stopped: a folder that no program holds any more."""
    for left in parent.glob(f"{prefix}*"):
        with suppress(OSError), _held(left):
            shutil.rmtree(left)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder as being worked in. Raises OSError when another program does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl-C does, so that nothing half made is left.

    Python drops what is raised while it clears up memory: a signal in that moment is not heard,
    and the work ends whole, or with the next signal.
    """
    told = False

    def end(_signal: int, _frame: object) -> None:
        nonlocal told
        told = True
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except Exception:
        if told:  # what failed then was only the clearing up of what had been begun
            raise SystemExit(128 + signal.SIGTERM) from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


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
