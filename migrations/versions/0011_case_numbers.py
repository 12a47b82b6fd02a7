"""a case number is never given twice, also after the newest case was destroyed"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward, and go on after the newest case that is left of each year."""
    numbers = op.create_table(
        "case_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_case_numbers_last_from_one")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_numbers")),
    )
    given = sa.text(
        "SELECT max(number) FROM cases WHERE number IS NOT NULL GROUP BY substr(number, 1, 2)"
    )
    rows = [
        {"year": 2000 + int(newest[:2]), "last": int(newest[3:])}
        for newest in op.get_bind().execute(given).scalars()
    ]
    op.bulk_insert(numbers, rows)


def downgrade() -> None:
    """Go back."""
    op.drop_table("case_numbers")
