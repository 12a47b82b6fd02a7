"""The main road, desk by desk: from application to completion."""

from datetime import date
from uuid import uuid4

import pytest

from tests.factories.center import Center
from tracker.domain.cases import Stage
from tracker.domain.errors import RuleBroken
from tracker.domain.papers import IntakePaper, OutcomePaper, ResultPaper, SessionPaper
from tracker.domain.program import AssessmentKind, Attendance, MeetingWay, RiskLevel
from tracker.services import applications, assessments, audit, counseling, intake, outcomes
from tracker.store import past

DAY = date(2026, 11, 20)
INTAKE = IntakePaper(DAY, "수면 문제", "", "", "", RiskLevel.NONE, "", True)
FIVE = list(AssessmentKind)[:5]


def test_from_application_to_completion(center: Center):
    case_id = center.assigned()
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, INTAKE, 0)
        assessments.save_choice(work, case_id, FIVE, "시간이 부족해요", 0)
    for kind in FIVE:
        with center.as_("eunjeong") as work:
            paper = ResultPaper(kind, "htp", DAY, MeetingWay.IN_PERSON, {}, "요약", DAY)
            assessments.save_result(work, case_id, paper, 0)
    for number in (1, 2, 3):
        with center.as_("eunjeong") as work:
            note = SessionPaper(
                number,
                DAY,
                MeetingWay.IN_PERSON,
                Attendance.ATTENDED,
                "적음",
                RiskLevel.NONE,
                "",
                "",
            )
            counseling.save_session(work, case_id, uuid4(), note, 0)
    with center.as_("eunjeong") as work, pytest.raises(RuleBroken):
        outcomes.complete(work, case_id)
    with center.as_("eunjeong") as work:
        outcomes.save_outcome(work, case_id, OutcomePaper("나아짐", "계획", ""), 0, sign=True)
        outcomes.complete(work, case_id)
    with center.as_("eunjeong") as work:
        shown = counseling.show(work, case_id)
        assert shown.case.stage is Stage.COMPLETED
        assert shown.application is not None
        assert shown.application.paper is not None
        assert shown.application.paper.form.name == "김하늘"
        assert shown.milestones.interpreted == 5
        assert shown.milestones.held == 3
    with center.as_applicant(case_id) as work:
        status = applications.status(work, case_id)
        assert status.release.chosen == tuple(FIVE)
    with center.as_("hyewon") as work:
        assert counseling.show_for_team(work, case_id).intake is not None
    with center.as_("seoyeon") as work:
        assert intake.show(work, case_id).application.intact
    with center.site.reading() as db:
        assert len(past.history(db, case_id)) == 6 - 1
        assert audit.verify(db).findings == ()
