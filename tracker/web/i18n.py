"""Korean first; English where the visitor chose it."""

from flask import Flask, Response, request
from flask_babel import Babel

LANGUAGES = ("ko", "en")
COOKIE = "lang"


def language() -> str:
    """The language of this request: what was chosen in the header, else Korean."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "ko"


def register(app: Flask) -> None:
    """Set up translations; Korean is the language of the sources."""
    Babel(
        app,
        default_locale="ko",
        default_timezone="Asia/Seoul",
        default_translation_directories="locale",
        locale_selector=language,
    )


def choose(response: Response, chosen: str, *, secure: bool) -> None:
    """Remember a language for a year; the cookie says nothing else."""
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, 31_536_000, secure=secure, httponly=True, samesite="Lax"
        )
