"""Alembic's entry: runs migrations on the engine it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Engine

from tracker.store.base import UtcTime
from tracker.store.models import Base


def _render(_kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own time type as what it is in the database."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcTime) else False


def run(engine: Engine) -> None:
    """Run the migrations in one transaction."""
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_render,
            include_name=lambda name, kind, _parents: (
                not (kind == "table" and name == "web_sessions")
            ),
        )
        context.run_migrations()


run(context.config.attributes["engine"])
