"""Joins the rooms into an application and decides nothing."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import __version__
from tracker.config import LOOPBACK, Settings, WrongSetting, load_settings
from tracker.services.site import Site
from tracker.web import errors, format, guards, i18n, logs, security
from tracker.web.blueprints import BLUEPRINTS
from tracker.web.context import close_work, login, undo_work
from tracker.web.kept import mark
from tracker.web.links import navigation
from tracker.web.sessions import BoxedSessions
from tracker.web.uploads import MemoryRequest

# Of a form: far more than anybody writes, so that what is too long is told beside its field.
MAX_BYTES = 480 * 1024


def create_app(site: Site | None = None) -> Flask:
    """Make the application of a site: the given one, or the one TRACKER_SITE names."""
    if site is None:
        site = Site(load_settings(Path(os.environ.get("TRACKER_SITE", "site"))))
    site.check()
    app = Flask("tracker", root_path=str(Path(__file__).parent), template_folder=_templates())
    if app.debug:
        raise WrongSetting("FLASK_DEBUG is set: a debugger must never stand on real records.")
    app.extensions["tracker"] = site
    app.config.update(_configuration(site.settings))
    logs.configure(site.settings.log_level)
    _join(app, site)
    return app


def _templates() -> str:
    """Beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent
    beside = package.parent / "templates"
    return str(beside if beside.is_dir() else package / "templates")


def _configuration(settings: Settings) -> dict[str, Any]:
    host = urlsplit(settings.public_url).hostname or ""
    return {
        # Signs the CSRF token, which is worth nothing without the session it is kept in.
        "SECRET_KEY": settings.csrf_key,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,  # the words of WTForms itself are never shown
        "WTF_CSRF_SSL_STRICT": False,  # needs a Referer; guards.same_origin asks for more
        "MAX_CONTENT_LENGTH": MAX_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_BYTES,
        "TRUSTED_HOSTS": sorted({host, *LOOPBACK} if not settings.secure else {host}),
        "PREFERRED_URL_SCHEME": urlsplit(settings.public_url).scheme,
    }


def _join(app: Flask, site: Site) -> None:
    if site.settings.trusted_proxies:
        count = site.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.request_class = MemoryRequest
    app.session_interface = BoxedSessions(site)
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    i18n.register(app)
    logs.register(app)
    login.init_app(app)
    app.before_request(guards.guard)
    csrf = CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for view in app.view_functions.values():
        if getattr(view, "without_token", False):
            csrf.exempt(view)
    format.register(app)
    errors.register(app)
    security.register(app, site)
    app.after_request(close_work)
    app.teardown_request(undo_work)
    app.context_processor(lambda: _page(site))
    version = _asset_version(app)
    app.add_template_global(mark, "whose")
    app.add_template_global(lambda name: f"/static/{name}?v={version}", "asset")


def _asset_version(app: Flask) -> str:
    """Changes whenever a static file does, so that browsers may keep them for a year."""
    newest = max(path.stat().st_mtime for path in Path(app.static_folder or "").glob("*"))
    return f"{__version__}-{int(newest):x}"


def _page(site: Site) -> dict[str, Any]:
    """What every template receives."""
    signed_in = current_user.is_authenticated and current_user.person is not None
    settings = site.settings
    return {
        "site": {
            "name": "마음저축",
            "organization": settings.organization,
            "phone": settings.contact_phone,
            "demo": settings.demo,
            "version": __version__,
            "idle_seconds": settings.idle_minutes * 60,
        },
        "lang": i18n.language(),
        "person": current_user if signed_in else None,
        "nav": navigation(current_user) if signed_in else [],
    }
