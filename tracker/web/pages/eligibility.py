"""Eligibility on the screen: what the list says beside the application, and the checklist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from tracker.domain.cases import ENDED
from tracker.domain.eligibility import LINES
from tracker.domain.papers import EligibilityPaper
from tracker.domain.program import Verdict
from tracker.domain.roster.headings import Column
from tracker.services.intake import Dossier
from tracker.services.roster.lookup import Looked, Use
from tracker.services.work import Sheet
from tracker.web.format import moment
from tracker.web.forms.base import Form
from tracker.web.labels.roster import CHECKLIST, TRACKS, VERDICTS
from tracker.web.pages.case_forms import Versions, versions
from tracker.web.pages.listed import ListView, list_view, said_there

Pairs = tuple[tuple[str, str], ...]
_BADGES: Final = {
    Verdict.CONFIRMED: "success",
    Verdict.MISMATCH: "danger",
    Verdict.UNVERIFIABLE: "warning",
    Verdict.OPEN: "none",
}


@dataclass(frozen=True)
class CheckedLine:
    """One line of the checklist."""

    label: str
    badge: tuple[str, str]
    more: str
    note: str


@dataclass(frozen=True)
class EligibilityPanel:
    """What there is to know about somebody's eligibility, and where to write it down."""

    listed: ListView
    roster_url: str
    lines: tuple[CheckedLine, ...]
    saved: str
    damaged: bool
    edit_url: str


@dataclass(frozen=True)
class ChecklistPage:
    """The frame of the checklist's form; the words are those of the forms of a case."""

    receipt: str
    url: str
    conflict: bool
    damaged: bool
    restored: bool
    unsaved: bool
    versions: Versions | None
    panel: EligibilityPanel
    said: Pairs


def eligibility_panel(
    found: Dossier, looked: Looked | None, sheet: Sheet[EligibilityPaper] | None
) -> EligibilityPanel:
    """What the list says, and what a person found out."""
    case, paper = found.case, found.application.paper
    url = "" if case.stage in ENDED else url_for("eligibility.edit", case_id=case.id)
    return EligibilityPanel(
        listed=list_view(None if paper is None else paper.form, looked),
        roster_url="" if looked and looked.use is Use.USABLE else url_for("roster.index"),
        lines=() if sheet is None or sheet.paper is None else _lines(sheet.paper),
        saved="" if sheet is None else moment(sheet.saved_at),
        damaged=sheet is not None and not sheet.intact,
        edit_url=url,
    )


def _lines(paper: EligibilityPaper) -> tuple[CheckedLine, ...]:
    kind = "" if paper.track_kind is None else str(TRACKS[paper.track_kind])
    return tuple(
        CheckedLine(
            label=str(CHECKLIST[line]),
            badge=_badge(getattr(paper, line)),
            more=kind if line == "track" else "",
            note=getattr(paper, f"{line}_note"),
        )
        for line in LINES
    )


def _badge(verdict: Verdict) -> tuple[str, str]:
    return _BADGES[verdict], str(VERDICTS[verdict])


def checklist_page(
    found: Dossier,
    form: Form,
    panel: EligibilityPanel,
    sheet: Sheet[EligibilityPaper] | None,
    stored: Mapping[str, Any],
) -> ChecklistPage:
    """The form's frame, with what the applicant said beside it."""
    paper = found.application.paper
    said: Pairs = ()
    if paper is not None:
        asked = ((Column.STATUS, _("통장 상태")), (Column.DISTRICT, _("사는 곳")))
        said = tuple((label, said_there(paper.form, column)) for column, label in asked)
    return ChecklistPage(
        receipt=found.case.receipt_number,
        url=url_for("applications.show", case_id=found.case.id),
        conflict=form.conflict,
        damaged=panel.damaged,
        restored=form.restored,
        unsaved=form.sent or form.restored,
        versions=versions(form, sheet, stored),
        panel=panel,
        said=said,
    )
