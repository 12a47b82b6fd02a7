"""New seeds for groups: one short act, everything opens as before, leavers open nothing new."""

import pytest
from sqlalchemy import text

from tests.factories import care, staffing
from tests.factories.center import Center
from tests.factories.look import actions, findings, holders_of, sql
from tests.factories.together import at_once, failures
from tracker.domain.access import Role
from tracker.domain.errors import KeyReplaced, NotAllowed, NotFound, Unavailable
from tracker.services import counseling, intake, rotation, sign_in
from tracker.services.site import Site
from tracker.store import grants
from tracker.vault.keyring import INTAKE, STAFF, Keyring


def rotate(center: Center, group: str, by: str = "seoyeon") -> None:
    with center.as_(by) as work:
        rotation.rotate(work, group)


def renew_all(center: Center, group: str, by: str = "seoyeon", limit: int = 3) -> list[int]:
    """Put everything under the newest seed, a few at a time; how many were left each time."""
    left: list[int] = []
    while not left or left[-1]:
        with center.as_(by) as work:
            left.append(rotation.renew_keys(work, group, limit).left)
    return left


def test_everything_opens_as_before(center: Center):
    before = [center.apply().case_id for _ in range(2)]
    rotate(center, INTAKE)
    after = center.apply().case_id
    staffing.signed_in(center, "seoyeon")
    for case_id in (*before, after):
        with center.as_("seoyeon") as work:
            assert intake.show(work, case_id).application.intact
    assert findings(center) == ()
    center.site.check()


def test_keys_follow_a_few_at_a_time_and_older_seeds_go(center: Center):
    ids = [center.apply().case_id for _ in range(7)]
    rotate(center, INTAKE)
    staffing.signed_in(center, "seoyeon")  # a sign-in puts what it finds under the new seed
    assert [one.generation for one in center.staff["seoyeon"].holders if one.principal == INTAKE]
    with center.site.reading() as db:
        assert grants.older_seeds(db, [INTAKE]) == []
        assert grants.count_outdated(db, INTAKE, 2) == 0
    for case_id in ids:
        with center.as_("seoyeon") as work:
            assert intake.show(work, case_id).application.intact
    assert findings(center) == ()


def test_it_can_be_stopped_and_taken_up_again(center: Center, monkeypatch):
    for _ in range(7):
        center.apply()
    rotate(center, INTAKE)
    monkeypatch.setattr(sign_in, "renew_keys", lambda work, group: None)
    staffing.signed_in(center, "seoyeon")
    assert renew_all(center, INTAKE) == [4, 1, 0]
    assert findings(center) == ()
    assert renew_all(center, INTAKE) == [0]


def test_staff_vouches_anew_and_letters_keep_their_stamp(center: Center):
    case_id = center.assigned("eunjeong")  # her letters wait
    rotate(center, STAFF, "hyewon")
    staffing.signed_in(center, "eunjeong")
    staffing.signed_in(center, "seoyeon")
    with center.as_("eunjeong") as work:
        assert counseling.show(work, case_id).application is not None
    another = center.accepted()
    with center.as_("seoyeon") as work:
        intake.assign(work, another, center.staff["eunjeong"].account_id)
    with center.as_("eunjeong") as work:
        assert counseling.show(work, another).application is not None
    assert findings(center) == ()


def test_h15_after_a_rotation_a_swapped_key_is_still_not_vouched_for(center: Center):
    minsu = f"user:{center.staff['minsu'].account_id.hex}"
    with center.site.database.write() as db, db.begin():
        db.execute(
            text("UPDATE principals SET public_key = :key WHERE id = :id"),
            {"key": bytes(31) + b"\x09", "id": minsu},
        )
    rotate(center, STAFF, "hyewon")
    assert actions(center, 2) == ["key_replaced", "group_rotated"]
    staffing.signed_in(center, "seoyeon")
    case_id = center.accepted()
    with pytest.raises(KeyReplaced), center.as_("seoyeon") as work:
        intake.assign(work, case_id, center.staff["minsu"].account_id)
    assert (2, minsu) not in holders_of(center, STAFF)


def test_h40_two_at_once_make_one_new_seed(center: Center):
    case_id = center.apply().case_id
    staffing.join(center, "nari", Role.COORDINATOR)
    found = at_once(lambda: rotate(center, INTAKE), lambda: rotate(center, INTAKE, "nari"))
    assert failures(found) == ["Conflict"]
    assert sql(center, "SELECT generation FROM principals WHERE id = 'group:intake'") == [(2,)]
    for username in ("seoyeon", "nari"):
        staffing.signed_in(center, username)
        with center.as_(username) as work:
            assert intake.show(work, case_id).application.intact
    assert findings(center) == ()


def test_an_open_session_follows_without_signing_in(center: Center):
    case_id = center.apply().case_id
    staffing.join(center, "nari", Role.COORDINATOR)
    rotate(center, INTAKE)
    nari = center.staff["nari"]
    with center.site.reading() as db:
        found = sign_in.person(db, nari.account_id, nari.holders, center.site.pins)
    assert found is not None
    assert found.renewed is not None
    assert found.keyring.holders[INTAKE].generation == 2
    with center.site.working(nari.actor, Keyring(found.renewed)) as work:
        assert intake.show(work, case_id).application.intact


def test_only_members_rotate(center: Center):
    with pytest.raises(NotAllowed):
        rotate(center, INTAKE, "eunjeong")
    with pytest.raises(Unavailable):
        rotate(center, INTAKE, "hyewon")


def test_a_file_that_was_not_finished_is_finished_at_the_next_start(center: Center):
    site = center.site
    rotate(center, INTAKE)
    pins = site.pins.load()
    # As if the machine had stopped between the commit and the last writing of the file.
    before = pins.groups[INTAKE]._replace(generation=1)
    site.pins.save(type(pins)({**pins.groups, INTAKE: before}, {INTAKE: pins.groups[INTAKE]}))
    center.apply()
    again = Site(site.settings, center.clock)
    again.check()
    assert site.pins.load() == pins
    again.close()


def test_a_rotation_that_fails_changes_nothing(center: Center):
    case_id = center.apply().case_id
    with pytest.raises(NotAllowed), center.as_("seoyeon") as work:  # noqa: PT012
        rotation.rotate(work, INTAKE)
        raise NotAllowed
    center.site.check()
    center.apply()
    with center.as_("seoyeon") as work:
        assert intake.show(work, case_id).application.intact
    rotate(center, INTAKE)
    center.site.check()


def test_h34_an_old_ring_opens_nothing_of_the_new_generation(center: Center):
    old = center.staff["seoyeon"]
    rotate(center, INTAKE)
    new = center.apply().case_id
    with (
        pytest.raises(NotFound),
        center.site.working(
            old.actor,
            Keyring(one for one in old.holders if one.principal != f"user:{old.account_id.hex}"),
        ) as work,
    ):
        intake.show(work, new)


def test_the_team_goes_on(center: Center):
    case_id = care.active(center)
    with center.as_("hyewon") as work:
        rotation.rotate(work, intake.team_group(center.staff["hyewon"].team_id))
    staffing.signed_in(center, "hyewon")
    with center.as_("hyewon") as work:
        assert counseling.show_for_team(work, case_id).intake is not None
    assert findings(center) == ()
