"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/", endpoint="index")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"
