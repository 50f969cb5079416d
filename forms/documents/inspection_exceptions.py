"""บัญชีพัสดุชำรุด เสื่อมสภาพ สูญไป หรือไม่จำเป็นต้องใช้: all in one list, or a list each (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓, ๒๑๔)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.dates import short_date
from forms.documents.inspection_parts import (
    SAMPLE_INSPECTORS,
    SAMPLE_YEAR,
    Signed,
    closing_day,
    count,
    inspectors_sign,
    money,
    of_year,
    rows_or_none,
    title,
    total,
    unpriced,
)
from forms.kit.flow import SMALL
from forms.kit.page import WIDE, PaperFacts, build
from forms.kit.parts import Signature  # noqa: TC001 -- snapshot.thaw reads the field's type
from forms.kit.sample import ITEM, PERSON, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from forms.kit.table import Cell

KINDS = {"damaged": "ชำรุด", "deteriorated": "เสื่อมสภาพ", "lost": "สูญไป", "unneeded": "ไม่จำเป็นต้องใช้"}
VARIANTS = ("combined", *KINDS)
TITLE = "บัญชีพัสดุชำรุด เสื่อมสภาพ สูญไป หรือไม่จำเป็นต้องใช้"
_TITLES = {
    "combined": TITLE,
    "damaged": "บัญชีพัสดุชำรุด",
    "deteriorated": "บัญชีพัสดุเสื่อมสภาพ",
    "lost": "บัญชีพัสดุสูญไป",
    "unneeded": "บัญชีพัสดุที่ไม่จำเป็นต้องใช้ในหน่วยงานของรัฐต่อไป",
}
_WHY = {
    "damaged": "รายละเอียดการชำรุด",
    "deteriorated": "รายละเอียดการเสื่อมสภาพ",
    "lost": "รายละเอียดการสูญไป",
    "unneeded": "เหตุผลที่ไม่จำเป็น",
}
_IN_USE = "ใช้งานอยู่"
_MARK = "√"
_STATE = "สภาพ"
_SIZE = SMALL + 0.6
_COMBINED = (
    Column("ที่", 3.5, "center"),
    Column("รายการ", 18),
    Column("รหัส", 11),
    Column("ยี่ห้อ", 8),
    *(
        Column(head, wide, "center", _STATE)
        for head, wide in zip([*KINDS.values(), _IN_USE], (5, 8, 5, 8, 6), strict=True)
    ),
    Column("วันที่ได้มา", 8, "center"),
    Column("ราคาตามทะเบียน", 12.5, "right"),
    Column("ผู้ใช้งาน", 10.5),
    Column("ชำรุดอย่างไร", 13),
)
_SEPARATE = (
    Column("ลำดับ", 4.5, "center"),
    Column("รายการ", 18),
    Column("หมายเลข", 11),
    Column("ว.ด.ป. ที่ได้มา", 8, "center"),
    Column("วิธีการได้มา", 10),
    Column("จำนวน", 5.5, "right"),
    Column("หน่วย", 6, "center"),
    Column("ราคาต่อหน่วย", 10.5, "right"),
    Column("มูลค่า", 12.5, "right"),
    Column("ประเภทงบประมาณ", 10),
)


@dataclass(frozen=True)
class ExceptionLine:
    """One thing and what is the matter with it (``kind``, a word of `KINDS`); ``price`` is of a piece in satang."""

    kind: str
    name: str
    code: str
    brand: str = ""
    in_use: bool = False
    acquired: date | None = None
    acquired_how: str = ""
    quantity: int = 1
    unit: str = ""
    price: int | None = None
    fund: str = ""
    user: str = ""
    detail: str = ""

    @property
    def value(self) -> int | None:
        """The price of all pieces in satang."""
        return None if self.price is None else self.price * self.quantity


@dataclass(frozen=True)
class InspectionExceptions:
    """The things that the inspection found; a separate list shows the lines of its own kind only."""

    facts: PaperFacts
    variant: str
    fiscal_year: int = 0
    lines: tuple[ExceptionLine, ...] = ()
    inspectors: tuple[Signature, ...] = ()


def sample(variant: str = "combined") -> InspectionExceptions:
    """Two pages of the longest plausible values."""
    combined = variant == "combined"
    kinds = tuple(KINDS.values()) if combined else (KINDS[variant],)
    lines = tuple(
        ExceptionLine(
            kinds[no % len(kinds)], ITEM if no % 2 else "เก้าอี้พลาสติกมีพนักพิง", f"416-{no + 40}-{no:04d}/2",
            acquired=date(2017, 9, no), quantity=1 if no % 2 else 250, price=None if no == 3 else 24_990_50,
            detail="จอภาพแตกร้าวและแบตเตอรี่เสื่อม ซ่อมแล้วไม่คุ้มค่า" if no % 2 else "พนักพิงหัก",
        )
        for no in range(1, 13)
    )  # fmt: skip
    more = _combined_more if combined else _separate_more
    lines = tuple(more(no, line) for no, line in enumerate(lines, 1))
    facts = sample_facts("ตพ. ๖/๒๕๖๙")
    return InspectionExceptions(
        facts=facts, variant=variant, fiscal_year=SAMPLE_YEAR, lines=lines, inspectors=SAMPLE_INSPECTORS
    )


def _combined_more(no: int, line: ExceptionLine) -> ExceptionLine:
    user = PERSON if no == 2 else "กองการศึกษา ศาสนาและวัฒนธรรม"
    return replace(line, brand="โปรเกรสซีฟ วิชั่น", in_use=no % 5 == 0, user=user)


def _separate_more(no: int, line: ExceptionLine) -> ExceptionLine:
    how, unit = ("เฉพาะเจาะจง", "รับบริจาค/โอน")[no % 2], ("ตัว", "เครื่อง")[no % 2]
    return replace(line, acquired_how=how, unit=unit, fund="เงินอุดหนุนเฉพาะกิจ")


def render(data: InspectionExceptions) -> bytes:
    """The list as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    facts, day = data.facts, f"ณ วันที่ {closing_day(data.fiscal_year, data.facts)}"
    lines = of_variant(data)
    columns = _COMBINED if data.variant == "combined" else (*_SEPARATE, Column(_WHY[data.variant], 16))
    made = _combined(lines, facts) if data.variant == "combined" else _separate(lines, facts)
    rows = rows_or_none(made, columns, 1, issued=bool(data.fiscal_year))
    whole = _total(lines, data) if data.fiscal_year else ()
    table = grid(columns, rows, width=WIDE.body, size=_SIZE, total=whole, empty=12)
    missing = unpriced([line.value for line in lines], facts)
    below = [Spacer(0, 4), *missing, Spacer(0, 8), *inspectors_sign(data.inspectors, width=WIDE.body)]
    head = title((_TITLES[data.variant], f"{of_year('ประจำปี', data.fiscal_year, facts)} {day}"), facts)
    return build(facts, f"{_TITLES[data.variant]} {facts.number}".strip(), [*head, Signed(table, below)], WIDE)


def of_variant(data: InspectionExceptions) -> tuple[ExceptionLine, ...]:
    """The lines that this variant lists."""
    return tuple(line for line in data.lines if data.variant == "combined" or line.kind == KINDS[data.variant])


def _combined(lines: tuple[ExceptionLine, ...], facts: PaperFacts) -> list[tuple[Cell, ...]]:
    return [
        (
            count(no, facts), line.name, line.code, line.brand, *_marks(line), _day(line.acquired, facts), money(line.value, facts),
            line.user, line.detail,
        )
        for no, line in enumerate(lines, 1)
    ]  # fmt: skip


def _marks(line: ExceptionLine) -> list[str]:
    return [_MARK if line.kind == kind else "" for kind in KINDS.values()] + [_MARK if line.in_use else ""]


def _separate(lines: tuple[ExceptionLine, ...], facts: PaperFacts) -> list[tuple[Cell, ...]]:
    return [
        (
            count(no, facts), line.name, line.code, _day(line.acquired, facts), line.acquired_how, count(line.quantity, facts),
            line.unit, money(line.price, facts), money(line.value, facts), line.fund, line.detail,
        )
        for no, line in enumerate(lines, 1)
    ]  # fmt: skip


def _day(day: date | None, facts: PaperFacts) -> str:
    return short_date(day, facts.digits) if day else ""


def _total(lines: tuple[ExceptionLine, ...], data: InspectionExceptions) -> tuple[str, ...]:
    facts = data.facts
    items, worth = f"รวม {count(len(lines), facts)} รายการ", money(total([line.value for line in lines]), facts)
    if data.variant != "combined":
        return ("", items, *[""] * 6, worth, "", "")
    each = [count(sum(line.kind == kind for line in lines), facts) for kind in KINDS.values()]
    return ("", items, "", "", *each, count(sum(line.in_use for line in lines), facts), "", worth, "", "")
