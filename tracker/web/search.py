"""Looking for people. What is asked is somebody's name: it travels in forms only, and the boxed
session of this browser remembers it, so that Back and another language show it again.
"""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.domain.searching import Query, clean_query
from tracker.services import searching
from tracker.services.searching import Found
from tracker.services.work import Work
from tracker.web.context import boxed_session, here, site
from tracker.web.forms.base import telling
from tracker.web.forms.search import FindForm
from tracker.web.guards import needs
from tracker.web.pages.search import results

bp = Blueprint("search", __name__)
_ASKED: Final = "_asked"


@bp.route("/search", methods=["GET", "POST"], endpoint="index")
@needs(Permission.CASE_SEARCH, records=True)
def index() -> ResponseReturnValue:
    """All applications."""
    return answered(searching.search, "search/index.html", "applications.show")


def answered(
    look: Callable[[Work, Query], Found], template: str, endpoint: str
) -> ResponseReturnValue:
    """The box, and under it whoever fits; without a new question, those of the last one."""
    form, asked = FindForm(), boxed_session().get(_ASKED, {})
    if not form.sent and not form.restored:
        form.words.data = asked.get(request.path, "")
    page = None
    if form.sent or form.words.data:
        with telling(form):
            found = look(here(), clean_query(form.words.data or ""))
            page = results(found, site().clock(), endpoint)
    if page is not None:
        boxed_session()[_ASKED] = {**asked, request.path: form.words.data}
    body = render_template(template, form=form, page=page)
    return make_response(body, 422 if form.failed else 200)
