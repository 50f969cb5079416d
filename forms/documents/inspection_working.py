"""กระดาษทำการของผู้ตรวจสอบพัสดุ ชุดที่ ๑–๔: what was compared and counted, row by row (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reportlab.platypus import CondPageBreak, Spacer

from assettrack.thai.dates import short_date
from forms.documents.inspection_parts import (
    SAMPLE_INSPECTORS,
    SAMPLE_YEAR,
    Box,
    Signed,
    closing_day,
    count,
    inspectors_sign,
    money,
    of_year,
    period,
    rows_or_none,
    title,
)
from forms.kit.flow import Text
from forms.kit.page import WIDE, PaperFacts, build, shown
from forms.kit.parts import Signature, blank
from forms.kit.sample import ITEM, sample_facts
from forms.kit.table import CELL_SIZE, Column, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from forms.kit.table import Cell, Grid

VARIANTS = ("movements", "receipts", "supplies", "equipment")
TITLE = "กระดาษทำการตรวจสอบพัสดุประจำปี"
_SET = {
    "movements": "ชุดที่ 1 การรับจ่ายวัสดุ",
    "receipts": "ชุดที่ 2 การรับครุภัณฑ์",
    "supplies": "ชุดที่ 3 วัสดุคงเหลือ",
    "equipment": "ชุดที่ 4 ครุภัณฑ์คงเหลือ",
}
REGISTERED = ("รายการ", "ประเภท", "ลักษณะ", "รหัส", "ประเภทเงิน", "วิธีการได้มา", "ค่าเสื่อมราคา", "สถานที่ตั้ง")
"""What is ticked of each thing received: the entries of its card in ทะเบียนคุมทรัพย์สิน that are right."""
CONDITIONS = ("ใช้การได้", "ชำรุด", "เสื่อมสภาพ", "ไม่ใช้งาน")
_SIZE = CELL_SIZE - 0.8
_RESULT, _PRESENT, _STATE, _CARD = "ผลการตรวจ", "ความมีอยู่จริง", "สภาพ", "การบันทึกรายการในทะเบียนคุมทรัพย์สิน"
_SECOND = 140.0
"""Points that the second table needs to begin on the page of the first."""
_NO, _NOTE = Column("ที่", 4, "center"), Column("หมายเหตุ", 13)


def _ticks(heads: Sequence[str], shares: Sequence[float], group: str) -> tuple[Column, ...]:
    return tuple(Column(head, share, "center", group) for head, share in zip(heads, shares, strict=True))


def _movement_columns(party: str) -> tuple[Column, ...]:
    return (
        _NO,
        Column("วัน เดือน ปี", 9, "center"),
        Column("ที่เอกสาร", 13),
        Column("รายการวัสดุ", 22),
        Column("จำนวน", 11, "right"),
        Column("ราคา (บาท)", 11, "right"),
        Column(party, 15),
        *_ticks(("ถูกต้อง", "ไม่ถูกต้อง"), (6.5, 7.5), _RESULT),
        _NOTE,
    )


_RECEIPTS = (
    _NO,
    Column("รายการที่ได้มา", 20),
    Column("จำนวน", 9, "right"),
    Column("ที่เอกสาร", 11),
    *_ticks(REGISTERED, (6, 6, 6, 5, 6, 6.5, 7, 6), _CARD),
    Column("หมายเหตุ", 9),
)
_SUPPLIES = (
    _NO,
    Column("รายการวัสดุ", 28),
    Column("หน่วยนับ", 8, "center"),
    Column("ตามบัญชี", 9, "right"),
    Column("ตรวจนับ", 9, "right"),
    Column("ขาด–เกิน", 10, "right"),
    *_ticks(("ใช้การได้", "ใช้การไม่ได้"), (7, 8.5), _STATE),
    Column("สาเหตุ", 18),
)
_EQUIPMENT = (
    _NO,
    Column("เลขครุภัณฑ์", 14),
    Column("รายการ", 26),
    Column("จำนวน", 10, "right"),
    *_ticks(("มี", "ไม่มี/สูญหาย"), (5, 8.5), _PRESENT),
    *_ticks(CONDITIONS, (7, 6, 8, 7), _STATE),
    _NOTE,
)


@dataclass(frozen=True)
class MovementLine:
    """One entry of a stock card beside its paper; ``right`` is none until it was looked at, ``value`` in satang."""

    day: date | None = None
    document: str = ""
    name: str = ""
    quantity: int | None = None
    unit: str = ""
    value: int | None = None
    party: str = ""
    right: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class ReceiptLine:
    """One thing received in the year; ``right`` are those of `REGISTERED` that its card has right."""

    name: str = ""
    quantity: int | None = None
    unit: str = ""
    document: str = ""
    right: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class SupplyCount:
    """One material: how many by the book, how many there are, and whether they can be used."""

    name: str = ""
    unit: str = ""
    in_books: int | None = None
    counted: int | None = None
    usable: bool | None = None
    cause: str = ""


@dataclass(frozen=True)
class EquipmentCount:
    """One piece of equipment: whether it is there, and its condition (of `CONDITIONS`)."""

    code: str = ""
    name: str = ""
    quantity: int | None = None
    unit: str = ""
    found: bool | None = None
    condition: str = ""
    note: str = ""


@dataclass(frozen=True)
class InspectionWorking:
    """A working paper: only the lines of its own set are shown."""

    facts: PaperFacts
    variant: str
    fiscal_year: int = 0
    place: str = ""
    received: tuple[MovementLine, ...] = ()
    issued: tuple[MovementLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    supplies: tuple[SupplyCount, ...] = ()
    equipment: tuple[EquipmentCount, ...] = ()
    inspectors: tuple[Signature, ...] = ()


def sample(variant: str = "movements") -> InspectionWorking:
    """Two pages of the longest plausible values."""
    toner, chair = "ผงหมึกเครื่องพิมพ์เลเซอร์ชนิดความจุสูง", "เก้าอี้พลาสติกมีพนักพิง"
    moved = MovementLine(
        date(2026, 3, 30), "ใบส่งของ ๑๒๓๔/๒๕๖๙", toner, 1_200, "กล่อง", 1_234_567_50, "ร้านสมบูรณ์วิทยาเครื่องเขียน",
        right=False, note="ลงราคาคลาดเคลื่อน",
    )  # fmt: skip
    handed = MovementLine(
        date(2026, 4, 9), "บจ. ๘๙/๒๕๖๙", toner, 4, "กล่อง", 14_200_00, "กองการศึกษา ศาสนาและวัฒนธรรม", right=True
    )
    bought = ReceiptLine(ITEM, 1, "เครื่อง", "ใบตรวจรับ ๔๕/๒๕๖๙", REGISTERED[:7], "ยังไม่ระบุที่ตั้ง")
    stock = SupplyCount(toner, "กล่อง", 1_200, 1_187, usable=True, cause="จ่ายแล้วแต่ยังไม่ได้ลงบัญชีวัสดุ")
    pieces = (
        EquipmentCount("416-60-0017/2", ITEM, 1, "เครื่อง", found=True, condition="ชำรุด", note="จอแตก"),
        EquipmentCount("401-60-0001", chair, 1_200, "ตัว", found=True, condition="ใช้การได้"),
        EquipmentCount("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", 4, "หลัง", found=False, note="อยู่ระหว่างยืม"),
    )
    lines: dict[str, dict[str, Any]] = {
        "movements": {"received": (moved,) * 9, "issued": (handed,) * 7},
        "receipts": {"receipts": (bought,) * 14},
        "supplies": {"supplies": (stock,) * 22},
        "equipment": {"equipment": pieces * 7},
    }
    return InspectionWorking(
        facts=sample_facts("ตพ. ๗/๒๕๖๙"), variant=variant, fiscal_year=SAMPLE_YEAR,
        place="ศูนย์พัฒนาเด็กเล็กบ้านหนองหัวฟาน กองการศึกษา ศาสนาและวัฒนธรรม", inspectors=SAMPLE_INSPECTORS,
        **lines[variant],
    )  # fmt: skip


def render(data: InspectionWorking) -> bytes:
    """The working paper as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    facts = data.facts
    named = shown(_SET[data.variant], facts)
    signed = [Spacer(0, 10), *inspectors_sign(data.inspectors, width=WIDE.body)]
    head = title((f"{TITLE} {named}", f"{of_year('ประจำปี', data.fiscal_year, facts)} {_when(data)}"), facts)
    tables = _movements(data, signed) if data.variant == "movements" else [Signed(_table(data), signed)]
    story = [*head, *_where(data), *tables]
    return build(facts, f"{TITLE} {named} {facts.number}".strip(), story, WIDE)


def _when(data: InspectionWorking) -> str:
    """Papers on receipts and issues are of the whole year, those on what is left of its last day."""
    if data.variant in ("movements", "receipts"):
        return period(data.fiscal_year, data.facts)
    return f"ณ วันที่ {closing_day(data.fiscal_year, data.facts)}"


def _where(data: InspectionWorking) -> list[Flowable]:
    return [Text(f"สถานที่หรือส่วนราชการ {blank(data.place, 80)}"), Spacer(0, 4)]


def _movements(data: InspectionWorking, signed: list[Flowable]) -> list[Flowable]:
    """Two tables: the papers of what came in and of what went out, each against the stock cards."""
    facts = data.facts
    came = _movement_table(data.received, _movement_columns("รับจาก"), data)
    went = _movement_table(data.issued, _movement_columns("จ่ายให้"), data)
    return [
        Text(shown("1. หลักฐานการรับ เทียบกับบัญชีวัสดุ", facts), bold=True, role="H2"),
        Spacer(0, 3),
        came,
        Spacer(0, 8),
        CondPageBreak(_SECOND),
        Text(shown("2. หลักฐานการจ่าย เทียบกับบัญชีวัสดุ", facts), bold=True, role="H2"),
        Spacer(0, 3),
        Signed(went, signed),
    ]


def _movement_table(lines: Sequence[MovementLine], columns: tuple[Column, ...], data: InspectionWorking) -> Grid:
    facts = data.facts
    rows = [
        (
            _number(no, line.name, facts), short_date(line.day, facts.digits) if line.day else "", line.document, line.name,
            _many(line.quantity, line.unit, facts), money(line.value, facts) if line.name else "", line.party,
            Box(ticked=line.right is True), Box(ticked=line.right is False), line.note,
        )
        for no, line in enumerate(lines or _unfilled(data, MovementLine(), 12), 1)
    ]  # fmt: skip
    return grid(columns, rows_or_none(rows, columns, 3, issued=True), width=WIDE.body, size=_SIZE)


def _unfilled(data: InspectionWorking, line: Any, rows: int) -> tuple[Any, ...]:
    """Rows to fill by hand where nothing is known yet; an issued paper has none."""
    return () if data.fiscal_year else (line,) * rows


def _number(no: int, name: str, facts: PaperFacts) -> str:
    return count(no, facts) if name else ""


def _many(quantity: int | None, unit: str, facts: PaperFacts) -> str:
    return f"{count(quantity, facts)} {unit}".strip()


def _table(data: InspectionWorking) -> Grid:
    columns = {"receipts": _RECEIPTS, "supplies": _SUPPLIES, "equipment": _EQUIPMENT}[data.variant]
    rows = {"receipts": _receipts, "supplies": _supplies, "equipment": _equipment}[data.variant](data)
    at = 2 if data.variant == "equipment" else 1
    return grid(columns, rows_or_none(rows, columns, at, issued=True), width=WIDE.body, size=_SIZE)


def _receipts(data: InspectionWorking) -> list[Sequence[Cell]]:
    facts = data.facts
    return [
        (
            _number(no, line.name, facts), line.name, _many(line.quantity, line.unit, facts), line.document,
            *(Box(ticked=entry in line.right) for entry in REGISTERED), line.note,
        )
        for no, line in enumerate(data.receipts or _unfilled(data, ReceiptLine(), 10), 1)
    ]  # fmt: skip


def _supplies(data: InspectionWorking) -> list[Sequence[Cell]]:
    facts = data.facts
    return [
        (
            _number(no, line.name, facts), line.name, line.unit, count(line.in_books, facts), count(line.counted, facts),
            difference(line.in_books, line.counted, facts), Box(ticked=line.usable is True), Box(ticked=line.usable is False),
            line.cause,
        )
        for no, line in enumerate(data.supplies or _unfilled(data, SupplyCount(), 10), 1)
    ]  # fmt: skip


def difference(in_books: int | None, counted: int | None, facts: PaperFacts) -> str:
    """«ขาด ๑๓», «เกิน ๒» or «๐»; nothing until it was counted."""
    if in_books is None or counted is None:
        return ""
    word = {True: "ขาด ", False: "เกิน "}[counted < in_books] if counted != in_books else ""
    return f"{word}{count(abs(counted - in_books), facts)}"


def _equipment(data: InspectionWorking) -> list[Sequence[Cell]]:
    facts = data.facts
    return [
        (
            _number(no, line.name, facts), line.code, line.name, _many(line.quantity, line.unit, facts),
            Box(ticked=line.found is True), Box(ticked=line.found is False),
            *(Box(ticked=line.condition == state) for state in CONDITIONS), line.note,
        )
        for no, line in enumerate(data.equipment or _unfilled(data, EquipmentCount(), 10), 1)
    ]  # fmt: skip
