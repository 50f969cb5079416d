"""Exporting the register: everything that import reads, so that a round trip loses nothing."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.import_columns import TITLES
from assettrack.rules.refusal import Unusable
from assettrack.rules.registry import (
    BOOK_CLASS_WORDS,
    CONDITION_WORDS,
    KIND_WORDS,
    LOAN_CLASS_WORDS,
    SCHEMES,
    STAGE_WORDS,
)
from assettrack.thai.baht import baht
from assettrack.thai.dates import numeric_date
from db.tables.people import division, person
from db.tables.registry import asset, asset_identifier, asset_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from assettrack.office.context import Office

_WORDS = {
    "kind": KIND_WORDS,
    "loan_class": LOAN_CLASS_WORDS,
    "book_class": BOOK_CLASS_WORDS,
    "condition": CONDITION_WORDS,
    "stage": STAGE_WORDS,
}
_NUMBERS = frozenset({"quantity", "reserve", "life_years"})


def export_register(office: Office, path: Path) -> int:
    """Write the whole register to a ``.csv`` or ``.xlsx`` file; returns the number of assets written.

    Raises:
        Unusable: another kind of file, or a folder that cannot be written.
    """
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise Unusable(what=str(path), why="ส่งออกได้เป็น .csv หรือ .xlsx", why_en="export to .csv or .xlsx")
    try:
        with reading(office) as connection:
            return write(path, _records(connection, office.agency_id))
    except OSError as error:
        raise Unusable(what=str(path), why=f"เขียนไฟล์ไม่ได้ {error}", why_en=str(error)) from error


def _records(connection: Connection, agency_id: str) -> Iterator[dict[str, Any]]:
    """One record an asset in register order, by field; dates and numbers typed."""
    codes = _grouped(
        connection,
        sa.select(asset_identifier).where(
            asset_identifier.c.agency_id == agency_id, asset_identifier.c.ended.is_(None)
        ),
    )
    parts = _grouped(
        connection, sa.select(asset_part).where(asset_part.c.agency_id == agency_id).order_by(asset_part.c.no)
    )
    query = (
        sa.select(asset, division.c.name.label("division"), person.c.name.label("holder"), person.c.login)
        .outerjoin(division, sa.and_(division.c.agency_id == asset.c.agency_id, division.c.id == asset.c.division_id))
        .outerjoin(person, sa.and_(person.c.agency_id == asset.c.agency_id, person.c.id == asset.c.custodian_id))
        .where(asset.c.agency_id == agency_id)
        .order_by(asset.c.sort_key, asset.c.code)
    )
    for row in connection.execute(query).mappings():
        yield _record(row, codes.get(row["id"], []), parts.get(row["id"], []))


def _grouped(connection: Connection, query: sa.Select[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.asset_id, []).append(row)
    return found


def _record(row: sa.RowMapping, codes: list[Any], parts: list[Any]) -> dict[str, Any]:
    record = {name: row[name] for name in TITLES if name in row}
    record |= {name: words[row[name]] for name, words in _WORDS.items()}
    record |= {name: "ใช่" if row[name] else "ไม่" for name in ("vehicle", "public_lendable")}
    record["division"] = row["division"] or ""
    record["custodian"] = f"{row['holder']} ({row['login']})" if row["holder"] else ""
    record["parts"] = "; ".join(f"{part.name}*{part.quantity}" for part in parts)
    for scheme in SCHEMES:
        record[scheme] = " | ".join(code.raw for code in codes if code.scheme == scheme)
    return record


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "price":
        return baht(value)
    return numeric_date(value) if name == "acquired_on" else str(value)


def _write_csv(path: Path, records: Iterator[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES.values())
        for record in records:
            writer.writerow([_shown(name, record[name]) for name in TITLES])
            count += 1
    return count


def _write_xlsx(path: Path, records: Iterator[dict[str, Any]]) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("ทะเบียนคุมทรัพย์สิน")
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(TITLES) - 1, 18)
    for at, title in enumerate(TITLES.values()):
        sheet.write_string(0, at, title, head)
    count = 0
    for record in records:
        count += 1
        for at, name in enumerate(TITLES):
            value = record[name]
            if value is None or value == "":
                continue
            if name == "price":
                sheet.write_number(count, at, value / 100, money)
            elif name in _NUMBERS:
                sheet.write_number(count, at, value)
            else:
                sheet.write_string(count, at, _shown(name, value))
    sheet.autofilter(0, 0, max(count, 1), len(TITLES) - 1)
    book.close()
    return count
