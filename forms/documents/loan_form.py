"""ใบยืมพัสดุ/ครุภัณฑ์ («บย.»), in its five variants (DOMAIN §4.1; ระเบียบฯ ข้อ ๒๐๘–๒๑๑)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.dates import form_date, long_date
from forms.kit.flow import SIZE, SMALL, Text, TickBox
from forms.kit.page import PaperFacts, build, shown
from forms.kit.parts import Signature, blank, side_by_side, signature
from forms.kit.sample import DEPUTY, ITEM, PERSON, SIGNED, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("staff_inside", "staff_outside", "agency", "villager", "consumable")
TITLE = "ใบยืมพัสดุ / ครุภัณฑ์"
LATER = ("issuer", "receiver", "notes")
"""What the counter adds to an approved form."""
_COLUMNS = (
    Column("ลำดับที่", 10, "center"),
    Column("เลขที่หรือรหัส", 20),
    Column("รายการ", 46),
    Column("จำนวน", 13, "center"),
    Column("หมายเหตุ", 11),
)
_APPROVER_RULE = {
    "staff_inside": "ยืมใช้ภายในสถานที่ของหน่วยงาน: หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้นเป็นผู้อนุมัติ (ระเบียบฯ ข้อ ๒๐๘ (๒))",
    "staff_outside": "ยืมไปใช้นอกสถานที่: หัวหน้าหน่วยงานของรัฐเป็นผู้อนุมัติ (ระเบียบฯ ข้อ ๒๐๘ (๒))",
    "agency": "ยืมระหว่างหน่วยงานของรัฐ: หัวหน้าหน่วยงานของรัฐผู้ให้ยืมเป็นผู้อนุมัติ (ระเบียบฯ ข้อ ๒๐๘ (๑))",
    "villager": "ให้ประชาชนยืมเพื่อประโยชน์สาธารณะตามอำนาจหน้าที่: หัวหน้าหน่วยงานของรัฐเป็นผู้อนุมัติ (ระเบียบฯ ข้อ ๒๐๗, ๒๐๘)",
    "consumable": "ยืมพัสดุใช้สิ้นเปลืองระหว่างหน่วยงานของรัฐ: คืนเป็นพัสดุประเภท ชนิด และปริมาณเช่นเดียวกัน (ระเบียบฯ ข้อ ๒๑๐)",
}
_CHASE_RULE = "เมื่อครบกำหนดยืม ให้ผู้ให้ยืมหรือผู้รับหน้าที่แทนติดตามทวงคืนภายใน ๗ วัน นับแต่วันครบกำหนด (ระเบียบฯ ข้อ ๒๑๑)"


@dataclass(frozen=True)
class LoanFormLine:
    """One thing lent, with the quantity that was approved."""

    code: str
    name: str
    quantity: int
    unit: str
    note: str = ""


@dataclass(frozen=True)
class LoanForm:
    """What the form says; empty values leave dots to write on."""

    facts: PaperFacts
    variant: str
    borrower: str = ""
    position: str = ""
    address: str = ""
    phone: str = ""
    borrower_agency: str = ""
    letter_no: str = ""
    letter_date: date | None = None
    purpose: str = ""
    reason: str = ""
    place_text: str = ""
    urgency: str = ""
    certifier: str = ""
    transporter: str = ""
    starts: date | None = None
    due: date | None = None
    liability_phrase: str = "ตามหลักเกณฑ์ที่กระทรวงมหาดไทยกำหนด"
    lines: tuple[LoanFormLine, ...] = ()
    terms: tuple[str, ...] = ()
    opinion: Signature = field(default_factory=lambda: Signature("ปลัด"))
    decision: Signature = field(default_factory=lambda: Signature("ผู้ให้ยืม"))
    issuer: Signature = field(default_factory=lambda: Signature("ผู้จ่ายของ"))
    receiver: Signature = field(default_factory=lambda: Signature("ผู้รับของ"))
    notes: tuple[str, ...] = ()


def sample(variant: str = "villager") -> LoanForm:
    """The form with the longest plausible values."""
    names = (
        ("416-60-0017/2", ITEM, 1, "เครื่อง"),
        ("401-60-0001", "เก้าอี้พลาสติกมีพนักพิง", 100, "ตัว"),
        ("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", 4, "หลัง"),
    )
    return LoanForm(
        facts=sample_facts("บย. ๑๒/๒๕๖๙"), variant=variant, borrower=PERSON, position="ผู้ใหญ่บ้านหมู่ที่ ๑๒", phone="08 1234 5678",
        address="บ้านเลขที่ ๙๙/๙ หมู่ที่ ๑๒ บ้านหนองหัวฟาน ตำบลพะงาด อำเภอขามสะแกแสง จังหวัดนครราชสีมา",
        borrower_agency="โรงพยาบาลส่งเสริมสุขภาพตำบลพะงาด", letter_no="นม ๐๘๓๒.๑/๑๒๓๔", letter_date=date(2026, 9, 10),
        purpose="งานประเพณีและกิจกรรมชุมชน", reason="จัดงานบุญบั้งไฟและกิจกรรมผู้สูงอายุประจำปีของตำบล", place_text="ศาลาประชาคมหมู่ที่ ๑๒",
        urgency="วัสดุในคลังหมดและจัดหาไม่ทันเหตุอุทกภัย", certifier="นายสมบูรณ์ มีสุข กำนันตำบลพะงาด", transporter="ผู้ยืมขนย้ายเอง",
        starts=date(2026, 9, 15), due=date(2026, 9, 20), lines=tuple(LoanFormLine(*line) for line in names),
        terms=("ห้ามให้ผู้อื่นยืมต่อ", "ห้ามนำไปใช้อย่างอื่นนอกจากที่ขอยืม", "ต้องส่งคืนภายในกำหนดเวลา"),
        opinion=Signature("ปลัด", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล", signed=SIGNED),
        decision=Signature("ผู้ให้ยืม", "นางวิไล พูนผล", DEPUTY, signed=SIGNED),
        issuer=Signature("ผู้จ่ายของ", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ", dated="วันที่ ๑๕ ก.ย. ๖๙"),
        receiver=Signature("ผู้รับของ", PERSON),
    )  # fmt: skip


def render(data: LoanForm) -> bytes:
    """The form as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    story = [
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(data.facts.agency, align="center"),
        Spacer(0, 4),
        Text(_statement(data), first=36),
        *_particulars(data),
        Text(_liability(data), first=36),
        Spacer(0, 4),
        _table(data),
        Spacer(0, 4),
        *_notes(data),
        *_signatures(data),
        *_footnotes(data),
    ]
    return build(data.facts, f"{TITLE} {data.facts.number}".strip(), story)


def _statement(data: LoanForm) -> str:
    starts = form_date(data.starts, data.facts.digits) if data.starts else f"วันที่ {'.' * 24}"
    due = form_date(data.due, data.facts.digits) if data.due else f"วันที่ {'.' * 24}"
    whom = f" สังกัด {blank(data.borrower_agency)}" if data.variant != "villager" else ""
    return (
        f"ข้าพเจ้า {blank(data.borrower)} ตำแหน่ง {blank(data.position)}{whom} ที่อยู่ {blank(data.address)} "
        f"โทรศัพท์ {blank(data.phone, 16)} ได้ยืมสิ่งของตามบัญชีรายการสิ่งของที่ยืมข้างล่างนี้ไปจากส่วนราชการ "
        f"{data.facts.agency} เพื่อ {blank(data.purpose)} เหตุผล {blank(data.reason, 40)} ตั้งแต่{starts} "
        f"ข้าพเจ้าจะนำส่งคืน{due}"
    )


def _particulars(data: LoanForm) -> list[Flowable]:
    """What one variant asks beyond the others."""
    digits = data.facts.digits
    outside = data.variant in ("staff_outside", "villager") or (data.variant == "agency" and bool(data.place_text))
    rows: list[Flowable] = [
        side_by_side(
            [TickBox("ยืมใช้ภายในสถานที่", ticked=data.variant == "staff_inside")],
            [TickBox(f"ยืมใช้นอกสถานที่ {blank(data.place_text)}", ticked=outside)],
        )
    ]
    if data.variant in ("agency", "consumable"):
        day = long_date(data.letter_date, digits) if data.letter_date else "." * 24
        rows.append(Text(f"ตามหนังสือขอยืมเลขที่ {blank(data.letter_no)} ลงวันที่ {day}"))
    if data.variant == "villager":
        rows.append(Text(f"ผู้รับรอง {blank(data.certifier, 40)} ผู้ขนย้าย {blank(data.transporter)}"))
    if data.variant == "consumable":
        rows.append(Text(f"เหตุจำเป็นเร่งด่วนที่จัดหาไม่ทัน {blank(data.urgency, 60)}"))
        rows.append(Text("ผู้ให้ยืมมีพัสดุเพียงพอ ไม่เสียหายแก่ทางราชการ และผู้ยืมจะคืนเป็นพัสดุประเภท ชนิด และปริมาณเช่นเดียวกัน"))
    return rows


def _liability(data: LoanForm) -> str:
    return (
        "หากสิ่งของที่ยืมไปเกิดชำรุดเสียหาย หรือใช้การไม่ได้ หรือสูญหายไป ข้าพเจ้ายินดีจัดการแก้ไขซ่อมแซมให้คงสภาพเดิม "
        "โดยเสียค่าใช้จ่ายของตนเอง หรือชดใช้เป็นพัสดุประเภท ชนิด ขนาด ลักษณะและคุณภาพอย่างเดียวกัน "
        f"หรือชดใช้เป็นเงินตามราคาที่เป็นอยู่ในขณะที่ยืม {data.liability_phrase}"
    )


def _table(data: LoanForm) -> Flowable:
    rows = [
        (shown(str(no), data.facts), line.code, line.name, shown(f"{line.quantity} {line.unit}", data.facts), line.note)
        for no, line in enumerate(data.lines, 1)
    ]
    return grid(_COLUMNS, rows, empty=7)


def _notes(data: LoanForm) -> list[Flowable]:
    return [Text(note, size=SIZE - 1) for note in data.notes]


def _signatures(data: LoanForm) -> list[Flowable]:
    borrower = signature(Signature("ผู้ยืม", data.borrower, data.position))
    opinion = signature(_above(data.opinion, "ความเห็น ควรอนุมัติให้ยืมได้" if data.opinion.name else "ความเห็น"))
    decision = signature(_above(data.decision, "คำสั่ง อนุมัติ" if data.decision.signed else "คำสั่ง"))
    receiver = signature(_above(data.receiver, "ได้รับของตามรายการข้างต้นแล้ว"))
    issuer = signature(_above(data.issuer, "ได้จ่ายของตามรายการข้างต้นแล้ว"))
    returned = "ได้รับสิ่งของตามรายการข้างต้นคืนในสภาพที่ใช้การได้เรียบร้อยและครบถ้วน"
    if data.variant == "staff_inside":
        decided = [side_by_side(borrower, decision)]
    else:
        decided = [side_by_side([Text("")], borrower), side_by_side(opinion, decision)]
    blocks = [
        *decided,
        side_by_side(receiver, issuer),
        Text(returned),
        side_by_side(signature(Signature("ผู้ส่งคืน")), signature(Signature("ผู้รับคืน"))),
    ]
    return [part for block in blocks for part in (block, Spacer(0, 2))]


def _above(block: Signature, words: str) -> Signature:
    return replace(block, above=words)


def _footnotes(data: LoanForm) -> list[Flowable]:
    terms = "เงื่อนไข: " + " · ".join(data.terms) if data.terms else ""
    words = [_APPROVER_RULE[data.variant], _CHASE_RULE, *([terms] if terms else [])]
    return [Spacer(0, 3), *(Text(word, size=SMALL) for word in words)]
