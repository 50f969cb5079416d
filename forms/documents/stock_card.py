"""บัญชีวัสดุ: the stock card of one material in one fiscal year, first in first out (DOMAIN §4.5; ระเบียบฯ ข้อ ๒๐๓, ๒๐๕)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.baht import baht
from assettrack.thai.dates import fiscal_year_span, short_date
from forms.kit.flow import SIZE, Field, Text
from forms.kit.page import WIDE, PaperFacts, build, shown
from forms.kit.parts import blank, side_by_side
from forms.kit.sample import sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

VARIANTS = ("standard",)
TITLE = "บัญชีวัสดุ"
BROUGHT_FORWARD = "ยอดยกมา"
COLUMNS = (
    Column("วัน เดือน ปี", 22, "center"),
    Column("รับจาก/จ่ายให้", 57),
    Column("เลขที่เอกสาร", 30),
    Column("ราคาต่อหน่วย (บาท)", 24, "right"),
    Column("จำนวน", 16, "right", group="รับ"),
    Column("ราคา", 26.7, "right", group="รับ"),
    Column("จำนวน", 16, "right", group="จ่าย"),
    Column("ราคา", 26.7, "right", group="จ่าย"),
    Column("จำนวน", 16, "right", group="คงเหลือ"),
    Column("ราคา", 26.7, "right", group="คงเหลือ"),
    Column("หมายเหตุ", 24),
)


@dataclass(frozen=True)
class StockLot:
    """What was left of one receipt when the year began: pieces and what one cost (satang)."""

    quantity: int
    price: int
    document: str = ""


@dataclass(frozen=True)
class StockCardLine:
    """One movement at one price: what is issued from two lots is two lines. ``left`` and ``left_value`` (satang) stand after it."""

    day: date
    party: str
    document: str
    price: int
    left: int
    left_value: int
    received: int = 0
    issued: int = 0
    note: str = ""


@dataclass(frozen=True)
class StockCard:
    """The card of a fiscal year (B.E.); without the year it is the form to fill by hand."""

    facts: PaperFacts
    year: int | None = None
    sheet_no: str = ""
    division: str = ""
    category: str = ""
    name: str = ""
    code: str = ""
    size: str = ""
    unit: str = ""
    place: str = ""
    most: int | None = None
    least: int | None = None
    opening: tuple[StockLot, ...] = ()
    lines: tuple[StockCardLine, ...] = ()


def sample(variant: str = "standard") -> StockCard:
    """Two pages of a year's movements with the longest plausible values."""
    del variant
    opening = (StockLot(110, 11_500, "ใบตรวจรับ ๘๙/๒๕๖๘"), StockLot(300, 12_000, "ใบตรวจรับ ๑๔๕/๒๕๖๘"))
    left, value = 410, 110 * 11_500 + 300 * 12_000
    lines = []
    for at in range(22):
        day = date(2025 + (at > 5), (9 + at // 2) % 12 + 1, 3 + at)
        bought = at % 9 == 8
        moves = [(500, 12_550)] if bought else [(-20, 11_500 if at < 5 else 12_000)]
        if at == 5:  # what ends the first lot takes its rest from the next
            moves = [(-10, 11_500), (-10, 12_000)]
        for pieces, price in moves:
            left, value = left + pieces, value + pieces * price
            lines.append(
                StockCardLine(
                    day, "ห้างหุ้นส่วนจำกัด โคราชเครื่องเขียนและอุปกรณ์สำนักงาน" if bought else "กองการศึกษา ศาสนาและวัฒนธรรม",
                    f"ใบตรวจรับพัสดุ {at + 100}/2569" if bought else f"บว. {at + 1}/2569", price, left, value,
                    max(pieces, 0), max(-pieces, 0), "" if at else "ผู้รับ นายสมชาย ใจดี",
                )
            )  # fmt: skip
    return StockCard(
        facts=sample_facts("บช. ๑๒/๒๕๖๙"), year=2569, sheet_no="๑๒", division="กองคลัง งานทะเบียนทรัพย์สินและพัสดุ", category="วัสดุสำนักงาน",
        name="กระดาษถ่ายเอกสาร ชนิดสีขาว สำหรับงานพิมพ์และถ่ายเอกสารทั่วไป", code="7530-001-0004", size="ขนาด A4 หนา ๘๐ แกรม บรรจุ ๕๐๐ แผ่น",
        unit="รีม", place="ห้องพัสดุ อาคารสำนักงาน ชั้น ๑ ตู้ที่ ๓", most=1500, least=50, opening=opening, lines=tuple(lines),
    )  # fmt: skip


def render(data: StockCard) -> bytes:
    """The card as PDF."""
    year = shown(str(data.year), data.facts) if data.year else "." * 16
    story = [
        Text(shown(f"แผ่นที่ {blank(data.sheet_no, 12)}", data.facts), align="right"),
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(f"ปีงบประมาณ พ.ศ. {year}", align="center"),
        *_head(data),
        Spacer(0, 6),
        grid(COLUMNS, _rows(data), width=WIDE.body, size=SIZE - 1.7, empty=13),
    ]
    return build(data.facts, f"{TITLE} {data.code}".strip(), story, WIDE)


def _head(data: StockCard) -> list[Flowable]:
    most, least = ("" if one is None else shown(f"{one:,}", data.facts) for one in (data.most, data.least))
    fields = (
        ("ส่วนราชการ", data.facts.agency), ("หน่วยงาน", data.division),
        ("ประเภท", data.category), ("ชื่อหรือชนิดวัสดุ", data.name),
        ("รหัส", data.code), ("ขนาดหรือลักษณะ", data.size),
        ("หน่วยนับ", data.unit), ("ที่เก็บ", data.place),
        ("จำนวนอย่างสูง", most), ("จำนวนอย่างต่ำ", least),
    )  # fmt: skip
    cells = [[Field(label, value, label_size=SIZE, leading=17)] for label, value in fields]
    return [side_by_side(cells[at], cells[at + 1], width=WIDE.body) for at in range(0, len(cells), 2)]


def _rows(data: StockCard) -> list[tuple[str, ...]]:
    """The year's first rows are what was carried into it, zero too."""
    if data.year is None:
        return []
    return [*_brought_forward(data, data.year), *(_row(line, data.facts) for line in data.lines)]


def _brought_forward(data: StockCard, year: int) -> Iterator[tuple[str, ...]]:
    """A row a lot, the balance growing to what the year begins with."""
    day = short_date(fiscal_year_span(year)[0], data.facts.digits)
    left = value = 0
    for lot in data.opening or (StockLot(0, 0),):
        left, value = left + lot.quantity, value + lot.quantity * lot.price
        price = baht(lot.price, data.facts.digits) if lot.quantity else ""
        yield (
            day,
            BROUGHT_FORWARD,
            shown(lot.document, data.facts),
            price,
            "",
            "",
            "",
            "",
            *_amount(left, value, data.facts),
            "",
        )


def _row(line: StockCardLine, facts: PaperFacts) -> tuple[str, ...]:
    moved = (
        _amount(pieces, pieces * line.price, facts) if pieces else ("", "") for pieces in (line.received, line.issued)
    )
    return (
        short_date(line.day, facts.digits), line.party, shown(line.document, facts), baht(line.price, facts.digits),
        *(cell for pair in moved for cell in pair), *_amount(line.left, line.left_value, facts), line.note,
    )  # fmt: skip


def _amount(pieces: int, satang: int, facts: PaperFacts) -> tuple[str, str]:
    return shown(f"{pieces:,}", facts), baht(satang, facts.digits)
