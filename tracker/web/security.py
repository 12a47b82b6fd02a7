"""Headers that every answer carries."""

from flask import Flask, Response, request

from tracker.services.site import Site
from tracker.web.packed import packed

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), interest-cohort=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
}
_YEAR = 365 * 24 * 3600


def register(app: Flask, site: Site) -> None:
    """Add the headers; nothing but static files may be stored by a browser or a proxy."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if site.settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        if request.endpoint == "static" and response.status_code in {200, 304}:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
            return packed(response)
        response.headers["Cache-Control"] = "no-store"
        return response
