"""Whether two applications could be one person's, and what somebody decided about that."""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from tracker.domain.papers import LinksPaper
from tracker.domain.searching import Entry, SheetPaper, digits_of, entry_at, folded

MOST: Final = 20  # of a family that shares a phone, or of a common name


class Likeness(StrEnum):
    """How two answers to the same question compare."""

    SAME = "same"
    NEAR = "near"
    OTHER = "other"


class Verdict(StrEnum):
    """What a coordinator decided about two applications; they are never merged."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


class Person(NamedTuple):
    """What is compared; a birth date as it is written in ISO, '' when it is not known."""

    name: str
    phone: str
    birth_date: str

    @classmethod
    def born(cls, name: str, phone: str, birth_date: date) -> "Person":
        """Somebody whose birth date is known."""
        return cls(name, phone, birth_date.isoformat())


class Compared(NamedTuple):
    """Two people, answer by answer."""

    name: Likeness
    phone: Likeness
    birth_date: Likeness

    @property
    def alike(self) -> bool:
        """Whether it could be one person: the same phone, or the same name and one answer more."""
        same_name = self.name is not Likeness.OTHER
        further = self.birth_date is not Likeness.OTHER or self.phone is Likeness.NEAR
        return self.phone is Likeness.SAME or (same_name and further)

    @property
    def distance(self) -> int:
        """Small where much is the same: for the order of a list."""
        return sum(list(Likeness).index(one) for one in self)


def compared(one: Person, other: Person) -> Compared:
    """Compare two people; it does not matter who comes first."""
    return Compared(
        _names(one.name, other.name),
        _digits(one.phone, other.phone),
        _digits(one.birth_date, other.birth_date),
    )


def _names(one: str, other: str) -> Likeness:
    if one == other:
        return Likeness.SAME
    return Likeness.NEAR if folded(one) == folded(other) else Likeness.OTHER


def _digits(one: str, other: str) -> Likeness:
    """Near is one digit written wrongly; what is not known is like nothing."""
    left, right = digits_of(one), digits_of(other)
    if not left or len(left) != len(right):
        return Likeness.OTHER
    wrong = sum(a != b for a, b in zip(left, right, strict=True))
    return (Likeness.SAME, Likeness.NEAR)[wrong] if wrong < 2 else Likeness.OTHER


def alike_on(sheet: SheetPaper, me: Person) -> list[Entry]:
    """Everybody on a search sheet who could be this person."""
    name, phone = folded(me.name), digits_of(me.phone)
    if name not in sheet.names and phone not in sheet.phones:
        return []
    columns = sheet.lines()
    places = [
        place
        for place, line in enumerate(zip(columns[0], columns[1], strict=True))
        if line[0] == name or line[1] == phone
    ]
    found = [entry_at(columns, place) for place in places]
    mine = me._replace(name=name)
    return [one for one in found if compared(mine, Person(*one[:3])).alike]


def verdict_on(paper: LinksPaper, other: UUID) -> Verdict:
    """What was decided about an application and this other one."""
    if other.hex in paper.same:
        return Verdict.SAME
    return Verdict.DIFFERENT if other.hex in paper.different else Verdict.OPEN


def decided(paper: LinksPaper, other: UUID, verdict: Verdict) -> LinksPaper:
    """The paper after a decision; OPEN takes back the one before."""
    same = tuple(one for one in paper.same if one != other.hex)
    different = tuple(one for one in paper.different if one != other.hex)
    if verdict is Verdict.SAME:
        same = (*same, other.hex)
    if verdict is Verdict.DIFFERENT:
        different = (*different, other.hex)
    return LinksPaper(same, different)
