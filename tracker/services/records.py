"""Records: keys, documents and the audit row that every change of them must leave."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from tracker.domain.access import Who, object_of
from tracker.domain.audit import DETAIL_KEYS, Audit
from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.papers import Kind
from tracker.services import sealing
from tracker.services.acting import Actor, Damaged, Sheet
from tracker.services.record_keys import RecordKeys
from tracker.store import audit, documents, grants
from tracker.store.documents import Document
from tracker.store.pipeline import one_writer
from tracker.vault.keyring import Grant

T = TypeVar("T")


@dataclass
class Records(RecordKeys):
    """The records that one person's keys open, in one transaction."""

    _done: dict[str, list[Any]] = field(default_factory=dict, init=False)
    _then: list[Callable[[], object]] = field(default_factory=list, init=False, repr=False)

    def revoke(self, obj: str, key_version: int) -> None:
        """Destroy every grant of one key of a record."""
        self.note_revoked(*grants.drop(self.db, obj, key_version))
        self._keys.get(obj, {}).pop(key_version, None)

    def note_revoked(self, *gone: Grant) -> None:
        """Remember destroyed grants for the audit row of this act."""
        if gone:
            self._done.setdefault("revoked", []).extend(list(grant[:4]) for grant in gone)

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

    def write(self, case_id: UUID, kind: Kind[T], paper: T, base: int) -> int:
        """Save a new version on top of version `base` (0: none yet) and return its number.

        Saving the same words twice is one act. Raises Conflict when somebody else saved
        meanwhile, RuleBroken('signed') when the newest version is signed.
        """
        obj = object_of(kind.record, case_id)
        last, signed = documents.newest_and_signed(self.db, obj, kind.name)
        current = 0 if last is None else last.version
        if last is not None and base != current:
            return self._replayed(obj, kind, paper, base)
        if signed:
            raise RuleBroken("signed")
        if base != current:
            raise Conflict("version")
        return self._add(obj, kind, paper, last)

    def write_on(self, case_id: UUID, kind: Kind[T], paper: T) -> int:
        """Save a new version on top of whatever is newest: for papers no form was opened on."""
        obj = object_of(kind.record, case_id)
        return self._add(obj, kind, paper, documents.newest(self.db, obj, kind.name))

    def _replayed(self, obj: str, kind: Kind[T], paper: T, base: int) -> int:
        """A form that was sent twice has already done its work; another text is a conflict."""
        last = documents.newest(self.db, obj, kind.name)
        if last is None or (last.version, last.author_id) != (base + 1, self.actor.who.account_id):
            raise Conflict("version")
        if self.opened(last, kind).paper != paper:
            raise Conflict("version")
        return last.version

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

    def add_grants(self, *given: Grant) -> None:
        """Store grants and remember them for the audit row of this act."""
        grants.add(self.db, given)
        self.note_grants(*given)

    def note_grants(self, *given: Grant) -> None:
        """Remember stored grants for the audit row of this act."""
        self._done.setdefault("grants", []).extend(list(grant[:4]) for grant in given)

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

    @property
    def has_changes(self) -> bool:
        """Whether this act changed a record or gave a key since its last audit row."""
        return bool(self._done)

    def act_as(self, who: Who) -> None:
        """Let the audit trail name somebody else for what follows."""
        self.actor = Actor(who, address=self.actor.address)

    def alone(self) -> None:
        """Wait until no other act appends to the audit chain; needed to count on without gaps."""
        one_writer(self.db)

    def finish(self) -> None:
        """Make sure that nothing was written or given without an audit row."""
        if self.has_changes:
            raise RuntimeError("an act changed records and wrote no audit row")

    def after_commit(self, then: Callable[[], object]) -> None:
        """Do something once this act is in the database, and only then."""
        self._then.append(then)

    def settle(self) -> None:
        """Do what waited for the commit; whoever commits calls it."""
        waiting, self._then = self._then, []
        for then in waiting:
            then()
