"""The coordinator's room: the list of applications, decisions, assigning."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.domain.cases import Event
from tracker.domain.duplicates import Verdict
from tracker.domain.fields import REASON_LIMIT, clean_option, clean_text
from tracker.domain.people import clean_id
from tracker.domain.program import DeclineReason
from tracker.services import (
    assigning,
    desk,
    intake,
    jobs,
    messages,
    receipts,
    rounds,
    trail,
)
from tracker.services import duplicates as pairs
from tracker.services.intake import Dossier
from tracker.web import eligibility
from tracker.web.context import here, site
from tracker.web.forms.applications import DeclineForm, QueueForm, ReopenForm, TwinForm
from tracker.web.forms.assigning import AssignForm
from tracker.web.forms.base import Form, shown, telling
from tracker.web.guards import needs
from tracker.web.labels.duplicates import VERDICTS
from tracker.web.pages.application_list import QUEUES, list_page
from tracker.web.pages.applications import ApplicationPage, application_page
from tracker.web.pages.assigning import choices, reasons
from tracker.web.pages.duplicates import TwinsPage, twins_page
from tracker.web.pages.history import VisitList, visit_list
from tracker.web.pages.lists import read_cursor, read_id, read_number
from tracker.web.pages.messages import for_staff

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/", endpoint="index")
@needs(Permission.APPLICATION_LIST)
def index() -> ResponseReturnValue:
    """The list; the oldest new application first."""
    tab = request.args.get("tab", "")
    if tab == "waitlisted" and jobs.sweep(site()):
        return redirect(request.full_path, 303)  # what was read before is older
    return list_of(tab, None, request.args.get("after", ""))


def list_of(tab: str, form: Form | None, after: str = "") -> ResponseReturnValue:
    """The list with whatever is wrong about an act for several of its lines, if there was one."""
    place = read_cursor(after)
    shown_tab = tab if tab in desk.TABS else "submitted"
    where = read_id(request.args.get("round", ""))
    found = desk.applications(here(), shown_tab, place, where)
    picked = request.form.getlist("cases")
    page = list_page(found, site().clock(), later=place is not None, picked=picked)
    name = rounds.name_of(here().db, where) if where else ""
    body = render_template("applications/index.html", page=page, form=form, round_name=name)
    return body if form is None else shown(form, body)


@bp.get("/<uuid:case_id>")
@needs(Permission.APPLICATION_READ, records=True)
def show(case_id: UUID) -> ResponseReturnValue:
    """One application on one page."""
    return page_of("applications/show.html", case_id, Form())


@bp.get("/<uuid:case_id>/trail", endpoint="trail")
@needs(Permission.APPLICATION_READ, records=True)
def trail_page(case_id: UUID) -> ResponseReturnValue:
    """Who was at the records that a coordinator reads."""
    before = read_number(request.args.get("before", ""))
    case, found = trail.page_of_case(here(), case_id, Permission.APPLICATION_READ, before)
    visits = visit_list(found, "applications.trail", case_id, later=before is not None)
    back = url_for(".show", case_id=case_id)
    title = _("신청 %(number)s", number=case.receipt_number)
    return render_template("audit/visits.html", visits=visits, title=title, back=back)


@bp.post("/<uuid:case_id>/accept")
@needs(Permission.CASE_DECIDE)
def accept(case_id: UUID) -> ResponseReturnValue:
    """Accept an application."""
    form = QueueForm()
    with telling(form):
        intake.accept(here(), case_id)
    if form.failed:
        return page_of("applications/show.html", case_id, form)
    return next_in_line(form, _("선정했어요. '배정할 신청'에서 상담사를 정해 주세요."))


@bp.post("/<uuid:case_id>/waitlist")
@needs(Permission.CASE_DECIDE)
def waitlist(case_id: UUID) -> ResponseReturnValue:
    """Put an application on the waiting list."""
    form = QueueForm()
    with telling(form):
        intake.waitlist(here(), case_id)
    if form.failed:
        return page_of("applications/show.html", case_id, form)
    return next_in_line(form, _("대기로 두었어요."))


@bp.route("/<uuid:case_id>/decline", methods=["GET", "POST"])
@needs(Permission.CASE_DECIDE, records=True)
def decline(case_id: UUID) -> ResponseReturnValue:
    """Decline an application with a reason."""
    form = DeclineForm()
    if form.sent:
        with telling(form):
            reason = clean_option("reason", form.reason.data or "", DeclineReason)
        with telling(form):
            note = clean_text("note", form.note.data or "", REASON_LIMIT)
        if not form.failed:
            with telling(form):
                intake.decline(here(), case_id, reason, note)
        if not form.failed:
            return next_in_line(
                form, _("선정하지 않기로 했어요. 까닭은 신청하신 분의 화면에 보여요.")
            )
    return page_of("applications/decline.html", case_id, form, Event.DECLINE)


@bp.route("/<uuid:case_id>/reopen", methods=["GET", "POST"])
@needs(Permission.CASE_DECIDE, records=True)
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Take a declined application up again."""
    form = ReopenForm()
    if form.sent:
        with telling(form):
            reason = clean_text("reason", form.reason.data or "", REASON_LIMIT, required=True)
            intake.reopen(here(), case_id, reason)
        if not form.failed:
            flash(_("다시 열었어요. 새 신청으로 돌아왔으니 다시 정해 주세요."), "success")
            return redirect(url_for(".show", case_id=case_id), 303)
    return page_of("applications/reopen.html", case_id, form, Event.REOPEN)


@bp.route("/<uuid:case_id>/assign", methods=["GET", "POST"])
@needs(Permission.CASE_ASSIGN, records=True)
def assign(case_id: UUID) -> ResponseReturnValue:
    """Assign a counselor."""
    form = AssignForm()
    if form.sent:
        with telling(form):
            counselor = clean_id("counselor", form.counselor.data or "")
            assigning.assign(here(), {case_id: counselor}, over=bool(form.over.data))
        if not form.failed:
            told = _("상담사를 배정했어요. 상담사의 '내 사례'에 바로 나타나요.")
            return next_in_line(form, told)
    return page_of("applications/assign.html", case_id, form, Event.ASSIGN)


@bp.post("/<uuid:case_id>/duplicates")
@needs(Permission.CASE_DECIDE)
def duplicates(case_id: UUID) -> ResponseReturnValue:
    """Say that another application is the same person's, somebody else's, or not decided."""
    form = TwinForm()
    with telling(form):
        other = clean_id("other", form.other.data or "")
        verdict = clean_option("verdict", form.verdict.data or "", Verdict)
        pairs.decide(here(), case_id, other, verdict)
    if form.failed:
        return page_of("applications/show.html", case_id, form)
    flash(str(VERDICTS[verdict]), "success")
    return redirect(url_for(".show", case_id=case_id, _anchor="duplicates"), 303)


def page_of(
    template: str, case_id: UUID, form: Form, act: Event | None = None
) -> ResponseReturnValue:
    """A page about one application; an act that is not possible leads back to it."""
    found = intake.show(here(), case_id)
    page = application_page(found, site().clock())
    if act is not None and act.value not in page.can and not form.failed:
        return redirect(page.url, 303)
    if isinstance(form, QueueForm) and not form.sent:
        stand_in_line(form, page)
    if isinstance(form, AssignForm):
        able = assigning.candidates(here(), found.application.paper, _gave_back(found))
        form.offer(choices(able), reasons(able))
    panels = _panels(found) if act is None else {}
    body = render_template(template, page=page, form=form, limit=REASON_LIMIT, **panels)
    return make_response(body, 422 if form.failed else 200)


def _gave_back(found: Dossier) -> UUID | None:
    return None if found.returned is None else found.returned.author_id


def _panels(found: Dossier) -> dict[str, object]:
    """What stands beside an application that is only looked at."""
    return {
        "visits": _visits(found),
        "messages": for_staff(messages.of_case(here(), found.case.id)),
        "panel": eligibility.panel(found),
        "pickup": receipts.waiting_until(here(), found.case.id),
        "twins": _twins(found),
    }


def _visits(found: Dossier) -> VisitList:
    """Who was at the records of an application that stands open."""
    seen = trail.of_case(here(), found.case, Permission.APPLICATION_READ)
    return visit_list(seen, "applications.trail", found.case.id)


def _twins(found: Dossier) -> TwinsPage | None:
    """Other applications of perhaps the same person, if this one can be read."""
    paper = found.application.paper
    if paper is None:
        return None
    return twins_page(pairs.twins(here(), found.case, paper.form), site().clock())


def stand_in_line(form: QueueForm, page: ApplicationPage) -> None:
    """Remember in a form where the application stands in its line."""
    form.tab.data, form.place.data = page.tab, page.place


def next_in_line(form: QueueForm, told: str) -> ResponseReturnValue:
    """Say what happened and show the next application in the same line, or the line itself."""
    flash(told, "success")
    tab = form.tab.data or ""
    if tab not in QUEUES.values():
        return redirect(url_for("applications.index"), 303)
    line = desk.applications(here(), tab, read_cursor(form.place.data or "")).lines
    if not line:
        return redirect(url_for("applications.index", tab=tab), 303)
    endpoint = "applications.assign" if tab == "accepted" else "applications.show"
    return redirect(url_for(endpoint, case_id=line[0].row.id), 303)
