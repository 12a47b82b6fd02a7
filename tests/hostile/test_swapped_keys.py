"""Somebody swaps public keys and memberships: nobody gives a key to the wrong hands."""

import pytest

from tests.factories.applying import STEPS
from tests.factories.center import PASSWORD, Center, answers
from tests.factories.look import actions, findings, sql, stage_of
from tests.factories.staffing import come_again, signed_in
from tests.web.conftest import browser_of
from tracker.app import create_app
from tracker.domain.audit import Audit
from tracker.domain.cases import Stage
from tracker.domain.errors import KeyReplaced
from tracker.services import counseling, intake, sign_in
from tracker.services.intake import team_group
from tracker.services.work import Damaged, receipt_principal
from tracker.store import cases, grants
from tracker.store.audit import AuditRow, newest
from tracker.store.grants import GrantRow
from tracker.vault.codes import totp_code
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, STAFF, Holder, Recipient, letter_for
from tracker.vault.pins import PinMismatch

FOREIGN = Holder("user:0", 1, bytes(range(32)))


ALARM = "누군가 바꿔 놓은 열쇠를 발견해 쓰지 않았어요"


def newest_row(center: Center) -> AuditRow:
    with center.site.reading() as db:
        return newest(db, 1)[0]


def swap(center: Center, principal: str) -> None:
    sql(
        center,
        "UPDATE principals SET public_key = :key WHERE id = :id",
        key=FOREIGN.public_key,
        id=principal,
    )


def test_h15_a_counselor_with_a_swapped_key_is_given_nothing(center: Center):
    case_id = center.accepted()
    who = center.staff["eunjeong"].account_id
    swap(center, f"user:{who.hex}")
    with pytest.raises(KeyReplaced, match="not_vouched"), center.as_("seoyeon") as work:
        intake.assign(work, case_id, who)
    with center.site.reading() as db:
        assert grants.of_object(db, f"clinical:{case_id.hex}") == []
        case = cases.get(db, case_id)
        assert case is not None
        assert case.counselor_id is None


def test_h15_a_team_with_a_swapped_key_is_given_nothing(center: Center):
    case_id = center.accepted()
    who = center.staff["eunjeong"]
    assert who.team_id is not None
    swap(center, f"group:team-{who.team_id.hex}")
    with pytest.raises(KeyReplaced, match="pin"), center.as_("seoyeon") as work:
        intake.assign(work, case_id, who.account_id)


@pytest.mark.parametrize("whose", ["user", "team"])
def test_h15_whoever_assigns_sets_off_the_alarm(small_center: Center, whose: str):
    case_id, who = small_center.accepted(), small_center.staff["eunjeong"]
    assert who.team_id is not None
    swapped = f"user:{who.account_id.hex}" if whose == "user" else team_group(who.team_id)
    seoyeon = browser_of(small_center).sign_in("seoyeon")
    swap(small_center, swapped)
    answer = seoyeon.send(
        f"/applications/{case_id}/assign", {"counselor": who.account_id.hex, "over": "yes"}
    )
    assert answer.status_code == 503
    assert stage_of(small_center, case_id) is Stage.ACCEPTED
    row = newest_row(small_center)
    assert (row.action, row.object) == (Audit.KEY_REPLACED, swapped)
    assert row.actor_id == small_center.staff["seoyeon"].account_id
    officer = browser_of(small_center).sign_in("yujin")
    assert ALARM in officer.get("/audit/").text
    assert findings(small_center) == ()


def test_h15_the_owner_of_a_swapped_key_sets_off_the_alarm_and_works_on(center: Center):
    """Only the seed opens anything, so the row locks nobody out; the true key is put back."""
    case_id = center.accepted()
    mine = f"user:{center.staff['eunjeong'].account_id.hex}"
    swap(center, mine)
    who = signed_in(center, "eunjeong")
    assert who.holders[1:]
    assert actions(center, 2) == [Audit.KEY_REPLACED, Audit.SIGNED_IN]
    assert sql(center, "SELECT public_key FROM principals WHERE id = :id", id=mine) == [
        (who.holders[0].public_key,)
    ]
    signed_in(center, "eunjeong")
    assert actions(center, 2) == [Audit.SIGNED_IN, Audit.SIGNED_IN]
    with center.as_("seoyeon") as work:
        intake.assign(work, case_id, who.account_id)
    with center.as_("eunjeong") as work:
        assert counseling.show(work, case_id).application is not None


def test_h15_the_owner_of_a_swapped_mac_opens_nothing(center: Center):
    """Nobody vouches any more, so nothing is put back; a new link is the way."""
    mine = f"user:{center.staff['eunjeong'].account_id.hex}"
    swap(center, mine)
    sql(center, "UPDATE principals SET mac = :mac WHERE id = :id", mac=bytes(32), id=mine)
    who = signed_in(center, "eunjeong")
    assert who.holders[1:] == ()
    assert actions(center, 2) == [Audit.KEY_REPLACED, Audit.SIGNED_IN]
    assert sql(center, "SELECT public_key FROM principals WHERE id = :id", id=mine) == [
        (FOREIGN.public_key,)
    ]
    assert come_again(center, "eunjeong").holders[1:]


def test_h15_a_swapped_group_that_is_due_keeps_nobody_out(center: Center):
    swap(center, INTAKE)
    sql(center, "UPDATE principals SET rotation_due = true WHERE id = :id", id=INTAKE)
    assert signed_in(center, "seoyeon").holders[1:]
    assert actions(center, 2) == [Audit.KEY_REPLACED, Audit.SIGNED_IN]
    assert sql(center, "SELECT generation FROM principals WHERE id = :id", id=INTAKE) == [(1,)]


def test_h16_the_form_stores_nothing_for_a_swapped_intake_key(center: Center):
    swap(center, INTAKE)
    with pytest.raises(KeyReplaced, match="pin"):
        center.apply()
    assert sql(center, "SELECT count(*) FROM cases")[0][0] == 0
    assert sql(center, "SELECT count(*) FROM documents")[0][0] == 0


def test_h16_the_page_answers_503_and_the_next_start_is_refused(small_center: Center):
    browser = browser_of(small_center)
    swap(small_center, INTAKE)
    form = answers()
    for path, names in STEPS.items():
        assert browser.send(path, {name: form[name] for name in names}).status_code == 303
    answer = browser.send("/apply/check")
    assert answer.status_code == 503
    assert "열쇠" not in answer.text
    row = newest_row(small_center)
    assert (row.action, row.object, row.role) == (Audit.KEY_REPLACED, INTAKE, "visitor")
    assert sql(small_center, "SELECT count(*) FROM cases")[0][0] == 0
    with pytest.raises(PinMismatch):
        create_app(small_center.site)


def test_h17_a_foreign_group_seed_opens_nothing(center: Center):
    who = center.staff["seoyeon"]
    own = who.holders[0]
    with center.site.reading() as db:
        wanted = next(one for one in grants.memberships(db, own.principal) if one.object == STAFF)
    me = Recipient(own.principal, own.generation, own.public_key)
    forged = letter_for(me, STAFF, wanted.key_version, new_key(), None)
    with center.site.database.write() as db, db.begin():
        row = db.get(GrantRow, (STAFF, wanted.key_version, own.principal, own.generation))
        assert row is not None
        row.wrapped_key, row.mac, row.waiting = forged.wrapped_key, None, True
    center.clock.forward(seconds=61)
    code = totp_code(who.totp_secret, center.clock())
    typed = sign_in.Credentials("seoyeon", PASSWORD.format("seoyeon"), code)
    found = sign_in.sign_in(center.site, "127.0.0.1", typed)
    assert found is not None
    assert [one.principal for one in found.holders] == [own.principal]
    assert Audit.LETTER_REFUSED in actions(center, 3)


def test_the_receipt_of_another_key_is_never_answered(center: Center):
    case_id = center.apply().case_id
    swap(center, receipt_principal(case_id))
    with pytest.raises(Damaged), center.as_("seoyeon") as work:
        intake.accept(work, case_id)
