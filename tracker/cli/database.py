"""tracker db: the schema of the database."""

from pathlib import Path

import click

from tracker.cli.options import site_at, site_option
from tracker.services import upkeep


@click.group()
def db() -> None:
    """The database of the site."""


@db.command()
@site_option
def upgrade(site_dir: Path) -> None:
    """Bring the database to the schema of this version; make a backup first."""
    with site_at(site_dir) as site:
        before, now = upkeep.upgrade(site)
    if before == now:
        click.echo(f"The database is already at schema {now}.")
    else:
        click.echo(f"The database went from schema {before or '(empty)'} to {now}.")
