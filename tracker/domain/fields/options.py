"""Fields with a list to choose from, and the form's own texts with their limits."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeVar

from tracker.domain.errors import FieldError
from tracker.domain.fields.characters import composed
from tracker.domain.fields.text import clean_line, clean_text
from tracker.domain.places import DISTRICTS
from tracker.domain.program import (
    CHOOSE,
    MANDATORY,
    WITH_COUNSELOR,
    AccountStatus,
    AssessmentKind,
    ConsentKind,
    CounselorGender,
    Days,
    MeetingWay,
    check_choice,
)

OFFICE_LIMIT: Final = 60  # our own
REASON_LIMIT: Final = 2000  # our own: a full page; the longest accepted sample has 66 characters
_PLACE_LIMIT: Final = 60

Option = TypeVar("Option", bound=StrEnum)


def clean_option(field: str, raw: str, options: type[Option]) -> Option:
    """Return the option that was picked."""
    picked = raw.strip()
    if not picked:
        raise FieldError(field, "missing")
    found = {option.value: option for option in options}.get(picked)
    if found is None:
        raise FieldError(field, "unknown")
    return found


def clean_account_status(raw: str) -> AccountStatus:
    """Return the state of the account; a closed one is received too, and a person decides."""
    return clean_option("account_status", raw, AccountStatus)


def clean_meeting(raw: str) -> MeetingWay:
    """Return how the youth wants to meet."""
    return clean_option("meeting", raw, MeetingWay)


def clean_days(raw: str) -> Days:
    """Return when the youth has time."""
    return clean_option("days", raw, Days)


def clean_counselor_gender(raw: str) -> CounselorGender:
    """Return with whom the youth would rather talk."""
    return clean_option("counselor_gender", raw, CounselorGender)


def clean_district(raw: str) -> str:
    """Return one of the 25 districts of Seoul (domain.md section 1)."""
    if len(raw) > _PLACE_LIMIT:
        raise FieldError("district", "outside_seoul")
    district = composed("district", raw).strip()
    if not district:
        raise FieldError("district", "missing")
    if district not in DISTRICTS:
        raise FieldError("district", "outside_seoul")
    return district


def clean_office(raw: str) -> str:
    """Return the office that looks after the account (관리기관), or '' when unknown."""
    return clean_line("office", raw, OFFICE_LIMIT)


def clean_reason(raw: str) -> str:
    """Return why the youth applies, or ''; nobody has to say."""
    return clean_text("reason", raw, REASON_LIMIT)


def clean_consent(kind: ConsentKind, raw: str) -> bool:
    """Return whether consent was given. Only 'yes' gives it; the mandatory ones must be given."""
    given = raw == "yes"
    if MANDATORY[kind] and not given:
        raise FieldError(kind.value, "mandatory")
    return given


def clean_choice(raw: Sequence[str], needed: int = CHOOSE) -> tuple[AssessmentKind, ...]:
    """Return the chosen kinds in program order; () means: with the counselor."""
    picked = [one.strip() for one in raw if one.strip()]
    if WITH_COUNSELOR in picked:
        if set(picked) != {WITH_COUNSELOR}:
            raise FieldError("choice", "mixed", needed=needed)
        return ()
    kinds = {kind.value: kind for kind in AssessmentKind}
    if any(one not in kinds for one in picked):
        raise FieldError("choice", "unknown", needed=needed)
    return check_choice([kinds[one] for one in picked], needed)
