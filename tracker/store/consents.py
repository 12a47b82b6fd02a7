"""The texts people agreed to, kept under the digest of their words: public, and never changed."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import LargeBinary, String, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import Base, plain


class ConsentTextRow(Base):
    """One text, word for word."""

    __tablename__ = "consent_texts"

    digest: Mapped[str] = plain("SHA-256 of the words", String(64), primary_key=True)
    kind: Mapped[str] = plain("which consent", String(40))
    language: Mapped[str] = plain("in which language", String(8))
    version: Mapped[str] = plain("which edition", String(20))
    body: Mapped[bytes] = plain("the words: public, the same for everybody", LargeBinary)


class StoredText(NamedTuple):
    """One text as it is kept."""

    digest: str
    kind: str
    language: str
    version: str
    body: bytes


_T = ConsentTextRow.__table__.c
_COLUMNS = tuple(_T[name] for name in StoredText._fields)


def of_digests(db: Session, digests: Collection[str]) -> dict[str, StoredText]:
    """The texts that are kept under these digests, in one query."""
    rows = db.execute(select(*_COLUMNS).where(_T.digest.in_(digests)))
    return {row[0]: StoredText._make(row) for row in rows}


def keep(db: Session, texts: Iterable[StoredText]) -> None:
    """Keep texts that are not there yet."""
    table: Table = ConsentTextRow.__table__  # type: ignore[assignment]
    sqlite_like = db.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if sqlite_like else postgresql.insert)(table)
    db.execute(statement.on_conflict_do_nothing(), [text._asdict() for text in texts])
