"""Commands that open records: somebody who holds the key signs in first, as in a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import click

from tracker.cli.options import Stop
from tracker.domain.access import Permission, may
from tracker.domain.errors import TooOften
from tracker.services.sign_in import Credentials, Person, person, sign_in
from tracker.services.site import Busy, Site
from tracker.services.work import Actor, Work

Command = TypeVar("Command", bound=Callable[..., Any])
TERMINAL: Final = "terminal"


def sign_in_options(command: Command) -> Command:
    """Name, password and code: asked for, or given for scripts."""
    for option in (
        click.option(
            "--code",
            envvar="TRACKER_CODE",
            help="The number of the authenticator app, or a recovery code.",
        ),
        click.option(
            "--password",
            envvar="TRACKER_PASSWORD",
            help="Better typed when asked for: others on this machine may see what stands here.",
        ),
        click.option("--username", envvar="TRACKER_USERNAME", help="Who signs in."),
    ):
        command = option(command)
    return command


def signed_in(
    site: Site, permission: Permission, username: str | None, password: str | None, code: str | None
) -> Person:
    """Sign somebody in who may do this; stops in a sentence for everybody else."""
    username = username or click.prompt("Username")
    password = password or click.prompt("Password", hide_input=True)
    code = code or click.prompt("Number of the authenticator app")
    try:
        found = sign_in(site, TERMINAL, Credentials(username, password, code))
    except TooOften:
        raise Stop("Too many tries: wait a few minutes.") from None
    except Busy:
        raise Stop("Too many people sign in right now: try again in a moment.") from None
    if found is None:
        raise Stop("Name, password or number is not right. Nothing was changed.")
    with site.reading() as db:
        who = person(db, found.account_id, found.holders, site.pins)
    if who is None or not who.admitted or not may(who.who, permission):
        raise Stop("This account may not do this: a coordinator has to sign in.")
    return who


@contextmanager
def working_as(site: Site, who: Person) -> Iterator[Work]:
    """One act of whoever signed in."""
    with site.working(Actor(who.who, who.name, TERMINAL), who.keyring) as work:
        yield work
