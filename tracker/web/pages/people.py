"""Colleagues on the screen: the list, the one-time link, the newcomer's first page."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import segno
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tracker.services.accounts import INVITATION_DAYS, Enrolled
from tracker.services.colleagues import Colleague, authenticator
from tracker.web import labels
from tracker.web.context import site
from tracker.web.format import day, moment

_BADGES: Final = {
    "invited": "info",
    "enrolled": "warning",
    "admitted": "success",
    "disabled": "danger",
}

# What each role opens, for whoever invites.
ROLE_HINTS: Final = {
    "coordinator": _l("신청을 살펴보고, 선정하고, 상담사를 정해요."),
    "counselor": _l("배정된 사례만 열고 기록해요."),
    "supervisor": _l("팀의 상담 기록을 이름 없이 읽어요."),
    "manager": _l("사람을 알아볼 수 없는 숫자만 봐요."),
    "admin": _l("사람과 팀을 관리해요. 신청과 상담 기록은 열지 못해요."),
    "privacy_officer": _l("접속기록을 점검해요. 신청과 상담 기록은 열지 못해요."),
}


@dataclass(frozen=True)
class Person:
    """One account in a list."""

    name: str
    username: str
    roles: str
    team: str
    state: tuple[str, str]
    last: str
    url: str


@dataclass(frozen=True)
class Invitation:
    """What the admin hands over; it is shown once."""

    name: str
    link: str = field(repr=False)
    days: int = INVITATION_DAYS


@dataclass(frozen=True)
class FirstLook:
    """What a newcomer sees once after choosing a password; `uri` is what the app scans."""

    username: str
    secret: str = field(repr=False)
    uri: str = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)
    fingerprint: str
    waits: bool

    @property
    def picture(self) -> Markup:
        """The picture that the app scans."""
        code = segno.make(self.uri, error="m", micro=False)
        picture = code.svg_inline(scale=4, border=4, dark="#000", light="#fff")
        return Markup(picture)  # noqa: S704 - made of squares here, nothing from outside


@dataclass(frozen=True)
class Pickup:
    """The code that a coordinator reads out, for which application and until when."""

    receipt: str
    code: str = field(repr=False)
    until: datetime


def whole_link(token: str) -> str:
    """The whole address of a one-time link, as it is handed over."""
    return site().settings.public_url.rstrip("/") + url_for("people.welcome", token=token)


def person(one: Colleague, now: datetime) -> Person:
    """One account in a list."""
    return Person(
        name=one.name,
        username=one.username,
        roles=role_names(one),
        team=one.team,
        state=state_badge(one),
        last=_last(one, now),
        url=url_for("people.admit", account_id=one.id),
    )


def state_badge(one: Colleague) -> tuple[str, str]:
    """Where the account stands: the color of a badge, and its words."""
    return _BADGES[one.state], str(labels.ACCOUNT_STATES[one.state])


def role_names(one: Colleague) -> str:
    """The roles in words."""
    return ", ".join(str(labels.ROLES[role]) for role in one.roles)


def _last(one: Colleague, now: datetime) -> str:
    if one.signed_in_at is not None:
        return moment(one.signed_in_at)
    if one.invited_until is not None and one.invited_until < now:
        return _("초대 링크의 기간이 지났어요")
    if one.invited_until is not None:
        return _("초대 링크: %(day)s까지", day=day(one.invited_until))
    return _("아직 없어요")


def team_choices(teams: dict[Any, str]) -> list[tuple[str, str]]:
    """The teams to choose from, and none."""
    return [("", _("팀 없음")), *((one.hex, name) for one, name in teams.items())]


def first_look(who: Colleague, enrolled: Enrolled) -> FirstLook:
    """The page after choosing a password: everything on it is shown this once."""
    app = authenticator(who.username, enrolled.totp_secret)
    return FirstLook(
        username=who.username,
        secret=" ".join(app.text[i : i + 4] for i in range(0, len(app.text), 4)),
        uri=app.uri,
        codes=enrolled.recovery_codes,
        fingerprint=enrolled.fingerprint,
        waits=who.waits_for_colleague,
    )
