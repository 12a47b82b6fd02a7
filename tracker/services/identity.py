"""The identity record: from the key that the public form chose to one that staff made."""

from tracker.domain.access import Record, object_of
from tracker.domain.papers import APPLICATION
from tracker.services import sealing
from tracker.services.work import Damaged, Work
from tracker.store import documents
from tracker.store.cases import Case
from tracker.store.documents import Document
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE


def renew_identity(work: Work, case: Case) -> None:
    """Re-encrypt the identity record under a fresh key and destroy the one the form chose.

    Whatever staff write into the identity record comes after this; doing it again does nothing.
    """
    obj = object_of(Record.IDENTITY, case.id)
    old_version = max(work.keys(obj))
    if old_version > 1:
        return
    reply_key = work.must(case.id, APPLICATION).reply_key
    new_version, key = old_version + 1, new_key()
    reseal(work, obj, new_version, key)
    work.revoke(obj, old_version)
    work.know(obj, new_version, key)
    work.give(work.group(INTAKE), obj, new_version, key)
    work.give_receipt(case.id, reply_key, obj, new_version, key)


def reseal(work: Work, obj: str, new_version: int, key: bytes) -> None:
    """Seal every document of a record anew under another key. Raises Damaged."""
    before: Document | None = None
    for document in documents.all_of(work.db, obj):
        old_key = work.keys(obj)[document.key_version]
        previous = before if before is not None and before.kind == document.kind else None
        fresh = sealing.resealed(document, old_key, new_version, key, previous)
        if fresh is None:
            raise Damaged(document.object, document.kind)
        documents.rewrite(work.db, fresh)
        work.note_document(fresh)
        before = fresh
