"""Korean first; English where the visitor chose it."""

from functools import cached_property
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import Babel, Domain, get_translations

LANGUAGES = ("ko", "en")
COOKIE = "lang"


def language() -> str:
    """The language of this request: what was chosen in the header, else Korean."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "ko"


class _Catalogs(Domain):
    """Looks for the catalog once in a request, where Flask-Babel does so for every word."""

    def get_translations(self) -> Any:
        """The catalog in the language of this request."""
        if "catalog" not in g:
            g.catalog = super().get_translations()
        return g.catalog


class _Babel(Babel):
    """Reads each catalog once, where Flask-Babel does so in every request."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The catalogs of this application."""
        return _Catalogs(domain=self.domain)


def _catalog() -> Any:
    """The catalog of this request, by the shortest way: a page asks for a hundred words."""
    found = g.get("catalog")
    return get_translations() if found is None else found


def register(app: Flask) -> None:
    """Set up translations; Korean is the language of the sources."""
    _Babel(
        app,
        default_locale="ko",
        default_timezone="Asia/Seoul",
        default_translation_directories="locale",
        locale_selector=language,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: _catalog().gettext(words),
        ngettext=lambda one, more, count: _catalog().ngettext(one, more, count),
        newstyle=True,
    )


def choose(response: Response, chosen: str, *, secure: bool) -> None:
    """Remember a language for a year; the cookie says nothing else."""
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, 31_536_000, secure=secure, httponly=True, samesite="Lax"
        )
