"""Rounds and the places in them: who has one, whose turn it is, to whom one is offered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session

from tracker.domain.cases import Stage
from tracker.domain.program import Plan
from tracker.domain.rounds import HAS_PLACE, Numbers, OfferState, Terms, Window
from tracker.store.base import ID, Base, UtcTime, code, plain
from tracker.store.cases import Case

PUBLIC: Final = "public: it stands on the first page"


class Round(Base):
    """One round: its window, its places, and what everybody gets in it."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("capacity >= 1 AND waiting_size >= 0", name="room"),
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="opens_before_closing"),
        CheckConstraint("tests BETWEEN 1 AND 6 AND sessions BETWEEN 1 AND 3", name="plan"),
        CheckConstraint(
            "offer_days >= 1 AND declined_years >= 1 AND care_years >= 1", name="spans"
        ),
    )

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    name: Mapped[str] = plain(PUBLIC, String(40), unique=True)
    opens_at: Mapped[datetime] = plain(PUBLIC, UtcTime)
    closes_at: Mapped[datetime | None] = plain(PUBLIC, UtcTime)
    ended_at: Mapped[datetime | None] = plain("when it was closed by hand", UtcTime)
    capacity: Mapped[int] = plain("for how many there is a place")
    waiting_size: Mapped[int] = plain("how many may wait")
    offer_days: Mapped[int] = plain("how long an offered place is kept")
    tests: Mapped[int] = plain(PUBLIC)
    sessions: Mapped[int] = plain(PUBLIC)
    edition: Mapped[str] = plain("which edition of the consent texts", String(20))
    declined_years: Mapped[int] = plain("for how long applications are kept; in the consents")
    care_years: Mapped[int] = plain("for how long cases are kept; in the consents")
    created_at: Mapped[datetime] = plain("when it was made", UtcTime)

    @property
    def window(self) -> Window:
        """The part that decides whether people can apply."""
        ended = self.ended_at is not None
        return Window(self.opens_at, self.closes_at, ended, self.capacity, self.waiting_size)

    @property
    def plan(self) -> Plan:
        """What everybody gets."""
        return Plan(self.tests, self.sessions)

    @property
    def terms(self) -> Terms:
        """What people agree to."""
        return Terms(self.edition, self.declined_years, self.care_years, self.plan)


_OPEN = text("state = 'open'")


class Offer(Base):
    """A free place that was offered to somebody who waited."""

    __tablename__ = "offers"
    __table_args__ = (
        Index("uq_offers_open_case", "case_id", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
        Index("ix_offers_round_id_state", "round_id", "state"),
    )  # fmt: skip

    id: Mapped[UUID] = plain("a random id", ID, primary_key=True)
    case_id: Mapped[UUID] = plain("the case", ID, ForeignKey("cases.id"), index=True)
    round_id: Mapped[UUID] = plain("in which round", ID, ForeignKey("rounds.id"))
    state: Mapped[OfferState] = plain("what became of it", code(OfferState, "state"))
    offered_at: Mapped[datetime] = plain("when it was offered", UtcTime)
    expires_at: Mapped[datetime] = plain("until when it is kept", UtcTime)
    answered_at: Mapped[datetime | None] = plain("when it was answered", UtcTime)


class Tally(NamedTuple):
    """A round and how many people have a place, are offered one, and wait."""

    round: Round
    numbers: Numbers


# Asked with every application that is sent: built once.
_BY_ID: Final = select(Round).where(Round.id == bindparam("round", type_=ID))
_BY_ID_LOCKED: Final = _BY_ID.with_for_update().execution_options(populate_existing=True)


def everything(db: Session) -> list[Round]:
    """All rounds, the last to open first."""
    return list(db.scalars(select(Round).order_by(Round.opens_at.desc(), Round.name)))


def get(db: Session, round_id: UUID, *, lock: bool = False) -> Round | None:
    """The round of that id, or None; `lock` holds its places against others until the end."""
    return db.scalar(_BY_ID_LOCKED if lock else _BY_ID, {"round": round_id})


def hold_of(db: Session, case_id: UUID) -> Round | None:
    """The round of a case, held. A round is always held before its cases, so that no two acts
    wait for each other.
    """
    query = select(Round).join(Case, Case.round_id == Round.id).where(Case.id == case_id)
    held = query.with_for_update(of=Round).execution_options(populate_existing=True)
    return db.scalar(held)


def of_case(db: Session, case_id: UUID) -> Round | None:
    """The round of a case."""
    return db.scalar(select(Round).join(Case, Case.round_id == Round.id).where(Case.id == case_id))


def of_cases(db: Session, case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The round of each of these cases."""
    query = select(Case.id, Case.round_id).where(Case.id.in_(list(case_ids)))
    return {row[0]: row[1] for row in db.execute(query)}


def by_name(db: Session, name: str) -> Round | None:
    """The round of that name, or None."""
    return db.scalar(select(Round).where(Round.name == name))


def add(db: Session, values: dict[str, Any], now: datetime) -> Round:
    """A new round."""
    made = Round(id=uuid4(), created_at=now, ended_at=None, **values)
    db.add(made)
    db.flush()
    return made


def has_cases(db: Session, round_id: UUID) -> bool:
    """Whether anybody applied in a round."""
    return db.scalar(select(Case.id).where(Case.round_id == round_id).limit(1)) is not None


_O = Offer.__table__.c
_C = Case.__table__.c
_OFFERED = (
    select(_O.id)
    .where(_O.case_id == _C.id, _O.state == OfferState.OPEN.value)
    .correlate(Case.__table__)
    .exists()
)


def numbers(db: Session, round_ids: Iterable[UUID]) -> dict[UUID, Numbers]:
    """How many have a place, are offered one, and wait without an offer: in one query."""
    taken = case((_C.stage.in_(sorted(HAS_PLACE)), 1), else_=0)
    waits = _C.stage == Stage.WAITLISTED
    offered = case((and_(waits, _OFFERED), 1), else_=0)
    query = (
        select(_C.round_id, func.sum(taken), func.sum(offered), func.sum(case((waits, 1), else_=0)))
        .where(_C.round_id.in_(list(round_ids)))
        .group_by(_C.round_id)
    )
    return {row[0]: Numbers(row[1], row[2], row[3] - row[2]) for row in db.execute(query)}


def numbers_of(db: Session, round_id: UUID) -> Numbers:
    """The same for one round."""
    return numbers(db, [round_id]).get(round_id, Numbers())


def _line(round_id: UUID) -> Select[Any]:
    """Who waits in a round without an offer, in order."""
    waits = and_(_C.round_id == round_id, _C.stage == Stage.WAITLISTED, ~_OFFERED)
    return select(Case).where(waits).order_by(Case.waiting_since, Case.id)


def next_in_line(db: Session, round_id: UUID, count: int) -> Sequence[Case]:
    """The first of those who wait without an offer."""
    return db.scalars(_line(round_id).limit(count)).all()


def ahead_of(db: Session, one: Case) -> int:
    """How many wait without an offer and longer than this case, which need not be on the list."""
    since = one.waiting_since or one.submitted_at
    mine = tuple_(bindparam("since", since, UtcTime), bindparam("me", one.id, ID))
    before = _line(one.round_id).where(tuple_(_C.waiting_since, _C.id) < mine).order_by(None)
    return db.scalar(select(func.count()).select_from(before.subquery())) or 0


def add_offer(db: Session, offered: Case, now: datetime, until: datetime) -> Offer:
    """Offer a place."""
    offer = Offer(
        id=uuid4(),
        case_id=offered.id,
        round_id=offered.round_id,
        state=OfferState.OPEN,
        offered_at=now,
        expires_at=until,
    )
    db.add(offer)
    db.flush()
    return offer


def open_offer(db: Session, case_id: UUID) -> Offer | None:
    """The offer that a case has now, whether or not its time is over."""
    wanted = select(Offer).where(Offer.case_id == case_id, Offer.state == OfferState.OPEN)
    return db.scalar(wanted.execution_options(populate_existing=True))


def with_offer(db: Session, case_ids: Iterable[UUID], now: datetime) -> set[UUID]:
    """Those of these cases that have a place offered now."""
    mine = Offer.case_id.in_(list(case_ids))
    still = (Offer.state == OfferState.OPEN) & (Offer.expires_at > now)
    return set(db.scalars(select(Offer.case_id).where(mine, still)))


def lapsed(db: Session, round_id: UUID, now: datetime) -> Sequence[Offer]:
    """The open offers of a round whose time is over, oldest first."""
    query = select(Offer).where(
        Offer.round_id == round_id, Offer.state == OfferState.OPEN, Offer.expires_at <= now
    )
    return db.scalars(query.order_by(Offer.expires_at, Offer.id)).all()


def with_lapsed(db: Session, now: datetime) -> Sequence[UUID]:
    """The rounds in which the time of an offer is over."""
    query = select(Offer.round_id).where(Offer.state == OfferState.OPEN, Offer.expires_at <= now)
    return db.scalars(query.distinct()).all()
