"""Our side: a real center, filled in bulk with records that really open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.invented import COUNSELORS, Invented
from tests.factories.center import NOW, Center, Template, copy
from tracker.domain.access import Record, Role, object_of
from tracker.domain.audit import Audit
from tracker.domain.cases import Stage
from tracker.domain.papers import (
    APPLICATION,
    CARD,
    CHOICE,
    INTAKE,
    SESSION,
    WHO,
    ApplicationPaper,
    CardPaper,
    ChoicePaper,
    IntakePaper,
    Kind,
    SessionPaper,
    WhoPaper,
)
from tracker.domain.program import AssessmentKind, Attendance, MeetingWay, RiskLevel
from tracker.services import sealing
from tracker.services.work import receipt_principal
from tracker.store import audit, rounds
from tracker.store.accounts import Account, AccountState, Receipt
from tracker.store.base import Base
from tracker.store.cases import Assessment, Case, CaseEvent, CounselingSession
from tracker.store.documents import DocumentRow
from tracker.store.grants import GrantRow
from tracker.store.principals import Principal
from tracker.vault.crypto import new_key
from tracker.vault.keyring import INTAKE as DESK
from tracker.vault.keyring import STATS, Holder, wrap_for

Rows = dict[type[Base], list[dict[str, Any]]]
_ORDER: Final = (
    Account, Case, CaseEvent, Receipt, Principal, GrantRow, DocumentRow, Assessment,
    CounselingSession, audit.AuditRow,
)  # fmt: skip
_CHOSEN: Final = tuple(AssessmentKind)[:5]


@dataclass(frozen=True)
class Counselor:
    """A counselor to whom cases are given, with the seed of their team."""

    account_id: UUID
    team_id: UUID
    own: Holder
    team: Holder


@dataclass
class Ours:
    """A center and what is needed to fill it."""

    center: Center
    counselors: list[Counselor]
    groups: dict[str, Holder]
    round_id: UUID


def make(template: Template, folder: Path, server_url: str | None) -> Ours:
    """A copy of the test center with more counselors."""
    center = copy(template, folder, server_url)
    groups = {one.principal: one for one in center.staff["seoyeon"].holders}
    team_of = {"hyewon": center.staff["eunjeong"].team_id, "sehun": center.staff["jiho"].team_id}
    teams = {
        team_id: _team_seed(center, name, team_id)
        for name, team_id in team_of.items()
        if team_id is not None
    }
    return Ours(center, _counselors(center, teams), groups, _past_round(center))


def _past_round(center: Center) -> UUID:
    """A round that took everybody and is over; the first one stays open for the public form."""
    with center.site.database.write() as db, db.begin():
        first = rounds.everything(db)[0]
        kept = ("offer_days", "tests", "sessions", "edition", "declined_years", "care_years")
        values = {name: getattr(first, name) for name in kept}
        room = {"opens_at": first.opens_at, "closes_at": None, "capacity": 10**6, "waiting_size": 0}
        past = rounds.add(db, {"name": "지난 회차", **room, **values}, NOW)
        past.ended_at = NOW
        return past.id


def _team_seed(center: Center, supervisor: str, team_id: UUID) -> Holder:
    wanted = f"group:team-{team_id.hex}"
    return next(one for one in center.staff[supervisor].holders if one.principal == wanted)


def _counselors(center: Center, teams: dict[UUID, Holder]) -> list[Counselor]:
    eunjeong = center.staff["eunjeong"]
    assert eunjeong.team_id is not None
    own = next(one for one in eunjeong.holders if one.principal.startswith("user:"))
    found = [Counselor(eunjeong.account_id, eunjeong.team_id, own, teams[eunjeong.team_id])]
    ids = list(teams)
    for number in range(1, COUNSELORS):
        account_id, team_id = uuid4(), ids[number % len(ids)]
        seed = Holder(f"user:{account_id.hex}", 1, new_key())
        found.append(Counselor(account_id, team_id, seed, teams[team_id]))
    with center.site.database.write() as db:
        rows = [_account(number, one) for number, one in enumerate(found) if number]
        db.execute(insert(Account), rows)
        db.commit()
    return found


def _account(number: int, one: Counselor) -> dict[str, Any]:
    return {
        "id": one.account_id,
        "username": f"counselor{number}",
        "name": f"상담사 {number}",
        "roles": [Role.COUNSELOR.value],
        "team_id": one.team_id,
        "state": AccountState.ADMITTED,
        "generation": 1,
        "totp_step": 0,
        "created_at": NOW,
    }


def fill(ours: Ours, cases: Iterable[Invented]) -> None:
    """Store cases with their grants, documents and audit rows."""
    rows: Rows = defaultdict(list)
    for case in cases:
        _case(rows, ours, case)
    with ours.center.site.database.write() as db:
        _chain(db, rows[audit.AuditRow])
        _store(db, rows)
        db.commit()


def _chain(db: Session, rows: list[dict[str, Any]]) -> None:
    """Let the audit chain go on with these rows."""
    last = audit.newest(db, 1)
    sequence, digest = (last[0].sequence, last[0].digest) if last else (0, audit.START)
    for row in rows:
        sequence += 1
        row["sequence"] = sequence
        digest = row["digest"] = audit.chained(digest, row)


def _store(db: Session, rows: Rows) -> None:
    for table in _ORDER:
        if rows[table]:
            db.execute(insert(table), rows[table])


def _case(rows: Rows, ours: Ours, case: Invented) -> None:
    counselor = None if case.counselor is None else ours.counselors[case.counselor]
    rows[Case].append(
        {
            "id": case.id,
            "receipt_number": case.receipt_number,
            "number": case.number,
            "stage": case.stage,
            "counselor_id": counselor and counselor.account_id,
            "team_id": counselor and counselor.team_id,
            "round_id": ours.round_id,
            "waiting_since": case.submitted_at if case.stage is Stage.WAITLISTED else None,
            "submitted_at": case.submitted_at,
            "changed_at": case.changed_at,
        }
    )
    _events(rows, case)
    receipt = _receipt(rows, case)
    _identity(rows, ours, case, counselor, receipt)
    if case.number is not None:
        _facts(rows, ours, case, counselor)
    if counselor is not None:
        _clinical(rows, case, counselor, receipt)
    _audit(rows, case)


def _events(rows: Rows, case: Invented) -> None:
    for sequence, (event, stage, at) in enumerate(case.history, 1):
        rows[CaseEvent].append(
            {
                "id": uuid4(), "case_id": case.id, "sequence": sequence, "event": event,
                "stage": stage, "actor_id": None, "at": at,
            }
        )  # fmt: skip


def _receipt(rows: Rows, case: Invented) -> Holder:
    """A receipt that is never typed in: its lock is no lock, so that no Argon2id is run."""
    holder = Holder(receipt_principal(case.id), 1, new_key())
    rows[Receipt].append({"number": case.receipt_number, "case_id": case.id, "lock": new_key()})
    rows[Principal].append(
        {
            "id": holder.principal, "generation": 1, "public_key": new_key(), "mac": new_key(),
            "created_at": case.submitted_at,
        }
    )  # fmt: skip
    return holder


def _identity(
    rows: Rows, ours: Ours, case: Invented, counselor: Counselor | None, receipt: Holder
) -> None:
    obj, key = object_of(Record.IDENTITY, case.id), new_key()
    version = 1 if case.number is None else 2
    holders = [ours.groups[DESK], receipt] + ([counselor.own] if counselor else [])
    _grants(rows, obj, version, key, holders)
    paper = ApplicationPaper(case.form, (), "ko", case.submitted_at, receipt.mac_key)
    _document(rows, case, APPLICATION, paper, (obj, version, key))
    _document(rows, case, CARD, CardPaper.of(case.form), (obj, version, key))


def _facts(rows: Rows, ours: Ours, case: Invented, counselor: Counselor | None) -> None:
    obj, key = object_of(Record.FACTS, case.id), new_key()
    holders = [ours.groups[STATS]] + ([counselor.own] if counselor else [])
    _grants(rows, obj, 1, key, holders)
    _document(rows, case, WHO, WhoPaper("southwest", "25-29"), (obj, 1, key))


def _clinical(rows: Rows, case: Invented, counselor: Counselor, receipt: Holder) -> None:
    obj, key = object_of(Record.CLINICAL, case.id), new_key()
    _grants(rows, obj, 1, key, [counselor.own, counselor.team])
    client = object_of(Record.CLIENT, case.id)
    _grants(rows, client, 1, new_key(), [counselor.own, counselor.team, receipt])
    if not case.in_counseling:
        return
    _document(rows, case, INTAKE, intake_paper(case.intake), (obj, 1, key))
    choice = ChoicePaper(_CHOSEN, "다섯 가지면 충분해서")
    _document(rows, case, CHOICE, choice, (obj, 1, key))
    for kind in _CHOSEN:
        rows[Assessment].append(
            {"id": uuid4(), "case_id": case.id, "kind": kind,
             "recorded_at": None, "interpreted_at": None}
        )  # fmt: skip
    for number, text in enumerate(case.talks, 1):
        _session(rows, case, number, text, (obj, 1, key))


def intake_paper(text: str) -> IntakePaper:
    """An intake note whose four texts together are the given one."""
    quarter = -(-len(text) // 4)
    problem, background, strengths, goals = (
        text[place * quarter : (place + 1) * quarter] for place in range(4)
    )
    day = (NOW - timedelta(days=9)).date()
    return IntakePaper(
        day, problem, background, strengths, goals, RiskLevel.NONE, "", limits_explained=True
    )


def _session(
    rows: Rows, case: Invented, number: int, text: str, under: tuple[str, int, bytes]
) -> None:
    entry = uuid4()
    rows[CounselingSession].append(
        {
            "id": entry, "case_id": case.id, "number": number,
            "attendance": Attendance.ATTENDED, "created_at": NOW - timedelta(days=8 - number),
        }
    )  # fmt: skip
    day = (NOW - timedelta(days=8 - number)).date()
    paper = SessionPaper(
        number, day, MeetingWay.IN_PERSON, Attendance.ATTENDED, text, RiskLevel.NONE, "", ""
    )
    _document(rows, case, SESSION.numbered(entry.hex), paper, under)


def _grants(rows: Rows, obj: str, version: int, key: bytes, holders: Iterable[Holder]) -> None:
    for holder in holders:
        grant = wrap_for(holder, obj, version, key)
        rows[GrantRow].append({**grant._asdict(), "waiting": False})


def _document(
    rows: Rows, case: Invented, kind: Kind[Any], paper: object, under: tuple[str, int, bytes]
) -> None:
    obj, version, key = under
    rows[DocumentRow].append(
        {
            "object": obj, "kind": kind.name, "version": 1, "key_version": version,
            "body": sealing.sealed(obj, kind.name, 1, version, key, paper, None),
            "author_id": None, "created_at": case.submitted_at,
        }
    )  # fmt: skip


def _audit(rows: Rows, case: Invented) -> None:
    rows[audit.AuditRow].append(
        {
            "at": case.submitted_at, "actor_id": None, "role": "visitor", "address": "127.0.0.1",
            "action": Audit.APPLICATION_SUBMITTED.value,
            "object": object_of(Record.IDENTITY, case.id), "detail": {},
        }
    )  # fmt: skip
