"""The people of the center on the admin's and the supervisor's pages."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.services.groups import Group
from tracker.services.leaving import Farewell
from tracker.services.staff import Member, Standing
from tracker.web import labels
from tracker.web.format import day, moment
from tracker.web.labels.groups import STANDINGS, group_hint, group_label
from tracker.web.pages.lists import Ages, Tab

_BADGES: Final = {
    Standing.ENROLLED: "warning",
    Standing.INVITED: "info",
    Standing.ADMITTED: "success",
    Standing.ABSENT: "warning",
    Standing.DISABLED: "danger",
}


@dataclass(frozen=True)
class Row:
    """One person in a list."""

    name: str
    username: str
    roles: str
    standing: tuple[str, str]
    factor: tuple[str, str]
    last: str
    url: str
    back_url: str
    gone: bool
    away: bool
    note: str = ""


@dataclass(frozen=True)
class People:
    """The list of people, all or those who stand alike."""

    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True)
class PersonPage:
    """One person: facts, and what an admin can do."""

    name: str
    standing: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    can: frozenset[str]


@dataclass(frozen=True)
class LeavingPage:
    """What it will mean, or has meant, that somebody leaves."""

    name: str
    standing: tuple[str, str]
    gone: bool
    away: bool
    last_of: str
    facts: tuple[tuple[str, str], ...]
    open_cases: int
    due: int
    numbers: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class GroupCard:
    """One group in words."""

    title: str
    hint: str
    slug: str
    members: tuple[str, ...]
    number: str
    since: str
    pinned: bool
    due: bool
    older: int


def people(found: list[Member], wanted: str, teams: list[str], now: datetime) -> People:
    """Everybody, or whoever stands as the address says."""
    standing = wanted if wanted in frozenset(Standing) else ""
    rows = [row(one, now) for one in found if standing in {"", one.standing.value}]
    return People(tuple(rows), _tabs(found, standing), tuple(teams))


def _tabs(found: list[Member], standing: str) -> tuple[Tab, ...]:
    counts = Counter(one.standing for one in found)
    everybody = Tab(_("모두"), url_for("people.index"), not standing, len(found))
    others = (
        Tab(str(STANDINGS[one]), url_for("people.index", state=one), one == standing, counts[one])
        for one in Standing
        if counts[one]
    )
    return (everybody, *others)


def row(one: Member, now: datetime, url: str = "") -> Row:
    """One person in a list."""
    return Row(
        name=one.name,
        username=one.username,
        roles=_work(one),
        standing=_standing(one),
        factor=_factor(one),
        last=_last(one, now),
        url=url or url_for("person.show", account_id=one.id),
        back_url=url_for("person.back", account_id=one.id),
        gone=one.standing is Standing.DISABLED,
        away=one.standing is Standing.ABSENT,
        note=_note(one),
    )


def _roles(one: Member) -> str:
    return ", ".join(str(labels.ROLES[role]) for role in one.roles)


def _work(one: Member) -> str:
    """The roles, and the team if there is one."""
    return f"{_roles(one)} · {one.team}" if one.team else _roles(one)


def _standing(one: Member) -> tuple[str, str]:
    return _BADGES[one.standing], str(STANDINGS[one.standing])


def _factor(one: Member) -> tuple[str, str]:
    """What is asked for besides the password; nobody who signs in should have none."""
    if one.has_app and one.has_passkey:
        return "success", _("인증 앱, 패스키")
    if one.has_second_factor:
        return "success", _("인증 앱") if one.has_app else _("패스키")
    return ("danger", _("없음")) if one.has_password else ("", _("아직 없음"))


def _last(one: Member, now: datetime) -> str:
    if one.signed_in_at is not None:
        return Ages(now)(one.signed_in_at)[0]
    return _("아직 없음")


def _note(one: Member) -> str:
    """What whoever admits has to know."""
    if not one.has_second_factor:
        return _("아직 인증 앱이 없어요. 먼저 로그인해서 등록하셔야 확인할 수 있어요.")
    if one.comes_again:
        return _("다시 오는 동료예요. 확인한 뒤에 맡은 사례의 열쇠를 다시 건네 주세요.")
    return ""


def person_page(one: Member, me: object, now: datetime) -> PersonPage:
    """One person; `me` is the id of whoever looks."""
    signed_in = _("아직 없음") if one.signed_in_at is None else moment(one.signed_in_at)
    facts = [
        (_("아이디"), one.username),
        (_("역할"), _roles(one)),
        (_("팀"), one.team or _("팀 없음")),
        (_("2단계 인증"), _factor(one)[1]),
        (_("마지막 로그인"), signed_in),
        (_("계정을 만든 날"), day(one.created_at)),
        (_("한 번 쓰는 링크"), _link(one, now)),
    ]
    if one.absent_since is not None:
        facts.append((_("자리를 비운 날"), day(one.absent_since)))
    return PersonPage(one.name, _standing(one), tuple(facts), _possible(one, me))


def _link(one: Member, now: datetime) -> str:
    if one.link_until is None:
        return _("없음")
    if one.link_until < now:
        return _("기간이 지났어요")
    return _("%(when)s까지 쓸 수 있어요", when=moment(one.link_until))


def _possible(one: Member, me: object) -> frozenset[str]:
    there = one.standing not in {Standing.ABSENT, Standing.DISABLED}
    acts = {
        "link": there,
        "revoke": one.link_until is not None,
        "reset": there and one.has_password and one.has_second_factor,
        "back": one.standing is Standing.ABSENT,
        "leave": one.standing is not Standing.DISABLED and one.id != me,
    }
    return frozenset(name for name, can in acts.items() if can)


def leaving_page(found: Farewell, teams: dict[str, str], numbers: list[str]) -> LeavingPage:
    """What leaving means: how much there is to hand over, which keys are renewed."""
    groups = ", ".join(group_label(name, teams.get(name, "")) for name in found.groups)
    cases = ngettext("%(num)s건", "%(num)s건", found.open_cases)
    return LeavingPage(
        name=found.name,
        standing=(_BADGES[found.standing], str(STANDINGS[found.standing])),
        gone=found.standing is Standing.DISABLED,
        away=found.standing is Standing.ABSENT,
        last_of=", ".join(group_label(name, teams.get(name, "")) for name in found.last_of),
        facts=(
            (_("아이디"), found.username),
            (_("맡고 있는 사례"), cases),
            (_("열쇠를 새로 만들 모임"), groups or _("없음")),
        ),
        open_cases=found.open_cases,
        due=found.due,
        numbers=tuple(numbers),
    )


def group_card(one: Group) -> GroupCard:
    """One group in words."""
    return GroupCard(
        title=group_label(one.name, one.team),
        hint=group_hint(one.name),
        slug=one.slug,
        members=one.members,
        number=_("%(number)s번째 열쇠", number=one.generation),
        since=day(one.since),
        pinned=one.pinned,
        due=one.due,
        older=one.older,
    )
