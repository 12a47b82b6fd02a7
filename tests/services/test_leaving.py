"""Somebody leaves, or is away: nothing opens for them, and nothing is left without a holder."""

from collections.abc import Callable, Collection
from uuid import UUID

import pytest

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import actions, case_of, findings, holders_of, sql
from tracker.domain.access import Record, Role, object_of
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Unavailable
from tracker.services import (
    accounts,
    counseling,
    handing_over,
    intake,
    leaving,
    rekeying,
    restoring,
)
from tracker.services.work import Work
from tracker.store.handovers import HandoverState
from tracker.vault.keyring import INTAKE, STAFF, STATS, fingerprint

Verb = Callable[[Work, Collection[UUID]], int]


def id_of(center: Center, username: str) -> UUID:
    return center.staff[username].account_id


def leave(center: Center, username: str, by: str = "hyewon", **how: bool) -> leaving.Left:
    with center.as_(by) as work:
        return leaving.leave(work, id_of(center, username), **{"for_good": True, **how})


def offer(center: Center, ids: list[UUID], to: str, by: str) -> int:
    with center.as_(by) as work:
        return handing_over.offer(work, ids, id_of(center, to))


def answer(center: Center, username: str, verb: Verb = handing_over.take_over) -> int:
    with center.as_(username) as work:
        return verb(work, [one.id for one in handing_over.waiting_for_me(work)])


class TestLeaving:
    def test_in_one_act_nothing_opens_any_more(self, center: Center):
        case_id = care.active(center)
        before = center.staff["eunjeong"]
        left = leave(center, "eunjeong")
        assert (left.open_cases, left.rotated, left.waiting) == (1, 1, 0)
        assert staffing.enter(center, "eunjeong", before.totp_secret) is None
        me = f"user:{before.account_id.hex}"
        assert sql(center, "SELECT count(*) FROM grants WHERE principal = :me", me=me) == [(0,)]
        generation = sql(center, "SELECT generation FROM principals WHERE id = :id", id=STAFF)
        assert generation == [(2,)]
        groups = {name.split(":")[0] for _, name in holders_of(center, f"clinical:{case_id.hex}")}
        assert groups == {"group"}  # the team still holds it
        assert findings(center) == ()

    def test_leaving_twice_is_one_act(self, center: Center):
        leave(center, "eunjeong")
        staffing.signed_in(center, "hyewon")
        before = actions(center, 5)
        assert leave(center, "eunjeong").rotated == 0
        assert actions(center, 5) == before

    def test_an_admin_holds_no_group_so_the_next_sign_in_renews_them(self, center: Center):
        staffing.join(center, "nari", Role.COORDINATOR)
        left = leave(center, "seoyeon", "taekyung")
        assert (left.rotated, left.waiting) == (0, 3)
        staffing.signed_in(center, "nari")
        rows = sql(center, "SELECT id, generation FROM principals WHERE id LIKE 'group:%'")
        found = dict(rows)
        assert (found[INTAKE], found[STAFF], found[STATS]) == (2, 2, 2)
        assert not sql(center, "SELECT id FROM principals WHERE rotation_due")
        assert findings(center) == ()

    def test_the_last_of_a_group_stays(self, center: Center):
        for username, by in (("seoyeon", "taekyung"), ("hyewon", "taekyung")):
            with pytest.raises(RuleBroken, match="last_member"):
                leave(center, username, by)
        with center.as_("taekyung") as work:
            assert INTAKE in leaving.look(work, id_of(center, "seoyeon")).last_of

    def test_nor_the_last_admin_nor_oneself(self, center: Center):
        with pytest.raises(RuleBroken, match="yourself"):
            leave(center, "taekyung", "taekyung")
        staffing.forget_password(center, "jihyun")
        nari = staffing.enroll(center, "nari", staffing.invite(center, "nari", Role.ADMIN))
        leave_id = nari.account_id
        with center.as_("taekyung") as work:
            leaving.leave(work, leave_id, for_good=True)
        with center.as_("taekyung") as work, pytest.raises(RuleBroken, match="yourself"):
            leaving.leave(work, id_of(center, "taekyung"), for_good=True)

    def test_a_supervisor_lets_only_counselors_of_the_own_team_go(self, center: Center):
        for username in ("jiho", "sehun", "seoyeon", "taekyung"):
            with pytest.raises(NotFound):
                leave(center, username)
        with pytest.raises(NotAllowed):
            leave(center, "minsu", "seoyeon")

    def test_h35_the_leavers_old_seeds_open_nothing_of_later(self, center: Center):
        staffing.join(center, "nari", Role.COORDINATOR)
        old = center.staff["nari"]
        leave(center, "nari", "taekyung")
        staffing.signed_in(center, "seoyeon")
        later = center.apply().case_id
        with pytest.raises(NotFound), center.as_("nari") as work:
            intake.show(work, later)
        seeds = {one.principal: one for one in old.holders}
        grants = sql(
            center,
            "SELECT generation FROM grants WHERE object = :obj AND principal = :group",
            obj=f"identity:{later.hex}",
            group=INTAKE,
        )
        assert all(generation > seeds[INTAKE].generation for (generation,) in grants)


class TestAbsence:
    def test_away_and_back(self, center: Center):
        case_id = care.active(center)
        leave(center, "eunjeong", for_good=False)
        staffing.signed_in(center, "hyewon")
        with center.as_("hyewon") as work:
            leaving.take_back(work, id_of(center, "eunjeong"))
        secret = center.staff["eunjeong"].totp_secret
        found = staffing.enter(center, "eunjeong", secret)
        assert found is not None
        assert len(found.holders) == 1  # until admitted again
        with center.as_("hyewon") as work:
            accounts.admit(
                work, id_of(center, "eunjeong"), fingerprint(found.holders[0].public_key)
            )
        staffing.signed_in(center, "eunjeong")
        for username in ("seoyeon", "hyewon"):
            staffing.signed_in(center, username)
            with center.as_(username) as work:
                assert restoring.restore(work, id_of(center, "eunjeong")) == 1
        care.reads(center, case_id, "eunjeong")
        assert findings(center) == ()

    def test_nobody_returns_who_left_for_good(self, center: Center):
        leave(center, "eunjeong")
        staffing.signed_in(center, "hyewon")
        with pytest.raises(RuleBroken, match="not_absent"), center.as_("hyewon") as work:
            leaving.take_back(work, id_of(center, "eunjeong"))


class TestHandover:
    def test_in_bulk_with_both_halves(self, center: Center):
        ids = [care.active(center) for _ in range(3)]
        leave(center, "eunjeong")
        for username in ("hyewon", "seoyeon", "minsu"):
            staffing.signed_in(center, username)
        with center.as_("hyewon") as work:
            assert {case.id for case, _ in handing_over.orphaned(work)} == set(ids)
        assert offer(center, ids, "minsu", "hyewon") == 3
        assert offer(center, ids, "minsu", "hyewon") == 0
        with pytest.raises(RuleBroken, match="half_missing"):
            answer(center, "minsu")
        with center.as_("seoyeon") as work:
            assert restoring.restore(work, id_of(center, "minsu")) == 3
        with pytest.raises(NotFound), center.as_("minsu") as work:
            counseling.show(work, ids[0])  # offered is not taken over
        assert answer(center, "minsu") == 3
        for case_id in ids:
            assert case_of(center, case_id).counselor_id == id_of(center, "minsu")
            care.reads(center, case_id, "minsu")
        assert findings(center) == ()

    def test_declining_destroys_the_keys_that_came_with_it(self, center: Center):
        case_id = care.active(center)
        offer(center, [case_id], "minsu", "hyewon")
        assert answer(center, "minsu", handing_over.decline) == 1
        me = f"user:{id_of(center, 'minsu').hex}"
        held = sql(center, "SELECT object FROM grants WHERE principal = :me", me=me)
        assert not [one for (one,) in held if case_id.hex in one]
        assert case_of(center, case_id).counselor_id == id_of(center, "eunjeong")
        with center.as_("eunjeong") as work:
            assert counseling.show(work, case_id).intake is not None
        assert findings(center) == ()

    def test_whoever_had_the_case_opens_it_no_more(self, center: Center):
        case_id = care.active(center)
        offer(center, [case_id], "minsu", "hyewon")
        offer(center, [case_id], "minsu", "seoyeon")
        with center.as_("seoyeon") as work:
            restoring.restore(work, id_of(center, "minsu"))
        answer(center, "minsu")
        with pytest.raises(NotFound), center.as_("eunjeong") as work:
            counseling.show(work, case_id)
        held = {name for _, name in holders_of(center, object_of(Record.CLINICAL, case_id))}
        assert f"user:{id_of(center, 'eunjeong').hex}" not in held
        assert findings(center) == ()

    def test_another_successor_takes_the_first_offer_back(self, center: Center):
        case_id = care.active(center)
        team = center.staff["hyewon"].team_id
        staffing.join(center, "nari", Role.COUNSELOR, team=team)
        offer(center, [case_id], "minsu", "hyewon")
        offer(center, [case_id], "nari", "hyewon")
        states = sql(center, "SELECT state FROM handovers ORDER BY offered_at")
        assert sorted(state for (state,) in states) == [
            HandoverState.OFFERED,
            HandoverState.WITHDRAWN,
        ]
        with center.as_("minsu") as work:
            assert handing_over.waiting_for_me(work) == []
        assert findings(center) == ()

    def test_only_within_the_team_and_only_open_cases(self, center: Center):
        case_id, finished = care.active(center), care.completed(center)
        refusals = (
            ([case_id], "jiho", "other_team"),
            ([case_id], "hyewon", "no_counselor"),
            ([case_id], "eunjeong", "own_already"),
            ([finished], "minsu", "not_in_care"),
        )
        for ids, to, code in refusals:
            with pytest.raises(RuleBroken, match=code):
                offer(center, ids, to, "seoyeon")
        with pytest.raises(NotFound):
            offer(center, [case_id], "jiho", "sehun")

    def test_not_to_somebody_who_waits_to_be_admitted(self, center: Center):
        case_id = care.active(center)
        staffing.forget_password(center, "minsu")
        with pytest.raises(Unavailable):
            offer(center, [case_id], "minsu", "hyewon")

    def test_an_offer_to_somebody_else_is_no_offer(self, center: Center):
        case_id = care.active(center)
        offer(center, [case_id], "minsu", "hyewon")
        (offer_id,) = (one for (one,) in sql(center, "SELECT id FROM handovers"))
        for verb in (handing_over.take_over, handing_over.decline):
            with pytest.raises(NotFound), center.as_("jiho") as work:
                verb(work, [UUID(hex=offer_id)])


class TestRekeying:
    def test_after_distrust_every_record_gets_a_new_key(self, center: Center):
        case_id = care.active(center)
        leave(center, "eunjeong", distrust=True)
        staffing.signed_in(center, "minsu")
        for username in ("hyewon", "seoyeon"):
            staffing.signed_in(center, username)
            with center.as_(username) as work:
                rekeying.work_off(work)
        offer(center, [case_id], "minsu", "hyewon")
        with center.as_("seoyeon") as work:
            restoring.restore(work, id_of(center, "minsu"))
        answer(center, "minsu")
        with center.as_("minsu") as work:
            assert rekeying.waiting(work) == 1  # the client record, whose receipt needs both
            assert rekeying.work_off(work).left == 0
            assert counseling.show(work, case_id).intake is not None
        versions = {
            record: max(version for version, _ in holders_of(center, object_of(record, case_id)))
            for record in Record
        }
        assert versions == {
            Record.IDENTITY: 3,
            Record.CLINICAL: 2,
            Record.CLIENT: 2,
            Record.FACTS: 2,
        }
        with center.as_applicant(case_id) as work:
            assert work.keys(object_of(Record.IDENTITY, case_id)).keys() == {3}
        assert findings(center) == ()

    def test_h18_a_grant_of_before_opens_nothing_new(self, center: Center):
        case_id = care.active(center)
        obj = object_of(Record.CLINICAL, case_id)
        with center.as_("eunjeong") as work:
            old = work.keys(obj)
        with center.as_("hyewon") as work:
            rekeying.rekey(work, case_id, Record.CLINICAL)
        care_versions = sql(
            center, "SELECT DISTINCT key_version FROM documents WHERE object = :o", o=obj
        )
        assert care_versions == [(2,)]
        assert set(old) == {1}
        with center.as_("eunjeong") as work:
            assert counseling.show(work, case_id).intake is not None
        assert findings(center) == ()

    def test_each_gives_the_own_half_only(self, center: Center):
        case_id = care.active(center)
        for username, record in (
            ("seoyeon", Record.CLINICAL),
            ("hyewon", Record.IDENTITY),
            ("hyewon", Record.CLIENT),
            ("sehun", Record.CLINICAL),
        ):
            with pytest.raises(NotFound), center.as_(username) as work:
                rekeying.rekey(work, case_id, record)
