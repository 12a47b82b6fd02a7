"""A lost code: what is asked on the phone before somebody gets a new one, and for how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tracker.domain.errors import FieldError

PICKUP_FOR: Final = timedelta(hours=24)  # our own: long enough for tonight and tomorrow


class Asked(StrEnum):
    """What shows that it is the person who applied; nobody else knows all of it."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    ACCOUNT = "account"
    CALLED_BACK = "called_back"


def check_asked(ticked: Sequence[str]) -> None:
    """Raise FieldError('asked', 'not_all') unless everything was asked."""
    left = [one for one in Asked if one.value not in ticked]
    if left:
        raise FieldError("asked", "not_all", count=len(left))


def is_open(pickup_until: datetime | None, now: datetime) -> bool:
    """Whether the lock of a receipt opens now: a pickup code does so for a day only."""
    return pickup_until is None or now <= pickup_until
