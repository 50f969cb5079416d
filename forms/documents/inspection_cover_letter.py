"""หนังสือนำส่งรายงานผลการตรวจสอบพัสดุประจำปี to the audit office of the province (DOMAIN §4.7, §4.9; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assettrack.thai.dates import long_date
from forms.documents.inspection_parts import REGULATION, SAMPLE_YEAR, closing_day, day_or_dots, of_year
from forms.kit.letter import LetterHead, closing, contact, letter_head, paragraph
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import DOT, Signature
from forms.kit.sample import AGENCY, DEPUTY, sample_facts

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "หนังสือนำส่งรายงานผลการตรวจสอบพัสดุประจำปี"


@dataclass(frozen=True)
class InspectionCoverLetter:
    """The letter; its number (ที่) is the paper's. ``body_name`` is who inspected: the committee or the one inspector."""

    facts: PaperFacts
    fiscal_year: int = 0
    address: tuple[str, ...] = ()
    day: date | None = None
    to: str = ""
    enclosures: tuple[str, ...] = ()
    body_name: str = ""
    order_number: str = ""
    order_date: date | None = None
    report_date: date | None = None
    head: Signature = field(default_factory=lambda: Signature(""))
    contact: tuple[str, ...] = ()


def sample(variant: str = "standard") -> InspectionCoverLetter:
    """The letter with the longest plausible values."""
    del variant
    enclosures = (
        "สำเนาคำสั่งแต่งตั้งคณะกรรมการตรวจสอบพัสดุประจำปี จำนวน ๑ ฉบับ",
        "สำเนาคำสั่งแต่งตั้งเจ้าหน้าที่และหัวหน้าเจ้าหน้าที่พัสดุ จำนวน ๑ ฉบับ",
        "สำเนารายงานผลการตรวจสอบพัสดุประจำปีพร้อมบัญชีแนบท้าย จำนวน ๑ ชุด",
    )
    return InspectionCoverLetter(
        facts=sample_facts("นม ๗๑๒๐๓/๑๕๒๐"), fiscal_year=SAMPLE_YEAR,
        address=(f"ที่ทำการ{AGENCY}", "อำเภอขามสะแกแสง", "จังหวัดนครราชสีมา ๓๐๒๙๐"), day=date(2026, 11, 20),
        to="ผู้อำนวยการสำนักตรวจเงินแผ่นดินจังหวัดนครราชสีมา", enclosures=enclosures, body_name="คณะกรรมการตรวจสอบพัสดุประจำปี",
        order_number="456/2569", order_date=date(2026, 9, 15), report_date=date(2026, 11, 13),
        head=Signature("", "นางวิไล พูนผล", DEPUTY),
        contact=("กองคลัง งานทะเบียนทรัพย์สินและพัสดุ", "โทร. ๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒"),
    )  # fmt: skip


def render(data: InspectionCoverLetter) -> bytes:
    """The letter as PDF."""
    facts = data.facts
    head = LetterHead(
        number=facts.number,
        address=data.address,
        day=long_date(data.day, facts.digits) if data.day else "",
        subject=of_year("ส่งสำเนารายงานผลการตรวจสอบพัสดุประจำปี", data.fiscal_year, facts),
        to=data.to,
        enclosures=data.enclosures or (DOT * 80, DOT * 80, DOT * 80),
    )
    signed = closing("ขอแสดงความนับถือ", data.head, "จึงเรียนมาเพื่อโปรดทราบ")
    story = [*letter_head(facts, head), *_body(data), signed, *contact(*data.contact)]
    return build(facts, f"{TITLE} {facts.number}".strip(), story, LETTER)


def _body(data: InspectionCoverLetter) -> list[Flowable]:
    facts = data.facts
    order = shown(f"ที่ {data.order_number or DOT * 24} ลงวันที่ {day_or_dots(data.order_date, facts)}", facts)
    return [
        paragraph(
            f"ด้วย{facts.agency}ได้แต่งตั้ง{data.body_name or 'ผู้รับผิดชอบในการตรวจสอบพัสดุประจำปี'} ตามคำสั่ง {order} "
            f"เพื่อตรวจสอบการรับจ่ายพัสดุ{of_year('ประจำปี', data.fiscal_year, facts)} "
            f"และตรวจนับพัสดุคงเหลือ ณ วันที่ {closing_day(data.fiscal_year, facts)} บัดนี้ได้ตรวจสอบเสร็จเรียบร้อย "
            f"และรายงานผลต่อผู้แต่งตั้งแล้วเมื่อวันที่ {day_or_dots(data.report_date, facts)}"
        ),
        paragraph(
            shown(f"ในการนี้ เพื่อปฏิบัติตาม{REGULATION} ข้อ 213 ", facts)
            + f"{facts.agency}จึงขอส่งสำเนารายงานผลการตรวจสอบพัสดุประจำปี จำนวน {shown('1', facts)} ชุด พร้อมเอกสารที่เกี่ยวข้อง "
            "รายละเอียดตามสิ่งที่ส่งมาด้วย"
        ),
    ]
