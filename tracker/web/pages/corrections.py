"""What a correction changes, line by line."""

from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.services.corrections import Correction
from tracker.web.pages.public import about_rows, choice_rows


@dataclass(frozen=True)
class Line:
    """One field that changes: its name, and what stood and will stand there."""

    label: str
    before: str
    after: str


def review_lines(found: Correction) -> tuple[Line, ...]:
    """The fields that change, in the order of the form."""
    before, after = found.before, found.after
    pairs = zip(
        (*about_rows(before), *choice_rows(before), _reason(before.reason)),
        (*about_rows(after), *choice_rows(after), _reason(after.reason)),
        strict=True,
    )
    return tuple(Line(old[0], old[1], new[1]) for old, new in pairs if old != new)


def _reason(text: str) -> tuple[str, str]:
    return (_("신청하는 까닭"), text or _("적지 않으셨어요"))
