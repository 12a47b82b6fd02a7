"""Looking after a site as a whole: what the command line asks for and no page does."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError as DatabaseError

from tracker.services import audit, recovery
from tracker.services.audit import Anchor, Verified
from tracker.services.site import SchemaOutdated, Site
from tracker.store import schema, upkeep

__all__ = ["Anchor", "DatabaseError", "Verified"]


def upgrade(site: Site) -> tuple[str | None, str]:
    """Bring the database to the schema of this version; returns the one before and the new one.

    Raises SchemaNewer or DatabaseMissing: an empty database would be no site's either.
    """
    with suppress(SchemaOutdated):
        schema.check_schema(site.database)
    before = schema.revision(site.database)
    schema.migrate(site.database)
    return before, schema.HEAD


def is_empty(site: Site) -> bool:
    """Whether nothing stands in the site's database yet."""
    return upkeep.is_empty(site.database)


def discard(site: Site) -> None:
    """Take away the database of a site that could not be finished."""
    upkeep.erase(site.database)


def hurry(site: Site) -> None:
    """Do not wait for the disk while a demo is made: it is thrown away if anything fails."""
    upkeep.hurry(site.database)


def verify(site: Site, anchor: Anchor | None = None) -> Verified:
    """Check the audit trail against itself and the records, all as of one moment.

    Raises WrongSchema.
    """
    schema.check_schema(site.database)
    with site.database.snapshot() as db:
        return audit.verify(db, anchor)


def newest_act(site: Site) -> datetime | None:
    """When the newest act was recorded."""
    with site.reading() as db:
        return upkeep.newest_act(db)


def sheets(site: Site) -> tuple[datetime | None, datetime | None]:
    """When it was last proved that the recovery sheets work, and from when they are."""
    with site.reading() as db:
        return recovery.last_drill(db), recovery.since(db)


def settings(site: Site) -> dict[str, tuple[str, str]]:
    """The settings of the database that must be right: what they are, what they must be."""
    return upkeep.settings(site.database)


def check_there(site: Site) -> None:
    """Raise DatabaseMissing when the site's database is a file that is not there."""
    schema.check_there(site.database)


def check_schema(site: Site) -> None:
    """Raise WrongSchema unless the database is at the schema of this version."""
    schema.check_schema(site.database)
