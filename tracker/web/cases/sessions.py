"""The counseling sessions."""

from uuid import UUID, uuid4

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.notes import check_session
from tracker.services import counseling
from tracker.services.counseling import CaseFile, SessionEntry
from tracker.web.cases.base import answer, bp, checking, open_case, opened, saved, span_of
from tracker.web.context import here
from tracker.web.forms.cases import SessionForm, typed, written
from tracker.web.guards import needs

_NEW = "/<uuid:case_id>/sessions/<int(min=1, max=3):number>"
_ENTRY = "/<uuid:case_id>/sessions/entry/<uuid:entry_id>"


@bp.get(_NEW)
@needs(Permission.NOTE_WRITE, records=True)
def new_session(case_id: UUID, number: int) -> ResponseReturnValue:
    """A new session; its id is made here, so that a form sent twice is one session."""
    form = opened(SessionForm, None, {"entry": uuid4().hex})
    return _page(open_case(case_id), form, number, None)


@bp.post(_NEW)
@needs(Permission.NOTE_WRITE)
def add_session(case_id: UUID, number: int) -> ResponseReturnValue:
    """Save a new session."""
    form = SessionForm()
    entry_id = _entry_id(form)
    _save(form, case_id, entry_id, number)
    if not form.failed:
        return _saved(case_id, entry_id, number)
    found = open_case(case_id)
    return _page(found, form, number, _entry(found, entry_id))


@bp.get(_ENTRY)
@needs(Permission.NOTE_WRITE, records=True)
def session(case_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """A session that was written before."""
    found = open_case(case_id)
    entry = _entry(found, entry_id) or abort(404)
    form = opened(SessionForm, entry.note, {**_values(entry), "entry": entry_id.hex})
    return _page(found, form, entry.row.number, entry)


@bp.post(_ENTRY)
@needs(Permission.NOTE_WRITE)
def save_session(case_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Save a session that was written before."""
    number = counseling.session_number(here(), case_id, entry_id)
    form = SessionForm()
    _save(form, case_id, entry_id, number)
    if not form.failed:
        return _saved(case_id, entry_id, number)
    found = open_case(case_id)
    return _page(found, form, number, _entry(found, entry_id))


def _save(form: SessionForm, case_id: UUID, entry_id: UUID, number: int) -> None:
    with checking(form):
        paper = check_session(typed(form), span_of(case_id), number)
        counseling.save_session(here(), case_id, entry_id, paper, form.base)


def _entry_id(form: SessionForm) -> UUID:
    """The id that came with the form; a form without one did not come from our page."""
    try:
        return UUID(hex=form.entry.data or "")
    except ValueError:
        abort(400)


def _entry(found: CaseFile, entry_id: UUID) -> SessionEntry | None:
    return next((one for one in found.sessions if one.row.id == entry_id), None)


def _values(entry: SessionEntry | None) -> dict[str, object]:
    if entry is None or entry.note is None or entry.note.paper is None:
        return {}
    return written(entry.note.paper)


def _page(found: CaseFile, form: SessionForm, number: int, entry: SessionEntry | None) -> Response:
    note = None if entry is None else entry.note
    return answer("cases/session.html", found, form, note, _values(entry), number=number)


def _saved(case_id: UUID, entry_id: UUID, number: int) -> Response:
    message = _("%(number)s회기 기록을 저장했어요.", number=number)
    return saved(case_id, message, f"session-{entry_id.hex}")
