"""Two sheets of paper: alone nothing, together the way back when everybody is gone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import staffing
from tests.factories.center import PASSWORD, Center, Clock, Staff, settings
from tests.factories.look import actions, everything, findings
from tracker.domain.access import Role
from tracker.domain.errors import Conflict, RuleBroken
from tracker.services import accounts, counseling, intake, recovery, rotation, site
from tracker.services.recovery import Helper
from tracker.services.sign_in import SignedIn
from tracker.services.site import FirstPerson, Site
from tracker.vault.codes import split_seed
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, STAFF, STATS

Sheets = tuple[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sheets, dict[str, Staff]]:
    """A young site whose sheets we have, with a supervisor and a counselor."""
    folder = tmp_path_factory.mktemp("young") / "site"
    folder.mkdir()
    clock = Clock()
    young = Site(settings(folder), clock)
    people = [FirstPerson(one, one, PASSWORD.format(one)) for one in ("seoyeon", "taekyung")]
    new = site.create(young, people[0], people[1])
    center = Center(young, clock, {})
    for username, role, enrolled in (
        ("seoyeon", Role.COORDINATOR, new.coordinator),
        ("taekyung", Role.ADMIN, new.admin),
    ):
        who = enrolled.account_id, enrolled.totp_secret
        center.staff[username] = Staff(username, username, frozenset({role}), *who, ())
        staffing.signed_in(center, username)
    with center.as_("taekyung") as work:
        team = accounts.add_team(work, "1팀")
    staffing.join(center, "hyewon", Role.SUPERVISOR, team=team)
    staffing.join(center, "eunjeong", Role.COUNSELOR, team=team)
    young.close()
    return folder, new.sheets, center.staff


@pytest.fixture
def young(made: tuple[Path, Sheets, dict[str, Staff]], tmp_path: Path) -> Iterator[Center]:
    folder = Path(shutil.copytree(made[0], tmp_path / "site"))
    clock = Clock()
    clock.forward(minutes=10)
    center = Center(Site(settings(folder), clock), clock, dict(made[2]))
    yield center
    center.close()


@pytest.fixture
def sheets(made: tuple[Path, Sheets, dict[str, Staff]]) -> Sheets:
    return made[1]


def newcomers(center: Center) -> list[Helper]:
    (team,) = recovery.teams(center.site).values()
    return [
        Helper(FirstPerson("nari", "고나리", PASSWORD.format("nari")), Role.COORDINATOR),
        Helper(FirstPerson("sol", "한솔", PASSWORD.format("sol")), Role.SUPERVISOR, team),
    ]


def let_in(center: Center, sheets: Sheets) -> None:
    helpers = newcomers(center)
    for one, enrolled in zip(helpers, recovery.use(center.site, sheets, helpers), strict=True):
        who = one.person.username
        center.staff[who] = Staff(
            who, who, frozenset({one.role}), enrolled.account_id, enrolled.totp_secret, (),
            one.team_id,
        )  # fmt: skip
        staffing.signed_in(center, who)


def test_everybody_is_gone_and_the_sheets_bring_two_back(young: Center, sheets: Sheets):
    case_id = young.assigned("eunjeong")
    with young.as_("eunjeong") as work:
        counseling.show(work, case_id)
    let_in(young, sheets)
    with young.as_("nari") as work:
        assert intake.show(work, case_id).application.intact
    with young.as_("sol") as work:
        assert counseling.show_for_team(work, case_id).case.id == case_id
    assert "recovery_used" in actions(young, 20)
    assert findings(young) == ()


def test_also_after_groups_got_new_seeds(young: Center, sheets: Sheets):
    case_id = young.apply().case_id
    for _ in range(2):
        with young.as_("seoyeon") as work:
            rotation.rotate(work, INTAKE)
        staffing.signed_in(young, "seoyeon")
    let_in(young, sheets)
    with young.as_("nari") as work:
        assert intake.show(work, case_id).application.intact
    assert findings(young) == ()


def test_a_drill_changes_nothing_but_the_date(young: Center, sheets: Sheets):
    before = everything(young)
    (team,) = recovery.teams(young.site).values()
    assert set(recovery.drill(young.site, sheets)) == {
        STAFF, INTAKE, STATS, intake.team_group(team),
    }  # fmt: skip
    after = everything(young)
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"audit"}
    assert actions(young) == ["recovery_drilled"]
    with young.site.reading() as db:
        assert recovery.last_drill(db) == young.clock()


def test_new_sheets_open_and_the_old_ones_do_not(young: Center, sheets: Sheets):
    fresh = recovery.replace(young.site, sheets)
    assert set(fresh).isdisjoint(sheets)
    with pytest.raises(RuleBroken, match="sheets_wrong"):
        recovery.drill(young.site, sheets)
    recovery.drill(young.site, fresh)
    let_in(young, fresh)
    young.site.check()
    with young.as_("seoyeon") as work:  # a rotation reaches the new sheets
        rotation.rotate(work, INTAKE)
    recovery.drill(young.site, fresh)
    assert findings(young) == ()


def wrong_sheets(sheets: Sheets) -> list[tuple[Sheets, str]]:
    left, right = sheets
    other = split_seed(new_key())
    return [
        ((left, left), "sheets_wrong"),
        ((left, other[1]), "sheets_wrong"),
        (other, "sheets_wrong"),
        ((left, right[:-4] + "AAAA"), "sheet_mistyped"),
        ((left, ""), "sheet_mistyped"),
        (("", right), "sheet_mistyped"),
        ((left, "한글 " + right), "sheet_mistyped"),
    ]


def test_one_sheet_is_worth_nothing(young: Center, sheets: Sheets):
    before = everything(young)
    for typed, code in wrong_sheets(sheets):
        for act in (
            lambda typed=typed: recovery.drill(young.site, typed),
            lambda typed=typed: recovery.use(young.site, typed, newcomers(young)),
            lambda typed=typed: recovery.replace(young.site, typed),
        ):
            with pytest.raises(RuleBroken, match=code):
                act()
    assert everything(young) == before


def test_sheets_are_read_as_people_type_them(young: Center, sheets: Sheets):
    typed = (sheets[0].lower().replace("-", " "), sheets[1].replace("-", ""))
    assert recovery.drill(young.site, typed)


def test_all_or_nobody(young: Center, sheets: Sheets):
    helpers = newcomers(young)
    taken = replace(helpers[1], person=replace(helpers[1].person, username="seoyeon"))
    before = everything(young)
    with pytest.raises(Conflict):
        recovery.use(young.site, sheets, [helpers[0], taken])
    assert everything(young) == before


def present(center: Center, *usernames: str) -> list[SignedIn]:
    found = []
    for username in usernames:
        entered = staffing.enter(center, username, center.staff[username].totp_secret)
        assert entered is not None
        found.append(entered)
    return found


def test_a_lost_sheet_is_replaced_by_those_who_hold_the_groups_together(
    young: Center, sheets: Sheets
):
    fresh = recovery.replace_together(young.site, present(young, "seoyeon", "hyewon"))
    assert recovery.drill(young.site, fresh)
    with pytest.raises(RuleBroken, match="sheets_wrong"):
        recovery.drill(young.site, sheets)
    assert findings(young) == ()


def test_not_by_one_alone_nor_by_two_who_lack_a_group(young: Center, sheets: Sheets):
    alone = present(young, "seoyeon")
    for who, code in ((alone * 2, "not_together"), ([*alone, *present(young, "eunjeong")], None)):
        with pytest.raises(RuleBroken, match=code or "groups_missing"):
            recovery.replace_together(young.site, who)
    assert recovery.drill(young.site, sheets)
