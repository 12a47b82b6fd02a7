"""The supervisor's room: what the team does, under case numbers, to be read and not changed."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import counseling, desk, trail
from tracker.web.context import here, site
from tracker.web.guards import needs
from tracker.web.pages.history import visit_list
from tracker.web.pages.lists import read_cursor, read_number
from tracker.web.pages.team import team_case, team_list

bp = Blueprint("team", __name__, url_prefix="/team")


@bp.get("/", endpoint="index")
@needs(Permission.TEAM_LIST)
def index() -> ResponseReturnValue:
    """The cases of the team."""
    tab = request.args.get("tab", "")
    after = read_cursor(request.args.get("after", ""))
    shown = desk.team_cases(here(), tab if tab in desk.CASE_TABS else "in_care", after)
    page = team_list(shown, site().clock(), later=after is not None)
    return render_template("team/index.html", page=page)


@bp.get("/<uuid:case_id>")
@needs(Permission.TEAM_READ, records=True)
def show(case_id: UUID) -> ResponseReturnValue:
    """One case of the team, without the name."""
    found = counseling.show_for_team(here(), case_id)
    seen = trail.of_case(here(), found.case, Permission.TEAM_READ)
    visits = visit_list(seen, "team.trail", case_id)
    rekey = url_for("keys.rekey", case_id=case_id)
    return render_template("team/show.html", page=team_case(found), visits=visits, rekey_url=rekey)


@bp.get("/<uuid:case_id>/trail", endpoint="trail")
@needs(Permission.TEAM_READ, records=True)
def trail_page(case_id: UUID) -> ResponseReturnValue:
    """Who was at the records that a supervisor reads."""
    before = read_number(request.args.get("before", ""))
    case, found = trail.page_of_case(here(), case_id, Permission.TEAM_READ, before)
    visits = visit_list(found, "team.trail", case_id, later=before is not None)
    back, title = url_for(".show", case_id=case_id), _("사례 %(number)s", number=case.number)
    return render_template("audit/visits.html", visits=visits, title=title, back=back)
