"""Ten thousand cases on both sides, on SQLite or on PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from flask import Flask
from sqlalchemy import Engine, insert

from bench import ours, plain, plain_pages
from bench.invented import COUNSELORS, Invented, invented
from bench.ours import Ours
from bench.plain_tables import Assessment, AuditEntry, Case, CaseEvent, Note, PlainBase, User
from tests.factories import databases
from tests.factories.center import NOW, Template, build
from tracker.domain.program import AssessmentKind

Rows = dict[type[PlainBase], list[dict[str, Any]]]
_ORDER: Final = (Case, CaseEvent, Note, Assessment, AuditEntry)


@dataclass
class Sides:
    """The product and the yardstick with the same cases."""

    ours: Ours
    engine: Engine
    plain_url: str
    cases: list[Invented]

    def grow(self, total: int) -> None:
        """Add cases until there are so many, as a database would have grown over the years."""
        more = list(invented(len(self.cases) + 1, total))
        ours.fill(self.ours, more)
        _fill(self.engine, more, len(self.cases))
        self.cases += more
        for engine in (self.ours.center.site.database.engine, self.engine):
            _settle(engine)

    def opened(self) -> list[int]:
        """The cases of 최은정 with an intake note and two sessions, by their place."""
        return [
            place
            for place, case in enumerate(self.cases)
            if case.counselor == 0 and case.in_counseling and case.stage == "active"
        ]

    def close(self) -> None:
        """Close all connections and remove what is on a server."""
        self.engine.dispose()
        self.ours.center.close()
        if self.engine.dialect.name == "postgresql":
            databases.drop_database(self.plain_url)
            databases.drop_database(self.ours.center.site.settings.database_url)


def make(template: Template, folder: Path, server_url: str | None) -> Sides:
    """Both sides with their staff and without cases."""
    url = databases.create_database(server_url) if server_url else f"sqlite:///{folder}/plain.db"
    side = ours.make(template, folder / "site", server_url)
    engine = plain.make_engine(url)
    PlainBase.metadata.create_all(engine)
    with engine.begin() as db:
        db.execute(insert(User), [_user(number) for number in range(COUNSELORS)])
        desk = {"username": "seoyeon", "name": "박서연", "role": "coordinator"}
        db.execute(insert(User), [desk])
    return Sides(side, engine, url, [])


def template(folder: Path, server_url: str | None) -> Template:
    """The staff of the tests' center."""
    return build(folder, server_url)


def plain_app(sides: Sides) -> Flask:
    """One more yardstick on the same tables."""
    return plain.create_plain(sides.plain_url)


def _user(number: int) -> dict[str, Any]:
    name = "최은정" if number == 0 else f"상담사 {number}"
    username = "eunjeong" if number == 0 else f"counselor{number}"
    return {"username": username, "name": name, "role": "counselor"}


def _fill(engine: Engine, cases: Iterable[Invented], before: int) -> None:
    rows: Rows = {table: [] for table in _ORDER}
    for place, case in enumerate(cases, before + 1):
        _case(rows, place, case)
    with engine.begin() as db:
        for table in _ORDER:
            if rows[table]:
                db.execute(insert(table), rows[table])


def _case(rows: Rows, key: int, case: Invented) -> None:
    rows[Case].append(
        {
            "receipt_number": case.receipt_number,
            "number": case.number,
            "stage": case.stage.value,
            "counselor_id": None if case.counselor is None else case.counselor + 1,
            "submitted_at": case.submitted_at,
            "changed_at": case.changed_at,
            "consents": {},
            "left_out_reason": "다섯 가지면 충분해서" if case.in_counseling else "",
            **_columns(case),
        }
    )
    for event, stage, at in case.history:
        line = {"case_id": key, "event": event.value, "stage": stage.value, "at": at}
        rows[CaseEvent].append(line)
    if case.in_counseling:
        _counseling(rows, key, case)
    rows[AuditEntry].append(
        {
            "at": case.submitted_at, "user_id": None, "address": "127.0.0.1",
            "action": "application_submitted", "case_id": key,
        }
    )  # fmt: skip


def _columns(case: Invented) -> dict[str, Any]:
    found = {name: getattr(case.form, name) for name in plain_pages.COLUMNS}
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if isinstance(value, date) else str(value)


def _counseling(rows: Rows, key: int, case: Invented) -> None:
    paper = ours.intake_paper(case.intake)
    rows[Note].append(
        {
            **_note(key, "intake", case), "held_on": paper.held_on,
            "presenting_problem": paper.presenting_problem, "background": paper.background,
            "strengths": paper.strengths, "goals": paper.goals,
        }
    )  # fmt: skip
    for number, words in enumerate(case.talks, 1):
        more = {"number": number, "attendance": "attended", "text": words}
        rows[Note].append({**_note(key, "session", case), **more})
    for kind in tuple(AssessmentKind)[:5]:
        rows[Assessment].append(
            {"case_id": key, "kind": kind.value, "recorded_at": None, "interpreted_at": None}
        )


def _note(key: int, kind: str, case: Invented) -> dict[str, Any]:
    return {
        "case_id": key, "kind": kind, "number": None, "attendance": None,
        "held_on": NOW.date(), "presenting_problem": "", "background": "", "strengths": "",
        "goals": "", "text": "", "risk": "none", "risk_note": "", "version": 1,
        "saved_at": case.submitted_at,
    }  # fmt: skip


def _settle(engine: Engine) -> None:
    """What a database does by itself in time: fold the log, look at the distribution."""
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            connection.cursor().execute("VACUUM ANALYZE")
            connection.driver_connection.autocommit = False  # type: ignore[union-attr]
        else:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
