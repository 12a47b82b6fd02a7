"""The audit trail: prove that nothing was changed behind it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker.store import audit, documents, grants
from tracker.store.audit import DIGEST_BYTES, START, Row, Unreadable


@dataclass(frozen=True)
class Anchor:
    """How far the chain reached at a moment; kept elsewhere, it proves the whole past."""

    sequence: int
    digest: str


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the trail says."""

    what: str
    where: str


@dataclass(frozen=True)
class Verified:
    """The result of checking the trail against itself and against the records."""

    anchor: Anchor
    findings: tuple[Finding, ...]


def verify(db: Session, anchor: Anchor | None = None) -> Verified:
    """Check every row of the trail, every version of every document by its digest, and to whom
    which key was given.

    The bytes of a key are not compared: one that was spoilt opens nothing, and whoever opens it
    hears that. Nor is what stands in plain columns beside them.
    With an anchor that was kept elsewhere, also that the trail still contains it.
    """
    expected = _Expected()
    findings = list(_chain(db, expected, anchor))
    findings += expected.compare_documents(db)
    findings += expected.compare_grants(db)
    return Verified(expected.anchor, tuple(findings))


class _Expected:
    """What the trail says must be there."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str, int], str] = {}
        self.grants: set[tuple[str, int, str, int]] = set()
        self.anchor = Anchor(0, START.hex())

    def learn(self, row: Row) -> None:
        """Take in one act; of a row that was edited into nonsense, which is named, what it says."""
        if len(row.digest) == DIGEST_BYTES:
            self.anchor = Anchor(row.sequence, row.digest.hex())
        if isinstance(row, Unreadable):
            return
        with suppress(AttributeError, IndexError, OverflowError, TypeError, ValueError):
            self._learn(row.detail)

    def _learn(self, detail: dict[str, Any]) -> None:
        for obj, kind, version, digest in detail.get("documents", ()):
            self.documents[(obj, kind, version)] = digest
        self.grants |= {_address(line) for line in detail.get("grants", ())}
        self.grants -= {_address(line) for line in detail.get("revoked", ())}
        destroyed = set(detail.get("destroyed", ()))
        if destroyed:
            self.documents = {
                at: one for at, one in self.documents.items() if at[0] not in destroyed
            }

    def compare_documents(self, db: Session) -> Iterator[Finding]:
        """Name documents that are missing, changed or unknown."""
        left = dict(self.documents)
        for obj, kind, version, digest in documents.everything(db):
            known = left.pop((obj, kind, version), None)
            if known is None:
                yield Finding("document_unknown", f"{obj} {kind} {version}")
            elif known != digest:
                yield Finding("document_changed", f"{obj} {kind} {version}")
        for obj, kind, version in left:
            yield Finding("document_missing", f"{obj} {kind} {version}")

    def compare_grants(self, db: Session) -> Iterator[Finding]:
        """Name grants that are missing or that nobody gave."""
        there = {_address(row) for row in grants.everything(db)}
        for address in sorted(there - self.grants):
            yield Finding("grant_unknown", " ".join(map(str, address)))
        for address in sorted(self.grants - there):
            yield Finding("grant_missing", " ".join(map(str, address)))


def _address(line: Sequence[Any]) -> tuple[str, int, str, int]:
    return (str(line[0]), int(line[1]), str(line[2]), int(line[3]))


def _chain(db: Session, expected: _Expected, anchor: Anchor | None) -> Iterator[Finding]:
    before: tuple[bytes, ...] = (START,)
    sequence, anchored = 0, anchor is None
    for row in audit.chain(db):
        sequence += 1
        if row.sequence != sequence:
            yield Finding("row_missing", str(sequence))
            sequence = row.sequence
        right = _digests(row, before)
        if row.digest not in right:
            yield Finding("row_changed", str(row.sequence))
        if anchor is not None and row.sequence == anchor.sequence:
            anchored = row.digest.hex() == anchor.digest
        # After a digest that was edited: the next row was written before that, or since.
        before = (row.digest,) if row.digest in right else (row.digest, *right[:1])
        expected.learn(row)
    if not anchored:
        yield Finding("anchor_missing", str(anchor.sequence if anchor else 0))


def _digests(row: Row, before: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """What the digest of a row may be, after each digest before; nothing for an unreadable row."""
    if isinstance(row, Unreadable):
        return ()
    fields = audit.fields_of(row)
    return tuple(audit.chained(one, fields) for one in before)
