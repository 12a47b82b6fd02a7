"""Documents: every confidential word, immutable and versioned, in one table."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    String,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import ID, Base, UtcTime, boxed, plain
from tracker.store.built import Rows
from tracker.store.inserting import insert_rows


class DocumentRow(Base):
    """One version of one document."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_from_one"),
        Index(
            "ix_documents_corrected_cards",
            "object",
            sqlite_where=text("kind = 'card' AND version > 1"),
            postgresql_where=text("kind = 'card' AND version > 1"),
        ),
    )

    object: Mapped[str] = plain("the record it belongs to", String(80), primary_key=True)
    kind: Mapped[str] = plain("which form it is, not what it says", String(60), primary_key=True)
    version: Mapped[int] = plain("counts savings", primary_key=True)
    key_version: Mapped[int] = plain("which key opens it")
    body: Mapped[bytes] = boxed("the padded document")
    author_id: Mapped[UUID | None] = plain("the account that wrote it", ID)
    created_at: Mapped[datetime] = plain("when it was saved", UtcTime)


class Signature(Base):
    """A counselor's signature under one version of a document; it locks that version."""

    __tablename__ = "signatures"
    __table_args__ = (Index("ix_signatures_object", "object"),)

    object: Mapped[str] = plain("the record", String(80), primary_key=True)
    kind: Mapped[str] = plain("which form", String(60), primary_key=True)
    version: Mapped[int] = plain("which version was signed", primary_key=True)
    signer_id: Mapped[UUID] = plain("who signed", ID)
    signed_at: Mapped[datetime] = plain("when", UtcTime)


class Document(NamedTuple):
    """One stored version; `before` is the digest of the version stored one number earlier ("" when
    there is none), and None where nobody looked.
    """

    object: str
    kind: str
    version: int
    key_version: int
    body: bytes
    author_id: UUID | None
    created_at: datetime
    before: str | None = None

    @property
    def digest(self) -> str:
        """What the audit trail keeps of the body."""
        return body_digest(self.body)


def body_digest(body: bytes) -> str:
    """SHA-256 of a sealed body, in hex."""
    return hashlib.sha256(body).hexdigest()


_T = DocumentRow.__table__.c
_COLUMNS = (
    _T.object, _T.kind, _T.version, _T.key_version, _T.body, _T.author_id, _T.created_at,
)  # fmt: skip


# Statements of every page are built once.
_ADD = insert(DocumentRow.__table__)  # type: ignore[arg-type]
_EARLIER = DocumentRow.__table__.alias("earlier")
_BODY_BEFORE = (
    select(_EARLIER.c.body)
    .where(
        _EARLIER.c.object == _T.object,
        _EARLIER.c.kind == _T.kind,
        _EARLIER.c.version == _T.version - 1,
    )
    .scalar_subquery()
)
_NEWEST = (
    select(*_COLUMNS, _BODY_BEFORE)
    .where(_T.object == bindparam("object"), _T.kind == bindparam("kind"))
    .order_by(_T.version.desc())
    .limit(1)
)
_S = Signature.__table__.c
_SIGNED = (
    select(_S.version)
    .where(_S.object == _T.object, _S.kind == _T.kind, _S.version == _T.version)
    .exists()
)
_NEWEST_AND_SIGNED = (
    select(*_COLUMNS, _SIGNED)
    .where(_T.object == bindparam("object"), _T.kind == bindparam("kind"))
    .order_by(_T.version.desc())
    .limit(1)
)
_LATER = DocumentRow.__table__.alias("later")
_LAST = (
    select(func.max(_LATER.c.version))
    .where(_LATER.c.object == _T.object, _LATER.c.kind == _T.kind)
    .scalar_subquery()
)
_NEWEST_OF = select(*_COLUMNS, _BODY_BEFORE).where(
    _T.object.in_(bindparam("objects", expanding=True)), _T.version == _LAST
)
_NUMBERED = select(*_COLUMNS, _BODY_BEFORE).where(
    _T.object == bindparam("object"), _T.version == _LAST
)


def add(db: Session, *new: Document) -> None:
    """Add versions; the primary key refuses a second one of the same number."""
    insert_rows(db, rows(new))


def rows(new: Iterable[Document]) -> Rows:
    """The same versions, to be inserted with other rows."""
    names = [column.name for column in _COLUMNS]
    return Rows(_ADD, [dict(zip(names, document, strict=False)) for document in new])


def newest(db: Session, obj: str, kind: str) -> Document | None:
    """The newest version of one document."""
    row = db.execute(_NEWEST, {"object": obj, "kind": kind}).first()
    return None if row is None else _document(row)


def newest_and_signed(db: Session, obj: str, kind: str) -> tuple[Document | None, bool]:
    """The newest version of one document, to be followed by another, and whether it is signed.

    Nobody looks at the version before it.
    """
    row = db.connection().execute(_NEWEST_AND_SIGNED, {"object": obj, "kind": kind}).first()
    return (None, False) if row is None else (Document(*row[:-1]), bool(row[-1]))


def _document(row: Sequence[Any]) -> Document:
    """A row of columns, with the body before it as the last."""
    before = "" if row[-1] is None else body_digest(row[-1])
    return Document(*row[:-1])._replace(before=before)


def newest_of(db: Session, objects: Collection[str]) -> list[Document]:
    """The newest version of every document in these records, in one query."""
    return [_document(row) for row in db.execute(_NEWEST_OF, {"objects": list(objects)})]


def newest_of_kind(db: Session, objects: Collection[str], kind: str) -> list[Document]:
    """The newest version of one document in each of these records, in one query."""
    query = _NEWEST_OF.where(_T.kind == kind)
    return [_document(row) for row in db.execute(query, {"objects": list(objects)})]


def all_of(db: Session, obj: str) -> list[Document]:
    """Every version of every document in one record."""
    query = select(*_COLUMNS, _BODY_BEFORE).where(_T.object == obj).order_by(_T.kind, _T.version)
    return [_document(row) for row in db.execute(query)]


def numbered(db: Session, obj: str, kind: str) -> list[Document]:
    """Every document of a kind of which a record has several, in the order of their numbers."""
    query = _NUMBERED.where(_T.kind.startswith(f"{kind}:")).order_by(_T.kind)
    return [_document(row) for row in db.execute(query, {"object": obj})]


def rewrite(db: Session, document: Document) -> None:
    """Put the same version under a new key; used only when a record is re-keyed."""
    db.execute(
        update(DocumentRow)
        .where(
            _T.object == document.object,
            _T.kind == document.kind,
            _T.version == document.version,
        )
        .values(body=document.body, key_version=document.key_version)
    )


def everything(db: Session) -> Iterable[tuple[str, str, int, str]]:
    """Each version's address and digest, for the audit."""
    query = select(_T.object, _T.kind, _T.version, _T.body)
    return ((row[0], row[1], row[2], body_digest(row[3])) for row in db.execute(query))


def sign(db: Session, obj: str, kind: str, version: int, signer_id: UUID, now: datetime) -> None:
    """Sign one version."""
    db.add(Signature(object=obj, kind=kind, version=version, signer_id=signer_id, signed_at=now))


def is_signed(db: Session, obj: str, kind: str, version: int) -> bool:
    """Whether that version is signed."""
    return db.get(Signature, (obj, kind, version)) is not None
