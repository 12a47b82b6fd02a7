"""tracker recovery: the two sheets, tried without harm, used when all are gone, or replaced."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from tracker.cli.options import Stop, in_a_sentence, site_at, site_option
from tracker.cli.questions import asked_username, check_personal, person_options
from tracker.cli.sheets import show_second_factor, show_sheet
from tracker.domain.access import Role
from tracker.domain.errors import Conflict, RuleBroken, TooOften
from tracker.services import recovery as sheets_desk
from tracker.services.recovery import Helper, Sheets
from tracker.services.sign_in import Credentials, SignedIn, sign_in
from tracker.services.site import FirstPerson, Site

Command = TypeVar("Command", bound=Callable[..., Any])
_REFUSALS: Final = {
    "sheet_mistyped": "A sheet was not copied correctly: compare every group of four.",
    "sheets_wrong": "These sheets do not open this site: they are of another one, or replaced.",
    "sheets_incomplete": (
        "The sheets open only some of the groups: run 'tracker audit verify' and 'tracker doctor'."
    ),
    "not_together": "One person alone makes no sheets: two have to sign in.",
    "username": "That username is taken: choose another.",
}


def sheets_options(command: Command) -> Command:
    """Take both sheets: asked for, or from the environment, so that no list shows them."""
    for number, word in ((2, "second"), (1, "first")):
        command = click.option(
            f"--{word}-sheet",
            prompt=f"Recovery sheet {number} of 2",
            hide_input=True,
            envvar=f"TRACKER_{word.upper()}_SHEET",
            help=f"Sheet {number}; better typed when asked for than given here.",
        )(command)
    return command


@click.group()
def recovery() -> None:
    """The two recovery sheets of the site."""


@recovery.command()
@site_option
@sheets_options
def drill(site_dir: Path, first_sheet: str, second_sheet: str) -> None:
    """Prove that the sheets work; changes nothing, and notes the date."""
    with site_at(site_dir) as site, _told():
        groups = sheets_desk.drill(site, (first_sheet, second_sheet))
    click.echo(f"The sheets open all {len(groups)} groups. Nothing was changed; the date is noted.")
    click.echo("Put each sheet back into its own envelope, and seal it anew.")


@recovery.command()
@site_option
@sheets_options
@person_options("coordinator")
@person_options("supervisor")
@click.option("--team", default="", help="The supervisor's team, if there are several.")
def use(site_dir: Path, first_sheet: str, second_sheet: str, team: str, **people: str) -> None:
    """Let a new coordinator and a new supervisor in when everybody who holds keys is gone."""
    with site_at(site_dir) as site, _told():
        helpers = _helpers(site, team, people)
        enrolled = sheets_desk.use(site, (first_sheet, second_sheet), helpers)
    for one, found in zip(helpers, enrolled, strict=True):
        show_second_factor(one.role, one.person, found)
    click.echo(
        "Both are admitted and can sign in. Next: let those who are gone leave (사람), restore\n"
        "the keys of open cases (열쇠), and replace the sheets, because they were read today:\n"
        f"  tracker --site {site_dir} recovery replace"
    )


@recovery.command()
@site_option
@sheets_options
def replace(site_dir: Path, first_sheet: str, second_sheet: str) -> None:
    """Make two new sheets with the old ones; from then on the old ones open nothing."""
    with site_at(site_dir) as site, _told():
        fresh = sheets_desk.replace(site, (first_sheet, second_sheet))
    _show(fresh, site.settings.organization)


@recovery.command()
@site_option
def together(site_dir: Path) -> None:
    """Make two new sheets when a sheet is lost: a coordinator and each team's supervisor sign in.

    They sit here together and sign in one after the other, until every group is opened.
    """
    with site_at(site_dir) as site, _told():
        present: list[SignedIn] = []
        while len(present) < sheets_desk.TOGETHER or _missing(site, present):
            present.append(_signed_in(site))
        fresh = sheets_desk.replace_together(site, present)
    _show(fresh, site.settings.organization)


def _missing(site: Site, present: list[SignedIn]) -> list[str]:
    with site.reading() as db:
        missing = sheets_desk.missing_groups(db, present)
    if missing:
        click.echo(f"Still closed: {', '.join(missing)}. Somebody who holds it signs in now.")
    return missing


def _signed_in(site: Site) -> SignedIn:
    username: str = click.prompt("Username")
    password: str = click.prompt("Password", hide_input=True)
    code: str = click.prompt("Number of the authenticator app")
    try:
        found = sign_in(site, "terminal", Credentials(username, password, code))
    except TooOften:
        raise Stop("Too many tries: wait a few minutes.") from None
    if found is None:
        raise Stop("Name, password or number is not right. Nothing was changed.")
    return found


def _show(fresh: Sheets, organization: str) -> None:
    click.echo()
    for number, sheet in enumerate(fresh, start=1):
        show_sheet(number, sheet, organization)
    click.echo(
        "These are shown this once, and older sheets open nothing any more: destroy them.\n"
        "Put each new sheet on its own paper, into two envelopes, for two people."
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        with in_a_sentence():
            yield
    except (RuleBroken, Conflict) as refused:
        raise Stop(_REFUSALS.get(refused.code, f"Refused: {refused.code}.")) from None


def _helpers(site: Site, team: str, people: dict[str, str]) -> list[Helper]:
    teams = sheets_desk.teams(site)
    if not teams:
        raise Stop("There is no team yet: no supervisor can be let in, and none was there.")
    if not team and len(teams) > 1:
        raise Stop(f"Name the supervisor's team with --team: {', '.join(teams)}.")
    if team and team not in teams:
        raise Stop(f"There is no team {team!r}; there are {', '.join(teams)}.")
    team_id = teams[team or next(iter(teams))]
    return [
        Helper(_person(site, people, "coordinator"), Role.COORDINATOR),
        Helper(_person(site, people, "supervisor"), Role.SUPERVISOR, team_id),
    ]


def _person(site: Site, people: dict[str, str], role: str) -> FirstPerson:
    username = asked_username(people[f"{role}_username"])
    name, password = people[f"{role}_name"].strip(), people[f"{role}_password"]
    check_personal(role, password, (username, name, site.settings.organization))
    return FirstPerson(username, name, password)
