"""Searching: the desk's, over every application whose key it holds, and a counselor's own cases."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tracker.domain.access import Permission, may
from tracker.domain.audit import Audit
from tracker.domain.errors import NotAllowed
from tracker.domain.searching import MOST, Query, folded
from tracker.services.faces import Face, faces
from tracker.services.search_sheets import everybody
from tracker.services.work import Work
from tracker.store import searching

_OPENED: Final = MOST + 10  # candidates that are opened at once; the last prove that there are more


@dataclass(frozen=True)
class Found:
    """Who fits, the best first; `more` says that there are others."""

    faces: list[Face]
    more: bool


def search(work: Work, query: Query) -> Found:
    """Find applications; the trail keeps how many were shown, and never what was asked."""
    _must(work, Permission.CASE_SEARCH)
    return _found(work, query, _fitting(work, query, _candidates(work, query)))


def search_own(work: Work, query: Query) -> Found:
    """Find own cases, ended ones too: some hundred cards, opened one by one."""
    _must(work, Permission.CASE_LIST)
    mine = work.actor.who.account_id
    ids = [] if mine is None else searching.of_counselor(work.db, mine)
    return _found(work, query, _ranked(query, faces(work, ids)))


def _must(work: Work, permission: Permission) -> None:
    if not may(work.actor.who, permission):
        raise NotAllowed


def _found(work: Work, query: Query, ranked: list[tuple[int, Face]]) -> Found:
    fitting = [face for _place, face in sorted(ranked, key=_order)]
    shown = fitting[:MOST]
    work.record(Audit.CASES_SEARCHED, kind=query.kind.value, count=len(shown))
    return Found(shown, len(fitting) > MOST)


def _candidates(work: Work, query: Query) -> list[str]:
    """The ids of whoever may fit: exact ones first, then the newest."""
    ranked: dict[str, tuple[int, int]] = {}
    for sheet in everybody(work):
        for rank, entry in sheet.hits(query):
            ranked[entry.case_id] = (rank, -entry.received)
    for one in searching.numbered(work.db, query.digits) if query.asks_numbers else ():
        place = (query.rank_in(one[2:]) or 0, -int(one.submitted_at.timestamp()))
        ranked[one.id.hex] = min(place, ranked.get(one.id.hex, place))
    return sorted(ranked, key=ranked.__getitem__)


def _fitting(work: Work, query: Query, candidates: list[str]) -> list[tuple[int, Face]]:
    """Those whose own card and numbers say so, until there are more than a page shows."""
    found: list[tuple[int, Face]] = []
    for start in range(0, len(candidates), _OPENED):
        some = [UUID(hex=one) for one in candidates[start : start + _OPENED]]
        found += _ranked(query, faces(work, some))
        if len(found) > MOST:
            break
    return found


def _ranked(query: Query, some: list[Face]) -> list[tuple[int, Face]]:
    return [(rank, face) for face in some if (rank := _rank(query, face)) is not None]


def _rank(query: Query, face: Face) -> int | None:
    """A damaged card is found by its numbers only."""
    return query.rank("" if face.card is None else folded(face.card.name), face.numbers)


def _order(found: tuple[int, Face]) -> tuple[int, float]:
    rank, face = found
    return rank, -face.facts.submitted_at.timestamp()
