"""A copy of everything, and who was at my record."""

from typing import Final

from flask import Response, json, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.services import standing, trail
from tracker.web.context import here
from tracker.web.guards import needs
from tracker.web.pages.lists import read_number
from tracker.web.pages.own import copy_data, copy_page, own_visits
from tracker.web.status.base import bp, own_case

_FILE: Final = "copy.json"  # says nothing of what it is about


@bp.get("/visits")
@needs(Permission.OWN_READ, records=True)
def visits() -> ResponseReturnValue:
    """Who was at my record and when: roles, not names."""
    before = read_number(request.args.get("before", ""))
    _case, found = trail.page_of_case(here(), own_case(), Permission.OWN_READ, before)
    return render_template("status/visits.html", visits=own_visits(found, later=before is not None))


@bp.get("/copy")
@needs(Permission.OWN_READ, records=True)
def copy() -> ResponseReturnValue:
    """Everything on one page, to be printed."""
    found, seen = standing.copy(here(), own_case(), "page")
    return render_template("status/copy.html", page=copy_page(found, seen, here().now))


@bp.get(f"/{_FILE}")
@needs(Permission.OWN_READ, records=True)
def copy_file() -> Response:
    """Everything as a file that other programs read."""
    found, seen = standing.copy(here(), own_case(), "json")
    answer = make_response(
        json.dumps(copy_data(found, seen, here().now), ensure_ascii=False, indent=2)
    )
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{_FILE}"'
    return answer
