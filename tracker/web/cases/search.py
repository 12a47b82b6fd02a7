"""Looking for somebody among the own cases."""

from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.services import searching
from tracker.web.cases.base import bp
from tracker.web.guards import needs
from tracker.web.search import answered


@bp.route("/search", methods=["GET", "POST"], endpoint="search")
@needs(Permission.CASE_LIST, records=True)
def search() -> ResponseReturnValue:
    """The own cases, ended ones too."""
    return answered(searching.search_own, "cases/search.html", "cases.show")
