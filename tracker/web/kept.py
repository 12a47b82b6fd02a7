"""Nothing typed is lost: what a refused form held is given back on the page it came from.

It is kept in the boxed session of the same browser, for the same person, and only once.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.web.context import boxed_session

_KEY: Final = "_kept"
_NEVER: Final = frozenset(
    {
        "csrf_token", "old_password", "password", "password_again", "code", "passkey", "totp",
        "version", "kept_path",
    }
)  # fmt: skip
_LIMIT: Final = 100_000


def same_origin() -> bool:
    """Whether a form came from our own pages; browsers say so, other programs say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def keep_typed(path: str = "") -> None:
    """Keep the fields of a form that could not be taken, for the page it came from."""
    if request.method != "POST" or not same_origin():
        return
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in _NEVER]
    if fields and sum(len(value) for _, value in fields) <= _LIMIT:
        boxed_session()[_KEY] = {
            "path": path or request.path,
            "fields": fields,
            "whose": _whose(),
        }


def _whose() -> str:
    """Whose words these are: the person signed in, or whose session just ended."""
    if current_user.is_authenticated:
        return str(current_user.get_id())
    ended = boxed_session().ended
    return "" if ended is None or ended.account_id is None else ended.account_id.hex


def take_typed() -> MultiDict[str, str] | None:
    """Give back, once, what was kept for this page and this person."""
    now = boxed_session()
    kept: dict[str, Any] | None = now.get(_KEY)
    if kept is None or request.method != "GET" or kept["path"] != request.path:
        return None
    del now[_KEY]
    me = str(current_user.get_id()) if current_user.is_authenticated else ""
    if kept["whose"] not in {"", me}:
        return None
    return MultiDict([(name, value) for name, value in kept["fields"]])


def kept_path() -> str | None:
    """The page for which something is kept, if anything is."""
    kept: dict[str, Any] | None = boxed_session().get(_KEY)
    return None if kept is None else str(kept["path"])
