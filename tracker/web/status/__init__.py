"""The person's own room behind the receipt: where it stands, and all that is theirs to do."""

from tracker.web.status import (
    consenting,
    copying,
    correcting,
    entering,
    erasing,
    mine,
    new_code,
    offer,
    writing,
)
from tracker.web.status.base import bp

__all__ = [
    "bp",
    "consenting",
    "copying",
    "correcting",
    "entering",
    "erasing",
    "mine",
    "new_code",
    "offer",
    "writing",
]
