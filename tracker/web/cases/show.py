"""The page of one case, and who was at its records."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import trail
from tracker.web.cases.base import bp, open_case
from tracker.web.context import here
from tracker.web.guards import needs
from tracker.web.pages.case_page import case_page
from tracker.web.pages.history import visit_list
from tracker.web.pages.lists import read_number


@bp.get("/<uuid:case_id>", endpoint="show")
@needs(Permission.CASE_READ, records=True)
def show(case_id: UUID) -> ResponseReturnValue:
    """Everything about one case, and the one next thing to do."""
    found = open_case(case_id)
    seen = trail.of_case(here(), found.case, Permission.CASE_READ)
    visits = visit_list(seen, "cases.trail", case_id)
    return render_template("cases/show.html", page=case_page(found, here().now), visits=visits)


@bp.get("/<uuid:case_id>/trail", endpoint="trail")
@needs(Permission.CASE_READ, records=True)
def trail_page(case_id: UUID) -> ResponseReturnValue:
    """Who was at the records of an own case."""
    before = read_number(request.args.get("before", ""))
    case, found = trail.page_of_case(here(), case_id, Permission.CASE_READ, before)
    visits = visit_list(found, "cases.trail", case_id, later=before is not None)
    back, title = url_for(".show", case_id=case_id), _("사례 %(number)s", number=case.number)
    return render_template("audit/visits.html", visits=visits, title=title, back=back)
