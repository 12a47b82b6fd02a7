"""Who could take a case: how well a counselor fits what somebody would like, and who has room."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from tracker.domain.applications import gather
from tracker.domain.errors import FieldError
from tracker.domain.fields.options import Option, clean_option
from tracker.domain.people import clean_id, clean_ids
from tracker.domain.program import CounselorGender, Days, MeetingWay

MOST_OPENINGS: Final = 99  # our own
MANY: Final = 50  # cases in one bulk act: a page of the list


class Language(StrEnum):
    """In which languages the program is offered."""

    KOREAN = "ko"
    ENGLISH = "en"


@dataclass(frozen=True)
class Profile:
    """What a counselor said about the own work; what nobody said is unknown, never a misfit."""

    openings: int | None = None
    gender: CounselorGender | None = None
    ways: frozenset[MeetingWay] = frozenset()
    days: frozenset[Days] = frozenset()
    languages: frozenset[Language] = frozenset()


Wish = CounselorGender | Days | MeetingWay | Language


@dataclass(frozen=True)
class Wishes:
    """What somebody would like; ANY is no wish."""

    gender: CounselorGender = CounselorGender.ANY
    days: Days = Days.ANY
    way: MeetingWay = MeetingWay.ANY
    language: Language = Language.KOREAN
    given_back_by: UUID | None = None  # is not asked again

    @property
    def asked(self) -> tuple[Wish, ...]:
        """The wishes there are."""
        every: tuple[Wish, ...] = (self.gender, self.days, self.way, self.language)
        return tuple(one for one in every if one != "any")


@dataclass(frozen=True)
class Fit:
    """The wishes that a counselor meets, those that they do not, and those nobody knows about."""

    met: tuple[Wish, ...] = ()
    unmet: tuple[Wish, ...] = ()
    unknown: tuple[Wish, ...] = ()


@dataclass(frozen=True)
class Able:
    """A counselor who can be given a case: open cases now, and what they said about their work."""

    id: UUID
    open_cases: int
    profile: Profile = field(default_factory=Profile)

    @property
    def free(self) -> int | None:
        """How many more cases they take; None where they did not say."""
        openings = self.profile.openings
        return None if openings is None else max(openings - self.open_cases, 0)


def fit(profile: Profile, wishes: Wishes) -> Fit:
    """Compare what a counselor said with what somebody would like."""
    told = profile.gender is not None and profile.gender is not CounselorGender.ANY
    said: dict[type[Wish], frozenset[Wish | None]] = {
        CounselorGender: frozenset({profile.gender} if told else ()),
        Days: frozenset(profile.days),
        MeetingWay: frozenset(profile.ways),
        Language: frozenset(profile.languages),
    }
    asked = [(wish, said[type(wish)]) for wish in wishes.asked]
    return Fit(
        met=tuple(wish for wish, offered in asked if wish in offered),
        unmet=tuple(wish for wish, offered in asked if offered and wish not in offered),
        unknown=tuple(wish for wish, offered in asked if not offered),
    )


def ranked(able: Iterable[Able], wishes: Wishes) -> list[Able]:
    """The best fit first; among equals whoever has most room, and then the least to do."""
    return sorted(able, key=lambda one: _rank(one, wishes))


def _rank(one: Able, wishes: Wishes) -> tuple[bool, int, int, int, int]:
    """An unmet wish weighs as much as two that are met, and an unknown one nothing."""
    found, free = fit(one.profile, wishes), one.free
    room = 1 if free is None else 0 if free else 2
    misfit = 2 * len(found.unmet) - len(found.met)
    return one.id == wishes.given_back_by, misfit, room, -(free or 0), one.open_cases


def propose(wanted: Sequence[tuple[UUID, Wishes]], able: Iterable[Able]) -> dict[UUID, UUID | None]:
    """Somebody for each case: by fit, spread by room, never beyond anybody's openings.

    None where nobody has room any more.
    """
    now, found = {one.id: one for one in able}, dict[UUID, UUID | None]()
    for case_id, wishes in wanted:
        best = next((one for one in ranked(now.values(), wishes) if _is_asked(one, wishes)), None)
        found[case_id] = None if best is None else best.id
        if best is not None:
            now[best.id] = Able(best.id, best.open_cases + 1, best.profile)
    return found


def _is_asked(one: Able, wishes: Wishes) -> bool:
    return one.free != 0 and one.id != wishes.given_back_by


def overfull(able: Iterable[Able], more: Mapping[UUID, int]) -> list[UUID]:
    """Who would have more open cases than openings, given so many more."""
    return [one.id for one in able if one.free is not None and more.get(one.id, 0) > one.free]


def check_profile(
    openings: str, gender: str, ways: Sequence[str], days: Sequence[str], languages: Sequence[str]
) -> Profile:
    """Return what a counselor says, or raise FormErrors; whatever they leave out is unknown."""
    return Profile(
        **gather(
            {
                "openings": lambda: clean_openings("openings", openings),
                "gender": lambda: _one("gender", gender, CounselorGender),
                "ways": lambda: _some("ways", ways, MeetingWay),
                "days": lambda: _some("days", days, Days),
                "languages": lambda: _some("languages", languages, Language),
            }
        )
    )


def clean_openings(field: str, raw: str) -> int | None:
    """Return how many cases somebody takes at once; None where they do not say."""
    typed = unicodedata.normalize("NFKC", raw[:100]).strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()):
        raise FieldError(field, "not_a_number")
    if len(typed) > 4 or int(typed) > MOST_OPENINGS:
        raise FieldError(field, "out_of_range", lo=0, hi=MOST_OPENINGS)
    return int(typed)


def _one(field: str, raw: str, options: type[Option]) -> Option | None:
    return clean_option(field, raw, options) if raw else None


def _some(field: str, raw: Sequence[str], options: type[Option]) -> frozenset[Option]:
    return frozenset(clean_option(field, one, options) for one in raw)


def clean_many(raw: Sequence[str]) -> list[UUID]:
    """Return the cases that were ticked for one bulk act: at least one, at most a page."""
    if not raw:
        raise FieldError("cases", "nothing_ticked")
    found = clean_ids("cases", raw)
    if len(found) > MANY:
        raise FieldError("cases", "too_many_cases", limit=MANY, count=len(found))
    return found


def clean_pairs(cases: Sequence[str], counselors: Sequence[str]) -> dict[UUID, UUID]:
    """Return who gets which case; a case without a counselor is left out this time."""
    wanted = clean_many(cases)
    if not len(wanted) == len(cases) == len(counselors):
        raise FieldError("counselors", "unknown")
    pairs = zip(wanted, counselors, strict=True)
    found = {case: clean_id("counselors", one) for case, one in pairs if one}
    if not found:
        raise FieldError("counselors", "nobody_chosen")
    return found
