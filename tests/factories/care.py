"""Papers as the people of the center fill them in, and the road through a case in single steps."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.factories.center import Center
from tracker.domain.papers import IntakePaper, OutcomePaper, ResultPaper, SessionPaper
from tracker.domain.program import AssessmentKind, Attendance, MeetingWay, RiskLevel
from tracker.services import assessments, counseling, outcomes

DAY = date(2026, 11, 20)
FIVE = tuple(AssessmentKind)[:5]
SIXTH = tuple(AssessmentKind)[5]


def intake_paper(problem: str = "수면 문제", **changes: Any) -> IntakePaper:
    """An intake interview without risk."""
    values: dict[str, Any] = {
        "held_on": DAY,
        "presenting_problem": problem,
        "background": "",
        "strengths": "",
        "goals": "",
        "risk": RiskLevel.NONE,
        "risk_note": "",
        "limits_explained": True,
    }
    return IntakePaper(**values | changes)


def result_paper(
    kind: AssessmentKind = FIVE[0], *, interpreted: bool = True, narrative: str = "요약"
) -> ResultPaper:
    """A result of one assessment, explained to the client or not yet."""
    on = DAY if interpreted else None
    return ResultPaper(kind, "htp", DAY, MeetingWay.IN_PERSON, {}, narrative, on)


def session_paper(
    number: int = 1, attendance: Attendance = Attendance.ATTENDED, note: str = "적음"
) -> SessionPaper:
    """A session note."""
    way, risk = MeetingWay.IN_PERSON, RiskLevel.NONE
    return SessionPaper(number, DAY, way, attendance, note, risk, "", "")


def outcome_paper(summary: str = "나아짐") -> OutcomePaper:
    """An outcome note."""
    return OutcomePaper(summary, "계획", "")


def do_intake(center: Center, case_id: UUID, who: str = "eunjeong") -> None:
    """The first intake note."""
    with center.as_(who) as work:
        counseling.save_intake(work, case_id, intake_paper(), 0)


def do_choice(center: Center, case_id: UUID, who: str = "eunjeong") -> None:
    """The first choice of five."""
    with center.as_(who) as work:
        assessments.save_choice(work, case_id, list(FIVE), "시간이 부족해요", 0)


def active(center: Center, who: str = "eunjeong") -> UUID:
    """A case in which counseling has begun."""
    case_id = center.assigned(who)
    do_intake(center, case_id, who)
    do_choice(center, case_id, who)
    return case_id


def do_results(center: Center, case_id: UUID, who: str = "eunjeong") -> None:
    """All five results, explained."""
    for kind in FIVE:
        with center.as_(who) as work:
            assessments.save_result(work, case_id, result_paper(kind), 0)


def do_session(
    center: Center,
    case_id: UUID,
    number: int,
    attendance: Attendance = Attendance.ATTENDED,
    who: str = "eunjeong",
) -> UUID:
    """One session; returns the id of its entry."""
    entry = uuid4()
    with center.as_(who) as work:
        counseling.save_session(work, case_id, entry, session_paper(number, attendance), 0)
    return entry


def do_outcome(center: Center, case_id: UUID, who: str = "eunjeong") -> None:
    """A signed outcome note."""
    with center.as_(who) as work:
        outcomes.save_outcome(work, case_id, outcome_paper(), 0, sign=True)


def ready(center: Center, who: str = "eunjeong") -> UUID:
    """A case that has everything it needs to be completed."""
    case_id = active(center, who)
    do_results(center, case_id, who)
    for number in (1, 2, 3):
        do_session(center, case_id, number, who=who)
    do_outcome(center, case_id, who)
    return case_id


def completed(center: Center, who: str = "eunjeong") -> UUID:
    """A completed case."""
    case_id = ready(center, who)
    with center.as_(who) as work:
        outcomes.complete(work, case_id)
    return case_id


def reads(center: Center, case_id: UUID, who: str = "eunjeong") -> None:
    """A counselor opens an own case: both halves are there and intact."""
    with center.as_(who) as work:
        found = counseling.show(work, case_id)
    assert found.application is not None
    assert found.application.intact
