"""The manager's one page: protected figures as words and bars, nothing exact."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.domain.anonymity import MIN_REPORT, PROMISE, SHOW_FROM, Cell
from tracker.services.reports import Report
from tracker.web.format import day, month
from tracker.web.labels import FACTS


@dataclass(frozen=True)
class Figure:
    """One fact: what is shown, and how long its bar is in percent; None is drawn hatched."""

    label: str
    shown: str
    percent: int | None


@dataclass(frozen=True)
class ReportPage:
    """Figures of a month, or the one sentence that stands in their place."""

    figures: tuple[Figure, ...]
    sentence: str
    hidden: str
    month: str
    until: str
    next_day: str
    at_most: int
    months: tuple[tuple[str, str, bool], ...]


def report_page(found: Report) -> ReportPage:
    """The report of one month."""
    next_day = day(found.next_freeze)
    return ReportPage(
        figures=() if found.cells is None else _figures(found.cells),
        sentence="" if found.cells is not None else _not_yet(next_day),
        hidden=_hidden(),
        month="" if found.month is None else month(found.month),
        until="" if found.month is None else day(_last_day(found.month)),
        next_day=next_day,
        at_most=PROMISE,
        months=tuple((one, month(one), one == found.month) for one in reversed(found.months)),
    )


def _not_yet(next_day: str) -> str:
    return _(
        "신청하신 분이 %(least)s명이 될 때까지는 누구인지 짐작할 수 없도록 "
        "숫자를 보여 드리지 않고, 다음 집계는 %(day)s에 해요.",
        least=MIN_REPORT,
        day=next_day,
    )


def _hidden() -> str:
    return _("%(count)s명 미만", count=SHOW_FROM)


def _figures(cells: tuple[Cell, ...]) -> tuple[Figure, ...]:
    longest = max((cell.about or 0 for cell in cells), default=0)
    return tuple(_figure(cell, longest) for cell in cells)


def _figure(cell: Cell, longest: int) -> Figure:
    label = str(FACTS[cell.fact])
    if cell.about is None:
        return Figure(label, _hidden(), None)
    return Figure(label, _("약 %(count)s명", count=cell.about), round(100 * cell.about / longest))


def _last_day(written: str) -> date:
    year, number = int(written[:4]), int(written[5:7])
    return date(year, number, monthrange(year, number)[1])
