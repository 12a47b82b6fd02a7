"""Several applications before they are accepted together."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.rounds import free_places
from tracker.services.deciding import Chosen, Line
from tracker.web import labels


@dataclass(frozen=True)
class AcceptRow:
    """One of them."""

    id: str
    name: str
    receipt: str
    stage: tuple[str, str]
    account: str


@dataclass(frozen=True)
class AcceptPage:
    """All of them, and how much room there is."""

    rows: tuple[AcceptRow, ...]
    room: tuple[str, ...]
    list_url: str


def accept_page(found: Chosen) -> AcceptPage:
    """Who would be accepted."""
    room = tuple(
        _(
            "%(name)s: 남은 자리 %(free)s자리",
            name=one.name,
            free=free_places(one.capacity, numbers),
        )
        for one, numbers in found.rounds
    )
    return AcceptPage(_rows(found), room, url_for("applications.index"))


def _rows(found: Chosen) -> tuple[AcceptRow, ...]:
    return tuple(_row(line) for line in found.lines)


def _row(line: Line) -> AcceptRow:
    case, sheet = line
    form = None if sheet is None or sheet.paper is None else sheet.paper.form
    return AcceptRow(
        id=case.id.hex,
        name=_("열리지 않는 기록") if form is None else form.name,
        receipt=case.receipt_number,
        stage=(case.stage.value, str(labels.STAGES[case.stage])),
        account="" if form is None else str(labels.ACCOUNT_STATUS[form.account_status]),
    )
