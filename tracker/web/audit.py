"""The privacy officer's room: the trail of every act, and the proof that it is whole."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.access import Permission
from tracker.domain.audit import Audit
from tracker.services import audit, colleagues, upkeep
from tracker.web.context import here, site
from tracker.web.forms.audit import VerifyForm
from tracker.web.forms.base import telling
from tracker.web.guards import needs
from tracker.web.pages.audit import proof, trail_page

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/", endpoint="index")
@needs(Permission.AUDIT_READ, records=True)
def index() -> ResponseReturnValue:
    """The newest acts; reading them is an act too."""
    before = _before(request.args.get("before", ""))
    names = colleagues.names(here())
    acts = audit.trail(here(), before)
    page = trail_page(acts, names, audit.PAGE, later=before is not None)
    return render_template("audit/index.html", page=page)


def _before(written: str) -> int | None:
    """Where a page begins; anything that is not a number begins with the newest act."""
    fits = written.isascii() and written.isdigit() and len(written) <= 15
    return int(written) if fits else None


@bp.route("/verify", methods=["GET", "POST"])
@needs(Permission.AUDIT_READ)
def verify() -> ResponseReturnValue:
    """Check the trail against itself, the records, and an anchor that was kept elsewhere."""
    form, found = VerifyForm(), None
    if form.sent:
        with telling(form):
            anchor = form.kept()
            checked = upkeep.verify(site(), anchor)
            here().record(Audit.AUDIT_VERIFIED, count=len(checked.findings))
            found = proof(checked, "" if anchor is None else str(anchor.sequence))
    body = render_template("audit/verify.html", form=form, proof=found)
    return make_response(body, 422 if form.failed else 200)
