"""Who stands on which search sheet, and the few facts by which cases are found and shown.

The sheets are documents under keys of their own; here is only which case is on which of them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Mapped, Session

from tracker.domain.cases import Stage
from tracker.store.accounts import Account
from tracker.store.base import ID, Base, plain
from tracker.store.cases import Case
from tracker.store.documents import DocumentRow
from tracker.store.rounds import Round

NUMBERED: Final = 200  # cases whose number holds the digits: enough to fill a page


class SearchMember(Base):
    """One case on one search sheet; after a correction it is put on a further one."""

    __tablename__ = "search_members"

    # No foreign key: whoever makes a sheet would wait for everybody who is at one of its cases, and
    # they in turn for the lock that the maker has.
    case_id: Mapped[UUID] = plain("the case", ID, primary_key=True)
    object: Mapped[str] = plain("the sheet: a random id", String(80), primary_key=True, index=True)
    card_version: Mapped[int] = plain("which version of the card was written on it")


class CaseFacts(NamedTuple):
    """What is plain about a case and shown wherever it was found."""

    id: UUID
    receipt_number: str
    number: str | None
    stage: Stage
    submitted_at: datetime
    counselor: str | None
    round: str


_C, _M, _D = Case.__table__.c, SearchMember.__table__.c, DocumentRow.__table__.c
# Written out: a parameter would keep the databases from using the index of corrected cards.
_CORRECTED: Final = text("documents.kind = 'card' AND documents.version > 1")
_ON_NONE = select(_C.id).where(~select(_M.case_id).where(_M.case_id == _C.id).exists())
_OWNER: ColumnElement[UUID] = type_coerce(func.substr(_D.object, 10), ID)  # identity:<id>
_ON_AN_OLD_ONE = select(_OWNER).where(
    _CORRECTED,
    ~select(_M.case_id).where(_M.case_id == _OWNER, _M.card_version >= _D.version).exists(),
)
_FACTS = (
    select(_C.id, _C.receipt_number, _C.number, _C.stage, _C.submitted_at, Account.name, Round.name)
    .join(Round, Round.id == _C.round_id)
    .outerjoin(Account, Account.id == _C.counselor_id)
    .where(_C.id.in_(bindparam("cases", expanding=True)))
)


def waiting(db: Session) -> list[UUID]:
    """The cases that are on no sheet with their newest card."""
    return [row[0] for row in db.execute(_ON_NONE.union(_ON_AN_OLD_ONE))]


def facts(db: Session, case_ids: Collection[UUID]) -> list[CaseFacts]:
    """What is plain about these cases; one that is gone is left out."""
    return [CaseFacts._make(row) for row in db.execute(_FACTS, {"cases": list(case_ids)})]


def of_counselor(db: Session, account_id: UUID) -> list[UUID]:
    """All cases of a counselor."""
    return list(db.scalars(select(_C.id).where(_C.counselor_id == account_id)))


class NumberedCase(NamedTuple):
    """A case with the digits of its two numbers."""

    id: UUID
    submitted_at: datetime
    receipt: str
    number: str


def numbered(db: Session, digits: str) -> list[NumberedCase]:
    """The cases whose receipt number or case number holds these digits, exact ones first."""
    both = [func.replace(func.coalesce(one, ""), "-", "") for one in (_C.receipt_number, _C.number)]
    exact = case((or_(*(one == digits for one in both)), 0), else_=1)
    holds = or_(*(one.contains(digits, autoescape=True) for one in both))
    query = select(_C.id, _C.submitted_at, *both).where(holds)
    newest = query.order_by(exact, _C.submitted_at.desc()).limit(NUMBERED)
    return [NumberedCase._make(row) for row in db.execute(newest)]


def sheets(db: Session) -> list[str]:
    """All sheets."""
    return list(db.scalars(select(_M.object).distinct().order_by(_M.object)))


def holding(db: Session, case_id: UUID) -> list[str]:
    """The sheets that hold a case, older ones too."""
    return list(db.scalars(select(_M.object).where(_M.case_id == case_id)))


def add(db: Session, sheet: str, members: Iterable[tuple[UUID, int]]) -> None:
    """Note who stands on a new sheet, and with which version of the card."""
    rows = [{"case_id": one, "object": sheet, "card_version": version} for one, version in members]
    db.execute(insert(SearchMember), rows)
