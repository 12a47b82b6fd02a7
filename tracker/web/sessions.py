"""Flask's session, kept on the server and boxed under the cookie's key.

Sentences for the next page are carried by the browser in a boxed cookie of their own, so that
saying that something was saved does not cost two more writes.
"""

from collections.abc import Set
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from tracker.services.sessions import (
    Ended,
    SessionKind,
    WebSession,
    Words,
    opened_aside,
    sealed_aside,
)
from tracker.services.sign_in import Seeds
from tracker.services.site import Site

# What a visitor brings along through sign-in: words typed before, never a CSRF token. Whoever looks
# at an application with its receipt goes on with another one that was begun in this browser.
_CARRIED = ("_kept", "_flashes")
_DRAFT = ("draft", "receipt")
_SAID = "_flashes"  # as Flask calls it
_SAID_SECONDS = 60
_TOKEN = "csrf_token"  # noqa: S105 - a name, as Flask-WTF calls it


class BoxedSession(CallbackDict[str, Any], SessionMixin):
    """What a visitor's session holds; nothing is stored until something is put in."""

    def __init__(
        self, web: WebSession | None = None, ended: Ended | None = None, said: Words | None = None
    ) -> None:
        data = {} if web is None else web.data
        super().__init__({**data, _SAID: said} if said else data, on_update=BoxedSession._changed)
        self.web = web
        self.ended = ended
        self.modified = False
        self.reseeded = False
        self.over: list[str] = []

    def _changed(self) -> None:
        self.modified = True

    @property
    def kind(self) -> SessionKind:
        """Whose session it is."""
        return SessionKind.VISITOR if self.web is None else self.web.kind

    @property
    def holders(self) -> Seeds:
        """The seeds in this session."""
        return () if self.web is None else self.web.holders

    def take_seeds(self, seeds: Seeds) -> None:
        """Keep other seeds from now on: a group of this person got a new one."""
        if self.web is not None:
            self.web.holders = seeds
            self.modified = self.reseeded = True

    def reread(self, web: WebSession) -> None:
        """Go on with what another request has stored in this session meanwhile."""
        self.web = web
        self.clear()
        self.update(web.data)

    def drop(self) -> None:
        """End this session for good and go on without one."""
        if self.web is not None:
            self.over.append(self.web.token)
        self.clear()
        self.web = None


class BoxedSessions(SessionInterface):
    """Opens and keeps sessions in the site's session book."""

    def __init__(self, site: Site) -> None:
        self._site = site
        prefix = "__Host-" if site.settings.secure else ""
        self.cookie, self.said_cookie = f"{prefix}session", f"{prefix}said"

    def open_session(self, app: Flask, request: Request) -> BoxedSession:  # noqa: ARG002
        """Open the session of a request's cookie."""
        token = request.cookies.get(self.cookie, "")
        found = self._site.book.open(token, self._site.clock()) if token else None
        if isinstance(found, Ended):
            return BoxedSession(ended=found)
        said = request.cookies.get(self.said_cookie)
        return BoxedSession(found, said=opened_aside(found, said) if found and said else None)

    def begin(
        self,
        session: BoxedSession,
        kind: SessionKind,
        account_id: UUID | None = None,
        holders: Seeds = (),
        *,
        keep: bool = False,
    ) -> None:
        """Go on under a new cookie: what was before sign-in is worth nothing after it.

        `keep`: it is the same person, so nothing is lost but the token against forged forms.
        """
        carried = (*_CARRIED, *_DRAFT) if kind is SessionKind.RECEIPT else _CARRIED
        kept = [name for name in session if name != _TOKEN] if keep else list(carried)
        data = {name: session[name] for name in kept if name in session}
        session.drop()
        now = self._site.clock()
        self._site.book.purge(now)
        address = request.remote_addr or "" if kind is SessionKind.STAFF else ""
        session.web = self._site.book.start(kind, now, data, account_id, holders, address)
        session.update(data)

    def save_session(
        self,
        app: Flask,  # noqa: ARG002
        session: SessionMixin,
        response: Response,
    ) -> None:
        """Keep what changed, end what is over, and set the cookie where it is new."""
        if not isinstance(session, BoxedSession):
            return
        for token in session.over:
            self._site.book.end(token)
        if session.modified:
            said = self._said(session)
            if session or session.web:
                self._keep(session, {_SAID} if said else set())
            self._set_said(said, response)
        self._set_cookie(session, response)

    def _said(self, session: BoxedSession) -> str:
        """The sentences for the next page, boxed; '' where there are none or no session yet."""
        words = session.get(_SAID)
        return sealed_aside(session.web, words) if words and session.web is not None else ""

    def _keep(self, session: BoxedSession, without: Set[str]) -> None:
        data = {name: value for name, value in session.items() if name not in without}
        now = self._site.clock()
        if session.web is None:
            session.web = self._site.book.start(SessionKind.VISITOR, now, data)
        elif session.reseeded or data != session.web.data:
            session.web.data = data
            self._site.book.save(session.web, now)

    def _set_said(self, said: str, response: Response) -> None:
        if said:
            response.set_cookie(self.said_cookie, said, _SAID_SECONDS, **self._flags())
        elif request.cookies.get(self.said_cookie):
            response.delete_cookie(self.said_cookie, **self._flags())

    def _set_cookie(self, session: BoxedSession, response: Response) -> None:
        sent = request.cookies.get(self.cookie)
        token = None if session.web is None else session.web.token
        if token is not None and token != sent:
            response.set_cookie(self.cookie, token, **self._flags())
        elif token is None and sent and session.over:
            response.delete_cookie(self.cookie, **self._flags())

    def _flags(self) -> dict[str, Any]:
        secure = self._site.settings.secure
        return {"secure": secure, "httponly": True, "samesite": "Lax", "path": "/"}
