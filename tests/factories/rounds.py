"""Rounds as 박서연 makes them, small enough to be full soon."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from tests.factories.center import Center
from tracker.domain.cases import Stage
from tracker.domain.rounds import OfferState
from tracker.services import rounds
from tracker.store import cases
from tracker.store import rounds as shelf


def round_form(**changes: Any) -> dict[str, str]:
    """What she types."""
    return {
        "name": f"작은 모집 {uuid4().hex[:8]}",
        "opens_on": "2026-11-01",
        "closes_on": "2026-12-31",
        "capacity": "2",
        "waiting_size": "10",
        "offer_days": "5",
        "tests": "5",
        "sessions": "3",
        "edition": "2026-11",
        "declined_years": "1",
        "care_years": "5",
        **{name: str(value) for name, value in changes.items()},
    }


def open_round(center: Center, **changes: Any) -> UUID:
    """A round that is open now."""
    with center.as_("seoyeon") as work:
        return rounds.add(work, round_form(**changes))


def only_round(center: Center, **changes: Any) -> UUID:
    """The same, and every other round is over."""
    with center.as_("seoyeon") as work:
        others = rounds.for_coordinator(work)
    for one in others:
        with center.as_("seoyeon") as work:
            rounds.end(work, one.id, over=True)
    return open_round(center, **changes)


def stage_of(center: Center, case_id: UUID) -> Stage:
    """Where a case stands."""
    with center.site.reading() as db:
        found = cases.get(db, case_id)
        assert found is not None
        return found.stage


def offered(center: Center, round_id: UUID) -> list[UUID]:
    """To whom a place is offered, the oldest offer first."""
    with center.site.reading() as db:
        query = shelf.Offer.__table__.select().where(
            shelf.Offer.round_id == round_id, shelf.Offer.state == OfferState.OPEN
        )
        return [row.case_id for row in db.execute(query.order_by(text("offered_at")))]
