"""Korean first; English where the visitor chose it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask_babel import Babel, Domain, LazyString, get_translations

K = TypeVar("K")
LANGUAGES = ("ko", "en")
COOKIE = "lang"


def language() -> str:
    """The language of this request: what was chosen in the header, else Korean."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "ko"


_said: dict[tuple[str, int], Mapping[Any, str]] = {}


def said(table: Mapping[K, LazyString]) -> Mapping[K, str]:
    """The words of a table of labels in the language of this request.

    For tables that stand as long as the program: each is put into words once in each language.
    """
    place = (language(), id(table))
    if place not in _said:
        _said[place] = {code: str(words) for code, words in table.items()}
    return _said[place]


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
