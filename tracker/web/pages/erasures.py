"""What the privacy officer sees of a request to destroy: numbers and days, no names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.own import erasure_due
from tracker.web.format import SEOUL, day


class Asked(Protocol):
    """A case that somebody asked to have destroyed."""

    id: UUID
    receipt_number: str
    number: str | None
    erasure_asked_at: datetime | None


@dataclass(frozen=True)
class AskedLine:
    """One request, with its due day."""

    id: UUID
    receipt: str
    number: str
    asked: str
    due: str
    left: tuple[str, str]


def asked_line(case: Asked, now: datetime) -> AskedLine:
    """One request in words; the badge says how many days are left."""
    asked_on = (case.erasure_asked_at or now).astimezone(SEOUL).date()
    due = erasure_due(asked_on)
    left = (due - now.astimezone(SEOUL).date()).days
    return AskedLine(
        case.id, case.receipt_number, case.number or "", day(asked_on), day(due), _left(left)
    )


def _left(days: int) -> tuple[str, str]:
    if days < 0:
        return "danger", ngettext("%(num)s일 지났어요", "%(num)s일 지났어요", -days)
    if days == 0:
        return "warning", _("오늘까지예요")
    return "info", ngettext("%(num)s일 남았어요", "%(num)s일 남았어요", days)
