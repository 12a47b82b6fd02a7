"""What all commands share: where the site is, and how a command stops."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from tracker.config import WrongSetting, load_settings
from tracker.services import upkeep
from tracker.services.site import DatabaseMissing, PinMismatch, SchemaNewer, Site, WrongSchema
from tracker.services.upkeep import DatabaseError

DEFAULT_SITE: Final = Path("site")
Command = TypeVar("Command", bound=Callable[..., Any])


class Stop(click.ClickException):
    """One sentence for the person at the terminal, and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Say the sentence, and nothing around it."""
        click.echo(self.message, file=file, err=file is None)


def site_option(command: Command) -> Command:
    """Let a command take --site too, as well as `tracker --site`."""
    return click.option(
        "--site",
        "site_dir",
        type=click.Path(path_type=Path),
        callback=_or_the_groups,
        help="The folder of the site.",
    )(command)


def _or_the_groups(context: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    given: Path = value or context.find_root().obj or DEFAULT_SITE
    return given


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turn whatever keeps a site from being used into one sentence that says what to do."""
    try:
        yield
    except WrongSetting as problem:
        raise Stop(str(problem)) from None
    except WrongSchema as problem:
        raise Stop(about_schema(problem)) from None
    except PinMismatch as problem:
        raise Stop(about_pins(str(problem))) from None
    except DatabaseError as problem:
        raise Stop(
            f"The database cannot be used ({kind_of(problem)}): check 'database_url', and that it"
            " is running."
        ) from None


def kind_of(problem: DatabaseError) -> str:
    """What kind of failure it was, without the words of the database: they may hold a password."""
    return type(getattr(problem, "orig", None) or problem).__name__


def about_schema(problem: WrongSchema) -> str:
    """What is wrong with the schema of a database, and what to do about it."""
    if isinstance(problem, DatabaseMissing):
        return f"There is no database of a site at {problem}: restore it from a backup."
    if isinstance(problem, SchemaNewer):
        return "The database belongs to a newer version of this program: install that version."
    return "The database is not at the schema of this version: run 'tracker db upgrade'."


def about_pins(what: str) -> str:
    """What is wrong with the pins, and what to do about it: of their file, or of one group."""
    if what.endswith(".json"):
        return f"{what} is missing or damaged: put it back from a backup of the site folder."
    return (
        f"The public key of {what} in the database is not the one in pins.json: somebody replaced"
        " one of them, so nothing is served until you know who and why."
    )


@contextmanager
def site_at(folder: Path, **override: Any) -> Iterator[Site]:
    """The site in a folder, closed at the end; what is wrong with it stops in a sentence."""
    with in_a_sentence():
        site = Site(load_settings(folder, **override))
        try:
            upkeep.check_there(site)
            yield site
        finally:
            site.close()
