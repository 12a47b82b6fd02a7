"""The service door: set a site up, serve it, look after it."""

import os
from pathlib import Path

import click

from tracker import __version__
from tracker.cli import audit, database, doctor, jobs, recovery, roster, serve, setup
from tracker.cli.demo import command as demo
from tracker.cli.options import DEFAULT_SITE
from tracker.cli.output import spell_out


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tracker")
@click.option(
    "--site",
    "site_dir",
    type=click.Path(path_type=Path),
    envvar="TRACKER_SITE",
    default=DEFAULT_SITE,
    show_default=True,
    help="The folder of the site; TRACKER_SITE says the same.",
)
@click.pass_context
def main(context: click.Context, site_dir: Path) -> None:
    """Maeum tracker: from application to outcome, readable only by those who need it."""
    os.umask(0o077)  # whatever a command writes is for the site's owner alone
    spell_out()
    context.obj = site_dir


main.add_command(setup.init)
main.add_command(serve.serve)
main.add_command(demo.demo)
main.add_command(database.db)
main.add_command(audit.audit)
main.add_command(recovery.recovery)
main.add_command(roster.roster)
main.add_command(jobs.jobs)
main.add_command(doctor.doctor)
