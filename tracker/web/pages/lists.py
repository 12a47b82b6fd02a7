"""What the lists of applications and cases share: tabs, the cursor in an address, ages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from tracker.services.desk import Cursor, Listing
from tracker.web.format import SEOUL
from tracker.web.labels import TABS


@dataclass(frozen=True)
class Tab:
    """One tab above a list."""

    label: str
    url: str
    current: bool
    count: int | None


def tabs(endpoint: str, shown: Listing, names: Iterable[str]) -> tuple[Tab, ...]:
    """The tabs of a list with their counts."""
    return tuple(
        Tab(str(TABS[one]), url_for(endpoint, tab=one), one == shown.tab, shown.counts.get(one))
        for one in names
    )


def write_cursor(place: Cursor) -> str:
    """The place where the next page begins, as it stands in the address."""
    at, case_id = place
    return f"{at.astimezone(UTC).isoformat()}_{case_id.hex}"


def read_cursor(written: str) -> Cursor | None:
    """The place in an address; None for anything else, and the list begins at its start."""
    at, _line, key = written.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), UUID(hex=key)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def next_url(endpoint: str, shown: Listing) -> str | None:
    """The address of the next page, if there is one."""
    if shown.next is None:
        return None
    return url_for(endpoint, tab=shown.tab, after=write_cursor(shown.next))


def age(since: datetime, now: datetime) -> str:
    """How long ago in days, counted as people in Seoul count them."""
    days = (now.astimezone(SEOUL).date() - since.astimezone(SEOUL).date()).days
    return _("%(days)s일 전", days=days) if days > 0 else _("오늘")
