"""What stands in the database after an act, for whoever wants to compare."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.factories.center import Center
from tracker.domain.cases import Milestones, Stage
from tracker.services import audit
from tracker.services.audit import Anchor, Finding
from tracker.store import cases, grants, milestones, past
from tracker.store.audit import newest
from tracker.store.cases import Case


def sql(center: Center, statement: str, **values: Any) -> list[Any]:
    """Whatever somebody who can write into the database writes, past the product."""
    with center.site.database.engine.begin() as db:
        found = db.execute(text(statement), values)
        return list(found) if found.returns_rows else []


def case_of(center: Center, case_id: UUID) -> Case:
    """The row of a case."""
    with center.site.reading() as db:
        found = cases.get(db, case_id)
    assert found is not None
    return found


def stage_of(center: Center, case_id: UUID) -> Stage:
    """Where a case stands."""
    return case_of(center, case_id).stage


def milestones_of(center: Center, case_id: UUID) -> Milestones:
    """What the records of a case show."""
    with center.site.reading() as db:
        return milestones.of_case(db, case_id)


def events_of(center: Center, case_id: UUID) -> list[str]:
    """What happened to a case, in order."""
    with center.site.reading() as db:
        return [row.event.value for row in past.history(db, case_id)]


def holders_of(center: Center, obj: str) -> set[tuple[int, str]]:
    """Who holds which key of an object."""
    with center.site.reading() as db:
        return {(grant.key_version, grant.principal) for grant in grants.of_object(db, obj)}


def findings(center: Center, anchor: Anchor | None = None) -> tuple[Finding, ...]:
    """What the audit says is wrong."""
    with center.site.reading() as db:
        return audit.verify(db, anchor).findings


def named(center: Center, anchor: Anchor | None = None) -> set[str]:
    """The same, only the kinds."""
    return {finding.what for finding in findings(center, anchor)}


def anchor_of(center: Center) -> Anchor:
    """How far the trail reaches now."""
    with center.site.reading() as db:
        return audit.verify(db).anchor


def actions(center: Center, count: int = 1) -> list[str]:
    """The newest acts in the trail, oldest first."""
    with center.site.reading() as db:
        return [row.action for row in reversed(newest(db, count))]


def length(center: Center) -> int:
    """How many rows the trail has."""
    return anchor_of(center).sequence


def everything(center: Center) -> dict[str, list[Any]]:
    """All rows of all tables: two of these are equal if nothing was written between them.

    Without the counters of tries, which are written so that nothing else is.
    """
    from tracker.store.models import Base

    with center.site.database.single.connect() as db:
        return {
            name: sorted(map(repr, db.execute(text(f'SELECT * FROM "{name}"'))))
            for name in Base.metadata.tables.keys() - {"throttles"}
        }
