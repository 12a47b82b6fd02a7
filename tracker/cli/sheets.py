"""What is shown once when a site is made: two recovery sheets, two second factors."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from tracker.cli.output import can_show, say_json
from tracker.domain.access import Role
from tracker.services.accounts import Enrolled
from tracker.services.site import FirstPerson, NewSite
from tracker.vault.codes import totp_text

Two = tuple[FirstPerson, FirstPerson]
_ISSUER = "maeum-tracker"


def as_json(folder: Path, url: str, made: NewSite, people: Two) -> None:
    """Print everything as one JSON object."""
    told = {
        "base_dir": str(folder.absolute()),
        "url": url,
        "sheets": list(made.sheets),
        "staff": [_told(*one) for one in _joined(made, people)],
    }
    say_json(told)


def _joined(made: NewSite, people: Two) -> Iterable[tuple[Role, FirstPerson, Enrolled]]:
    return (
        (Role.COORDINATOR, people[0], made.coordinator),
        (Role.ADMIN, people[1], made.admin),
    )


def _told(role: Role, who: FirstPerson, enrolled: Enrolled) -> dict[str, Any]:
    return {
        "role": role.value,
        "username": who.username,
        "name": who.name,
        "totp_secret": totp_text(enrolled.totp_secret),
        "recovery_codes": list(enrolled.recovery_codes),
        "otpauth": otpauth(who.username, enrolled.totp_secret),
    }


def otpauth(username: str, secret: bytes) -> str:
    """The address that an authenticator app reads from a QR code."""
    label = quote(f"{_ISSUER}:{username}", safe=":")
    return f"otpauth://totp/{label}?secret={totp_text(secret)}&issuer={_ISSUER}"


def show(folder: Path, organization: str, made: NewSite, people: Two) -> None:
    """Print the sheets and the QR codes for paper and phone."""
    click.echo(f"\n{folder} is ready.\n")
    for number, sheet in enumerate(made.sheets, start=1):
        show_sheet(number, sheet, organization)
    click.echo(
        "Both sheets are shown this once. Put each on its own paper, into two envelopes, for two\n"
        "people. Together they open every record when all who hold keys are gone; one alone says\n"
        "nothing. Without them and without any such person, the records are lost by design.\n"
    )
    for role, who, enrolled in _joined(made, people):
        show_second_factor(role, who, enrolled)
    click.echo(f"Start it:  tracker --site {folder} serve")
    click.echo(f"Check it:  tracker --site {folder} doctor")


def show_sheet(number: int, sheet: str, organization: str) -> None:
    """Print one recovery sheet."""
    groups = sheet.split("-")
    click.echo(f"--- Recovery sheet {number} of 2 · {organization} " + "-" * 20)
    for start in range(0, len(groups), 4):
        click.echo("    " + "-".join(groups[start : start + 4]))
    click.echo("-" * 60 + "\n")


def show_second_factor(role: Role, who: FirstPerson, enrolled: Enrolled) -> None:
    """Print the QR code of an authenticator app, and the codes for a lost phone."""
    address = otpauth(who.username, enrolled.totp_secret)
    click.echo(f"{who.name} ({role.value}) signs in as {who.username}. For the authenticator app:")
    picture = _picture(address)
    if can_show(picture):  # else the secret below is typed
        click.echo(picture, nl=False)
    click.echo(f"  Secret: {totp_text(enrolled.totp_secret)}\n  {address}")
    click.echo("  For a lost phone, each works once:")
    for code in enrolled.recovery_codes:
        click.echo(f"    {code}")
    click.echo()


def _picture(address: str) -> str:
    """A QR code, drawn with letters."""
    import segno  # only needed here

    drawn = io.StringIO()
    segno.make(address, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
