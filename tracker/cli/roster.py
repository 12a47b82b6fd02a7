"""tracker roster: the list of account holders, brought by a coordinator who signs in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from tracker.cli.options import Stop, in_a_sentence, site_at, site_option
from tracker.cli.roster_words import cell_sentence, file_sentence
from tracker.cli.signing_in import sign_in_options, signed_in, working_as
from tracker.domain.access import Permission
from tracker.domain.errors import Conflict, RuleBroken
from tracker.services import shredding
from tracker.services.roster import desk
from tracker.services.roster.checking import SEOUL, SHOWN, Dry, look_at
from tracker.services.roster.desk import Roster
from tracker.services.roster.reading import LARGEST, Lines, read_list
from tracker.services.site import Site

_FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def roster() -> None:
    """The list of account holders, sealed to the coordinators."""


@roster.command(name="import")
@site_option
@click.argument("file", type=_FILE)
@sign_in_options
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong with the file.")
@click.option("--yes", is_flag=True, help="Use the list without asking once more.")
def import_list(
    site_dir: Path,
    file: Path,
    username: str | None,
    password: str | None,
    code: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Check a list (.xlsx or .csv) line by line, and put it in the place of the one before."""
    with site_at(site_dir) as site, _told():
        lines = _read(file)
        who = signed_in(site, Permission.ROSTER_MANAGE, username, password, code)
        dry = _checked(lines, site)
        _tell(dry)
        if dry_run or not dry.people:
            return
        if not yes and not click.confirm("Use this list from now on? The one before is destroyed"):
            raise Stop("Nothing was changed.")
        with working_as(site, who) as work:
            made = desk.bring(work, lines, dry)
        with working_as(site, who) as work:
            used = desk.confirm(work, made, site.settings.roster_days)
        shredding.wipe(site)
    click.echo(f"The list is in use: {used.people} people, until {_day(used.expires_at)}.")


@roster.command()
@site_option
def show(site_dir: Path) -> None:
    """Tell whose list is in use, from when, how many people, until when; nobody's name in it."""
    with site_at(site_dir) as site, site.reading() as db:
        found = desk.overview(db, site.clock())
    if found.current is None:
        click.echo("No list is in use.")
    else:
        state = "Expired, not used any more" if found.expired else "In use"
        click.echo(
            f"{state}: {_about(found, found.current)}, until {_day(found.current.expires_at)}."
        )
    if found.draft is not None:
        click.echo(f"A draft waits to be confirmed on the page: {_about(found, found.draft)}.")


@roster.command()
@site_option
@sign_in_options
@click.option("--yes", is_flag=True, help="Destroy it without asking once more.")
def destroy(
    site_dir: Path, username: str | None, password: str | None, code: str | None, yes: bool
) -> None:
    """Destroy the list in use, and a draft; what was decided with it stays."""
    with site_at(site_dir) as site, _told():
        who = signed_in(site, Permission.ROSTER_MANAGE, username, password, code)
        if not yes and not click.confirm("Destroy the list? It cannot be brought back"):
            raise Stop("Nothing was changed.")
        with working_as(site, who) as work:
            gone = [desk.destroy(work), desk.discard(work)]
        shredding.wipe(site)
    click.echo("The list is destroyed." if any(gone) else "There was no list.")


def _read(file: Path) -> Lines:
    """Look at the size before anything is read."""
    if file.stat().st_size > LARGEST:
        raise RuleBroken("table_large", limit=LARGEST // 1024**2)
    with file.open("rb") as opened:
        return read_list(opened, file.name)


def _checked(lines: Lines, site: Site) -> Dry:
    """Look at every line, with a bar that shows how far it is."""
    count = len(lines.rows)
    with click.progressbar(length=count, label="Checking", file=sys.stderr) as bar:
        return look_at(lines, site.clock(), bar.update)


def _tell(dry: Dry) -> None:
    """What was found; exit code 1 where something has to be mended first."""
    head = dry.head
    for one in head.troubles:
        click.echo(("" if one.grave else "Note: ") + cell_sentence(one, head.columns))
    if head.mistakes > SHOWN or head.notes > SHOWN:
        click.echo(f"Only the first {SHOWN} of each are shown.")
    click.echo(
        f"{head.rows} lines, {len(dry.people)} people,"
        f" {head.mistakes} mistakes, {head.notes} notes."
    )
    if head.mistakes:
        click.echo("Nothing was changed: mend the mistakes and import the list again.", err=True)
        click.get_current_context().exit(1)


def _about(found: desk.Standing, one: Roster) -> str:
    by = found.names.get(one.imported_by, "")
    return f"{one.people} people, imported by {by} on {_day(one.imported_at)}"


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(SEOUL):%Y-%m-%d}"


@contextmanager
def _told() -> Iterator[None]:
    try:
        with in_a_sentence():
            yield
    except (RuleBroken, Conflict) as refused:
        raise Stop(file_sentence(refused)) from None
