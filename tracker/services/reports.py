"""Protected counts: frozen once a month, read from the frozen tables only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import SystemRandom
from zoneinfo import ZoneInfo

from tracker.domain.access import Permission, may
from tracker.domain.anonymity import (
    BASE,
    MIN_REPORT,
    NEEDS,
    Cell,
    Growth,
    Truth,
    close_enough,
    grow,
    publish,
)
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed
from tracker.services.work import Work
from tracker.store import reports
from tracker.vault.keyring import STATS

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class Report:
    """What a manager sees; `cells` is None while fewer than thirty people applied."""

    month: str | None
    months: tuple[str, ...]
    cells: tuple[Cell, ...] | None
    next_freeze: date


def read(work: Work, month: str | None) -> Report:
    """The report of a frozen month, the newest unless asked for another."""
    if not may(work.actor.who, Permission.REPORT_READ):
        raise NotAllowed
    months = tuple(reports.frozen_months(work.db))
    shown = month if month in months else (months[-1] if months else None)
    cells = None if shown is None else publish(reports.shown(work.db, shown))
    return Report(shown, months, cells, _next_month(work.now))


def freeze_due(work: Work) -> int:
    """Freeze every month that ended since the last one; returns how many.

    Runs at the sign-in of whoever holds the statistics group. A month is frozen once, and the
    first when thirty people applied. A month whose figures would be too far from the truth is
    not published; what happened in it counts in the next one.
    """
    if STATS not in work.keyring.principals or reports.applications(work.db) < MIN_REPORT:
        return 0
    return sum(_freeze(work, month, end) for month, end in _due_months(work))


def _freeze(work: Work, month: str, end: datetime) -> bool:
    truth = reports.truth(work.db, end)
    if truth.totals["submitted"] < MIN_REPORT:
        return False
    growth = _growth(work, truth)
    counts = Counter(fact for facts in reports.shadows(work.db).values() for fact in facts)
    counts.update(fact for _shadow, fact in growth.facts)
    if not close_enough(counts, truth):
        return False
    reports.add_shadows(work.db, growth.shadows)
    reports.add_facts(work.db, growth.facts, month)
    reports.add_freeze(work.db, month, work.now)
    work.record(Audit.REPORT_FROZEN, month=month)
    return True


def _growth(work: Work, truth: Truth) -> Growth:
    random = SystemRandom()
    offsets = reports.offsets(work.db)
    for fact in NEEDS:
        if fact not in offsets:
            offsets[fact] = random.randrange(BASE)
            reports.add_offset(work.db, fact, offsets[fact])
    return grow(reports.shadows(work.db), truth, offsets, random)


def _due_months(work: Work) -> Iterator[tuple[str, datetime]]:
    """Months since the last freeze (or the last twelve) that are over in Seoul."""
    frozen = reports.frozen_months(work.db)
    today = work.now.astimezone(SEOUL).date()
    month = _following(frozen[-1]) if frozen else _back(today, 12)
    while month < today.replace(day=1):
        following = _first_of_next(month)
        yield f"{month:%Y-%m}", datetime(following.year, following.month, 1, tzinfo=SEOUL)
        month = following


def _following(month: str) -> date:
    return _first_of_next(date.fromisoformat(f"{month}-01"))


def _first_of_next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _back(today: date, months: int) -> date:
    first = today.replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _next_month(now: datetime) -> date:
    return _first_of_next(now.astimezone(SEOUL).date().replace(day=1))
