"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/", endpoint="index")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"
