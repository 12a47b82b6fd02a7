"""columns.txt as the code would write it: `python -m tests.store.inventory`.

The file is edited by hand. Whoever adds a column decides there, in words, what a thief reads.
"""

from pathlib import Path

from sqlalchemy import Column, Table

from tracker.store.models import ROOMS, Base, session_metadata

FILE = Path(__file__).parent / "columns.txt"


def all_tables() -> list[Table]:
    """Every table of the site's database and of the web sessions."""
    assert ROOMS  # imports the models
    both = [*Base.metadata.tables.values(), *session_metadata.tables.values()]
    return sorted(both, key=lambda table: table.name)


def all_columns() -> list[Column[object]]:
    """Every column of every table."""
    return [column for table in all_tables() for column in table.columns]


def lines() -> list[str]:
    """One line each: `table.column  boxed: what` or `plain: reason`."""
    return [f"{f'{one.table.name}.{one.name}':<36} {_said(one)}" for one in all_columns()]


def _said(column: Column[object]) -> str:
    return ", ".join(f"{kind}: {words}" for kind, words in column.info.items()) or "UNDECLARED"


if __name__ == "__main__":
    print("\n".join(lines()))
