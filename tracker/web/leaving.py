"""When a colleague leaves or is away: what it will mean, the act, and what comes next."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from tracker.domain.access import Permission
from tracker.domain.people import clean_leaving
from tracker.services import groups, handing_over, leaving, rekeying, staff
from tracker.web.context import here, site
from tracker.web.forms.base import shown, telling
from tracker.web.forms.staffing import LeaveForm
from tracker.web.guards import needs
from tracker.web.pages.members import LeavingPage, leaving_page, row
from tracker.web.person import whose

bp = Blueprint("leaving", __name__, url_prefix="/people")


@bp.get("/team-members")
@needs(Permission.COLLEAGUE_LEAVE)
def team_members() -> ResponseReturnValue:
    """The counselors of the own team; an admin has a page with everybody."""
    if current_user.may(Permission.PEOPLE_MANAGE):
        return redirect(url_for("people.index"), 303)
    now = site().clock()
    rows = [row(one, now, url_for(".leave", account_id=one.id)) for one in staff.of_my_team(here())]
    return render_template("people/team_members.html", rows=rows)


@bp.route("/<uuid:account_id>/leave", methods=["GET", "POST"])
@needs(Permission.COLLEAGUE_LEAVE, fresh=True)
def leave(account_id: UUID) -> ResponseReturnValue:
    """Say what it means that somebody leaves, then do it: everything ends at once."""
    form = LeaveForm()
    if form.sent:
        with telling(form):
            _leave(form, account_id)
        if not form.failed:
            return redirect(url_for(".left", account_id=account_id), 303)
    page = _page(account_id)
    if page.gone:
        return redirect(url_for(".left", account_id=account_id), 303)
    back = (whose(account_id), page.name)
    return shown(form, render_template("people/leave.html", form=form, page=page, back=back))


def _leave(form: LeaveForm, account_id: UUID) -> None:
    for_good, distrust = clean_leaving(form.how.data or ""), bool(form.distrust.data)
    work, book = here(), site().book
    done = leaving.leave(work, account_id, for_good=for_good, distrust=distrust)
    work.after_commit(lambda: book.end_all_of(account_id))
    if done.rotated:
        said = ngettext(
            "모임 %(num)s곳의 열쇠를 새로 만들었어요.",
            "모임 %(num)s곳의 열쇠를 새로 만들었어요.",
            done.rotated,
        )
        flash(said, "success")


@bp.get("/<uuid:account_id>/left")
@needs(Permission.COLLEAGUE_LEAVE)
def left(account_id: UUID) -> ResponseReturnValue:
    """What has happened, and what to do next."""
    page = _page(account_id)
    if not page.gone and not page.away:
        return redirect(url_for(".leave", account_id=account_id), 303)
    hands_over = current_user.may(Permission.CASE_OFFER)
    records = rekeying.waiting(here()) if hands_over else 0
    return render_template(
        "people/left.html",
        page=page,
        id=account_id,
        back=(whose(account_id), page.name),
        hands_over=hands_over,
        records=records,
    )


def _page(account_id: UUID) -> LeavingPage:
    found = leaving.look(here(), account_id)
    numbers: list[str] = []
    if current_user.may(Permission.CASE_OFFER):
        numbers = [one.number or "" for one in handing_over.in_care_of(here(), account_id)]
    return leaving_page(found, groups.teams_by_group(here()), numbers)
