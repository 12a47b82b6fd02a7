"""Whom of the list an application is about, and where the two say different things."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.applications import About
from tracker.domain.roster.headings import Column
from tracker.domain.roster.rows import Entry


class Agreement(StrEnum):
    """What looking into the list came to."""

    CONFIRMED = "confirmed"
    DIFFERENT = "different"
    ABSENT = "absent"


@dataclass(frozen=True, repr=False)
class Match:
    """A person of the list who may be the applicant: where who they are differs, and what else."""

    entry: Entry
    identity: tuple[Column, ...]
    further: tuple[Column, ...]


@dataclass(frozen=True, repr=False)
class Finding:
    """All who may be the applicant, the nearest first."""

    agreement: Agreement
    matches: tuple[Match, ...] = ()


def find(about: About, entries: Iterable[Entry]) -> Finding:
    """Look for somebody with the same phone, or with the same name and birth date.

    A birth date alone is many people's, and so is a name.
    """
    matches = [_match(about, entry) for entry in dict.fromkeys(entries)]
    near = [one for one in matches if _may_be(one)]
    near.sort(key=lambda one: (len(one.identity), len(one.further)))
    if not near:
        return Finding(Agreement.ABSENT)
    if near[0].identity:
        return Finding(Agreement.DIFFERENT, tuple(near))
    same = tuple(one for one in near if not one.identity)
    return Finding(Agreement.CONFIRMED, same)


def _may_be(match: Match) -> bool:
    return Column.PHONE not in match.identity or match.identity == (Column.PHONE,)


def _match(about: About, entry: Entry) -> Match:
    identity = (
        (Column.NAME, _letters(about.name) != _letters(entry.name)),
        (Column.BIRTH_DATE, about.birth_date != entry.birth_date),
        (Column.PHONE, about.phone != entry.phone),
    )
    further = (
        (Column.STATUS, entry.status is not None and about.account_status is not entry.status),
        (Column.OPENED, bool(entry.opened) and about.account_opened != entry.opened),
        (Column.DISTRICT, bool(entry.district) and about.district != entry.district),
    )
    return Match(entry, _those(identity), _those(further))


def _those(asked: Iterable[tuple[Column, bool]]) -> tuple[Column, ...]:
    return tuple(column for column, differs in asked if differs)


def _letters(name: str) -> str:
    """A name without the spaces and signs that people set as they like."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LM")
