"""messages, questions of the desk, consent texts, erasure"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STAGES = (
    "submitted", "waitlisted", "accepted", "assigned", "active", "completed", "dropped_out",
    "declined", "withdrawn",
)  # fmt: skip
_EVENTS = (
    "submit", "waitlist", "accept", "decline", "assign", "activate", "complete", "drop_out",
    "withdraw", "reopen",
)  # fmt: skip
_MORE_STAGES = ("submitted", "info_requested", *_STAGES[1:])
_MORE_EVENTS = ("submit", "request_info", "answer", *_EVENTS[1:])
_EARLY = ("submitted", "waitlisted", "accepted", "declined", "withdrawn")


def upgrade() -> None:
    """Go forward."""
    _checks(_MORE_STAGES, _MORE_EVENTS, ("submitted", "info_requested", *_EARLY[1:]))
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_due", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("erasure_asked_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index("ix_cases_answer_due_id", ["answer_due", "id"], unique=False)
    op.create_table(
        "consent_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_consent_texts")),
    )


def downgrade() -> None:
    """Go back; what only the newer schema can say must be gone first."""
    op.drop_table("consent_texts")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_answer_due_id")
        batch_op.drop_column("erasure_asked_at")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answer_due")
    _checks(_STAGES, _EVENTS, _EARLY)


def _checks(stages: tuple[str, ...], events: tuple[str, ...], early: tuple[str, ...]) -> None:
    """What the database itself holds true about stages and events."""
    without_number = tuple(one for one in early if one != "accepted")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name, rule in (
            ("ck_cases_stage", _one_of("stage", stages)),
            ("ck_cases_in_care_has_counselor", f"{_in(early)} OR counselor_id IS NOT NULL"),
            ("ck_cases_accepted_has_number", f"{_in(without_number)} OR number IS NOT NULL"),
        ):
            batch_op.drop_constraint(op.f(name), type_="check")
            batch_op.create_check_constraint(op.f(name), rule)
    with op.batch_alter_table("case_events", schema=None) as batch_op:
        for name, rule in (
            ("ck_case_events_event", _one_of("event", events)),
            ("ck_case_events_event_stage", _one_of("stage", stages)),
        ):
            batch_op.drop_constraint(op.f(name), type_="check")
            batch_op.create_check_constraint(op.f(name), rule)


def _in(stages: tuple[str, ...]) -> str:
    """As the model writes it."""
    return f"stage IN ({','.join(map(repr, stages))})"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    """As SQLAlchemy writes it for an enumeration."""
    return f"{column} IN ({', '.join(map(repr, values))})"
