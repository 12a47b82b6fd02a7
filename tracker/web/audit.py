"""The privacy officer's room: the trail of every act, its proof, and rows that leave."""

from uuid import UUID

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.domain.acts import Asked, clean_format, clean_reason_to_export
from tracker.domain.applications import FormErrors
from tracker.domain.audit import Audit
from tracker.services import trail, upkeep
from tracker.web import export as files
from tracker.web.context import here, site
from tracker.web.format import moment
from tracker.web.forms.audit import ASKED, ExportForm, SearchForm, VerifyForm, asked, written
from tracker.web.forms.base import telling
from tracker.web.guards import needs
from tracker.web.pages.acts import Words
from tracker.web.pages.audit import checks, proof, question_words, trail_page
from tracker.web.pages.lists import read_number

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/", endpoint="index")
@needs(Permission.AUDIT_READ, records=True)
def index() -> ResponseReturnValue:
    """The acts that fit what was asked, newest first; looking is an act too."""
    people = trail.people(here())
    form, page = SearchForm(people), None
    before = read_number(request.args.get("before", ""))
    question = _asked(form, [one.id for one in people])
    if question is not None:
        with telling(form):
            found = trail.search(here(), question, before)
            page = trail_page(found, people, written(form), later=before is not None)
    body = render_template("audit/index.html", page=page, form=form)
    return make_response(body, 422 if form.failed else 200)


def _asked(form: SearchForm | ExportForm, people: list[UUID]) -> Asked | None:
    """What is asked for; None when something was refused and stands beside its field."""
    try:
        return asked(form, people)
    except FormErrors as refused:
        form.refuse(refused.errors)
        return None


@bp.route("/verify", methods=["GET", "POST"])
@needs(Permission.AUDIT_READ)
def verify() -> ResponseReturnValue:
    """Check the trail against itself, the records, and an anchor that was kept elsewhere."""
    form, found = VerifyForm(), None
    if form.sent:
        with telling(form):
            anchor = form.kept()
            checked = upkeep.verify(site(), anchor)
            now, count = checked.anchor, len(checked.findings)
            here().record(Audit.AUDIT_VERIFIED, count=count, number=now.sequence, digest=now.digest)
            against = "" if anchor is None else str(anchor.sequence)
            found = proof(checked, against, moment(here().now))
    past = checks(trail.checks(here()), trail.people(here()))
    body = render_template("audit/verify.html", form=form, proof=found, past=past)
    return make_response(body, 422 if form.failed else 200)


@bp.route("/export", methods=["GET", "POST"])
@needs(Permission.AUDIT_READ, fresh=True)
def export() -> ResponseReturnValue:
    """Let the rows that fit leave as a file, with a reason."""
    form = ExportForm(data={name: request.args.get(name, "") for name in ASKED})
    people = trail.people(here())
    question = _asked(form, [one.id for one in people])
    if form.sent:
        sent = _file(form, question, people)
        if sent is not None:
            return sent
    shown = question_words(SearchForm(people, written(form)))
    body = render_template("audit/export.html", form=form, asked=shown, back=written(form))
    return make_response(body, 422 if form.failed else 200)


def _file(
    form: ExportForm, question: Asked | None, people: list[trail.Person]
) -> ResponseReturnValue | None:
    """The file; None when something was refused."""
    with telling(form):
        reason = clean_reason_to_export(form.reason.data or "")
    with telling(form):
        how = clean_format(form.format.data or "")
    made = None
    if question is not None and not form.failed:
        with telling(form):
            made = trail.export(here(), question, reason, how)
    return None if made is None else files.answer(made, Words(people, {}), how)
