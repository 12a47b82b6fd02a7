"""tracker doctor: look at everything a site stands on, and say what to do about it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from tracker.cli.checks import Check, of_folder, of_site
from tracker.cli.options import site_option
from tracker.cli.output import say_json
from tracker.config import WrongSetting, load_settings
from tracker.services.site import Site


@click.command()
@site_option
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
def doctor(site_dir: Path, in_json: bool) -> None:
    """Check the site's settings, files, database, trail, disk and clock; exit 1 on a problem."""
    checks = list(_examined(site_dir))
    if in_json:
        say_json({"checks": [asdict(one) for one in checks]}, indent=None)
    else:
        for one in checks:
            click.echo(f"{'ok     ' if one.ok else 'PROBLEM'}  {one.name}: {one.words}")
    if not all(one.ok for one in checks):
        click.get_current_context().exit(1)


def _examined(site_dir: Path) -> Iterator[Check]:
    try:
        settings = load_settings(site_dir)
    except WrongSetting as problem:
        yield Check("settings", False, str(problem))
        return
    yield Check("settings", True, "every setting is right")
    yield from of_folder(settings)
    site = Site(settings)
    try:
        yield from of_site(site)
    finally:
        site.close()
