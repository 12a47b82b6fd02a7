"""When a colleague leaves, or is away for long: in one act nothing opens for them any more."""

from dataclasses import dataclass
from uuid import UUID

from tracker.domain.access import Permission, Record, Role, may
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken
from tracker.services.accounts import groups_for
from tracker.services.renewing import wait_for_colleague
from tracker.services.rotation import renew_seed
from tracker.services.staff import Standing, standing_of
from tracker.services.work import Work
from tracker.store import accounts, grants, handovers, principals, rekeys
from tracker.store.accounts import Account, AccountState
from tracker.store.handovers import HandoverState
from tracker.store.rekeys import RekeyRow
from tracker.vault.keyring import Grant


@dataclass(frozen=True)
class Farewell:
    """What leaving will mean, before it happens."""

    name: str
    username: str
    open_cases: int
    groups: tuple[str, ...]
    last_of: tuple[str, ...]
    standing: Standing
    due: int  # groups that get a new seed with the next sign-in of a member


@dataclass(frozen=True)
class Left:
    """What leaving has done."""

    open_cases: int
    rotated: int
    waiting: int


def look(work: Work, account_id: UUID) -> Farewell:
    """What it will mean when this colleague leaves. Raises NotFound, NotAllowed, RuleBroken."""
    account = _may_leave(work, account_id)
    held = _groups_of(work, account)
    last = tuple(group for group in held if _is_last(work, account, group))
    cases = handovers.count_in_care(work.db, account.id)
    due = sum(group.rotation_due for group in principals.groups(work.db))
    standing = standing_of(account)
    return Farewell(account.name, account.username, cases, tuple(held), last, standing, due)


def leave(work: Work, account_id: UUID, *, for_good: bool, distrust: bool = False) -> Left:
    """Take everything from a colleague in one act; doing it twice is one act.

    Groups that this actor holds get a new seed at once, the others with the next sign-in of a
    member. Open cases stay with team and desk until a successor takes them over. `distrust`:
    the records the colleague could open get new keys too. Raises RuleBroken('last_member') for
    the last member of a group, RuleBroken('last_admin'), RuleBroken('yourself').
    """
    account = _may_leave(work, account_id)
    if account.state is AccountState.DISABLED and (for_good == (account.absent_since is None)):
        return Left(handovers.count_in_care(work.db, account.id), 0, 0)
    held = _groups_of(work, account)
    for group in held:
        if _is_last(work, account, group):
            raise RuleBroken("last_member", group=group)
    _check_last_admin(work, account)
    gone = _shut(work, account, for_good=for_good)
    if distrust:
        _ask_for_new_keys(work, gone)
    rotated = _renew_groups(work, held)
    open_cases = handovers.count_in_care(work.db, account.id)
    word = Audit.ACCOUNT_LEFT if for_good else Audit.ACCOUNT_ABSENT
    work.record(word, f"account:{account_id.hex}", count=open_cases)
    return Left(open_cases, rotated, len(held) - rotated)


def take_back(work: Work, account_id: UUID) -> None:
    """Somebody who was away returns: a colleague admits them again, then keys are restored."""
    account = _may_leave(work, account_id)
    if account.state is not AccountState.DISABLED or account.absent_since is None:
        raise RuleBroken("not_absent")
    account.absent_since = None
    account.state = AccountState.ADMITTED if account.lock is not None else AccountState.INVITED
    wait_for_colleague(work, account)
    work.record(Audit.ACCOUNT_RETURNED, f"account:{account_id.hex}")


def _may_leave(work: Work, account_id: UUID) -> Account:
    """The colleague: anybody for an admin, the counselors of the own team for a supervisor."""
    me = work.actor.who
    if not may(me, Permission.COLLEAGUE_LEAVE):
        raise NotAllowed
    account = accounts.get(work.db, account_id, lock=True)
    if account is None:
        raise NotFound
    in_my_team = account.team_id is not None and account.team_id == me.team_id
    mine = in_my_team and account.role_set == {Role.COUNSELOR}
    if Role.ADMIN not in me.roles and not mine:
        raise NotFound
    if account.id == me.account_id:
        raise RuleBroken("yourself")
    return account


def _groups_of(work: Work, account: Account) -> list[str]:
    """The groups whose seed this colleague knows."""
    given = {grant.object for grant in grants.memberships(work.db, account.principal)}
    return sorted(given | ({*groups_for(account)} if given else set()))


def _is_last(work: Work, account: Account, group: str) -> bool:
    """Whether nobody else who is at work holds a group; then leaving would lock it away."""
    row = principals.get(work.db, group)
    if row is None:
        return False
    holding = {one.principal for one in grants.members(work.db, group, row.generation)}
    at_work = {
        one.principal
        for one in accounts.everyone(work.db)
        if one.state is AccountState.ADMITTED and one.id != account.id
    }
    return not holding & at_work


def _check_last_admin(work: Work, account: Account) -> None:
    if Role.ADMIN not in account.role_set or account.state is not AccountState.ADMITTED:
        return
    admins = [
        one
        for one in accounts.everyone(work.db)
        if Role.ADMIN in one.role_set and one.state is AccountState.ADMITTED
    ]
    if len(admins) < 2:
        raise RuleBroken("last_admin")


def _shut(work: Work, account: Account, *, for_good: bool) -> list[Grant]:
    account.state = AccountState.DISABLED
    account.absent_since = None if for_good else work.now
    account.invitation = account.invited_until = None
    row = principals.newest(work.db, account.principal)
    if row is not None:
        row.mac = None
    for offer in handovers.offered_to(work.db, account.id, lock=True):
        offer.state, offer.answered_at = HandoverState.WITHDRAWN, work.now
    work.db.flush()
    gone = grants.drop_to(work.db, account.principal)
    work.note_revoked(*gone)
    return gone


def _ask_for_new_keys(work: Work, gone: list[Grant]) -> None:
    """Whoever held the old keys cannot open what is written from now on."""
    asker = work.actor.who.account_id
    for grant in gone:
        if asker is not None and grant.object.startswith(tuple(f"{one}:" for one in Record)):
            row = RekeyRow(object=grant.object, key_version=grant.key_version, cause="left")
            row.asked_by, row.asked_at = asker, work.now
            rekeys.ask(work.db, row)


def _renew_groups(work: Work, held: list[str]) -> int:
    """New seeds for the groups at hand, now; for the others with a member's next sign-in."""
    principals.mark_due(work.db, held)
    work.db.flush()
    mine = [group for group in held if group in work.keyring.holders]
    for group in mine:
        renew_seed(work, group)
    return len(mine)
