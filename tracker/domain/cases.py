"""Where a case stands, what may happen to it, and what it needs for that: one table."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tracker.domain.errors import RuleBroken
from tracker.domain.program import Plan


class Stage(StrEnum):
    """Where a case stands, and nothing else."""

    SUBMITTED = "submitted"
    INFO_REQUESTED = "info_requested"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"
    REQUEST_INFO = "request_info"
    ANSWER = "answer"
    WAITLIST = "waitlist"
    ACCEPT = "accept"
    DECLINE = "decline"
    ASSIGN = "assign"
    RETURN = "return"
    ACTIVATE = "activate"
    COMPLETE = "complete"
    DROP_OUT = "drop_out"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Move:
    """One row of the table: from any of these stages, this event leads there."""

    event: Event
    sources: frozenset[Stage]
    target: Stage


def _from(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


MOVES: Final = (
    Move(Event.REQUEST_INFO, _from(Stage.SUBMITTED), Stage.INFO_REQUESTED),
    Move(Event.ANSWER, _from(Stage.INFO_REQUESTED), Stage.SUBMITTED),
    Move(Event.WAITLIST, _from(Stage.SUBMITTED, Stage.INFO_REQUESTED), Stage.WAITLISTED),
    Move(
        Event.ACCEPT,
        _from(Stage.SUBMITTED, Stage.INFO_REQUESTED, Stage.WAITLISTED),
        Stage.ACCEPTED,
    ),
    Move(
        Event.DECLINE,
        _from(Stage.SUBMITTED, Stage.INFO_REQUESTED, Stage.WAITLISTED, Stage.ACCEPTED),
        Stage.DECLINED,
    ),
    Move(Event.ASSIGN, _from(Stage.ACCEPTED), Stage.ASSIGNED),
    Move(Event.RETURN, _from(Stage.ASSIGNED), Stage.ACCEPTED),
    Move(Event.ACTIVATE, _from(Stage.ASSIGNED), Stage.ACTIVE),
    Move(Event.COMPLETE, _from(Stage.ACTIVE), Stage.COMPLETED),
    Move(Event.DROP_OUT, _from(Stage.ASSIGNED, Stage.ACTIVE), Stage.DROPPED_OUT),
    Move(
        Event.WITHDRAW,
        _from(
            Stage.SUBMITTED,
            Stage.INFO_REQUESTED,
            Stage.WAITLISTED,
            Stage.ACCEPTED,
            Stage.ASSIGNED,
            Stage.ACTIVE,
        ),
        Stage.WITHDRAWN,
    ),
    Move(Event.REOPEN, _from(Stage.DECLINED), Stage.SUBMITTED),
    Move(Event.REOPEN, _from(Stage.DROPPED_OUT), Stage.ASSIGNED),
    Move(Event.REOPEN, _from(Stage.COMPLETED), Stage.ACTIVE),
)
_TABLE: Final = {(source, move.event): move.target for move in MOVES for source in move.sources}

BEFORE_CARE: Final = frozenset(
    {Stage.SUBMITTED, Stage.INFO_REQUESTED, Stage.WAITLISTED, Stage.ACCEPTED}
)
IN_CARE: Final = frozenset({Stage.ASSIGNED, Stage.ACTIVE})
ENDED: Final = frozenset(
    {Stage.COMPLETED, Stage.DROPPED_OUT, Stage.DECLINED, Stage.WITHDRAWN},
)


def after(stage: Stage, event: Event) -> Stage:
    """The stage that an event leads to. Raises RuleBroken('not_now') when it cannot happen."""
    target = _TABLE.get((stage, event))
    if target is None:
        raise RuleBroken("not_now", stage=stage.value, event=event.value)
    return target


def possible(stage: Stage) -> frozenset[Event]:
    """The events that can happen to a case in this stage."""
    return frozenset(event for (source, event) in _TABLE if source is stage)


@dataclass(frozen=True)
class Milestones:
    """What the records of a case show, counted from the facts, never stored; and the plan of its
    round, which says how much of it is needed.
    """

    intake_done: bool = False
    chosen: int = 0
    recorded: int = 0
    interpreted: int = 0
    held: int = 0
    outcome_signed: bool = False
    plan: Plan = field(default_factory=Plan)


def activates(stage: Stage, done: Milestones) -> bool:
    """Whether counseling can begin: intake is done and all assessments are chosen."""
    return stage is Stage.ASSIGNED and done.intake_done and done.chosen == done.plan.tests


def missing_for_completion(done: Milestones) -> tuple[str, ...]:
    """What is still missing before a case can be called completed, as codes."""
    missing = []
    if done.interpreted < done.plan.tests:
        missing.append("assessments")
    if done.held < done.plan.sessions:
        missing.append("sessions")
    if not done.outcome_signed:
        missing.append("outcome")
    return tuple(missing)


def check_completion(done: Milestones) -> None:
    """Raise RuleBroken('not_complete') naming what is missing, if anything is."""
    missing = missing_for_completion(done)
    if missing:
        raise RuleBroken("not_complete", missing=" ".join(missing))


def diagram() -> str:
    """The table as a Mermaid state diagram, for docs/stages.md."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.SUBMITTED}: {Event.SUBMIT}"]
    lines += [
        f"    {source} --> {move.target}: {move.event}"
        for move in MOVES
        for source in sorted(move.sources)
    ]
    return "\n".join(lines)
