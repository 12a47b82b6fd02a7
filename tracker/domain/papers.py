"""The typed papers in a case's records: what each confidential document holds."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from tracker.domain.access import Record
from tracker.domain.applications import Application
from tracker.domain.program import (
    AssessmentKind,
    Attendance,
    MeetingWay,
    ReturnReason,
    RiskLevel,
    Track,
    Verdict,
)


@dataclass(frozen=True)
class ConsentChange:
    """A consent that was withdrawn or given again, under which text, and when."""

    kind: str
    given: bool
    text_version: str
    text_hash: str
    at: datetime


@dataclass(frozen=True)
class ConsentsPaper:
    """Every change of the consents since the application, oldest first."""

    changes: tuple[ConsentChange, ...] = ()


class Sender(StrEnum):
    """Who wrote a message: roles, not names."""

    DESK = "desk"
    PERSON = "person"


@dataclass(frozen=True)
class ConsentGiven:
    """One consent or notice as it was answered: which text, and its SHA-256."""

    kind: str
    given: bool
    text_version: str
    text_hash: str


@dataclass(frozen=True)
class ApplicationPaper:
    """What the person wrote on the public form, and the key that vouches for answers to it.

    A new version is a correction, which leaves its time, or a new receipt with another key.
    """

    form: Application
    consents: tuple[ConsentGiven, ...]
    language: str
    received_at: datetime
    reply_key: bytes
    corrected_at: datetime | None = None


@dataclass(frozen=True)
class CardPaper:
    """The few facts a list shows, boxed by themselves so that a list opens little.

    Cards of before there were duplicates to find have no birth date (ISO).
    """

    name: str
    phone: str
    birth_date: str = ""

    @classmethod
    def of(cls, form: Application) -> "CardPaper":
        """The card of an application; a corrected one gets a new card."""
        return cls(form.name, form.phone, form.birth_date.isoformat())


@dataclass(frozen=True)
class DecisionPaper:
    """Why an application was declined or a case reopened: a reason code and a note."""

    event: str
    reason: str
    note: str = ""


@dataclass(frozen=True)
class MessagePaper:
    """One message between the desk and the person.

    `entry` tells a form that was sent twice from two messages; `asks`: the desk waits for an
    answer before it goes on.
    """

    sender: Sender
    text: str
    entry: str
    asks: bool = False


@dataclass(frozen=True)
class EligibilityPaper:
    """What a coordinator found out about somebody's eligibility, line by line."""

    account: Verdict
    account_note: str
    district: Verdict
    district_note: str
    track: Verdict
    track_kind: Track | None
    track_note: str
    earlier: Verdict
    earlier_note: str


@dataclass(frozen=True)
class LinksPaper:
    """Other applications that were found to be the same person's, or somebody else's: case ids."""

    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnPaper:
    """Why a counselor gave the case back, for the desk that looks for another one."""

    reason: ReturnReason
    note: str = ""


@dataclass(frozen=True)
class IntakePaper:
    """The intake interview (초기면접)."""

    held_on: date
    presenting_problem: str
    background: str
    strengths: str
    goals: str
    risk: RiskLevel
    risk_note: str
    limits_explained: bool


@dataclass(frozen=True)
class ChoicePaper:
    """The assessments chosen with the client, and why the others are left out."""

    chosen: tuple[AssessmentKind, ...]
    reason: str


@dataclass(frozen=True)
class ResultPaper:
    """The result of one assessment: scale values and the counselor's own summary."""

    kind: AssessmentKind
    instrument: str
    administered_on: date
    way: MeetingWay
    values: dict[str, int | str]
    narrative: str
    interpreted_on: date | None = None


@dataclass(frozen=True)
class SessionPaper:
    """One counseling session, held or missed."""

    number: int
    held_on: date
    way: MeetingWay
    attendance: Attendance
    note: str
    risk: RiskLevel
    risk_note: str
    next_plan: str


@dataclass(frozen=True)
class OutcomePaper:
    """The outcome note: what changed, what the plan is, where to turn next."""

    summary: str
    plan: str
    referral: str


@dataclass(frozen=True)
class ReleasePaper:
    """What the person sees with the receipt beyond the own application."""

    chosen: tuple[AssessmentKind, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class WhoPaper:
    """The coarse facts for statistics, as bands: no date, no name, no score."""

    area: str
    age_band: str


T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of document: its name, the record it belongs to, and its type."""

    name: str
    record: Record
    type: type[T]

    def numbered(self, suffix: str) -> "Kind[T]":
        """The same kind for one of several, such as `session:2`."""
        return Kind(f"{self.name}:{suffix}", self.record, self.type)


APPLICATION: Final = Kind("application", Record.IDENTITY, ApplicationPaper)
CARD: Final = Kind("card", Record.IDENTITY, CardPaper)
DECISION: Final = Kind("decision", Record.IDENTITY, DecisionPaper)
CONSENTS: Final = Kind("consents", Record.IDENTITY, ConsentsPaper)
MESSAGE: Final = Kind("message", Record.IDENTITY, MessagePaper)
ELIGIBILITY: Final = Kind("eligibility", Record.IDENTITY, EligibilityPaper)
LINKS: Final = Kind("links", Record.IDENTITY, LinksPaper)
RETURNED: Final = Kind("returned", Record.IDENTITY, ReturnPaper)
INTAKE: Final = Kind("intake", Record.CLINICAL, IntakePaper)
CHOICE: Final = Kind("choice", Record.CLINICAL, ChoicePaper)
RESULT: Final = Kind("result", Record.CLINICAL, ResultPaper)
SESSION: Final = Kind("session", Record.CLINICAL, SessionPaper)
OUTCOME: Final = Kind("outcome", Record.CLINICAL, OutcomePaper)
CLOSING: Final = Kind("closing", Record.CLINICAL, DecisionPaper)
RELEASE: Final = Kind("release", Record.CLIENT, ReleasePaper)
WHO: Final = Kind("who", Record.FACTS, WhoPaper)
