"""Shredding: a case leaves the tables, and its bytes leave the files behind them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from tracker.store.accounts import Receipt
from tracker.store.cases import Assessment, Case, CaseEvent, CounselingSession
from tracker.store.database import Database
from tracker.store.direct import driver_of
from tracker.store.documents import DocumentRow, Signature
from tracker.store.grants import GrantRow
from tracker.store.handovers import Handover
from tracker.store.principals import Principal
from tracker.store.rekeys import RekeyRow
from tracker.store.rounds import Offer
from tracker.store.searching import SearchMember

_BY_OBJECT = (GrantRow, DocumentRow, Signature, RekeyRow, SearchMember)
_BY_CASE = (Receipt, Offer, Handover, Assessment, CounselingSession, CaseEvent)


def shred(db: Session, case_id: UUID, objects: Collection[str], receipt: str) -> None:
    """Delete every row of a case: keys, documents, receipt, history."""
    drop(db, objects)
    db.execute(delete(GrantRow).where(GrantRow.principal == receipt))
    db.execute(delete(Principal).where(Principal.id == receipt))
    for owned in _BY_CASE:
        db.execute(delete(owned).where(owned.case_id == case_id))
    db.execute(delete(Case).where(Case.id == case_id))


def drop(db: Session, objects: Collection[str]) -> None:
    """Delete every row of some records or search sheets; others on a sheet wait for a new one."""
    for table in _BY_OBJECT:
        db.execute(delete(table).where(table.object.in_(objects)))


def wipe(database: Database) -> bool:
    """Let nothing of what was deleted stay in the files: log, free pages, dead rows.

    Returns False when somebody was reading meanwhile, so that the log still holds it: try again.
    """
    if database.is_sqlite:
        return _truncate_log(database)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM"))
    return True


def _truncate_log(database: Database) -> bool:
    """Outside of any transaction, which SQLAlchemy would begin by itself."""
    with database.engine.connect() as db:
        return not driver_of(db).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
