"""Nothing typed is lost: what a refused form held is given back on the page it came from.

It is kept in the boxed session of the same browser, for the same person, once for each page: two
windows that were left open do not cost each other their words. Staff have drafts; young people, who
have nothing else that is saved meanwhile, get it again when they reload the page.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.domain.fields import without_numbers
from tracker.services.sessions import SessionKind, whose_mark
from tracker.web.context import boxed_session, site

_KEY: Final = "_kept"
_WAS: Final = "_was"  # who sat at this browser when their session ended
_FOR_ALL: Final = "/apply/"  # pages on which nobody says who they are
_DOORS: Final = frozenset({"auth.sign_in", "auth.prove", "status.enter"})
_NEVER: Final = frozenset(
    {
        "csrf_token", "old_password", "password", "password_again", "code", "passkey", "totp",
        "version", "kept_path", "seen", "whose",
    }
)  # fmt: skip
_AGAIN: Final = timedelta(minutes=10)  # our own: time to reload a page, not to meet an old text
_LIMIT: Final = 256 * 1024  # characters in all: one form of the largest size, or many of the usual


def same_origin() -> bool:
    """Whether a form came from our own pages; browsers say so, other programs say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def keep_typed(path: str = "", without: Collection[str] = ()) -> None:
    """Keep the fields of a form that could not be taken, for the page it came from.

    What was typed at a door is not kept: it would be a name, and push out a note. Of what youth
    type, no number is kept that names one person.
    """
    if request.method != "POST" or not same_origin() or request.endpoint in _DOORS:
        return
    path = (path or request.path).partition("?")[0]
    never, whose = _NEVER.union(without), _whose(path)
    clean = str if _is_of_staff(whose) else without_numbers
    fields = [
        [name, clean(value)] for name, value in request.form.items(multi=True) if name not in never
    ]
    if fields:
        page = {"path": path, "fields": fields, "whose": whose}
        others = [one for one in _pages() if one["path"] != page["path"]]
        _put(_newest([*others, page]))


def _pages() -> list[dict[str, Any]]:
    """What is kept now, the newest last."""
    return list(boxed_session().get(_KEY, ()))


def _put(pages: list[dict[str, Any]]) -> None:
    if pages:
        boxed_session()[_KEY] = pages
    else:
        boxed_session().pop(_KEY, None)


def _newest(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as there is room for; the oldest go first."""
    while pages and sum(len(value) for one in pages for _, value in one["fields"]) > _LIMIT:
        pages = pages[1:]
    return pages


def mark() -> str:
    """What a form of somebody with a receipt carries, so that its words come back to them alone.

    It says nothing: once the session is over, nothing else tells whose words they are.
    """
    if boxed_session().kind is not SessionKind.RECEIPT or not current_user.is_authenticated:
        return ""
    return whose_mark(site().settings.pepper_bytes, str(current_user.get_id()))


def _me() -> str:
    return mark() or (str(current_user.get_id()) if current_user.is_authenticated else "")


def _whose(path: str) -> str:
    """Whose words these are: the person signed in, or whose session ended in this browser."""
    now = boxed_session()
    if current_user.is_authenticated:
        return _me()
    if now.ended is not None and now.ended.account_id is not None:
        now[_WAS] = now.ended.account_id.hex
    was = "" if path.startswith(_FOR_ALL) else str(now.get(_WAS, ""))
    return request.form.get("whose", "")[:64] or was


def _is_of_staff(whose: str) -> bool:
    now = boxed_session()
    return now.kind is SessionKind.STAFF or (whose != "" and whose == now.get(_WAS))


def rest() -> None:
    """End the session of somebody who went away; what is kept stays, and whose it is."""
    now = boxed_session()
    kept, was = _pages(), _whose(request.path)
    now.drop()
    if kept:
        now[_KEY], now[_WAS] = kept, was


def take_typed() -> MultiDict[str, str] | None:
    """Give back what was kept for this page and this person: once, to youth until they send it."""
    pages = _pages()
    mine = next((one for one in pages if one["path"] == request.path), None)
    once = boxed_session().kind is SessionKind.STAFF
    if mine is None or (request.method == "POST" and once):
        return None
    me = _me()
    pages.remove(mine)
    given = mine["whose"] in {"", me} and request.method != "POST" and not _is_old(mine)
    if given and not once:
        pages.append({**mine, "given": mine.get("given") or site().clock().isoformat()})
    if pages != _pages():
        _put(pages)
    return MultiDict([(name, value) for name, value in mine["fields"]]) if given else None


def _is_old(page: dict[str, Any]) -> bool:
    since = page.get("given")
    return since is not None and site().clock() - datetime.fromisoformat(since) > _AGAIN


def kept_path() -> str | None:
    """The page for which something was kept last, if anything is."""
    pages = _pages()
    return str(pages[-1]["path"]) if pages else None
