"""first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "audit",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=80), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_object"), ["object"], unique=False)

    op.create_table(
        "documents",
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_documents_version_from_one")),
        sa.PrimaryKeyConstraint("object", "kind", "version", name=op.f("pk_documents")),
    )
    op.create_table(
        "grants",
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "object", "key_version", "principal", "generation", name=op.f("pk_grants")
        ),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index("ix_grants_principal_object", ["principal", "object"], unique=False)
        batch_op.create_index(
            "ix_grants_waiting",
            ["principal"],
            unique=False,
            sqlite_where=sa.text("waiting"),
            postgresql_where=sa.text("waiting"),
        )

    op.create_table(
        "principals",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principals")),
    )
    op.create_table(
        "report_freezes",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_report_freezes")),
    )
    op.create_table(
        "report_offsets",
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_report_offsets")),
    )
    op.create_table(
        "shadows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadows")),
    )
    op.create_table(
        "signatures",
        sa.Column("object", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("object", "kind", "version", name=op.f("pk_signatures")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index("ix_signatures_object", ["object"], unique=False)

    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("team_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "enrolled",
                "admitted",
                "disabled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("lock", sa.LargeBinary(), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("invitation", sa.LargeBinary(), nullable=True),
        sa.Column("invited_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_accounts_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_table(
        "shadow_facts",
        sa.Column("shadow_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["shadow_id"], ["shadows.id"], name=op.f("fk_shadow_facts_shadow_id")
        ),
        sa.PrimaryKeyConstraint("shadow_id", "fact", name=op.f("pk_shadow_facts")),
    )
    with op.batch_alter_table("shadow_facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_facts_month"), ["month"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("receipt_number", sa.String(length=9), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "submitted",
                "waitlisted",
                "accepted",
                "assigned",
                "active",
                "completed",
                "dropped_out",
                "declined",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counselor_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("team_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('submitted','waitlisted','accepted','declined','withdrawn')"
            " OR counselor_id IS NOT NULL",
            name=op.f("ck_cases_in_care_has_counselor"),
        ),
        sa.CheckConstraint(
            "stage IN ('submitted','waitlisted','declined','withdrawn') OR number IS NOT NULL",
            name=op.f("ck_cases_accepted_has_number"),
        ),
        sa.CheckConstraint(
            "(counselor_id IS NULL) = (team_id IS NULL)", name=op.f("ck_cases_counselor_with_team")
        ),
        sa.ForeignKeyConstraint(
            ["counselor_id"], ["accounts.id"], name=op.f("fk_cases_counselor_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_cases_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_cases_receipt_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_counselor_id_stage", ["counselor_id", "stage"], unique=False
        )
        batch_op.create_index(
            "ix_cases_stage_submitted_at_id", ["stage", "submitted_at", "id"], unique=False
        )
        batch_op.create_index("ix_cases_team_id_stage", ["team_id", "stage"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "personality_inventory",
                "sentence_completion",
                "inner_self",
                "kinetic_family_drawing",
                "personality_type",
                "temperament_behavior",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interpreted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "interpreted_at IS NULL OR recorded_at IS NOT NULL",
            name=op.f("ck_assessments_interpreted_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_assessments_case_id_kind")),
    )
    op.create_table(
        "case_events",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "submit",
                "waitlist",
                "accept",
                "decline",
                "assign",
                "activate",
                "complete",
                "drop_out",
                "withdraw",
                "reopen",
                name="event",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "submitted",
                "waitlisted",
                "accepted",
                "assigned",
                "active",
                "completed",
                "dropped_out",
                "declined",
                "withdrawn",
                name="event_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_case_events_case_id_sequence")),
    )
    op.create_table(
        "counseling_sessions",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum(
                "attended",
                "late",
                "no_show",
                "late_cancel",
                "rescheduled",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number BETWEEN 1 AND 3", name=op.f("ck_counseling_sessions_number_one_to_three")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_counseling_sessions_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counseling_sessions")),
    )
    with op.batch_alter_table("counseling_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counseling_sessions_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            "uq_counseling_sessions_held_number",
            ["case_id", "number"],
            unique=True,
            sqlite_where=sa.text("attendance IN ('attended', 'late')"),
            postgresql_where=sa.text("attendance IN ('attended', 'late')"),
        )

    op.create_table(
        "receipts",
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("lock", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_receipts_case_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receipts")),
        sa.UniqueConstraint("case_id", name=op.f("uq_receipts_case_id")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("receipts")
    with op.batch_alter_table("counseling_sessions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_counseling_sessions_held_number",
            sqlite_where=sa.text("attendance IN ('attended', 'late')"),
            postgresql_where=sa.text("attendance IN ('attended', 'late')"),
        )
        batch_op.drop_index(batch_op.f("ix_counseling_sessions_case_id"))

    op.drop_table("counseling_sessions")
    op.drop_table("case_events")
    op.drop_table("assessments")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_team_id_stage")
        batch_op.drop_index("ix_cases_stage_submitted_at_id")
        batch_op.drop_index("ix_cases_counselor_id_stage")

    op.drop_table("cases")
    with op.batch_alter_table("shadow_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadow_facts_month"))

    op.drop_table("shadow_facts")
    op.drop_table("accounts")
    op.drop_table("teams")
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_index("ix_signatures_object")

    op.drop_table("signatures")
    op.drop_table("shadows")
    op.drop_table("report_offsets")
    op.drop_table("report_freezes")
    op.drop_table("principals")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_grants_waiting",
            sqlite_where=sa.text("waiting"),
            postgresql_where=sa.text("waiting"),
        )
        batch_op.drop_index("ix_grants_principal_object")

    op.drop_table("grants")
    op.drop_table("documents")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_object"))

    op.drop_table("audit")
