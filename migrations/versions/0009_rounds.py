"""rounds, places and the waiting list"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.Uuid(native_uuid=False)
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "rounds",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("waiting_size", sa.Integer(), nullable=False),
        sa.Column("offer_days", sa.Integer(), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("declined_years", sa.Integer(), nullable=False),
        sa.Column("care_years", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 1 AND waiting_size >= 0", name=op.f("ck_rounds_room")),
        sa.CheckConstraint(
            "closes_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_rounds_opens_before_closing"),
        ),
        sa.CheckConstraint(
            "tests BETWEEN 1 AND 6 AND sessions BETWEEN 1 AND 3", name=op.f("ck_rounds_plan")
        ),
        sa.CheckConstraint(
            "offer_days >= 1 AND declined_years >= 1 AND care_years >= 1",
            name=op.f("ck_rounds_spans"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("name", name=op.f("uq_rounds_name")),
    )
    _change_cases()
    _create_offers()


def _change_cases() -> None:
    """Who applied before there were rounds belongs to a first one, which is open as before."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round_id", _ID, nullable=True))
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    _open_a_first_round()
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.alter_column("round_id", existing_type=_ID, nullable=False)
        batch_op.create_foreign_key(op.f("fk_cases_round_id"), "rounds", ["round_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_cases_who_waits_has_a_turn"),
            "stage <> 'waitlisted' OR waiting_since IS NOT NULL",
        )
        batch_op.create_index(
            "ix_cases_round_id_stage_waiting_since",
            ["round_id", "stage", "waiting_since"],
            unique=False,
        )


def _open_a_first_round() -> None:
    db = op.get_bind()
    if not db.execute(sa.text("SELECT count(*) FROM accounts")).scalar():
        return  # a new site makes its own
    now = datetime.now(UTC)
    rounds = sa.table(
        "rounds",
        *(sa.column(name, _ID if name == "id" else None) for name in _FIRST),
        sa.column("opens_at", sa.DateTime(timezone=True)),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    first = {
        **_FIRST,
        "id": uuid4(),
        "opens_at": datetime(2022, 1, 1, tzinfo=UTC),
        "created_at": now,
    }
    db.execute(sa.insert(rounds).values(**first))
    cases = sa.table("cases", sa.column("round_id", _ID))
    db.execute(sa.update(cases).values(round_id=first["id"]))
    db.execute(sa.text("UPDATE cases SET waiting_since = submitted_at WHERE stage = 'waitlisted'"))


_FIRST = {
    "id": None,
    "name": "첫 모집",
    "capacity": 5000,
    "waiting_size": 5000,
    "offer_days": 5,
    "tests": 5,
    "sessions": 3,
    "edition": "2026-11",
    "declined_years": 1,
    "care_years": 5,
}


def _create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("round_id", _ID, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "lapsed",
                "gone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offers_case_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_offers_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_offers_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_offers_round_id_state", ["round_id", "state"], unique=False)
        batch_op.create_index(
            "uq_offers_open_case",
            ["case_id"],
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )


def downgrade() -> None:
    """Go back."""
    op.drop_table("offers")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_round_id_stage_waiting_since")
        batch_op.drop_constraint(op.f("ck_cases_who_waits_has_a_turn"), type_="check")
        batch_op.drop_constraint(op.f("fk_cases_round_id"), type_="foreignkey")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("round_id")
    op.drop_table("rounds")
