"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("team", __name__, url_prefix="/team")


@bp.get("/", endpoint="index")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"
