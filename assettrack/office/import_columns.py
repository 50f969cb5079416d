"""Finding a register's columns: headers by alias, one or two rows deep, under any title, with e-LAAS's fund columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from assettrack.thai.text import search_key

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNDS = (
    "เงินงบประมาณ",
    "เงินสะสม/เงินทุนสำรองเงินสะสม",
    "เงินอุดหนุนระบุวัตถุประสงค์/เฉพาะกิจ",
    "เงินรับฝาก",
    "รับโอน/รับบริจาค",
    "เงินกู้",
    "รายได้สะสม",
    "ทุนดำเนินการ",
)
TITLES = {
    "code": "รหัสครุภัณฑ์", "name": "รายการ", "details": "รายละเอียด", "kind": "ลักษณะการนับ", "quantity": "จำนวน",
    "unit": "หน่วยนับ", "reserve": "สำรองไว้ใช้ราชการ", "loan_class": "ประเภทการยืม", "book_class": "ประเภทบัญชี",
    "category": "ประเภท", "vehicle": "ยานพาหนะ", "public_lendable": "ให้ประชาชนยืมได้", "division": "ส่วนราชการ",
    "custodian": "ผู้ดูแล", "place": "สถานที่", "price": "ราคาต่อหน่วย", "fund": "แหล่งเงิน", "acquired_on": "วันที่ได้มา",
    "acquired_by": "วิธีการได้มา", "acquired_from": "ได้มาจาก", "evidence": "เลขที่เอกสาร", "life_years": "อายุการใช้งาน",
    "condition": "สภาพ", "stage": "สถานะ", "note": "หมายเหตุ", "parts": "ส่วนประกอบ", "local": "รหัส อปท.", "fsn": "รหัส FSN",
    "elaas": "รหัส e-LAAS", "old": "รหัสเดิม", "serial": "หมายเลขเครื่อง", "plate": "ทะเบียนรถ", "chassis": "เลขตัวถัง",
}  # fmt: skip
"""Column titles of our own export, in its order; each is also an alias when importing."""

_ALIASES = {
    "code": "รหัส|รหัสทรัพย์สิน|หมายเลขครุภัณฑ์|เลขครุภัณฑ์|เลขที่ครุภัณฑ์|รหัสพัสดุ|เลขรหัส|หมายเลขพัสดุ|รหัสสินทรัพย์|"
    "รหัสสินทรัพย์ในระบบ (รหัสสินทรัพย์ อปท.)|code|asset code|asset no|เลขที่หรือรหัส|เลขทะเบียนครุภัณฑ์",
    "name": "ชื่อ|ชื่อครุภัณฑ์|ชื่อสินทรัพย์|ชื่อพัสดุ|รายการครุภัณฑ์|รายการทรัพย์สิน|ชื่อรายการ|name|asset name|description|ยี่ห้อ/รายการ",
    "details": "ลักษณะ|ยี่ห้อ/รุ่น|ยี่ห้อ|รุ่น|รายละเอียดสินทรัพย์|คุณลักษณะ|รายละเอียด/ยี่ห้อ|details|model",
    "kind": "kind",
    "quantity": "จำนวนหน่วย|จำนวน (หน่วย)|ปริมาณ|qty|quantity",
    "unit": "หน่วย|unit",
    "reserve": "สำรอง|reserve",
    "loan_class": "ลักษณะการใช้|loan class|loan_class",
    "book_class": "ประเภทสินทรัพย์|book class|book_class",
    "category": "หมวด|ประเภทครุภัณฑ์|ชนิดสินทรัพย์|ชนิด|หมวดครุภัณฑ์|category",
    "vehicle": "vehicle",
    "public_lendable": "ประชาชนยืมได้|public|public_lendable",
    "division": "กอง|สำนัก/กอง|หน่วยงาน|หน่วยงานที่รับผิดชอบ|ส่วนราชการที่รับผิดชอบ|หน่วยงานเจ้าของ|division|department",
    "work": "งานที่รับผิดชอบ",
    "custodian": "ผู้รับผิดชอบ|ผู้ใช้|ผู้ครอบครอง|ผู้ดูแลพัสดุ|custodian|holder",
    "place": "สถานที่ตั้ง|ที่ตั้ง|สถานที่ใช้งาน|สถานที่เก็บ|ห้อง|place|location",
    "price": "ราคา|มูลค่า|ราคาสินทรัพย์|ราคาทุน|ราคาที่ได้มา|ราคา (บาท)|ราคา/หน่วย|มูลค่าที่ได้มา|จำนวนเงิน|price|cost",
    "fund": "ประเภทเงิน|เงินงบประมาณประเภท|fund",
    "acquired_on": "วันเดือนปี|วัน เดือน ปี|วันที่ได้มา (วว/ดด/ปปปป)|วันที่ซื้อ|วันเดือนปีที่ได้มา|ว.ด.ป.|วันที่ตรวจรับ|วันที่รับ|"
    "ปีที่ได้มา|acquired|acquired on|date",
    "acquired_by": "ได้มาโดย|วิธีได้มา|acquired by",
    "acquired_from": "ผู้ขาย|ชื่อผู้ขาย|ผู้ขาย/ผู้รับจ้าง|supplier",
    "evidence": "ที่เอกสาร|เลขที่สัญญา|หลักฐานการรับ|เอกสาร|evidence",
    "life_years": "อายุ|อายุใช้งาน|อายุการใช้งาน (ปี)|อายุสินทรัพย์|อายุสินทรัพย์ (ปี)|life",
    "condition": "สภาพสินทรัพย์|สภาพครุภัณฑ์|สภาพการใช้งาน|condition",
    "stage": "สถานะการใช้งาน|สถานะสินทรัพย์|status",
    "note": "บันทึก|remark|remarks|note",
    "parts": "parts|รายการส่วนประกอบ",
    "local": "เลข อปท.",
    "fsn": "fsn|หมายเลขพัสดุ fsn",
    "elaas": "e-laas|elaas|รหัสสินทรัพย์ในระบบ",
    "old": "รหัสเก่า|เลขเดิม",
    "serial": "serial|s/n|serial no|serial number|หมายเลขประจำเครื่อง|หมายเลขผลิตภัณฑ์",
    "plate": "ทะเบียน|เลขทะเบียนรถ|หมายเลขทะเบียน|plate",
    "chassis": "หมายเลขตัวถัง|chassis",
    "order": "ลำดับ|ลำดับที่|ที่|no",
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Where a table's columns are: field -> index, fund name -> index, and the first row of data (0-based)."""

    fields: dict[str, int]
    funds: dict[str, int]
    first_row: int
    split_date: bool
    titles: dict[str, str]


def _key(header: str) -> str:
    return re.sub(r"[\s*:._]+", "", search_key(header))


@cache
def _known() -> dict[str, str]:
    known = {}
    for field, aliases in _ALIASES.items():
        for alias in aliases.split("|"):
            known[_key(alias)] = field
    known.update({_key(title): field for field, title in TITLES.items()})
    return known


@cache
def _fund_keys() -> dict[str, str]:
    return {_key(fund): fund for fund in FUNDS}


def find_columns(rows: list[list[str]], *, within: int = 60) -> Columns | None:
    """The columns of a table, from the header row (or two rows) in its first 60 rows; none where there is no header."""
    best: Columns | None = None
    for at in range(min(within, len(rows))):
        for depth in (1, 2):
            found = _match(rows, at, depth)
            if found is not None and (best is None or _score(found) > _score(best) or _goes_on(best, found)):
                best = found
    return best


def headers(rows: list[list[str]], columns: Columns) -> list[str]:
    """The title of every column: of the last header row, or of the one above where that is empty."""
    last = rows[columns.first_row - 1]
    above = rows[columns.first_row - 2] if columns.first_row > 1 else []
    if not {title.strip() for title in above} & set(columns.titles.values()):
        above = []
    width = max(len(last), len(above))
    upper, lower = above + [""] * (width - len(above)), last + [""] * (width - len(last))
    return [low.strip() or up.strip() for up, low in zip(upper, lower, strict=True)]


def with_chosen(columns: Columns, titles: list[str], chosen: Mapping[str, str]) -> Columns:
    """The columns with what a person said of some of them: title -> field, an empty field for none."""
    fields, names = dict(columns.fields), dict(columns.titles)
    for at, title in enumerate(titles):
        if title in chosen:
            for field in [field for field, index in fields.items() if index == at]:
                del fields[field]
            if chosen[title]:
                fields[chosen[title]], names[chosen[title]] = at, title
    return replace(columns, fields=fields, titles=names)


def _goes_on(best: Columns, found: Columns) -> bool:
    """Whether ``found`` is ``best`` with its second header row."""
    return _score(found) == _score(best) and found.first_row == best.first_row + 1 and found.fields == best.fields


def _score(columns: Columns) -> int:
    return len(columns.fields) + len(columns.funds)


def _match(rows: list[list[str]], at: int, depth: int) -> Columns | None:
    if at + depth > len(rows):
        return None
    fields: dict[str, int] = {}
    funds: dict[str, int] = {}
    titles: dict[str, str] = {}
    for index, names in enumerate(_headers(rows[at : at + depth])):
        for name in names:
            if _key(name) in _fund_keys() and depth == 2:
                funds.setdefault(_fund_keys()[_key(name)], index)
                break
            field = _known().get(_key(name))
            if field is not None and field not in fields:
                fields[field], titles[field] = index, name.strip()
                break
    if not {"name", "code"} <= fields.keys() and not {"name", "price"} <= fields.keys():
        return None
    if depth == 2 and not _second_row_is_header(rows[at + 1]):
        return None
    return Columns(fields, funds, at + depth, _date_is_split(rows[at : at + depth], fields), titles)


def _headers(header_rows: list[list[str]]) -> list[list[str]]:
    """For each column, what its header may be called: the lower cell, the upper, both together."""
    if len(header_rows) == 1:
        return [[cell] for cell in header_rows[0]]
    upper, lower = header_rows
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [
        [u, low, f"{u}{low}"] if not low.strip() else [low, f"{u}{low}", u] for u, low in zip(upper, lower, strict=True)
    ]


def _second_row_is_header(row: list[str]) -> bool:
    """Whether a row holds titles only: two or more, one that is known, none of them a number."""
    keys = [_key(cell) for cell in row if cell.strip()]
    known = any(key in _known() or key in _fund_keys() or key in ("วัน", "เดือน", "ปี") for key in keys)
    return known and len(keys) > 1 and not any(re.fullmatch(r"[\d,.\-/]+", key) for key in keys)


def _date_is_split(header_rows: list[list[str]], fields: dict[str, int]) -> bool:
    """Whether the date's title is merged over three columns: day, month, year."""
    at = fields.get("acquired_on")
    if at is None:
        return False
    last = header_rows[-1]
    names = [_key(cell) for cell in [*last[at : at + 3], "", "", ""][:3]]
    if names == [_key(n) for n in ("วัน", "เดือน", "ปี")]:
        return True
    top = (header_rows[0] + [""] * (at + 3))[at + 1 : at + 3]
    taken = set(fields.values())
    return not any(cell.strip() for cell in (*top, *names[1:])) and not taken & {at + 1, at + 2}
