"""The metadata all tables hang on, and the columns and keys every table shares.

Every primary, unique and foreign key begins with ``agency_id``: a row cannot point into another agency, and the schema can
later be distributed by agency without change. Ids are UUIDv7 text, so that one office's file can move to a shared server.
"""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from db.types import Day

if TYPE_CHECKING:
    from datetime import datetime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = sa.MetaData(naming_convention=NAMING_CONVENTION)


class _Order:
    """The last id given: ids of one moment rise in the order they were given (RFC 9562 §6.2, method 2)."""

    lock = threading.Lock()
    millisecond = -1
    tail = 0


def new_id(at: datetime) -> str:
    """A UUIDv7 (RFC 9562 §5.7) of the moment ``at``, as canonical text; two of the same moment sort as they were made."""
    millisecond = int(at.timestamp() * 1000)
    with _Order.lock:
        same = millisecond == _Order.millisecond
        _Order.tail = _Order.tail + 1 + secrets.randbits(32) if same else secrets.randbits(73)
        _Order.millisecond, tail = millisecond, _Order.tail
    value = (millisecond << 80) | (0x7 << 76) | (tail >> 62 << 64) | (0b10 << 62) | (tail & ((1 << 62) - 1))
    return str(UUID(int=value))


def agency_table(
    name: str, *parts: sa.Column[Any] | sa.Constraint | sa.Index, key: tuple[str, ...] = ("id",)
) -> sa.Table:
    """A table of one agency's rows: ``agency_id`` first, primary key (agency_id, *key), strict on SQLite."""
    columns: list[sa.Column[Any]] = [sa.Column("agency_id", sa.Text, nullable=False)]
    if key == ("id",):
        columns.append(sa.Column("id", sa.Text, nullable=False))
    return sa.Table(
        name,
        metadata,
        *columns,
        *parts,
        *(_day_range(part.name) for part in parts if isinstance(part, sa.Column) and isinstance(part.type, Day)),
        sa.PrimaryKeyConstraint("agency_id", *key),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"]),
        sqlite_strict=True,
    )


def _day_range(column: str) -> sa.CheckConstraint:
    """A CHECK that a day is one: a Buddhist year in a Gregorian column is refused."""
    return sa.CheckConstraint(f"{column} BETWEEN '1900-01-01' AND '2400-12-31'", name=f"{column}_range")


def ref(table: str, *columns: str, target: tuple[str, ...] = ("id",)) -> sa.ForeignKeyConstraint:
    """A foreign key inside the agency: (agency_id, *columns) -> table(agency_id, *target)."""
    return sa.ForeignKeyConstraint(["agency_id", *columns], [f"{table}.agency_id", *(f"{table}.{c}" for c in target)])


def one_of(column: str, *words: str) -> sa.CheckConstraint:
    """A CHECK that the column holds one of the words."""
    listed = ", ".join(f"'{w}'" for w in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def flag(column: str) -> sa.CheckConstraint:
    """A CHECK that the column is 0 or 1."""
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=column)
