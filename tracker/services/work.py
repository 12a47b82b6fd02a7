"""Work: one act of one person; the only ways to touch a case and to give its keys away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tracker.domain.access import RULES, Permission, Record, Subject, allowed, object_of
from tracker.domain.cases import Event, Milestones, after
from tracker.domain.errors import KeyReplaced, NotFound, Unavailable
from tracker.services.acting import Actor, Damaged, Sheet
from tracker.services.records import Records
from tracker.store import admission, cases, milestones, principals
from tracker.store.accounts import Account, AccountState
from tracker.store.cases import Case
from tracker.vault.keyring import Grant, Recipient, letter_for, vouched
from tracker.vault.pins import PinFile, PinMismatch

__all__ = ["Actor", "Damaged", "Sheet", "Work", "receipt_principal"]

_READING = frozenset(
    {
        Permission.APPLICATION_READ,
        Permission.CASE_READ,
        Permission.TEAM_READ,
        Permission.OWN_READ,
    }
)


@dataclass
class Work(Records):
    """One act of one person in one transaction."""

    pins: PinFile
    _locked: dict[UUID, Case | None] = field(default_factory=dict, init=False, repr=False)

    def case(self, case_id: UUID, permission: Permission, *further: Record) -> Case:
        """Fetch and authorise in one breath. Raises NotFound, also for a record without a key.

        The keys of `further` records, if there are any, come along in the same query.
        """
        case, given = self._fetch(case_id, permission, *further)
        if case is None:
            raise NotFound
        self._admit([case], permission, *further, given=given)
        return case

    def cases(self, case_ids: Sequence[UUID], permission: Permission) -> list[Case]:
        """Fetch and authorise several in one breath, in that order: to look at, not to change."""
        there = {one.id: one for one in cases.several(self.db, case_ids)}
        if there.keys() != set(case_ids):
            raise NotFound
        found = [there[one] for one in case_ids]
        self._admit(found, permission)
        return found

    def _admit(
        self,
        found: list[Case],
        permission: Permission,
        *further: Record,
        given: list[Grant] | None = None,
    ) -> None:
        """Raise NotFound unless rule *and* key allow it.

        Grants that came along with a case are opened only here: for somebody whom the rule lets in.
        """
        who, record = self.actor.who, RULES[permission].record
        if not all(allowed(who, permission, _subject(one)) for one in found):
            raise NotFound
        if record is not None:
            objects = [object_of(one, case.id) for case in found for one in (record, *further)]
            self.fetch_keys(objects, given)
            if not all(self.keys(object_of(record, case.id)) for case in found):
                raise NotFound

    def _fetch(
        self, case_id: UUID, permission: Permission, *further: Record
    ) -> tuple[Case | None, list[Grant] | None]:
        """A case and the grants to its records.

        One that this act has locked stays as it is, so it is not fetched again.
        """
        lock = permission not in _READING
        if lock and case_id in self._locked:
            return self._locked[case_id], None
        record = RULES[permission].record
        objects = [] if record is None else [object_of(one, case_id) for one in (record, *further)]
        case, given = admission.of_case(
            self.db, case_id, objects, self.keyring.principals, lock=lock
        )
        if lock:
            self._locked[case_id] = case
        return case, given

    def move(self, case: Case, event: Event) -> None:
        """The only writer of a case's stage; adds an immutable line to its history."""
        case.stage = after(case.stage, event)
        case.changed_at = self.now
        case.answered_at = None
        cases.add_event(self.db, case, event, self.actor.who.account_id, self.now)

    def milestones(self, case: Case) -> Milestones:
        """What the records of a case show now."""
        self.db.flush()
        return milestones.of_case(self.db, case.id)

    def group(self, name: str) -> Recipient:
        """A group to which a key can be given. Raises KeyReplaced when its pin does not match."""
        return self.pinned(principals.recipient(self.db, name))

    def pinned(self, found: Recipient | None) -> Recipient:
        """The same for one that was looked up."""
        if found is None:
            raise Unavailable("no_group")
        try:
            self.pins.load().check(found)
        except PinMismatch:
            raise KeyReplaced("pin", found.principal) from None
        return found

    def colleague(self, account: Account) -> Recipient:
        """An admitted colleague. Raises KeyReplaced when nobody vouches for the key."""
        row = principals.get(self.db, account.principal)
        stamp_key = self.keyring.stamp_key
        if row is None or stamp_key is None or account.state is not AccountState.ADMITTED:
            raise Unavailable("not_admitted")
        if row.generation != account.generation or not vouched(stamp_key, row.recipient, row.mac):
            raise KeyReplaced("not_vouched", row.id)
        return row.recipient

    def give(self, to: Recipient, obj: str, key_version: int, key: bytes) -> None:
        """Give a key: a wrap where the seed is at hand, else a stamped letter."""
        self.add_grants(self.keyring.seal_for(to, obj, key_version, key))

    def give_receipt(
        self, case_id: UUID, reply_key: bytes, obj: str, key_version: int, key: bytes
    ) -> None:
        """Give a key to the applicant's receipt, stamped with the key the receipt knows."""
        row = principals.get(self.db, receipt_principal(case_id))
        if row is None or not vouched(reply_key, row.recipient, row.mac):
            raise Damaged(obj, "receipt")
        self.add_grants(letter_for(row.recipient, obj, key_version, key, reply_key))


def _subject(case: Case) -> Subject:
    return Subject(case.id, case.counselor_id, case.team_id)


def receipt_principal(case_id: UUID) -> str:
    """The name of an applicant's receipt as a principal."""
    return f"receipt:{case_id.hex}"
