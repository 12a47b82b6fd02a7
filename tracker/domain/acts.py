"""What an officer asks the trail: who, which acts, which record, which days. And why it leaves."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from tracker.domain.applications import FormErrors, gather
from tracker.domain.audit import Audit
from tracker.domain.errors import FieldError
from tracker.domain.fields import clean_day

EXPORT_LIMIT: Final = 100_000  # rows in one file
WITHOUT_ACCOUNT: Final = ("visitor", "applicant", "program")  # roles of people who have none
_YEARS: Final = (2000, 2999)
_CASE: Final = re.compile(r"\d{2}-\d{5,9}", re.ASCII)
_RECEIPT: Final = re.compile(r"\d{4}-?\d{4}", re.ASCII)
_OBJECT: Final = re.compile(r"[a-z]{1,20}:[a-z0-9-]{1,58}", re.ASCII)
# The first line that fits a word says to which group it belongs; the rest are `other`.
_GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("opened", ("application_opened", "case_opened", "status_opened", "status_copied",
                "record_damaged")),
    ("desk", ("application_", "eligibility_", "roster_", "message_", "info_", "consent_",
              "erasure_", "round_", "offer_", "case_accepted", "case_wait", "case_declined",
              "case_assigned", "case_returned", "cases_searched", "cases_linked", "cases_parted",
              "cases_undecided")),
    ("care", ("intake_", "choice_", "result_", "session_", "outcome_", "case_activated",
              "case_completed", "case_dropped", "case_reopened")),
    ("keys", ("case_", "cases_", "group_", "key_", "keys_", "recovery_", "letter_",
              "search_", "receipt_")),
    ("doors", ("signed_", "sign_in_", "proved", "proof_", "status_failed", "throttled", "passkey_",
               "account_session")),
    ("people", ("account_", "team_", "site_")),
    ("trail", ("audit_", "report_")),
)  # fmt: skip
OTHER: Final = "other"


class ExportReason(StrEnum):
    """Why rows of the trail leave the site."""

    CHECK = "periodic_check"
    REQUEST = "person_request"
    INCIDENT = "incident"
    AUTHORITY = "authority"


class ExportFormat(StrEnum):
    """As which file."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the trail; everything has to fit. Days are those of Seoul.

    `person` is an account, or a role of people without one; `acts` are words, '' for none.
    """

    person: UUID | str | None = None
    acts: frozenset[Audit] = frozenset()
    object: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def filters(self) -> list[str]:
        """The kinds of what was asked: codes for the trail."""
        given = {
            "person": self.person,
            "act": self.acts,
            "object": self.object,
            "time": self.since or self.until,
        }
        return [name for name, value in given.items() if value]


def groups() -> dict[str, list[Audit]]:
    """All words of the trail under the codes of their groups."""
    found: dict[str, list[Audit]] = {}
    for act in Audit:
        group = next((code for code, begins in _GROUPS if act.startswith(begins)), OTHER)
        found.setdefault(group, []).append(act)
    order = [code for code, _begins in _GROUPS]
    return {code: found[code] for code in (*order, OTHER) if code in found}


def check_asked(
    person: str, act: str, obj: str, days: tuple[str, str], people: Collection[UUID]
) -> Asked:
    """Return what is asked for, or raise FormErrors with every field that was refused."""
    clean = gather(
        {
            "person": lambda: _person(person.strip(), people),
            "acts": lambda: _acts(act.strip()),
            "object": lambda: _object(obj),
            "since": lambda: _day("since", days[0]),
            "until": lambda: _day("until", days[1]),
        }
    )
    asked = Asked(**clean)
    if asked.since and asked.until and asked.until < asked.since:
        raise FormErrors({"until": FieldError("until", "before_since")})
    return asked


def is_case_number(text: str) -> bool:
    """Whether it is written as a case number: 26-00001."""
    return _CASE.fullmatch(text) is not None


def is_receipt_number(text: str) -> bool:
    """Whether it is written as a receipt number: 1234-5678."""
    return _RECEIPT.fullmatch(text) is not None


def clean_reason_to_export(raw: str) -> ExportReason:
    """Return why rows leave the site."""
    if raw not in set(ExportReason):
        raise FieldError("reason", "no_reason")
    return ExportReason(raw)


def clean_format(raw: str) -> ExportFormat:
    """Return as which file."""
    if raw not in set(ExportFormat):
        raise FieldError("format", "no_format")
    return ExportFormat(raw)


def _person(raw: str, people: Collection[UUID]) -> UUID | str | None:
    if not raw:
        return None
    if raw in WITHOUT_ACCOUNT:
        return raw
    try:
        account = UUID(hex=raw)
    except ValueError:
        raise FieldError("person", "unknown") from None
    if account not in people:
        raise FieldError("person", "unknown")
    return account


def _acts(raw: str) -> frozenset[Audit]:
    if not raw:
        return frozenset()
    if raw in groups():
        return frozenset(groups()[raw])
    if raw not in set(Audit):
        raise FieldError("act", "unknown")
    return frozenset({Audit(raw)})


def _object(raw: str) -> str:
    """A number, the name of an object, or an id as 32 digits; '' for nothing."""
    text = "".join(raw[:200].lower().split())
    if not text or is_case_number(text) or is_receipt_number(text) or _OBJECT.fullmatch(text):
        return text
    try:
        return UUID(hex=text).hex
    except ValueError:
        raise FieldError("object", "unreadable") from None


def _day(field: str, raw: str) -> date | None:
    if not raw.strip():
        return None
    day = clean_day(field, raw, date.min, date.max)
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise FieldError(field, "no_such_day")
    return day
