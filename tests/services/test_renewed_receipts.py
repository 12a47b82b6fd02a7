"""김하늘 lost the code: the desk opens a way, 김하늘 fetches a new one, nobody else keeps one."""

from uuid import UUID

import pytest

from tests.factories import care
from tests.factories.center import Center
from tests.factories.look import findings, holders_of
from tracker.domain.access import Record, object_of
from tracker.domain.errors import Conflict, NotFound
from tracker.domain.papers import APPLICATION
from tracker.services import applications, counseling, intake, messages, receipts, rekeying
from tracker.services.applications import ReceiptPaper, open_receipt, receipt_keyring
from tracker.services.receipts import PickedUp
from tracker.services.standing import Status
from tracker.services.work import Actor
from tracker.store.audit import newest
from tracker.vault.keyring import Holder

HOME = "203.0.113.7"


def renew(center: Center, case_id: UUID) -> str:
    """박서연 makes a pickup code."""
    drawn = receipts.draw(center.site, case_id, receipts.generation(center.site, case_id))
    with center.as_("seoyeon") as work:
        receipts.renew(work, case_id, drawn)
    return drawn.code


def come(center: Center, number: str, code: str) -> tuple[UUID, Holder] | None:
    return open_receipt(center.site, HOME, number, code)


def pick_up(center: Center, paper: ReceiptPaper, code: str) -> PickedUp:
    """김하늘 comes with number and pickup code."""
    found = come(center, paper.number, code)
    assert found is not None
    new = receipts.pick_up(center.site, HOME, *found)
    assert new is not None
    center.holders[paper.case_id] = new.holder
    return new


def status(center: Center, case_id: UUID, holder: Holder) -> Status:
    actor = Actor(applications.applicant(case_id), address=HOME)
    with center.site.working(actor, receipt_keyring(holder)) as work:
        return applications.status(work, case_id)


def actions(center: Center, count: int) -> list[str]:
    with center.site.reading() as db:
        return [row.action for row in newest(db, count)][::-1]


def active(center: Center) -> ReceiptPaper:
    """A case in care, with a choice that was released to the receipt."""
    paper = center.apply(locked=True)
    with center.as_("seoyeon") as work:
        intake.accept(work, paper.case_id)
        intake.assign(work, paper.case_id, center.staff["eunjeong"].account_id)
    care.do_intake(center, paper.case_id)
    care.do_choice(center, paper.case_id)
    return paper


def test_from_a_lost_code_to_a_new_one(center: Center):
    paper = center.apply(locked=True)
    old = center.holders[paper.case_id]
    code = renew(center, paper.case_id)
    assert come(center, paper.number, paper.code) is None  # the old one is dead at once
    with pytest.raises(NotFound):
        status(center, paper.case_id, old)
    new = pick_up(center, paper, code)
    assert new.number == paper.number
    assert len({paper.code, code, new.code}) == 3
    assert actions(center, 2) == ["signed_in", "receipt_picked_up"]
    assert come(center, paper.number, code) is None
    assert come(center, paper.number, new.code) == (paper.case_id, new.holder)
    assert status(center, paper.case_id, new.holder).application.intact
    obj = object_of(Record.IDENTITY, paper.case_id)
    assert {who for _version, who in holders_of(center, obj)} == {
        "group:intake", f"receipt:{paper.case_id.hex}",
    }  # fmt: skip
    assert findings(center) == ()


def test_what_the_desk_read_out_opens_nothing_afterwards(center: Center):
    """Not even with the seed that was locked under it: pages opened in between are dead too."""
    paper = active(center)
    drawn = receipts.draw(
        center.site, paper.case_id, receipts.generation(center.site, paper.case_id)
    )
    with center.as_("seoyeon") as work:
        receipts.renew(work, paper.case_id, drawn)
    pick_up(center, paper, drawn.code)
    care_opens(center, paper.case_id)
    with center.site.reading() as db:
        assert receipts.is_dead(db, drawn.holder)
    with pytest.raises(NotFound):
        status(center, paper.case_id, drawn.holder)


def care_opens(center: Center, case_id: UUID) -> None:
    with center.as_("eunjeong") as work:
        counseling.show(work, case_id)


def test_what_was_released_comes_back_when_care_opens_the_case(center: Center):
    paper = active(center)
    assert status(center, paper.case_id, center.holders[paper.case_id]).release.chosen == care.FIVE
    new = pick_up(center, paper, renew(center, paper.case_id))
    seen = status(center, paper.case_id, new.holder)
    assert seen.release.chosen == ()
    assert seen.release_waits
    assert "record_damaged" not in actions(center, 3)
    care_opens(center, paper.case_id)
    assert actions(center, 2) == ["receipt_completed", "case_opened"]
    care_opens(center, paper.case_id)
    assert actions(center, 2) == ["case_opened", "case_opened"]
    with center.as_applicant(paper.case_id) as work:  # settles the letter
        again = applications.status(work, paper.case_id)
    assert again.release.chosen == care.FIVE
    assert not again.release_waits
    assert findings(center) == ()


def test_care_may_open_the_case_before_the_new_code_is_fetched(center: Center):
    paper = active(center)
    code = renew(center, paper.case_id)
    care_opens(center, paper.case_id)
    new = pick_up(center, paper, code)
    assert status(center, paper.case_id, new.holder).release.chosen == care.FIVE
    assert findings(center) == ()


def test_everything_goes_on_with_a_new_receipt(center: Center):
    """Acceptance, assignment, messages and new keys find the seed and the reply key of now."""
    paper = center.apply(locked=True)
    pick_up(center, paper, renew(center, paper.case_id))
    with center.as_("seoyeon") as work:
        intake.accept(work, paper.case_id)
        intake.assign(work, paper.case_id, center.staff["eunjeong"].account_id)
        messages.send(work, paper.case_id, "다음 주에 봬요", "1" * 32)
    with center.as_("seoyeon") as work:
        rekeying.rekey(work, paper.case_id, Record.IDENTITY)
    with center.as_("eunjeong") as work:
        rekeying.rekey(work, paper.case_id, Record.CLIENT)
    with center.as_applicant(paper.case_id) as work:
        seen = applications.status(work, paper.case_id)
        assert seen.application.intact
        assert [one.paper.text for one in seen.thread if one.paper] == ["다음 주에 봬요"]
        messages.write(work, paper.case_id, "네, 갈게요", "2" * 32)
    again = pick_up(center, paper, renew(center, paper.case_id))
    assert again.holder.generation == 5
    assert findings(center) == ()


@pytest.mark.parametrize(("hours", "opens"), [(23.9, True), (24.1, False)])
def test_a_pickup_code_lasts_a_day(center: Center, hours: float, opens: bool):
    paper = center.apply(locked=True)
    code = renew(center, paper.case_id)
    center.clock.forward(hours=hours)
    assert (come(center, paper.number, code) is not None) is opens
    if not opens:
        assert actions(center, 1) == ["status_failed"]
        with center.as_("seoyeon") as work:
            assert receipts.waiting_until(work, paper.case_id) is None
        pick_up(center, paper, renew(center, paper.case_id))


def test_making_another_pickup_code_ends_the_one_before(center: Center):
    paper = center.apply(locked=True)
    first, second = renew(center, paper.case_id), renew(center, paper.case_id)
    assert come(center, paper.number, first) is None
    pick_up(center, paper, second)


def test_used_twice_at_once_is_used_once(center: Center):
    paper = center.apply(locked=True)
    code = renew(center, paper.case_id)
    first, second = (come(center, paper.number, code) for _ in range(2))
    assert first is not None
    assert second is not None
    assert receipts.pick_up(center.site, HOME, *first) is not None
    with pytest.raises(Conflict):
        receipts.pick_up(center.site, HOME, *second)
    assert findings(center) == ()


def test_two_coordinators_at_once(center: Center):
    case_id = center.apply().case_id
    first, second = (
        receipts.draw(center.site, case_id, receipts.generation(center.site, case_id))
        for _ in range(2)
    )
    with center.as_("seoyeon") as work:
        receipts.renew(work, case_id, first)
    with pytest.raises(Conflict), center.as_("seoyeon") as work:
        receipts.renew(work, case_id, second)
    assert findings(center) == ()


@pytest.mark.parametrize("who", ["eunjeong", "hyewon", "taekyung", "jihyun", "yujin"])
def test_nobody_but_the_desk_renews(center: Center, who: str):
    paper = active(center)
    drawn = receipts.draw(
        center.site, paper.case_id, receipts.generation(center.site, paper.case_id)
    )
    with pytest.raises(NotFound), center.as_(who) as work:
        receipts.renew(work, paper.case_id, drawn)


def test_the_reply_key_of_now_stands_in_the_application(center: Center):
    paper = center.apply(locked=True)
    new = pick_up(center, paper, renew(center, paper.case_id))
    with center.as_("seoyeon") as work:
        assert work.must(paper.case_id, APPLICATION).reply_key == new.holder.mac_key
