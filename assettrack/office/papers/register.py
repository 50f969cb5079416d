"""The papers of the register from its rows: ทะเบียนคุมทรัพย์สิน of an asset, the list of a division, count sheets of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.papers.draft import Draft, no_facts
from assettrack.office.registry import asset_by_code, asset_rows, rows_query
from assettrack.rules.refusal import NotFound
from assettrack.rules.registry import STATE_WORDS
from assettrack.rules.upkeep import below_threshold, schedule
from assettrack.scanning.codes import LABEL, payload
from assettrack.thai.dates import as_thai_day, fiscal_year_span
from db.tables.labels import label
from db.tables.people import division, person
from db.tables.registry import asset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.registry import AssetRecord
    from forms.documents.asset_card import AssetCardLine, AssetKeeper


def asset_card(office: Office, actor: Actor, ref: str) -> Draft:
    """ทะเบียนคุมทรัพย์สิน of an asset, with the depreciation of the fiscal years that have ended by the actor's day.

    Raises:
        NotFound: no such asset.
    """
    from forms.documents.asset_card import AssetCard

    record = asset_by_code(office, ref)
    row = record.row
    numbers = {identifier.scheme: identifier.raw for identifier in record.identifiers if identifier.ended is None}
    cost = (row.price or 0) * row.quantity
    card = AssetCard(
        facts=no_facts(),
        division=row.division,
        category=record.category,
        code=row.code,
        features=row.name,
        model=" ".join(part for part in (record.details, numbers.get("serial", "")) if part),
        place=" ".join(part for part in (row.division, row.place) if part),
        seller=record.acquired_from,
        fund=record.fund,
        way=record.acquired_by,
        below_threshold=bool(record.acquired_on and row.price and below_threshold(row.price, record.acquired_on)),
        lines=tuple(_card_lines(record, cost, actor)) if record.acquired_on else (),
        keepers=tuple(_keepers(office, record)),
    )
    return Draft(card, row.code, ("asset", row.id), code=True)


def _card_lines(record: AssetRecord, cost: int, actor: Actor) -> Iterator[AssetCardLine]:
    from forms.documents.asset_card import AssetCardLine

    row, acquired = record.row, record.acquired_on
    if acquired is None:
        return
    life = record.life_years
    rate = round(10_000 / life) if life else None
    yield AssetCardLine(
        acquired, row.name, record.evidence, row.quantity, row.unit, row.price, cost if row.price else None, life, rate,
        book=cost if row.price else None,
    )  # fmt: skip
    if not life or not row.price or below_threshold(row.price, acquired):
        return
    for year in schedule(cost, acquired, life):
        end = fiscal_year_span(year.year)[1]
        if end <= actor.today:
            name = f"ค่าเสื่อมราคาปีงบประมาณ {year.year}"
            yield AssetCardLine(end, name, lost=year.lost, lost_so_far=year.lost_so_far, book=year.book)


def _keepers(office: Office, record: AssetRecord) -> Iterator[AssetKeeper]:
    """Who kept it for which division and where, whenever one of the three changed, from the ledger."""
    from forms.documents.asset_card import AssetKeeper

    before: tuple[str, ...] = ()
    with reading(office) as connection:
        names = _names(connection, office.agency_id)
    for line in record.history:
        after = tuple(
            names.get(line.after.get(name) or "", "") if name.endswith("_id") else line.after.get(name, "")
            for name in ("custodian_id", "division_id", "place")
        )
        if after != before:
            yield AssetKeeper(as_thai_day(line.at), *after)
        before = after


def _names(connection: Connection, agency_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (person, division):
        query = sa.select(table.c.id, table.c.name).where(table.c.agency_id == agency_id)
        found.update((row.id, row.name) for row in connection.execute(query))
    return found


def asset_register(office: Office, actor: Actor, ref: str) -> Draft:
    """The register as a list: of a division, or of the whole office where ``ref`` is empty.

    Raises:
        NotFound: no such division.
    """
    from forms.documents.asset_register import AssetRegister, AssetRegisterLine

    rows = _rows(office, ref)
    lines = tuple(
        AssetRegisterLine(
            code=row.code, name=row.name, model=more["details"], acquired=more["acquired_on"], division=row.division,
            place=row.place, keeper=row.custodian, category=more["category"], quantity=row.quantity, unit=row.unit,
            price=row.price, state=STATE_WORDS[row.state], note=more["note"],
        )
        for row, more in rows
    )  # fmt: skip
    register = AssetRegister(no_facts(), actor.today, ref, lines)
    return Draft(register, ref or "ทั้งหน่วยงาน", ("agency", office.agency_id))


def _rows(office: Office, division_name: str) -> list[tuple[Any, Any]]:
    """Assets with the columns that lists do not show, by division and name; what was disposed of is not on the list."""
    query = rows_query(office.agency_id).where(asset.c.stage != "disposed")
    more = sa.select(asset.c.id, asset.c.details, asset.c.acquired_on, asset.c.category, asset.c.note)
    with reading(office) as connection:
        if division_name:
            _check_division(connection, office.agency_id, division_name)
            query = query.where(division.c.name == division_name)
        rows = asset_rows(
            connection, office.agency_id, query.order_by(division.c.sort_key, asset.c.sort_key, asset.c.id)
        )
        found = {
            row["id"]: row for row in connection.execute(more.where(asset.c.agency_id == office.agency_id)).mappings()
        }
    return [(row, found[row.id]) for row in rows]


def _check_division(connection: Connection, agency_id: str, name: str) -> None:
    query = sa.select(division.c.id).where(division.c.agency_id == agency_id, division.c.name == name)
    if connection.execute(query).first() is None:
        raise NotFound(what="ส่วนราชการ", what_en="division", value=name)


def count_sheet(office: Office, actor: Actor, ref: str) -> Draft:
    """ใบตรวจนับ of a place: everything of a division (``กองช่าง``), or of one of its places (``กองช่าง/ห้องประชุม``).

    Raises:
        NotFound: no such division, or nothing of it at that place.
    """
    from forms.documents.count_sheet import CountLine, CountSheet

    division_name, _, place = (part.strip() for part in ref.partition("/"))
    rows = [row for row, _ in _rows(office, division_name) if not place or row.place == place]
    if not rows:
        raise NotFound(what="พัสดุที่สถานที่", what_en="assets at", value=ref)
    labels = _labels(office)
    lines = tuple(
        CountLine(row.code, row.name, row.quantity, row.unit, labels.get(row.id, ""), "" if place else row.place)
        for row in rows
    )
    sheet = CountSheet(no_facts(), "", place or "ทุกสถานที่", division_name, actor.today, lines)
    return Draft(sheet, ref, ("agency", office.agency_id))


def _labels(office: Office) -> dict[str, str]:
    """What the label of each asset says, its shortest form; of a lot the one of the whole, or the first piece's."""
    query = sa.select(label.c.asset_id, label.c.token).where(
        label.c.agency_id == office.agency_id, label.c.retired_at.is_(None)
    )
    query = query.order_by(label.c.piece.desc())
    with reading(office) as connection:
        return {row.asset_id: payload(LABEL, row.token) for row in connection.execute(query)}
