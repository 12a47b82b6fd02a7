"""counselor profiles"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "counselor_profiles",
        sa.Column("account_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "female",
                "male",
                "any",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ways", sa.String(length=80), nullable=False),
        sa.Column("days", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "openings BETWEEN 0 AND 99", name=op.f("ck_counselor_profiles_openings_to_99")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_counselor_profiles_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_counselor_profiles")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("counselor_profiles")
