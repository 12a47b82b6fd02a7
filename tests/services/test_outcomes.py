"""The end of a case: a signature locks the outcome, and completion needs everything."""

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import (
    actions,
    everything,
    findings,
    length,
    milestones_of,
    sql,
    stage_of,
)
from tracker.domain.cases import Stage
from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.papers import CLOSING, OUTCOME
from tracker.domain.program import Attendance, DropOutReason
from tracker.services import applications, assessments, counseling, outcomes
from tracker.services.work import Work


def save(center: Center, case_id, words="나아짐", base=0, *, sign=False):
    with center.as_("eunjeong") as work:
        outcomes.save_outcome(work, case_id, care.outcome_paper(words), base, sign=sign)


def summary(work: Work, case_id) -> str:
    return work.must(case_id, OUTCOME).summary


def test_a_signed_outcome_is_locked(center: Center):
    case_id = care.active(center)
    save(center, case_id, sign=True)
    before = everything(center)
    for words, base, sign in (("고침", 1, False), ("고침", 1, True), ("고침", 0, True)):
        with pytest.raises((RuleBroken, Conflict)):
            save(center, case_id, words, base, sign=sign)
    assert everything(center) == before
    with pytest.raises(RuleBroken) as refusal:
        save(center, case_id, "고침", 1)
    assert refusal.value.code == "signed"


def test_signing_twice_is_one_signature(center: Center):
    case_id = care.active(center)
    for base in (0, 0, 1):
        save(center, case_id, base=base, sign=True)
    assert sql(center, "SELECT version FROM signatures") == [(1,)]
    assert milestones_of(center, case_id).outcome_signed
    assert findings(center) == ()


def test_a_signature_is_taken_off_to_correct_a_slip(center: Center):
    case_id = care.active(center)
    save(center, case_id, "나아짐", sign=True)
    for _twice in range(2):
        with center.as_("eunjeong") as work:
            outcomes.unsign(work, case_id)
    assert not milestones_of(center, case_id).outcome_signed
    save(center, case_id, "많이 나아짐", 2, sign=True)
    assert milestones_of(center, case_id).outcome_signed
    assert sql(center, "SELECT count(*) FROM audit WHERE action = 'outcome_unsigned'") == [(1,)]
    assert findings(center) == ()


def test_of_a_case_that_is_over_nothing_is_missing(center: Center):
    """Whoever completes it is told where it stands, not what to fill in."""
    case_id = care.active(center)
    with center.as_applicant(case_id) as work:
        applications.withdraw(work, case_id)
    with pytest.raises(RuleBroken) as refusal, center.as_("eunjeong") as work:
        outcomes.complete(work, case_id)
    assert refusal.value.code == "not_now"


def test_a_signature_stays_on_a_closed_case(center: Center):
    case_id = care.completed(center)
    with pytest.raises(RuleBroken) as refusal, center.as_("eunjeong") as work:
        outcomes.unsign(work, case_id)
    assert refusal.value.code == "not_in_care"
    assert milestones_of(center, case_id).outcome_signed


def test_signing_again_leaves_no_second_row(center: Center):
    case_id = care.active(center)
    for base in (0, 1):
        save(center, case_id, base=base, sign=True)
    assert sql(center, "SELECT count(*) FROM audit WHERE action = 'outcome_signed'") == [(1,)]


def test_a_draft_is_signed_as_it_stands(center: Center):
    case_id = care.active(center)
    save(center, case_id, "초안")
    save(center, case_id, "초안 둘", 1)
    assert not milestones_of(center, case_id).outcome_signed
    save(center, case_id, "초안 둘", 2, sign=True)
    assert sql(center, "SELECT version FROM signatures") == [(2,)]
    assert actions(center) == ["outcome_signed"]


def test_changing_and_signing_in_one_step(center: Center):
    case_id = care.active(center)
    save(center, case_id, "초안")
    save(center, case_id, "마지막 손질", 1, sign=True)
    assert sql(center, "SELECT version FROM signatures") == [(2,)]
    with center.as_("eunjeong") as work:
        assert summary(work, case_id) == "마지막 손질"


MISSING = [
    ("assessments", "UPDATE assessments SET interpreted_at = NULL WHERE kind = 'inner_self'"),
    ("sessions", "UPDATE counseling_sessions SET attendance = 'no_show' WHERE number = 3"),
    ("outcome", "DELETE FROM signatures"),
]


@pytest.mark.parametrize(("what", "statement"), MISSING)
def test_completion_names_what_is_missing(center: Center, what: str, statement: str):
    case_id = care.ready(center)
    sql(center, statement)
    before = everything(center)
    with pytest.raises(RuleBroken) as refusal, center.as_("eunjeong") as work:
        outcomes.complete(work, case_id)
    assert refusal.value.code == "not_complete"
    assert refusal.value.params == {"missing": what}
    assert everything(center) == before
    assert stage_of(center, case_id) is Stage.ACTIVE


def test_completion_of_nothing_names_all(center: Center):
    case_id = care.active(center)
    with pytest.raises(RuleBroken) as refusal, center.as_("eunjeong") as work:
        outcomes.complete(work, case_id)
    assert refusal.value.params == {"missing": "assessments sessions outcome"}


def test_three_missed_appointments_are_no_session(center: Center):
    case_id = care.active(center)
    for how in (Attendance.NO_SHOW, Attendance.LATE_CANCEL, Attendance.RESCHEDULED):
        care.do_session(center, case_id, 1, how)
    assert milestones_of(center, case_id).held == 0
    care.do_session(center, case_id, 1, Attendance.LATE)
    assert milestones_of(center, case_id).held == 1


def test_a_reopened_case_has_to_be_signed_again(center: Center):
    case_id = care.completed(center)
    with center.as_("eunjeong") as work:
        outcomes.reopen(work, case_id, "한 회기가 남아 있었음")
        assert summary(work, case_id) == "나아짐"
    assert not milestones_of(center, case_id).outcome_signed
    with pytest.raises(RuleBroken) as refusal, center.as_("eunjeong") as work:
        outcomes.complete(work, case_id)
    assert refusal.value.params == {"missing": "outcome"}
    save(center, case_id, "더 나아짐", 2, sign=True)
    with center.as_("eunjeong") as work:
        outcomes.complete(work, case_id)
    assert stage_of(center, case_id) is Stage.COMPLETED
    assert sql(center, "SELECT version FROM signatures ORDER BY version") == [(1,), (3,)]
    assert findings(center) == ()


def test_the_reason_of_an_early_end_is_kept(center: Center):
    case_id = center.assigned()
    with center.as_("eunjeong") as work:
        outcomes.drop_out(work, case_id, DropOutReason.REFERRED_OUT, "병원으로")
    with center.as_("eunjeong") as work:
        closing = work.must(case_id, CLOSING)
        assert (closing.event, closing.reason, closing.note) == (
            "drop_out",
            "referred_out",
            "병원으로",
        )
        outcomes.reopen(work, case_id, "돌아오심")
        reopened = work.must(case_id, CLOSING)
        assert (reopened.event, reopened.reason, reopened.note) == ("reopen", "", "돌아오심")


ENDED = ["complete", "drop_out"]


@pytest.mark.parametrize("ending", ENDED)
def test_nothing_is_written_into_an_ended_case(center: Center, ending: str):
    case_id = care.completed(center) if ending == "complete" else care.active(center)
    if ending == "drop_out":
        with center.as_("eunjeong") as work:
            outcomes.drop_out(work, case_id, DropOutReason.CLIENT_REQUEST, "")
    before = everything(center)
    writings = (
        lambda: save(center, case_id, "뒤늦게", 0, sign=True),
        lambda: care.do_intake(center, case_id),
        lambda: care.do_choice(center, case_id),
        lambda: care.do_results(center, case_id),
        lambda: care.do_session(center, case_id, 1),
    )
    for write in writings:
        with pytest.raises(RuleBroken) as refusal:
            write()
        assert refusal.value.code == "not_in_care"
    assert everything(center) == before


STRANGERS = ["minsu", "jiho", "seoyeon", "hyewon", "taekyung", "jihyun", "yujin"]


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_but_the_counselor_writes_or_reads(center: Center, who: str):
    """Also the colleague of the same team, and also the supervisor who may read."""
    case_id = care.active(center)
    rows = length(center)
    for act in (
        lambda work: counseling.save_intake(work, case_id, care.intake_paper("남의 글"), 1),
        lambda work: assessments.save_result(work, case_id, care.result_paper(), 0),
        lambda work: outcomes.save_outcome(work, case_id, care.outcome_paper(), 0, sign=True),
        lambda work: outcomes.drop_out(work, case_id, DropOutReason.UNREACHABLE, ""),
        lambda work: outcomes.complete(work, case_id),
        lambda work: counseling.show(work, case_id),
    ):
        with pytest.raises(NotFound), center.as_(who) as work:
            act(work)
    assert length(center) == rows
