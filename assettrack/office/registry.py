"""The register (ทะเบียนคุมทรัพย์สิน): find, list, show, add and edit assets; their state is computed from their loans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office import register_search as search
from assettrack.office.context import need_role, reading, writing
from assettrack.office.import_apply import new_asset_row, set_parts
from assettrack.office.people import division_id_of
from assettrack.office.register_search import MOST
from assettrack.rules.importing import RowRead
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.rules.registry import SCHEMES, AssetFacts, asset_state, free_pieces, scheme_of
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key, search_key
from db.ledger import history
from db.tables.lending import loan, loan_line
from db.tables.people import division, person
from db.tables.registry import asset, asset_identifier, asset_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office

KEEPERS = ("supplies_officer", "supplies_chief")
"""Roles that keep the register (ข้อ ๒๐๓)."""


@dataclass(frozen=True)
class AssetRow:
    """An asset in a list."""

    id: str
    code: str
    name: str
    kind: str
    quantity: int
    unit: str
    division: str
    place: str
    custodian: str
    condition: str
    stage: str
    state: str
    free: int
    loan_class: str
    price: int | None
    vehicle: bool
    public_lendable: bool


@dataclass(frozen=True)
class Identifier:
    """One number of an asset, as printed and as compared."""

    scheme: str
    raw: str
    norm: str
    since: date | None
    ended: date | None


@dataclass(frozen=True)
class AssetLoan:
    """A loan that an asset was or is on."""

    number: str
    borrower: str
    starts: date
    due: date
    quantity: int
    state: str


@dataclass(frozen=True)
class HistoryLine:
    """One change of an asset, from the ledger."""

    at: datetime
    actor: str
    capacity: str
    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True)
class AssetRecord:
    """Everything of one asset."""

    row: AssetRow
    details: str
    reserve: int
    book_class: str
    category: str
    fund: str
    acquired_on: date | None
    acquired_by: str
    acquired_from: str
    evidence: str
    life_years: int | None
    note: str
    version: int
    identifiers: tuple[Identifier, ...]
    parts: tuple[tuple[str, int], ...]
    loans: tuple[AssetLoan, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class Found:
    """Hits of a search in order, and what was perhaps meant where there are none."""

    rows: tuple[AssetRow, ...]
    did_you_mean: tuple[str, ...] = ()
    more: bool = False


def _tally(agency_id: str, ids: list[str]) -> sa.Select[Any]:
    line = loan_line.c
    back = line.returned + line.damaged + line.lost
    issued, approved = loan.c.state == "issued", loan.c.state == "approved"
    lot = line.sole == sa.literal(0)
    return (
        sa.select(
            line.asset_id,
            sa.func.sum(sa.case((issued, line.issued - back), else_=0)).label("out"),
            sa.func.sum(
                sa.case(
                    (lot, line.lost - (line.replaced + line.repaired - line.damaged)),
                    else_=line.lost * (1 - line.replaced),
                )
            ).label("unmade"),
            sa.func.sum(sa.case((approved, sa.func.coalesce(line.approved, 0)), else_=0)).label("reserved"),
        )
        .join_from(loan_line, loan, sa.and_(loan.c.agency_id == line.agency_id, loan.c.id == line.loan_id))
        .where(line.agency_id == agency_id, line.asset_id.in_(ids))
        .group_by(line.asset_id)
    )


_ROW = (
    "id",
    "code",
    "name",
    "kind",
    "quantity",
    "unit",
    "place",
    "condition",
    "stage",
    "loan_class",
    "price",
    "vehicle",
    "public_lendable",
)


def rows_query(agency_id: str) -> sa.Select[Any]:
    """The query that ``asset_rows`` reads, without order or limit."""
    return (
        sa.select(
            *(asset.c[name] for name in _ROW),
            asset.c.sort_key,
            sa.func.coalesce(division.c.name, "").label("division"),
            sa.func.coalesce(person.c.name, "").label("custodian"),
        )
        .outerjoin(division, sa.and_(division.c.agency_id == asset.c.agency_id, division.c.id == asset.c.division_id))
        .outerjoin(person, sa.and_(person.c.agency_id == asset.c.agency_id, person.c.id == asset.c.custodian_id))
        .where(asset.c.agency_id == agency_id)
    )


def asset_rows(connection: Connection, agency_id: str, query: sa.Select[Any]) -> list[AssetRow]:
    """Assets with how many pieces are free, in the order of the query."""
    found = connection.execute(query).mappings().all()
    tally = {row.asset_id: row for row in connection.execute(_tally(agency_id, [row["id"] for row in found]))}
    return [_asset_row(row, tally.get(row["id"])) for row in found]


def _asset_row(row: sa.RowMapping, tally: Any) -> AssetRow:
    out, unmade, reserved = (tally.out, max(0, tally.unmade), tally.reserved) if tally else (0, 0, 0)
    facts = AssetFacts(row["stage"], row["condition"], row["kind"], row["quantity"], out, unmade, 0, reserved)
    own: dict[str, Any] = {name: row[name] for name in _ROW}
    state: dict[str, Any] = {"state": asset_state(facts), "free": free_pieces(facts)}
    return AssetRow(**own, **state, division=row["division"], custodian=row["custodian"])


def find_assets(
    office: Office,
    text: str,
    *,
    limit: int = 50,
    division_name: str | None = None,
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> Found:
    """Assets that hold every word typed in a name, code, serial, place or holder; the exact number first.

    Where nothing is found, names of this office that are spelt nearly so. ``where`` are further conditions on the asset table.
    """
    with reading(office) as connection:
        ids = search.exact(connection, office.agency_id, text)
        ids += [i for i in search.matching(connection, office.agency_id, text, where=where) if i not in ids]
        query = rows_query(office.agency_id).where(asset.c.id.in_(ids), *where)
        if division_name is not None:
            query = query.where(division.c.name == division_name)
        rows = asset_rows(connection, office.agency_id, query) if ids else []
        meant = () if rows or not text.strip() else search.did_you_mean(connection, office.agency_id, text)
    key, code = search_key(text), code_key(text)
    rows.sort(key=lambda r: (r.code != code, not search_key(r.name).startswith(key), sort_key(r.name), r.code))
    return Found(tuple(rows[:limit]), meant, more=len(ids) >= MOST)


def asset_by_code(office: Office, code: str) -> AssetRecord:
    """An asset by any number in use.

    Raises:
        NotFound: no asset has it.
    """
    with reading(office) as connection:
        asset_id = id_of(connection, office.agency_id, code)
        query = sa.select(asset).where(asset.c.agency_id == office.agency_id, asset.c.id == asset_id)
        whole = connection.execute(query).mappings().one()
        row = asset_rows(connection, office.agency_id, rows_query(office.agency_id).where(asset.c.id == asset_id))[0]
        return AssetRecord(
            row=row,
            **{name: whole[name] for name in _RECORD},
            identifiers=_identifiers(connection, office.agency_id, asset_id),
            parts=_parts(connection, office.agency_id, asset_id),
            loans=loans_of_asset(connection, office.agency_id, asset_id),
            history=_history(connection, office.agency_id, asset_id),
        )


_RECORD = (
    "details", "reserve", "book_class", "category", "fund", "acquired_on", "acquired_by", "acquired_from", "evidence",
    "life_years", "note", "version",
)  # fmt: skip


def id_of(connection: Connection, agency_id: str, code: str) -> str:
    """The id of the asset that has this number in use.

    Raises:
        NotFound: none has it, or more than one.
    """
    shown = sa.select(asset.c.id).where(asset.c.agency_id == agency_id, asset.c.code == code_key(code))
    found = connection.execute(shown).scalar_one_or_none()
    ids = [found] if found else search.exact(connection, agency_id, code)
    if len(ids) != 1:
        raise NotFound(what="พัสดุรหัส", what_en="asset", value=code)
    return str(ids[0])


def _identifiers(connection: Connection, agency_id: str, asset_id: str) -> tuple[Identifier, ...]:
    columns = [asset_identifier.c[name] for name in Identifier.__dataclass_fields__]
    query = sa.select(*columns).where(
        asset_identifier.c.agency_id == agency_id, asset_identifier.c.asset_id == asset_id
    )
    return tuple(Identifier(*row) for row in connection.execute(query.order_by(asset_identifier.c.scheme)))


def _parts(connection: Connection, agency_id: str, asset_id: str) -> tuple[tuple[str, int], ...]:
    query = sa.select(asset_part.c.name, asset_part.c.quantity).where(
        asset_part.c.agency_id == agency_id, asset_part.c.asset_id == asset_id
    )
    return tuple((row.name, row.quantity) for row in connection.execute(query.order_by(asset_part.c.no)))


def loans_of_asset(connection: Connection, agency_id: str, asset_id: str) -> tuple[AssetLoan, ...]:
    """The loans that an asset was or is on, newest first."""
    quantity = sa.func.coalesce(loan_line.c.approved, loan_line.c.requested)
    due = sa.func.coalesce(loan.c.extended_to, loan.c.due_on)
    query = (
        sa.select(loan.c.number, loan.c.borrower_name, loan.c.starts_on, due, quantity, loan.c.state)
        .join_from(
            loan_line, loan, sa.and_(loan.c.agency_id == loan_line.c.agency_id, loan.c.id == loan_line.c.loan_id)
        )
        .where(loan_line.c.agency_id == agency_id, loan_line.c.asset_id == asset_id, loan.c.state != "draft")
        .order_by(loan.c.starts_on.desc(), loan.c.id.desc())
    )
    return tuple(AssetLoan(*row) for row in connection.execute(query))


def _history(connection: Connection, agency_id: str, asset_id: str) -> tuple[HistoryLine, ...]:
    lines = []
    for entry in history(connection, agency_id, "asset", asset_id):
        own = (c for c in entry.changes if (c["table"], c["id"]) == ("asset", asset_id))
        lines += [
            HistoryLine(entry.at, entry.actor_name, entry.capacity, entry.kind, c["before"], c["after"]) for c in own
        ]
    return tuple(lines)


@dataclass(frozen=True)
class NewAsset:
    """An asset to be entered; ``values`` are columns of the register, ``identifiers`` (scheme, number) pairs."""

    code: str
    values: dict[str, Any]
    division: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, int], ...] = ()


def add_asset(office: Office, actor: Actor, new: NewAsset) -> AssetRecord:
    """Enter an asset into the register (ข้อ ๒๐๓).

    Raises:
        NotAllowed, BadInput: no code or name, a number in use, an unknown division.
    """
    need_role(actor, *KEEPERS, task="ลงทะเบียนพัสดุ", task_en="enter assets")
    code = code_key(new.code)
    if not code or not str(new.values.get("name", "")).strip():
        raise BadInput(field="รหัสและชื่อ", value=new.code, rule="ต้องไม่ว่าง (ระเบียบฯ ข้อ ๒๐๓)", rule_en="required")
    identifiers = ((scheme_of(new.code), new.code), *new.identifiers)
    with writing(office, actor) as journal:
        for scheme, raw in identifiers:
            _check_number(journal.connection, office.agency_id, scheme, raw)
        values = new.values | {"division_id": division_id_of(journal.connection, office.agency_id, new.division)}
        row = RowRead(0, code, values, identifiers, new.parts or None, new.division, "", ())
        stored = journal.insert(asset, **new_asset_row(journal, row, {}))
        for scheme, raw in identifiers:
            journal.insert(asset_identifier, asset_id=stored["id"], scheme=scheme, raw=raw, norm=code_key(raw))
        set_parts(journal, stored["id"], new.parts)
        search.put_words(journal.connection, office.agency_id, [stored["id"]])
        journal.close("asset.added", code=code)
    return asset_by_code(office, code)


def _check_number(connection: Connection, agency_id: str, scheme: str, raw: str) -> None:
    if scheme not in SCHEMES:
        raise BadInput(field="ชนิดรหัส", value=scheme, rule=" ".join(SCHEMES), rule_en=" ".join(SCHEMES))
    taken = sa.select(asset.c.name).join(
        asset_identifier,
        sa.and_(asset_identifier.c.agency_id == asset.c.agency_id, asset_identifier.c.asset_id == asset.c.id),
    )
    here = (
        asset_identifier.c.agency_id == agency_id,
        asset_identifier.c.scheme == scheme,
        asset_identifier.c.norm == code_key(raw),
    )
    name = connection.execute(taken.where(*here, asset_identifier.c.ended.is_(None))).scalar_one_or_none()
    if name is not None:
        raise BadInput(field="รหัส", value=raw, rule=f"ใช้กับ «{name}» อยู่แล้ว รหัสไม่ใช้ซ้ำ", rule_en=f"in use by {name}")
