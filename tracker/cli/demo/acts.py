"""What can happen to an invented applicant: each function is one whole act of one person."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tracker.cli.demo.cast import Cast
from tracker.cli.demo.people import COORDINATOR, Colleague, form_of
from tracker.cli.demo.results import result_paper
from tracker.cli.demo.words import QUESTION, TO_THE_DESK, intake_paper, outcome_paper, session_paper
from tracker.domain.applications import Application, check_application
from tracker.domain.papers import ResultPaper
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    DeclineReason,
    DropOutReason,
)
from tracker.services import applications, assessments, counseling, intake, messages, outcomes
from tracker.services.applications import LockedReceipt

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass
class Applicant:
    """An invented person, and what happened so far."""

    number: int
    counselor: Colleague
    random: Random
    locked: Future[LockedReceipt]
    results: dict[AssessmentKind, ResultPaper] = field(default_factory=dict)
    chosen: tuple[AssessmentKind, ...] = ()
    form: Application | None = None

    @property
    def receipt(self) -> LockedReceipt:
        """The receipt; waits until its slow lock is made."""
        return self.locked.result()

    @property
    def case_id(self) -> UUID:
        """The case of this person."""
        return self.receipt.paper.case_id


Act = Callable[[Cast, Applicant], None]


def _today(cast: Cast) -> date:
    return cast.clock().astimezone(SEOUL).date()


def apply(cast: Cast, one: Applicant) -> None:
    """Fill in the public form."""
    today = _today(cast)
    form = check_application(form_of(one.number, today, one.random), today)
    language = "en" if one.random.random() < 0.06 else "ko"
    receipt, one.form = one.receipt, form
    with cast.visitor() as work:
        applications.submit(work, form, cast.asked(language), receipt)


def look(cast: Cast, one: Applicant) -> None:
    """The coordinator opens the application."""
    with cast.colleague(COORDINATOR) as work:
        intake.show(work, one.case_id)


def waitlist(cast: Cast, one: Applicant) -> None:
    """The coordinator puts the person on the waiting list."""
    with cast.colleague(COORDINATOR) as work:
        intake.waitlist(work, one.case_id)


def ask(cast: Cast, one: Applicant) -> None:
    """The coordinator asks for something that the decision needs."""
    with cast.colleague(COORDINATOR) as work:
        messages.ask(work, one.case_id, QUESTION, uuid4().hex)


def write(cast: Cast, one: Applicant) -> None:
    """The person writes to the center with the receipt."""
    with cast.applicant(one.receipt) as work:
        messages.write(work, one.case_id, one.random.choice(TO_THE_DESK), uuid4().hex)


def accept(cast: Cast, one: Applicant) -> None:
    """The coordinator accepts the application."""
    with cast.colleague(COORDINATOR) as work:
        intake.accept(work, one.case_id)


def decline(cast: Cast, one: Applicant) -> None:
    """The coordinator declines the application."""
    reasons = [one for one in DeclineReason if one is not DeclineReason.OUTSIDE_SEOUL]
    reason = one.random.choice(reasons)
    with cast.colleague(COORDINATOR) as work:
        intake.decline(work, one.case_id, reason, "센터 회신을 확인하고 전화로 알려 드림.")


def assign(cast: Cast, one: Applicant) -> None:
    """The coordinator assigns the counselor."""
    with cast.colleague(COORDINATOR) as work:
        intake.assign(work, one.case_id, cast.players[one.counselor.username].account_id)


def follow(cast: Cast, one: Applicant) -> None:
    """The person looks with the receipt where the application stands."""
    with cast.applicant(one.receipt) as work:
        applications.status(work, one.case_id)


def withdraw(cast: Cast, one: Applicant) -> None:
    """The person withdraws with the receipt."""
    with cast.applicant(one.receipt) as work:
        applications.withdraw(work, one.case_id)


def open_case(cast: Cast, one: Applicant) -> None:
    """The counselor opens the case."""
    with cast.colleague(one.counselor) as work:
        counseling.show(work, one.case_id)


def take_in(cast: Cast, one: Applicant) -> None:
    """The counselor writes the intake note."""
    with cast.colleague(one.counselor) as work:
        paper = intake_paper(_today(cast), one.random)
        counseling.save_intake(work, one.case_id, paper, 0)


def choose(cast: Cast, one: Applicant) -> None:
    """Counselor and client choose five of six."""
    kinds = list(AssessmentKind)
    kinds.remove(one.random.choice(kinds))
    one.chosen = tuple(kinds)
    with cast.colleague(one.counselor) as work:
        assessments.save_choice(work, one.case_id, kinds, "본인이 필요를 적게 느낌.", 0)


def _test(cast: Cast, one: Applicant, which: int) -> None:
    kind = one.chosen[which]
    paper = result_paper(kind, _today(cast), one.random)
    one.results[kind] = paper
    with cast.colleague(one.counselor) as work:
        assessments.save_result(work, one.case_id, paper, 0)


def _explain(cast: Cast, one: Applicant, which: int) -> None:
    paper = replace(one.results[one.chosen[which]], interpreted_on=_today(cast))
    with cast.colleague(one.counselor) as work:
        assessments.save_result(work, one.case_id, paper, 1)


def _meet(cast: Cast, one: Applicant, number: int, attendance: Attendance) -> None:
    paper = session_paper(number, _today(cast), attendance, one.random)
    with cast.colleague(one.counselor) as work:
        counseling.save_session(work, one.case_id, uuid4(), paper, 0)


def test(which: int) -> Act:
    """The counselor records the result of one chosen assessment."""
    return partial(_test, which=which)


def explain(which: int) -> Act:
    """The counselor notes that a result was explained."""
    return partial(_explain, which=which)


def meet(number: int, attendance: Attendance = Attendance.ATTENDED) -> Act:
    """The counselor records a session, held or missed."""
    return partial(_meet, number=number, attendance=attendance)


def sign_outcome(cast: Cast, one: Applicant) -> None:
    """The counselor writes and signs the outcome."""
    with cast.colleague(one.counselor) as work:
        outcomes.save_outcome(work, one.case_id, outcome_paper(one.random), 0, sign=True)


def complete(cast: Cast, one: Applicant) -> None:
    """The counselor completes the case."""
    with cast.colleague(one.counselor) as work:
        outcomes.complete(work, one.case_id)


def drop_out(cast: Cast, one: Applicant) -> None:
    """The counselor closes a case that ended early."""
    reason = one.random.choice((DropOutReason.UNREACHABLE, DropOutReason.NO_SHOW_LIMIT))
    with cast.colleague(one.counselor) as work:
        outcomes.drop_out(work, one.case_id, reason, "세 번 연락했으나 닿지 않음.")
