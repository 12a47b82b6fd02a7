"""One row of the trail in plain words: who, when, from where, on whose record, what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from flask_babel import gettext as _

from tracker.domain.acts import ExportReason
from tracker.domain.audit import Audit
from tracker.domain.program import AssessmentKind
from tracker.services.trail import Person, Unreadable, case_of
from tracker.web import labels
from tracker.web.format import iso, moment, month
from tracker.web.labels import documents as words

_SHOWN: Final = 40  # of each kind in the details of one act
_SHORT: Final = 8  # of the 32 digits of an id
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Act(Protocol):
    """One row of the trail."""

    sequence: int
    at: datetime
    actor_id: UUID | None
    role: str
    address: str
    action: str
    object: str | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One act in words; `whose` is a case number where there is one, else the start of an id."""

    number: int
    who: str
    role: str
    when: str
    when_iso: str
    address: str
    record: str
    whose: str
    object: str
    what: str
    more: str
    details: tuple[str, ...]


def _unreadable(number: int) -> Line:
    return Line(
        number, "", "", "", "", "", "", "", "", _("읽을 수 없는 줄이에요"), "",
        (_("누군가 이 줄을 고쳐서 무엇이 적혀 있었는지 알 수 없어요."),),
    )  # fmt: skip


class Words:
    """Turns rows into lines; names and labels are looked up once for all of them."""

    def __init__(self, people: Sequence[Person], numbers: Mapping[UUID, str]) -> None:
        self.names = {one.id: one.name for one in people}
        self.numbers = numbers
        self.acts = {act.value: str(label) for act, label in labels.AUDIT.items()}
        self.records = {code: str(label) for code, label in words.RECORDS.items()}

    def line(self, act: Act | Unreadable) -> Line:
        """One row in words; a row that was edited may hold anything and is shown as it is."""
        if isinstance(act, Unreadable):
            return _unreadable(act.sequence)
        given: Any = act.detail
        detail = given if isinstance(given, dict) else {}
        return Line(
            number=act.sequence,
            who=self.who(act.actor_id),
            role=role_words(act.role),
            when=moment(act.at),
            when_iso=iso(act.at),
            address=act.address,
            record=self.record(act.object),
            whose=self.whose(act.object),
            object=act.object or "",
            what=self.what(act.action),
            more=_more(act.action, detail),
            details=tuple(self.details(detail)),
        )

    def who(self, actor_id: UUID | None) -> str:
        """The name of an account, its id when nobody knows it, '' for none."""
        return "" if actor_id is None else self.names.get(actor_id, actor_id.hex[:_SHORT])

    def what(self, action: str) -> str:
        """What was done, in words."""
        return self.acts.get(action, action)

    def record(self, obj: str | None) -> str:
        """What kind of record an act was about."""
        kind = (obj or "").partition(":")[0]
        return self.records.get(kind, kind)

    def whose(self, obj: str | None) -> str:
        """The case number, the name of a colleague, or the start of the id."""
        kind, _colon, key = (obj or "").partition(":")
        case_id = case_of(obj)
        if case_id is not None and case_id in self.numbers:
            return _("사례 %(number)s", number=self.numbers[case_id])
        if kind in {"account", "user"}:
            return self._name_of(key)
        return key[:_SHORT]

    def _name_of(self, key: str) -> str:
        try:
            return self.names.get(UUID(hex=key), key[:_SHORT])
        except ValueError:
            return key[:_SHORT]

    def details(self, detail: Mapping[str, Any]) -> Iterator[str]:
        """The documents that were written, and the keys that were given or destroyed."""
        for key, sentence in (
            ("documents", self.document),
            ("grants", self.given),
            ("revoked", self.destroyed),
        ):
            rows = detail.get(key)
            rows = rows if isinstance(rows, list) else []
            yield from (sentence(row) if _has_four(row) else str(row) for row in rows[:_SHOWN])
            if len(rows) > _SHOWN:
                yield _("그 밖에 %(count)s개가 더 있어요.", count=len(rows) - _SHOWN)

    def document(self, row: Sequence[Any]) -> str:
        """A version of a document that was saved."""
        record, kind = self.record(str(row[0])), document_words(str(row[1]))
        return _("%(record)s에 %(kind)s %(version)s판 저장",
                 record=record, kind=kind, version=row[2])  # fmt: skip

    def given(self, row: Sequence[Any]) -> str:
        """A key that somebody was given."""
        record, to = self.record(str(row[0])), self.principal(str(row[2]))
        return _("%(to)s에게 %(record)s 열쇠 %(version)s을(를) 줌",
                 to=to, record=record, version=row[1])  # fmt: skip

    def destroyed(self, row: Sequence[Any]) -> str:
        """A key that somebody had."""
        record, to = self.record(str(row[0])), self.principal(str(row[2]))
        return _("%(to)s의 %(record)s 열쇠 %(version)s을(를) 없앰",
                 to=to, record=record, version=row[1])  # fmt: skip

    def principal(self, name: str) -> str:
        """Somebody who can hold a key, in words."""
        kind, _colon, key = name.partition(":")
        if name.startswith("group:team-"):
            return str(words.TEAM)
        if name in words.GROUPS:
            return str(words.GROUPS[name])
        if kind == "receipt":
            return str(words.RECEIPT)
        return self._name_of(key) if kind == "user" else name


def document_words(kind: str) -> str:
    """A kind of document in words; of an assessment also which one, or only which."""
    name, _colon, which = kind.partition(":")
    if name in set(AssessmentKind):
        return str(labels.ASSESSMENTS[AssessmentKind(name)])
    label = str(words.DOCUMENTS.get(name, name))
    if name == "result" and which in set(AssessmentKind):
        return f"{label} ({labels.ASSESSMENTS[AssessmentKind(which)]})"
    return label


def role_words(role: str) -> str:
    """A role in words; a changed row may hold anything, and it is shown as it is."""
    try:
        return labels.role_label(role)
    except (ValueError, KeyError):
        return role


def _has_four(row: object) -> bool:
    return isinstance(row, list) and len(row) >= 4


def _more(action: str, detail: Mapping[str, Any]) -> str:
    """What an act says about itself beside documents and keys: roles, month, numbers, codes."""
    found: list[str] = []
    if isinstance(detail.get("roles"), list):
        found.append(role_words("+".join(map(str, detail["roles"]))))
    if _MONTH.fullmatch(str(detail.get("month"))):
        found.append(month(str(detail["month"])))
    if "reason" in detail:
        found.append(_reason(str(detail["reason"])))
    if action == Audit.SESSION_SAVED and "number" in detail:
        found.append(_("%(number)s회기", number=detail["number"]))
    if "kind" in detail:
        found.append(document_words(str(detail["kind"])))
    if isinstance(detail.get("filters"), list):
        found += [str(words.FILTERS.get(one, one)) for one in map(str, detail["filters"])]
    if "count" in detail:
        found.append(_("%(count)s건", count=detail["count"]))
    return " · ".join(found)


def _reason(code: str) -> str:
    if code in set(ExportReason):
        return str(words.EXPORT_REASONS[ExportReason(code)])
    return str(words.LIST_ENDS.get(code, code))
