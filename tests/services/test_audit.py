"""The trail: one row per act, in its own transaction; what is done behind it is named."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import (
    actions,
    anchor_of,
    everything,
    findings,
    length,
)
from tracker.domain.audit import DETAIL_KEYS, Audit
from tracker.domain.errors import NotAllowed
from tracker.domain.papers import DECISION, DecisionPaper
from tracker.domain.program import DeclineReason, DropOutReason
from tracker.services import (
    applications,
    assessments,
    counseling,
    intake,
    outcomes,
    trail,
)
from tracker.services.work import Work
from tracker.store.audit import AuditRow, chain, readable


def rows(center: Center) -> list[AuditRow]:
    with center.site.reading() as db:
        return readable(chain(db))


def test_an_untouched_center_has_nothing_to_say(center: Center):
    assert findings(center) == ()
    care.completed(center)
    assert findings(center, anchor_of(center)) == ()
    assert anchor_of(center).sequence == len(rows(center))


Act = tuple[str, Callable[[Work, UUID], Any], str]
ACTS: list[Act] = [
    ("seoyeon", lambda w, c: intake.show(w, c), "application_opened"),
    ("seoyeon", lambda w, c: intake.waitlist(w, c), "case_waitlisted"),
    ("seoyeon", lambda w, c: intake.accept(w, c), "case_accepted"),
    (
        "seoyeon",
        lambda w, c: intake.decline(w, c, DeclineReason.DUPLICATE, "두 번 신청하심"),
        "case_declined",
    ),
    ("", lambda w, c: applications.status(w, c), "status_opened"),
    ("", lambda w, c: applications.withdraw(w, c), "application_withdrawn"),
]
IN_CARE: list[Act] = [
    ("eunjeong", lambda w, c: counseling.show(w, c), "case_opened"),
    ("hyewon", lambda w, c: counseling.show_for_team(w, c), "case_opened"),
    (
        "eunjeong",
        lambda w, c: counseling.save_intake(w, c, care.intake_paper(), 0),
        "intake_saved",
    ),
    (
        "eunjeong",
        lambda w, c: assessments.save_choice(w, c, list(care.FIVE), "", 0),
        "choice_saved",
    ),
    (
        "eunjeong",
        lambda w, c: outcomes.save_outcome(w, c, care.outcome_paper(), 0, sign=False),
        "outcome_saved",
    ),
    (
        "eunjeong",
        lambda w, c: outcomes.save_outcome(w, c, care.outcome_paper(), 0, sign=True),
        "outcome_signed",
    ),
    (
        "eunjeong",
        lambda w, c: outcomes.drop_out(w, c, DropOutReason.UNREACHABLE, ""),
        "case_dropped_out",
    ),
]


@pytest.mark.parametrize(("who", "act", "action"), ACTS, ids=[one[2] for one in ACTS])
def test_each_act_leaves_one_row(center: Center, who, act, action):
    one_row(center, center.apply().case_id, who, act, action)


@pytest.mark.parametrize(
    ("who", "act", "action"), IN_CARE, ids=[f"{one[0]}-{one[2]}" for one in IN_CARE]
)
def test_each_act_in_care_leaves_one_row(center: Center, who, act, action):
    one_row(center, center.assigned(), who, act, action)


def one_row(center: Center, case_id: UUID, who: str, act: Callable[..., Any], action: str) -> None:
    count = length(center)
    with center.as_(who) if who else center.as_applicant(case_id) as work:
        act(work, case_id)
    assert length(center) == count + 1
    row = rows(center)[-1]
    account = center.staff[who].account_id if who else None
    assert (row.action, row.actor_id, row.address) == (action, account, "127.0.0.1")
    assert row.object is not None
    assert row.object.endswith(case_id.hex)
    assert row.detail.keys() <= DETAIL_KEYS
    assert findings(center) == ()


@pytest.mark.parametrize(("who", "act", "action"), ACTS, ids=[one[2] for one in ACTS])
def test_without_its_row_the_act_does_not_happen(center: Center, monkeypatch, who, act, action):
    case_id = center.apply().case_id
    with center.as_("seoyeon"):  # her letters are settled in an act of its own
        pass
    before = everything(center)

    def broken(*_given: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("tracker.store.audit.append", broken)
    acting = center.as_(who) if who else center.as_applicant(case_id)
    with pytest.raises(OSError, match="disk full"), acting as work:
        act(work, case_id)
    assert everything(center) == before


def test_an_act_that_forgets_its_row_is_undone(center: Center):
    case_id = center.accepted()
    before = everything(center)
    with pytest.raises(RuntimeError, match="no audit row"), center.as_("seoyeon") as work:
        work.write_on(case_id, DECISION, DecisionPaper("note", "", "몰래"))
    assert everything(center) == before


def test_the_trail_takes_no_words(center: Center):
    with pytest.raises(ValueError, match="keeps no"), center.as_("seoyeon") as work:
        work.record(Audit.CASE_OPENED, note="김하늘")


def test_only_the_officer_reads_it_and_that_is_recorded(center: Center):
    for who in ("seoyeon", "eunjeong", "hyewon", "taekyung", "jihyun"):
        with pytest.raises(NotAllowed), center.as_(who) as work:
            trail.search(work)
    with center.as_("yujin") as work:
        seen = trail.search(work).rows
    assert [row.sequence for row in seen] == sorted((r.sequence for r in seen), reverse=True)
    assert actions(center) == ["audit_read"]
