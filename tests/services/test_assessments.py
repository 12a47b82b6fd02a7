"""Five of six, each once; a result for what was chosen; sessions in their order."""

from uuid import uuid4

import pytest

from tests.factories import care
from tests.factories.care import FIVE, SIXTH
from tests.factories.center import Center
from tests.factories.look import everything, findings, milestones_of, sql, stage_of
from tracker.domain.cases import Stage
from tracker.domain.errors import Conflict, FieldError, NotFound, RuleBroken
from tracker.domain.papers import CHOICE
from tracker.domain.program import AssessmentKind, Attendance, left_out
from tracker.services import applications, assessments, counseling

OTHER_FIVE = (*FIVE[1:], SIXTH)


def choose(center: Center, case_id, kinds, base=0):
    with center.as_("eunjeong") as work:
        assessments.save_choice(work, case_id, list(kinds), "함께 정함", base)


WRONG = [
    ((), "nothing"),
    (FIVE[:4], "too_few"),
    (tuple(AssessmentKind), "too_many"),
    ((*FIVE[:4], FIVE[0]), "duplicate"),
    ((FIVE[0],) * 5, "duplicate"),
]


@pytest.mark.parametrize(("kinds", "code"), WRONG)
def test_exactly_five_different_ones(center: Center, kinds, code):
    case_id = center.assigned()
    before = everything(center)
    with pytest.raises(FieldError) as refusal:
        choose(center, case_id, kinds)
    assert (refusal.value.field, refusal.value.code) == ("choice", code)
    after = everything(center)
    assert after["assessments"] == before["assessments"] == []
    assert after["documents"] == before["documents"]


def test_what_was_left_out_and_why_is_kept_and_shown(center: Center):
    case_id = center.assigned()
    choose(center, case_id, FIVE)
    with center.as_("eunjeong") as work:
        paper = work.must(case_id, CHOICE)
        assert paper.chosen == FIVE
        assert left_out(paper.chosen) == (SIXTH,)
        assert paper.reason == "함께 정함"
    with center.as_applicant(case_id) as work:
        assert applications.status(work, case_id).release.chosen == FIVE
    assert milestones_of(center, case_id).chosen == 5


def test_another_choice_before_any_result(center: Center):
    case_id = care.active(center)
    choose(center, case_id, OTHER_FIVE, 1)
    rows = sql(center, "SELECT kind FROM assessments")
    assert {row[0] for row in rows} == {kind.value for kind in OTHER_FIVE}
    assert stage_of(center, case_id) is Stage.ACTIVE
    with center.as_applicant(case_id) as work:
        assert applications.status(work, case_id).release.chosen == OTHER_FIVE
    assert findings(center) == ()


def test_a_kind_with_a_result_stays(center: Center):
    case_id = care.active(center)
    with center.as_("eunjeong") as work:
        assessments.save_result(work, case_id, care.result_paper(FIVE[0]), 0)
    before = everything(center)
    with pytest.raises(RuleBroken) as refusal:
        choose(center, case_id, OTHER_FIVE, 1)
    assert (refusal.value.code, refusal.value.params) == ("has_result", {"kind": FIVE[0].value})
    assert everything(center) == before
    choose(center, case_id, (FIVE[0], *OTHER_FIVE[1:]), 1)  # another one may go
    assert milestones_of(center, case_id).recorded == 1


def test_a_result_only_for_what_was_chosen(center: Center):
    case_id = care.active(center)
    for act in (lambda work: assessments.save_result(work, case_id, care.result_paper(SIXTH), 0),):
        with pytest.raises(NotFound), center.as_("eunjeong") as work:
            act(work)
    assert milestones_of(center, case_id).recorded == 0


def test_recorded_is_not_interpreted(center: Center):
    case_id = care.active(center)
    for interpreted, count in ((False, 0), (True, 1), (False, 0)):
        with center.as_("eunjeong") as work:
            last = work.read(case_id, assessments.result_kind(FIVE[0]))
            paper = care.result_paper(FIVE[0], interpreted=interpreted)
            assessments.save_result(work, case_id, paper, last.version if last else 0)
        done = milestones_of(center, case_id)
        assert (done.recorded, done.interpreted) == (1, count)


@pytest.mark.parametrize("first", ["intake", "choice"])
def test_counseling_begins_with_the_second_of_two(center: Center, first: str):
    case_id = center.assigned()
    steps = [care.do_intake, care.do_choice]
    if first == "choice":
        steps.reverse()
    steps[0](center, case_id)
    assert stage_of(center, case_id) is Stage.ASSIGNED
    steps[1](center, case_id)
    assert stage_of(center, case_id) is Stage.ACTIVE


ORDER = [
    ([(2, Attendance.ATTENDED)], RuleBroken),
    ([(3, Attendance.NO_SHOW)], RuleBroken),
    ([(1, Attendance.NO_SHOW), (2, Attendance.ATTENDED)], RuleBroken),
    ([(1, Attendance.ATTENDED), (1, Attendance.LATE)], Conflict),
    ([(1, Attendance.ATTENDED), (3, Attendance.ATTENDED)], RuleBroken),
]


@pytest.mark.parametrize(("entries", "refusal"), ORDER)
def test_sessions_come_in_order_and_once(center: Center, entries, refusal):
    case_id = care.active(center)
    for number, how in entries[:-1]:
        care.do_session(center, case_id, number, how)
    before = everything(center)
    with pytest.raises(refusal):
        care.do_session(center, case_id, *entries[-1])
    assert everything(center) == before


def test_missed_then_held_under_the_same_number(center: Center):
    case_id = care.active(center)
    care.do_session(center, case_id, 1)
    care.do_session(center, case_id, 2, Attendance.NO_SHOW)
    care.do_session(center, case_id, 2, Attendance.LATE_CANCEL)
    care.do_session(center, case_id, 2, Attendance.LATE)
    care.do_session(center, case_id, 3)
    assert milestones_of(center, case_id).held == 3
    with center.as_("eunjeong") as work:
        entries = counseling.show(work, case_id).sessions
    assert [entry.row.number for entry in entries] == [1, 2, 2, 2, 3]
    assert all(entry.note and entry.note.intact for entry in entries)


@pytest.mark.parametrize("number", [-1, 0, 4, 99])
def test_there_is_no_fourth_session(center: Center, number: int):
    case_id = care.active(center)
    for held in (1, 2, 3):
        care.do_session(center, case_id, held)
    before = everything(center)
    with pytest.raises((RuleBroken, Conflict)):
        care.do_session(center, case_id, number)
    assert everything(center) == before


def test_an_entry_belongs_to_one_case(center: Center):
    mine, other = care.active(center), care.active(center)
    entry = care.do_session(center, other, 1)
    before = everything(center)
    with pytest.raises(Conflict), center.as_("eunjeong") as work:
        counseling.save_session(work, mine, entry, care.session_paper(1), 0)
    assert everything(center) == before


def test_a_corrected_entry_keeps_its_place(center: Center):
    case_id, entry = care.active(center), uuid4()
    for base, how in enumerate((Attendance.NO_SHOW, Attendance.ATTENDED, Attendance.LATE)):
        with center.as_("eunjeong") as work:
            counseling.save_session(work, case_id, entry, care.session_paper(1, how), base)
    assert sql(center, "SELECT attendance FROM counseling_sessions") == [("late",)]
    assert milestones_of(center, case_id).held == 1
