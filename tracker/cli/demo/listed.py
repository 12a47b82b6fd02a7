"""The list of account holders of the invented center: most applicants stand in it."""

from collections.abc import Iterable
from typing import Final

from tracker.cli.demo.cast import Cast
from tracker.cli.demo.people import COORDINATOR
from tracker.domain.applications import Application
from tracker.domain.program import AccountStatus
from tracker.domain.roster.headings import Column
from tracker.services.roster import desk
from tracker.services.roster.reading import Lines

_STATUS: Final = {
    AccountStatus.ACTIVE: "유지",
    AccountStatus.SUSPENDED: "적립중지",
    AccountStatus.MATURED: "만기",
    AccountStatus.CLOSED_EARLY: "중도해지",
    AccountStatus.CLAWBACK: "환수해지",
}
_ABSENT: Final = 9  # every ninth is not in it
_MOVED: Final = 5  # every fifth has another number by now


def bring_list(cast: Cast, forms: Iterable[Application]) -> None:
    """The coordinator brings the list and uses it."""
    columns = {column: place for place, column in enumerate(Column)}
    rows = [
        (number + 2, _row(number, form))
        for number, form in enumerate(forms)
        if number % _ABSENT != _ABSENT - 1
    ]
    if not rows:
        return
    with cast.colleague(COORDINATOR) as work:
        made = desk.bring(work, Lines(columns, rows))
    with cast.colleague(COORDINATOR) as work:
        desk.confirm(work, made, cast.site.settings.roster_days)


def _row(number: int, form: Application) -> dict[Column, str]:
    moved = number % _MOVED == _MOVED - 1
    return {
        Column.NAME: form.name,
        Column.BIRTH_DATE: form.birth_date.isoformat(),
        Column.PHONE: f"{form.phone[:-4]}0000" if moved else form.phone,
        Column.DISTRICT: form.district,
        Column.OFFICE: "시연지역자활센터",
        Column.OPENED: form.account_opened,
        Column.STATUS: _STATUS[form.account_status],
        Column.TRACK: "50% 이하" if number % 2 else "50% 초과",
    }
