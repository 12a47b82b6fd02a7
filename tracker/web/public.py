"""Stub: the page writer of this room replaces it."""

from flask import Blueprint

from tracker.web.guards import public

bp = Blueprint("public", __name__)


@bp.get("/", endpoint="landing")
@public
def index() -> str:
    """Nothing yet."""
    return "stub"


@bp.post("/language", endpoint="language")
@public
def language() -> str:
    """Nothing yet."""
    return "stub"


@bp.get("/privacy", endpoint="privacy")
@public
def privacy() -> str:
    """Nothing yet."""
    return "stub"
