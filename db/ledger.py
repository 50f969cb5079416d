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
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from db.tables.ledger import ledger_entry, ledger_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    prev: str
    hash: str

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The changed rows: table, id, before and after of the changed columns, hash of the row after."""
        changes: list[dict[str, Any]] = json.loads(self.body)["changes"]
        return changes


@dataclass(frozen=True)
class Break:
    """A place where the ledger and the tables do not hold."""

    what: str
    sentence: str
    seq: int | None = None
    table: str | None = None
    row_id: str | None = None


@dataclass(frozen=True)
class Verification:
    """The outcome of reading the whole chain: how many entries, the head, every break."""

    entries: int
    head: Mark
    broken: tuple[Break, ...]


def code_of(entry_hash: str) -> str:
    """The first 80 bits of a hash as 16 base32 letters (RFC 4648), short enough to print and read out."""
    return base64.b32encode(bytes.fromhex(entry_hash)[:10]).decode()


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


def _hash(key: bytes, seq: int, signer: Signer, kind: str, body: str, prev: str) -> str:
    parts = [str(seq), _plain(signer.at), signer.actor_id or "", signer.actor_name, signer.capacity, kind, body, prev]
    message = b"".join(len(p := part.encode()).to_bytes(4, "big") + p for part in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def append(
    connection: Connection,
    agency_id: str,
    key: bytes,
    signer: Signer,
    kind: str,
    changes: Sequence[Change],
    note: Mapping[str, Any],
) -> Mark:
    """Append one entry for ``changes`` in the caller's transaction and return the new head."""
    texts = [(c.table, c.row_id, _change_json(c)) for c in changes]
    seq, prev = _head_for_update(connection, agency_id)
    return Mark(seq + 1, code_of(_append(connection, agency_id, key, signer, kind, texts, note, seq + 1, prev)))


def append_many(
    connection: Connection, agency_id: str, key: bytes, signer: Signer, kind: str, rows: Iterable[tuple[str, str, str]]
) -> Mark:
    """Append inserted rows of an import: (table, row id, ``row_json``), one entry for each 250.

    The texts go into the entries as they are: each row is serialised once.
    """
    seq, prev = _head_for_update(connection, agency_id)
    batch: list[tuple[str, str, str]] = []
    for table, row_id, text in rows:
        digest = hashlib.sha256(text.encode()).hexdigest()
        ident = json.dumps(row_id, ensure_ascii=False)
        change = f'{{"after":{text},"before":null,"hash":"{digest}","id":{ident},"table":"{table}"}}'
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
    entry_hash = _hash(key, seq, signer, kind, body, prev)
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
            "hash": entry_hash,
        },
    )
    touched = dict.fromkeys((table, row_id) for table, row_id, _ in texts)
    rows = [{"agency_id": agency_id, "subject_table": t, "subject_id": i, "seq": seq} for t, i in touched]
    if rows:
        connection.execute(_INSERT_ROW, rows)
    return entry_hash


_INSERT_ENTRY = sa.insert(ledger_entry)
_INSERT_ROW = sa.insert(ledger_row)


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
    whole = shown | {"hash": hashlib.sha256(text.encode()).hexdigest(), "id": change.row_id, "table": change.table}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _head_for_update(connection: Connection, agency_id: str) -> tuple[int, str]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", (agency_id,))
    return _head(connection, agency_id)


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
    seq, entry_hash = _head(connection, agency_id)
    return Mark(seq, code_of(entry_hash))


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


def _entries(connection: Connection, agency_id: str) -> Iterator[Entry]:
    query = sa.select(*_ENTRY_COLUMNS).where(ledger_entry.c.agency_id == agency_id).order_by(ledger_entry.c.seq)
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield Entry(*row)


def verify(
    connection: Connection,
    agency_id: str,
    key: bytes,
    tables: Mapping[str, sa.Table],
    anchor: Mark | None = None,
) -> Verification:
    """Read the whole chain and every row it vouches for, and report each disagreement.

    Args:
        connection: a reading connection.
        agency_id: whose chain.
        key: the ledger's key.
        tables: name -> table, of the tables whose rows the ledger vouches for.
        anchor: a mark taken from paper; the chain must still pass through it.
    """
    broken: list[Break] = []
    rows: dict[tuple[str, str], str] = {}
    seq, prev = 0, GENESIS
    anchored = None
    for entry in _entries(connection, agency_id):
        broken += _check_entry(entry, key, seq + 1, prev)
        seq, prev = entry.seq, entry.hash
        rows.update({(c["table"], c["id"]): c["hash"] for c in entry.changes})
        if anchor is not None and entry.seq == anchor.seq:
            anchored = code_of(entry.hash)
    if anchor is not None and anchored != anchor.code:
        broken.append(Break("anchor", f"รหัสที่พิมพ์ไว้ {anchor.seq}:{anchor.code} ไม่ตรงกับบัญชี", seq=anchor.seq))
    broken += _check_rows(connection, agency_id, tables, rows)
    return Verification(seq, Mark(seq, code_of(prev)), tuple(broken))


def _check_entry(entry: Entry, key: bytes, expected: int, prev: str) -> list[Break]:
    if entry.seq != expected:
        return [Break("gap", f"รายการที่ {expected} หายไปจากบัญชี", seq=expected)]
    if entry.prev != prev:
        return [Break("chain", f"รายการที่ {entry.seq} ไม่ต่อจากรายการก่อนหน้า", seq=entry.seq)]
    signer = Signer(entry.actor_id, entry.actor_name, entry.capacity, entry.at)
    if not hmac.compare_digest(_hash(key, entry.seq, signer, entry.kind, entry.body, entry.prev), entry.hash):
        return [Break("entry", f"เนื้อหารายการที่ {entry.seq} ถูกแก้ หรือเขียนด้วยกุญแจอื่น", seq=entry.seq)]
    return []


def _check_rows(
    connection: Connection, agency_id: str, tables: Mapping[str, sa.Table], rows: dict[tuple[str, str], str]
) -> Iterator[Break]:
    unseen = dict(rows)
    for name, table in tables.items():
        query = sa.select(table).where(table.c.agency_id == agency_id)
        for row in connection.execution_options(yield_per=1000).execute(query).mappings():
            key = (name, row_key(table, dict(row)))
            expected = unseen.pop(key, None)
            if expected is None:
                yield Break("unknown_row", f"แถว {key[1]} ในตาราง {name} ไม่มีในบัญชี", table=name, row_id=key[1])
            elif hashlib.sha256(row_json(dict(row)).encode()).hexdigest() != expected:
                yield Break("row", f"แถว {key[1]} ในตาราง {name} ไม่ตรงกับบัญชี", table=name, row_id=key[1])
    for name, row_id in unseen:
        yield Break("lost_row", f"แถว {row_id} ในตาราง {name} หายไป", table=name, row_id=row_id)
