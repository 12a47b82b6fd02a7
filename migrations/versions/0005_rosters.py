"""rosters"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "rosters",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "current",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("imported_by", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["accounts.id"], name=op.f("fk_rosters_imported_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
    )
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.create_index("uq_rosters_state", ["state"], unique=True)

    op.create_table(
        "roster_sheets",
        sa.Column("roster_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["rosters.id"], name=op.f("fk_roster_sheets_roster_id")
        ),
        sa.PrimaryKeyConstraint("roster_id", "kind", "number", name=op.f("pk_roster_sheets")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("roster_sheets")
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.drop_index("uq_rosters_state")

    op.drop_table("rosters")
