"""Where to go: the first page of each role, the staff navigation, and safe ways back."""

from typing import Final

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tracker.domain.access import Permission
from tracker.web.context import Visitor

_FIRST: Final = (
    (Permission.CASE_LIST, "cases.index", _l("내 사례")),
    (Permission.APPLICATION_LIST, "applications.index", _l("접수함")),
    (Permission.TEAM_LIST, "team.index", _l("팀 사례")),
    (Permission.REPORT_READ, "reports.index", _l("보고서")),
    (Permission.PEOPLE_MANAGE, "people.index", _l("사람")),
    (Permission.AUDIT_READ, "audit.index", _l("접속기록")),
    (Permission.ROSTER_MANAGE, "roster.index", _l("가입자 명단")),
    (Permission.CASE_SHRED, "erasures.index", _l("지울 기록")),
    (Permission.CASE_OFFER, "handover.index", _l("인계")),
    (Permission.KEYS_RESTORE, "keys.index", _l("열쇠")),
    (Permission.COLLEAGUE_ADMIT, "people.waiting", _l("동료")),
)
# Pages of one menu that stand in several rooms.
_SAME: Final = {
    "accepting": "applications",
    "assigning": "applications",
    "receipts": "applications",
    "openings": "applications",
    "eligibility": "applications",
    "messages": "applications",
    "search": "applications",
    "rounds": "applications",
    "person": "people",
    "leaving": "people",
}


def home_of(who: Visitor) -> str:
    """The first page of whoever signed in."""
    if who.who.own_case_id is not None:
        return url_for("status.mine")
    if not who.admitted:
        return url_for("auth.home")
    for permission, endpoint, _words in _FIRST:
        if who.may(permission):
            return url_for(endpoint)
    return url_for("auth.home")


def navigation(who: Visitor) -> list[dict[str, str | bool]]:
    """The staff navigation: what this person's roles may open."""
    here = (request.endpoint or "").split(".")[0]
    here = _SAME.get(here, here)
    return [
        {
            "label": str(words),
            "url": url_for(endpoint),
            "current": endpoint.split(".")[0] == here,
        }
        for permission, endpoint, words in _FIRST
        if who.may(permission)
    ]


def nearest_page(path: str) -> str:
    """The page that an address belongs to: itself, or the nearest above that can be opened."""
    while path != "/" and safe_path(path) is None:
        above, _slash, _last = path.rstrip("/").rpartition("/")
        path = above if safe_path(above) else f"{above}/"
    return path


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
