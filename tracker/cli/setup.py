"""tracker init: make a site."""

import secrets
from collections.abc import Callable
from pathlib import Path

import click

from tracker.cli.asking import Asked
from tracker.cli.folder import is_free, made_beside, place_for, write_config
from tracker.cli.options import Stop, in_a_sentence, site_option
from tracker.cli.questions import (
    asked_text,
    asked_url,
    asked_username,
    check_personal,
    person_options,
    read_passwords,
)
from tracker.cli.sheets import Two, as_json, show
from tracker.config import load_settings
from tracker.services import site as sites
from tracker.services import upkeep
from tracker.services.site import FirstPerson, NewSite, Site


@click.command()
@site_option
@click.option(
    "--organization",
    cls=Asked,
    prompt="Organization",
    callback=asked_text,
    help="Who runs the program; shown on every page.",
)
@click.option(
    "--public-url",
    callback=asked_url,
    help="Where browsers reach the site; http://127.0.0.1:8000 unless given.",
)
@click.option(
    "--database-url",
    default="",
    help="postgresql+psycopg://… ; SQLite in the site's folder unless given.",
)
@person_options("coordinator")
@person_options("admin")
@click.option(
    "--passwords-from",
    type=click.File("r", encoding="utf-8"),
    is_eager=True,
    expose_value=False,
    callback=read_passwords,
    help="A file (or - for standard input): the coordinator's password, then the admin's.",
)
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object instead of sheets.")
def init(
    site_dir: Path,
    organization: str,
    public_url: str,
    database_url: str,
    in_json: bool,
    **people: str,
) -> None:
    """Make a site: folder, database, pins, pepper, recovery sheets and the first two people.

    What is not given as an option is asked for. A password given as an option can be seen in the
    list of processes and in the shell's history: scripts better use --passwords-from, or
    TRACKER_COORDINATOR_PASSWORD and TRACKER_ADMIN_PASSWORD.
    """
    if not is_free(site_dir):
        raise Stop(f"{site_dir} is there already: name another folder with --site.")
    place = place_for(site_dir)
    first = _person(people, "coordinator", organization)
    second = _person(people, "admin", organization)
    values = {
        "pepper": secrets.token_hex(32),
        "public_url": public_url,
        "database_url": database_url,
        "organization": organization,
    }
    two = (first, second)

    def tell(made: NewSite) -> None:
        if in_json:
            as_json(site_dir, public_url, made, two)
        else:
            show(site_dir, organization, made, two)

    with in_a_sentence():
        make(place, {key: value for key, value in values.items() if value}, two, tell)


def _person(people: dict[str, str], role: str, organization: str) -> FirstPerson:
    username, name = asked_username(people[f"{role}_username"]), people[f"{role}_name"].strip()
    password = people[f"{role}_password"]
    check_personal(role, password, (username, name, organization))
    return FirstPerson(username, name, password)


def make(target: Path, values: dict[str, str], two: Two, tell: Callable[[NewSite], None]) -> None:
    """Make a site and tell what is shown this once; whole and told, or not at all.

    Refuses a database in which something stands.
    """
    with made_beside(target) as folder:
        write_config(folder, dict(values))
        site = Site(load_settings(folder))
        try:
            _fill(site, two, tell)
        finally:
            site.close()


def _fill(site: Site, two: Two, tell: Callable[[NewSite], None]) -> None:
    if not upkeep.is_empty(site):
        raise Stop("The database is not empty: 'database_url' must name one of its own.")
    try:
        made = sites.create(site, *two)
        _tell(tell, made)
    except BaseException:
        upkeep.discard(site)
        raise


def _tell(tell: Callable[[NewSite], None], made: NewSite) -> None:
    try:
        tell(made)
    except OSError as problem:  # a full disk, a pipe that nobody reads
        raise Stop(
            f"The recovery sheets could not be written ({problem.strerror}), and they are shown"
            " only once: nothing was made."
        ) from None
