"""Invented cases, the same on both sides: who, in which stage, with which counselor and notes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tests.factories.center import NOW, application
from tracker.domain.applications import Application
from tracker.domain.cases import ENDED, IN_CARE, Event, Stage
from tracker.domain.places import DISTRICTS

COUNSELORS: Final = 28  # number 0 is 최은정, whose list is measured
_FAMILY: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN: Final = ("하늘", "바다", "서준", "지우", "도윤", "예린", "민서", "슬기", "가람", "다온")
# How many of a hundred cases stand where, after some years of the program.
_STAGES: Final = {
    Stage.SUBMITTED: 4,
    Stage.WAITLISTED: 3,
    Stage.ACCEPTED: 2,
    Stage.ASSIGNED: 2,
    Stage.ACTIVE: 8,
    Stage.COMPLETED: 55,
    Stage.DROPPED_OUT: 9,
    Stage.DECLINED: 12,
    Stage.WITHDRAWN: 5,
}
_CARE: Final = ((Event.ACCEPT, Stage.ACCEPTED), (Event.ASSIGN, Stage.ASSIGNED))
_TALKS: Final = (*_CARE, (Event.ACTIVATE, Stage.ACTIVE))
_PATHS: Final[dict[Stage, tuple[tuple[Event, Stage], ...]]] = {
    Stage.SUBMITTED: (),
    Stage.WAITLISTED: ((Event.WAITLIST, Stage.WAITLISTED),),
    Stage.ACCEPTED: _CARE[:1],
    Stage.ASSIGNED: _CARE,
    Stage.ACTIVE: _TALKS,
    Stage.COMPLETED: (*_TALKS, (Event.COMPLETE, Stage.COMPLETED)),
    Stage.DROPPED_OUT: (*_TALKS, (Event.DROP_OUT, Stage.DROPPED_OUT)),
    Stage.DECLINED: ((Event.DECLINE, Stage.DECLINED),),
    Stage.WITHDRAWN: ((Event.WITHDRAW, Stage.WITHDRAWN),),
}
WITH_COUNSELOR: Final = frozenset(
    {Stage.ASSIGNED, Stage.ACTIVE, Stage.COMPLETED, Stage.DROPPED_OUT}
)
_WORDS: Final = (
    "잠을 잘 이루지 못하고 아침에 일어나기가 힘들다고 한다.",
    "일터에서 사람들과 어울리는 것이 부담스럽다고 이야기했다.",
    "어머니와 자주 다투지만 동생과는 마음을 나눈다.",
    "저축을 이어 가는 일이 스스로를 지켜 준다고 느낀다.",
    "산책을 다시 시작했고 일주일에 세 번은 나가 보기로 했다.",
    "다음 만남까지 하루에 한 줄씩 마음을 적어 보기로 했다.",
)


@dataclass(frozen=True)
class Invented:
    """One case as both sides store it."""

    id: UUID
    receipt_number: str
    number: str | None
    stage: Stage
    counselor: int | None
    submitted_at: datetime
    form: Application
    history: tuple[tuple[Event, Stage, datetime], ...]
    intake: str
    talks: tuple[str, ...]

    @property
    def in_counseling(self) -> bool:
        """Whether there are an intake note, five chosen assessments and two sessions."""
        return bool(self.talks)

    @property
    def changed_at(self) -> datetime:
        """When the stage last changed."""
        return self.history[-1][2]


def invented(first: int, last: int) -> Iterator[Invented]:
    """Cases number `first` to `last`, the same in every run."""
    base = application()
    for index in range(first, last + 1):
        yield _case(index, random.Random(index), base)


def words(draw: random.Random, length: int) -> str:
    """A text of about so many characters."""
    text = ""
    while len(text) < length:
        text += draw.choice(_WORDS) + " "
    return text[:length].strip()


def _case(index: int, draw: random.Random, base: Application) -> Invented:
    stage = draw.choices(list(_STAGES), list(_STAGES.values()))[0]
    accepted = stage in WITH_COUNSELOR or stage is Stage.ACCEPTED
    talking = stage in WITH_COUNSELOR and stage is not Stage.ASSIGNED
    submitted_at = NOW - timedelta(minutes=draw.randint(60, 300 * 24 * 60), seconds=index % 60)
    return Invented(
        id=UUID(int=draw.getrandbits(128), version=4),
        receipt_number=f"B{index:07d}",  # not one that is drawn
        number=f"26-{index:05d}" if accepted else None,
        stage=stage,
        counselor=_counselor(stage, draw) if stage in WITH_COUNSELOR else None,
        submitted_at=submitted_at,
        form=_form(index, draw, base),
        history=_history(stage, submitted_at),
        intake=words(draw, 500) if talking else "",
        talks=(words(draw, 400), words(draw, 400)) if talking else (),
    )


def _counselor(stage: Stage, draw: random.Random) -> int:
    """최은정 has some hundred cases, enough in care to fill two pages."""
    share = 0.15 if stage in IN_CARE else 0.04
    assert stage in IN_CARE | ENDED
    return 0 if draw.random() < share else draw.randint(1, COUNSELORS - 1)


def _form(index: int, draw: random.Random, base: Application) -> Application:
    return replace(
        base,
        name=draw.choice(_FAMILY) + draw.choice(_GIVEN),
        phone=f"010-{index // 10000:04d}-{index % 10000:04d}",
        email=f"youth{index}@example.org",
        district=draw.choice(DISTRICTS),
        reason=words(draw, 120),
        birth_date=date(1990 + index % 15, 1 + index % 12, 1 + index % 28),
    )


def _history(stage: Stage, start: datetime) -> tuple[tuple[Event, Stage, datetime], ...]:
    path = ((Event.SUBMIT, Stage.SUBMITTED), *_PATHS[stage])
    return tuple((event, to, start + timedelta(minutes=n)) for n, (event, to) in enumerate(path))
