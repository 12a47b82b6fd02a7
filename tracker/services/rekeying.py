"""A new key for a record, for cause: what is written from now on opens with no key of before."""

from typing import Final
from uuid import UUID

from tracker.domain.access import Permission, Record, Role, allowed, may, object_of
from tracker.domain.access import Subject as CaseSubject
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed, NotFound, Unavailable
from tracker.domain.papers import APPLICATION
from tracker.services.halves import own_half
from tracker.services.identity import reseal
from tracker.services.intake import team_group
from tracker.services.record_keys import FIRST_STAFF_KEY
from tracker.services.rotation import Progress
from tracker.services.work import Work
from tracker.store import accounts, cases, rekeys
from tracker.store.accounts import AccountState
from tracker.store.cases import Case
from tracker.store.rekeys import RekeyRow
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE, STATS, Recipient

AT_ONCE: Final = 10  # records in one transaction: each is sealed anew, version by version
_WITH_RECEIPT: Final = frozenset({Record.IDENTITY, Record.CLIENT})


def rekey(work: Work, case_id: UUID, record: Record) -> None:
    """Seal a record anew under a fresh key, give it to all who hold the record, destroy the old.

    Raises NotFound for a record that this person cannot give.
    """
    if not may(work.actor.who, Permission.CASE_REKEY):
        raise NotAllowed
    case = cases.get(work.db, case_id, lock=True)
    if case is None or record not in giveable(work, case):
        raise NotFound
    _rekey(work, case, record)


def giveable(work: Work, case: Case) -> tuple[Record, ...]:
    """The records of a case to which this person can give a new key."""
    me = work.actor.who
    subject = CaseSubject(case.id, case.counselor_id, case.team_id)
    if allowed(me, Permission.NOTE_WRITE, subject):
        return tuple(Record)
    half = own_half(work)
    if Role.COORDINATOR not in me.roles and me.team_id != case.team_id:
        return ()
    # The letter to the receipt is stamped with a key that stands in the identity record.
    return tuple(one for one in half if one is not Record.CLIENT or Record.IDENTITY in half)


def rekey_half(work: Work, case_id: UUID) -> int:
    """New keys for every record of a case that this person can give; returns how many.

    The first identity key is left to the decision, which replaces it. Raises NotFound when there
    is none.
    """
    if not may(work.actor.who, Permission.CASE_REKEY):
        raise NotAllowed
    case = cases.get(work.db, case_id, lock=True)
    found = () if case is None else _at_hand(work, case)
    if case is None or not found:
        raise NotFound
    for record in found:
        _rekey(work, case, record)
    return len(found)


def half_of(work: Work, case_id: UUID) -> tuple[Record, ...]:
    """The records that `rekey_half` would give new keys. Raises NotFound when there is none."""
    if not may(work.actor.who, Permission.CASE_REKEY):
        raise NotAllowed
    case = cases.get(work.db, case_id)
    found = () if case is None else _at_hand(work, case)
    if not found:
        raise NotFound
    return found


def _at_hand(work: Work, case: Case) -> tuple[Record, ...]:
    mine = giveable(work, case)
    work.fetch_keys([object_of(one, case.id) for one in mine])
    newest = {one: max(work.keys(object_of(one, case.id)), default=0) for one in mine}
    least = {Record.IDENTITY: FIRST_STAFF_KEY}
    return tuple(one for one, version in newest.items() if version >= least.get(one, 1))


def waiting(work: Work) -> int:
    """How many records wait for a new key that this person can give."""
    return len(_waiting(work))


def _waiting(work: Work) -> list[RekeyRow]:
    """The records that wait and are within reach of this person, the first asked first."""
    asked = rekeys.asked(work.db, _mine(work), 10_000)
    found = {one.id: one for one in rekeys.cases_of(work.db, {_case_of(row) for row in asked})}
    return [row for row in asked if _is_mine(work, row, found.get(_case_of(row)))]


def _case_of(row: RekeyRow) -> UUID:
    return UUID(hex=row.object.partition(":")[2])


def _is_mine(work: Work, row: RekeyRow, case: Case | None) -> bool:
    return case is None or Record(row.object.partition(":")[0]) in giveable(work, case)


def work_off(work: Work, limit: int = AT_ONCE) -> Progress:
    """Give some of the records that wait a new key; repeat until nothing is left.

    Whatever stops it, what was done stays done.
    """
    if not may(work.actor.who, Permission.CASE_REKEY):
        raise NotAllowed
    asked = _waiting(work)
    done = 0
    for row in asked:
        if done == limit:
            break
        done += _worked_off(work, row.object)
    return Progress(done, len(asked) - done)


def _mine(work: Work) -> tuple[Record, ...]:
    if Role.COUNSELOR in work.actor.who.roles:
        return tuple(Record)
    return tuple(one for one in own_half(work) if one is not Record.CLIENT)


def _worked_off(work: Work, obj: str) -> int:
    name, _, hex_id = obj.partition(":")
    case = cases.get(work.db, UUID(hex=hex_id), lock=True)
    if case is None:
        rekeys.done(work.db, obj)
        return 1
    record = Record(name)
    if record not in giveable(work, case) or not work.keys(obj):
        return 0
    _rekey(work, case, record)
    return 1


def _rekey(work: Work, case: Case, record: Record) -> None:
    obj = object_of(record, case.id)
    keys = dict(work.keys(obj))
    if not keys:
        raise NotFound
    version, key = max(keys) + 1, new_key()
    recipients = _recipients(work, case, record)
    reply_key = work.must(case.id, APPLICATION).reply_key if record in _WITH_RECEIPT else b""
    reseal(work, obj, version, key)
    for old in keys:
        work.revoke(obj, old)
    work.know(obj, version, key)
    for to in recipients:
        work.give(to, obj, version, key)
    if reply_key:
        work.give_receipt(case.id, reply_key, obj, version, key)
    rekeys.done(work.db, obj)
    work.record(Audit.CASE_REKEYED, obj, number=version)


def _recipients(work: Work, case: Case, record: Record) -> list[Recipient]:
    """The groups that hold such a record, and the counselor if somebody vouches for them."""
    if record is Record.IDENTITY:
        found = [work.group(INTAKE)]
    elif record is Record.FACTS:
        found = [work.group(STATS)]
    else:
        found = [work.group(team_group(case.team_id))]
    counselor = None if case.counselor_id is None else accounts.get(work.db, case.counselor_id)
    if counselor is not None and counselor.state is AccountState.ADMITTED:
        try:
            found.append(work.colleague(counselor))
        except Unavailable:  # waits to be admitted: restored later
            return found
    return found
