"""What commands write on standard output, whatever letters the terminal knows."""

import io
import json
import sys
from typing import Any

import click


def spell_out() -> None:
    """Let a letter that the terminal does not know be written as its number, and stop nothing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def can_show(text: str) -> bool:
    """Whether the terminal knows every letter of a text."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def say_json(told: dict[str, Any], indent: int | None = 2) -> None:
    """Print one JSON object: its letters as they are, or by number where they are not known."""
    text = json.dumps(told, ensure_ascii=False, indent=indent)
    click.echo(text if can_show(text) else json.dumps(told, indent=indent))
