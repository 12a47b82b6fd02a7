"""Statements that are built once and given to the driver as they are, and their values.

SQLAlchemy's own way with a statement takes longer than either database with a row (ADR 0038).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Dialect, Insert, Select, UpdateBase, bindparam
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert

RAW: Final = "psycopg"  # for its RawCursor, whose values are $1, $2 and so on
Query = Select[Any] | PostgresqlInsert  # the second one with RETURNING
Change = Callable[[Any], Any] | None  # how the driver wants a value, or gives one


class Rows(NamedTuple):
    """Rows of one table that all name the same columns.

    `new` is an insert that lives as long as the program.
    """

    new: Insert
    rows: Sequence[Mapping[str, Any]]

    @property
    def shape(self) -> "Shape":
        """All of it but the values. There has to be a row."""
        return self.new, tuple(self.rows[0]), len(self.rows)


Shape = tuple[Insert, tuple[str, ...], int]


class Bind(NamedTuple):
    """One value of a statement: given by name, or its own."""

    name: str
    change: Change
    is_given: bool
    own: Any


class BuiltQuery(NamedTuple):
    """A statement for a driver: its text, its values in their order, the columns of its answer."""

    text: str
    binds: tuple[Bind, ...]
    columns: tuple[Change, ...]

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in their order, as the driver wants them."""
        return tuple(
            _changed(one.change, values[one.name] if one.is_given else one.own)
            for one in self.binds
        )

    def read(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """What was found, as SQLAlchemy would have given it."""
        return [tuple(map(_changed, self.columns, row)) for row in rows]


class Field(NamedTuple):
    """One value of an insert: from which part, row and column."""

    part: int
    row: int
    column: str
    change: Change


class BuiltInsert(NamedTuple):
    """An insert as the driver takes it, and its values in their order."""

    text: str
    fields: tuple[Field, ...]

    def values(self, parts: Sequence[Rows]) -> tuple[Any, ...]:
        """What is in these parts, as the driver wants it."""
        return tuple(
            _changed(change, parts[part].rows[row][column])
            for part, row, column, change in self.fields
        )


def _changed(change: Change, value: Any) -> Any:
    return value if change is None else change(value)


@cache
def built_query(kind: str, query: Query) -> BuiltQuery:
    """A query that lives as long as the program, for SQLite, PostgreSQL or its raw cursor."""
    return _built(kind, query, None, query.exported_columns)


@cache
def built_change(kind: str, change: UpdateBase, names: tuple[str, ...]) -> BuiltQuery:
    """An insert, update or delete that is given values of these names; it has no answer."""
    return _built(kind, change, names, ())


def _built(
    kind: str, statement: Any, names: tuple[str, ...] | None, columns: Iterable[Any]
) -> BuiltQuery:
    dialect = _dialect(kind)
    written: Any = statement.compile(dialect=dialect, column_keys=names)
    binds = tuple(_bind(written.binds[name], dialect) for name in written.positiontup)
    changes = tuple(_from(column.type, dialect) for column in columns)
    return BuiltQuery(written.string, binds, changes)


@cache
def built_insert(kind: str, *shapes: Shape) -> BuiltInsert:
    """One statement for all parts; each value has a name of its own until it has a place."""
    dialect = _dialect(kind)
    fields: dict[str, Field] = {}
    statements: list[Any] = []
    for part, (new, columns, rows) in enumerate(shapes):
        lines = [{one: f"{one}_{part}_{row}" for one in columns} for row in range(rows)]
        for row, line in enumerate(lines):
            for one, name in line.items():
                fields[name] = Field(part, row, one, _to(new.table.columns[one].type, dialect))
        values: Any = [{one: bindparam(name) for one, name in line.items()} for line in lines]
        statements.append(new.values(values).cte(f"part_{part}"))
    last: Any = statements.pop().element
    written = last.add_cte(*statements).compile(dialect=dialect)
    return BuiltInsert(written.string, tuple(fields[name] for name in written.positiontup))


def _bind(one: Any, dialect: Dialect) -> Bind:
    return Bind(one.key, _to(one.type, dialect), bool(one.required), one.value)


def _to(kind: Any, dialect: Dialect) -> Change:
    change: Change = kind.dialect_impl(dialect).bind_processor(dialect)
    return change


def _from(kind: Any, dialect: Dialect) -> Change:
    change: Change = kind.dialect_impl(dialect).result_processor(dialect, None)
    return change


@cache
def _dialect(kind: str) -> Dialect:
    """One in which values have a place or a number and no name."""
    if kind == "sqlite":
        return registry.load(kind)()  # type: ignore[no-any-return]
    style = "numeric_dollar" if kind == RAW else "format"
    return registry.load("postgresql.psycopg")(paramstyle=style)  # type: ignore[no-any-return]
