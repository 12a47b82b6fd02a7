"""The supervisor's room: what the team does, under case numbers, to be read and not changed."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.services import counseling, desk
from tracker.web.context import here, site
from tracker.web.guards import needs
from tracker.web.pages.lists import read_cursor
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
    page = team_case(counseling.show_for_team(here(), case_id))
    return render_template("team/show.html", page=page)
