"""คำสั่งแต่งตั้งผู้รับผิดชอบในการตรวจสอบพัสดุประจำปี: a committee, or one inspector (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.dates import form_date
from forms.documents.inspection_parts import (
    REGULATION,
    SAMPLE_INSPECTORS,
    SAMPLE_SINGLE,
    SAMPLE_YEAR,
    appointed,
    day_or_dots,
    of_year,
    period,
)
from forms.kit.letter import closing, numbered, order_head, paragraph
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import DOT, Signature
from forms.kit.sample import DEPUTY, sample_facts

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("committee", "single")
TITLE = "คำสั่งแต่งตั้งผู้รับผิดชอบในการตรวจสอบพัสดุประจำปี"
_BODY = {"committee": "คณะกรรมการตรวจสอบพัสดุประจำปี", "single": "ผู้ตรวจสอบพัสดุประจำปี"}


@dataclass(frozen=True)
class InspectionOrder:
    """What is ordered; the order's number is the paper's, ``day`` the day it is given, ``due`` the last day to report."""

    facts: PaperFacts
    variant: str
    fiscal_year: int = 0
    day: date | None = None
    inspectors: tuple[Signature, ...] = ()
    starts: date | None = None
    due: date | None = None
    head: Signature = field(default_factory=lambda: Signature(""))


def sample(variant: str = "committee") -> InspectionOrder:
    """The order with the longest plausible values."""
    return InspectionOrder(
        facts=sample_facts("456/2569"), variant=variant, fiscal_year=SAMPLE_YEAR, day=date(2026, 9, 15),
        inspectors=SAMPLE_SINGLE if variant == "single" else SAMPLE_INSPECTORS, starts=date(2026, 10, 1), due=date(2026, 11, 13),
        head=Signature("", "นางวิไล พูนผล", DEPUTY),
    )  # fmt: skip


def render(data: InspectionOrder) -> bytes:
    """The order as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    facts = data.facts
    subject = of_year(f"แต่งตั้ง{_BODY[data.variant]}", data.fiscal_year, facts)
    given = form_date(data.day, facts.digits) if data.day else f"วันที่ {DOT * 8} เดือน {DOT * 24} พ.ศ. {DOT * 12}"
    story = [
        *order_head(facts, issuer=facts.agency, number=facts.number, subject=subject),
        *_grounds(data),
        appointed(data.inspectors or _unnamed(data), facts),
        *_duties(data),
        closing(f"สั่ง ณ {given}", data.head, "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป"),
    ]
    return build(facts, f"คำสั่ง{facts.agency} ที่ {facts.number} เรื่อง {subject}", story, LETTER)


def _unnamed(data: InspectionOrder) -> tuple[Signature, ...]:
    """Lines to write names on; none for a committee, whose usual three are left by `appointed`."""
    return (Signature(_BODY["single"]),) if data.variant == "single" else ()


def _grounds(data: InspectionOrder) -> list[Flowable]:
    facts, year = data.facts, data.fiscal_year
    return [
        paragraph(
            f"ด้วย{facts.agency}จะดำเนินการตรวจสอบพัสดุ{of_year('ประจำปี', year, facts)} "
            f"เพื่อตรวจสอบการรับจ่ายพัสดุในงวด {shown('1', facts)} ปีที่ผ่านมา {period(year, facts)} "
            "และตรวจนับพัสดุประเภทที่คงเหลืออยู่เพียงวันสิ้นงวดนั้น"
        ),
        paragraph(
            shown(f"อาศัยอำนาจตามความในข้อ 213 แห่ง{REGULATION} ", facts)
            + f"จึงแต่งตั้งผู้มีรายชื่อต่อไปนี้ ซึ่งมิใช่เป็นเจ้าหน้าที่ตามระเบียบดังกล่าว เป็น{_BODY[data.variant]}"
        ),
        Spacer(0, 3),
    ]


def _duties(data: InspectionOrder) -> list[Flowable]:
    facts = data.facts
    duties = (
        f"เริ่มตรวจสอบในวันเปิดทำการวันแรกของปีงบประมาณ คือ วันที่ {day_or_dots(data.starts, facts)}",
        "ตรวจสอบว่าการรับจ่ายพัสดุในงวดดังกล่าวถูกต้องหรือไม่",
        "ตรวจนับว่าพัสดุคงเหลือ ณ วันสิ้นงวดมีตัวอยู่ตรงตามบัญชีหรือทะเบียนหรือไม่",
        "ตรวจสอบว่ามีพัสดุใดชำรุด เสื่อมคุณภาพ หรือสูญไปเพราะเหตุใด หรือพัสดุใดไม่จำเป็นต้องใช้ในหน่วยงานของรัฐต่อไป",
        f"เสนอรายงานผลต่อผู้แต่งตั้งภายใน 30 วันทำการ นับแต่วันเริ่มดำเนินการตรวจสอบ คือ ภายในวันที่ {day_or_dots(data.due, facts)}",
    )
    return [
        Spacer(0, 3),
        paragraph(f"โดยให้{_BODY[data.variant]}มีหน้าที่ ดังต่อไปนี้"),
        *(numbered(shown(f"{no}. {duty}", facts)) for no, duty in enumerate(duties, 1)),
    ]
