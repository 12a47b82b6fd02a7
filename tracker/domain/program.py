"""The program in numbers and codes: six assessments, choose five; three counseling sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.domain.errors import FieldError

CHOOSE: Final = 5  # domain.md section 0: 종합심리검사 5종 (택 5 of 6)
SESSIONS: Final = 3  # domain.md section 0: 심리상담 3회
WITH_COUNSELOR: Final = "with_counselor"  # a full answer instead of five kinds


class AssessmentKind(StrEnum):
    """The six kinds of assessment (domain.md section 0), in the order the screens show."""

    PERSONALITY_INVENTORY = "personality_inventory"
    SENTENCE_COMPLETION = "sentence_completion"
    INNER_SELF = "inner_self"
    KINETIC_FAMILY_DRAWING = "kinetic_family_drawing"
    PERSONALITY_TYPE = "personality_type"
    TEMPERAMENT_BEHAVIOR = "temperament_behavior"


class Attendance(StrEnum):
    """What became of an appointment (domain.md section 6)."""

    ATTENDED = "attended"
    LATE = "late"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    RESCHEDULED = "rescheduled"


HELD: Final = frozenset({Attendance.ATTENDED, Attendance.LATE})  # these use up a session


class MeetingWay(StrEnum):
    """How the youth wants to meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    ANY = "any"


class Days(StrEnum):
    """When the youth has time."""

    WEEKDAY_DAY = "weekday_day"
    WEEKDAY_EVENING = "weekday_evening"
    SATURDAY = "saturday"
    ANY = "any"


class CounselorGender(StrEnum):
    """With whom the youth would rather talk."""

    FEMALE = "female"
    MALE = "male"
    ANY = "any"


class Guardian(StrEnum):
    """Whether applicants of 15 to 18 name a guardian (domain.md section 1: policy, not law)."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class AccountStatus(StrEnum):
    """State of the savings account (domain.md section 1)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    MATURED = "matured"
    CLOSED_EARLY = "closed_early"
    CLAWBACK = "clawback"


class Track(StrEnum):
    """Under which income an account was opened (domain.md section 1); for staff only."""

    AT_OR_BELOW_50 = "at_or_below_50"
    OVER_50_TO_100 = "over_50_to_100"


class Verdict(StrEnum):
    """What a person found out about one line of the eligibility checklist."""

    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"
    OPEN = "open"


class DeclineReason(StrEnum):
    """Why an application is declined, by a person (domain.md section 6)."""

    NOT_ACCOUNT_HOLDER = "not_account_holder"
    OUTSIDE_SEOUL = "outside_seoul"
    ACCOUNT_CLOSED = "account_closed"
    ALREADY_SERVED = "already_served"
    DUPLICATE = "duplicate"
    UNVERIFIED = "unverified"


class ReturnReason(StrEnum):
    """Why a counselor gives an assigned case back before anything began."""

    CASELOAD = "caseload"
    SCHEDULE = "schedule"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OTHER_EXPERTISE = "other_expertise"
    OTHER = "other"


class DropOutReason(StrEnum):
    """Why a case ended early (domain.md section 6)."""

    UNREACHABLE = "unreachable"
    NO_SHOW_LIMIT = "no_show_limit"
    CLIENT_REQUEST = "client_request"
    REFERRED_OUT = "referred_out"
    ACCOUNT_CLOSED = "account_closed"


class RiskLevel(StrEnum):
    """Suicide and self-harm risk (domain.md section 3), from least to most."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    IMMINENT = "imminent"


def risk_after(judged: Sequence[tuple[RiskLevel, bool]]) -> RiskLevel | None:
    """The risk that stands after judgements, the newest first, each with whether somebody was met.

    A day on which nobody was met may raise it, never lower it. None when nothing was judged.
    """
    met = next((place for place, (_level, met) in enumerate(judged) if met), len(judged))
    counted = [level for level, _met in judged[: met + 1]]
    return max(counted, key=list(RiskLevel).index, default=None)


class ConsentKind(StrEnum):
    """What is asked for at the application, each by itself (domain.md section 4)."""

    GENERAL = "consent_general"
    SENSITIVE = "consent_sensitive"
    VERIFY = "consent_verify"
    PROMO = "consent_promo"
    COUNSELING = "notice_counseling"


# domain.md section 4, consent set. PIPA §22⑤: refusing an optional one never blocks the service.
MANDATORY: Final[dict[ConsentKind, bool]] = {
    ConsentKind.GENERAL: True,
    ConsentKind.SENSITIVE: True,
    ConsentKind.VERIFY: True,
    ConsentKind.PROMO: False,
    ConsentKind.COUNSELING: True,
}


@dataclass(frozen=True)
class Plan:
    """What everybody gets in a round: so many assessments of six, so many counseling sessions."""

    tests: int = CHOOSE
    sessions: int = SESSIONS


def check_choice(
    kinds: Sequence[AssessmentKind], needed: int = CHOOSE
) -> tuple[AssessmentKind, ...]:
    """Return the chosen kinds in program order, or raise FieldError('choice', …)."""
    chosen = frozenset(kinds)
    if not kinds:
        raise FieldError("choice", "nothing", needed=needed)
    if len(chosen) < len(kinds):
        raise FieldError("choice", "duplicate", needed=needed)
    if len(chosen) != needed:
        code = "too_few" if len(chosen) < needed else "too_many"
        raise FieldError("choice", code, needed=needed, count=len(chosen))
    return tuple(kind for kind in AssessmentKind if kind in chosen)


def left_out(kinds: Sequence[AssessmentKind]) -> tuple[AssessmentKind, ...]:
    """Return the kinds that were not chosen, in program order."""
    return tuple(kind for kind in AssessmentKind if kind not in kinds)
