"""Work: who acts, with which keys, when; and the only ways to touch a case."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import RULES, Permission, Record, Subject, Who, allowed, object_of
from tracker.domain.audit import DETAIL_KEYS, Audit
from tracker.domain.cases import Event, Milestones, after
from tracker.domain.errors import Conflict, NotFound, RuleBroken, Unavailable
from tracker.domain.papers import Kind
from tracker.services import sealing
from tracker.store import audit, cases, documents, grants, principals
from tracker.store.accounts import Account, AccountState
from tracker.store.cases import Case
from tracker.store.database import one_writer
from tracker.store.documents import Document
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import Grant, Keyring, Recipient, letter_for, vouched
from tracker.vault.pins import PinFile, PinMismatch

T = TypeVar("T")
_READING = frozenset(
    {
        Permission.APPLICATION_READ,
        Permission.CASE_READ,
        Permission.TEAM_READ,
        Permission.OWN_READ,
    }
)
# Staff never write under the first identity key: the person who filled in the form chose it.
FIRST_STAFF_KEY = 2


class Damaged(Exception):
    """A record does not open although its key should open it: altered, moved or rolled back."""

    def __init__(self, obj: str, kind: str) -> None:
        super().__init__(f"{obj} {kind}")
        self.object = obj
        self.kind = kind


@dataclass(frozen=True)
class Actor:
    """The person at work, as the audit trail names them."""

    who: Who
    name: str = ""
    address: str = ""

    @property
    def role(self) -> str:
        """The roles the person acts in."""
        return "+".join(sorted(self.who.roles)) or "visitor"


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One opened document: its version, who wrote it and when, and what it says."""

    version: int
    author_id: UUID | None
    saved_at: datetime
    paper: T | None
    signed: bool = False

    @property
    def intact(self) -> bool:
        """Whether it could be opened."""
        return self.paper is not None


@dataclass
class Work:
    """One act of one person in one transaction."""

    db: Session
    actor: Actor
    keyring: Keyring
    now: datetime
    pins: PinFile
    _keys: dict[str, dict[int, bytes]] = field(default_factory=dict, repr=False)
    _done: dict[str, list[Any]] = field(default_factory=dict)

    # --- finding ---------------------------------------------------------------------------

    def case(self, case_id: UUID, permission: Permission) -> Case:
        """Fetch and authorise in one breath. Raises NotFound, also for a record without a key."""
        case = cases.get(self.db, case_id, lock=permission not in _READING)
        if case is None:
            raise NotFound
        subject = Subject(case.id, case.counselor_id, case.team_id)
        if not allowed(self.actor.who, permission, subject):
            raise NotFound
        record = RULES[permission].record
        if record is not None and not self.keys(object_of(record, case_id)):
            raise NotFound
        return case

    def keys(self, obj: str) -> dict[int, bytes]:
        """The keys of a record that this person's grants open, by version."""
        if obj not in self._keys:
            found = grants.of_objects(self.db, [obj], self.keyring.principals)
            mine = [grant for grant in found if self.keyring.holds(grant)]
            self._keys[obj] = {grant.key_version: self._open(grant) for grant in mine}
        return self._keys[obj]

    def _open(self, grant: Grant) -> bytes:
        try:
            return self.keyring.open(grant, unstamped=sealing.may_be_unstamped(grant))
        except DecryptionError:
            raise Damaged(grant.object, "grant") from None

    def writing_key(self, obj: str) -> tuple[int, bytes]:
        """The newest key of a record, refused if it is one that the public form chose."""
        keys = self.keys(obj)
        if not keys:
            raise NotFound
        version = max(keys)
        if obj.startswith(Record.IDENTITY) and version < FIRST_STAFF_KEY:
            raise Unavailable("identity_not_renewed")
        return version, keys[version]

    # --- reading ---------------------------------------------------------------------------

    def read(self, case_id: UUID, kind: Kind[T]) -> Sheet[T] | None:
        """The newest version of one document, or None when it was never written."""
        found = documents.newest(self.db, object_of(kind.record, case_id), kind.name)
        return None if found is None else self.opened(found, kind)

    def opened(self, document: Document, kind: Kind[T]) -> Sheet[T]:
        """Open one document; what does not open becomes an empty sheet and an audit row."""
        paper = None
        key = self.keys(document.object).get(document.key_version)
        if key is not None:
            paper = sealing.opened(document, key, kind.type)
        if paper is None:
            self.record(Audit.RECORD_DAMAGED, document.object, kind=document.kind)
        return Sheet(document.version, document.author_id, document.created_at, paper)

    def must(self, case_id: UUID, kind: Kind[T]) -> T:
        """What a document says. Raises NotFound when there is none, Damaged when it is damaged."""
        sheet = self.read(case_id, kind)
        if sheet is None:
            raise NotFound
        if sheet.paper is None:
            raise Damaged(object_of(kind.record, case_id), kind.name)
        return sheet.paper

    # --- writing ---------------------------------------------------------------------------

    def write(self, case_id: UUID, kind: Kind[T], paper: T, base: int) -> int:
        """Save a new version on top of version `base` (0: none yet) and return its number.

        Saving the same words twice is one act. Raises Conflict when somebody else saved
        meanwhile, RuleBroken('signed') when the newest version is signed.
        """
        obj = object_of(kind.record, case_id)
        last = documents.newest(self.db, obj, kind.name)
        current = 0 if last is None else last.version
        if last is not None and base != current:
            return self._replayed(last, kind, paper, base)
        if last is not None and documents.is_signed(self.db, obj, kind.name, current):
            raise RuleBroken("signed")
        if base != current:
            raise Conflict("version")
        return self._add(obj, kind, paper, last)

    def write_on(self, case_id: UUID, kind: Kind[T], paper: T) -> int:
        """Save a new version on top of whatever is newest: for papers no form was opened on."""
        obj = object_of(kind.record, case_id)
        return self._add(obj, kind, paper, documents.newest(self.db, obj, kind.name))

    def _replayed(self, last: Document, kind: Kind[T], paper: T, base: int) -> int:
        """A form that was sent twice has already done its work; another text is a conflict."""
        mine = last.author_id == self.actor.who.account_id and last.version == base + 1
        if mine and self.opened(last, kind).paper == paper:
            return last.version
        raise Conflict("version")

    def _add(self, obj: str, kind: Kind[T], paper: T, last: Document | None) -> int:
        version = 1 if last is None else last.version + 1
        key_version, key = self.writing_key(obj)
        body = sealing.sealed(obj, kind.name, version, key_version, key, paper, last)
        author = self.actor.who.account_id
        document = Document(obj, kind.name, version, key_version, body, author, self.now)
        try:
            documents.add(self.db, document)
        except IntegrityError:
            raise Conflict("version") from None
        self.note_document(document)
        return version

    def note_document(self, document: Document) -> None:
        """Remember a written version for the audit row of this act."""
        line = [document.object, document.kind, document.version, document.digest]
        self._done.setdefault("documents", []).append(line)

    def sign(self, case_id: UUID, kind: Kind[T], version: int) -> None:
        """Sign the newest version; signing it twice is one act."""
        obj = object_of(kind.record, case_id)
        last = documents.newest(self.db, obj, kind.name)
        if last is None or last.version != version or self.actor.who.account_id is None:
            raise Conflict("version")
        if not documents.is_signed(self.db, obj, kind.name, version):
            documents.sign(self.db, obj, kind.name, version, self.actor.who.account_id, self.now)

    def move(self, case: Case, event: Event) -> None:
        """The only writer of a case's stage; adds an immutable line to its history."""
        case.stage = after(case.stage, event)
        case.changed_at = self.now
        cases.add_event(self.db, case, event, self.actor.who.account_id, self.now)

    def milestones(self, case: Case) -> Milestones:
        """What the records of a case show now."""
        self.db.flush()
        return cases.milestones(self.db, case.id)

    # --- giving ----------------------------------------------------------------------------

    def group(self, name: str) -> Recipient:
        """A group to which a key can be given. Raises Unavailable when its pin does not match."""
        row = principals.get(self.db, name)
        if row is None:
            raise Unavailable("no_group")
        try:
            self.pins.load().check(row.recipient)
        except PinMismatch:
            raise Unavailable("pin") from None
        return row.recipient

    def colleague(self, account: Account) -> Recipient:
        """An admitted colleague. Raises Unavailable when nobody vouches for the public key."""
        row = principals.get(self.db, account.principal)
        stamp_key = self.keyring.stamp_key
        if row is None or stamp_key is None or account.state is not AccountState.ADMITTED:
            raise Unavailable("not_admitted")
        if row.generation != account.generation or not vouched(stamp_key, row.recipient, row.mac):
            raise Unavailable("not_vouched")
        return row.recipient

    def give(self, to: Recipient, obj: str, key_version: int, key: bytes) -> None:
        """Give a key: a wrap where the seed is at hand, else a stamped letter."""
        self.add_grant(self.keyring.seal_for(to, obj, key_version, key))

    def give_receipt(
        self, case_id: UUID, reply_key: bytes, obj: str, key_version: int, key: bytes
    ) -> None:
        """Give a key to the applicant's receipt, stamped with the key the receipt knows."""
        row = principals.get(self.db, receipt_principal(case_id))
        if row is None or not vouched(reply_key, row.recipient, row.mac):
            raise Damaged(obj, "receipt")
        self.add_grant(letter_for(row.recipient, obj, key_version, key, reply_key))

    def add_grant(self, grant: Grant) -> None:
        """Store a grant and remember it for the audit row of this act."""
        grants.add(self.db, [grant])
        self._done.setdefault("grants", []).append(list(grant[:4]))

    def know(self, obj: str, key_version: int, key: bytes) -> None:
        """Keep a key that was just made at hand for the rest of this act."""
        self._keys.setdefault(obj, {})[key_version] = key

    def revoke(self, obj: str, key_version: int) -> None:
        """Destroy every grant of one key of a record."""
        gone = grants.drop(self.db, obj, key_version)
        self._done.setdefault("revoked", []).extend(list(grant[:4]) for grant in gone)
        self._keys.get(obj, {}).pop(key_version, None)

    # --- recording -------------------------------------------------------------------------

    def record(self, action: Audit, obj: str | None = None, **detail: Any) -> None:
        """Write the audit row of this act, with every document and grant it touched."""
        full = {**detail, **self._done}
        if not full.keys() <= DETAIL_KEYS:
            raise ValueError(f"the audit trail keeps no {sorted(full.keys() - DETAIL_KEYS)}")
        self._done = {}
        self.db.flush()
        audit.append(
            self.db,
            {
                "at": self.now,
                "actor_id": self.actor.who.account_id,
                "role": self.actor.role,
                "address": self.actor.address,
                "action": action.value,
                "object": obj,
                "detail": full,
            },
        )

    def act_as(self, who: Who) -> None:
        """Let the audit trail name somebody else for what follows."""
        self.actor = Actor(who, address=self.actor.address)

    def alone(self) -> None:
        """Wait until no other act appends to the audit chain; needed to count on without gaps."""
        one_writer(self.db)

    def finish(self) -> None:
        """Make sure that nothing was written or given without an audit row."""
        if self._done:
            raise RuntimeError("an act changed records and wrote no audit row")


def receipt_principal(case_id: UUID) -> str:
    """The name of an applicant's receipt as a principal."""
    return f"receipt:{case_id.hex}"
