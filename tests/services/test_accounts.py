"""How a colleague comes: invited, enrolled, compared in person, admitted; before that, no key."""

import time
from functools import partial
from uuid import UUID, uuid4

import pytest

from tests.factories.center import Center
from tests.factories.look import actions, everything, findings, holders_of, sql
from tests.factories.together import at_once, failures
from tracker.domain.access import Role, Who
from tracker.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, Unavailable
from tracker.services import accounts, intake, sign_in
from tracker.services.accounts import Enrolled, Newcomer
from tracker.services.intake import team_group
from tracker.services.sign_in import Credentials
from tracker.services.work import Actor
from tracker.vault.codes import totp_code
from tracker.vault.keyring import INTAKE, STAFF, STATS, Keyring
from tracker.vault.pins import PinFile, Pins

PASSWORD = "조용한 호수와 오래된 나무"


def invite(center: Center, *roles: Role, username: str = "nari", team: UUID | None = None) -> str:
    who = Newcomer(username, "고나리", frozenset(roles), team)
    with center.as_("taekyung") as work:
        return accounts.invite(work, who)


def enroll(center: Center, token: str, password: str = PASSWORD) -> Enrolled:
    with center.as_visitor() as work:
        return accounts.enroll(work, center.site.settings.pepper_bytes, token, password)


def admit(center: Center, by: str, who: Enrolled, compared: str | None = None) -> None:
    with center.as_(by) as work:
        accounts.admit(work, who.account_id, compared or who.fingerprint)


def sign_in_as(center: Center, who: Enrolled, username: str = "nari") -> sign_in.SignedIn:
    center.clock.forward(seconds=31)
    code = totp_code(who.totp_secret, center.clock())
    found = sign_in.sign_in(center.site, "127.0.0.1", Credentials(username, PASSWORD, code))
    assert found is not None
    return found


def test_until_admitted_an_account_opens_nothing(center: Center):
    case_id = center.apply().case_id
    newcomer = enroll(center, invite(center, Role.COORDINATOR))
    found = sign_in_as(center, newcomer)
    assert [one.principal for one in found.holders] == [f"user:{found.account_id.hex}"]
    actor = Actor(Who(frozenset({Role.COORDINATOR}), found.account_id))
    with pytest.raises(NotFound), center.site.working(actor, Keyring(found.holders)) as work:
        intake.show(work, case_id)
    with pytest.raises(Unavailable), center.site.working(actor, Keyring(found.holders)) as work:
        accounts.admit(work, newcomer.account_id, newcomer.fingerprint)  # nor admit themselves
    admit(center, "seoyeon", newcomer)
    found = sign_in_as(center, newcomer)
    assert {one.principal for one in found.holders} >= {STAFF, INTAKE, STATS}
    with center.site.working(actor, Keyring(found.holders)) as work:
        assert intake.show(work, case_id).application.intact
    assert findings(center) == ()


def test_three_steps_leave_three_rows(center: Center):
    newcomer = enroll(center, invite(center, Role.COORDINATOR))
    admit(center, "seoyeon", newcomer)
    steps = ["account_invited", "account_enrolled", "account_admitted"]
    assert actions(center, 3) == steps


GROUPS = [
    ({Role.COORDINATOR}, {STAFF, INTAKE, STATS}),
    ({Role.COUNSELOR}, {STAFF}),
    ({Role.COORDINATOR, Role.COUNSELOR}, {STAFF, INTAKE, STATS}),
]


@pytest.mark.parametrize(("roles", "groups"), GROUPS)
def test_each_role_is_given_its_groups(center: Center, roles, groups):
    team = center.staff["eunjeong"].team_id
    newcomer = enroll(center, invite(center, *roles, team=team))
    admit(center, "seoyeon", newcomer)
    principal = f"user:{newcomer.account_id.hex}"
    rows = sql(center, "SELECT object FROM grants WHERE principal = :p", p=principal)
    assert {row[0] for row in rows} == groups


def test_a_second_supervisor_is_admitted_by_the_first(center: Center):
    team = center.staff["hyewon"].team_id
    newcomer = enroll(center, invite(center, Role.SUPERVISOR, team=team))
    before = everything(center)
    for by in ("seoyeon", "sehun"):  # a coordinator, and the supervisor of the other team
        with pytest.raises(Unavailable):
            admit(center, by, newcomer)
    assert everything(center) == before
    admit(center, "hyewon", newcomer)
    found = sign_in_as(center, newcomer)
    assert team_group(team) in {one.principal for one in found.holders}


def test_a_supervisor_cannot_make_a_coordinator(center: Center):
    newcomer = enroll(center, invite(center, Role.COORDINATOR))
    before = everything(center)
    with pytest.raises(Unavailable):
        admit(center, "hyewon", newcomer)
    assert everything(center) == before


@pytest.mark.parametrize("who", ["taekyung", "jihyun", "yujin", "eunjeong"])
def test_who_may_not_admit(center: Center, who: str):
    newcomer = enroll(center, invite(center, Role.COUNSELOR))
    with pytest.raises(NotAllowed):
        admit(center, who, newcomer)


@pytest.mark.parametrize("who", ["seoyeon", "hyewon", "eunjeong", "jihyun", "yujin"])
def test_who_may_not_invite(center: Center, who: str):
    newcomer = Newcomer("nari", "고나리", frozenset({Role.COUNSELOR}))
    with pytest.raises(NotAllowed), center.as_(who) as work:
        accounts.invite(work, newcomer)
    with pytest.raises(NotAllowed), center.as_(who) as work:
        accounts.add_team(work, "3팀")


@pytest.mark.parametrize("compared", ["", "0000 0000 0000 0000 0000", "0000"])
def test_a_wrong_fingerprint(center: Center, compared: str):
    newcomer = enroll(center, invite(center, Role.COUNSELOR))
    before = everything(center)
    with pytest.raises(RuleBroken) as refusal, center.as_("seoyeon") as work:
        accounts.admit(work, newcomer.account_id, compared)
    assert refusal.value.code == "fingerprint"
    assert everything(center) == before


def test_admitting_twice_or_somebody_unknown(center: Center):
    newcomer = enroll(center, invite(center, Role.COUNSELOR))
    admit(center, "seoyeon", newcomer)
    with pytest.raises(NotFound):
        admit(center, "seoyeon", newcomer)
    with pytest.raises(NotFound), center.as_("seoyeon") as work:
        accounts.admit(work, uuid4(), newcomer.fingerprint)


MIXED = [
    {Role.ADMIN, Role.COORDINATOR},
    {Role.MANAGER, Role.COUNSELOR},
    {Role.PRIVACY_OFFICER, Role.SUPERVISOR},
    {Role.ADMIN, Role.PRIVACY_OFFICER},
    {Role.APPLICANT},
    set(),
]


@pytest.mark.parametrize("roles", MIXED, ids=lambda roles: "+".join(sorted(roles)))
def test_roles_that_never_combine(center: Center, roles):
    before = everything(center)
    with pytest.raises(RuleBroken) as refusal:
        invite(center, *roles)
    assert refusal.value.code == "roles"
    assert everything(center) == before


class TestLink:
    def test_works_once(self, center: Center):
        token = invite(center, Role.COUNSELOR)
        enroll(center, token)
        with pytest.raises(NotFound):
            enroll(center, token)

    def test_at_once_too(self, center: Center):
        token = invite(center, Role.COUNSELOR)
        ended = at_once(partial(enroll, center, token), partial(enroll, center, token))
        assert len(failures(ended)) == 1
        won = next(one for one in ended if isinstance(one, Enrolled))
        admit(center, "seoyeon", won)  # the fingerprint of the winner is the one that stands
        assert sign_in_as(center, won).account_id == won.account_id
        assert findings(center) == ()

    def test_ends_after_a_week(self, center: Center):
        token = invite(center, Role.COUNSELOR)
        center.clock.forward(days=7, seconds=1)
        with pytest.raises(NotFound):
            enroll(center, token)

    @pytest.mark.parametrize("token", ["", "x", "A" * 43, "\0", "\ud800"])
    def test_a_wrong_one(self, center: Center, token: str):
        invite(center, Role.COUNSELOR)
        with pytest.raises(NotFound):
            enroll(center, token)

    def test_is_not_kept(self, center: Center):
        token = invite(center, Role.COUNSELOR)
        assert token not in repr(everything(center))

    @pytest.mark.parametrize("password", ["", "x" * 11, "짧은 비밀번호"])
    def test_a_short_password_keeps_the_link(self, center: Center, password: str):
        token = invite(center, Role.COUNSELOR)
        with pytest.raises(RuleBroken) as refusal:
            enroll(center, token, password)
        assert refusal.value.code == "password_short"
        enroll(center, token)


def test_one_name_is_one_account(center: Center):
    invite(center, Role.COUNSELOR)
    for username in ("nari", "seoyeon"):
        with pytest.raises(Conflict):
            invite(center, Role.COUNSELOR, username=username)
    with pytest.raises(Conflict), center.as_("taekyung") as work:
        accounts.add_team(work, "1팀")


def test_keyless_roles_need_nobody(center: Center):
    newcomer = enroll(center, invite(center, Role.MANAGER))
    assert [one.principal for one in sign_in_as(center, newcomer).holders] == [
        f"user:{newcomer.account_id.hex}"
    ]
    assert f"user:{newcomer.account_id.hex}" not in {who for _, who in holders_of(center, STAFF)}


def test_two_first_supervisors_at_once_keep_both_pins(center: Center, monkeypatch):
    """pins.json is read and written whole; a lost pin would shut a team for ever."""
    load = PinFile.load

    def slow(pins: PinFile) -> Pins:
        found = load(pins)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(PinFile, "load", slow)
    newcomers = []
    for number in (3, 4):
        with center.as_("taekyung") as work:
            team = accounts.add_team(work, f"{number}팀")
        token = invite(center, Role.SUPERVISOR, username=f"nari{number}", team=team)
        newcomers.append((team, enroll(center, token)))
    acts = [partial(admit, center, "seoyeon", newcomer) for _team, newcomer in newcomers]
    assert failures(at_once(*acts)) == []
    pinned = set(center.site.pins.load().groups)
    assert {team_group(team) for team, _ in newcomers} <= pinned
    center.site.check()
