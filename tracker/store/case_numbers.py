"""Case numbers: running, and never given twice, also after the newest case was destroyed."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, Session

from tracker.store.base import Base, plain


class CaseNumbers(Base):
    """How far the case numbers of one year have run."""

    __tablename__ = "case_numbers"
    __table_args__ = (CheckConstraint("last >= 1", name="last_from_one"),)

    year: Mapped[int] = plain("which year", primary_key=True, autoincrement=False)
    last: Mapped[int] = plain("the last number that was given: a count of accepted cases")


def give(db: Session, year: int) -> str:
    """The next case number of a year, as 26-00001; the caller is the only writer."""
    numbers = db.get(CaseNumbers, year, populate_existing=True)
    if numbers is None:
        numbers = CaseNumbers(year=year, last=0)
        db.add(numbers)
    numbers.last += 1
    return f"{year % 100:02d}-{numbers.last:05d}"
