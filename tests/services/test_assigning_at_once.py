"""Two at the desk at once, on both databases: a case gets one counselor, or nothing changes."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from tests.factories.center import Center
from tests.factories.look import case_of, events_of, findings
from tests.factories.together import at_once, failures
from tracker.domain.papers import ReturnPaper
from tracker.domain.program import ReturnReason
from tracker.services import assigning, receipts, returning


def desk(center: Center, pairs: dict[UUID, UUID]) -> Callable[[], Any]:
    """박서연 confirms a review in a window of her own."""

    def act() -> int:
        with center.as_("seoyeon") as work:
            return assigning.assign(work, pairs)

    return act


def test_the_same_review_twice_at_once_is_one_act(center: Center):
    ids = [center.accepted(name=name) for name in ("김하늘", "이바다", "최하람")]
    minsu = center.staff["minsu"].account_id
    ended = at_once(*[desk(center, dict.fromkeys(ids, minsu))] * 2)
    assert ended == [3, 3]
    assert all(events_of(center, one).count("assign") == 1 for one in ids)
    assert findings(center) == ()


def test_two_reviews_that_share_a_case_do_not_mix(center: Center):
    shared, first, second = (center.accepted(name=name) for name in ("가", "나", "다"))
    minsu, jiho = (center.staff[one].account_id for one in ("minsu", "jiho"))
    ended = at_once(
        desk(center, {first: minsu, shared: minsu}), desk(center, {second: jiho, shared: jiho})
    )
    assert failures(ended) == ["RuleBroken"]
    taken = case_of(center, shared).counselor_id
    assert case_of(center, first).counselor_id == (minsu if taken == minsu else None)
    assert case_of(center, second).counselor_id == (jiho if taken == jiho else None)
    assert findings(center) == ()


def test_giving_back_twice_at_once_is_one_act(center: Center):
    case_id = center.assigned()

    def act() -> None:
        with center.as_("eunjeong") as work:
            returning.give_back(work, case_id, ReturnPaper(ReturnReason.SCHEDULE))

    assert failures(at_once(act, act)) == []
    assert events_of(center, case_id).count("return") == 1
    assert findings(center) == ()


def test_two_come_with_the_same_pickup_code_at_once(center: Center):
    paper = center.apply(locked=True)
    drawn = receipts.draw(center.site, paper.case_id, 1)
    with center.as_("seoyeon") as work:
        receipts.renew(work, paper.case_id, drawn)
    act = partial(receipts.pick_up, center.site, "", paper.case_id, drawn.holder)
    ended = at_once(act, act)
    assert len(failures(ended)) == 1
    assert sum(isinstance(one, receipts.PickedUp) for one in ended) == 1
    assert findings(center) == ()
