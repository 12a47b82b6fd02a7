"""What the lists of applications and cases share: tabs, the cursor in an address, ages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.services.desk import Cursor, Listing
from tracker.web.format import SEOUL, day
from tracker.web.i18n import said
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
    words, base = said(TABS), url_for(endpoint, round=_round(shown), tab="")
    return tuple(
        Tab(words[one], f"{base}{one}", one == shown.tab, shown.counts.get(one)) for one in names
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


def read_number(written: str) -> int | None:
    """The number of a row in an address; None for anything else."""
    fits = written.isascii() and written.isdigit() and len(written) <= 15
    return int(written) if fits else None


def first_url(endpoint: str, shown: Listing) -> str:
    """The address of the beginning of the list."""
    return url_for(endpoint, tab=shown.tab, round=_round(shown))


def next_url(endpoint: str, shown: Listing) -> str | None:
    """The address of the next page, if there is one."""
    if shown.next is None:
        return None
    after = write_cursor(shown.next)
    return url_for(endpoint, tab=shown.tab, round=_round(shown), after=after)


def _round(shown: Listing) -> str | None:
    """The round of a list in an address; None leaves it out."""
    return None if shown.round_id is None else shown.round_id.hex


def read_id(written: str) -> UUID | None:
    """The id in an address; None for anything else."""
    try:
        return UUID(hex=written)
    except ValueError:
        return None


def age(since: datetime, now: datetime) -> str:
    """How long ago in days, counted as people in Seoul count them."""
    return Ages(now)(since)[0]


class Ages:
    """How long ago and on which day, for a whole list: each day is put into words once."""

    def __init__(self, now: datetime) -> None:
        self._today = now.astimezone(SEOUL).date()
        self._known: dict[date, tuple[str, str]] = {}

    def __call__(self, since: datetime) -> tuple[str, str]:
        """Days as people in Seoul count them, and the day itself."""
        on = since.astimezone(SEOUL).date()
        if on not in self._known:
            self._known[on] = (_days_ago((self._today - on).days), day(on))
        return self._known[on]


def _days_ago(days: int) -> str:
    return ngettext("%(num)s일 전", "%(num)s일 전", days) if days > 0 else _("오늘")
