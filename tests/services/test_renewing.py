"""Forgetting a password, losing a phone, fearing a leak: old grants are dead, halves come back."""

import pytest

from tests.factories import care, staffing
from tests.factories.center import PASSWORD, Center
from tests.factories.look import actions, findings, holders_of, sql
from tracker.domain.access import Record, Role, object_of
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Unavailable
from tracker.services import accounts, counseling, intake, leaving, renewing, restoring, sign_in
from tracker.services.renewing import Changed
from tracker.services.sessions import SessionKind
from tracker.services.sign_in import Credentials
from tracker.vault.codes import totp_code
from tracker.vault.keyring import INTAKE, STAFF, Holder

NEW = "다른 강가의 시끄러운 저녁"


def own(center: Center, username: str) -> Holder:
    who = center.staff[username]
    return next(one for one in who.holders if one.principal.startswith("user:"))


class TestForgetting:
    def test_a_new_link_is_a_new_generation_and_old_grants_are_gone(self, center: Center):
        case_id = care.active(center)
        staffing.forget_password(center, "eunjeong")
        me = f"user:{center.staff['eunjeong'].account_id.hex}"
        assert sql(center, "SELECT count(*) FROM grants WHERE principal = :me", me=me) == [(0,)]
        with pytest.raises(NotFound), center.as_("eunjeong") as work:
            counseling.show(work, case_id)
        assert findings(center) == ()

    def test_the_old_password_opens_nothing(self, center: Center):
        before = center.staff["eunjeong"].totp_secret
        staffing.forget_password(center, "eunjeong")
        assert staffing.enter(center, "eunjeong", before) is None

    def test_both_halves_come_back_in_one_act_each(self, center: Center):
        ids = [care.active(center), center.assigned("eunjeong")]
        finished = care.completed(center)
        staffing.come_again(center, "eunjeong")
        eunjeong = center.staff["eunjeong"].account_id
        with center.as_("seoyeon") as work:
            assert [(one.account.id, len(one.cases)) for one in restoring.lacking(work)] == [
                (eunjeong, 2)
            ]
            assert restoring.restore(work, eunjeong) == 2
            assert restoring.restore(work, eunjeong) == 0
        with center.as_("hyewon") as work:
            assert restoring.restore(work, eunjeong) == 2
            assert restoring.lacking(work) == []
        for case_id in ids:
            care.reads(center, case_id, "eunjeong")
        with pytest.raises(NotFound), center.as_("eunjeong") as work:
            counseling.show(work, finished)
        assert findings(center) == ()

    def test_another_teams_supervisor_restores_nothing(self, center: Center):
        care.active(center)
        staffing.come_again(center, "eunjeong")
        with center.as_("sehun") as work:
            assert restoring.restore(work, center.staff["eunjeong"].account_id) == 0

    def test_h80_nothing_for_somebody_who_is_not_admitted(self, center: Center):
        care.active(center)
        staffing.forget_password(center, "eunjeong")
        for username in ("seoyeon", "hyewon"):
            with pytest.raises(Unavailable), center.as_(username) as work:
                restoring.restore(work, center.staff["eunjeong"].account_id)
        with center.as_("taekyung") as work:
            leaving.leave(work, center.staff["eunjeong"].account_id, for_good=True)
        for username in ("seoyeon", "hyewon"):
            staffing.signed_in(center, username)
            with pytest.raises(Unavailable), center.as_(username) as work:
                restoring.restore(work, center.staff["eunjeong"].account_id)

    def test_a_link_can_be_taken_back(self, center: Center):
        minsu = center.staff["minsu"].account_id
        with center.as_("taekyung") as work:
            token = renewing.new_link(work, minsu)
            renewing.revoke_link(work, minsu)
            renewing.revoke_link(work, minsu)
        with pytest.raises(NotFound):
            staffing.enroll(center, "minsu", token)
        staffing.signed_in(center, "minsu")  # and nothing else has changed

    def test_only_the_newest_link_works_and_once(self, center: Center):
        minsu = center.staff["minsu"].account_id
        with center.as_("taekyung") as work:
            first = renewing.new_link(work, minsu)
        with center.as_("taekyung") as work:
            second = renewing.new_link(work, minsu)
        with pytest.raises(NotFound):
            staffing.enroll(center, "minsu", first)
        staffing.enroll(center, "minsu", second)
        with pytest.raises(NotFound):
            staffing.enroll(center, "minsu", second)

    def test_only_an_admin_makes_links(self, center: Center):
        with pytest.raises(NotAllowed), center.as_("seoyeon") as work:
            renewing.new_link(work, center.staff["minsu"].account_id)

    def test_h36_both_steps_stand_in_the_trail(self, center: Center):
        staffing.forget_password(center, "minsu")
        assert actions(center, 2) == ["account_link_made", "account_enrolled"]
        found = staffing.enter(center, "minsu", b"x" * 20)
        assert found is None


class TestSecondFactor:
    def test_a_code_for_a_lost_phone_works_once(self, center: Center):
        enrolled = staffing.forget_password(center, "minsu")
        code = enrolled.recovery_codes[3]
        typed = Credentials("minsu", PASSWORD.format("minsu"), code.lower().replace("-", " "))
        assert sign_in.sign_in(center.site, "127.0.0.1", typed) is not None
        assert sign_in.sign_in(center.site, "127.0.0.1", typed) is None
        other = Credentials("minsu", PASSWORD.format("minsu"), enrolled.recovery_codes[4])
        assert sign_in.sign_in(center.site, "127.0.0.1", other) is not None

    def test_after_a_reset_the_account_opens_nothing_until_admitted(self, center: Center):
        case_id = care.active(center)
        eunjeong = center.staff["eunjeong"]
        with center.as_("taekyung") as work:
            renewing.reset_second_factor(work, eunjeong.account_id)
        typed = Credentials("eunjeong", eunjeong.password, "")
        found = sign_in.sign_in(center.site, "127.0.0.1", typed)
        assert found is not None
        assert [one.principal for one in found.holders] == [own(center, "eunjeong").principal]
        seed = own(center, "eunjeong")
        with pytest.raises(RuleBroken, match="no_second_factor"), center.as_("seoyeon") as work:
            accounts.admit(work, eunjeong.account_id, "")
        with center.as_("eunjeong") as work:
            again = renewing.set_up_again(work, eunjeong.account_id, seed)
        staffing.admit(center, again)
        staffing.signed_in(center, "eunjeong", again.totp_secret)
        care.reads(center, case_id, "eunjeong")
        assert findings(center) == ()

    def test_not_for_somebody_elses_account(self, center: Center):
        seed = own(center, "minsu")
        with pytest.raises(NotFound), center.as_("minsu") as work:
            renewing.set_up_again(work, center.staff["eunjeong"].account_id, seed)


class TestPassword:
    def test_another_password_opens_the_same_seed(self, center: Center):
        case_id = care.active(center)
        who = center.staff["eunjeong"]
        typed = Changed(who.password, NEW, NEW)
        renewing.change_password(center.site, who.actor, own(center, "eunjeong"), typed)
        center.clock.forward(seconds=31)
        code = totp_code(who.totp_secret, center.clock())
        for password, works in ((who.password, False), (NEW, True)):
            found = sign_in.sign_in(
                center.site, "127.0.0.1", Credentials("eunjeong", password, code)
            )
            assert (found is not None) is works
        care.reads(center, case_id, "eunjeong")

    def test_a_wrong_old_password_changes_nothing(self, center: Center):
        who = center.staff["eunjeong"]
        for act in (renewing.change_password, renewing.password_leaked):
            with pytest.raises(RuleBroken, match="password_wrong"):
                act(
                    center.site,
                    who.actor,
                    own(center, "eunjeong"),
                    Changed("wrong", NEW, NEW),
                )
        staffing.signed_in(center, "eunjeong")

    def test_leaked_means_a_new_seed_and_admission_again(self, center: Center):
        case_id = care.active(center)
        who = center.staff["eunjeong"]
        book, now = center.site.book, center.clock()
        open_one = book.start(SessionKind.STAFF, now, {}, who.account_id, who.holders)
        typed = Changed(who.password, NEW, NEW)
        enrolled = renewing.password_leaked(center.site, who.actor, own(center, "eunjeong"), typed)
        assert book.open(open_one.token, now) is None
        obj = object_of(Record.CLINICAL, case_id)
        assert not [one for one in holders_of(center, obj) if one[1].startswith("user:")]
        with center.site.reading() as db:
            assert sign_in.person(db, who.account_id, who.holders) is None
        assert enrolled.fingerprint != ""
        due = sql(center, "SELECT id FROM principals WHERE rotation_due")
        assert due == [(STAFF,)]
        staffing.signed_in(center, "seoyeon")
        assert sql(center, "SELECT generation FROM principals WHERE id = :id", id=STAFF) == [(2,)]
        staffing.admit(center, enrolled)
        assert findings(center) == ()


def test_the_only_coordinator_forgets_and_the_supervisor_cannot_give_intake(center: Center):
    """Two coordinators are better than one; with one, the recovery sheets are the way back."""
    enrolled = staffing.forget_password(center, "seoyeon")
    with pytest.raises(Unavailable), center.as_("hyewon") as work:
        accounts.admit(work, enrolled.account_id, enrolled.fingerprint)
    staffing.signed_in(center, "hyewon")
    assert findings(center) == ()


def test_a_second_coordinator_admits_the_first_again(center: Center):
    case_id = center.apply().case_id
    staffing.join(center, "nari", Role.COORDINATOR)
    enrolled = staffing.forget_password(center, "seoyeon")
    staffing.admit(center, enrolled, "nari")
    staffing.signed_in(center, "seoyeon", enrolled.totp_secret)
    with center.as_("seoyeon") as work:
        assert intake.show(work, case_id).application.intact
    assert {one.principal for one in center.staff["seoyeon"].holders} >= {STAFF, INTAKE}
