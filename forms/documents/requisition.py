"""ใบเบิกวัสดุ (DOMAIN §4.3; ระเบียบฯ ข้อ ๒๐๔–๒๐๕)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, Spacer

from assettrack.thai.baht import baht, baht_words
from assettrack.thai.dates import form_date
from forms.kit.flow import SIZE, SMALL, Text
from forms.kit.page import PaperFacts, build, shown
from forms.kit.parts import Signature, blank, signatures
from forms.kit.sample import PERSON, SIGNED, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "ใบเบิกวัสดุ"
LATER = ("receiver", "issuer")
COLUMNS = (
    Column("ลำดับ", 31, "center"),
    Column("รายการ", 126),
    Column("หน่วย", 44, "center", group="จำนวน"),
    Column("เบิก", 38, "right", group="จำนวน"),
    Column("อนุมัติ", 38, "right", group="จำนวน"),
    Column("ราคา/หน่วย", 62, "right"),
    Column("ราคารวม", 74, "right"),
    Column("หมายเหตุ", 60),
)
LAW = (
    "หัวหน้างานที่ต้องใช้พัสดุนั้นเป็นผู้เบิก (ระเบียบฯ ข้อ ๒๐๔) · หัวหน้าหน่วยพัสดุเป็นผู้สั่งจ่าย "
    "ผู้จ่ายตรวจสอบใบเบิกและเอกสารประกอบ ลงบัญชีทุกครั้งที่จ่าย และเก็บใบเบิกไว้เป็นหลักฐาน (ระเบียบฯ ข้อ ๒๐๕)"
)
_SIGNATURES = 230
"""Points that the four signatures and what stands around them need."""


@dataclass(frozen=True)
class RequisitionLine:
    """One material at one price (satang a unit); ``approved`` is none until it was decided, 0 where it was refused."""

    name: str
    unit: str
    wanted: int
    price: int
    approved: int | None = None
    note: str = ""

    @property
    def value(self) -> int:
        """Satang of what was approved; of what is wanted until then."""
        return self.price * (self.wanted if self.approved is None else self.approved)


@dataclass(frozen=True)
class Requisition:
    """What the form says; empty values leave dots to write on."""

    facts: PaperFacts
    day: date | None = None
    division: str = ""
    purpose: str = ""
    receiver_name: str = ""
    receiver_position: str = ""
    lines: tuple[RequisitionLine, ...] = ()
    requester: Signature = field(default_factory=lambda: Signature("ผู้เบิก", position="หัวหน้างาน"))
    orderer: Signature = field(default_factory=lambda: Signature("ผู้สั่งจ่าย", position="หัวหน้าหน่วยพัสดุ"))
    receiver: Signature = field(default_factory=lambda: Signature("ผู้รับ"))
    issuer: Signature = field(default_factory=lambda: Signature("ผู้จ่าย"))


def sample(variant: str = "standard") -> Requisition:
    """Two pages of lines with the longest plausible values."""
    del variant
    names = (
        ("กระดาษถ่ายเอกสาร ชนิดสีขาว ขนาด A4 หนา ๘๐ แกรม บรรจุ ๕๐๐ แผ่น", "รีม", 120, 11_500, 100, "คงคลังไม่พอ"),
        ("ตลับผงหมึกเครื่องพิมพ์เลเซอร์ขาวดำ รุ่น CF-283A-DualPack", "กล่อง", 12, 345_050, 12, ""),
        ("น้ำยาทำความสะอาดพื้น", "แกลลอน", 6, 18_000, 0, "ไม่อนุมัติ"),
        ("ปากกาลูกลื่นสีน้ำเงิน", "ด้าม", 50, 525, 50, ""),
    )
    return Requisition(
        facts=sample_facts("บว. ๑๒๓/๒๕๖๙"), day=date(2026, 9, 15), division="กองการศึกษา ศาสนาและวัฒนธรรม",
        purpose="จัดการเรียนการสอนของศูนย์พัฒนาเด็กเล็กบ้านหนองหัวฟาน ภาคเรียนที่ ๑ ปีการศึกษา ๒๕๖๙",
        receiver_name=PERSON, receiver_position="ผู้ช่วยครูผู้ดูแลเด็ก", lines=tuple(RequisitionLine(*one) for one in names * 6),
        requester=Signature("ผู้เบิก", "นางสาวพรทิพย์ ใจงาม", "ผู้อำนวยการกองการศึกษา ศาสนาและวัฒนธรรม", signed=SIGNED),
        orderer=Signature("ผู้สั่งจ่าย", "นางวิไล พูนผล", "ผู้อำนวยการกองคลัง หัวหน้าหน่วยพัสดุ", signed=SIGNED),
        receiver=Signature("ผู้รับ", PERSON, "ผู้ช่วยครูผู้ดูแลเด็ก"),
        issuer=Signature("ผู้จ่าย", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ", dated="วันที่ ๑๕ ก.ย. ๖๙"),
    )  # fmt: skip


def render(data: Requisition) -> bytes:
    """The form as PDF."""
    facts = data.facts
    day = form_date(data.day, facts.digits) if data.day else f"วันที่ {'.' * 40}"
    statement = (
        f"ข้าพเจ้าขอเบิกพัสดุตามรายการข้างล่างนี้ เพื่อใช้ในราชการ {blank(data.purpose, 60)} "
        f"และมอบให้ {blank(data.receiver_name, 50)} ตำแหน่ง {blank(data.receiver_position, 40)} เป็นผู้รับ"
    )
    story = [
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(f"{facts.agency} {blank(data.division, 40)}", align="center"),
        Spacer(0, 4),
        Text(f"ใบเบิกวัสดุเลขที่ {shown(blank(facts.number), facts)}", align="right"),
        Text(day, align="right"),
        Text("ขออนุมัติเบิกวัสดุ", lead="เรื่อง"),
        Text("หัวหน้าหน่วยพัสดุ", lead="เรียน"),
        Spacer(0, 4),
        Text(statement, first=36),
        Spacer(0, 6),
        _table(data),
        Spacer(0, 4),
        *_close(data),
    ]
    return build(facts, f"{TITLE} {facts.number}".strip(), story)


def total(data: Requisition) -> int:
    """Satang of all lines."""
    return sum(line.value for line in data.lines)


def _table(data: Requisition) -> Flowable:
    facts = data.facts
    rows = [
        (
            shown(str(no), facts), line.name, line.unit, shown(f"{line.wanted:,}", facts),
            "" if line.approved is None else shown(f"{line.approved:,}", facts), baht(line.price, facts.digits),
            baht(line.value, facts.digits), line.note,
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    summed = ("", "รวมเป็นเงิน", "", "", "", "", baht(total(data), facts.digits) if rows else "", "")
    return grid(COLUMNS, rows, total=summed, empty=10)


def _close(data: Requisition) -> list[Flowable]:
    """The total in words, the four signatures together, and the articles."""
    words = baht_words(total(data)) if data.lines else "." * 60
    blocks = (
        data.requester,
        data.orderer,
        replace(data.receiver, above="ได้รับพัสดุถูกต้องครบถ้วนแล้ว"),
        replace(data.issuer, above="ได้จ่ายและลงบัญชีแล้ว"),
    )
    return [
        CondPageBreak(_SIGNATURES),
        Text(f"({words})", lead="ตัวอักษร"),
        Spacer(0, 10),
        *signatures(*blocks),
        Text(LAW, size=SMALL),
    ]
