"""Every act at every stage: what may happen does, once; everything else is refused untouched."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import case_of, events_of, everything, findings, length, stage_of
from tracker.domain.cases import Event, Stage, possible
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.papers import ReturnPaper
from tracker.domain.program import DeclineReason, DropOutReason, ReturnReason
from tracker.services import applications, intake, messages, outcomes, returning
from tracker.services.work import Work
from tracker.store import cases

Act = Callable[[Center, Work, UUID], None]


def give_to_eunjeong(center: Center, work: Work, case_id: UUID) -> None:
    intake.assign(work, case_id, center.staff["eunjeong"].account_id)


COORDINATOR: dict[Event, Act] = {
    Event.WAITLIST: lambda _center, work, case_id: intake.waitlist(work, case_id),
    Event.REQUEST_INFO: lambda _center, work, case_id: messages.ask(work, case_id, "어디?", "q"),
    Event.ACCEPT: lambda _center, work, case_id: intake.accept(work, case_id),
    Event.DECLINE: lambda _center, work, case_id: intake.decline(
        work, case_id, DeclineReason.DUPLICATE, "이미 신청하셨어요"
    ),
    Event.ASSIGN: give_to_eunjeong,
}
COUNSELOR: dict[Event, Act] = {
    Event.RETURN: lambda _center, work, case_id: returning.give_back(
        work, case_id, ReturnPaper(ReturnReason.CASELOAD)
    ),
    Event.COMPLETE: lambda _center, work, case_id: outcomes.complete(work, case_id),
    Event.DROP_OUT: lambda _center, work, case_id: outcomes.drop_out(
        work, case_id, DropOutReason.UNREACHABLE, "연락이 닿지 않음"
    ),
}
APPLICANT: dict[Event, Act] = {
    Event.WITHDRAW: lambda _center, work, case_id: applications.withdraw(work, case_id),
}
ONCE = {
    (Stage.INFO_REQUESTED, Event.REQUEST_INFO),
    (Stage.WAITLISTED, Event.WAITLIST),
    (Stage.ACCEPTED, Event.ACCEPT),
    (Stage.DECLINED, Event.DECLINE),
    (Stage.ASSIGNED, Event.ASSIGN),
    (Stage.COMPLETED, Event.COMPLETE),
    (Stage.DROPPED_OUT, Event.DROP_OUT),
    (Stage.WITHDRAWN, Event.WITHDRAW),
}
WITH_COUNSELOR = {Stage.ASSIGNED, Stage.ACTIVE, Stage.COMPLETED, Stage.DROPPED_OUT}


def bring(center: Center, stage: Stage) -> UUID:
    """A case of 김하늘 at a stage, with everything it needs to go on."""
    if stage in {Stage.ASSIGNED, Stage.DROPPED_OUT}:
        case_id = center.assigned()
    elif stage is Stage.ACTIVE:
        case_id = care.ready(center)
    elif stage is Stage.COMPLETED:
        case_id = care.completed(center)
    else:
        case_id = center.apply().case_id
    who = {Stage.DROPPED_OUT: "eunjeong", Stage.WITHDRAWN: ""}.get(stage, "seoyeon")
    event = next((e for s, e in ONCE if s is stage), None)
    if stage_of(center, case_id) is not stage and event is not None:
        do(center, case_id, event, who)
    # Whoever will act has opened the letters that wait, so that nothing else is written later.
    for username in ("seoyeon", "eunjeong"):
        with center.as_(username):
            pass
    with center.as_applicant(case_id):
        pass
    assert stage_of(center, case_id) is stage
    return case_id


def act_of(event: Event) -> Act:
    return {**COORDINATOR, **COUNSELOR, **APPLICANT}[event]


def do(center: Center, case_id: UUID, event: Event, who: str) -> None:
    acting = center.as_(who) if who else center.as_applicant(case_id)
    with acting as work:
        act_of(event)(center, work, case_id)


def actor_for(event: Event) -> str:
    return "seoyeon" if event in COORDINATOR else "eunjeong" if event in COUNSELOR else ""


@pytest.mark.parametrize("stage", Stage)
def test_every_act_at_this_stage(center: Center, stage: Stage):
    case_id = bring(center, stage)
    before = everything(center)
    for event in (*COORDINATOR, *COUNSELOR, *APPLICANT):
        try_act(center, case_id, stage, event)
        assert everything(center) == before, event


class Undone(Exception):
    """Ends an act that worked, so that the next one finds the same case."""


def try_act(center: Center, case_id: UUID, stage: Stage, event: Event) -> None:
    who = actor_for(event)
    acting = center.as_(who) if who else center.as_applicant(case_id)
    if (stage, event) in ONCE:
        with acting as work:
            act_of(event)(center, work, case_id)
    elif event in possible(stage):
        with suppress(Undone), acting as work:
            act_of(event)(center, work, case_id)
            work.db.flush()
            assert stage_of_here(work, case_id) is not stage
            raise Undone
    else:
        stranger = event in COUNSELOR and stage not in WITH_COUNSELOR
        with pytest.raises(NotFound if stranger else RuleBroken), acting as work:
            act_of(event)(center, work, case_id)


def stage_of_here(work: Work, case_id: UUID) -> Stage:
    found = cases.get(work.db, case_id)
    assert found is not None
    return found.stage


@pytest.mark.parametrize(("stage", "event"), sorted(ONCE))
def test_twice_is_one_act(center: Center, stage: Stage, event: Event):
    case_id = bring(center, stage)
    rows, history = length(center), events_of(center, case_id)
    do(center, case_id, event, actor_for(event))
    assert (length(center), events_of(center, case_id)) == (rows, history)
    assert findings(center) == ()


REOPENINGS = [
    (Stage.DECLINED, "seoyeon", Stage.SUBMITTED),
    (Stage.DROPPED_OUT, "eunjeong", Stage.ASSIGNED),
    (Stage.COMPLETED, "eunjeong", Stage.ACTIVE),
]


@pytest.mark.parametrize(("stage", "who", "target"), REOPENINGS)
def test_reopening(center: Center, stage: Stage, who: str, target: Stage):
    case_id = bring(center, stage)
    with center.as_(who) as work:
        desk = intake if who == "seoyeon" else outcomes
        desk.reopen(work, case_id, "다시 시작하고 싶다고 하심")
    assert stage_of(center, case_id) is target
    assert events_of(center, case_id)[-1] == "reopen"
    assert findings(center) == ()
    with center.as_(who) as work, pytest.raises(RuleBroken):
        desk.reopen(work, case_id, "두 번째")


@pytest.mark.parametrize("stage", sorted(set(Stage) - {stage for stage, _, _ in REOPENINGS}))
def test_nothing_else_is_reopened(center: Center, stage: Stage):
    case_id = bring(center, stage)
    before = everything(center)
    with pytest.raises(RuleBroken), center.as_("seoyeon") as work:
        intake.reopen(work, case_id, "")
    with pytest.raises((RuleBroken, NotFound)), center.as_("eunjeong") as work:
        outcomes.reopen(work, case_id, "")
    assert everything(center) == before


def test_each_desk_reopens_only_its_own(center: Center):
    declined, dropped = bring(center, Stage.DECLINED), bring(center, Stage.DROPPED_OUT)
    with pytest.raises(NotFound), center.as_("eunjeong") as work:
        outcomes.reopen(work, declined, "")
    with pytest.raises(RuleBroken), center.as_("seoyeon") as work:
        intake.reopen(work, dropped, "")


def test_declined_after_acceptance_keeps_its_number(center: Center):
    case_id = center.accepted()
    do(center, case_id, Event.DECLINE, "seoyeon")
    with center.as_("seoyeon") as work:
        intake.reopen(work, case_id, "잘못 봄")
        intake.accept(work, case_id)
    assert case_of(center, case_id).number == "26-00001"
    assert events_of(center, case_id) == ["submit", "accept", "decline", "reopen", "accept"]
    assert findings(center) == ()


def test_dropped_out_while_active_goes_on_where_it_was(center: Center):
    """Intake and choice are there already: counseling goes on without saving them again."""
    case_id = care.ready(center)
    do(center, case_id, Event.DROP_OUT, "eunjeong")
    with center.as_("eunjeong") as work:
        outcomes.reopen(work, case_id, "다시 연락이 됨")
    assert stage_of(center, case_id) is Stage.ACTIVE
    assert events_of(center, case_id)[-3:] == ["drop_out", "reopen", "activate"]
