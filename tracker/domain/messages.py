"""Messages between the desk and the person: how long, and how many."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from tracker.domain.errors import RuleBroken
from tracker.domain.fields import clean_text

MESSAGE_LIMIT: Final = 2000  # our own: as long as the reason on the form
PER_DAY: Final = 20  # a receipt needs no account: nobody fills the desk's tray with one
_DAY: Final = timedelta(days=1)


def clean_message(raw: str) -> str:
    """Return what somebody writes to the other side."""
    return clean_text("message", raw, MESSAGE_LIMIT, required=True)


def check_pace(sent: Sequence[datetime], now: datetime) -> None:
    """Raise RuleBroken('many_messages') when a person wrote too often since yesterday."""
    if sum(now - one < _DAY for one in sent) >= PER_DAY:
        raise RuleBroken("many_messages", count=PER_DAY)
