"""What the database itself refuses, whoever asks: each named constraint, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, Enum, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from tests.store import rows
from tests.store.rows import ROWS, Change, second
from tracker.store.database import Database
from tracker.store.models import Base


@pytest.fixture
def db(migrated: Database) -> Iterator[Connection]:
    """One valid row in each table; all of it is undone after the test."""
    with migrated.engine.connect() as connection:
        rows.insert_all(connection)
        yield connection
        connection.rollback()


def refused(db: Connection, table: str, name: str, values: dict[str, Any]) -> None:
    """This row is refused, by the constraint of that name."""
    with pytest.raises(IntegrityError) as refusal, db.begin_nested():
        rows.insert(db, table, values)
    said = str(refusal.value.orig)
    if name.startswith("ck_") or db.dialect.name == "postgresql":
        assert name in said
    else:
        assert {"fk_": "FOREIGN KEY", "uq_": "UNIQUE"}[name[:3]] in said


CHANGES: dict[str, Change] = {
    "ck_accounts_state": Change("accounts", {"state": "boss"}),
    "uq_accounts_username": Change("accounts", {}, same="username"),
    "fk_accounts_team_id": Change("accounts", {"team_id": "f" * 32}),
    "uq_teams_name": Change("teams", {}, same="name"),
    "ck_cases_stage": Change("cases", {"stage": "lost"}),
    "ck_cases_in_care_has_counselor": Change(
        "cases", {"stage": "assigned", "counselor_id": None, "team_id": None, "number": "26-00009"}
    ),
    "ck_cases_accepted_has_number": Change("cases", {"stage": "accepted", "number": None}),
    "ck_cases_counselor_with_team": Change("cases", {"stage": "accepted", "counselor_id": None}),
    "uq_cases_receipt_number": Change("cases", {}, same="receipt_number"),
    "ck_case_numbers_last_from_one": Change("case_numbers", {"last": 0}),
    "uq_cases_number": Change("cases", {}, same="number"),
    "fk_cases_counselor_id": Change("cases", {"counselor_id": "f" * 32}),
    "fk_cases_team_id": Change("cases", {"team_id": "f" * 32}),
    "ck_case_events_event": Change("case_events", {"event": "explode"}),
    "ck_case_events_event_stage": Change("case_events", {"stage": "lost"}),
    "uq_case_events_case_id_sequence": Change("case_events", {}, same="sequence"),
    "fk_case_events_case_id": Change("case_events", {"case_id": "f" * 32}),
    "ck_assessments_kind": Change("assessments", {"kind": "rorschach"}),
    "uq_assessments_case_id_kind": Change("assessments", {}, same="kind"),
    "ck_assessments_interpreted_after_recorded": Change("assessments", {"recorded_at": None}),
    "fk_assessments_case_id": Change("assessments", {"case_id": "f" * 32}),
    "ck_counseling_sessions_attendance": Change("counseling_sessions", {"attendance": "slept"}),
    "ck_counseling_sessions_number_one_to_three": Change("counseling_sessions", {"number": 4}),
    "fk_counseling_sessions_case_id": Change("counseling_sessions", {"case_id": "f" * 32}),
    "ck_documents_version_from_one": Change("documents", {"version": 0}),
    "uq_receipts_case_id": Change("receipts", {}, same="case_id"),
    "fk_receipts_case_id": Change("receipts", {"case_id": "f" * 32}),
    "ck_handovers_state": Change("handovers", {"state": "lost"}),
    "fk_handovers_case_id": Change("handovers", {"case_id": "f" * 32}),
    "fk_handovers_from_id": Change("handovers", {"from_id": "f" * 32}),
    "fk_handovers_to_id": Change("handovers", {"to_id": "f" * 32}),
    "ck_counselor_profiles_openings_to_99": Change("counselor_profiles", {"openings": 100}),
    "ck_counselor_profiles_gender": Change("counselor_profiles", {"gender": "x"}),
    "fk_counselor_profiles_account_id": Change("counselor_profiles", {"account_id": "f" * 32}),
    "ck_rosters_state": Change("rosters", {"state": "lost"}),
    "fk_rosters_imported_by": Change("rosters", {"imported_by": "f" * 32}),
    "fk_roster_sheets_roster_id": Change("roster_sheets", {"roster_id": "f" * 32}),
    "ck_cases_who_waits_has_a_turn": Change("cases", {"stage": "waitlisted"}),
    "fk_cases_round_id": Change("cases", {"round_id": "f" * 32}),
    "uq_rounds_name": Change("rounds", {}, same="name"),
    "ck_rounds_room": Change("rounds", {"capacity": 0}),
    "ck_rounds_opens_before_closing": Change("rounds", {"closes_at": rows.NOW}),
    "ck_rounds_plan": Change("rounds", {"sessions": 4}),
    "ck_rounds_spans": Change("rounds", {"offer_days": 0}),
    "ck_offers_state": Change("offers", {"state": "lost"}),
    "fk_offers_case_id": Change("offers", {"case_id": "f" * 32}),
    "fk_offers_round_id": Change("offers", {"round_id": "f" * 32}),
    "fk_shadow_facts_shadow_id": Change("shadow_facts", {"shadow_id": 99}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_refused(db, name):
    change = CHANGES[name]
    refused(db, change.table, name, change.values())


@pytest.mark.parametrize("table", ROWS)
def test_the_row_before_it_was_spoiled_is_taken(db, table):
    rows.insert(db, table, second(table))


def test_no_constraint_without_a_test():
    declared = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint | ForeignKeyConstraint)
    }
    assert declared == set(CHANGES)


@pytest.mark.parametrize("table", ROWS)
def test_the_same_key_twice(db, table):
    with pytest.raises(IntegrityError), db.begin_nested():
        rows.insert(db, table, ROWS[table])


REQUIRED = [
    f"{table.name}.{column.name}"
    for table in Base.metadata.tables.values()
    for column in table.columns
    if not column.nullable and not column.primary_key
]


@pytest.mark.parametrize("place", REQUIRED)
def test_what_must_be_there(db, place):
    table, column = place.split(".")
    with pytest.raises(IntegrityError), db.begin_nested():
        rows.insert(db, table, second(table) | {column: None})


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_session_numbers_are_one_to_three(db, number):
    name = "ck_counseling_sessions_number_one_to_three"
    values = second("counseling_sessions", number=number)
    refused(db, "counseling_sessions", name, values)


@pytest.mark.parametrize("attendance", ["attended", "late"])
def test_a_session_is_held_once_and_missed_often(db, attendance):
    def entry(number: int, how: str) -> dict[str, Any]:
        return second("counseling_sessions", id=f"{number:032x}", attendance=how)

    for number, how in enumerate(("no_show", "late_cancel", "rescheduled", "no_show")):
        rows.insert(db, "counseling_sessions", entry(number, how))
    rows.insert(db, "counseling_sessions", entry(8, "attended"))
    again = entry(9, attendance)
    with pytest.raises(IntegrityError, match=r"number"), db.begin_nested():
        rows.insert(db, "counseling_sessions", again)
    rows.insert(db, "counseling_sessions", again | {"case_id": rows.SECOND_CASE})


IN_CARE = ["assigned", "active", "completed", "dropped_out"]


@pytest.mark.parametrize("stage", IN_CARE)
def test_nobody_is_in_care_without_a_counselor(db, stage):
    alone = second("cases", stage=stage, counselor_id=None, team_id=None)
    refused(db, "cases", "ck_cases_in_care_has_counselor", alone)


@pytest.mark.parametrize("stage", ["accepted", *IN_CARE])
def test_nobody_is_accepted_without_a_number(db, stage):
    unnumbered = second("cases", stage=stage, number=None)
    refused(db, "cases", "ck_cases_accepted_has_number", unnumbered)


@pytest.mark.parametrize("stage", ["submitted", "waitlisted", "declined", "withdrawn"])
def test_before_acceptance_neither_is_needed(db, stage):
    bare = second("cases", stage=stage, number=None, counselor_id=None, team_id=None)
    bare["waiting_since"] = rows.NOW
    rows.insert(db, "cases", bare)


def test_codes_are_held_to_their_values_by_the_database():
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                assert column.type.create_constraint, column
                assert not column.type.native_enum, column
