"""Makes a demo site, or finds the one that is there."""

import secrets
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from tracker.cli.demo.cast import Cast, Clock, gather, open_rounds
from tracker.cli.demo.kept import Kept, ReceiptSignIn, StaffSignIn, is_demo, keep, recall
from tracker.cli.demo.lives import SPAN
from tracker.cli.demo.people import EVERYBODY, ORGANIZATION
from tracker.cli.demo.story import Told, tell, to_show
from tracker.cli.folder import is_free, made_beside, place_for, write_config
from tracker.cli.options import Stop
from tracker.config import WrongSetting, load_settings
from tracker.services import upkeep
from tracker.services.site import PinMismatch, Site, WrongSchema, utc_now
from tracker.services.upkeep import DatabaseError
from tracker.vault.codes import totp_text

Progress = Callable[[int, int], None]
PLACES: Final = 60  # at least, in each round
CHANGE: Final = timedelta(days=120)  # so long ago the second round began
# Everybody who tries a demo sits at one address. Single accounts and receipts keep their limit.
_FROM_ONE_MACHINE: Final = {"tries_per_address": 10_000, "applications_per_hour": 10_000}


def usable(folder: Path, cases: int | None) -> Kept | None:
    """The demo that stands in a folder, if it is whole and as large as asked for."""
    kept = recall(folder)
    if kept is None or (cases is not None and kept.cases != cases):
        return None
    try:
        site = Site(load_settings(folder, {}))
    except WrongSetting:
        return None
    try:
        site.check()
    except (WrongSchema, PinMismatch, DatabaseError):
        return None
    finally:
        site.close()
    return kept


def place_for_demo(folder: Path) -> Path:
    """Where a demo can be made: never in place of anything else. Raises Stop."""
    if not is_free(folder) and not is_demo(folder):
        raise Stop(f"{folder} holds something that is not a demo: name another folder with --dir.")
    return place_for(folder)


def make(folder: Path, cases: int, port: int, progress: Progress) -> Kept:
    """Make a demo in place of the one that stood there; `folder` is from `place_for_demo`."""
    with made_beside(folder) as beside:
        kept = _fill(beside, cases, port, progress)
        if folder.exists():
            shutil.rmtree(folder)
    return kept


def _fill(folder: Path, cases: int, port: int, progress: Progress) -> Kept:
    config: dict[str, str | int | bool] = {
        "pepper": secrets.token_hex(32),
        "public_url": f"http://127.0.0.1:{port}",
        "port": port,
        "organization": ORGANIZATION,
        "log_level": "WARNING",
        "demo": True,
        **_FROM_ONE_MACHINE,
    }
    write_config(folder, config)
    now = utc_now()
    clock = Clock(now - timedelta(days=SPAN + 2))
    site = Site(load_settings(folder, {}), clock)
    upkeep.hurry(site)
    try:
        cast = gather(site, clock)
        open_rounds(cast, max(PLACES, cases), (now - CHANGE).date())
        told = tell(cast, cases, now, lambda done: progress(done, cases))
    finally:
        site.close()
    kept = Kept(cases, _staff(cast), [_receipt(one) for one in to_show(told)])
    keep(folder, kept)
    return kept


def _staff(cast: Cast) -> list[StaffSignIn]:
    return [
        StaffSignIn(
            who.role.value,
            who.username,
            who.password,
            totp_text(cast.players[who.username].totp_secret),
            who.name,
        )
        for who in EVERYBODY
    ]


def _receipt(told: Told) -> ReceiptSignIn:
    paper = told.receipt.paper
    return ReceiptSignIn(paper.number, paper.code, told.name, told.stage)
