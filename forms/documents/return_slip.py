"""ใบส่งคืนพัสดุ (DOMAIN §4.2; ระเบียบฯ ข้อ ๒๐๙)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.dates import form_date
from forms.kit.flow import SIZE, Text, TickBox
from forms.kit.page import PaperFacts, build, shown
from forms.kit.parts import Signature, blank, side_by_side, signature
from forms.kit.sample import ITEM, sample_facts
from forms.kit.table import Column, grid

VARIANTS = ("partial", "complete")
TITLE = "ใบส่งคืนพัสดุ"
_COLUMNS = (
    Column("ลำดับ", 7, "center"),
    Column("รหัส", 17),
    Column("รายการ", 28),
    Column("ยืมไป", 8, "center"),
    Column("คืนครั้งนี้", 9, "center"),
    Column("คงค้าง", 8, "center"),
    Column("สภาพ", 12, "center"),
    Column("หมายเหตุ", 11),
)

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


@dataclass(frozen=True)
class ReturnSlipLine:
    """One thing that came back."""

    code: str
    name: str
    lent: int
    back: int
    still_out: int
    condition: str
    note: str = ""


@dataclass(frozen=True)
class ReturnSlip:
    """What the slip says."""

    facts: PaperFacts
    loan_number: str = ""
    returned_on: date | None = None
    returned_by: str = ""
    received_by: str = ""
    received_position: str = ""
    lines: tuple[ReturnSlipLine, ...] = ()
    complete: bool = False
    to_settle: bool = False


def sample(variant: str = "partial") -> ReturnSlip:
    """The slip with the longest plausible values."""
    left = 0 if variant == "complete" else 20
    lines = (
        ReturnSlipLine("416-60-0017/2", ITEM, 1, 1, 0, "ชำรุด", "จอแตก"),
        ReturnSlipLine("401-60-0001", "เก้าอี้พลาสติกมีพนักพิง", 100, 100 - left, left, "ใช้การได้"),
    )
    return ReturnSlip(
        facts=sample_facts("คย. ๑๒/๒๕๖๙"), loan_number="บย. ๑๒/๒๕๖๙", returned_on=date(2026, 9, 18),
        returned_by="นายสมชาย นำส่งแทนผู้ยืม", received_by="นายณรงค์ ละเอียด", received_position="เจ้าพนักงานพัสดุ",
        lines=lines, complete=not left, to_settle=True,
    )  # fmt: skip


def render(data: ReturnSlip) -> bytes:
    """The slip as PDF."""
    day = form_date(data.returned_on, data.facts.digits) if data.returned_on else f"วันที่ {'.' * 24}"
    statement = (
        f"{day} ข้าพเจ้า {blank(data.returned_by)} ได้นำพัสดุที่ยืมไปตามใบยืมเลขที่ "
        f"{shown(blank(data.loan_number), data.facts)} ของ{data.facts.agency} มาส่งคืนตามรายการต่อไปนี้"
    )
    story = [
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(data.facts.agency, align="center"),
        Spacer(0, 6),
        Text(statement, first=36),
        Spacer(0, 6),
        _table(data),
        Spacer(0, 6),
        side_by_side([TickBox("คืนครบ", ticked=data.complete)], [TickBox("คืนบางส่วน", ticked=not data.complete)]),
        TickBox("มีของชำรุดหรือสูญหาย ต้องซ่อมแซมหรือชดใช้ (ระเบียบฯ ข้อ ๒๐๙)", ticked=data.to_settle),
        Spacer(0, 10),
        side_by_side(
            signature(Signature("ผู้ส่งคืน", data.returned_by)),
            signature(Signature("ผู้ตรวจรับคืน", data.received_by, data.received_position)),
        ),
        Spacer(0, 8),
        side_by_side([Text("")], signature(Signature("ผู้ทราบ", position="หัวหน้าเจ้าหน้าที่พัสดุ", above="ทราบ"))),
    ]
    return build(data.facts, f"{TITLE} {data.facts.number}".strip(), story)


def _table(data: ReturnSlip) -> Flowable:
    rows = [
        (
            shown(str(no), data.facts), line.code, line.name, shown(str(line.lent), data.facts),
            shown(str(line.back), data.facts), shown(str(line.still_out), data.facts), line.condition, line.note,
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    return grid(_COLUMNS, rows, empty=7)
