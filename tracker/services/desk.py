"""The lists staff work from: one query a page, and only the shown cards are opened."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from tracker.domain.access import Permission, Record, may, object_of
from tracker.domain.cases import ENDED, IN_CARE, Stage
from tracker.domain.errors import NotAllowed
from tracker.domain.papers import CARD, CardPaper
from tracker.services import sealing
from tracker.services.record_keys import FIRST_STAFF_KEY
from tracker.services.work import Work
from tracker.store import lists, tallies
from tracker.store.documents import Document
from tracker.store.lists import PAGE, By, ListRow, Selection
from tracker.store.tallies import Count
from tracker.vault.crypto import DecryptionError
from tracker.vault.keyring import INTAKE

TABS: Final[dict[str, frozenset[Stage]]] = {
    "submitted": frozenset({Stage.SUBMITTED}),
    "to_answer": frozenset(Stage),
    "info_requested": frozenset({Stage.INFO_REQUESTED}),
    "waitlisted": frozenset({Stage.WAITLISTED}),
    "accepted": frozenset({Stage.ACCEPTED}),
    "in_care": IN_CARE,
    "ended": ENDED,
    "all": frozenset(Stage),
}
TO_ANSWER: Final = "to_answer"  # whatever the stage, where the person waits for an answer
_BY: Final = {TO_ANSWER: By.ANSWER, "waitlisted": By.TURN}
CASE_TABS: Final = ("in_care", "ended")
COUNTS_SECONDS: Final = 10.0
Cursor = tuple[datetime, UUID]


class Line(NamedTuple):
    """One case in a list; `card` is None where the name is not for this person's eyes."""

    row: ListRow
    card: CardPaper | None
    damaged: bool = False


@dataclass(frozen=True)
class Listing:
    """One page of a list."""

    tab: str
    lines: list[Line]
    counts: dict[str, int]
    next: Cursor | None
    round_id: UUID | None = None


def applications(
    work: Work, tab: str, after: Cursor | None = None, round_id: UUID | None = None
) -> Listing:
    """The coordinator's list, of one round or of all; on the waiting list by whose turn it is."""
    _must(work, Permission.APPLICATION_LIST)
    wanted = Selection(
        TABS[tab],
        after=after,
        newest_first=tab in {"ended", "all"},
        by=_BY.get(tab, By.SUBMITTED),
        round_id=round_id,
    )
    counts = _counts(work, f"all {round_id}", lambda: tallies.counts(work.db, round_id=round_id))
    holder = _holder(work, INTAKE)
    found = _listing(work, tab, wanted, holder, counts, returns=tab == "accepted")
    return replace(found, round_id=round_id)


def own_cases(work: Work, tab: str, after: Cursor | None = None) -> Listing:
    """The counselor's list of own cases."""
    _must(work, Permission.CASE_LIST)
    mine = work.actor.who.account_id
    wanted = Selection(TABS[tab], mine, after=after, newest_first=tab == "ended")
    me = next((one for one in work.keyring.principals if one.startswith("user:")), "")
    counts = _counts(work, str(mine), lambda: tallies.counts(work.db, counselor_id=mine))
    return _listing(work, tab, wanted, _holder(work, me), counts, progress=True)


def team_cases(work: Work, tab: str, after: Cursor | None = None) -> Listing:
    """The supervisor's list, under case numbers, without names."""
    _must(work, Permission.TEAM_LIST)
    team = work.actor.who.team_id
    if team is None:  # would select everybody's
        raise NotAllowed
    wanted = Selection(TABS[tab], team_id=team, after=after, newest_first=tab == "ended")
    counts = _counts(work, str(team), lambda: tallies.counts(work.db, team_id=team))
    return _listing(work, tab, wanted, None, counts, progress=True)


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed


def _holder(work: Work, principal: str) -> tuple[str, int]:
    """A principal whose grants open the cards; one that is not in the ring has none."""
    holder = work.keyring.holders.get(principal)
    return principal, 0 if holder is None else holder.generation


def _listing(
    work: Work,
    tab: str,
    wanted: Selection,
    holder: tuple[str, int] | None,
    counts: dict[str, int],
    *,
    progress: bool = False,
    returns: bool = False,
) -> Listing:
    rows = lists.page(work.db, wanted, holder, progress=progress, returns=returns)
    shown, more = rows[:PAGE], len(rows) > PAGE
    cursor = (_place(shown[-1], wanted), shown[-1].id) if more else None
    return Listing(tab, [_line(work, row) for row in shown], counts, cursor)


def _place(row: ListRow, wanted: Selection) -> datetime:
    """Where the next page begins."""
    by = {By.ANSWER: row.answer_due, By.TURN: row.turn_at}.get(wanted.by)
    return by or row.submitted_at


def _line(work: Work, row: ListRow) -> Line:
    if row.grant is None or row.card is None or row.card_version is None:
        return Line(row, None)
    if row.number is not None and row.grant.key_version < FIRST_STAFF_KEY:
        return Line(row, None, damaged=True)  # planted: a numbered case has a staff key
    try:
        key = work.keyring.open(row.grant, unstamped=sealing.may_be_unstamped(row.grant))
    except DecryptionError:
        return Line(row, None, damaged=True)
    obj = object_of(Record.IDENTITY, row.id)
    version = row.grant.key_version
    document = Document(obj, CARD.name, row.card_version, version, row.card, None, row.submitted_at)
    card = sealing.opened(document, key, CardPaper)
    return Line(row, card, damaged=card is None)


_cache: dict[tuple[str, str], tuple[float, dict[str, int]]] = {}


def _counts(work: Work, whose: str, count: Callable[[], dict[Stage, Count]]) -> dict[str, int]:
    """The numbers on the tabs, at most ten seconds old; staff see them, managers never."""
    key = (str(work.db.get_bind().engine.url), whose)
    kept = _cache.get(key)
    if kept is None or time.monotonic() - kept[0] > COUNTS_SECONDS:
        stages = count()
        tabs = {
            tab: sum(
                found.waiting if tab == TO_ANSWER else found.cases
                for stage, found in stages.items()
                if stage in wanted
            )
            for tab, wanted in TABS.items()
        }
        kept = (time.monotonic(), tabs)
        _cache[key] = kept
    return kept[1]
