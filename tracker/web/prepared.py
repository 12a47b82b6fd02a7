"""Pages that are the same for everybody: rendered once in each language.

Only the CSRF token differs; a fresh one is put in. Whatever is personal is rendered as usual.
"""

from collections.abc import Callable
from typing import Final

from flask import current_app, request, session
from flask_wtf.csrf import generate_csrf

from tracker.web.i18n import language

_PLACE: Final = "\x00place of the token\x00"  # no page has this
_PERSONAL: Final = ("_flashes", "_kept", "draft", "receipt")


def prepared(render: Callable[[], str], *, as_of: object = None, with_token: bool = False) -> str:
    """Return the page of this endpoint, rendered only if it was not rendered before.

    `as_of` is what it shows: with something else to show it is rendered anew.
    """
    if request.query_string or any(name in session for name in _PERSONAL):
        return render()
    shelf: dict[tuple[str | None, str], tuple[object, str]]
    shelf = current_app.extensions.setdefault("prepared", {})
    key = (request.endpoint, language())
    token = generate_csrf() if with_token else _PLACE
    if key not in shelf or shelf[key][0] != as_of:
        shelf[key] = (as_of, render().replace(token, _PLACE))
    return shelf[key][1].replace(_PLACE, token)
