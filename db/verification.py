"""Reading the whole ledger back: does every entry follow the one before, and does every row stand as the ledger says.

Nothing here trusts what it reads: a damaged value is a break to report, never an error to fail on.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, NoResultFound

from db.ledger import GENESIS, Mark, Signer, code_of, digest, entry_hash, row_json, row_key, without_secrets
from db.tables.ledger import ledger_entry, ledger_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

_DAMAGED = (DBAPIError, ValueError, TypeError, KeyError)
_CHUNK = 500


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


@dataclass
class _Walk:
    """Where the reading of the chain stands, and what the entries read so far vouch for."""

    key: bytes
    anchor: Mark | None
    entries: int = 0
    seq: int = 0
    prev: str = GENESIS
    anchored: str = ""
    broken: list[Break] = field(default_factory=list)
    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    touched: set[tuple[str, str, int]] = field(default_factory=set)


def verify(
    connection: Connection, agency_id: str, key: bytes, tables: Mapping[str, sa.Table], anchor: Mark | None = None
) -> Verification:
    """Read the whole chain and every row it vouches for, and report each disagreement.

    Args:
        connection: a reading connection.
        agency_id: whose chain.
        key: the ledger's key.
        tables: name -> table, of the tables whose rows the ledger vouches for.
        anchor: a mark taken from paper; the chain must still pass through it.
    """
    walk = _Walk(key, anchor)
    if anchor is not None and anchor.seq == 0:
        walk.anchored = code_of(GENESIS)
    for seq, entry in _entries(connection, agency_id):
        _step(walk, seq, entry)
    if anchor is not None and walk.anchored != anchor.code:
        walk.broken.append(Break("anchor", f"รหัสที่พิมพ์ไว้ {anchor.seq}:{anchor.code} ไม่ตรงกับบัญชี", seq=anchor.seq))
    walk.broken += _check_rows(connection, agency_id, tables, walk.rows)
    walk.broken += _check_index(connection, agency_id, walk.touched)
    return Verification(walk.entries, Mark(walk.seq, _code(walk.prev)), tuple(walk.broken))


def _code(own_hash: str) -> str:
    try:
        return code_of(own_hash)
    except ValueError:
        return "–"


def _entries(connection: Connection, agency_id: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Every entry by number, as stored; none where the engine cannot read it."""
    table = ledger_entry
    mine = sa.select(table.c.seq).where(table.c.agency_id == agency_id).order_by(table.c.seq)
    numbers = connection.execute(mine).scalars().all()
    as_stored: list[Any] = [
        sa.type_coerce(column, sa.Text()).label(column.name) for column in table.c if column.name != "agency_id"
    ]
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        query: sa.Select[Any] = sa.select(*as_stored).where(table.c.agency_id == agency_id)
        try:
            found = connection.execute(query.where(table.c.seq.between(chunk[0], chunk[-1]))).mappings().all()
            rows: dict[int, Mapping[str, Any]] = {row["seq"]: dict(row) for row in found}
        except _DAMAGED:
            rows = {seq: row for seq in chunk if (row := _one(connection, query.where(table.c.seq == seq))) is not None}
        for seq in chunk:
            yield seq, rows.get(seq)


def _one(connection: Connection, query: sa.Select[Any]) -> Mapping[str, Any] | None:
    try:
        return dict(connection.execute(query).mappings().one())
    except (*_DAMAGED, NoResultFound):
        return None


def _step(walk: _Walk, seq: int, entry: Mapping[str, Any] | None) -> None:
    if seq != walk.seq + 1:
        walk.broken.append(Break("gap", f"รายการที่ {walk.seq + 1} หายไปจากบัญชี", seq=walk.seq + 1))
    elif entry is not None and entry["prev"] != walk.prev:
        walk.broken.append(Break("chain", f"รายการที่ {seq} ไม่ต่อจากรายการก่อนหน้า", seq=seq))
    if entry is None or not _authentic(walk.key, seq, entry):
        walk.broken.append(Break("entry", f"เนื้อหารายการที่ {seq} ถูกแก้ หรือเขียนด้วยกุญแจอื่น", seq=seq))
    walk.entries, walk.seq, walk.prev = walk.entries + 1, seq, "" if entry is None else str(entry["hash"])
    if walk.anchor is not None and seq == walk.anchor.seq:
        walk.anchored = _code(walk.prev)
    for change in _changes(entry):
        walk.rows[change[0], change[1]] = change[2]
        walk.touched.add((change[0], change[1], seq))


def _authentic(key: bytes, seq: int, entry: Mapping[str, Any]) -> bool:
    try:
        signer = Signer(entry["actor_id"], entry["actor_name"], entry["capacity"], entry["at"])
        expected = entry_hash(key, seq, signer, entry["kind"], entry["body"], entry["prev"])
        return hmac.compare_digest(expected.encode(), entry["hash"].encode("utf8", "surrogatepass"))
    except (*_DAMAGED, AttributeError):
        return False


def _changes(entry: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """What an entry says it changed, as far as it can be read: (table, row id, hash of the row after)."""
    try:
        changes = [] if entry is None else json.loads(entry["body"])["changes"]
        return [(str(c["table"]), str(c["id"]), str(c["hash"])) for c in changes]
    except _DAMAGED:
        return []


def _check_rows(
    connection: Connection, agency_id: str, tables: Mapping[str, sa.Table], rows: dict[tuple[str, str], str]
) -> Iterator[Break]:
    by_table: dict[str, dict[str, str]] = {}
    for (table_name, row_id), expected in rows.items():
        by_table.setdefault(table_name, {})[row_id] = expected
    for name, table in tables.items():
        unseen = by_table.pop(name, {})
        try:
            yield from list(_check_table(connection, agency_id, table, unseen))
        except _DAMAGED as error:
            why = str(getattr(error, "orig", error)).split("\n")[0]
            yield Break("unreadable", f"อ่านตาราง {name} ไม่ได้ทั้งตาราง มีค่าที่เสียหาย: {why}", table=name)
    for name, lost in by_table.items():
        yield from _lost(name, lost)


def _check_table(connection: Connection, agency_id: str, table: sa.Table, unseen: dict[str, str]) -> Iterator[Break]:
    name = table.name
    query = sa.select(table).where(table.c.agency_id == agency_id)
    for found in connection.execution_options(yield_per=1000).execute(query).mappings():
        row = dict(found)
        row_id = row_key(table, row)
        expected = unseen.pop(row_id, None)
        if expected is None:
            yield Break("unknown_row", f"แถว {row_id} ในตาราง {name} ไม่มีในบัญชี", table=name, row_id=row_id)
        elif digest(row_json(without_secrets(table, row))) != expected:
            yield Break("row", f"แถว {row_id} ในตาราง {name} ไม่ตรงกับบัญชี", table=name, row_id=row_id)
    yield from _lost(name, unseen)


def _lost(name: str, row_ids: Iterable[str]) -> Iterator[Break]:
    for row_id in row_ids:
        yield Break("lost_row", f"แถว {row_id} ในตาราง {name} หายไป", table=name, row_id=row_id)


def _check_index(connection: Connection, agency_id: str, touched: set[tuple[str, str, int]]) -> Iterator[Break]:
    """The list of which entry touched which row must be what the entries themselves say."""
    columns = (ledger_row.c.subject_table, ledger_row.c.subject_id, ledger_row.c.seq)
    query = sa.select(*columns).where(ledger_row.c.agency_id == agency_id)
    try:
        stored = {tuple(row) for row in connection.execute(query)}
    except _DAMAGED:
        yield Break("unreadable", "อ่านดัชนีของบัญชี (ledger_row) ไม่ได้", table="ledger_row")
        return
    for name, row_id, seq in sorted(stored ^ touched, key=str):
        sentence = f"ดัชนีของบัญชีไม่ตรงกับรายการที่ {seq} (ตาราง {name} แถว {row_id})"
        yield Break("index", sentence, seq=seq, table="ledger_row", row_id=row_id)
