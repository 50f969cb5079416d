"""ทะเบียนพัสดุ/ครุภัณฑ์ as a list, division by division, with subtotals and a total (DOMAIN §4.4; ระเบียบฯ ข้อ ๒๐๓)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, Spacer

from assettrack.thai.baht import baht
from assettrack.thai.dates import long_date, short_date
from forms.kit.flow import SIZE, Text
from forms.kit.page import WIDE, PaperFacts, build, shown
from forms.kit.parts import Signature, signatures
from forms.kit.sample import ITEM, PERSON, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "ทะเบียนพัสดุ/ครุภัณฑ์"
COLUMNS = (
    Column("ลำดับ", 31, "center"),
    Column("รหัส", 75),
    Column("รายการ", 92),
    Column("รุ่น/ยี่ห้อ", 54),
    Column("วันที่ได้รับ", 49, "center"),
    Column("สถานที่", 58),
    Column("ผู้ดูแล", 51),
    Column("ประเภท", 52),
    Column("จำนวน", 38, "right"),
    Column("หน่วยนับ", 30, "center"),
    Column("ราคาต่อหน่วย", 63, "right"),
    Column("ราคารวม", 76, "right"),
    Column("สถานะ", 43, "center"),
    Column("หมายเหตุ", 44),
)
SUMMARY = (
    Column("หน่วยงาน", 90),
    Column("รายการ", 25, "right"),
    Column("จำนวน", 25, "right"),
    Column("ราคารวม", 40, "right"),
    Column("หมายเหตุ", 60),
)
_SIZE = 8.0
"""Fourteen columns: TH Sarabun 12."""
_START = 90
"""Points that a division's heading needs on a page: itself, the head of the table and a row."""


@dataclass(frozen=True)
class AssetRegisterLine:
    """One row of the register; ``price`` is a unit's, in satang, and none where nobody knows it."""

    code: str
    name: str
    model: str
    acquired: date | None
    division: str
    place: str
    keeper: str
    category: str
    quantity: int
    unit: str
    price: int | None
    state: str
    note: str = ""

    @property
    def value(self) -> int:
        """Satang of all pieces; nothing where the price is not known."""
        return self.quantity * (self.price or 0)


@dataclass(frozen=True)
class AssetRegister:
    """The rows as they stood on a day; without the day it is the form to fill by hand."""

    facts: PaperFacts
    as_of: date | None = None
    scope: str = ""
    """Which part of the register was asked for, in words; empty for the whole of it."""
    lines: tuple[AssetRegisterLine, ...] = ()
    keeper: Signature = field(default_factory=lambda: Signature("ผู้จัดทำ", position="เจ้าหน้าที่พัสดุ"))
    chief: Signature = field(default_factory=lambda: Signature("ผู้ตรวจสอบ", position="หัวหน้าเจ้าหน้าที่พัสดุ"))


def sample(variant: str = "standard") -> AssetRegister:
    """Rows of four divisions with the longest plausible values."""
    del variant
    things = (
        (ITEM, "Latitude 5520 SN-0004512-TH", "ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", 1, "เครื่อง", 2_250_000, "ใช้การได้", ""),
        ("เก้าอี้พลาสติกมีพนักพิง", "", "วัสดุสำนักงาน", 1200, "ตัว", 25_000, "ใช้การได้", "ให้ประชาชนยืมได้"),
        ("รถบรรทุกขยะแบบอัดท้าย ขนาด ๖ ล้อ", "FTR 240 ๘๑-๑๒๓๔ นม.", "ครุภัณฑ์ยานพาหนะและขนส่ง", 1, "คัน", 239_850_000, "รอจำหน่าย", ""),
        ("เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", "", "ครุภัณฑ์สนาม", 12, "หลัง", None, "ชำรุด", "รับบริจาค"),
    )  # fmt: skip
    divisions = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม")
    lines = tuple(
        AssetRegisterLine(
            f"416-{60 + at % 10}-{at:04d}/{at % 3 + 1}", name, model, date(2017 + at % 9, 9, 30) if at % 11 else None,
            divisions[at // 5], "ห้องพัสดุ ชั้น ๑", PERSON if at % 3 == 0 else "นางวิไล พูนผล", category, quantity, unit,
            price, state, note,
        )
        for at in range(5 * len(divisions))
        for name, model, category, quantity, unit, price, state, note in [things[at % len(things)]]
    )  # fmt: skip
    return AssetRegister(
        facts=sample_facts("ทพ. ๑/๒๕๖๙"), as_of=date(2026, 9, 30), scope="ครุภัณฑ์และวัสดุคงทนทุกหน่วยงาน", lines=lines,
        keeper=Signature("ผู้จัดทำ", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ"),
        chief=Signature("ผู้ตรวจสอบ", PERSON, "ผู้อำนวยการกองคลัง หัวหน้าเจ้าหน้าที่พัสดุ"),
    )  # fmt: skip


def render(data: AssetRegister) -> bytes:
    """The register as PDF."""
    day = long_date(data.as_of, data.facts.digits) if data.as_of else "." * 40
    story = [
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(f"{data.facts.agency} {data.scope}".strip(), align="center"),
        Text(f"ข้อมูล ณ วันที่ {day}", align="center"),
        Spacer(0, 4),
        *_divisions(data),
        *signatures(data.keeper, data.chief, width=WIDE.body),
    ]
    return build(data.facts, f"{TITLE} {data.facts.number}".strip(), story, WIDE)


def by_division(lines: Sequence[AssetRegisterLine]) -> dict[str, list[AssetRegisterLine]]:
    """The rows of each division in their order, divisions in the order of their first row."""
    found: dict[str, list[AssetRegisterLine]] = {}
    for line in lines:
        found.setdefault(line.division, []).append(line)
    return found


def _divisions(data: AssetRegister) -> list[Flowable]:
    """A table a division, and the summary of all; the empty form is one table to write in."""
    if not data.lines:
        form = grid(COLUMNS, (), width=WIDE.body, size=_SIZE, empty=13)
        return [Text("ไม่มีพัสดุในทะเบียน", align="center") if data.as_of else form, Spacer(0, 12)]
    divisions, no = by_division(data.lines), 1
    parts: list[Flowable] = []
    for name, lines in divisions.items():
        rows = [_row(at, line, data.facts) for at, line in enumerate(lines, no)]
        no += len(lines)
        parts += [
            CondPageBreak(_START),
            Text(name or "ไม่ระบุหน่วยงาน", bold=True, size=SIZE + 1, role="H2"),
            Spacer(0, 2),
            grid(COLUMNS, rows, width=WIDE.body, size=_SIZE, total=_subtotal(lines, data.facts)),
            Spacer(0, 8),
        ]
    closing = CondPageBreak(min(400, 150 + 19 * len(divisions)))  # the summary and the signatures stay together
    return [*parts, closing, *_summary(divisions, data), Spacer(0, 12)]


def _row(no: int, line: AssetRegisterLine, facts: PaperFacts) -> tuple[str, ...]:
    digits = facts.digits
    return (
        shown(f"{no:,}", facts), line.code, line.name, line.model, short_date(line.acquired, digits) if line.acquired else "–",
        line.place, line.keeper, line.category, shown(f"{line.quantity:,}", facts), line.unit,
        *((baht(line.price, digits), baht(line.value, digits)) if line.price is not None else ("–", "–")), line.state, line.note,
    )  # fmt: skip


def _sums(lines: Sequence[AssetRegisterLine], facts: PaperFacts) -> tuple[str, str, str, str]:
    """How many rows, how many pieces, what they cost together, and how many rows have no price."""
    unknown = sum(line.price is None for line in lines)
    return (
        shown(f"{len(lines):,}", facts),
        shown(f"{sum(line.quantity for line in lines):,}", facts),
        baht(sum(line.value for line in lines), facts.digits),
        shown(f"ไม่ทราบราคา {unknown:,} รายการ", facts) if unknown else "",
    )


def _subtotal(lines: Sequence[AssetRegisterLine], facts: PaperFacts) -> tuple[str, ...]:
    count, pieces, value, note = _sums(lines, facts)
    return ("", "รวม", f"{count} รายการ", *[""] * 5, pieces, "", "", value, "", note)


def _summary(divisions: dict[str, list[AssetRegisterLine]], data: AssetRegister) -> list[Flowable]:
    rows = [(name or "ไม่ระบุหน่วยงาน", *_sums(lines, data.facts)) for name, lines in divisions.items()]
    return [
        Text("สรุปทุกหน่วยงาน", bold=True, size=SIZE + 1, role="H2"),
        Spacer(0, 2),
        grid(SUMMARY, rows, width=WIDE.body, total=("รวมทั้งสิ้น", *_sums(data.lines, data.facts))),
    ]
