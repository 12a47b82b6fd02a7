"""The monthly freeze: once, in order, from the events; and who may look."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import actions, everything, findings, sql
from tests.factories.together import at_once, failures
from tracker.domain.anonymity import NEEDS
from tracker.domain.errors import NotAllowed
from tracker.domain.program import DeclineReason, DropOutReason
from tracker.services import applications, intake, messages, outcomes, reports
from tracker.services.reports import Report
from tracker.store import reports as shelf

SEPTEMBER = datetime(2026, 9, 10, 3, 0, tzinfo=UTC)


def freeze(center: Center, who: str = "seoyeon") -> int:
    with center.as_(who) as work:
        return reports.freeze_due(work)


def read(center: Center, month: str | None = None) -> Report:
    with center.as_("jihyun") as work:
        return reports.read(work, month)


def apply(center: Center, people: int) -> list[UUID]:
    return [center.apply().case_id for _ in range(people)]


def about(report: Report, fact: str) -> int | None:
    assert report.cells is not None
    return {cell.fact: cell.about for cell in report.cells}[fact]


def test_a_month_is_frozen_once(center: Center):
    center.clock.now = SEPTEMBER
    apply(center, 32)
    assert freeze(center) == 0  # September is not over
    center.clock.now = SEPTEMBER + timedelta(days=25)
    assert freeze(center) == 1
    assert actions(center) == ["report_frozen"]
    before = everything(center)
    for who in ("seoyeon", "hyewon"):
        assert freeze(center, who) == 0
    assert everything(center) == before
    assert read(center).months == ("2026-09",)
    assert about(read(center), "submitted") in {30, 35}
    assert findings(center) == ()


def test_two_who_sign_in_on_the_first(center: Center):
    center.clock.now = SEPTEMBER
    apply(center, 32)
    center.clock.now = SEPTEMBER + timedelta(days=25)

    def enter(who: str) -> int:
        with center.as_(who) as work:
            work.alone()  # as at sign-in, whose audit row comes first
            return reports.freeze_due(work)

    ended = at_once(lambda: enter("seoyeon"), lambda: enter("hyewon"))
    assert failures(ended) == []
    assert sorted(ended) == [0, 1]
    assert findings(center) == ()


def test_past_months_never_change(center: Center):
    center.clock.now = SEPTEMBER
    ids = apply(center, 40)
    center.clock.now = SEPTEMBER + timedelta(days=25)
    freeze(center)
    september = read(center, "2026-09").cells
    for case_id in ids[:30]:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)
    apply(center, 25)
    center.clock.forward(days=31)
    assert freeze(center) == 1
    assert read(center, "2026-09").cells == september
    assert read(center, "2026-10").cells != september
    assert about(read(center), "accepted") in {25, 30}
    assert about(read(center, "2026-09"), "accepted") is None


def test_months_are_those_of_seoul(center: Center):
    center.clock.now = datetime(2026, 9, 30, 14, 59, tzinfo=UTC)  # 23:59 on the 30th
    apply(center, 31)
    assert freeze(center) == 0
    center.clock.forward(minutes=1)
    apply(center, 31)
    assert freeze(center) == 1
    assert about(read(center), "submitted") in {30, 35}


def test_several_months_at_once(center: Center):
    center.clock.now = datetime(2026, 6, 5, tzinfo=UTC)
    for _month in range(4):
        apply(center, 20)
        center.clock.forward(days=30)
    assert freeze(center) == 3  # June had twenty
    assert read(center).months == ("2026-07", "2026-08", "2026-09")
    assert [about(read(center, month), "submitted") for month in read(center).months] \
        == [40, 60, 80]  # fmt: skip


def test_under_thirty_there_is_nothing(center: Center):
    center.clock.now = SEPTEMBER
    apply(center, 29)
    center.clock.forward(days=25)
    assert freeze(center) == 0
    assert read(center).cells is None
    assert read(center).months == ()


READERS = ["seoyeon", "eunjeong", "hyewon", "taekyung", "yujin"]


@pytest.mark.parametrize("who", READERS)
def test_only_a_manager_reads(center: Center, who: str):
    with pytest.raises(NotAllowed), center.as_(who) as work:
        reports.read(work, None)


@pytest.mark.parametrize("who", ["eunjeong", "jihyun", "taekyung", "yujin"])
def test_who_does_not_hold_the_statistics_freezes_nothing(center: Center, who: str):
    center.clock.now = SEPTEMBER
    apply(center, 32)
    center.clock.forward(days=25)
    assert freeze(center, who) == 0


@pytest.mark.parametrize("month", ["", "2026-08", "9999-99", "' OR 1=1", "\0", "2026-09'"])
def test_an_unknown_month_is_the_newest(center: Center, month: str):
    center.clock.now = SEPTEMBER
    apply(center, 32)
    center.clock.forward(days=25)
    freeze(center)
    assert read(center, month) == read(center, "2026-09")


def test_a_reader_sees_no_small_number(center: Center):
    """Seven accepted, two declined, one withdrawn: all of them look like nobody."""
    center.clock.now = SEPTEMBER
    ids = apply(center, 42)
    for case_id in ids[:4]:
        with center.as_("seoyeon") as work:
            intake.accept(work, case_id)
    with center.as_("seoyeon") as work:
        intake.decline(work, ids[-1], DeclineReason.DUPLICATE, "")
    with center.as_applicant(ids[-2]) as work:
        applications.withdraw(work, ids[-2])
    center.clock.forward(days=25)
    freeze(center)
    cells = read(center).cells
    assert cells is not None
    assert {cell.fact: cell.about for cell in cells if cell.fact != "submitted"} == dict.fromkeys(
        [fact for fact in NEEDS if fact != "submitted"]
    )


def test_the_truth_counts_each_case_once_and_knows_where_it_ended(center: Center):
    declined, withdrawn = apply(center, 2)
    dropped, completed = center.assigned(), care.completed(center)
    with center.as_("seoyeon") as work:
        messages.ask(work, declined, "가입하신 달을 알려 주세요.", "1")
        intake.waitlist(work, declined)
        intake.decline(work, declined, DeclineReason.DUPLICATE, "")
        intake.reopen(work, declined, "")
        intake.decline(work, declined, DeclineReason.DUPLICATE, "")
    with center.as_applicant(withdrawn) as work:
        applications.withdraw(work, withdrawn)
    with center.as_("eunjeong") as work:
        outcomes.drop_out(work, dropped, DropOutReason.UNREACHABLE, "")
        outcomes.reopen(work, completed, "")
    with center.site.reading() as db:
        truth = shelf.truth(db, center.clock() + timedelta(seconds=1))
    assert {fact: truth.totals.get(fact, 0) for fact in NEEDS} == {
        "submitted": 4, "info_requested": 1, "waitlisted": 1, "accepted": 2, "assigned": 2,
        "active": 1, "completed": 1, "dropped_out": 1, "declined": 1, "withdrawn": 1,
    }  # fmt: skip
    assert truth.found == {
        ("info_requested", "submitted"): 1, ("waitlisted", "info_requested"): 1,
        ("declined", "waitlisted"): 1, ("withdrawn", "submitted"): 1, ("accepted", "submitted"): 2,
        ("assigned", "accepted"): 2, ("active", "assigned"): 1, ("dropped_out", "assigned"): 1,
        ("completed", "active"): 1,
    }  # fmt: skip
    with center.site.reading() as db:
        assert shelf.truth(db, center.clock()).totals == {"submitted": 0}


def test_nothing_in_the_tables_leads_to_a_person(center: Center):
    center.clock.now = SEPTEMBER
    ids = apply(center, 32)
    center.clock.forward(days=25)
    freeze(center)
    tables = ("shadows", "shadow_facts", "report_freezes", "report_offsets")
    stored = repr([sql(center, f"SELECT * FROM {table}") for table in tables])
    assert not [case_id for case_id in ids if case_id.hex in stored]
