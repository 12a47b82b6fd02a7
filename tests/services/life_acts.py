"""What people do to a case, each act beside what should come of it by the model."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import length
from tests.services.life import PLACES, Entry, Life
from tracker.domain.cases import Event, Stage
from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.messages import PER_DAY
from tracker.domain.papers import ReturnPaper
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    DeclineReason,
    DropOutReason,
    ReturnReason,
)
from tracker.services import (
    applications,
    assessments,
    counseling,
    intake,
    messages,
    outcomes,
    returning,
)
from tracker.services.work import Work

Do = Callable[[Work], Any]
REFUSALS: dict[str, type[Exception]] = {
    "Conflict": Conflict,
    "RuleBroken": RuleBroken,
    "NotFound": NotFound,
}
# An act that leads there, done to a case that is there already, does and writes nothing.
LEADS_TO = {
    Event.WAITLIST: Stage.WAITLISTED,
    Event.ACCEPT: Stage.ACCEPTED,
    Event.DECLINE: Stage.DECLINED,
    Event.WITHDRAW: Stage.WITHDRAWN,
    Event.DROP_OUT: Stage.DROPPED_OUT,
    Event.COMPLETE: Stage.COMPLETED,
}
LEAVES = {Event.WITHDRAW, Event.DECLINE, Event.DROP_OUT}


class Acts:
    """A center, the lives in it, and how many rows its trail should have."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self.lives: list[Life] = []
        self.rows = length(center)

    def act(self, who: str, life: Life, do: Do, expected: str = "") -> bool:
        """Do it as somebody (as the applicant for ''); True if it was expected to work."""
        acting = self.center.as_(who) if who else self.center.as_applicant(life.id)
        if expected in REFUSALS:
            with pytest.raises(REFUSALS[expected]), acting as work:
                do(work)
            return False
        with acting as work:
            do(work)
        self.rows += not expected
        return not expected

    def step(self, who: str, life: Life, event: Event, do: Do) -> bool:
        """An act that is one event of the table."""
        if life.stage is LEADS_TO.get(event):
            return self.act(who, life, do, "nothing happens")
        if not self.act(who, life, do, "" if life.can(event) else "RuleBroken"):
            return False
        had_place = life.stage in PLACES or life.offered
        life.move(event)
        if had_place and event in LEAVES:
            life.offered = False
            self.offer_to_the_first()
        return True

    def offer_to_the_first(self) -> None:
        """A place is free: whoever applied first of those who wait is offered it."""
        waiting = [one for one in self.lives if one.stage is Stage.WAITLISTED and not one.offered]
        for first in waiting[:1]:
            first.offered = True
            self.rows += 1

    # --- the applicant and the desk ----------------------------------------------------------

    def apply(self, name: str) -> Life:
        self.center.clock.forward(minutes=1)  # whoever comes later waits behind
        self.lives.append(Life(self.center.apply(name=name).case_id, name))
        self.rows += 1
        return self.lives[-1]

    def waitlist(self, life: Life) -> None:
        self.step("seoyeon", life, Event.WAITLIST, partial(intake.waitlist, case_id=life.id))

    def accept(self, life: Life) -> None:
        self.step("seoyeon", life, Event.ACCEPT, partial(intake.accept, case_id=life.id))

    def decline(self, life: Life, reason: DeclineReason) -> None:
        act = partial(intake.decline, case_id=life.id, reason=reason, note="")
        self.step("seoyeon", life, Event.DECLINE, act)

    def assign(self, life: Life, to: str) -> None:
        account = self.center.staff[to].account_id
        act = partial(intake.assign, case_id=life.id, counselor_id=account)
        if life.stage is Stage.ASSIGNED and life.counselor == to:
            self.act("seoyeon", life, act, "nothing happens")
        elif self.step("seoyeon", life, Event.ASSIGN, act):
            life.counselor = to

    def ask(self, life: Life) -> None:
        entry = f"{life.messages}"
        act = partial(messages.ask, case_id=life.id, text="어느 센터인가요?", entry=entry)
        if self.act("seoyeon", life, act, "" if life.can(Event.REQUEST_INFO) else "RuleBroken"):
            life.move(Event.REQUEST_INFO)
            life.messages, life.waits = life.messages + 1, False

    def answer(self, life: Life, words: str) -> None:
        """박서연 writes; before that the record gets a key of the staff's."""
        act = partial(messages.send, case_id=life.id, text=words, entry=f"{life.messages}")
        self.act("seoyeon", life, act)
        life.identity, life.messages, life.waits = 2, life.messages + 1, False

    def say(self, life: Life, words: str) -> None:
        """The person writes: an answer where the desk asked, otherwise something to answer."""
        act = partial(messages.write, case_id=life.id, text=words, entry=f"{life.messages}")
        if not self.act("", life, act, "RuleBroken" if life.said >= PER_DAY else ""):
            return
        life.messages, life.said = life.messages + 1, life.said + 1
        if life.stage is Stage.INFO_REQUESTED:
            life.move(Event.ANSWER)
        else:
            life.waits = True

    def settle(self, life: Life) -> None:
        act = partial(messages.settle, case_id=life.id)
        self.act("seoyeon", life, act, "" if life.waits else "nothing happens")
        life.waits = False

    def take_up_again(self, life: Life) -> None:
        act = partial(intake.reopen, case_id=life.id, reason="다시")
        expected = "" if life.stage is Stage.DECLINED else "RuleBroken"
        if self.act("seoyeon", life, act, expected):
            life.move(Event.REOPEN)

    def withdraw(self, life: Life) -> None:
        self.step("", life, Event.WITHDRAW, partial(applications.withdraw, case_id=life.id))

    # --- the counselor -------------------------------------------------------------------------

    def write(self, life: Life, do: Do, refusal: str = "") -> bool:
        """An act of the counselor of a case, or of 최은정 while it has none."""
        if life.counselor is None:
            refusal = "NotFound"
        elif not life.in_care:
            refusal = "RuleBroken"
        return self.act(life.counselor or "eunjeong", life, do, refusal)

    def write_intake(self, life: Life, words: str, *, old: bool = False) -> None:
        paper = care.intake_paper(f"{words} {life.intake}")  # never the words of the last version
        base = life.intake - old
        act = partial(counseling.save_intake, case_id=life.id, paper=paper, base=base)
        if self.write(life, act, "Conflict" if old else ""):
            life.intake += 1
            life.begin()

    def choose(self, life: Life, left_out: AssessmentKind) -> None:
        kinds = [kind for kind in AssessmentKind if kind is not left_out]
        save = assessments.save_choice
        act = partial(save, case_id=life.id, kinds=kinds, reason="", base=life.choice)
        if self.write(life, act, "RuleBroken" if left_out in life.results else ""):
            life.choice += 1
            life.chosen = set(kinds)
            life.begin()

    def record(self, life: Life, kind: AssessmentKind, *, interpreted: bool = True) -> None:
        paper = care.result_paper(kind, interpreted=interpreted)
        base = life.results.get(kind, 0)
        act = partial(assessments.save_result, case_id=life.id, paper=paper, base=base)
        if self.write(life, act, "" if kind in life.chosen else "NotFound"):
            life.results[kind] = base + 1
            (life.interpreted.add if interpreted else life.interpreted.discard)(kind)

    def meet(
        self, life: Life, number: int, attendance: Attendance, entry: UUID | None = None
    ) -> None:
        """A new entry, or another version of one that is there."""
        key = entry or uuid4()
        base = life.entries[key].version if key in life.entries else 0
        paper = care.session_paper(number, attendance, f"{base}")
        save = counseling.save_session
        act = partial(save, case_id=life.id, entry_id=key, paper=paper, base=base)
        if self.write(life, act, life.session_refused(key, number, attendance)):
            life.entries[key] = Entry(number, attendance, base + 1)

    def conclude(self, life: Life, words: str, *, sign: bool) -> None:
        same = life.outcome > 0 and life.outcome_words == words
        locked = life.outcome in life.signed and not same
        paper, save = care.outcome_paper(words), outcomes.save_outcome
        act = partial(save, case_id=life.id, paper=paper, base=life.outcome, sign=sign)
        idle = same and (not sign or life.outcome in life.signed)
        expected = "RuleBroken" if locked else "nothing happens" if idle else ""
        if self.write(life, act, expected):
            life.outcome += not same
            life.outcome_words = words
            life.signed |= {life.outcome} if sign else set()

    def close(self, life: Life, event: Event, do: Do) -> None:
        if life.counselor is None:
            self.act("eunjeong", life, do, "NotFound")
        elif event is Event.COMPLETE and life.stage is Stage.ACTIVE and not life.complete:
            self.act(life.counselor, life, do, "RuleBroken")
        else:
            self.step(life.counselor, life, event, do)

    def give_back(self, life: Life, reason: ReturnReason) -> None:
        act = partial(returning.give_back, case_id=life.id, paper=ReturnPaper(reason, ""))
        who = life.counselor or "eunjeong"
        if life.counselor is None:
            again = life.gave_back == who and life.events[-1] == "return"
            self.act(who, life, act, "nothing happens" if again else "NotFound")
        elif self.act(who, life, act, "" if life.returnable else "RuleBroken"):
            life.move(Event.RETURN)
            life.gave_back, life.counselor = who, None

    def complete(self, life: Life) -> None:
        self.close(life, Event.COMPLETE, partial(outcomes.complete, case_id=life.id))

    def drop_out(self, life: Life, reason: DropOutReason) -> None:
        act = partial(outcomes.drop_out, case_id=life.id, reason=reason, note="")
        self.close(life, Event.DROP_OUT, act)

    def reopen(self, life: Life) -> None:
        act = partial(outcomes.reopen, case_id=life.id, reason="다시")
        if life.counselor is None:
            self.act("eunjeong", life, act, "NotFound")
            return
        ended = life.stage in {Stage.COMPLETED, Stage.DROPPED_OUT}
        if self.act(life.counselor, life, act, "" if ended else "RuleBroken"):
            life.move(Event.REOPEN)
            life.begin()
            life.outcome += life.outcome in life.signed

    # --- and on ----------------------------------------------------------------------------------

    def go_on(self, life: Life) -> None:
        """Whatever brings a case one step nearer to its completion, and then back again."""
        by_stage: dict[Stage, Callable[[Life], None]] = {
            Stage.SUBMITTED: self.accept,
            Stage.INFO_REQUESTED: lambda life: self.say(life, "관악이에요"),
            Stage.WAITLISTED: self.accept,
            Stage.ACCEPTED: lambda life: self.assign(life, "eunjeong"),
            Stage.ASSIGNED: self._prepare,
            Stage.ACTIVE: self._care,
            Stage.COMPLETED: self.reopen,
            Stage.DROPPED_OUT: self.reopen,
            Stage.DECLINED: self.take_up_again,
        }
        by_stage.get(life.stage, self.withdraw)(life)

    def _prepare(self, life: Life) -> None:
        if life.intake:
            self.choose(life, care.SIXTH)
        else:
            self.write_intake(life, "수면 문제")

    def _care(self, life: Life) -> None:
        waiting = sorted(life.chosen - life.interpreted)
        if waiting:
            self.record(life, waiting[0])
        elif life.milestones.held < 3:
            free = {1, 2, 3} - {one.number for one in life.entries.values() if one.held}
            self.meet(life, min(free), Attendance.ATTENDED)
        elif not life.milestones.outcome_signed:
            self.conclude(life, life.outcome_words or "나아짐", sign=True)
        else:
            self.complete(life)
