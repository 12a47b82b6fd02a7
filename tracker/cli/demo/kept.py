"""What is told about a demo, kept beside it so that a second start can tell it again."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.cli.folder import write_private

_FILE = "demo.json"


@dataclass(frozen=True)
class StaffSignIn:
    """How one colleague signs in."""

    role: str
    username: str
    password: str
    totp_secret: str
    name: str


@dataclass(frozen=True)
class ReceiptSignIn:
    """How one applicant follows the application."""

    number: str
    code: str
    name: str
    stage: str


@dataclass(frozen=True)
class Kept:
    """A demo's people, and how many of them applied."""

    cases: int
    staff: list[StaffSignIn]
    receipts: list[ReceiptSignIn]


def keep(folder: Path, kept: Kept) -> None:
    """Write it down, for the owner's eyes."""
    write_private(folder / _FILE, json.dumps(asdict(kept), ensure_ascii=False, indent=2))


def is_demo(folder: Path) -> bool:
    """Whether a folder is a demo's; only such a folder may ever be replaced."""
    return (folder / _FILE).is_file()


def recall(folder: Path) -> Kept | None:
    """Read it again; None when it is not there or not readable."""
    try:
        raw: dict[str, Any] = json.loads((folder / _FILE).read_text("utf-8"))
        return Kept(
            int(raw["cases"]),
            [StaffSignIn(**one) for one in raw["staff"]],
            [ReceiptSignIn(**one) for one in raw["receipts"]],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
