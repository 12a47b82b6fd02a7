"""C1: what stands in clear in the database, and why; all else is sealed."""

import pytest
from sqlalchemy import JSON, LargeBinary, String, inspect

from tests.store.inventory import FILE, all_columns, all_tables, lines
from tracker.store.web_sessions import WebSessions

COLUMNS = all_columns()
NAMES = [f"{column.table.name}.{column.name}" for column in COLUMNS]


@pytest.mark.parametrize("column", COLUMNS, ids=NAMES)
def test_every_column_is_declared(column):
    said = {kind: words for kind, words in column.info.items() if kind in {"plain", "boxed"}}
    assert len(said) == 1, "say plain(reason) or boxed(what), and only one of them"
    assert len(next(iter(said.values())).strip()) >= 4, "a reason is a word at least"


def test_the_list_was_edited_by_a_person():
    """A new, removed or redefined column has to be written into columns.txt as well."""
    assert lines() == FILE.read_text("utf-8").splitlines()


def test_no_other_column_is_in_the_database(empty):
    """The tables as the database has them, not as the models say."""
    from tracker.store.schema import migrate

    migrate(empty)
    WebSessions(empty).create()
    found = inspect(empty.engine)
    there = {
        f"{table}.{column['name']}"
        for table in found.get_table_names()
        for column in found.get_columns(table)
        if table != "alembic_version"
    }
    assert there == set(NAMES)


def test_sealed_columns_hold_bytes():
    for column in COLUMNS:
        assert "boxed" not in column.info or isinstance(column.type, LargeBinary), column


def test_plain_text_is_short():
    """No plain column has room for what somebody says about a person."""
    for column in COLUMNS:
        if isinstance(column.type, String) and "plain" in column.info:
            assert column.type.length is not None, column
            assert column.type.length <= 80, column


def test_only_two_columns_hold_structures():
    found = {f"{one.table.name}.{one.name}" for one in COLUMNS if isinstance(one.type, JSON)}
    assert found == {"accounts.roles", "audit.detail"}


WORDS = ("phone", "email", "birth", "address", "note", "text", "district", "risk", "reason")


def test_no_plain_column_is_named_like_a_secret():
    # Where a request came from: a legal duty, and shown to the person whose sign-in it is.
    allowed = {"audit.address", "web_sessions.address"}
    for name, column in zip(NAMES, COLUMNS, strict=True):
        if "plain" in column.info and name not in allowed:
            assert not [word for word in WORDS if word in column.name], name


def test_names_are_those_of_the_staff_and_of_rounds():
    named = {name for name in NAMES if name.endswith((".name", ".username"))}
    assert named == {"accounts.name", "accounts.username", "rounds.name", "teams.name"}
    assert {table.name for table in all_tables()} >= {"web_sessions", "documents", "grants"}
