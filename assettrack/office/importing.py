"""Planning the import of a register; nothing is written. Every row is accounted for.

read = created + updated + unchanged + skipped (each with why) + refused rows (each with its cells).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.import_columns import Columns, find_columns, headers, with_chosen
from assettrack.office.tabular import Table, read_tables
from assettrack.rules.importing import RefusedCell, RowRead, RowReader, kind_of_row
from assettrack.rules.refusal import Unusable
from assettrack.thai.text import code_key, normalise, search_key
from db.tables.people import division, person
from db.tables.registry import asset, asset_identifier, asset_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from assettrack.office.context import Office


@dataclass(frozen=True)
class Skipped:
    """A row that is no asset, and why."""

    row: int
    why: str


@dataclass
class ImportPlan:
    """What an import would do. Lists hold the rows; ``columns`` what was recognised, as field -> title."""

    tables: list[Table]
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    read: int = 0
    created: list[RowRead] = field(default_factory=list)
    updated: list[tuple[RowRead, str, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    new_divisions: dict[str, str] = field(default_factory=dict)

    @property
    def refused_rows(self) -> int:
        """Rows with at least one refused cell."""
        return len({(cell.row) for cell in self.refused})


@dataclass
class _Known:
    """What the register holds already, by the keys that rows are matched on."""

    by_norm: dict[str, set[str]]
    divisions: dict[str, str]
    people: dict[str, str]


@dataclass(frozen=True)
class FileColumn:
    """A column of a file: its title there, the field it is read as (empty: none), and its first value."""

    title: str
    field: str
    sample: str


def file_columns(path: Path, sheet: str | None = None) -> list[FileColumn]:
    """How the columns of a file's first register are read, in the file's order.

    Raises:
        Unusable: no such file, or no table in it.
    """
    for table in read_tables(path, sheet):
        columns = find_columns(table.rows)
        if columns is not None:
            by_index = {at: field for field, at in columns.fields.items()}
            body = table.rows[columns.first_row :]
            return [
                FileColumn(
                    title, by_index.get(at, ""), next((r[at] for r in body if at < len(r) and r[at].strip()), "")
                )
                for at, title in enumerate(headers(table.rows, columns))
                if title
            ]
    raise _no_table(path)


def plan_import(
    office: Office,
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    create_divisions: bool = False,
    chosen: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportPlan:
    """Read a file and say what importing it would do; nothing is written.

    Args:
        office: the office.
        path: CSV or XLSX: an office's own list, an e-LAAS export or our own export.
        today: the office's day.
        sheet: one sheet of a workbook; all that look like a register if not given.
        create_divisions: make divisions that the office does not have instead of refusing their cells.
        chosen: titles of columns -> the field that a person says they hold; an empty field leaves the column out.
        progress: told (rows read, of how many); what it raises ends the work.

    Raises:
        Unusable: no such file, or no table in it.
    """
    plan = ImportPlan(tables=[])
    with reading(office) as connection:
        known = _known(connection, office.agency_id)
        offset = 0
        tables = read_tables(path, sheet)
        steps = Steps(progress, sum(len(table.rows) for table in tables))
        for table in tables:
            columns = find_columns(table.rows)
            if columns is None:
                continue
            columns = with_chosen(columns, headers(table.rows, columns), chosen or {})
            _plan_table(
                connection, office.agency_id, table, columns, plan, known, today, offset, create_divisions, steps
            )
            plan.tables.append(table)
            offset += len(table.rows)
    if not plan.tables:
        raise _no_table(path)
    return plan


def _no_table(path: Path) -> Unusable:
    why = "ไม่พบหัวตารางที่มีรหัสและชื่อรายการใน 60 แถวแรก"
    return Unusable(what=str(path), why=why, why_en="no header with code and name in the first 60 rows")


@dataclass
class Steps:
    """How far a long piece of work is; told every hundred rows."""

    tell: Callable[[int, int], None] | None
    total: int
    done: int = 0

    def add(self, rows: int = 1) -> None:
        """So many more are done."""
        before, self.done = self.done, self.done + rows
        if self.tell is not None and self.done // 100 != before // 100:
            self.tell(self.done, self.total)


def _known(connection: Connection, agency_id: str) -> _Known:
    ids = sa.select(asset_identifier.c.norm, asset_identifier.c.asset_id).where(
        asset_identifier.c.agency_id == agency_id, asset_identifier.c.ended.is_(None)
    )
    by_norm: dict[str, set[str]] = {}
    for norm, asset_id in connection.execute(ids):
        by_norm.setdefault(norm, set()).add(asset_id)
    homes = sa.select(division.c.name, division.c.id).where(division.c.agency_id == agency_id)
    staff = sa.select(person.c.id, person.c.name, person.c.login).where(person.c.agency_id == agency_id)
    people = {}
    for row in connection.execute(staff):
        people[search_key(row.name)] = people[search_key(f"{row.name} ({row.login})")] = row.id
    return _Known(by_norm, {search_key(r.name): r.id for r in connection.execute(homes)}, people)


def _plan_table(
    connection: Connection,
    agency_id: str,
    table: Table,
    columns: Columns,
    plan: ImportPlan,
    known: _Known,
    today: date,
    offset: int,
    create_divisions: bool,
    steps: Steps,
) -> None:
    plan.columns.update(columns.titles)
    reader = RowReader(columns.fields, columns.funds, columns.titles, split_date=columns.split_date, today=today)
    seen: dict[str, int] = {}
    matched: list[tuple[RowRead, str]] = []
    for number, raw in enumerate(table.rows[columns.first_row :], columns.first_row + 1 + offset):
        steps.add()
        cells = [normalise(cell) if cell else "" for cell in raw]
        if not any(cells):
            continue
        plan.read += 1
        why = kind_of_row(cells, columns.fields)
        if why is not None:
            plan.skipped.append(Skipped(number, why))
            continue
        row = _resolve(reader.read(number, cells), plan, known, seen, create_divisions)
        if row is None:
            continue
        assets = set().union(*(known.by_norm.get(code_key(raw_code), set()) for _, raw_code in row.identifiers))
        if len(assets) > 1:
            plan.refused.append(
                RefusedCell(number, "รหัส", row.code, "import.ambiguous", f"รหัสในแถวนี้ตรงกับพัสดุ {len(assets)} รายการ")
            )
        elif assets:
            matched.append((row, assets.pop()))
        else:
            plan.created.append(row)
    _compare(connection, agency_id, matched, plan)


def _resolve(
    row: RowRead, plan: ImportPlan, known: _Known, seen: dict[str, int], create_divisions: bool
) -> RowRead | None:
    """The row with its division and custodian found, or none where a cell is refused."""
    refused = list(row.refused)
    for scheme, raw in row.identifiers:
        key = f"{scheme} {code_key(raw)}"
        if key in seen:
            message = f"รหัส «{raw}» ซ้ำกับแถว {seen[key]} (รหัสหนึ่งใช้กับพัสดุเดียว)"
            refused.append(RefusedCell(row.row, "รหัส", raw, "import.duplicate", message))
        seen.setdefault(key, row.row)
    home = search_key(row.division)
    if home and home not in known.divisions:
        if create_divisions:
            plan.new_divisions.setdefault(home, row.division)
        else:
            message = f"ไม่มีส่วนราชการ «{row.division}» ให้เพิ่มก่อน หรือสั่งให้สร้างอัตโนมัติ"
            refused.append(RefusedCell(row.row, "ส่วนราชการ", row.division, "import.division", message))
    if refused:
        plan.refused += refused
        return None
    if home:
        row.values["division_id"] = known.divisions.get(home, home)
    if row.custodian:
        holder = known.people.get(search_key(row.custodian))
        if holder is None:
            plan.warnings.append(f"แถว {row.row}: ไม่พบบุคลากร «{row.custodian}» จึงเก็บชื่อไว้ในหมายเหตุ")
            row.values["note"] = f"{row.values.get('note', '')} ผู้ดูแลตามทะเบียนเดิม: {row.custodian}".strip()
        else:
            row.values["custodian_id"] = holder
    return row


_CHUNK = 500


def _compare(connection: Connection, agency_id: str, matched: list[tuple[RowRead, str]], plan: ImportPlan) -> None:
    """Tell rows that change something from rows that do not."""
    for start in range(0, len(matched), _CHUNK):
        chunk = matched[start : start + _CHUNK]
        ids = [asset_id for _, asset_id in chunk]
        query = sa.select(asset).where(asset.c.agency_id == agency_id, asset.c.id.in_(ids))
        stored = {row["id"]: row for row in connection.execute(query).mappings()}
        parts = _parts_of(connection, agency_id, ids)
        norms = _norms_of(connection, agency_id, ids)
        for row, asset_id in chunk:
            old = stored[asset_id]
            values = _settled(row.values, old)
            changes: dict[str, Any] = {name: value for name, value in values.items() if old[name] != value}
            if row.parts is not None and row.parts != parts.get(asset_id, ()):
                changes["parts"] = row.parts
            new_ids = [i for i in row.identifiers if (i[0], code_key(i[1])) not in norms.get(asset_id, set())]
            if new_ids:
                changes["identifiers"] = new_ids
            if changes:
                plan.updated.append((row, asset_id, changes))
            else:
                plan.unchanged += 1


def _settled(values: dict[str, Any], old: Any) -> dict[str, Any]:
    """What the row says, less what an earlier import of the same row has turned into something else."""
    settled = dict(values)
    if settled.get("quantity", 1) > 1:
        settled.setdefault("kind", "lot")
    if "note" in settled and settled["note"] in old["note"]:
        del settled["note"]
    return settled


def _parts_of(connection: Connection, agency_id: str, ids: list[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    query = (
        sa.select(asset_part.c.asset_id, asset_part.c.name, asset_part.c.quantity)
        .where(asset_part.c.agency_id == agency_id, asset_part.c.asset_id.in_(ids))
        .order_by(asset_part.c.asset_id, asset_part.c.no)
    )
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for asset_id, name, quantity in connection.execute(query):
        found[asset_id] = (*found.get(asset_id, ()), (name, quantity))
    return found


def _norms_of(connection: Connection, agency_id: str, ids: list[str]) -> dict[str, set[tuple[str, str]]]:
    query = sa.select(asset_identifier.c.asset_id, asset_identifier.c.scheme, asset_identifier.c.norm).where(
        asset_identifier.c.agency_id == agency_id, asset_identifier.c.asset_id.in_(ids)
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for asset_id, scheme, norm in connection.execute(query):
        found.setdefault(asset_id, set()).add((scheme, norm))
    return found
