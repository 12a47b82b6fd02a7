"""receipts can be renewed"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: every receipt there is has its first seed."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("generation", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("pickup_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("client_due", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("client_due")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_column("pickup_until")
        batch_op.drop_column("generation")
