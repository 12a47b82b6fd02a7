"""Every route there is, and who may use it. Written by hand: a new route without a line fails.

This table is deliberately not derived from the guards of the views: it is what they must do.
"""

from dataclasses import dataclass
from typing import Final

COORDINATOR, COUNSELOR, SUPERVISOR = "seoyeon", "eunjeong", "hyewon"
MANAGER, ADMIN, OFFICER = "jihyun", "taekyung", "yujin"
APPLICANT, ANONYMOUS = "applicant", "anonymous"
STAFF: Final = frozenset({COORDINATOR, COUNSELOR, SUPERVISOR, MANAGER, ADMIN, OFFICER})
EVERYBODY: Final = STAFF | {APPLICANT, ANONYMOUS}


@dataclass(frozen=True)
class Door:
    """Who may go through; `case` is the tag of the case whose id stands in the path."""

    allowed: frozenset[str]
    case: str = "active"


def _only(*who: str, case: str = "active") -> Door:
    return Door(frozenset(who), case)


_OPEN: Final = Door(EVERYBODY)
ROUTES: Final[dict[str, Door]] = {
    "static": _OPEN,
    "public.landing": _OPEN,
    "public.privacy": _OPEN,
    "public.language": _OPEN,
    "public.start": _OPEN,
    "public.consents": _OPEN,
    "public.about": _OPEN,
    "public.choices": _OPEN,
    "public.check": _OPEN,
    "public.done": _OPEN,
    "public.memo": _OPEN,
    "public.leave": _OPEN,
    "status.enter": _OPEN,
    "status.mine": _only(APPLICANT),
    "status.write": _only(APPLICANT),
    "status.consent": _only(APPLICANT),
    "status.withdraw_consent": _only(APPLICANT),
    "status.give_consent": _only(APPLICANT),
    "status.visits": _only(APPLICANT),
    "status.copy": _only(APPLICANT),
    "status.copy_file": _only(APPLICANT),
    "status.correct_about": _only(APPLICANT),
    "status.correct_choices": _only(APPLICANT),
    "status.correct_check": _only(APPLICANT),
    "status.erase": _only(APPLICANT),
    "status.erase_now": _only(APPLICANT),
    "status.ask_erasure": _only(APPLICANT),
    "status.ask_withdraw": _only(APPLICANT),
    "status.withdraw": _only(APPLICANT),
    "status.code": _only(APPLICANT),
    "status.code_memo": _only(APPLICANT),
    "status.code_noted": _only(APPLICANT),
    "status.sign_out": _OPEN,
    "auth.sign_in": _OPEN,
    "auth.sign_out": _OPEN,
    "auth.idle": _OPEN,
    "auth.stay": Door(STAFF),
    "auth.home": Door(STAFF),
    "auth.prove": Door(STAFF),
    "account.index": Door(STAFF),
    "account.password": Door(STAFF),
    "account.leaked": Door(STAFF),
    "account.second_factor": Door(STAFF),
    "account.end_session": Door(STAFF),
    "account.end_others": Door(STAFF),
    "passkeys.ask": _OPEN,
    "passkeys.index": Door(STAFF),
    "passkeys.add": Door(STAFF),
    "passkeys.remove": Door(STAFF),
    "profile.mine": _only(COUNSELOR),
    "applications.index": _only(COORDINATOR),
    "applications.show": _only(COORDINATOR),
    "applications.trail": _only(COORDINATOR),
    "search.index": _only(COORDINATOR),
    "applications.duplicates": _only(COORDINATOR),
    "applications.accept": _only(COORDINATOR, case="submitted"),
    "applications.waitlist": _only(COORDINATOR, case="submitted"),
    "applications.decline": _only(COORDINATOR, case="submitted"),
    "applications.reopen": _only(COORDINATOR, case="declined"),
    "applications.assign": _only(COORDINATOR, case="accepted"),
    "receipts.renew": _only(COORDINATOR),
    "assigning.review": _only(COORDINATOR),
    "messages.write": _only(COORDINATOR),
    "messages.ask": _only(COORDINATOR, case="submitted"),
    "messages.settle": _only(COORDINATOR),
    "eligibility.edit": _only(COORDINATOR, case="submitted"),
    "roster.index": _only(COORDINATOR),
    "roster.draft": _only(COORDINATOR),
    "roster.destroy": _only(COORDINATOR),
    "cases.index": _only(COUNSELOR),
    "cases.show": _only(COUNSELOR),
    "cases.trail": _only(COUNSELOR),
    "cases.intake": _only(COUNSELOR),
    "cases.save_intake": _only(COUNSELOR),
    "cases.choice": _only(COUNSELOR),
    "cases.save_choice": _only(COUNSELOR),
    "cases.result": _only(COUNSELOR),
    "cases.save_result": _only(COUNSELOR),
    "cases.new_session": _only(COUNSELOR),
    "cases.add_session": _only(COUNSELOR),
    "cases.session": _only(COUNSELOR),
    "cases.save_session": _only(COUNSELOR),
    "cases.outcome": _only(COUNSELOR),
    "cases.save_outcome": _only(COUNSELOR),
    "cases.close": _only(COUNSELOR),
    "cases.save_closing": _only(COUNSELOR),
    "cases.reopen": _only(COUNSELOR, case="completed"),
    "cases.save_reopening": _only(COUNSELOR, case="completed"),
    "cases.give_back": _only(COUNSELOR, case="assigned"),
    "team.index": _only(SUPERVISOR),
    "team.show": _only(SUPERVISOR),
    "team.trail": _only(SUPERVISOR),
    "reports.index": _only(MANAGER),
    "people.index": _only(ADMIN),
    "people.invite": _only(ADMIN),
    "people.team": _only(ADMIN),
    "people.waiting": _only(COORDINATOR, SUPERVISOR),
    "people.admit": _only(COORDINATOR, SUPERVISOR),
    "people.welcome": _OPEN,
    "people.groups": _only(ADMIN),
    "person.show": _only(ADMIN),
    "person.link": _only(ADMIN),
    "person.revoke": _only(ADMIN),
    "person.reset": _only(ADMIN),
    "person.back": _only(ADMIN, SUPERVISOR),
    "leaving.team_members": _only(ADMIN, SUPERVISOR),
    "leaving.leave": _only(ADMIN, SUPERVISOR),
    "leaving.left": _only(ADMIN, SUPERVISOR),
    "handover.index": _only(COORDINATOR, SUPERVISOR),
    "handover.caseload": _only(COORDINATOR, SUPERVISOR),
    "handover.mine": _only(COUNSELOR),
    "keys.index": _only(COORDINATOR, SUPERVISOR),
    "keys.restore": _only(COORDINATOR, SUPERVISOR),
    "keys.rotate": _only(COORDINATOR, SUPERVISOR),
    "keys.renew": _only(COORDINATOR, SUPERVISOR),
    "keys.records": _only(COORDINATOR, COUNSELOR, SUPERVISOR),
    "keys.rekey": _only(COORDINATOR, COUNSELOR, SUPERVISOR),
    "audit.index": _only(OFFICER),
    "audit.verify": _only(OFFICER),
    "erasures.index": _only(OFFICER),
    "erasures.destroy": _only(OFFICER, case="dropped"),
    "audit.export": _only(OFFICER),
}
