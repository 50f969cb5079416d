"""บันทึกข้อความ รายงานผลการตรวจสอบพัสดุประจำปี (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓, ๒๑๔)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, KeepTogether, Spacer

from assettrack.thai.dates import long_date
from forms.documents.inspection_parts import (
    REGULATION,
    SAMPLE_INSPECTORS,
    SAMPLE_YEAR,
    Step,
    Tally,
    closing_day,
    count,
    day_or_dots,
    inspecting,
    inspectors_sign,
    money,
    of_year,
    period,
    tall,
    together,
)
from forms.kit.flow import Text, TickBox
from forms.kit.letter import memo_head, paragraph, text
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import DOT, Signature, blank, side_by_side, signature
from forms.kit.sample import AGENCY, DEPUTY, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "บันทึกข้อความ รายงานผลการตรวจสอบพัสดุประจำปี"
ORDERS = ("ทราบ", "ดำเนินการตามข้อ 214", "รายงานสำนักงานการตรวจเงินแผ่นดิน")
"""What the appointer may order on the report (ระเบียบฯ ข้อ ๒๑๓ วรรคท้าย, ๒๑๔)."""
_COLUMNS = (
    Column("ที่", 8, "center"),
    Column("สภาพของพัสดุที่ตรวจพบ", 46),
    Column("จำนวน (รายการ)", 20, "center"),
    Column("ราคาตามทะเบียน (บาท)", 26, "right"),
)


@dataclass(frozen=True)
class InspectionReport:
    """What was found. ``day`` is the day of reporting, ``due`` the last day for it; the two ``…_right`` are none until known.

    ``orders`` are those of `ORDERS` that were ticked.
    """

    facts: PaperFacts
    fiscal_year: int = 0
    office: str = ""
    day: date | None = None
    to: str = ""
    enclosures: tuple[str, ...] = ()
    order_number: str = ""
    order_date: date | None = None
    inspectors: tuple[Signature, ...] = ()
    starts: date | None = None
    due: date | None = None
    working_days: int | None = None
    late_reason: str = ""
    movements_right: bool | None = None
    movements_note: str = ""
    count_right: bool | None = None
    differing: int | None = None
    supplies: Tally = field(default_factory=Tally)
    equipment: Tally = field(default_factory=Tally)
    damaged: Tally = field(default_factory=Tally)
    deteriorated: Tally = field(default_factory=Tally)
    lost: Tally = field(default_factory=Tally)
    unneeded: Tally = field(default_factory=Tally)
    secretary: Step = field(default_factory=Step)
    decision: Signature = field(default_factory=lambda: Signature(""))
    orders: tuple[str, ...] = ()


def sample(variant: str = "standard") -> InspectionReport:
    """The report with the longest plausible values."""
    del variant
    lists = ("บัญชีวัสดุคงเหลือและบัญชีครุภัณฑ์คงเหลือ จำนวน ๒ ชุด", "บัญชีพัสดุชำรุด เสื่อมสภาพ สูญไป หรือไม่จำเป็นต้องใช้ จำนวน ๑ ชุด")
    return InspectionReport(
        facts=sample_facts("นม ๗๑๒๐๓/๑๔๕๖"), fiscal_year=SAMPLE_YEAR, office="คณะกรรมการตรวจสอบพัสดุประจำปี องค์การบริหารส่วนตำบลพะงาด",
        day=date(2026, 11, 16), to=f"นายก{AGENCY}", enclosures=lists, order_number="456/2569", order_date=date(2026, 9, 15),
        inspectors=SAMPLE_INSPECTORS, starts=date(2026, 10, 1), due=date(2026, 11, 13), working_days=31,
        late_reason="เกิดอุทกภัยในพื้นที่ระหว่างวันที่ ๑๙ ถึง ๒๓ ตุลาคม ๒๕๖๙ จึงตรวจนับพัสดุที่ศูนย์พัฒนาเด็กเล็กไม่ได้ตามแผน",
        movements_right=False, movements_note="ใบเบิกวัสดุเลขที่ ๘๙/๒๕๖๙ ลงบัญชีวัสดุคลาดเคลื่อน ๑ รายการ ได้แก้ไขแล้ว",
        count_right=False, differing=3, supplies=Tally(128, 456_789_25), equipment=Tally(1_842, 38_456_120_50),
        damaged=Tally(36, 812_400_00), deteriorated=Tally(58, 1_245_900_00), lost=Tally(2, 24_990_50), unneeded=Tally(0, 0),
        secretary=Step(words="เห็นควรแต่งตั้งคณะกรรมการสอบหาข้อเท็จจริง", by=Signature("", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล")),
        decision=Signature("", "นางวิไล พูนผล", DEPUTY), orders=ORDERS[:2],
    )  # fmt: skip


def render(data: InspectionReport) -> bytes:
    """The report as PDF."""
    facts = data.facts
    head = memo_head(
        facts,
        office=data.office,
        number=facts.number,
        day=long_date(data.day, facts.digits) if data.day else "",
        subject=of_year("รายงานผลการตรวจสอบพัสดุประจำปี", data.fiscal_year, facts),
        to=data.to,
        enclosures=data.enclosures,
    )
    story = [
        *head,
        *_opening(data),
        *_movements(data),
        *_counted(data),
        *_conditions(data),
        *_deadline(data),
        *_closing(data),
        Spacer(0, 8),
        _endorsed(data),
    ]
    return build(facts, f"{TITLE} {facts.number}".strip(), story, LETTER)


def _opening(data: InspectionReport) -> list[Flowable]:
    facts, who = data.facts, inspecting(data.inspectors)
    order = shown(f"ที่ {blank(data.order_number)} ลงวันที่ {day_or_dots(data.order_date, facts)}", facts)
    return [
        paragraph(
            f"ตามคำสั่ง{facts.agency} {order} แต่งตั้ง{who} "
            + shown(f"ตาม{REGULATION} ข้อ 213 ", facts)
            + f"เพื่อตรวจสอบการรับจ่ายพัสดุ {period(data.fiscal_year, facts)} "
            f"และตรวจนับพัสดุประเภทที่คงเหลืออยู่ ณ วันที่ {closing_day(data.fiscal_year, facts)} นั้น"
        ),
        paragraph(
            f"{who.removesuffix('ประจำปี')} ได้เริ่มดำเนินการตรวจสอบตั้งแต่วันที่ {day_or_dots(data.starts, facts)} "
            "และตรวจสอบเสร็จเรียบร้อยแล้ว ขอรายงานผลการตรวจสอบ ดังนี้"
        ),
    ]


def _section(number: int, words: str, data: InspectionReport) -> Text:
    return text(shown(f"{number}. {words}", data.facts), bold=True, role="H2")


def _either(right: bool | None, yes: str, no: str) -> list[Flowable]:
    """Two boxes, one of them ticked as soon as it is known which; the second may need a whole line."""
    return [TickBox(yes, ticked=right is True), TickBox(no, ticked=right is False)]


def _movements(data: InspectionReport) -> list[Flowable]:
    wrong = "ไม่ถูกต้อง " + (data.movements_note if data.movements_right is False else DOT * 100)
    heading = _section(1, "การรับ–จ่ายพัสดุ", data)
    return [Spacer(0, 4), KeepTogether([heading, *_either(data.movements_right, "ถูกต้อง", wrong)])]


def _counted(data: InspectionReport) -> list[Flowable]:
    facts = data.facts
    heading = _section(2, f"การตรวจนับพัสดุคงเหลือ ณ วันที่ {closing_day(data.fiscal_year, facts)}", data)
    differing = DOT * 12 if data.differing is None else count(data.differing, facts)
    wrong = f"ไม่ตรงตามบัญชีหรือทะเบียน จำนวน {differing} รายการ ตามบัญชีพัสดุที่เหลือไม่ตรงตามบัญชี"
    return [
        Spacer(0, 4),
        KeepTogether([heading, *_either(data.count_right, "มีตัวอยู่ตรงตามบัญชีหรือทะเบียน", wrong)]),
        text(f"วัสดุคงเหลือ {_told(data.supplies, 'มูลค่าคงเหลือ', facts)}"),
        text(f"ครุภัณฑ์คงเหลือ {_told(data.equipment, 'ราคาทุน', facts)}"),
    ]


def _told(tally: Tally, worth: str, facts: PaperFacts) -> str:
    if tally.items is None:
        return f"จำนวน {DOT * 20} รายการ {worth}รวม {DOT * 36} บาท"
    return f"จำนวน {count(tally.items, facts)} รายการ {worth}รวม {money(tally.value, facts)} บาท"


def _conditions(data: InspectionReport) -> list[Flowable]:
    facts = data.facts
    found = (
        ("ชำรุด", data.damaged),
        ("เสื่อมสภาพ", data.deteriorated),
        ("สูญไป", data.lost),
        ("ไม่จำเป็นต้องใช้ในหน่วยงานของรัฐต่อไป", data.unneeded),
    )
    rows = [(count(no, facts), words, *_cells(tally, facts)) for no, (words, tally) in enumerate(found, 1)]
    whole = ("", "รวม", *_cells(together([tally for _, tally in found]), facts))
    table = grid(_COLUMNS, rows, width=LETTER.body, total=whole)
    return [Spacer(0, 4), KeepTogether([_section(3, "สภาพของพัสดุ", data), Spacer(0, 2), table])]


def _cells(tally: Tally, facts: PaperFacts) -> Sequence[str]:
    if tally.items is None:
        return ("", "")
    return (count(tally.items, facts), money(tally.value, facts))


def _deadline(data: InspectionReport) -> list[Flowable]:
    """Kept or missed, as soon as the day of reporting and the last day for it are known."""
    facts = data.facts
    kept = data.day <= data.due if data.day and data.due else None
    used = DOT * 12 if data.working_days is None else count(data.working_days, facts)
    reason = data.late_reason if kept is False and data.late_reason else DOT * 90
    heading = _section(4, "กำหนดเวลารายงาน ภายใน 30 วันทำการ นับแต่วันเริ่มดำเนินการตรวจสอบ", data)
    due = text(f"ครบกำหนดวันที่ {day_or_dots(data.due, facts)} ใช้เวลาตรวจสอบ {used} วันทำการ")
    choices = _either(kept, "รายงานภายในกำหนด", f"รายงานพ้นกำหนด เนื่องจาก {reason}")
    return [Spacer(0, 4), KeepTogether([heading, due, *choices])]


def _closing(data: InspectionReport) -> list[Flowable]:
    last = "จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการตามข้อ 214 พร้อมทั้งส่งสำเนารายงานไปยังสำนักงานการตรวจเงินแผ่นดินต่อไป"
    signed = inspectors_sign(data.inspectors, width=LETTER.body)
    return [CondPageBreak(60 + tall(signed, LETTER.body)), paragraph(shown(last, data.facts)), Spacer(0, 10), *signed]


def _endorsed(data: InspectionReport) -> Flowable:
    """The clerk's opinion and the appointer's order, of which several may be ticked."""
    opinion = data.secretary
    left: list[Flowable] = [
        Text(f"ความเห็นปลัด{data.facts.agency}", bold=True),
        Text(opinion.words or DOT * 56),
        Spacer(0, 8),
        *signature(opinion.by),
    ]
    right: list[Flowable] = [
        Text(f"คำสั่ง{data.to or 'นายก'}", bold=True),
        *(TickBox(shown(order, data.facts), ticked=order in data.orders) for order in ORDERS),
        Spacer(0, 8),
        *signature(data.decision),
    ]
    return side_by_side(left, right, width=LETTER.body)
