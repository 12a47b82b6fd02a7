"""Keys that a colleague lost with an older seed, given again by those who hold the halves."""

from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed, NotFound
from tracker.services.halves import TELLING, give_half, own_half, reach
from tracker.services.work import Work
from tracker.store import accounts, handovers
from tracker.store.accounts import Account, AccountState


@dataclass(frozen=True)
class Waiting:
    """A colleague who lacks keys that this person can give."""

    account: Account
    cases: tuple[UUID, ...]


def lacking(work: Work) -> list[Waiting]:
    """Colleagues who lack keys of open cases that this person can give."""
    _must(work, Permission.KEYS_RESTORE)
    found: dict[UUID, set[UUID]] = {}
    for record in {*TELLING} & {*own_half(work)}:
        for account_id, case_id in handovers.lacking(work.db, record, reach(work)):
            found.setdefault(account_id, set()).add(case_id)
    people = {one.id: one for one in accounts.everyone(work.db)}
    waiting = [Waiting(people[who], tuple(sorted(which))) for who, which in found.items()]
    return sorted(waiting, key=lambda one: (one.account.name, one.account.username))


def restore(work: Work, account_id: UUID) -> int:
    """Give a colleague the own half of all their open cases again; returns of how many.

    Raises Unavailable('not_admitted') for somebody who is not admitted, or disabled.
    """
    _must(work, Permission.KEYS_RESTORE)
    account = accounts.get(work.db, account_id)
    if account is None:
        raise NotFound
    if account.state is not AccountState.ADMITTED:
        work.colleague(account)
    mine = next((one for one in lacking(work) if one.account.id == account_id), None)
    if mine is None:
        return 0
    for case_id in mine.cases:
        give_half(work, case_id, account)
    work.record(Audit.CASES_RESTORED, f"account:{account_id.hex}", count=len(mine.cases))
    return len(mine.cases)


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed
