"""Writing what an import's plan says, all of it or nothing; and the rows of a new asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, writing
from assettrack.office.importing import Steps
from assettrack.office.register_search import put_words
from assettrack.rules.registry import is_vehicle
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key
from db.base import new_id
from db.tables.people import division
from db.tables.registry import asset, asset_identifier, asset_part, import_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from assettrack.office.context import Actor, Office
    from assettrack.office.importing import ImportPlan
    from assettrack.rules.importing import RowRead
    from db.journal import Journal

CREATED_AT_ONCE = 1000
"""Assets that are written between two looks at whether to go on."""


def apply_import(
    office: Office, actor: Actor, plan: ImportPlan, *, progress: Callable[[int, int], None] | None = None
) -> ImportPlan:
    """Write what the plan says, all or nothing; refused and skipped rows stay out and stay listed.

    ``progress`` is told (rows written, of how many); what it raises takes everything back.

    Raises:
        NotAllowed: neither supplies officer nor chief of supplies nor administrator.
        Conflict: somebody changed a row since the plan was made; nothing is written.
    """
    need_role(actor, "supplies_officer", "supplies_chief", "admin", task="นำเข้าทะเบียน", task_en="import the register")
    with writing(office, actor) as journal:
        homes = _make_divisions(journal, plan)
        steps = Steps(progress, len(plan.created) + len(plan.updated))
        for start in range(0, len(plan.created), CREATED_AT_ONCE):
            some = plan.created[start : start + CREATED_AT_ONCE]
            _create(journal, some, homes)
            steps.add(len(some))
        touched = []
        for row, asset_id, changes in plan.updated:
            _update(journal, row, asset_id, changes, homes)
            touched.append(asset_id)
            steps.add()
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
