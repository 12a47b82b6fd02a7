"""The counselor's room: the list of own cases, and what is written about one."""

from tracker.web.cases import (
    index,
    intake,
    outcome,
    results,
    returning,
    search,
    sessions,
    show,
)
from tracker.web.cases.base import bp

__all__ = [
    "bp",
    "index",
    "intake",
    "outcome",
    "results",
    "returning",
    "search",
    "sessions",
    "show",
]
