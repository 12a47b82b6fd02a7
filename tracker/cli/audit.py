"""tracker audit: prove that nothing was changed behind the audit trail."""

from pathlib import Path
from typing import Final

import click

from tracker.cli.options import site_at, site_option
from tracker.services import upkeep
from tracker.services.upkeep import Anchor

FINDINGS: Final = {
    "row_missing": "Row {} of the audit trail is missing.",
    "row_changed": "Row {} of the audit trail was changed after it was written.",
    "anchor_missing": "The anchor is not in the trail: row {} is another one, or was cut off.",
    "document_missing": "A record that the trail knows is missing: {}.",
    "document_changed": "A record is not as the trail says it was saved: {}.",
    "document_unknown": "A record is there that nobody saved: {}.",
    "grant_missing": "A key that was given is missing: {}.",
    "grant_unknown": "A key is there that nobody gave: {}.",
}


@click.group()
def audit() -> None:
    """The audit trail of the site."""


def _anchor(_context: click.Context, _param: click.Parameter, text: str | None) -> Anchor | None:
    """Read SEQUENCE:DIGEST as 'tracker audit verify' printed it."""
    if text is None:
        return None
    sequence, _, digest = text.strip().partition(":")
    is_digest = len(digest) == 64 and set(digest.lower()) <= set("0123456789abcdef")
    if not (sequence.isascii() and sequence.isdigit() and is_digest):
        raise click.BadParameter("an anchor is a number, a colon and 64 hexadecimal digits")
    return Anchor(int(sequence), digest.lower())


@audit.command()
@site_option
@click.option(
    "--anchor",
    callback=_anchor,
    metavar="SEQUENCE:DIGEST",
    help="An anchor kept elsewhere; the trail must still contain it.",
)
def verify(site_dir: Path, anchor: Anchor | None) -> None:
    """Check every row of the trail, every version of every record by its digest, and which keys
    were given to whom; exit 1 on a finding.

    A key whose bytes were destroyed opens nothing, and shows when somebody opens it.
    """
    with site_at(site_dir) as site:
        result = upkeep.verify(site, anchor)
    for finding in result.findings:
        click.echo(FINDINGS[finding.what].format(finding.where))
    if not result.findings:
        click.echo(
            f"All {result.anchor.sequence} rows agree with each other, with every version of every"
            " record, and with who was given which key."
        )
    click.echo(f"Anchor: {result.anchor.sequence}:{result.anchor.digest}")
    if result.findings:
        click.get_current_context().exit(1)
