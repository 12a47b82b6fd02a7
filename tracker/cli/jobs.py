"""tracker jobs: what is due because time has passed, for cron."""

from pathlib import Path

import click

from tracker.cli.options import site_at, site_option
from tracker.services import jobs as due


@click.command()
@site_option
def jobs(site_dir: Path) -> None:
    """Do what is due: offered places that nobody answered go to the next in line.

    Run it every hour or so. It needs no key, and running it twice is harmless.
    """
    with site_at(site_dir) as site:
        site.check()
        count = due.sweep(site)
    click.echo(f"Waiting lists moved up in {count} rounds." if count else "Nothing was due.")
