"""What every form page of a case shows around its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from wtforms import BooleanField, Field, HiddenField, SelectFieldBase

from tracker.domain.cases import IN_CARE, Event
from tracker.domain.program import RiskLevel
from tracker.services.counseling import CaseFile
from tracker.services.work import Sheet
from tracker.web import labels
from tracker.web.format import moment
from tracker.web.forms.base import Form
from tracker.web.pages.case_head import CaseHead, case_head
from tracker.web.pages.sheets import Pairs

_KINDS: Final = {
    RiskLevel.NONE: "info",
    RiskLevel.LOW: "info",
    RiskLevel.MODERATE: "warning",
    RiskLevel.HIGH: "danger",
    RiskLevel.IMMINENT: "danger",
}


@dataclass(frozen=True)
class Versions:
    """Two texts of the same sheet, where they differ: what is stored, and what was typed."""

    theirs: str
    mine: str
    saved: str


@dataclass(frozen=True)
class RiskGuide:
    """One level of risk: when to choose it, and what to do then."""

    level: str
    label: str
    kind: str
    sign: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class FormPage:
    """The frame of a form: whose case, and what to know before and while writing."""

    head: CaseHead
    in_care: bool
    writable: bool
    can_reopen: bool
    damaged: bool
    restored: bool
    conflict: bool
    unsaved: bool
    versions: Versions | None
    beside: Pairs
    risks: tuple[RiskGuide, ...]
    risk_signs: dict[str, str]


def form_page(
    found: CaseFile, form: Form, sheet: Sheet[Any] | None, stored: Mapping[str, object]
) -> FormPage:
    """The frame of one form; `stored` are the values of the newest version of its sheet."""
    in_care = found.case.stage in IN_CARE
    unsaved = form.sent or form.restored
    risks = tuple(_guide(level) for level in RiskLevel)
    return FormPage(
        head=case_head(found),
        in_care=in_care,
        writable=in_care or unsaved,  # what was typed is shown even where it cannot be saved
        can_reopen=Event.REOPEN in found.possible,
        damaged=sheet is not None and not sheet.intact,
        restored=form.restored,
        conflict=form.conflict,
        unsaved=unsaved,
        versions=versions(form, sheet, stored),
        beside=_beside(found, sheet),
        risks=risks,
        risk_signs={one.level: one.sign for one in risks},
    )


def _guide(level: RiskLevel) -> RiskGuide:
    steps = tuple(map(str, labels.RISK_STEPS[level]))
    sign = str(labels.RISK_SIGNS[level])
    return RiskGuide(level.value, str(labels.RISKS[level]), _KINDS[level], sign, steps)


def _beside(found: CaseFile, sheet: Sheet[Any] | None) -> Pairs:
    """What helps to remember while writing, but for the sheet that is being written."""
    texts = []
    if found.application is not None and found.application.paper is not None:
        texts.append((_("신청한 까닭"), found.application.paper.form.reason))
    intake = found.intake
    if intake is not None and intake.paper is not None and intake is not sheet:
        texts.append((_("주 호소"), intake.paper.presenting_problem))
        texts.append((_("함께 정한 목표"), intake.paper.goals))
    texts += [(_("지난 회기의 다음 계획"), plan) for plan in _plans(found, sheet)[-1:]]
    return tuple((label, text) for label, text in texts if text)


def _plans(found: CaseFile, sheet: Sheet[Any] | None) -> list[str]:
    notes = [one.note for one in found.sessions if one.note is not None and one.note is not sheet]
    papers = [note.paper for note in notes if note.paper is not None]
    return [paper.next_plan for paper in sorted(papers, key=lambda paper: paper.held_on)]


def versions(form: Form, sheet: Sheet[Any] | None, stored: Mapping[str, object]) -> Versions | None:
    """Both texts after a conflict, or where something was given back; None where they are equal."""
    if sheet is None or not sheet.intact or not (form.conflict or form.restored):
        return None
    fields = [field for field in form if not isinstance(field, HiddenField)]
    pairs = [(field, _words(field, stored.get(field.name))) for field in fields]
    other = [(field, theirs) for field, theirs in pairs if theirs != _words(field, field.data)]
    if not other:
        return None
    theirs = "\n\n".join(f"[{field.label.text}]\n{words}" for field, words in other)
    mine = "\n\n".join(f"[{field.label.text}]\n{_words(field, field.data)}" for field, _w in other)
    return Versions(theirs, mine, _("%(when)s에 저장", when=moment(sheet.saved_at)))


def _words(field: Field, value: Any) -> str:
    """A value as it reads, so that what looks the same is the same."""
    if isinstance(field, BooleanField):
        return _("네") if value else _("아니요")
    if isinstance(field, SelectFieldBase):
        labels = {one[0]: str(one[1]) for one in field.iter_choices()}
        picked = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels[one] for one in labels if one in picked and one)
    return "\n".join(str(value or "").strip().splitlines())
