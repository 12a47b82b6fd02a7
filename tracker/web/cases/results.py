"""The results of the five assessments."""

from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.domain.access import Permission
from tracker.domain.assessments import (
    Instrument,
    ResultErrors,
    Values,
    check_result,
    instruments,
    instruments_for_age,
)
from tracker.domain.fields import age_on
from tracker.domain.notes import Span, check_result_head
from tracker.domain.papers import ResultPaper
from tracker.domain.program import AssessmentKind
from tracker.services import assessments
from tracker.services.counseling import AssessmentEntry, CaseFile
from tracker.web.cases.base import answer, bp, checking, open_case, saved, span_of
from tracker.web.context import here
from tracker.web.format import SEOUL
from tracker.web.forms.cases import typed
from tracker.web.forms.results import ResultForm, form_for, result_written
from tracker.web.guards import needs
from tracker.web.i18n import language
from tracker.web.kept import take_typed
from tracker.web.labels import ASSESSMENTS
from tracker.web.pages.case_results import result_page

_PATH = "/<uuid:case_id>/assessments/<kind>"


@bp.get(_PATH)
@needs(Permission.NOTE_WRITE, records=True)
def result(case_id: UUID, kind: str) -> ResponseReturnValue:
    """The result of one chosen assessment, with the scales of one instrument."""
    found = open_case(case_id)
    entry = _entry(found, _kind(kind))
    kept = take_typed()
    wanted = request.args.get("instrument", "") if kept is None else kept.get("instrument", "")
    return _page(found, entry, _fresh(found, entry, wanted, kept))


@bp.post(_PATH)
@needs(Permission.NOTE_WRITE)
def save_result(case_id: UUID, kind: str) -> ResponseReturnValue:
    """Save the result of one chosen assessment."""
    which = _kind(kind)
    instrument = _named(instruments(which), request.form.get("instrument", ""))
    form = form_for(instrument, language())()
    with checking(form):
        paper = _checked(form, which, span_of(case_id))
        if paper is not None:
            assessments.save_result(here(), case_id, paper, form.base)
    if form.failed:
        found = open_case(case_id)
        return _page(found, _entry(found, which), form)
    done = _("%(name)s 결과를 저장했어요.", name=ASSESSMENTS[which])
    return saved(case_id, done, f"result-{which}")


def _kind(code: str) -> AssessmentKind:
    try:
        return AssessmentKind(code)
    except ValueError:
        abort(404)


def _entry(found: CaseFile, kind: AssessmentKind) -> AssessmentEntry:
    entries = {entry.row.kind: entry for entry in found.assessments}
    return entries.get(kind) or abort(404)


def _checked(form: ResultForm, kind: AssessmentKind, span: Span) -> ResultPaper | None:
    """The result, or None when the form says what is wrong with it: head and scales at once."""
    values = _values(form, kind)
    head = check_result_head(typed(form), span)
    if values is None:
        return None
    return ResultPaper(
        kind=kind,
        instrument=form.instrument.data or "",
        administered_on=head.administered_on,
        way=head.way,
        values=values,
        narrative=head.narrative,
        interpreted_on=head.interpreted_on,
    )


def _values(form: ResultForm, kind: AssessmentKind) -> Values | None:
    try:
        return check_result(kind, form.instrument.data or "", form.values)
    except ResultErrors as refused:
        form.refuse_values(refused)
        return None


def _fresh(
    found: CaseFile, entry: AssessmentEntry, wanted: str, kept: MultiDict[str, str] | None
) -> ResultForm:
    """The form as it is opened: what was kept, or what is saved, or nothing yet."""
    stored = _stored(entry)
    offered = _offered(found, entry.row.kind)
    instrument = _named(offered, wanted or str(stored.get("instrument", "")))
    version = str(0 if entry.result is None else entry.result.version)
    values: dict[str, Any] = {**stored, "instrument": instrument.code, "version": version}
    if kept is not None:
        values["formdata"] = kept
    form = form_for(instrument, language())(**values)
    form.restored = kept is not None
    return form


def _stored(entry: AssessmentEntry) -> dict[str, object]:
    sheet = entry.result
    return {} if sheet is None or sheet.paper is None else result_written(sheet.paper)


def _offered(found: CaseFile, kind: AssessmentKind) -> tuple[Instrument, ...]:
    """The instruments of a kind, those for the person's age first."""
    sheet = found.application
    if sheet is None or sheet.paper is None:
        return instruments(kind)
    today = here().now.astimezone(SEOUL).date()
    return instruments_for_age(kind, age_on(sheet.paper.form.birth_date, today))


def _named(offered: tuple[Instrument, ...], code: str) -> Instrument:
    return next((one for one in offered if one.code == code), offered[0])


def _page(found: CaseFile, entry: AssessmentEntry, form: ResultForm) -> Response:
    offered = _offered(found, entry.row.kind)
    shown = _named(offered, form.instrument.data or "")
    scales = result_page(entry.row.kind, offered, shown, form)
    return answer("cases/result.html", found, form, entry.result, _stored(entry), result=scales)
