"""The compiled catalogs: made by make, or here when somebody runs a bare pytest."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "tracker" / "locale"


def catalog(source: Path) -> Catalog:
    """One messages.po."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], abort_invalid=True)


def compile_stale() -> None:
    """Compile every catalog whose .mo is missing or older than its .po."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    # Written aside and moved: a program that runs meanwhile never reads half a catalog.
    aside = target.with_name(f"{target.name}.{os.getpid()}")
    with aside.open("wb") as file:
        write_mo(file, catalog(source))
    aside.replace(target)
