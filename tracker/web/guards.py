"""What a page demands. A page that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.access import RULES, Permission, Role
from tracker.web.context import is_proved
from tracker.web.errors import prove_page
from tracker.web.kept import keep_typed, same_origin
from tracker.web.links import nearest_page

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC: Final = "public"


def public(view: View) -> View:
    """Anyone may open this page."""
    view.guard = PUBLIC  # type: ignore[attr-defined]
    return view


def needs(
    permission: Permission, *, records: bool = False, fresh: bool = False
) -> Callable[[View], View]:
    """Only people with this function may open the page.

    `records`: reading it is recorded. `fresh`: they proved within five minutes who they are.
    """

    def mark(view: View) -> View:
        view.guard = permission  # type: ignore[attr-defined]
        view.records = records  # type: ignore[attr-defined]
        view.fresh = fresh  # type: ignore[attr-defined]
        return view

    return mark


def takes(most: int) -> Callable[[View], View]:
    """The page takes a file: up to so many bytes of it, where other pages take a form's words."""

    def mark(view: View) -> View:
        view.largest = most  # type: ignore[attr-defined]
        return view

    return mark


def without_token(view: View) -> View:
    """A form without a CSRF token, because it changes nothing that belongs to anybody.

    The guard still refuses it when it comes from another site.
    """
    view.without_token = True  # type: ignore[attr-defined]
    return view


def guard() -> ResponseReturnValue | None:
    """Before every request: let it in, send it to the right sign-in, or shut the door."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    if request.method == "POST" and not same_origin():
        abort(400)
    wanted = getattr(view, "guard", None)
    if wanted == PUBLIC:
        return None
    if not isinstance(wanted, Permission):
        abort(404)
    if not current_user.is_authenticated:
        return _sign_in_first(wanted)
    if not current_user.may(wanted):
        abort(404 if request.view_args else 403)
    if getattr(view, "fresh", False) and not is_proved():
        return _prove_first()
    _make_room(getattr(view, "largest", 0))
    return None


def _make_room(most: int) -> None:
    """Let a larger form in, for whoever may send it; one that says it is too large is not read."""
    if most:
        request.max_content_length = most
        if (request.content_length or 0) > most:
            abort(413)


def _prove_first() -> ResponseReturnValue:
    """Ask who sits there; what they typed comes back afterwards, and is sent by them again."""
    keep_typed()
    door = url_for("auth.prove", next=_back())
    return redirect(door, 303) if request.method == "GET" else prove_page(door)


def _sign_in_first(wanted: Permission) -> Response:
    """Send somebody to sign in; what they typed comes back afterwards."""
    keep_typed()
    door = "status.enter" if Role.APPLICANT in RULES[wanted].roles else "auth.sign_in"
    return redirect(url_for(door, next=_back()), 303)  # type: ignore[return-value]


def _back() -> str:
    """Where somebody goes on who has to show first who they are."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return nearest_page(request.path)
