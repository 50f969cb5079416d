"""The ledger (บัญชีการเปลี่ยนแปลง): an append-only chain of every change, keyed, one an agency.

Each entry says who, in which capacity, when (UTC), what, and the rows before and after; its hash is HMAC-SHA256 (RFC 2104) over
its content and the hash before it, under a key kept outside the database. So an edited, a deleted and a rewritten entry show.
A truncated tail shows against an anchor: a sequence number and 16 letters of the head, printed on papers. Every change carries
the SHA-256 of the whole row after it, so that a byte flipped in a table shows too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from db.tables.ledger import ledger_entry, ledger_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

GENESIS = "0" * 64
BATCH = 250
"""Rows of an import that share one entry."""


@dataclass(frozen=True)
class Signer:
    """Who signs an entry: the person, the capacity acted in, the moment (UTC)."""

    actor_id: str | None
    actor_name: str
    capacity: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """One row changed: the whole row before (none when new) and after."""

    table: str
    row_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """A point of the chain: its sequence number and the first 80 bits of its hash as 16 letters."""

    seq: int
    code: str


@dataclass(frozen=True)
class Entry:
    """An entry as read back."""

    seq: int
    at: datetime
    actor_id: str | None
    actor_name: str
    capacity: str
    kind: str
    body: str

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The changed rows: table, id, before and after of the changed columns, hash of the row after."""
        changes: list[dict[str, Any]] = json.loads(self.body)["changes"]
        return changes


def code_of(own_hash: str) -> str:
    """The first 80 bits of a hash as 16 base32 letters (RFC 4648), short enough to print and read out."""
    return base64.b32encode(bytes.fromhex(own_hash)[:10]).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


def row_json(row: Mapping[str, Any]) -> str:
    """A row as canonical JSON, the same on every engine: sorted keys, ISO dates, moments in UTC to the microsecond."""
    return json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_key(table: sa.Table, row: Mapping[str, Any]) -> str:
    """A row's primary key without the agency, joined with ``/``."""
    return "/".join(str(_plain(row[c.name])) for c in table.primary_key.columns if c.name != "agency_id")


def without_secrets(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as the ledger may show it: a column marked ``secret`` (a password's hash) as its SHA-256."""
    shown = dict(row)
    for column in _secret_columns(table):
        if shown[column] is not None:
            shown[column] = digest(shown[column])
    return shown


@cache
def _secret_columns(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.info.get("secret"))


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def entry_hash(key: bytes, seq: int, signer: Signer, kind: str, body: str, prev: str) -> str:
    """HMAC-SHA256 under the agency's key over everything an entry says and the hash before it, as a JSON list."""
    at = signer.at if isinstance(signer.at, str) else _plain(signer.at)
    parts = [seq, at, signer.actor_id, signer.actor_name, signer.capacity, kind, body, prev]
    return hmac.new(key, json.dumps(parts).encode("ascii"), hashlib.sha256).hexdigest()


def append(
    connection: Connection,
    agency_id: str,
    key: bytes,
    signer: Signer,
    kind: str,
    changes: Sequence[Change],
    note: Mapping[str, Any],
) -> Mark:
    """Append one entry for ``changes`` in the caller's transaction and return the new head.

    The caller's transaction holds the agency's write lock, so that two entries never follow the same one.
    """
    texts = [(c.table, c.row_id, _change_json(c)) for c in changes]
    seq, prev = _head(connection, agency_id)
    return Mark(seq + 1, code_of(_append(connection, agency_id, key, signer, kind, texts, note, seq + 1, prev)))


def append_many(
    connection: Connection, agency_id: str, key: bytes, signer: Signer, kind: str, rows: Iterable[tuple[str, str, str]]
) -> Mark:
    """Append inserted rows of an import: (table, row id, ``row_json``), one entry for each 250.

    The texts go into the entries as they are: each row is serialised once.
    """
    seq, prev = _head(connection, agency_id)
    batch: list[tuple[str, str, str]] = []
    for table, row_id, text in rows:
        ident = json.dumps(row_id, ensure_ascii=False)
        change = f'{{"after":{text},"before":null,"hash":"{digest(text)}","id":{ident},"table":"{table}"}}'
        batch.append((table, row_id, change))
        if len(batch) == BATCH:
            seq, prev = seq + 1, _append(connection, agency_id, key, signer, kind, batch, {}, seq + 1, prev)
            batch = []
    if batch:
        seq, prev = seq + 1, _append(connection, agency_id, key, signer, kind, batch, {}, seq + 1, prev)
    return Mark(seq, code_of(prev))


def _body(texts: Sequence[tuple[str, str, str]], note: Mapping[str, Any]) -> str:
    return f'{{"changes":[{",".join(text for _, _, text in texts)}],"note":{row_json(note)}}}'


def _append(
    connection: Connection,
    agency_id: str,
    key: bytes,
    signer: Signer,
    kind: str,
    texts: Sequence[tuple[str, str, str]],
    note: Mapping[str, Any],
    seq: int,
    prev: str,
) -> str:
    body = _body(texts, note)
    own_hash = entry_hash(key, seq, signer, kind, body, prev)
    connection.execute(
        _INSERT_ENTRY,
        {
            "agency_id": agency_id,
            "seq": seq,
            "at": signer.at,
            "actor_id": signer.actor_id,
            "actor_name": signer.actor_name,
            "capacity": signer.capacity,
            "kind": kind,
            "body": body,
            "prev": prev,
            "hash": own_hash,
        },
    )
    touched = dict.fromkeys((table, row_id) for table, row_id, _ in texts)
    rows = [(agency_id, t, i, seq) for t, i in touched]
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(_INSERT_ROW.format(mark=mark), rows)
    return own_hash


_INSERT_ENTRY = sa.insert(ledger_entry)
_INSERT_ROW = (  # as text: an import has one for every row
    "INSERT INTO ledger_row (agency_id, subject_table, subject_id, seq) VALUES ({mark}, {mark}, {mark}, {mark})"
)


def _change_json(change: Change) -> str:
    text = row_json(change.after)
    before = change.before
    shown: dict[str, dict[str, Any] | None]
    if before is not None:
        changed = [name for name, value in change.after.items() if before[name] != value]
        shown = {
            "before": {n: _plain(before[n]) for n in changed},
            "after": {n: _plain(change.after[n]) for n in changed},
        }
    else:
        shown = {"before": None, "after": {n: _plain(v) for n, v in change.after.items()}}
    whole = shown | {"hash": digest(text), "id": change.row_id, "table": change.table}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_HEAD = (
    sa.select(ledger_entry.c.seq, ledger_entry.c.hash)
    .where(ledger_entry.c.agency_id == sa.bindparam("agency"))
    .order_by(ledger_entry.c.seq.desc())
    .limit(1)
)


def _head(connection: Connection, agency_id: str) -> tuple[int, str]:
    row = connection.execute(_HEAD, {"agency": agency_id}).one_or_none()
    return (0, GENESIS) if row is None else (row.seq, row.hash)


def head(connection: Connection, agency_id: str) -> Mark:
    """The last entry's sequence number and code; (0, …) for an empty ledger."""
    seq, last = _head(connection, agency_id)
    return Mark(seq, code_of(last))


def history(connection: Connection, agency_id: str, table: str, row_id: str) -> tuple[Entry, ...]:
    """Entries that touched one row, oldest first."""
    query = (
        sa.select(*_ENTRY_COLUMNS)
        .join(
            ledger_row,
            sa.and_(ledger_row.c.agency_id == ledger_entry.c.agency_id, ledger_row.c.seq == ledger_entry.c.seq),
        )
        .where(
            ledger_row.c.agency_id == agency_id, ledger_row.c.subject_table == table, ledger_row.c.subject_id == row_id
        )
        .order_by(ledger_entry.c.seq)
    )
    return tuple(Entry(*row) for row in connection.execute(query))


_ENTRY_COLUMNS = [ledger_entry.c[name] for name in Entry.__dataclass_fields__]
