"""Importing a register: plan first (nothing is written), then apply. Every row is accounted for.

read = created + updated + unchanged + skipped (each with why) + refused rows (each with its cells).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.import_columns import find_columns
from assettrack.office.register_search import put_words
from assettrack.office.tabular import Table, read_tables
from assettrack.rules.importing import RefusedCell, RowRead, RowReader, kind_of_row
from assettrack.rules.refusal import Unusable
from assettrack.rules.registry import is_vehicle
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key, normalise, search_key
from db.base import new_id
from db.tables.people import division, person
from db.tables.registry import asset, asset_identifier, asset_part, import_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from db.journal import Journal


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


def plan_import(
    office: Office, path: Path, *, today: date, sheet: str | None = None, create_divisions: bool = False
) -> ImportPlan:
    """Read a file and say what importing it would do; nothing is written.

    Args:
        office: the office.
        path: CSV or XLSX: an office's own list, an e-LAAS export or our own export.
        today: the office's day.
        sheet: one sheet of a workbook; all that look like a register if not given.
        create_divisions: make divisions that the office does not have instead of refusing their cells.

    Raises:
        Unusable: no such file, or no table in it.
    """
    plan = ImportPlan(tables=[])
    with reading(office) as connection:
        known = _known(connection, office.agency_id)
        offset = 0
        for table in read_tables(path, sheet):
            if _plan_table(connection, office.agency_id, table, plan, known, today, offset, create_divisions):
                plan.tables.append(table)
                offset += len(table.rows)
    if not plan.tables:
        why = "ไม่พบหัวตารางที่มีรหัสและชื่อรายการใน 60 แถวแรก"
        raise Unusable(what=str(path), why=why, why_en="no header with code and name in the first 60 rows")
    return plan


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
    plan: ImportPlan,
    known: _Known,
    today: date,
    offset: int,
    create_divisions: bool,
) -> bool:
    columns = find_columns(table.rows)
    if columns is None:
        return False
    plan.columns.update(columns.titles)
    reader = RowReader(columns.fields, columns.funds, columns.titles, split_date=columns.split_date, today=today)
    seen: dict[str, int] = {}
    matched: list[tuple[RowRead, str]] = []
    for number, raw in enumerate(table.rows[columns.first_row :], columns.first_row + 1 + offset):
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
    return True


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


def apply_import(
    office: Office, actor: Actor, plan: ImportPlan, *, progress: Callable[[int], None] | None = None
) -> ImportPlan:
    """Write what the plan says, all or nothing; refused and skipped rows stay out and stay listed.

    Raises:
        NotAllowed: neither supplies officer nor chief of supplies nor administrator.
        Conflict: somebody changed a row since the plan was made; nothing is written.
    """
    need_role(actor, "supplies_officer", "supplies_chief", "admin", task="นำเข้าทะเบียน", task_en="import the register")
    with writing(office, actor) as journal:
        homes = _make_divisions(journal, plan)
        _create(journal, plan.created, homes)
        touched = []
        for done, (row, asset_id, changes) in enumerate(plan.updated):
            _update(journal, row, asset_id, changes, homes)
            touched.append(asset_id)
            if progress is not None:
                progress(done)
        put_words(journal.connection, office.agency_id, touched)
        _keep_run(journal, actor, plan)
        journal.close("register.imported", files=[table.name for table in plan.tables])
    return plan


def _make_divisions(journal: Journal, plan: ImportPlan) -> dict[str, str]:
    homes = {}
    for key, name in plan.new_divisions.items():
        row = journal.insert(division, name=name, sort_key=sort_key(name), active=True)
        homes[key] = row["id"]
    return homes


_DEFAULTS: dict[str, Any] = {
    "details": "", "kind": "item", "quantity": 1, "unit": "", "reserve": 0, "loan_class": "durable",
    "book_class": "equipment", "category": "", "public_lendable": False, "division_id": None, "custodian_id": None,
    "place": "", "price": None, "fund": "", "acquired_on": None, "acquired_by": "", "acquired_from": "", "evidence": "",
    "life_years": None, "condition": "serviceable", "stage": "in_service", "note": "", "version": 1,
}  # fmt: skip


def new_asset_row(journal: Journal, row: RowRead, homes: dict[str, str]) -> dict[str, Any]:
    """The asset row of a register row: its own columns over the defaults."""
    values = _DEFAULTS | row.values
    values["division_id"] = homes.get(values["division_id"], values["division_id"])
    if values["quantity"] > 1:
        values["kind"] = "lot"
    elif row.parts:
        values["kind"] = "set"
    fsn = next((code_key(raw) for scheme, raw in row.identifiers if scheme == "fsn"), "")
    values.setdefault("vehicle", is_vehicle(values["name"], values["category"], fsn))
    own = {"id": new_id(journal.signer.at), "code": row.code, "sort_key": sort_key(values["name"])}
    return values | own


def _create(journal: Journal, created: list[RowRead], homes: dict[str, str]) -> None:
    assets = [new_asset_row(journal, row, homes) for row in created]
    identifiers, parts = [], []
    for row, values in zip(created, assets, strict=True):
        for scheme, raw in row.identifiers:
            own = {"asset_id": values["id"], "scheme": scheme, "raw": raw, "norm": code_key(raw)}
            identifiers.append(own | {"since": values["acquired_on"]})
        for no, (name, quantity) in enumerate(row.parts or (), 1):
            parts.append({"asset_id": values["id"], "no": no, "name": name, "quantity": quantity})
    journal.insert_many(asset, assets, "asset.imported")
    journal.insert_many(asset_identifier, identifiers, "asset.imported")
    journal.insert_many(asset_part, parts, "asset.imported")
    put_words(journal.connection, journal.agency_id, [values["id"] for values in assets])


def _update(journal: Journal, row: RowRead, asset_id: str, changes: dict[str, Any], homes: dict[str, str]) -> None:
    query = sa.select(asset).where(asset.c.agency_id == journal.agency_id, asset.c.id == asset_id)
    old = dict(journal.connection.execute(query).mappings().one())
    columns = {name: value for name, value in changes.items() if name in asset.c}
    if "name" in columns:
        columns["sort_key"] = sort_key(columns["name"])
    if "division_id" in columns:
        columns["division_id"] = homes.get(columns["division_id"], columns["division_id"])
    if columns:
        journal.update(asset, old, **columns)
    for scheme, raw in changes.get("identifiers", ()):
        journal.insert(asset_identifier, asset_id=asset_id, scheme=scheme, raw=raw, norm=code_key(raw))
    if "parts" in changes:
        set_parts(journal, asset_id, row.parts or ())


def set_parts(journal: Journal, asset_id: str, parts: tuple[tuple[str, int], ...]) -> None:
    """Make the part list of a set read ``parts``; parts are renamed or added, never deleted.

    Raises:
        BadInput: fewer parts than before; note a missing part on the asset instead.
    """
    from assettrack.rules.refusal import BadInput

    query = (
        sa.select(asset_part)
        .where(asset_part.c.agency_id == journal.agency_id, asset_part.c.asset_id == asset_id)
        .order_by(asset_part.c.no)
    )
    stored = [dict(row) for row in journal.connection.execute(query).mappings()]
    if len(parts) < len(stored):
        rule = "รายการส่วนประกอบที่มีอยู่แล้วลบไม่ได้ ให้แก้จำนวนหรือบันทึกในหมายเหตุ"
        raise BadInput(field="ส่วนประกอบ", value=str(len(parts)), rule=rule, rule_en="parts are not deleted")
    for no, (name, quantity) in enumerate(parts, 1):
        if no > len(stored):
            journal.insert(asset_part, asset_id=asset_id, no=no, name=name, quantity=quantity)
        elif (stored[no - 1]["name"], stored[no - 1]["quantity"]) != (name, quantity):
            journal.update(asset_part, stored[no - 1], name=name, quantity=quantity)


def _keep_run(journal: Journal, actor: Actor, plan: ImportPlan) -> None:
    journal.insert(
        import_run,
        file_name=plan.tables[0].name,
        file_sha256=plan.tables[0].sha256,
        sheet=", ".join(table.sheet for table in plan.tables if table.sheet),
        at=actor.at,
        by_person=actor.person_id,
        read=plan.read,
        created=len(plan.created),
        updated=len(plan.updated),
        unchanged=plan.unchanged,
        skipped=len(plan.skipped),
        refused=plan.refused_rows,
    )
