"""What counselors said about their own work, so that the desk can find who fits whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session

from tracker.domain.assigning import Language, Profile
from tracker.domain.program import CounselorGender, Days, MeetingWay
from tracker.store.base import ID, Base, UtcTime, code, plain


class CounselorProfile(Base):
    """How much one counselor takes on, and when, how and in which language they work."""

    __tablename__ = "counselor_profiles"
    __table_args__ = (CheckConstraint("openings BETWEEN 0 AND 99", name="openings_to_99"),)

    account_id: Mapped[UUID] = plain(
        "the counselor", ID, ForeignKey("accounts.id"), primary_key=True
    )
    openings: Mapped[int | None] = plain("how many cases they take at once")
    gender: Mapped[CounselorGender | None] = plain(
        "shown to the desk like the name; some would rather talk with a woman or a man",
        code(CounselorGender, "gender"),
    )
    ways: Mapped[str] = plain("codes: ways of meeting they offer", String(80))
    days: Mapped[str] = plain("codes: when they work", String(80))
    languages: Mapped[str] = plain("codes: languages they work in", String(80))
    changed_at: Mapped[datetime] = plain("when it was last changed", UtcTime)

    @property
    def profile(self) -> Profile:
        """The same as the rules know it."""
        return Profile(
            self.openings,
            self.gender,
            frozenset(map(MeetingWay, self.ways.split())),
            frozenset(map(Days, self.days.split())),
            frozenset(map(Language, self.languages.split())),
        )


def everyone(db: Session) -> dict[UUID, Profile]:
    """What everybody said, by account."""
    return {row.account_id: row.profile for row in db.scalars(select(CounselorProfile))}


def of(db: Session, account_id: UUID) -> Profile:
    """What one counselor said; nothing is known of somebody who said nothing."""
    row = db.get(CounselorProfile, account_id)
    return Profile() if row is None else row.profile


def put(db: Session, account_id: UUID, said: Profile, now: datetime) -> None:
    """Keep what one counselor said."""
    row = db.get(CounselorProfile, account_id) or CounselorProfile(account_id=account_id)
    row.openings, row.gender, row.changed_at = said.openings, said.gender, now
    row.ways, row.days = " ".join(sorted(said.ways)), " ".join(sorted(said.days))
    row.languages = " ".join(sorted(said.languages))
    db.add(row)
