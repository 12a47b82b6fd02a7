"""The list of own cases."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.services import desk, handing_over, rekeying
from tracker.web.cases.base import bp
from tracker.web.context import here, site
from tracker.web.guards import needs
from tracker.web.pages.case_list import case_list
from tracker.web.pages.lists import read_cursor


@bp.get("/", endpoint="index")
@needs(Permission.CASE_LIST)
def index() -> ResponseReturnValue:
    """Own cases, in care or ended; the one that waits longest comes first."""
    tab = request.args.get("tab", "")
    after = read_cursor(request.args.get("after", ""))
    shown = desk.own_cases(here(), tab if tab in desk.CASE_TABS else "in_care", after)
    page = case_list(shown, site().clock(), later=after is not None)
    offered, records = handing_over.count_for_me(here()), rekeying.waiting(here())
    return render_template("cases/index.html", page=page, offered=offered, records=records)
