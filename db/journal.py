"""The journal: the only way the office writes, so that no change misses the ledger."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.rules.refusal import Conflict
from db.base import new_id
from db.ledger import Change, append, append_many, row_json, row_key, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from db.engine import Database
    from db.ledger import Mark, Signer

Row = dict[str, Any]


class Journal:
    """Writes of one transaction and the entry that will vouch for them. ``signer`` may be replaced before ``close``."""

    def __init__(self, connection: Connection, agency_id: str, key: bytes, signer: Signer) -> None:
        self.connection, self.agency_id, self.signer = connection, agency_id, signer
        self._key = key
        self._changes: list[Change] = []

    def insert(self, table: sa.Table, **values: Any) -> Row:
        """Insert a row; ``agency_id`` and, where it has one, ``id`` are filled in. Returns the whole row."""
        row = self._whole(table, values)
        self.connection.execute(sa.insert(table), row)
        self._note(table, None, row)
        return row

    def _whole(self, table: sa.Table, values: Mapping[str, Any]) -> Row:
        row: Row = {**_empty(table), **values}
        if len(row) != len(_empty(table)):
            raise KeyError(f"{table.name} has no {sorted(values.keys() - _empty(table).keys())}")
        row["agency_id"] = self.agency_id
        if "id" in row and row["id"] is None:
            row["id"] = new_id(self.signer.at)
        return row

    def _note(self, table: sa.Table, before: Row | None, after: Row) -> None:
        shown = None if before is None else without_secrets(table, before)
        self._changes.append(Change(table.name, row_key(table, after), shown, without_secrets(table, after)))

    def insert_many(self, table: sa.Table, rows: Iterable[Mapping[str, Any]], kind: str) -> Mark | None:
        """Insert many rows of an import at once, vouched for by entries of their own (250 rows each)."""
        whole = [self._whole(table, row) for row in rows]
        if not whole:
            return None
        self.connection.execute(sa.insert(table), whole)
        texts = ((table.name, row_key(table, row), row_json(without_secrets(table, row))) for row in whole)
        return append_many(self.connection, self.agency_id, self._key, self.signer, kind, texts)

    def update(self, table: sa.Table, row: Mapping[str, Any], **values: Any) -> Row:
        """Change columns of a row that was read whole; returns the whole row after.

        Raises:
            Conflict: the row is gone, or somebody has changed its ``version`` since it was read.
        """
        if row.keys() != _empty(table).keys() or not values.keys() <= row.keys():
            raise KeyError(f"{table.name}: the whole row is needed, and only its columns can change")
        if "version" in row:
            values = {**values, "version": row["version"] + 1}
        here = [table.c[name] == row[name] for name in (*_key_names(table), *(["version"] if "version" in row else []))]
        done = self.connection.execute(sa.update(table).where(*here).values(**values))
        if done.rowcount != 1:
            raise Conflict(what=table.name)
        after = {**row, **values}
        self._note(table, dict(row), after)
        return after

    def close(self, kind: str, **note: Any) -> Mark | None:
        """Append the entry of this act. An act that changed nothing leaves no entry."""
        if not self._changes:
            return None
        changes, self._changes = self._changes, []
        return append(self.connection, self.agency_id, self._key, self.signer, kind, changes, note)

    def check_closed(self) -> None:
        """Fail where changes would be committed without an entry: a bug in a use case."""
        if self._changes:
            raise RuntimeError(f"changes without a ledger entry: {[c.table for c in self._changes]}")


@cache
def _empty(table: sa.Table) -> Row:
    return dict.fromkeys(column.name for column in table.columns)


@cache
def _key_names(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


@contextmanager
def writing(database: Database, agency_id: str, key: bytes, signer: Signer) -> Iterator[Journal]:
    """A write transaction with its journal; what is not closed is not committed."""
    with database.write(agency_id) as connection:
        journal = Journal(connection, agency_id, key, signer)
        yield journal
        journal.check_closed()
