"""บันทึกข้อความ ขออนุมัติแต่งตั้งผู้รับผิดชอบตรวจสอบพัสดุประจำปี (DOMAIN §4.7, §4.9; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, Spacer

from assettrack.thai.dates import long_date
from forms.documents.inspection_parts import (
    REGULATION,
    SAMPLE_INSPECTORS,
    SAMPLE_YEAR,
    Step,
    appointed,
    day_or_dots,
    inspecting,
    of_year,
)
from forms.kit.letter import Endorsement, closing, endorsements, memo_head, paragraph
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import Signature
from forms.kit.sample import AGENCY, DEPUTY, PERSON, sample_facts

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "บันทึกข้อความ ขออนุมัติแต่งตั้งผู้รับผิดชอบตรวจสอบพัสดุประจำปี"
APPROVED, REFUSED = "อนุมัติ", "ไม่อนุมัติ เพราะ"
_ENDORSED = 250.0
"""Points that the opinions and the order take, so that they stand on one page."""
_AGREED, _AGAINST = "ควรอนุมัติ", "ไม่ควรอนุมัติ เพราะ"


@dataclass(frozen=True)
class InspectionRequest:
    """What is asked: who is to inspect, from when, and the last day to report. The memorandum's number (ที่) is the paper's."""

    facts: PaperFacts
    fiscal_year: int = 0
    office: str = ""
    day: date | None = None
    to: str = ""
    inspectors: tuple[Signature, ...] = ()
    starts: date | None = None
    due: date | None = None
    writer: Signature = field(default_factory=lambda: Signature(""))
    chief: Step = field(default_factory=Step)
    secretary: Step = field(default_factory=Step)
    decision: Step = field(default_factory=Step)


def sample(variant: str = "standard") -> InspectionRequest:
    """The memorandum with the longest plausible values."""
    del variant
    return InspectionRequest(
        facts=sample_facts("นม ๗๑๒๐๓/๑๒๓๔"), fiscal_year=SAMPLE_YEAR,
        office="กองคลัง องค์การบริหารส่วนตำบลพะงาด โทร. ๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒",
        day=date(2026, 9, 7), to=f"นายก{AGENCY}", inspectors=SAMPLE_INSPECTORS, starts=date(2026, 10, 1), due=date(2026, 11, 13),
        writer=Signature("", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุชำนาญงาน"),
        chief=Step(_AGREED, "ผู้ได้รับการเสนอชื่อไม่ขัดต่อระเบียบ", Signature("", PERSON, "ผู้อำนวยการกองคลัง", dated="วันที่ ๘ ก.ย. ๖๙")),
        secretary=Step(_AGREED, by=Signature("", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล")),
        decision=Step(by=Signature("", "นางวิไล พูนผล", DEPUTY)),
    )  # fmt: skip


def render(data: InspectionRequest) -> bytes:
    """The memorandum as PDF."""
    facts = data.facts
    asked = f"แต่งตั้ง{inspecting(data.inspectors)}"
    subject = of_year(f"ขออนุมัติ{asked}", data.fiscal_year, facts)
    head = memo_head(
        facts,
        office=data.office,
        number=facts.number,
        day=long_date(data.day, facts.digits) if data.day else "",
        subject=subject,
        to=data.to,
        enclosures=(f"ร่างคำสั่ง{asked} จำนวน 1 ฉบับ",),
    )
    last = "จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบโปรดอนุมัติ และลงนามในร่างคำสั่งที่เสนอมาพร้อมนี้"
    whole = CondPageBreak(_ENDORSED)
    story = [*head, *_body(data), closing("", data.writer, last), Spacer(0, 12), whole, *endorsements(_steps(data))]
    return build(facts, f"{TITLE} {facts.number}".strip(), story, LETTER)


def _body(data: InspectionRequest) -> list[Flowable]:
    facts = data.facts
    rule = (
        f"ด้วย{REGULATION} ข้อ 213 กำหนดให้ภายในเดือนสุดท้ายก่อนสิ้นปีงบประมาณของทุกปี "
        "หัวหน้าหน่วยงานของรัฐหรือหัวหน้าหน่วยพัสดุแต่งตั้งผู้รับผิดชอบในการตรวจสอบพัสดุซึ่งมิใช่เป็นเจ้าหน้าที่ตามความจำเป็น "
        "เพื่อตรวจสอบการรับจ่ายพัสดุในงวด 1 ปีที่ผ่านมา และตรวจนับพัสดุประเภทที่คงเหลืออยู่เพียงวันสิ้นงวดนั้น "
        "โดยให้เริ่มดำเนินการในวันเปิดทำการวันแรกของปีงบประมาณเป็นต้นไป และเสนอรายงานผลต่อผู้แต่งตั้งภายใน 30 วันทำการ "
        "นับแต่วันเริ่มดำเนินการตรวจสอบ"
    )
    return [
        paragraph(shown(rule, facts)),
        paragraph(
            f"เพื่อให้การตรวจสอบพัสดุ{of_year('ประจำปี', data.fiscal_year, facts)} เป็นไปตามระเบียบดังกล่าว "
            f"จึงขออนุมัติแต่งตั้งผู้มีรายชื่อต่อไปนี้ ซึ่งมิใช่เป็นเจ้าหน้าที่ตามระเบียบ เป็น{inspecting(data.inspectors)}"
        ),
        Spacer(0, 3),
        appointed(data.inspectors, facts),
        paragraph(
            f"ทั้งนี้ ให้เริ่มดำเนินการตรวจสอบตั้งแต่วันที่ {day_or_dots(data.starts, facts)} "
            f"และเสนอรายงานผลการตรวจสอบภายในวันที่ {day_or_dots(data.due, facts)}"
        ),
    ]


def _steps(data: InspectionRequest) -> list[Endorsement]:
    """The way up: the head of supplies, the clerk of the agency, and who appoints."""
    opinions = (
        ("ความเห็นหัวหน้าเจ้าหน้าที่พัสดุ / ผู้อำนวยการกองคลัง", data.chief),
        (f"ความเห็นปลัด{data.facts.agency}", data.secretary),
    )
    order = data.decision
    return [
        *(Endorsement(title, step.by, (_AGREED, _AGAINST), step.chosen, step.words) for title, step in opinions),
        Endorsement(f"คำสั่ง{data.to or 'นายก'}", order.by, (APPROVED, REFUSED), order.chosen, order.words),
    ]
