"""ใบตรวจนับพัสดุ: everything that should be at one place, to find, count and tick (DOMAIN §4.7; ระเบียบฯ ข้อ ๒๑๓).

Each row bears the small QR of the thing's label, so that the scanner which reads the label reads the sheet too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from forms.documents.inspection_parts import SAMPLE_INSPECTORS, Box, count, day_or_dots, rows_or_none, tall, title
from forms.kit import qr
from forms.kit.flow import Text
from forms.kit.page import WIDE, PaperFacts, build
from forms.kit.parts import DOT, Signature, blank, side_by_side, signatures
from forms.kit.sample import ITEM, PERSON, sample_facts
from forms.kit.table import CELL_SIZE, Column, grid
from forms.kit.tags import tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.kit.table import Cell

VARIANTS = ("standard",)
TITLE = "ใบตรวจนับพัสดุ"
SIDE = 13 * mm
"""Side of a row's QR code, its quiet zone included."""
_BLANK_ROWS, _MORE_ROWS = 7, 4
_FOUND, _STATE = "การตรวจพบ", "สภาพ"
_COLUMNS = (
    Column("ที่", 3.5, "center"),
    Column("QR", 6, "center"),
    Column("เลขที่หรือรหัส", 14),
    Column("รายการ", 24),
    Column("ตามบัญชี", 8.5, "center"),
    Column("นับได้", 6.5, "center"),
    Column("พบ", 4.5, "center", _FOUND),
    Column("ไม่พบ", 5, "center", _FOUND),
    Column("ใช้การได้", 7, "center", _STATE),
    Column("ชำรุด", 5, "center", _STATE),
    Column("เสื่อมสภาพ", 8, "center", _STATE),
    Column("ไม่จำเป็นต้องใช้", 8, "center", _STATE),
    Column("หมายเหตุ", 9),
)
_TICKS = 6
_MORE = (
    Column("ที่", 4, "center"),
    Column("เลขที่หรือรหัส (ถ้ามี)", 18),
    Column("รายการ", 38),
    Column("จำนวน", 10, "center"),
    Column("สภาพ", 14),
    Column("หมายเหตุ", 16),
)
_LEGEND = "ขีดเครื่องหมายในช่องที่ตรงกับผลการตรวจนับทุกรายการ พัสดุที่ไม่พบให้ระบุเหตุหรือที่ที่คาดว่าอยู่ในช่องหมายเหตุ"


_FINDINGS = f"พบ {DOT * 16} รายการ ไม่พบ {DOT * 16} รายการ พบนอกรายการ {DOT * 16} รายการ"


@dataclass(frozen=True)
class CountLine:
    """One thing to find; ``label`` is what its label's QR code says (a code, or an address that ends in it), if it has one."""

    code: str
    name: str
    quantity: int
    unit: str
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class CountSheet:
    """One place on one day; the sheet's number is the paper's. ``occasion`` says which inspection it belongs to."""

    facts: PaperFacts
    occasion: str = ""
    place: str = ""
    division: str = ""
    as_at: date | None = None
    lines: tuple[CountLine, ...] = ()
    inspectors: tuple[Signature, ...] = ()
    keeper: Signature = field(default_factory=lambda: Signature("ผู้ดูแลพัสดุ"))


class LabelCode(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The small QR code of a label in the middle of its cell; only its room where there is no label."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self.says = says

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """As high as the code."""
        self.width, self.height = available, SIDE
        return available, SIDE

    def draw(self) -> None:
        """The code, if any."""
        if self.says:
            with tagged(self.canv):
                qr.draw(self.canv, self.says, (self.width - SIDE) / 2, 0, SIDE)


def sample(variant: str = "standard") -> CountSheet:
    """Two pages of the longest plausible values."""
    del variant
    things = (
        ("416-60-0017/2", ITEM, 1, "เครื่อง", "A-K7Q2M4F"),
        ("401-60-0001", "เก้าอี้พลาสติกมีพนักพิง", 1_200, "ตัว", "A-3XW9R8T"),
        ("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", 4, "หลัง", "A-N5H6P2C"),
        ("ผด. 404-58-0003", "ตู้เหล็กเก็บเอกสาร ชนิด ๒ บาน", 1, "ตู้", ""),
        ("478-62-0004", "เครื่องพิมพ์เลเซอร์ขาวดำชนิดเครือข่าย แบบที่ ๒", 1, "เครื่อง", "A-9B4D7GJ"),
        ("420-64-0009", "เครื่องปรับอากาศแบบแยกส่วน ชนิดแขวน ขนาด ๓๖,๐๐๐ บีทียู", 1, "เครื่อง", "A-Z2Y6V1S"),
        ("400-55-0021", "โต๊ะหมู่บูชา หมู่ ๙ พร้อมเครื่องประกอบครบชุด", 1, "ชุด", "A-E8M3K5Q"),
        ("416-59-0000", "เครื่องสำรองไฟฟ้า ขนาด ๑ กิโลโวลต์แอมแปร์", 1, "เครื่อง", "A-T4F7W2X"),
        ("452-66-0002", "เครื่องสูบน้ำแบบหอยโข่ง เครื่องยนต์เบนซิน", 2, "เครื่อง", "A-R9C1N6H"),
    )
    return CountSheet(
        facts=sample_facts("ตน. 2569/0012"), occasion="การตรวจสอบพัสดุประจำปีงบประมาณ พ.ศ. ๒๕๖๙ (ระเบียบฯ ข้อ ๒๑๓)",
        place="ศูนย์พัฒนาเด็กเล็กบ้านหนองหัวฟาน อาคาร ๒ ชั้น ๑", division="กองการศึกษา ศาสนาและวัฒนธรรม", as_at=date(2026, 9, 30),
        lines=tuple(CountLine(*thing) for thing in things), inspectors=SAMPLE_INSPECTORS,
        keeper=Signature("ผู้ดูแลพัสดุ", PERSON, "ครูผู้ดูแลเด็ก"),
    )  # fmt: skip


def render(data: CountSheet) -> bytes:
    """The sheet as PDF."""
    facts = data.facts
    rows = rows_or_none(_rows(data), _COLUMNS, 3, issued=bool(data.as_at)) or [_unfilled() for _ in range(_BLANK_ROWS)]
    below = _below(data)
    story = [
        *title((TITLE, blank(data.occasion, 80)), facts),
        *_particulars(data),
        grid(_COLUMNS, rows, width=WIDE.body),
        Spacer(0, 4),
        Text(f"รวมตามบัญชี {count(len(data.lines), facts) if data.as_at else DOT * 12} รายการ {_FINDINGS}"),
        CondPageBreak(tall(below, WIDE.body)),
        *below,
    ]
    return build(facts, f"{TITLE} {facts.number}".strip(), story, WIDE)


def _particulars(data: CountSheet) -> list[Flowable]:
    facts = data.facts
    names = "  ".join(f"{count(no, facts)}. {who.name}" for no, who in enumerate(data.inspectors, 1) if who.name)
    place, division = Text(blank(data.place, 60), lead="สถานที่"), Text(blank(data.division, 60), lead="ส่วนราชการ")
    number, day = (
        Text(blank(facts.number, 60), lead="ใบตรวจนับเลขที่"),
        Text(day_or_dots(data.as_at, facts), lead="นับ ณ วันที่"),
    )
    return [
        side_by_side([place], [division], width=WIDE.body),
        side_by_side([number], [day], width=WIDE.body),
        Text(blank(names, 140), lead="ผู้ตรวจนับ"),
        Text(_LEGEND, size=CELL_SIZE - 1),
        Spacer(0, 4),
    ]


def _rows(data: CountSheet) -> list[Sequence[Cell]]:
    facts = data.facts
    return [
        (
            count(no, facts), LabelCode(line.label), _codes(line), line.name, f"{count(line.quantity, facts)} {line.unit}", "",
            *(Box() for _ in range(_TICKS)), line.note,
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip


def _codes(line: CountLine) -> str:
    """The asset number, and under it the label's own code, to type where a scanner fails."""
    return f"{line.code}\n{line.label.rpartition('/')[2]}".strip()


def _unfilled() -> Sequence[Cell]:
    """A row to fill by hand, as high as one with a code."""
    return ("", LabelCode(""), "", "", "", "", *(Box() for _ in range(_TICKS)), "")


def _below(data: CountSheet) -> list[Flowable]:
    """Lines for what is there and not on the list, and the signatures; they stay together."""
    signers = data.inspectors or tuple(Signature("ผู้ตรวจนับ") for _ in range(3))
    return [
        Spacer(0, 6),
        Text("พัสดุที่พบแต่ไม่มีในรายการข้างต้น", bold=True, role="H2"),
        Spacer(0, 3),
        grid(_MORE, (), width=WIDE.body, empty=_MORE_ROWS),
        Spacer(0, 12),
        *signatures(*signers, data.keeper, width=WIDE.body),
    ]
