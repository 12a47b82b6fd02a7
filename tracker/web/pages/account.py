"""The own account on the screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.access import Role
from tracker.domain.audit import Audit
from tracker.services.own_account import Me
from tracker.services.sessions import OpenSession
from tracker.web import labels
from tracker.web.format import iso, moment
from tracker.web.pages.people import role_names, state_badge

FEW_CODES: Final = 2


class Act(Protocol):
    """A row of the trail."""

    action: str
    address: str

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class Place:
    """One browser in which somebody is signed in."""

    id: str
    address: str
    begun: str
    seen: str
    is_this: bool


@dataclass(frozen=True)
class Visit:
    """One time that somebody was at the door."""

    when: str
    when_iso: str
    address: str
    badge: tuple[str, str]


@dataclass(frozen=True)
class MyAccount:
    """Who I am, how I sign in, and where I am signed in."""

    name: str
    username: str
    roles: str
    team: str
    state: tuple[str, str]
    profile_url: str
    before: str
    app: str
    codes: str
    passkeys: str
    unguarded: bool
    few_codes: bool
    fingerprint: str
    places: tuple[Place, ...]
    visits: tuple[Visit, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether there is another session to end."""
        return any(not place.is_this for place in self.places)


def my_account(
    me: Me, fingerprint: str, places: Iterable[OpenSession], visits: Iterable[Act]
) -> MyAccount:
    """The page of the own account; a fingerprint only for those whom somebody compares."""
    return MyAccount(
        name=me.who.name,
        username=me.who.username,
        roles=role_names(me.who),
        team=me.who.team or _("팀 없음"),
        state=state_badge(me.who),
        profile_url=url_for("profile.mine") if _is_given_cases(me) else "",
        before=moment(me.signed_in_before) or _("이번이 처음이에요"),
        app=_("등록했어요") if me.has_app else _("없어요"),
        codes=ngettext("%(num)s개 남았어요", "%(num)s개 남았어요", me.codes_left),
        passkeys=_("%(count)s개", count=me.passkeys),
        unguarded=not me.has_second_factor,
        few_codes=me.has_second_factor and me.codes_left <= FEW_CODES,
        fingerprint=fingerprint if me.who.waits_for_colleague else "",
        places=tuple(map(_place, sorted(places, key=lambda one: not one.is_this))),
        visits=tuple(map(_visit, visits)),
    )


def _is_given_cases(me: Me) -> bool:
    return Role.COUNSELOR in me.who.roles and me.who.state == "admitted"


def _place(one: OpenSession) -> Place:
    return Place(
        id=one.id,
        address=one.address or _("주소를 알 수 없음"),
        begun=moment(one.created_at),
        seen=moment(one.seen_at),
        is_this=one.is_this,
    )


def _visit(row: Act) -> Visit:
    act = Audit(row.action)
    kind = "success" if act is Audit.SIGNED_IN else "warning"
    words = str(labels.AUDIT[act])
    return Visit(moment(row.at), iso(row.at), row.address or "–", (kind, words))
