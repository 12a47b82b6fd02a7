"""The manager's room: one page, read from the frozen figures only."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.services import reports
from tracker.web.context import here
from tracker.web.guards import needs
from tracker.web.pages.reports import report_page

bp = Blueprint("reports", __name__, url_prefix="/report")


@bp.get("/", endpoint="index")
@needs(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """The report of a frozen month, the newest unless asked for another."""
    found = reports.read(here(), request.args.get("month"))
    return render_template("reports/index.html", page=report_page(found))
