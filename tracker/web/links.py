"""Where to go: the first page of each role, the staff navigation, and safe ways back."""

from typing import Final

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tracker.domain.access import Permission
from tracker.web.context import Visitor

_FIRST: Final = (
    (Permission.CASE_LIST, "cases.index"),
    (Permission.APPLICATION_LIST, "applications.index"),
    (Permission.TEAM_LIST, "team.index"),
    (Permission.REPORT_READ, "reports.index"),
    (Permission.PEOPLE_MANAGE, "people.index"),
    (Permission.AUDIT_READ, "audit.index"),
    (Permission.COLLEAGUE_ADMIT, "people.waiting"),
)


def home_of(who: Visitor) -> str:
    """The first page of whoever signed in."""
    if who.who.own_case_id is not None:
        return url_for("status.mine")
    if not who.admitted:
        return url_for("auth.home")
    for permission, endpoint in _FIRST:
        if who.may(permission):
            return url_for(endpoint)
    return url_for("auth.home")


def navigation(who: Visitor) -> list[dict[str, str | bool]]:
    """The staff navigation: what this person's roles may open."""
    words = {
        "cases.index": _("내 사례"),
        "applications.index": _("접수함"),
        "team.index": _("팀 사례"),
        "reports.index": _("보고서"),
        "people.index": _("사람"),
        "audit.index": _("접속기록"),
        "people.waiting": _("새 동료"),
    }
    here = (request.endpoint or "").split(".")[0]
    return [
        {
            "label": words[endpoint],
            "url": url_for(endpoint),
            "current": endpoint.split(".")[0] == here,
        }
        for permission, endpoint in _FIRST
        if who.may(permission)
    ]


def safe_path(wanted: str) -> str | None:
    """A path of our own that can be opened by itself, or None: never another host."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or "\\" in wanted:
        return None
    path = wanted.split("?", 1)[0]
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path, "GET")
    except (HTTPException, MethodNotAllowed):
        return None
    return wanted if wanted.isprintable() else path
