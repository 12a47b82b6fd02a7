"""All tables in one place, for migrations and for the inventory of columns."""

from tracker.store import (
    accounts,
    audit,
    case_numbers,
    cases,
    consents,
    documents,
    grants,
    handovers,
    principals,
    profiles,
    rekeys,
    reports,
    rosters,
    rounds,
    searching,
    throttles,
)
from tracker.store.base import Base
from tracker.store.web_sessions import metadata as session_metadata

__all__ = ["ROOMS", "Base", "session_metadata"]
ROOMS = (
    accounts,
    audit,
    case_numbers,
    cases,
    consents,
    documents,
    grants,
    handovers,
    principals,
    profiles,
    rekeys,
    reports,
    rosters,
    searching,
    rounds,
    throttles,
)
