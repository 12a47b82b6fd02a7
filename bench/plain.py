"""The yardstick: the same pages as anyone would write them, on plain columns.

Flask-Login with the usual signed cookie, Flask-WTF, Jinja templates with the same layout and
words, SQLAlchemy entities, counts and offset paging, an audit row when a case is opened.
"""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, render_template, url_for
from flask_babel import Babel
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import scoped_session, sessionmaker

from bench import plain_pages
from bench.plain_tables import User
from tests.factories.center import NOW
from tracker import app as house
from tracker.store.database import _PRAGMAS
from tracker.web import format, i18n, labels

_HERE: Final = Path(__file__).parent
_HOUSE: Final = Path(house.__file__).parent


def make_engine(url: str) -> Engine:
    """The same pragmas and the same pool as the product."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=4)
    engine = create_engine(url, connect_args={"timeout": 10})
    event.listen(engine, "connect", _open_sqlite)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def create_plain(url: str) -> Flask:
    """Make the yardstick on a database that bench/data.py has filled."""
    app = Flask("bench.plain", root_path=str(_HERE), static_folder=str(_HOUSE / "static"))
    app.config.update(SECRET_KEY=secrets.token_bytes(32), WTF_CSRF_TIME_LIMIT=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_HOUSE / "locale")
    engine = make_engine(url)
    db = scoped_session(sessionmaker(engine))
    app.teardown_appcontext(lambda _error: db.remove())
    CSRFProtect(app)
    _layout(app)
    _doors(app, db)
    plain_pages.register(app, db)
    return app


def _layout(app: Flask) -> None:
    """The layout, the words and the dates of the product."""
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    folders = (_HERE / "templates", _HOUSE.parent / "templates")
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    Babel(app, default_locale="ko", default_timezone="Asia/Seoul", locale_selector=i18n.language)
    format.register(app)
    app.add_template_filter(_age, "age")
    app.add_template_filter(lambda kind: labels.ASSESSMENTS[kind], "assessment")
    app.add_template_global(lambda name: url_for("static", filename=name), "asset")
    app.jinja_env.globals["labels"] = labels
    app.context_processor(_page)


def _age(since: datetime) -> str:
    days = (NOW.astimezone(format.SEOUL).date() - since.astimezone(format.SEOUL).date()).days
    return str(_("%(days)s일 전", days=days) if days > 0 else _("오늘"))


def _page() -> dict[str, Any]:
    site = {"name": "마음저축", "organization": "지역자활센터", "phone": "02-0000-0000"}
    person = current_user if current_user.is_authenticated else None
    return {
        "site": {**site, "demo": False, "version": "0", "idle_seconds": 1800},
        "lang": i18n.language(),
        "now": NOW,
        "person": person,
        "nav": [] if person is None else _navigation(person.role),
    }


def _navigation(role: str) -> list[dict[str, Any]]:
    if role == "counselor":
        return [{"label": _("내 사례"), "url": url_for("cases"), "current": True}]
    return [{"label": _("접수함"), "url": url_for("applications"), "current": True}]


def _doors(app: Flask, db: plain_pages.Db) -> None:
    """Sign-in, and whatever else the layout leads to; none of this is measured."""
    login = LoginManager(app)
    login.user_loader(lambda key: db.get(User, int(key)))
    public, auth = Blueprint("public", __name__), Blueprint("auth", __name__)
    account = Blueprint("account", __name__)
    for room, name in (
        (public, "landing"),
        (public, "privacy"),
        (public, "language"),
        (auth, "sign_out"),
        (auth, "stay"),
        (auth, "idle"),
        (account, "index"),
    ):
        room.add_url_rule(f"/{name}", name, lambda: "")
    app.register_blueprint(public)
    app.register_blueprint(auth)
    app.register_blueprint(account)

    @app.get("/enter/<username>")
    def enter(username: str) -> str:
        """No password is asked for here."""
        login_user(db.scalars(select(User).where(User.username == username)).one())
        return str(render_template("plain/form.html"))
