"""Three sessions, each held once and one after the other, also when a record is corrected."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import milestones_of
from tracker.domain.errors import RuleBroken
from tracker.domain.program import Attendance
from tracker.services import counseling


def correct(
    center: Center, case_id: UUID, entry: UUID, number: int, attendance: Attendance
) -> None:
    """최은정 saves a second version of a session."""
    with center.as_("eunjeong") as work:
        paper = care.session_paper(number, attendance)
        counseling.save_session(work, case_id, entry, paper, 1)


@pytest.mark.parametrize(
    ("number", "attendance"), [(1, Attendance.NO_SHOW), (3, Attendance.ATTENDED)]
)
def test_a_held_session_stays_once_a_later_one_was_held(
    center: Center, number: int, attendance: Attendance
):
    case_id = care.active(center)
    first = care.do_session(center, case_id, 1)
    care.do_session(center, case_id, 2)
    with pytest.raises(RuleBroken) as refused:
        correct(center, case_id, first, number, attendance)
    assert (refused.value.code, refused.value.params) == ("session_later", {"number": 2})
    assert milestones_of(center, case_id).held == 2


def test_late_instead_of_on_time_changes_nothing_for_the_later_ones(center: Center):
    case_id = care.active(center)
    first = care.do_session(center, case_id, 1)
    care.do_session(center, case_id, 2)
    correct(center, case_id, first, 1, Attendance.LATE)
    assert milestones_of(center, case_id).held == 2


def test_the_last_held_session_may_turn_out_missed(center: Center):
    case_id = care.active(center)
    first = care.do_session(center, case_id, 1)
    second = care.do_session(center, case_id, 2)
    correct(center, case_id, second, 2, Attendance.NO_SHOW)
    correct(center, case_id, first, 1, Attendance.NO_SHOW)
    assert milestones_of(center, case_id).held == 0
