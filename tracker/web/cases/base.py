"""What the pages of a case share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for

from tracker.domain.applications import FormErrors
from tracker.domain.notes import Span
from tracker.services import counseling
from tracker.services.counseling import CaseFile
from tracker.services.work import Sheet
from tracker.web.context import here
from tracker.web.format import SEOUL
from tracker.web.forms.base import Form, VersionedForm, telling
from tracker.web.pages.case_forms import form_page

F = TypeVar("F", bound=VersionedForm)

bp = Blueprint("cases", "tracker.web.cases", url_prefix="/cases")


def open_case(case_id: UUID) -> CaseFile:
    """Open an own case, whole: whoever opens a form of a case looks at the case."""
    return counseling.show(here(), case_id)


def span_of(case_id: UUID) -> Span:
    """The days a note may be about. Raises RuleBroken('not_in_care') where none may be written."""
    case = counseling.case_in_care(here(), case_id)
    now = here().now
    return Span(case.submitted_at.astimezone(SEOUL).date(), now.astimezone(SEOUL).date())


@contextmanager
def checking(form: Form) -> Iterator[None]:
    """Tell every refusal beside its field: those of the rules and those of the desk."""
    with telling(form):
        try:
            yield
        except FormErrors as refused:
            form.refuse(refused.errors)


def opened(form: type[F], sheet: Sheet[Any] | None, values: Mapping[str, object]) -> F:
    """A form to write on top of the newest version of a sheet."""
    return form(**{**values, "version": str(0 if sheet is None else sheet.version)})


def answer(
    template: str,
    found: CaseFile,
    form: Form,
    sheet: Sheet[Any] | None = None,
    stored: Mapping[str, object] | None = None,
    **more: Any,
) -> Response:
    """A form page: fresh, or refused with everything typed kept.

    After a conflict the form stands on the newest version: saving it again is a choice.
    """
    if form.conflict and isinstance(form, VersionedForm):
        form.version.data = str(0 if sheet is None else sheet.version)
    page = form_page(found, form, sheet, stored or {})
    body = render_template(template, page=page, form=form, **more)
    return make_response(body, 422 if form.failed else 200)


def saved(case_id: UUID, message: str, anchor: str = "") -> Response:
    """Back to the case page, with a sentence."""
    flash(message, "success")
    return redirect(url_for("cases.show", case_id=case_id, _anchor=anchor or None), 303)  # type: ignore[return-value]
