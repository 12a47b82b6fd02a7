"""박서연 brings the list of account holders: a draft, the list in use, looking into it, its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.factories import rosters, staffing
from tests.factories.center import Center, application
from tests.factories.look import actions, findings, holders_of, sql
from tests.factories.rosters import BADA, HANEUL, HEADINGS, changed, drafted, in_use, xlsx
from tests.factories.together import at_once, failures
from tracker.domain.errors import Conflict, NotAllowed, RuleBroken
from tracker.domain.roster.matching import Agreement
from tracker.services import rotation
from tracker.services.roster import desk
from tracker.services.roster.checking import SHOWN, look_at
from tracker.services.roster.lookup import Looked, Use, look_up
from tracker.services.roster.reading import read_list
from tracker.services.roster.sheets import BUCKETS, object_of_roster
from tracker.services.work import Work
from tracker.store import rosters as shelf
from tracker.vault.keyring import INTAKE


def looked(center: Center, by: str = "seoyeon", **changes: Any) -> Looked:
    with center.as_(by) as work:
        return look_up(work, application(**changes))


def agreement(center: Center, **changes: Any) -> Agreement | None:
    found = looked(center, **changes).finding
    return None if found is None else found.agreement


def states(center: Center) -> dict[str, int]:
    return {row[0]: row[1] for row in sql(center, "SELECT state, people FROM rosters")}


def sheets(center: Center) -> int:
    return int(sql(center, "SELECT count(*) FROM roster_sheets")[0][0])


class TestTheDraft:
    def test_nobody_is_looked_up_in_it(self, center: Center):
        drafted(center, HANEUL)
        assert states(center) == {"checked": 1}
        assert looked(center).use is Use.NONE
        with center.as_("seoyeon") as work:
            assert desk.standing(work).current is None
        assert actions(center, 1) == ["roster_brought"]
        assert findings(center) == ()

    def test_everything_wrong_is_told_and_nobody_is_kept(self, center: Center):
        bad = [changed(HANEUL, birth_date="98-1-2"), changed(BADA, phone="", status="?")]
        made = drafted(center, HANEUL, *bad, changed(HANEUL, district="수원시"))
        with center.as_("seoyeon") as work:
            found = desk.draft(work)
            assert found is not None
            assert (found.head.rows, found.head.mistakes, found.head.notes) == (4, 3, 2)
            assert [one.line for one in found.head.troubles] == [3, 4, 4, 5, 5]
            with pytest.raises(RuleBroken, match="roster_mistakes"):
                desk.confirm(work, made, 90)
        assert states(center) == {"checked": 0}
        assert sheets(center) == 1  # what was found out, and no person

    def test_of_very_many_mistakes_the_first_are_kept_and_all_are_counted(self, center: Center):
        drafted(center, *[changed(HANEUL, name="1")] * 250)
        with center.as_("seoyeon") as work:
            found = desk.draft(work)
        assert found is not None
        assert (found.head.mistakes, len(found.head.troubles)) == (250, SHOWN)

    def test_rows_that_stand_there_twice_are_notes(self, center: Center):
        made = in_use(center, HANEUL, BADA, HANEUL)
        assert states(center) == {"current": 2}
        assert agreement(center) is Agreement.CONFIRMED
        assert holders_of(center, object_of_roster(made)) == {(1, INTAKE)}

    def test_a_newer_draft_takes_the_place_of_an_older_one(self, center: Center):
        older = drafted(center, HANEUL)
        newer = drafted(center, BADA)
        assert states(center) == {"checked": 1}
        assert holders_of(center, object_of_roster(older)) == set()
        with center.as_("seoyeon") as work, pytest.raises(Conflict, match="roster_gone"):
            desk.confirm(work, older, 90)
        with center.as_("seoyeon") as work:
            desk.confirm(work, newer, 90)
            assert desk.discard(work) is False
        assert findings(center) == ()

    def test_it_can_be_thrown_away(self, center: Center):
        in_use(center, HANEUL)
        drafted(center, BADA)
        with center.as_("seoyeon") as work:
            assert desk.discard(work)
        assert states(center) == {"current": 1}
        assert agreement(center) is Agreement.CONFIRMED
        assert findings(center) == ()


class TestALongList:
    @pytest.fixture
    def slices(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(desk, "SLICE", 2)

    def test_it_is_checked_in_slices(self, center: Center, slices: None):
        people = [changed(HANEUL, phone=f"010-0000-000{number}") for number in range(5)]
        made = drafted(center, *people, HANEUL, HANEUL)
        assert states(center) == {"checking": 0}
        done = []
        while states(center) == {"checking": 0}:
            with center.as_("seoyeon") as work:
                done.append(desk.check_some(work, made).head.done)
                assert looked_in(work) is Use.NONE
        assert done == [2, 4, 6, 7]
        assert states(center) == {"checked": 6}
        assert sheets(center) == 2 * BUCKETS + 1
        with center.as_("seoyeon") as work:
            assert desk.check_some(work, made).head.notes == 1  # once too often
            desk.confirm(work, made, 90)
        assert agreement(center) is Agreement.CONFIRMED
        assert actions(center, 6)[:5] == ["roster_brought", *["roster_checked"] * 4]
        assert findings(center) == ()

    def test_mistakes_of_every_slice_are_told(self, center: Center, slices: None):
        rows = [HANEUL, changed(HANEUL, name=""), BADA, HANEUL, changed(BADA, phone="1")]
        made = drafted(center, *rows)
        for _ in range(3):
            with center.as_("seoyeon") as work:
                found = desk.check_some(work, made)
        assert [(one.line, one.code) for one in found.head.troubles if one.grave] == [
            (3, "missing"), (6, "unreadable"),
        ]  # fmt: skip
        assert not found.is_ready
        assert sheets(center) == 1

    def test_an_unfinished_one_cannot_be_used(self, center: Center, slices: None):
        made = drafted(center, HANEUL, BADA, BADA)
        with center.as_("seoyeon") as work, pytest.raises(Conflict, match="roster_gone"):
            desk.confirm(work, made, 90)

    def test_what_a_look_at_it_found_needs_no_slices(self, center: Center, slices: None):
        lines = read_list(xlsx(HEADINGS, HANEUL, BADA, HANEUL))
        told: list[int] = []
        dry = look_at(lines, center.clock(), told.append)
        assert told == [1, 1, 1]
        with center.as_("seoyeon") as work:
            desk.bring(work, lines, dry)
        assert states(center) == {"checked": 2}


def looked_in(work: Work) -> Use:
    return look_up(work, application()).use


class TestTheListInUse:
    def test_a_new_one_takes_its_place_in_one_act(self, center: Center):
        first = in_use(center, HANEUL)
        second = drafted(center, BADA)
        assert agreement(center) is Agreement.CONFIRMED  # the draft changes nothing
        with center.as_("seoyeon") as work:
            desk.confirm(work, second, 90)
        assert states(center) == {"current": 1}
        assert agreement(center) is Agreement.ABSENT
        assert holders_of(center, object_of_roster(first)) == set()
        assert sql(center, "SELECT DISTINCT roster_id FROM roster_sheets") == [(second.hex,)]
        assert actions(center, 2) == ["roster_destroyed", "roster_confirmed"]
        assert findings(center) == ()

    def test_confirming_twice_is_one_act(self, center: Center):
        made = in_use(center, HANEUL)
        before = actions(center, 99)
        with center.as_("seoyeon") as work:
            desk.confirm(work, made, 90)
        assert actions(center, 99) == before

    def test_two_who_confirm_at_once(self, center: Center):
        made = drafted(center, HANEUL)

        def confirm() -> None:
            with center.as_("seoyeon") as work:
                desk.confirm(work, made, 90)

        assert failures(at_once(confirm, confirm)) == []
        assert actions(center, 99).count("roster_confirmed") == 1

    def test_two_who_bring_lists_at_once(self, center: Center):
        bring: Callable[[], Any] = lambda: drafted(center, HANEUL)  # noqa: E731
        assert failures(at_once(bring, bring)) == []
        assert states(center) == {"checked": 1}
        assert findings(center) == ()

    def test_it_expires(self, center: Center):
        in_use(center, HANEUL, days=3)
        center.clock.forward(days=3, seconds=-1)
        assert looked(center).use is Use.USABLE
        center.clock.forward(seconds=1)
        assert looked(center).use is Use.EXPIRED
        with center.as_("seoyeon") as work:
            assert desk.standing(work).expired
        drafted(center, BADA)  # the next act on the list destroys it
        assert states(center) == {"checked": 1}
        assert actions(center, 2) == ["roster_destroyed", "roster_brought"]
        assert findings(center) == ()

    def test_it_can_be_destroyed_before(self, center: Center):
        made = in_use(center, HANEUL)
        with center.as_("seoyeon") as work:
            assert desk.destroy(work)
            assert desk.destroy(work) is False
        assert (states(center), sheets(center)) == ({}, 0)
        assert holders_of(center, object_of_roster(made)) == set()
        assert looked(center).use is Use.NONE
        assert findings(center) == ()

    def test_looking_somebody_up_opens_two_sheets(self, center: Center):
        people = [changed(HANEUL, phone=f"010-0000-{number:04}") for number in range(300)]
        in_use(center, *people, HANEUL)
        with center.as_("seoyeon") as work:
            asked: list[int] = []
            found = shelf.sheets

            def count(*given: Any) -> Any:
                asked.append(len(given) - 2)
                return found(*given)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(shelf, "sheets", count)
                assert look_up(work, application()).finding is not None
        assert asked == [2]

    @pytest.mark.parametrize(
        ("changes", "wanted"),
        [
            ({}, Agreement.CONFIRMED),
            ({"name": "김하눌"}, Agreement.DIFFERENT),
            ({"birth_date": "1998-11-03"}, Agreement.DIFFERENT),
            ({"phone": "010-7777-1235"}, Agreement.DIFFERENT),
            ({"name": "이바다", "birth_date": "2001-03-25"}, Agreement.DIFFERENT),
            ({"name": "최하람", "phone": "010-7777-1235"}, Agreement.ABSENT),
        ],
    )
    def test_it_finds_whoever_is_near(
        self, center: Center, changes: dict[str, Any], wanted: Agreement
    ):
        in_use(center, HANEUL, changed(BADA, birth_date="1998-11-02"))
        assert agreement(center, **changes) is wanted


class TestItsKey:
    def test_only_coordinators_hold_it(self, center: Center):
        in_use(center, HANEUL)
        for username in ("eunjeong", "hyewon", "jihyun", "taekyung", "yujin"):
            with center.as_(username) as work:
                for act in (
                    lambda: desk.standing(work),
                    lambda: desk.draft(work),
                    lambda: desk.destroy(work),
                    lambda: desk.discard(work),
                    lambda: desk.confirm(work, uuid4(), 1),
                    lambda: look_up(work, application()),
                ):
                    with pytest.raises(NotAllowed):
                        act()

    def test_it_follows_when_the_group_gets_a_new_seed(self, center: Center):
        made = in_use(center, HANEUL)
        with center.as_("seoyeon") as work:
            rotation.rotate(work, INTAKE)
        staffing.signed_in(center, "seoyeon")
        assert agreement(center) is Agreement.CONFIRMED
        rows = sql(
            center, "SELECT generation FROM grants WHERE object = :of", of=object_of_roster(made)
        )
        assert rows == [(2,)]
        assert findings(center) == ()

    @pytest.mark.parametrize(
        "harm",
        [
            "DELETE FROM roster_sheets WHERE kind = 'phone'",
            "UPDATE roster_sheets SET body = (SELECT body FROM roster_sheets WHERE kind = 'head')",
            "UPDATE roster_sheets SET number = number + 1000 WHERE kind = 'birth_date'",
            "DELETE FROM grants WHERE object LIKE 'roster:%'",
            "UPDATE grants SET generation = 9 WHERE object LIKE 'roster:%'",
        ],
    )
    def test_a_list_that_was_tampered_with_says_nothing(self, center: Center, harm: str):
        in_use(center, HANEUL)
        sql(center, harm)
        assert looked(center).use is Use.DAMAGED
        assert actions(center, 1) == ["record_damaged"]


def test_nobody_stands_in_the_database_in_clear(center: Center):
    in_use(center, HANEUL)
    drafted(center, BADA)
    rows = [
        str(sql(center, f"SELECT * FROM {one}")) for one in ("rosters", "roster_sheets", "audit")
    ]
    found = "".join(rows)
    for word in ("김하늘", "이바다", "7777-1234", "5555-0101", "1998-11-02", "2001-03-25"):
        assert word not in found
        assert repr(word.encode())[2:-1] not in found


def test_the_sheets_of_a_short_list_look_alike(center: Center):
    in_use(center, HANEUL)
    sizes = sql(
        center,
        "SELECT DISTINCT length(body) FROM roster_sheets WHERE kind IN ('phone', 'birth_date')",
    )
    assert len(sizes) <= 2


def test_a_list_of_another_is_not_opened(center: Center):
    """A sheet moved from one list to another does not open there."""
    first = in_use(center, HANEUL)
    kept = sql(center, "SELECT kind, number, body FROM roster_sheets")
    second: UUID = in_use(center, BADA)
    assert first != second
    for kind, number, body in kept:
        sql(
            center,
            "UPDATE roster_sheets SET body = :body WHERE kind = :kind AND number = :number",
            body=body, kind=kind, number=number,
        )  # fmt: skip
    assert looked(center).use is Use.DAMAGED


def test_the_factory_makes_lists_that_are_taken():
    assert len(read_list(rosters.xlsx(HEADINGS, HANEUL, BADA)).rows) == 2
