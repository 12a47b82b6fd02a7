"""The page of one case."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.web.cases.base import bp, open_case
from tracker.web.context import here
from tracker.web.guards import needs
from tracker.web.pages.case_page import case_page


@bp.get("/<uuid:case_id>", endpoint="show")
@needs(Permission.CASE_READ, records=True)
def show(case_id: UUID) -> ResponseReturnValue:
    """Everything about one case, and the one next thing to do."""
    return render_template("cases/show.html", page=case_page(open_case(case_id), here().now))
