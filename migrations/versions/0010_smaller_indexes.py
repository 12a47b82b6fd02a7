"""smaller indexes: an application writes fewer pages"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Index, column that must hold something, further columns.
_INDEXES = (
    ("ix_cases_counselor_id_stage", "counselor_id", "stage"),
    ("ix_cases_team_id_stage", "team_id", "stage"),
    ("ix_cases_answer_due_id", "answer_due", "id"),
)


def upgrade() -> None:
    """Go forward."""
    for name, column, *further in _INDEXES:
        op.drop_index(name, "cases")
        where = sa.column(column).is_not(None)
        op.create_index(
            name, "cases", [column, *further], sqlite_where=where, postgresql_where=where
        )
    _number_rows(sa.BigInteger(), sa.Integer())


def downgrade() -> None:
    """Go back."""
    _number_rows(sa.Integer(), sa.BigInteger())
    for name, column, *further in _INDEXES:
        op.drop_index(name, "cases")
        op.create_index(name, "cases", [column, *further])


def _number_rows(now: sa.types.TypeEngine[int], then: sa.types.TypeEngine[int]) -> None:
    """On SQLite an INTEGER key is the number of the row itself; any other has an index besides."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table("audit", recreate="always") as audit:
        audit.alter_column("sequence", existing_type=now, type_=then, existing_nullable=False)
