"""a case can be given back"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BEFORE = ("submit", "request_info", "answer", "waitlist", "accept", "decline", "assign")
_AFTER = ("activate", "complete", "drop_out", "withdraw", "reopen")


def upgrade() -> None:
    """Go forward."""
    _check((*_BEFORE, "return", *_AFTER))


def downgrade() -> None:
    """Go back; cases that were given back must be gone first."""
    _check((*_BEFORE, *_AFTER))


def _check(events: tuple[str, ...]) -> None:
    """What the database itself holds true about events, as SQLAlchemy writes it."""
    with op.batch_alter_table("case_events", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_case_events_event"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_case_events_event"), f"event IN ({', '.join(map(repr, events))})"
        )
