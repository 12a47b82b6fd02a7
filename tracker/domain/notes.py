"""What a counselor writes: raw fields in, papers out, every mistake told at once.

Keys are the field names of the forms. Unknown keys are not looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from tracker.domain.applications import Form, Tasks, gather
from tracker.domain.errors import FieldError
from tracker.domain.fields import clean_day, clean_option, clean_text
from tracker.domain.papers import IntakePaper, OutcomePaper, ReturnPaper, SessionPaper
from tracker.domain.program import (
    CHOOSE,
    HELD,
    AssessmentKind,
    Attendance,
    DropOutReason,
    MeetingWay,
    ReturnReason,
    RiskLevel,
    check_choice,
)

# Our own limits, in characters: two pages for a text, four for a session, one for a reason.
TEXT: Final = 4000
SESSION: Final = 8000
SHORT: Final = 2000
REASON: Final = 1000

_AHEAD: Final = timedelta(days=366)  # how far ahead an appointment that was moved may lie


@dataclass(frozen=True)
class Span:
    """The days on which something can have happened: from the application until today."""

    first: date
    last: date


# repr=False: what a person wrote must not reach a log through a traceback.
@dataclass(frozen=True, kw_only=True, repr=False)
class Chosen:
    """The five that were chosen, and why one is left out."""

    kinds: tuple[AssessmentKind, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ResultHead:
    """What a result says beside its scales."""

    administered_on: date
    way: MeetingWay
    narrative: str
    interpreted_on: date | None


@dataclass(frozen=True, kw_only=True, repr=False)
class DropOut:
    """Why a case ends early."""

    reason: DropOutReason
    note: str


def check_intake(form: Form, span: Span) -> IntakePaper:
    """Check the intake interview; raises FormErrors with every field that was refused."""
    tasks: Tasks = {
        "held_on": partial(_day, form, "held_on", span),
        "presenting_problem": partial(_text, form, "presenting_problem", TEXT, required=True),
        "background": partial(_text, form, "background", TEXT),
        "strengths": partial(_text, form, "strengths", SHORT),
        "goals": partial(_text, form, "goals", SHORT),
        "risk": partial(clean_option, "risk", _raw(form, "risk"), RiskLevel),
        "risk_note": partial(_text, form, "risk_note", SHORT),
        "limits_explained": partial(_ticked, form, "limits_explained"),
    }
    return IntakePaper(**gather(tasks))


def check_kinds(raw: Sequence[str], needed: int = CHOOSE) -> tuple[AssessmentKind, ...]:
    """Return the kinds that were chosen with the client, or raise FieldError('choice', …)."""
    kinds = {kind.value: kind for kind in AssessmentKind}
    if any(one not in kinds for one in raw):
        raise FieldError("choice", "unknown", needed=needed)
    if not raw:
        raise FieldError("choice", "too_few", needed=needed, count=0)
    return check_choice([kinds[one] for one in raw], needed)


def check_chosen(form: Form, needed: int = CHOOSE) -> Chosen:
    """Check which were chosen, and the reason for what is left out; raises FormErrors."""
    raw = form.get("choice")
    picked = [str(one) for one in raw] if isinstance(raw, list) else []
    tasks: Tasks = {
        "kinds": partial(check_kinds, picked, needed),
        "reason": partial(_text, form, "reason", REASON, required=True),
    }
    return Chosen(**gather(tasks))


def check_reason(raw: str) -> str:
    """Return a reason that has to be given."""
    return clean_text("reason", raw, REASON, required=True)


def check_result_head(form: Form, span: Span) -> ResultHead:
    """Check what a result says beside its scales; raises FormErrors."""
    tasks: Tasks = {
        "administered_on": partial(_day, form, "administered_on", span),
        "way": partial(_way, form),
        "narrative": partial(_text, form, "narrative", TEXT, required=True),
        "interpreted_on": partial(_interpreted, form, span),
    }
    return ResultHead(**gather(tasks))


def check_session(form: Form, span: Span, number: int) -> SessionPaper:
    """Check a session, held or missed; one that was held has a note. Raises FormErrors."""
    attendance = _raw(form, "attendance").strip()
    held, moved = attendance in HELD, attendance == Attendance.RESCHEDULED
    days = Span(span.first, span.last + _AHEAD) if moved else span
    tasks: Tasks = {
        "held_on": partial(_day, form, "held_on", days),
        "way": partial(_way, form),
        "attendance": partial(clean_option, "attendance", _raw(form, "attendance"), Attendance),
        "note": partial(_text, form, "note", SESSION, required=held),
        "risk": partial(clean_option, "risk", _raw(form, "risk"), RiskLevel),
        "risk_note": partial(_text, form, "risk_note", SHORT),
        "next_plan": partial(_text, form, "next_plan", SHORT),
    }
    return SessionPaper(number=number, **gather(tasks))


def check_outcome(form: Form) -> OutcomePaper:
    """Check the outcome note; raises FormErrors."""
    tasks: Tasks = {
        "summary": partial(_text, form, "summary", TEXT, required=True),
        "plan": partial(_text, form, "plan", TEXT),
        "referral": partial(_text, form, "referral", SHORT),
    }
    return OutcomePaper(**gather(tasks))


def check_drop_out(form: Form) -> DropOut:
    """Check why a case ends early; raises FormErrors."""
    tasks: Tasks = {
        "reason": partial(clean_option, "reason", _raw(form, "reason"), DropOutReason),
        "note": partial(_text, form, "note", SHORT),
    }
    return DropOut(**gather(tasks))


def check_return(form: Form) -> ReturnPaper:
    """Check why an assigned case is given back; raises FormErrors. Another reason needs words."""
    tasks: Tasks = {
        "reason": partial(clean_option, "reason", _raw(form, "reason"), ReturnReason),
        "note": partial(_return_note, form),
    }
    return ReturnPaper(**gather(tasks))


def _return_note(form: Form) -> str:
    note = _text(form, "note", SHORT)
    if not note and _raw(form, "reason") == ReturnReason.OTHER.value:
        raise FieldError("note", "other_reason")
    return note


def _raw(form: Form, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _text(form: Form, name: str, limit: int, required: bool = False) -> str:
    return clean_text(name, _raw(form, name), limit, required)


def _day(form: Form, name: str, span: Span) -> date:
    return clean_day(name, _raw(form, name), span.first, span.last)


def _ticked(form: Form, name: str) -> bool:
    return form.get(name) is True


def _way(form: Form) -> MeetingWay:
    """How a meeting took place; 'any' is a wish, not a way."""
    way = clean_option("way", _raw(form, "way"), MeetingWay)
    if way is MeetingWay.ANY:
        raise FieldError("way", "unknown")
    return way


def _interpreted(form: Form, span: Span) -> date | None:
    """The day on which the result was explained; not before the day of the assessment."""
    written = _raw(form, "interpreted_on").strip()
    if not _ticked(form, "interpreted"):
        if written:
            raise FieldError("interpreted", "date_without_tick")
        return None
    day = _day(form, "interpreted_on", span)
    if day < _administered(form, span):
        raise FieldError("interpreted_on", "before_assessment")
    return day


def _administered(form: Form, span: Span) -> date:
    """The day of the assessment; one that is refused is told beside its own field."""
    try:
        return _day(form, "administered_on", span)
    except FieldError:
        return span.first
