"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("status", __name__, url_prefix="/status")


@bp.get("/", endpoint="enter")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"
