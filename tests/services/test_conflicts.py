"""Two people, or two tabs, at the same moment: one wins, the other hears of it, nothing is lost."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from tests.factories import care
from tests.factories.center import Center, application
from tests.factories.look import case_of, events_of, findings, milestones_of, sql, stage_of
from tests.factories.together import at_once, failures
from tracker.domain.cases import Stage
from tracker.domain.errors import Conflict, RuleBroken
from tracker.domain.papers import INTAKE
from tracker.domain.program import Attendance, DeclineReason
from tracker.services import applications, assessments, counseling, intake, outcomes

# A race that is lost once in ten tries must not hide behind luck.
TRIES = 3


def save_intake(center: Center, case_id: UUID, words: str, base: int = 0) -> None:
    with center.as_("eunjeong") as work:
        counseling.save_intake(work, case_id, care.intake_paper(words), base)


def intakes(center: Center, case_id: UUID) -> list[str]:
    """What stands in each version of the intake note."""
    obj = f"clinical:{case_id.hex}"
    rows = sql(
        center, "SELECT max(version) FROM documents WHERE object = :o AND kind = 'intake'", o=obj
    )
    with center.as_("eunjeong") as work:
        return [str(rows[0][0]), work.must(case_id, INTAKE).presenting_problem]


@pytest.mark.parametrize("_try", range(TRIES))
def test_two_versions_at_once(center: Center, _try: int):
    case_id = center.assigned()
    ended = at_once(*(partial(save_intake, center, case_id, words) for words in ("가", "나")))
    assert failures(ended) == ["Conflict"]
    winner = "가" if ended[0] is None else "나"
    assert intakes(center, case_id) == ["1", winner]
    ended = at_once(*(partial(save_intake, center, case_id, words, 1) for words in ("다", "라")))
    assert failures(ended) == ["Conflict"]
    assert intakes(center, case_id)[0] == "2"
    assert findings(center) == ()


def test_the_same_form_sent_twice_at_once(center: Center):
    case_id = center.assigned()
    ended = at_once(*[partial(save_intake, center, case_id, "두 번 눌렀어요")] * 2)
    assert failures(ended) == []
    assert intakes(center, case_id) == ["1", "두 번 눌렀어요"]


def test_an_old_tab(center: Center):
    """Saving on top of an old version is refused; the same words once more are not."""
    case_id = center.assigned()
    save_intake(center, case_id, "처음")
    save_intake(center, case_id, "다음", 1)
    save_intake(center, case_id, "다음", 1)
    for base in (0, 1, 3, -1):
        with pytest.raises(Conflict):
            save_intake(center, case_id, "옛 화면", base)
    assert intakes(center, case_id) == ["2", "다음"]


def test_a_colleagues_words_are_no_replay(center: Center):
    """Saved by somebody else, the same words still are somebody else's."""
    case_id = center.assigned()
    save_intake(center, case_id, "같은 말")
    sql(center, "UPDATE documents SET author_id = :x", x=uuid4().hex)
    with pytest.raises(Conflict):
        save_intake(center, case_id, "같은 말")


@pytest.mark.parametrize("_try", range(TRIES))
def test_accepted_twice_at_once(center: Center, _try: int):
    case_id = center.apply().case_id

    def accept() -> None:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)

    assert failures(at_once(accept, accept, accept)) == []
    assert events_of(center, case_id) == ["submit", "accept"]
    assert findings(center) == ()


def test_accepted_and_declined_at_once(center: Center):
    case_id = center.apply().case_id

    def accept() -> None:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)

    def decline() -> None:
        with center.as_("seoyeon") as work:
            intake.decline(work, case_id, DeclineReason.DUPLICATE, "")

    def withdraw() -> None:
        with center.as_applicant(case_id) as work:
            applications.withdraw(work, case_id)

    ended = at_once(accept, decline, withdraw)
    assert set(failures(ended)) <= {"RuleBroken"}
    assert [event for event in events_of(center, case_id) if event != "submit"]
    assert findings(center) == ()


def test_assigned_to_two_at_once(center: Center):
    case_id = center.accepted()

    def assign(to: str) -> str:
        with center.as_("seoyeon") as work:
            intake.assign(work, case_id, center.staff[to].account_id)
        return to

    ended = at_once(partial(assign, "eunjeong"), partial(assign, "jiho"))
    assert failures(ended) == ["RuleBroken"]
    winner = next(one for one in ended if isinstance(one, str))
    assert case_of(center, case_id).counselor_id == center.staff[winner].account_id
    principals = {row[0] for row in sql(center, "SELECT principal FROM grants WHERE object = :o",
                                        o=f"clinical:{case_id.hex}")}  # fmt: skip
    loser = center.staff["jiho" if winner == "eunjeong" else "eunjeong"]
    assert f"user:{center.staff[winner].account_id.hex}" in principals
    assert f"user:{loser.account_id.hex}" not in principals
    assert findings(center) == ()


def test_numbers_run_on_without_gap_or_double(center: Center):
    ids = [center.apply().case_id for _ in range(6)]

    def accept(case_id: UUID) -> None:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)

    assert failures(at_once(*(partial(accept, case_id) for case_id in ids))) == []
    numbers = sorted(case_of(center, case_id).number or "" for case_id in ids)
    assert numbers == [f"26-0000{n}" for n in range(1, 7)]
    assert findings(center) == ()


def test_one_session_held_in_two_tabs(center: Center):
    case_id = care.active(center)

    def hold() -> None:
        with center.as_("eunjeong") as work:
            counseling.save_session(work, case_id, uuid4(), care.session_paper(1), 0)

    assert failures(at_once(hold, hold)) == ["Conflict"]
    assert milestones_of(center, case_id).held == 1


def test_one_entry_sent_twice(center: Center):
    case_id, entry = care.active(center), uuid4()

    def miss() -> None:
        with center.as_("eunjeong") as work:
            paper = care.session_paper(1, Attendance.NO_SHOW)
            counseling.save_session(work, case_id, entry, paper, 0)

    assert failures(at_once(miss, miss)) == []
    assert sql(center, "SELECT count(*) FROM counseling_sessions")[0][0] == 1


def test_signed_and_changed_at_once(center: Center):
    case_id = care.active(center)
    with center.as_("eunjeong") as work:
        outcomes.save_outcome(work, case_id, care.outcome_paper("초안"), 0, sign=False)

    def save(words: str, sign: bool) -> None:
        with center.as_("eunjeong") as work:
            outcomes.save_outcome(work, case_id, care.outcome_paper(words), 1, sign=sign)

    ended = at_once(partial(save, "초안", True), partial(save, "고침", False))
    assert len(failures(ended)) == 1
    assert isinstance(next(one for one in ended if one), Conflict | RuleBroken)
    assert findings(center) == ()


def test_completed_and_a_result_taken_back_at_once(center: Center):
    """Whoever comes second sees what the first has done."""
    case_id = care.ready(center)

    def complete() -> None:
        with center.as_("eunjeong") as work:
            outcomes.complete(work, case_id)

    def take_back() -> None:
        with center.as_("eunjeong") as work:
            paper = care.result_paper(interpreted=False)
            assessments.save_result(work, case_id, paper, 1)

    ended = at_once(complete, take_back)
    assert failures(ended) == ["RuleBroken"]
    done = milestones_of(center, case_id).interpreted == 5
    assert (stage_of(center, case_id) is Stage.COMPLETED) is done


def test_one_receipt_sent_twice_at_once(center: Center):
    """A double click on the last page is one application."""
    paper = applications.new_receipt()
    receipt = applications.lock_receipt(center.site.settings.pepper_bytes, paper)

    def submit() -> None:
        with center.as_visitor() as work:
            applications.submit(work, application(), center.asked(), receipt)

    assert set(failures(at_once(submit, submit))) <= {"Conflict"}
    submit()
    assert sql(center, "SELECT count(*) FROM cases")[0][0] == 1
    assert findings(center) == ()
