"""บันทึกข้อความ สรุปผลการตรวจสอบพัสดุประจำปี: how much there is, in order, to mend, to dispose of, lost (DOMAIN §4.7)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.baht import baht_words
from assettrack.thai.dates import long_date
from forms.documents.inspection_parts import (
    REGULATION,
    SAMPLE_YEAR,
    Step,
    Tally,
    closing_day,
    count,
    money,
    of_year,
    together,
)
from forms.kit.letter import FIRST, Endorsement, closing, endorsements, memo_head, paragraph, text
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import DOT, Signature
from forms.kit.sample import AGENCY, DEPUTY, PERSON, sample_facts
from forms.kit.table import CELL_SIZE, Column, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "บันทึกข้อความ สรุปผลการตรวจสอบพัสดุประจำปี"
RESULTS = {"usable": "ใช้การได้", "repairable": "ซ่อมได้", "to_dispose": "ควรจำหน่าย", "lost": "สูญหาย"}
_COLUMNS = (
    Column("ผลการตรวจสอบ", 19),
    *(
        column
        for group in ("ครุภัณฑ์", "วัสดุ", "รวม")
        for column in (Column("รายการ", 8.5, "right", group), Column("มูลค่า (บาท)", 18.5, "right", group))
    ),
)


@dataclass(frozen=True)
class Results:
    """What the inspection found of one class of property."""

    usable: Tally = field(default_factory=Tally)
    repairable: Tally = field(default_factory=Tally)
    to_dispose: Tally = field(default_factory=Tally)
    lost: Tally = field(default_factory=Tally)

    @property
    def each(self) -> list[Tally]:
        """The results in the order of `RESULTS`."""
        return [getattr(self, one.name) for one in fields(self)]


@dataclass(frozen=True)
class InspectionSummary:
    """The totals; the memorandum's number (ที่) is the paper's."""

    facts: PaperFacts
    fiscal_year: int = 0
    office: str = ""
    day: date | None = None
    to: str = ""
    report_number: str = ""
    report_date: date | None = None
    equipment: Results = field(default_factory=Results)
    supplies: Results = field(default_factory=Results)
    writer: Signature = field(default_factory=lambda: Signature(""))
    secretary: Step = field(default_factory=Step)
    decision: Step = field(default_factory=Step)


def sample(variant: str = "standard") -> InspectionSummary:
    """The memorandum with the longest plausible values."""
    del variant
    return InspectionSummary(
        facts=sample_facts("นม ๗๑๒๐๓/๑๕๐๑"), fiscal_year=SAMPLE_YEAR,
        office="กองคลัง องค์การบริหารส่วนตำบลพะงาด โทร. ๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒",
        day=date(2026, 11, 17), to=f"นายก{AGENCY}", report_number="นม ๗๑๒๐๓/๑๔๕๖", report_date=date(2026, 11, 16),
        equipment=Results(Tally(1_746, 36_372_830_00), Tally(36, 812_400_00), Tally(58, 1_245_900_00), Tally(2, 24_990_50)),
        supplies=Results(Tally(126, 450_289_25), Tally(0, 0), Tally(2, 6_500_00), Tally(0, 0)),
        writer=Signature("", PERSON, "ผู้อำนวยการกองคลัง หัวหน้าเจ้าหน้าที่พัสดุ"),
        secretary=Step(by=Signature("", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล")),
        decision=Step(by=Signature("", "นางวิไล พูนผล", DEPUTY)),
    )  # fmt: skip


def render(data: InspectionSummary) -> bytes:
    """The memorandum as PDF."""
    facts = data.facts
    head = memo_head(
        facts,
        office=data.office,
        number=facts.number,
        day=_day(data.day, facts, ""),
        subject=of_year("สรุปผลการตรวจสอบพัสดุประจำปี", data.fiscal_year, facts),
        to=data.to,
    )
    last = "จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการให้ดำเนินการกับพัสดุที่ชำรุด เสื่อมสภาพ หรือสูญหาย ตามข้อ 214 ต่อไป"
    story = [
        *head,
        *_body(data),
        closing("", data.writer, shown(last, facts)),
        Spacer(0, 12),
        *endorsements(_steps(data)),
    ]
    return build(facts, f"{TITLE} {facts.number}".strip(), story, LETTER)


def _day(day: date | None, facts: PaperFacts, without: str) -> str:
    return long_date(day, facts.digits) if day else without


def _body(data: InspectionSummary) -> list[Flowable]:
    facts = data.facts
    whole = together([*data.equipment.each, *data.supplies.each])
    report = f"ตามรายงานที่ {data.report_number or DOT * 30} ลงวันที่ {_day(data.report_date, facts, DOT * 36)} "
    worth = f"{DOT * 36} บาท ({DOT * 70})"
    if whole.value is not None:
        worth = f"{money(whole.value, facts)} บาท ({baht_words(whole.value)})"
    return [
        paragraph(
            shown(report, facts)
            + f"ผลการตรวจสอบพัสดุ{of_year('ประจำปี', data.fiscal_year, facts)} ณ วันที่ {closing_day(data.fiscal_year, facts)} "
            + shown(f"ตาม{REGULATION} ข้อ 213 สรุปได้ดังนี้", facts)
        ),
        Spacer(0, 6),
        grid(_COLUMNS, _rows(data), width=LETTER.body, size=CELL_SIZE - 1, total=_row("ทั้งหมด", _columns(data), facts)),
        Spacer(0, 6),
        text(f"รวมพัสดุทั้งหมด {_items(whole, facts)} รายการ มูลค่า {worth}", first=FIRST),
    ]


def _items(tally: Tally, facts: PaperFacts) -> str:
    return DOT * 20 if tally.items is None else count(tally.items, facts)


def _rows(data: InspectionSummary) -> list[Sequence[str]]:
    pairs = zip(RESULTS.values(), data.equipment.each, data.supplies.each, strict=True)
    return [
        _row(words, [equipment, supplies, together([equipment, supplies])], data.facts)
        for words, equipment, supplies in pairs
    ]


def _columns(data: InspectionSummary) -> list[Tally]:
    """The whole of equipment, of supplies, and of both."""
    equipment, supplies = together(data.equipment.each), together(data.supplies.each)
    return [equipment, supplies, together([equipment, supplies])]


def _row(words: str, tallies: Sequence[Tally], facts: PaperFacts) -> Sequence[str]:
    cells = [
        cell
        for one in tallies
        for cell in (count(one.items, facts), "" if one.items is None else money(one.value, facts))
    ]
    return (words, *cells)


def _steps(data: InspectionSummary) -> list[Endorsement]:
    title = f"คำสั่ง{data.to or 'นายก'}"
    order = data.decision
    return [
        Endorsement(f"ความเห็นปลัด{data.facts.agency}", data.secretary.by, words=data.secretary.words),
        Endorsement(title, order.by, ("ทราบ", "ดำเนินการตามเสนอ"), order.chosen, order.words),
    ]
