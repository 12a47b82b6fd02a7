"""A free place that is kept for whoever waited."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.access import Permission
from tracker.services import places
from tracker.services.work import Work
from tracker.web.context import here
from tracker.web.guards import needs
from tracker.web.pages.confirming import done
from tracker.web.status.base import bp, own_case


@bp.post("/offer")
@needs(Permission.OWN_ANSWER)
def take_offer() -> ResponseReturnValue:
    """Take the place that was kept for me; twice is once."""
    done(lambda: _taken(here(), own_case()))
    return redirect(url_for(".mine"), 303)


def _taken(work: Work, case_id: UUID) -> str:
    places.take_offer(work, case_id)
    return _("함께하게 되어 기뻐요. 이제 이야기 나눌 상담사를 찾을게요.")
