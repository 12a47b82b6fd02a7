"""Who may do what: the whole policy on one page.

A rule decides a *function*: which role, and how the person must stand to the case. Which
*record* opens is decided by the key that a grant gives, and both are needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from tracker.domain.errors import RuleBroken


class Role(StrEnum):
    """What a person works as; an account has a set of them."""

    COORDINATOR = "coordinator"
    COUNSELOR = "counselor"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"
    PRIVACY_OFFICER = "privacy_officer"
    APPLICANT = "applicant"


KEY_HOLDING: Final = frozenset({Role.COORDINATOR, Role.COUNSELOR, Role.SUPERVISOR})


class Permission(StrEnum):
    """A function of the product that a person can be allowed."""

    APPLICATION_LIST = "application_list"
    APPLICATION_READ = "application_read"
    CASE_SEARCH = "case_search"
    CASE_DECIDE = "case_decide"
    CASE_ASSIGN = "case_assign"
    MESSAGE_SEND = "message_send"
    ROSTER_MANAGE = "roster_manage"
    RECEIPT_RENEW = "receipt_renew"
    ROUND_MANAGE = "round_manage"
    CASE_LIST = "case_list"
    CASE_READ = "case_read"
    NOTE_WRITE = "note_write"
    CASE_CLOSE = "case_close"
    CASE_RETURN = "case_return"
    TEAM_LIST = "team_list"
    TEAM_READ = "team_read"
    COLLEAGUE_ADMIT = "colleague_admit"
    COLLEAGUE_LEAVE = "colleague_leave"
    KEYS_RESTORE = "keys_restore"
    GROUP_ROTATE = "group_rotate"
    CASE_OFFER = "case_offer"
    CASE_TAKE_OVER = "case_take_over"
    CASE_REKEY = "case_rekey"
    REPORT_READ = "report_read"
    PEOPLE_MANAGE = "people_manage"
    AUDIT_READ = "audit_read"
    CASE_SHRED = "case_shred"
    OWN_PROFILE = "own_profile"
    OWN_READ = "own_read"
    OWN_WRITE = "own_write"
    OWN_WITHDRAW = "own_withdraw"
    OWN_ERASE = "own_erase"
    OWN_ANSWER = "own_answer"
    OWN_ACCOUNT = "own_account"


class Record(StrEnum):
    """The four records of a case, each under a key of its own."""

    IDENTITY = "identity"
    CLINICAL = "clinical"
    CLIENT = "client"
    FACTS = "facts"


@dataclass(frozen=True)
class Who:
    """The person who asks."""

    roles: frozenset[Role]
    account_id: UUID | None = None
    team_id: UUID | None = None
    own_case_id: UUID | None = None


@dataclass(frozen=True)
class Subject:
    """The case that is asked for."""

    case_id: UUID
    counselor_id: UUID | None
    team_id: UUID | None


Relation = Callable[[Who, Subject], bool]


def anyone(_who: Who, _subject: Subject) -> bool:
    """The function is not about a relation to one case."""
    return True


def own_case(who: Who, subject: Subject) -> bool:
    """The case is assigned to this counselor."""
    return who.account_id is not None and who.account_id == subject.counselor_id


def team_case(who: Who, subject: Subject) -> bool:
    """The case belongs to this supervisor's team."""
    return who.team_id is not None and who.team_id == subject.team_id


def own_application(who: Who, subject: Subject) -> bool:
    """The case is the applicant's own."""
    return who.own_case_id == subject.case_id


@dataclass(frozen=True)
class Rule:
    """One line of the policy: these roles, in this relation, with the key of this record."""

    roles: frozenset[Role]
    relation: Relation = anyone
    record: Record | None = None


def _rule(*roles: Role, relation: Relation = anyone, record: Record | None = None) -> Rule:
    return Rule(frozenset(roles), relation, record)


RULES: Final[dict[Permission, Rule]] = {
    Permission.APPLICATION_LIST: _rule(Role.COORDINATOR),
    Permission.APPLICATION_READ: _rule(Role.COORDINATOR, record=Record.IDENTITY),
    Permission.CASE_SEARCH: _rule(Role.COORDINATOR),
    Permission.CASE_DECIDE: _rule(Role.COORDINATOR, record=Record.IDENTITY),
    Permission.CASE_ASSIGN: _rule(Role.COORDINATOR, record=Record.IDENTITY),
    Permission.MESSAGE_SEND: _rule(Role.COORDINATOR, record=Record.IDENTITY),
    Permission.ROSTER_MANAGE: _rule(Role.COORDINATOR),
    Permission.RECEIPT_RENEW: _rule(Role.COORDINATOR, record=Record.IDENTITY),
    Permission.ROUND_MANAGE: _rule(Role.COORDINATOR),
    Permission.CASE_LIST: _rule(Role.COUNSELOR),
    Permission.CASE_READ: _rule(Role.COUNSELOR, relation=own_case, record=Record.CLINICAL),
    Permission.NOTE_WRITE: _rule(Role.COUNSELOR, relation=own_case, record=Record.CLINICAL),
    Permission.CASE_CLOSE: _rule(Role.COUNSELOR, relation=own_case, record=Record.CLINICAL),
    Permission.CASE_RETURN: _rule(Role.COUNSELOR, relation=own_case, record=Record.IDENTITY),
    Permission.TEAM_LIST: _rule(Role.SUPERVISOR),
    Permission.TEAM_READ: _rule(Role.SUPERVISOR, relation=team_case, record=Record.CLINICAL),
    Permission.COLLEAGUE_ADMIT: _rule(Role.COORDINATOR, Role.SUPERVISOR),
    Permission.COLLEAGUE_LEAVE: _rule(Role.ADMIN, Role.SUPERVISOR),
    Permission.KEYS_RESTORE: _rule(Role.COORDINATOR, Role.SUPERVISOR),
    Permission.GROUP_ROTATE: _rule(Role.COORDINATOR, Role.SUPERVISOR),
    Permission.CASE_OFFER: _rule(Role.COORDINATOR, Role.SUPERVISOR),
    Permission.CASE_TAKE_OVER: _rule(Role.COUNSELOR),
    Permission.CASE_REKEY: _rule(Role.COORDINATOR, Role.SUPERVISOR, Role.COUNSELOR),
    Permission.REPORT_READ: _rule(Role.MANAGER),
    Permission.PEOPLE_MANAGE: _rule(Role.ADMIN),
    Permission.AUDIT_READ: _rule(Role.PRIVACY_OFFICER),
    Permission.CASE_SHRED: _rule(Role.PRIVACY_OFFICER),
    Permission.OWN_PROFILE: _rule(Role.COUNSELOR),
    Permission.OWN_READ: _rule(Role.APPLICANT, relation=own_application, record=Record.IDENTITY),
    Permission.OWN_WRITE: _rule(Role.APPLICANT, relation=own_application, record=Record.IDENTITY),
    Permission.OWN_WITHDRAW: _rule(
        Role.APPLICANT, relation=own_application, record=Record.IDENTITY
    ),
    Permission.OWN_ERASE: _rule(Role.APPLICANT, relation=own_application, record=Record.IDENTITY),
    Permission.OWN_ANSWER: _rule(Role.APPLICANT, relation=own_application, record=Record.IDENTITY),
    Permission.OWN_ACCOUNT: _rule(*(role for role in Role if role is not Role.APPLICANT)),
}


def may(who: Who, permission: Permission) -> bool:
    """Whether this person's roles include the function at all."""
    return bool(RULES[permission].roles & who.roles)


def allowed(who: Who, permission: Permission, subject: Subject) -> bool:
    """Whether this person may do it with this case."""
    return may(who, permission) and RULES[permission].relation(who, subject)


def check_roles(roles: frozenset[Role]) -> None:
    """Raise RuleBroken('roles') for a set of roles that one account must not combine.

    Key-holding roles combine with each other; manager, admin and privacy officer never combine
    with a key-holding role, nor admin with privacy officer.
    """
    keyless = roles & {Role.MANAGER, Role.ADMIN, Role.PRIVACY_OFFICER}
    mixed = bool(keyless) and bool(roles & KEY_HOLDING)
    watched = {Role.ADMIN, Role.PRIVACY_OFFICER} <= roles
    if not roles or mixed or watched or Role.APPLICANT in roles:
        raise RuleBroken("roles")


def object_of(record: Record, case_id: UUID) -> str:
    """The name under which a record's key and documents are kept."""
    return f"{record}:{case_id.hex}"
