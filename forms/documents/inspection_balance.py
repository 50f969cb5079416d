"""บัญชีวัสดุคงเหลือ and บัญชีครุภัณฑ์คงเหลือ at the end of a fiscal year (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.baht import baht_words
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
from forms.kit.flow import Text
from forms.kit.page import FORM, PaperFacts, build
from forms.kit.parts import DOT, Signature
from forms.kit.sample import ITEM, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from forms.kit.table import Cell

VARIANTS = ("supplies", "equipment")
TITLE = "บัญชีพัสดุคงเหลือประจำปี"
_TITLES = {"supplies": "บัญชีวัสดุคงเหลือ", "equipment": "บัญชีครุภัณฑ์คงเหลือ"}
_COLUMNS = {
    "supplies": (
        Column("ที่", 8, "center"),
        Column("รายการวัสดุ", 46),
        Column("หน่วยนับ", 12, "center"),
        Column("คงเหลือ", 13, "right"),
        Column("มูลค่าคงเหลือ", 21, "right"),
    ),
    "equipment": (
        Column("ที่", 6, "center"),
        Column("เลขครุภัณฑ์", 19),
        Column("รายการ", 29),
        Column("จำนวน", 14, "right"),
        Column("ราคาทุน", 19, "right"),
        Column("สภาพ", 13, "center"),
    ),
}


@dataclass(frozen=True)
class BalanceLine:
    """One thing that is left; ``value`` is of all pieces in satang, none where unknown; code and condition are of equipment."""

    name: str
    unit: str
    quantity: int
    value: int | None
    code: str = ""
    condition: str = ""


@dataclass(frozen=True)
class InspectionBalance:
    """What is left at the end of the year."""

    facts: PaperFacts
    variant: str
    fiscal_year: int = 0
    lines: tuple[BalanceLine, ...] = ()
    inspectors: tuple[Signature, ...] = ()


def sample(variant: str = "supplies") -> InspectionBalance:
    """Two pages of the longest plausible values."""
    if variant == "supplies":
        names = (
            "กระดาษถ่ายเอกสาร ขนาด A4 ชนิด ๘๐ แกรม สีขาว",
            "ผงหมึกเครื่องพิมพ์เลเซอร์",
            "น้ำยาทำความสะอาดพื้นชนิดเข้มข้นสูตรฆ่าเชื้อโรค",
        )
        lines = tuple(
            BalanceLine(names[no % 3], ("รีม", "กล่อง", "แกลลอน")[no % 3], no * 37, no * 4_105_75) for no in range(1, 37)
        )
    else:
        lines = tuple(
            BalanceLine(
                ITEM if no % 3 else "เก้าอี้พลาสติกมีพนักพิง", ("ตัว", "เครื่อง")[no % 3 > 0], 1 if no % 3 else 1_200,
                None if no == 5 else no * 249_990_50, f"416-{no + 40}-{no:04d}/2", ("เสื่อมสภาพ", "ใช้การได้", "ชำรุด")[no % 3],
            )
            for no in range(1, 25)
        )  # fmt: skip
    facts = sample_facts("ตพ. ๔/๒๕๖๙")
    return InspectionBalance(
        facts=facts, variant=variant, fiscal_year=SAMPLE_YEAR, lines=lines, inspectors=SAMPLE_INSPECTORS
    )


def render(data: InspectionBalance) -> bytes:
    """The list as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    facts = data.facts
    day = f"ณ วันที่ {closing_day(data.fiscal_year, facts)}"
    columns = _COLUMNS[data.variant]
    rows = rows_or_none(_rows(data), columns, 1 if data.variant == "supplies" else 2, issued=bool(data.fiscal_year))
    table = grid(columns, rows, total=_total(data), empty=20)
    story = [
        *title((_TITLES[data.variant], f"{of_year('ประจำปี', data.fiscal_year, facts)} {day}"), facts),
        Signed(table, [*_worth(data), *inspectors_sign(data.inspectors, width=FORM.body)]),
    ]
    return build(facts, f"{_TITLES[data.variant]} {facts.number}".strip(), story, FORM)


def _rows(data: InspectionBalance) -> list[tuple[Cell, ...]]:
    facts = data.facts
    if data.variant == "supplies":
        return [
            (count(no, facts), line.name, line.unit, count(line.quantity, facts), money(line.value, facts))
            for no, line in enumerate(data.lines, 1)
        ]
    return [
        (
            count(no, facts), line.code, line.name, f"{count(line.quantity, facts)} {line.unit}", money(line.value, facts),
            line.condition,
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip


def _total(data: InspectionBalance) -> tuple[str, ...]:
    if not data.fiscal_year:
        return ()
    facts = data.facts
    items, worth = f"รวม {count(len(data.lines), facts)} รายการ", money(_value(data), facts)
    return ("", items, "", "", worth) if data.variant == "supplies" else ("", "", items, "", worth, "")


def _value(data: InspectionBalance) -> int:
    return total([line.value for line in data.lines])


def _worth(data: InspectionBalance) -> list[Flowable]:
    """The whole value in figures and words, and what it leaves out."""
    word = "มูลค่าคงเหลือ" if data.variant == "supplies" else "ราคาทุน"
    figures, words = DOT * 30, DOT * 60
    if data.fiscal_year:
        figures, words = money(_value(data), data.facts), baht_words(_value(data))
    return [
        Spacer(0, 4),
        Text(f"รวม{word}ทั้งสิ้น {figures} บาท ({words})"),
        *unpriced([line.value for line in data.lines], data.facts),
        Spacer(0, 12),
    ]
