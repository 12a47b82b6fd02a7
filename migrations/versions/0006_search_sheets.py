"""search sheets"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CORRECTED = sa.text("kind = 'card' AND version > 1")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "search_members",
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("card_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "object", name=op.f("pk_search_members")),
    )
    op.create_index(op.f("ix_search_members_object"), "search_members", ["object"])
    op.create_index(
        "ix_documents_corrected_cards",
        "documents",
        ["object"],
        sqlite_where=_CORRECTED,
        postgresql_where=_CORRECTED,
    )


def downgrade() -> None:
    """Go back: the sheets themselves are documents, and go with their keys."""
    op.drop_index("ix_documents_corrected_cards", table_name="documents")
    op.execute("DELETE FROM documents WHERE kind = 'sheet'")
    op.execute("DELETE FROM grants WHERE object LIKE 'search:%'")
    op.drop_table("search_members")
