"""What every table shares: names of constraints, kinds of columns, and what each column is."""

import enum
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, Enum, LargeBinary, MetaData, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# 32 hex digits on both databases, so that `identity:<hex>` can be joined without a cast.
ID: Final = Uuid(native_uuid=False)


class Base(DeclarativeBase):
    """All tables of the site's database."""

    metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time instead of guessing its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give back an aware UTC time, whatever zone the database server speaks in."""
        if value is None:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def code(kind: type[enum.StrEnum], name: str) -> Enum:
    """A column type for a StrEnum, stored by value and held to its values by a named check."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        length=40,
    )


def plain(reason: str, *args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that anyone with the database can read, and why that is acceptable."""
    return mapped_column(*args, info={"plain": reason}, **options)


def boxed(what: str, **options: Any) -> MappedColumn[Any]:
    """A column of sealed bytes: without a key that is not in the database it says nothing."""
    return mapped_column(LargeBinary, info={"boxed": what}, **options)
