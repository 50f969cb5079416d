"""ทะเบียนคุมการยืมใช้พัสดุ of a fiscal year (DOMAIN §4.6; ระเบียบฯ ข้อ ๒๐๘–๒๑๑)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.dates import long_date, short_date
from forms.kit.flow import SIZE, Text
from forms.kit.page import WIDE, PaperFacts, build, shown
from forms.kit.sample import ITEM, PERSON, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("standard", "none")
TITLE = "ทะเบียนคุมการยืมใช้พัสดุ"
NONE = "ไม่มีการยืม"
COLUMNS = (
    Column("ลำดับที่", 32, "center"),
    Column("เลขที่ใบยืม", 62),
    Column("รายการ", 86),
    Column("หมายเลขครุภัณฑ์", 75),
    Column("จำนวน", 53, "center"),
    Column("วันที่ยืม", 49, "center", group="ยืม"),
    Column("ชื่อผู้ยืม", 76, group="ยืม"),
    Column("ผู้อนุมัติ", 62, group="ยืม"),
    Column("กำหนดคืน", 49, "center", group="ยืม"),
    Column("วันที่คืน", 49, "center", group="คืน"),
    Column("ชื่อผู้คืน", 68, group="คืน"),
    Column("เกินกำหนด (วัน)", 44, "center", group="คืน"),
    Column("หมายเหตุ", 52),
)
_SIZE = 8.0
"""Thirteen columns: TH Sarabun 12."""


@dataclass(frozen=True)
class LoanRegisterLine:
    """One thing lent; ``days_late`` runs to the day of return, or to the register's day while it is out."""

    number: str
    name: str
    code: str
    quantity: int
    unit: str
    lent: date
    borrower: str
    approver: str
    due: date
    returned: date | None = None
    returned_by: str = ""
    days_late: int = 0
    note: str = ""


@dataclass(frozen=True)
class LoanRegister:
    """The loans of a fiscal year (B.E.) as they stood on a day; without the year it is the form to fill by hand."""

    facts: PaperFacts
    year: int | None = None
    as_of: date | None = None
    lines: tuple[LoanRegisterLine, ...] = ()


def sample(variant: str = "standard") -> LoanRegister:
    """Two pages of loans with the longest plausible values; or a year without any."""
    things = (
        (ITEM, "101-630926-00001", 1, "เครื่อง", PERSON, "นายประเสริฐ มั่นคง"),
        ("เก้าอี้พลาสติกมีพนักพิง", "401-60-0001", 1200, "ตัว", "นายสมบูรณ์ มีสุข", "นายประเสริฐ มั่นคง"),
        ("เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", "416-60-0017/2", 4, "หลัง", "โรงพยาบาลส่งเสริมสุขภาพตำบลพะงาด", "นางวิไล พูนผล"),
    )
    lines = [
        LoanRegisterLine(
            f"บย. {at + 1}/2569", name, code, quantity, unit, date(2025 + (at > 5), (9 + at // 2) % 12 + 1, 15), borrower, approver,
            date(2025 + (at > 5), (9 + at // 2) % 12 + 1, 20), *_back(at),
        )
        for at in range(16)
        for name, code, quantity, unit, borrower, approver in [things[at % 3]]
    ]  # fmt: skip
    return LoanRegister(
        facts=sample_facts("ทย. ๑/๒๕๖๙"),
        year=2569,
        as_of=date(2026, 9, 30),
        lines=tuple(lines) if variant == "standard" else (),
    )


def _back(at: int) -> tuple[date | None, str, int, str]:
    """Of the sample: who brought a loan back, how late, and what is noted."""
    if at % 7 == 6:
        return None, "", 10, "ทวงคืนแล้ว ครั้งที่ ๑"
    late = 0 if at % 4 else 2
    day = date(2025 + (at > 5), (9 + at // 2) % 12 + 1, 20 + late)
    return day, "นายสมชาย นำส่งแทนผู้ยืม" if late else PERSON, late, "ชำรุด ๑ ตัว" if late else ""


def render(data: LoanRegister) -> bytes:
    """The register as PDF."""
    year = shown(str(data.year), data.facts) if data.year else "." * 20
    day = long_date(data.as_of, data.facts.digits) if data.as_of else ""
    story = [
        Text(f"{TITLE} ประจำปีงบประมาณ {year}", bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(f"{data.facts.agency} {f'ข้อมูล ณ วันที่ {day}' if day else ''}".strip(), align="center"),
        Spacer(0, 6),
        _table(data),
        Spacer(0, 4),
        *([Text(_summary(data))] if data.year else []),
    ]
    return build(data.facts, f"{TITLE} {data.year or ''}".strip(), story, WIDE)


def _table(data: LoanRegister) -> Flowable:
    rows = [_row(no, line, data.facts) for no, line in enumerate(data.lines, 1)]
    if data.year and not rows:
        rows = [("", "", NONE, *[""] * (len(COLUMNS) - 3))]
    return grid(COLUMNS, rows, width=WIDE.body, size=_SIZE, empty=17)


def _row(no: int, line: LoanRegisterLine, facts: PaperFacts) -> tuple[str, ...]:
    digits = facts.digits
    settled = line.returned is not None or line.days_late > 0
    return (
        shown(f"{no:,}", facts), shown(line.number, facts), line.name, line.code, shown(f"{line.quantity:,} {line.unit}", facts),
        short_date(line.lent, digits), line.borrower, line.approver, short_date(line.due, digits),
        short_date(line.returned, digits) if line.returned else "", line.returned_by,
        shown(f"{line.days_late:,}", facts) if settled else "", line.note,
    )  # fmt: skip


def _summary(data: LoanRegister) -> str:
    out = sum(line.returned is None for line in data.lines)
    late = sum(line.days_late > 0 for line in data.lines)
    return shown(
        f"รวม {len(data.lines):,} รายการ คืนแล้ว {len(data.lines) - out:,} รายการ ยังไม่คืน {out:,} รายการ เกินกำหนด {late:,} รายการ",
        data.facts,
    )
