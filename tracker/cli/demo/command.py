"""tracker demo: a center of invented people, ready to be looked at."""

import base64
import os
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import click

from tracker.cli import serve
from tracker.cli.demo.kept import Kept, StaffSignIn
from tracker.cli.demo.making import make, place_for_demo, usable
from tracker.cli.options import in_a_sentence
from tracker.cli.output import say_json
from tracker.config import Settings, load_settings
from tracker.services.site import utc_now
from tracker.vault.codes import totp_code

CASES: Final = 300
_ROLES: Final = {
    "coordinator": "접수 담당",
    "counselor": "상담사",
    "supervisor": "수퍼바이저",
    "manager": "사업 관리자",
    "admin": "시스템 관리자",
    "privacy_officer": "개인정보 보호책임자",
}


@click.command()
@click.option(
    "--cases", type=click.IntRange(1, 5000), help=f"How many people applied; {CASES} unless given."
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="The folder of the demo.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Make the demo anew, even if one is there.")
@click.option("--no-serve", is_flag=True, help="Make it and say how to sign in, nothing more.")
@click.option("--json", "in_json", is_flag=True, help="Say it as one JSON object.")
@click.option("--allow-network", is_flag=True, help="Let other machines reach it.")
def demo(
    cases: int | None,
    folder: Path,
    host: str,
    port: int,
    fresh: bool,
    no_serve: bool,
    in_json: bool,
    allow_network: bool,
) -> None:
    """Make a center of invented people (300 unless told otherwise), or find it, and serve it."""
    serve.check_network(host, allow_network=allow_network)
    if not no_serve:
        serve.check_port(host, port)
    with in_a_sentence():
        kept = None if fresh else usable(folder, cases)
        if kept is None:
            kept = _made(folder, cases or CASES, port)
        settings = _settings(folder, host, port)
    if in_json:
        say_json(_told(kept, settings))
    else:
        _print(kept, settings)
    if not no_serve:
        serve.run(settings, allow_network=allow_network, say=_say)


def _settings(folder: Path, host: str, port: int) -> Settings:
    """The demo's own settings: those of the environment may belong to a real site."""
    settings = load_settings(folder, {}, host=host, port=port)
    return replace(settings, public_url=f"http://127.0.0.1:{port}")


def _made(folder: Path, cases: int, port: int) -> Kept:
    place, before = place_for_demo(folder), time.monotonic()
    _say(f"Making a demo with {cases} invented applicants in {folder}")
    kept = make(place, cases, port, _progress)
    _say(f"Made in {time.monotonic() - before:.0f} seconds; the next start takes it as it is.")
    return kept


def _progress(done: int, cases: int) -> None:
    on_terminal = sys.stderr.isatty()
    if not on_terminal and done % 50 and done != cases:
        return
    end = "\r" if on_terminal and done < cases else "\n"
    click.echo(f"  {done} of {cases} applicants{end}", err=True, nl=False)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _told(kept: Kept, settings: Settings) -> dict[str, Any]:
    return {
        "base_dir": str(settings.site_dir),
        "url": settings.public_url,
        "staff": [asdict(one) for one in kept.staff],
        "receipts": [asdict(one) for one in kept.receipts],
    }


def _print(kept: Kept, settings: Settings) -> None:
    click.echo(f"\nDemo with {kept.cases} invented applicants: {settings.public_url}\n")
    click.echo("Staff sign in at /sign-in with username, password and code:")
    for role, words in _ROLES.items():
        _print_staff(next(one for one in kept.staff if one.role == role), words)
    click.echo("\nA code is new every 30 seconds and works once; for new ones run this again with")
    click.echo("--no-serve, or give the secret to an authenticator app.")
    click.echo("\nApplicants follow their application at /status with number and code:")
    for receipt in kept.receipts:
        click.echo(f"  {receipt.number}  {receipt.code}  {receipt.name}, {receipt.stage}")
    click.echo(f"\nEverything is in {os.path.relpath(settings.site_dir)}; delete it as you like.\n")


def _print_staff(one: StaffSignIn, role: str) -> None:
    missing = -len(one.totp_secret) % 8
    secret = base64.b32decode(one.totp_secret + "=" * missing)
    click.echo(f"  {one.name} · {role} ({one.role})")
    click.echo(f"      {one.username}   {one.password}   {totp_code(secret, utc_now())}")
    click.echo(f"      TOTP secret {one.totp_secret}")
