"""The policy, written down a second time by hand: who may do what, with which case."""

import itertools
from dataclasses import FrozenInstanceError
from typing import Final
from uuid import UUID

import pytest

from tracker.domain.access import (
    KEY_HOLDING,
    RULES,
    Permission,
    Record,
    Role,
    Subject,
    Who,
    allowed,
    check_roles,
    may,
    object_of,
)
from tracker.domain.errors import RuleBroken

P, R = Permission, Role
CASE, OTHER_CASE = UUID(int=1), UUID(int=2)
ME, SOMEBODY = UUID(int=11), UUID(int=12)
TEAM, OTHER_TEAM = UUID(int=21), UUID(int=22)
STAFF: Final = set(Role) - {Role.APPLICANT}

# function: who may, which case, and the record whose key it needs besides.
POLICY: Final[dict[Permission, tuple[set[Role], str, Record | None]]] = {
    P.APPLICATION_LIST: ({R.COORDINATOR}, "any", None),
    P.APPLICATION_READ: ({R.COORDINATOR}, "any", Record.IDENTITY),
    P.CASE_SEARCH: ({R.COORDINATOR}, "any", None),
    P.CASE_DECIDE: ({R.COORDINATOR}, "any", Record.IDENTITY),
    P.CASE_ASSIGN: ({R.COORDINATOR}, "any", Record.IDENTITY),
    P.MESSAGE_SEND: ({R.COORDINATOR}, "any", Record.IDENTITY),
    P.ROSTER_MANAGE: ({R.COORDINATOR}, "any", None),
    P.RECEIPT_RENEW: ({R.COORDINATOR}, "any", Record.IDENTITY),
    P.ROUND_MANAGE: ({R.COORDINATOR}, "any", None),
    P.CASE_LIST: ({R.COUNSELOR}, "any", None),
    P.CASE_READ: ({R.COUNSELOR}, "own", Record.CLINICAL),
    P.NOTE_WRITE: ({R.COUNSELOR}, "own", Record.CLINICAL),
    P.CASE_CLOSE: ({R.COUNSELOR}, "own", Record.CLINICAL),
    P.CASE_RETURN: ({R.COUNSELOR}, "own", Record.IDENTITY),
    P.TEAM_LIST: ({R.SUPERVISOR}, "any", None),
    P.TEAM_READ: ({R.SUPERVISOR}, "team", Record.CLINICAL),
    P.COLLEAGUE_ADMIT: ({R.COORDINATOR, R.SUPERVISOR}, "any", None),
    P.COLLEAGUE_LEAVE: ({R.ADMIN, R.SUPERVISOR}, "any", None),
    P.KEYS_RESTORE: ({R.COORDINATOR, R.SUPERVISOR}, "any", None),
    P.GROUP_ROTATE: ({R.COORDINATOR, R.SUPERVISOR}, "any", None),
    P.CASE_OFFER: ({R.COORDINATOR, R.SUPERVISOR}, "any", None),
    P.CASE_TAKE_OVER: ({R.COUNSELOR}, "any", None),
    P.CASE_REKEY: ({R.COORDINATOR, R.SUPERVISOR, R.COUNSELOR}, "any", None),
    P.REPORT_READ: ({R.MANAGER}, "any", None),
    P.PEOPLE_MANAGE: ({R.ADMIN}, "any", None),
    P.AUDIT_READ: ({R.PRIVACY_OFFICER}, "any", None),
    P.CASE_SHRED: ({R.PRIVACY_OFFICER}, "any", None),
    P.OWN_PROFILE: ({R.COUNSELOR}, "any", None),
    P.OWN_READ: ({R.APPLICANT}, "mine", Record.IDENTITY),
    P.OWN_WRITE: ({R.APPLICANT}, "mine", Record.IDENTITY),
    P.OWN_WITHDRAW: ({R.APPLICANT}, "mine", Record.IDENTITY),
    P.OWN_ERASE: ({R.APPLICANT}, "mine", Record.IDENTITY),
    P.OWN_ANSWER: ({R.APPLICANT}, "mine", Record.IDENTITY),
    P.OWN_ACCOUNT: (STAFF, "any", None),
}
MINE = Subject(CASE, ME, TEAM)
OF_MY_TEAM = Subject(CASE, SOMEBODY, TEAM)
FOREIGN = Subject(OTHER_CASE, SOMEBODY, OTHER_TEAM)
NOBODYS = Subject(OTHER_CASE, None, None)
REACH: Final = {
    "any": [MINE, OF_MY_TEAM, FOREIGN, NOBODYS],
    "own": [MINE],
    "team": [MINE, OF_MY_TEAM],
    "mine": [MINE, OF_MY_TEAM],
}


def who(*roles: Role) -> Who:
    """With ids that are equal to those above but not the same objects, as from a database."""
    mine = (UUID(int=one.int) for one in (ME, TEAM, CASE))
    return Who(frozenset(roles), *mine)


def test_every_function_stands_in_the_table():
    assert set(POLICY) == set(Permission) == set(RULES)


@pytest.mark.parametrize("function", Permission)
def test_the_roles_of_a_function(function: Permission):
    roles, _, record = POLICY[function]
    for role in Role:
        assert may(who(role), function) is (role in roles), role
    assert may(who(*Role), function)
    assert not may(Who(frozenset()), function)
    assert RULES[function].record is record


@pytest.mark.parametrize("function", Permission)
def test_the_cases_of_a_function(function: Permission):
    roles, reach, _ = POLICY[function]
    for role, subject in itertools.product(Role, (MINE, OF_MY_TEAM, FOREIGN, NOBODYS)):
        expected = role in roles and subject in REACH[reach]
        assert allowed(who(role), function, subject) is expected, (role, subject)


@pytest.mark.parametrize("function", [P.CASE_READ, P.TEAM_READ, P.OWN_READ])
def test_nobody_stands_in_a_relation_to_nothing(function: Permission):
    """Somebody without account, team or receipt is not the owner of a case without one."""
    blank = Who(frozenset(Role))
    assert not allowed(blank, function, NOBODYS)


ALLOWED_SETS = [
    {R.COORDINATOR},
    {R.COUNSELOR, R.SUPERVISOR},
    {R.COORDINATOR, R.COUNSELOR, R.SUPERVISOR},
    {R.MANAGER},
    {R.MANAGER, R.ADMIN},
    {R.MANAGER, R.PRIVACY_OFFICER},
]


@pytest.mark.parametrize("size", range(5))
def test_which_roles_go_together(size: int):
    """Every set of up to four roles: keys never with watching, nor an admin with the officer."""
    for chosen in itertools.combinations(Role, size):
        roles = frozenset(chosen)
        keyless = roles & {R.MANAGER, R.ADMIN, R.PRIVACY_OFFICER}
        good = (
            bool(roles)
            and R.APPLICANT not in roles
            and not (keyless and roles & KEY_HOLDING)
            and not {R.ADMIN, R.PRIVACY_OFFICER} <= roles
        )
        if good:
            check_roles(roles)
            continue
        with pytest.raises(RuleBroken, match="roles"):
            check_roles(roles)


@pytest.mark.parametrize("roles", ALLOWED_SETS)
def test_roles_that_a_center_needs_together(roles: set[Role]):
    check_roles(frozenset(roles))


def test_who_holds_keys_and_what_records_are_called():
    assert frozenset({R.COORDINATOR, R.COUNSELOR, R.SUPERVISOR}) == KEY_HOLDING
    names = {object_of(record, CASE) for record in Record}
    assert names == {f"{name}:{CASE.hex}" for name in ("identity", "clinical", "client", "facts")}


@pytest.mark.parametrize(
    ("thing", "name"),
    [(who(R.MANAGER), "roles"), (MINE, "counselor_id"), (RULES[P.CASE_READ], "roles")],
)
def test_nobody_becomes_somebody_else_while_a_request_is_judged(thing: object, name: str):
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, frozenset(Role))
