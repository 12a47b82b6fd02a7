"""Where a view stands: the site, the person, and the work it does in one transaction."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from tracker.domain.access import Permission, Who, may
from tracker.services.applications import applicant, receipt_keyring
from tracker.services.receipts import is_dead
from tracker.services.sessions import SessionKind
from tracker.services.sign_in import Person, Seeds, person
from tracker.services.site import Site
from tracker.services.work import Actor, Work
from tracker.web.sessions import BoxedSession, BoxedSessions

FRESH = timedelta(minutes=5)  # how long a proof of who sits there is worth something
_PROVED = "_proved"
REFUSED = 422  # a form that is shown again with its mistakes

login = LoginManager()
login.session_protection = None  # the session is bound to its cookie's key already


class Visitor(UserMixin):
    """The signed-in staff member or applicant behind a request, as Flask-Login carries it."""

    def __init__(self, name: str, who: Who, found: Person | None, seeds: Seeds) -> None:
        self.name = name
        self.who = who
        self.person = found
        self.keyring = receipt_keyring(seeds[0]) if found is None else found.keyring
        self.admitted = found is None or found.admitted

    def get_id(self) -> str:
        """What Flask-Login keeps; the seeds stay in the boxed session."""
        key = self.who.own_case_id or self.who.account_id
        return "" if key is None else key.hex

    def may(self, permission: Permission) -> bool:
        """Whether this person's roles include a function; before admission, none but their own."""
        open_now = self.admitted or permission is Permission.OWN_ACCOUNT
        return open_now and may(self.who, permission)


def site() -> Site:
    """The site this application serves."""
    return cast(Site, current_app.extensions["tracker"])


def boxed_session() -> BoxedSession:
    """The session of this request."""
    return cast(BoxedSession, session._get_current_object())  # type: ignore[attr-defined]


@login.user_loader
def load(key: str) -> Visitor | None:
    """Whoever the session belongs to now; None once account or grants have changed."""
    now = boxed_session()
    seeds = now.holders
    if now.kind is SessionKind.RECEIPT and seeds:
        if is_dead(reading(), seeds[0]):
            return None
        return Visitor("", applicant(UUID(hex=key)), None, seeds)
    if now.kind is not SessionKind.STAFF:
        return None
    found = person(reading(), UUID(hex=key), seeds, site().pins)
    if found is not None and found.renewed is not None:
        now.take_seeds(found.renewed)
    return None if found is None else Visitor(found.name, found.who, found, seeds)


def reading() -> Any:
    """The database session in which this request reads, opened at the first call."""
    if "reading" not in g:
        g.reading = site().reading()
    return g.reading


def enter(kind: SessionKind, who: Visitor, account_id: UUID | None, seeds: Seeds) -> None:
    """Sign somebody in under a new cookie."""
    interface = cast(BoxedSessions, current_app.session_interface)
    interface.begin(boxed_session(), kind, account_id, seeds)
    login_user(who)


def renew() -> None:
    """Go on under a new cookie as the same person, with everything the session holds."""
    now = boxed_session()
    interface = cast(BoxedSessions, current_app.session_interface)
    account_id = None if now.web is None else now.web.account_id
    interface.begin(now, now.kind, account_id, now.holders, keep=True)


def cookie() -> str:
    """The cookie that opens this session; '' before there is one."""
    now = boxed_session().web
    return "" if now is None else now.token


def proved(session_data: MutableMapping[str, Any]) -> None:
    """Note that whoever sits there proved just now who they are."""
    session_data[_PROVED] = site().clock().isoformat()


def is_proved() -> bool:
    """Whether that was within the last five minutes, and not in the future."""
    since = boxed_session().get(_PROVED)
    if since is None:
        return False
    return timedelta() <= site().clock() - datetime.fromisoformat(since) <= FRESH


def here() -> Work:
    """The work of this request: one person, one transaction, begun at the first call."""
    if "work" not in g:
        view = current_app.view_functions[request.endpoint or ""]
        writes = request.method == "POST" or getattr(view, "records", False)
        db = site().database.write() if writes else reading()
        who: Visitor = current_user
        actor = Actor(who.who, who.name, address())
        g.work = Work(db, actor, who.keyring, site().clock(), site().pins)
    return cast(Work, g.work)


def visitor_work() -> Any:
    """A context for the work of somebody who is not signed in, in a transaction of its own."""
    return site().working(Actor(Who(frozenset()), address=address()))


def address() -> str:
    """Where the request came from; behind a proxy only if the settings trust it."""
    return request.remote_addr or ""


def close_work(response: Response) -> Response:
    """Commit the work of an answer below 400, undo it otherwise.

    A refused form is committed too: what a desk refused was undone by `telling`, and what is left
    is that somebody looked at a record.
    """
    work: Work | None = g.pop("work", None)
    good = response.status_code < 400 or response.status_code == REFUSED
    if work is not None:
        try:
            if good:
                work.finish()
                work.db.commit()
        finally:
            work.db.close()
    _close_reading()
    if work is not None and good:
        work.settle()  # not earlier: nothing is read any more while files are wiped
    return response


def undo_work(_error: BaseException | None = None) -> None:
    """Undo whatever an exception left open."""
    work: Work | None = g.pop("work", None)
    if work is not None:
        work.db.close()
    _close_reading()


def _close_reading() -> None:
    if "reading" in g:
        g.pop("reading").close()
