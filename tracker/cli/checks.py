"""What the doctor looks at; each check says what to do when something is not right."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tracker.cli.folder import CONFIG
from tracker.cli.options import about_pins, about_schema, kind_of
from tracker.config import Settings
from tracker.services import upkeep
from tracker.services.site import PinMismatch, Site, WrongSchema
from tracker.services.upkeep import DatabaseError

_ROOM: Final = 500 * 1024 * 1024
_BUILT: Final = datetime(2026, 11, 1, tzinfo=UTC)  # this program is not older
_MONTH: Final = timedelta(days=31)
_YEAR: Final = timedelta(days=366)
_SLACK: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    words: str


def of_folder(settings: Settings) -> Iterator[Check]:
    """What stands on the disk, and the address in browsers."""
    yield _permissions(settings.site_dir)
    yield _disk(settings.site_dir)
    yield _address(settings)


def of_site(site: Site) -> Iterator[Check]:
    """What stands in the database, as far as it can be reached."""
    looks: tuple[tuple[str, Callable[[Site], Check]], ...] = (
        ("schema", _schema),
        ("database settings", _database),
        ("pins", _pins),
        ("clock", _clock),
        ("recovery sheets", _drill),
        ("audit trail", _trail),
    )
    try:
        upkeep.check_there(site)
    except WrongSchema as problem:
        yield Check("database", False, about_schema(problem))
        return
    for name, look in looks:
        try:
            yield look(site)
        except DatabaseError as problem:
            kind = kind_of(problem)
            yield Check(name, False, f"the database cannot be used ({kind}): check 'database_url'")
        except WrongSchema as problem:
            yield Check(name, False, about_schema(problem))


def _permissions(folder: Path) -> Check:
    private = (folder, folder / CONFIG)
    seen = [str(path) for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if seen:
        wrong = f"others on this machine may read {' and '.join(seen)}: run 'chmod -R go= {folder}'"
        return Check("permissions", False, wrong)
    return Check("permissions", True, f"only the owner can read {folder}")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:.1f} GiB free"
    if free < _ROOM:
        return Check("disk", False, f"{words}: make room before the database cannot be written")
    return Check("disk", True, words)


def _address(settings: Settings) -> Check:
    where = "over HTTPS" if settings.secure else "on this machine only; others need https://"
    return Check("address", True, f"{settings.public_url}, {where}")


def _schema(site: Site) -> Check:
    upkeep.check_schema(site)
    return Check("schema", True, "the database is at the schema of this version")


def _database(site: Site) -> Check:
    found = upkeep.settings(site)
    wrong = [f"{name} is {now}, not {must}" for name, (now, must) in found.items() if now != must]
    if wrong:
        return Check("database settings", False, f"{'; '.join(wrong)}: set it on the server")
    told = ", ".join(f"{name}={now}" for name, (now, _) in found.items())
    return Check("database settings", True, told)


def _pins(site: Site) -> Check:
    try:
        site.check()
    except PinMismatch as problem:
        if str(problem).endswith(".json"):
            return Check("pins", False, about_pins(str(problem)))
        wrong = (
            f"{problem} is not as it was pinned: stop the server, compare pins.json with a backup,"
            " and find out who changed it"
        )
        return Check("pins", False, wrong)
    return Check("pins", True, "every group's public key is the pinned one")


def _clock(site: Site) -> Check:
    now, newest = site.clock(), upkeep.newest_act(site)
    if now < _BUILT or (newest is not None and newest > now + _SLACK):
        wrong = f"it says {now:%Y-%m-%d %H:%M} UTC, before what is recorded: set it, use NTP"
        return Check("clock", False, wrong)
    return Check("clock", True, f"{now:%Y-%m-%d %H:%M} UTC, after all that is recorded")


def _drill(site: Site) -> Check:
    """Sheets are to be tried once when they are new, and then every year; a demo's nobody keeps."""
    if site.settings.demo:
        return Check("recovery sheets", True, "a demo has none")
    tried, since = upkeep.sheets(site)
    try_them = "run 'tracker recovery drill' with both sheets"
    if tried is None or (since is not None and tried < since):
        young = since is None or site.clock() - since < _MONTH
        return Check("recovery sheets", young, f"never tried: {try_them}")
    words = f"last tried on {tried:%Y-%m-%d}"
    if site.clock() - tried > _YEAR:
        return Check("recovery sheets", False, f"{words}: {try_them} again")
    return Check("recovery sheets", True, words)


def _trail(site: Site) -> Check:
    found = upkeep.verify(site)
    if found.findings:
        count = len(found.findings)
        wrong = f"{count} findings: run 'tracker audit verify' and keep the site as it is"
        return Check("audit trail", False, wrong)
    anchor = f"{found.anchor.sequence}:{found.anchor.digest}"
    return Check("audit trail", True, f"rows, records and given keys agree; anchor {anchor}")
