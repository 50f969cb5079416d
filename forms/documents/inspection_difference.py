"""บัญชีพัสดุที่เหลือไม่ตรงตามบัญชี: what was counted is not what the books say (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from forms.documents.inspection_parts import (
    SAMPLE_INSPECTORS,
    SAMPLE_YEAR,
    Signed,
    closing_day,
    count,
    inspectors_sign,
    of_year,
    rows_or_none,
    title,
)
from forms.kit.page import FORM, PaperFacts, build
from forms.kit.parts import Signature  # noqa: TC001 -- snapshot.thaw reads the field's type
from forms.kit.sample import ITEM, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from forms.kit.table import Cell

VARIANTS = ("standard",)
TITLE = "บัญชีพัสดุที่เหลือไม่ตรงตามบัญชี"
_COLUMNS = (
    Column("เลขที่", 19),
    Column("รายการ", 32),
    Column("จำนวนตามบัญชี", 13, "center"),
    Column("จำนวนที่ตรวจ", 13, "center"),
    Column("เหตุ", 23),
)


@dataclass(frozen=True)
class DifferenceLine:
    """One thing of which there is more or less than in the books."""

    code: str
    name: str
    unit: str
    in_books: int
    counted: int
    cause: str = ""


@dataclass(frozen=True)
class InspectionDifference:
    """Everything that does not agree with the books."""

    facts: PaperFacts
    fiscal_year: int = 0
    lines: tuple[DifferenceLine, ...] = ()
    inspectors: tuple[Signature, ...] = ()


def sample(variant: str = "standard") -> InspectionDifference:
    """Two pages of the longest plausible values."""
    del variant
    lines = tuple(
        DifferenceLine(
            f"416-{no + 40}-{no:04d}/2", ITEM if no % 2 else "เก้าอี้พลาสติกมีพนักพิง", ("ตัว", "เครื่อง")[no % 2], 1 if no % 2 else 1_200,
            0 if no % 2 else 1_187, "ไม่พบตัวในวันตรวจนับ อยู่ระหว่างสอบหาข้อเท็จจริงจากผู้ดูแล",
        )
        for no in range(1, 19)
    )  # fmt: skip
    facts = sample_facts("ตพ. ๘/๒๕๖๙")
    return InspectionDifference(facts=facts, fiscal_year=SAMPLE_YEAR, lines=lines, inspectors=SAMPLE_INSPECTORS)


def render(data: InspectionDifference) -> bytes:
    """The list as PDF."""
    facts = data.facts
    rows = rows_or_none(_rows(data), _COLUMNS, 1, issued=bool(data.fiscal_year))
    day = f"ณ วันที่ {closing_day(data.fiscal_year, facts)}"
    below = [Spacer(0, 12), *inspectors_sign(data.inspectors, width=FORM.body)]
    head = title((TITLE, f"{of_year('ประจำปี', data.fiscal_year, facts)} {day}"), facts)
    return build(facts, f"{TITLE} {facts.number}".strip(), [*head, Signed(grid(_COLUMNS, rows, empty=20), below)], FORM)


def _rows(data: InspectionDifference) -> list[tuple[Cell, ...]]:
    facts = data.facts
    return [
        (
            line.code, line.name, f"{count(line.in_books, facts)} {line.unit}", f"{count(line.counted, facts)} {line.unit}",
            line.cause,
        )
        for line in data.lines
    ]  # fmt: skip
