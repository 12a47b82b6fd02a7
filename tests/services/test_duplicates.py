"""김하늘 applied twice; 박서연 sees it, decides, and can take it back."""

from uuid import UUID

import pytest

from tests.factories.center import Center, application
from tests.factories.look import actions, everything, findings, holders_of, sql
from tests.factories.together import at_once, failures
from tracker.domain.audit import Audit
from tracker.domain.duplicates import Likeness, Verdict
from tracker.domain.errors import NotFound
from tracker.domain.papers import CARD, LINKS, CardPaper
from tracker.services import duplicates, intake, search_sheets, shredding
from tracker.services.duplicates import Twins
from tracker.services.work import Damaged

OTHER_PHONE = "010-2222-3333"


@pytest.fixture(params=["cards", "sheets"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every story is told twice: while nobody stands on a sheet, and when everybody does."""
    if request.param == "sheets":
        monkeypatch.setattr(search_sheets, "FEW", 0)
    return str(request.param)


def twins(center: Center, case_id: UUID, by: str = "seoyeon") -> Twins:
    with center.as_(by) as work:
        found = intake.show(work, case_id)
        assert found.application.paper is not None
        return duplicates.twins(work, found.case, found.application.paper.form)


def seen(center: Center, case_id: UUID) -> dict[UUID, Verdict]:
    return {one.face.facts.id: one.verdict for one in twins(center, case_id).found}


def decide(center: Center, one: UUID, other: UUID, verdict: Verdict) -> None:
    with center.as_("seoyeon") as work:
        duplicates.decide(work, one, other, verdict)


def twice(center: Center) -> tuple[UUID, UUID]:
    """The same person, once before and once now."""
    return center.accepted(), center.apply(phone=OTHER_PHONE).case_id


def test_who_is_shown_and_who_is_not(center: Center, kept: str):
    me = center.apply().case_id
    like = {
        center.apply(name="이바다", birth_date="2000-05-05").case_id,  # the same phone
        center.apply(phone=OTHER_PHONE).case_id,  # name and birth date
        center.apply(phone=OTHER_PHONE, name="김 하늘").case_id,
        center.apply(phone=OTHER_PHONE, birth_date="1998-11-12").case_id,
        center.apply(phone="010-7777-1235", birth_date="1990-01-01").case_id,
    }
    center.apply(phone=OTHER_PHONE, birth_date="1990-01-01")  # a common name
    center.apply(name="이바다", phone="010-7777-1235")
    for _ in range(2):
        assert set(seen(center, me)) == like
        assert me in seen(center, next(iter(like)))
    assert findings(center) == ()


def test_the_likeliest_stands_first_with_what_differs(center: Center, kept: str):
    me = center.apply().case_id
    center.apply(name="이바다", birth_date="2000-05-05")
    same = center.apply().case_id
    first, *rest = twins(center, me).found
    assert first.face.facts.id == same
    assert set(first.compared or ()) == {Likeness.SAME}
    assert rest[0].compared == (Likeness.OTHER, Likeness.SAME, Likeness.OTHER)


def test_a_link_is_seen_from_both_sides_and_can_be_taken_back(center: Center, kept: str):
    before, now = twice(center)
    decide(center, now, before, Verdict.SAME)
    assert seen(center, now) == {before: Verdict.SAME}
    assert seen(center, before) == {now: Verdict.SAME}
    decide(center, before, now, Verdict.DIFFERENT)
    assert seen(center, now) == {before: Verdict.DIFFERENT}
    decide(center, now, before, Verdict.OPEN)
    assert seen(center, now) == {before: Verdict.OPEN} == {before: seen(center, before)[now]}
    assert findings(center) == ()


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (Verdict.SAME, "cases_linked"),
        (Verdict.DIFFERENT, "cases_parted"),
    ],
)
def test_one_act_however_often_it_is_sent(center: Center, verdict: Verdict, word: str):
    before, now = twice(center)
    decide(center, now, before, verdict)
    assert actions(center) == [word]
    there = everything(center)
    decide(center, now, before, verdict)
    decide(center, before, now, verdict)
    assert everything(center) == there
    decide(center, now, before, Verdict.OPEN)
    assert actions(center) == ["cases_undecided"]


def test_staff_write_under_no_key_that_a_form_chose(center: Center):
    one, other = center.apply().case_id, center.apply().case_id
    decide(center, one, other, Verdict.SAME)
    for case_id in (one, other):
        versions = {version for version, _who in holders_of(center, f"identity:{case_id.hex}")}
        assert versions == {2}
        with center.as_applicant(case_id) as work:  # the receipt got the new key
            assert work.read(case_id, LINKS) is not None
            work.db.rollback()
    with center.as_("seoyeon") as work:
        intake.accept(work, one)
    assert seen(center, one) == {other: Verdict.SAME}


def test_what_was_linked_stays_though_they_are_alike_no_more(center: Center, kept: str):
    one, other = center.apply().case_id, center.apply(name="이바다", phone=OTHER_PHONE).case_id
    assert seen(center, one) == {}
    decide(center, one, other, Verdict.SAME)
    assert seen(center, one) == {other: Verdict.SAME}
    assert seen(center, other) == {one: Verdict.SAME}


def test_a_destroyed_case_is_nobodys_twin(center: Center, kept: str):
    before, now = twice(center)
    decide(center, now, before, Verdict.SAME)
    with center.as_("yujin") as work:
        shredding.shred(work, before)
    assert seen(center, now) == {}
    with pytest.raises(NotFound):
        decide(center, now, before, Verdict.DIFFERENT)


def test_nothing_is_one_persons_with_itself_or_with_nobody(center: Center):
    case_id = center.apply().case_id
    for other in (case_id, UUID(int=7)):
        with pytest.raises(NotFound):
            decide(center, case_id, other, Verdict.SAME)


def test_only_the_desk_decides(center: Center):
    before, now = twice(center)
    for username in ("eunjeong", "hyewon", "jihyun", "taekyung", "yujin"):
        with pytest.raises(NotFound), center.as_(username) as work:
            duplicates.decide(work, now, before, Verdict.SAME)


def test_decisions_that_do_not_open_are_neither_shown_nor_overwritten(center: Center):
    before, now = twice(center)
    decide(center, now, before, Verdict.SAME)
    sql(
        center,
        "UPDATE documents SET body = :b WHERE object = :o AND kind = 'links'",
        b=b"\x01" + bytes(200),
        o=f"identity:{now.hex}",
    )
    found = twins(center, now)
    assert not found.intact
    assert [one.verdict for one in found.found] == [Verdict.OPEN]
    with pytest.raises(Damaged):
        decide(center, now, before, Verdict.DIFFERENT)


def test_cards_of_before_have_their_birth_date_from_the_application(center: Center, kept: str):
    """As after an upgrade: the card of an old case holds a name and a phone."""
    old = center.accepted()
    with center.as_("seoyeon") as work:
        work.write_on(old, CARD, CardPaper("김하늘", OTHER_PHONE))
        work.record(Audit.APPLICATION_OPENED, f"identity:{old.hex}")
    me = center.apply().case_id
    (twin,) = twins(center, me).found
    assert twin.compared == (Likeness.SAME, Likeness.OTHER, Likeness.SAME)


def test_two_coordinators_decide_at_once(center: Center):
    before, now = twice(center)
    ended = at_once(
        lambda: decide(center, now, before, Verdict.SAME),
        lambda: decide(center, before, now, Verdict.DIFFERENT),
    )
    assert failures(ended) in ([], ["Conflict"])
    assert seen(center, now)[before] is seen(center, before)[now] is not Verdict.OPEN
    assert findings(center) == ()


def test_nothing_is_merged(center: Center):
    before, now = twice(center)
    decide(center, now, before, Verdict.SAME)
    with center.as_("seoyeon") as work:
        for case_id, phone in ((before, "010-7777-1234"), (now, OTHER_PHONE)):
            paper = intake.show(work, case_id).application.paper
            assert paper is not None
            assert paper.form == application(phone=phone)
