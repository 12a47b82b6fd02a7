"""Handing over on the screen: case numbers and stages, and never the name of an applicant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain.access import Record
from tracker.domain.cases import Stage
from tracker.services.handing_over import Offer
from tracker.web import labels
from tracker.web.format import day


class Account(Protocol):
    """Whose cases they are, or who could take them."""

    id: UUID
    name: str
    team_id: UUID | None
    absent_since: datetime | None

    @property
    def state(self) -> str:
        """Where the account stands."""


class Case(Protocol):
    """A case without anything that tells who it is about."""

    id: UUID
    number: str | None
    team_id: UUID | None

    @property
    def stage(self) -> Stage:
        """Where the case stands."""


@dataclass(frozen=True)
class Caseload:
    """One counselor whose cases wait, or can be moved."""

    name: str
    why: str
    count: int
    offered: int
    url: str


@dataclass(frozen=True)
class CaseLine:
    """One case to be handed over."""

    id: str
    number: str
    stage: tuple[str, str]
    offered_to: str


@dataclass(frozen=True)
class HandingOver:
    """The cases of one counselor and who can take them."""

    name: str
    why: str
    lines: tuple[CaseLine, ...]
    free: int
    successors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OfferLine:
    """One case as its successor sees it, before any name is known."""

    id: str
    number: str
    stage: tuple[str, str]
    from_name: str
    ready: bool
    missing: str


def orphans(found: Iterable[tuple[Case, Account]], offered: Mapping[UUID, UUID]) -> list[Caseload]:
    """Who left or is away with open cases."""
    made = []
    for who, pairs in groupby(found, key=lambda pair: pair[1].id):
        mine = list(pairs)
        account = mine[0][1]
        waiting = sum(case.id in offered for case, _account in mine)
        url = url_for("handover.caseload", account_id=who)
        made.append(Caseload(account.name, why_gone(account), len(mine), waiting, url))
    return made


def at_work(found: Iterable[Account], load: Mapping[UUID, int]) -> list[Caseload]:
    """Counselors who are at work and have open cases that can be moved."""
    return [
        Caseload(one.name, "", load[one.id], 0, url_for("handover.caseload", account_id=one.id))
        for one in found
        if load.get(one.id)
    ]


def why_gone(account: Account) -> str:
    """Why somebody's cases are handed over; '' for somebody at work."""
    if account.state != "disabled":
        return ""
    if account.absent_since is None:
        return _("그만두었어요")
    return _("%(day)s부터 자리를 비웠어요", day=day(account.absent_since))


def handing_over(
    account: Account,
    cases: Sequence[Case],
    offered: Mapping[UUID, UUID],
    successors: Iterable[Account],
    load: Mapping[UUID, int],
) -> HandingOver:
    """The cases of one counselor and who of the same team can take them, the least busy first."""
    everybody = list(successors)
    names = {one.id: one.name for one in everybody}
    teams = {case.team_id for case in cases}
    able = [one for one in everybody if one.team_id in teams and one.id != account.id]
    able.sort(key=lambda one: (load.get(one.id, 0), one.name))
    return HandingOver(
        name=account.name,
        why=why_gone(account),
        lines=tuple(_line(one, names, offered) for one in cases),
        free=sum(one.id not in offered for one in cases),
        successors=tuple((one.id.hex, _with_load(one, load.get(one.id, 0))) for one in able),
    )


def _line(case: Case, names: Mapping[UUID, str], offered: Mapping[UUID, UUID]) -> CaseLine:
    to = offered.get(case.id)
    name = "" if to is None else names.get(to, _("지금은 없는 동료"))
    return CaseLine(case.id.hex, case.number or "", _stage(case.stage.value), name)


def _stage(code: str) -> tuple[str, str]:
    words = {stage.value: str(word) for stage, word in labels.STAGES.items()}
    return code, words.get(code, code)


def _with_load(one: Account, count: int) -> str:
    return ngettext(
        "%(name)s · 지금 맡은 사례 %(num)s건",
        "%(name)s · 지금 맡은 사례 %(num)s건",
        count,
        name=one.name,
    )


def offer_lines(found: Iterable[Offer]) -> list[OfferLine]:
    """What is offered to somebody."""
    return [
        OfferLine(
            one.id.hex, one.number, _stage(one.stage), one.from_name, one.ready, _missing(one)
        )
        for one in found
    ]


def _missing(one: Offer) -> str:
    """Which half of the keys is still to come, and from whom."""
    if set(one.missing) == {Record.IDENTITY, Record.CLINICAL}:
        return _("접수 담당과 수퍼바이저가 열쇠를 건네면 맡을 수 있어요.")
    if Record.IDENTITY in one.missing:
        return _("접수 담당이 나머지 열쇠를 건네면 맡을 수 있어요.")
    if Record.CLINICAL in one.missing:
        return _("수퍼바이저가 나머지 열쇠를 건네면 맡을 수 있어요.")
    return ""
