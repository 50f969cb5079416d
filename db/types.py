"""Column types that mean the same on SQLite (STRICT tables) and PostgreSQL.

SQLite STRICT knows only TEXT, INTEGER, REAL and BLOB, so dates and moments are ISO text there and native on PostgreSQL.
Money is integer satang, never a float.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine


class Day(TypeDecorator[date]):
    """A local calendar day: ISO text on SQLite, DATE on PostgreSQL."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        """DATE where the engine has one."""
        return dialect.type_descriptor(sa.Date() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: date | None, dialect: sa.Dialect) -> Any:
        """ISO text for SQLite."""
        return value if value is None or dialect.name == "postgresql" else value.isoformat()

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> date | None:
        """A date, whatever the engine keeps."""
        return date.fromisoformat(value) if value is not None and dialect.name != "postgresql" else value


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: ISO text on SQLite, TIMESTAMP WITH TIME ZONE on PostgreSQL. Naive values are refused."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        """Timestamptz where the engine has one."""
        return dialect.type_descriptor(sa.DateTime(timezone=True) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        """UTC; text of fixed width on SQLite, so that it sorts."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else datetime.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """True or false as 1 or 0 on both engines, so that one partial index text serves both."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        """1 or 0; anything but True and False is a mistake that would not match its ledger entry."""
        if value is not None and not isinstance(value, bool):
            raise TypeError(f"a flag is True or False, not {value!r}")
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> bool | None:  # noqa: ARG002
        """True or False."""
        return None if value is None else bool(value)


Satang = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Money in satang (1/100 baht)."""


def is_set(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The condition that a ``Flag`` column is true, in the same words on both engines."""
    return column == sa.literal(True, Flag())
