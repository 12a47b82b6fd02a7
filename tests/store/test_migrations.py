"""From nothing to the newest schema and back, and the models say the same as the migrations."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Inspector, Integer, Table, inspect, text

from tests.factories.statements import heard
from tests.store import rows
from tests.store.conftest import open_empty, throw_away
from tracker.store import case_numbers
from tracker.store.database import Database
from tracker.store.models import Base
from tracker.store.schema import (
    HEAD,
    DatabaseMissing,
    SchemaNewer,
    SchemaOutdated,
    check_schema,
    migrate,
    migrations_folder,
    revision,
)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, _parents: name != "alembic_version",
        }
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def described(database: Database) -> dict[str, Any]:
    """Everything the database itself says about its tables."""
    found = inspect(database.engine)
    return {name: _table(found, name) for name in tables(database)}


def _table(found: Inspector, name: str) -> dict[str, list[str]]:
    return {
        # In any order: a column that came later stands last.
        "columns": sorted(
            f"{c['name']} {c['type']!r} {c['nullable']}" for c in found.get_columns(name)
        ),
        "key": [str(found.get_pk_constraint(name))],
        "foreign": sorted(map(str, found.get_foreign_keys(name))),
        "unique": sorted(map(str, found.get_unique_constraints(name))),
        "checks": sorted(map(str, found.get_check_constraints(name))),
        "indexes": sorted(map(_index, found.get_indexes(name))),
    }


def _index(one: Any) -> str:
    """Its name, columns, and for which rows it is."""
    options = {key: str(value) for key, value in one.get("dialect_options", {}).items()}
    return f"{one['name']} {one['column_names']} {one['unique']} {sorted(options.items())}"


def test_empty_to_head_to_base_to_head(empty):
    assert revision(empty) is None
    migrate(empty)
    assert tables(empty) == set(Base.metadata.tables)
    assert revision(empty) == HEAD
    before = described(empty)
    migrate(empty, "base")
    assert tables(empty) == set()
    assert revision(empty) is None
    migrate(empty)
    assert described(empty) == before


def test_migrating_twice_changes_nothing(empty):
    migrate(empty)
    before = described(empty)
    migrate(empty)
    assert described(empty) == before


def test_a_migration_that_is_told_to_end_says_so_and_leaves_the_schema_as_it_was(empty):
    def told_to_end(statement: str) -> None:
        if "CREATE TABLE cases" in statement:
            raise SystemExit(143)

    with heard(told_to_end, empty.engine), pytest.raises(SystemExit):
        migrate(empty)
    assert tables(empty) == set()
    migrate(empty)
    assert differences(empty) == []


def test_models_equal_migrations(empty):
    migrate(empty)
    assert differences(empty) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_checks_and_names_equal_too(kind, tmp_path):
    """Alembic compares neither checks nor names; the databases themselves are asked."""
    for folder in ("migrated", "created"):
        (tmp_path / folder).mkdir()
    migrated, created = (open_empty(kind, tmp_path / one) for one in ("migrated", "created"))
    migrate(migrated)
    Base.metadata.create_all(created.engine)
    assert described(migrated) == described(created)
    for database in (migrated, created):
        throw_away(database)


def test_a_model_without_migration_would_be_seen(empty):
    """The comparison above is worth something: it finds a column and a table too many."""
    migrate(empty)
    extra = Table("extra", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        assert [difference[0] for difference in differences(empty)] == ["add_table"]
    finally:
        Base.metadata.remove(extra)


def test_head_is_the_only_and_the_last_script():
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    assert scripts.get_bases() == ["0001"]


def test_another_schema_is_refused_by_what_it_is(empty):
    with pytest.raises(DatabaseMissing):
        check_schema(empty)
    migrate(empty)
    check_schema(empty)
    for number, what in (("0010", SchemaOutdated), ("9999", SchemaNewer)):
        with empty.engine.begin() as db:
            db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{number}'")
        with pytest.raises(what):
            check_schema(empty)


def test_to_ask_for_a_missing_file_does_not_make_it(tmp_path):
    file = tmp_path / "tracker.db"
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseMissing, match=str(file)):
        check_schema(database)
    assert not file.exists()


def test_every_constraint_has_a_name():
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


def test_a_filled_database_of_before_is_brought_up(empty):
    """0001 -> 0002: what stands in the tables stays, and groups that nobody left are not due."""
    migrate(empty, "0001")
    with empty.engine.begin() as db:
        db.exec_driver_sql(
            "INSERT INTO principals (id, generation, public_key, created_at)"
            " VALUES ('group:intake', 1, 'key', '2026-11-22 03:00:00')"
        )
        db.exec_driver_sql(
            "INSERT INTO accounts (id, username, name, roles, state, generation, totp_step,"
            " created_at) VALUES ('b', 'seoyeon', 'x', '[]', 'admitted', 1, 0,"
            " '2026-11-22 03:00:00')"
        )
    migrate(empty)
    check_schema(empty)
    with empty.engine.begin() as db:
        due = db.exec_driver_sql("SELECT rotation_due FROM principals").scalar()
        kept = db.exec_driver_sql("SELECT username, absent_since FROM accounts").one()
    assert not due
    assert tuple(kept) == ("seoyeon", None)
    migrate(empty, "base")
    assert tables(empty) == set()


def test_case_numbers_go_on_after_those_that_were_given(empty):
    migrate(empty, "0010")
    with empty.engine.begin() as db:
        for table in ("teams", "accounts", "rounds"):
            rows.insert(db, table, rows.ROWS[table])
        for place, number in enumerate(("25-00003", "26-00001", "26-00412", None)):
            stage = "active" if number else "submitted"
            case = {"id": f"{place:032x}", "receipt_number": f"0000-000{place}"}
            row = {**rows.ROWS["cases"], **case, "number": number, "stage": stage}
            rows.insert(db, "cases", row)
    migrate(empty)
    with empty.write() as db, db.begin():
        given = [case_numbers.give(db, year) for year in (2025, 2026, 2026, 2027)]
    assert given == ["25-00004", "26-00413", "26-00414", "27-00001"]


def test_cases_and_their_history_survive_new_stages(empty):
    """Tables are made anew on SQLite for their checks; every row and what leans on it stays."""
    migrate(empty, "0002")
    with empty.engine.begin() as db:
        for table in ("teams", "accounts", "cases", "case_events", "assessments"):
            known = {column["name"] for column in inspect(db).get_columns(table)}
            row = rows.ROWS[table]
            rows.insert(db, table, {name: row[name] for name in row if name in known})
    migrate(empty)
    with empty.engine.begin() as db:
        db.execute(text("UPDATE cases SET stage = 'info_requested', number = NULL"))
        kept = db.execute(text("SELECT receipt_number, answer_due FROM cases")).one()
        events = db.execute(text("SELECT event, stage FROM case_events")).all()
        tests = db.execute(text("SELECT kind FROM assessments")).all()
        joined = "SELECT name, tests FROM rounds JOIN cases ON rounds.id = cases.round_id"
        first = db.execute(text(joined)).one()
    assert tuple(first) == ("첫 모집", 5)  # who applied before belongs to a round that is open
    assert tuple(kept) == ("1234-5678", None)
    assert [tuple(row) for row in (*events, *tests)] == [("submit", "submitted"), ("inner_self",)]
