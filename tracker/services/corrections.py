"""A person corrects what they gave; staff see the newest, and on which day it changed."""

from dataclasses import dataclass, replace
from uuid import UUID

from tracker.domain.access import Permission, Record, object_of
from tracker.domain.applications import About, Application, Choices
from tracker.domain.audit import Audit
from tracker.domain.errors import NotFound
from tracker.domain.own import Part, changed, check_correctable, corrected
from tracker.domain.papers import APPLICATION, CARD, ApplicationPaper, CardPaper
from tracker.services.work import Damaged, Sheet, Work


@dataclass(frozen=True)
class Correction:
    """What would change, on top of which version."""

    before: Application
    after: Application
    base: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields that differ."""
        return changed(self.before, self.after)


def form_of(work: Work, case_id: UUID, part: Part) -> Application:
    """What stands there now. Raises RuleBroken('not_correctable') when it is too late."""
    case = work.case(case_id, Permission.OWN_READ)
    check_correctable(case.stage, part)
    return _application(work, case_id)[1].form


def preview(work: Work, case_id: UUID, part: About | Choices) -> Correction:
    """What a correction would change."""
    work.case(case_id, Permission.OWN_READ)
    sheet, paper = _application(work, case_id)
    return Correction(paper.form, corrected(paper.form, part), sheet.version)


def correct(work: Work, case_id: UUID, part: About | Choices, base: int) -> None:
    """Write one part anew on top of version `base`; the same words twice are one act.

    Raises RuleBroken('not_correctable') when it is too late, Conflict when another window did.
    """
    case = work.case(case_id, Permission.OWN_WRITE)
    which = Part.ABOUT if isinstance(part, About) else Part.CHOICES
    check_correctable(case.stage, which)
    _sheet, paper = _application(work, case_id)
    form = corrected(paper.form, part)
    names = changed(paper.form, form)
    if not names:
        return
    work.write(case_id, APPLICATION, replace(paper, form=form, corrected_at=work.now), base)
    if CardPaper.of(form) != CardPaper.of(paper.form):
        work.write_on(case_id, CARD, CardPaper.of(form))
    obj = object_of(Record.IDENTITY, case_id)
    work.record(Audit.APPLICATION_CORRECTED, obj, kind=which.value, count=len(names))


def _application(work: Work, case_id: UUID) -> tuple[Sheet[ApplicationPaper], ApplicationPaper]:
    sheet = work.read(case_id, APPLICATION)
    if sheet is None:
        raise NotFound
    if sheet.paper is None:
        raise Damaged(object_of(Record.IDENTITY, case_id), APPLICATION.name)
    return sheet, sheet.paper
