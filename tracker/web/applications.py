"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/", endpoint="index")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"
