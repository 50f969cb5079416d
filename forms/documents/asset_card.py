"""ทะเบียนคุมทรัพย์สิน, both sides: the card of one asset (DOMAIN §4.4, §5.4–5.6; ระเบียบฯ ข้อ ๒๐๓, ๒๑๒).

The rows come in as data: nothing is depreciated here. The back is a page of its own; a side without rows is left to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import CondPageBreak, PageBreak, Spacer, Table

from assettrack.thai.baht import baht
from assettrack.thai.dates import short_date
from forms.kit.flow import SIZE, Field, Text, TickBox
from forms.kit.font import REGULAR
from forms.kit.page import WIDE, PaperFacts, build, shown
from forms.kit.parts import blank, side_by_side
from forms.kit.sample import ITEM, PERSON, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("with_depreciation", "below_threshold")
TITLE = "ทะเบียนคุมทรัพย์สิน"
FUNDS = ("เงินงบประมาณ", "เงินนอกงบประมาณ", "เงินบริจาค/เงินช่วยเหลือ")
WAYS = ("เฉพาะเจาะจง", "คัดเลือก", "e-bidding", "e-market", "รับบริจาค/โอน")
NOT_DEPRECIATED = "ต่ำกว่าเกณฑ์ ไม่คิดค่าเสื่อมราคา"
COLUMNS = (
    Column("วัน เดือน ปี", 49, "center"),
    Column("ที่เอกสาร", 68),
    Column("รายการ", 112),
    Column("จำนวนหน่วย", 41, "center"),
    Column("ราคาต่อหน่วย/ชุด/กลุ่ม", 69, "right"),
    Column("มูลค่ารวม", 69, "right"),
    Column("อายุใช้งาน (ปี)", 49, "center"),
    Column("อัตราค่าเสื่อมราคา (ร้อยละ)", 42, "center"),
    Column("ค่าเสื่อมราคาประจำปี", 64, "right"),
    Column("ค่าเสื่อมราคาสะสม", 69, "right"),
    Column("มูลค่าสุทธิ", 69, "right"),
    Column("หมายเหตุ", 56),
)
REPAIRS = (
    Column("ครั้งที่", 12, "center"),
    Column("วัน เดือน ปี", 24, "center"),
    Column("รายการ", 140),
    Column("จำนวนเงิน", 30, "right"),
    Column("หมายเหตุ", 61),
)
KEEPERS = (
    Column("ตั้งแต่วันที่", 24, "center"),
    Column("ผู้ดูแล", 72),
    Column("หน่วยงาน", 60),
    Column("สถานที่", 70),
    Column("หมายเหตุ", 41),
)
_SIZE = 8.0
"""Twelve columns: TH Sarabun 12."""
_TICKS = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


@dataclass(frozen=True)
class AssetCardLine:
    """A row of the front: the acquisition, an addition, or the depreciation of one fiscal year; what does not apply is none.

    Amounts are satang; ``rate`` is hundredths of a percent a year.
    """

    day: date
    name: str
    document: str = ""
    quantity: int | None = None
    unit: str = ""
    price: int | None = None
    value: int | None = None
    life_years: int | None = None
    rate: int | None = None
    lost: int | None = None
    lost_so_far: int | None = None
    book: int | None = None
    note: str = ""


@dataclass(frozen=True)
class AssetRepair:
    """A repair or service and what it cost (satang)."""

    day: date
    name: str
    cost: int
    note: str = ""


@dataclass(frozen=True)
class AssetKeeper:
    """Who has kept the asset, for which division and where, since when."""

    since: date
    keeper: str
    division: str
    place: str
    note: str = ""


@dataclass(frozen=True)
class AssetCard:
    """What the card says; ``fund`` and ``way`` tick the box of the same words, or stand beside a box of their own."""

    facts: PaperFacts
    division: str = ""
    category: str = ""
    code: str = ""
    features: str = ""
    model: str = ""
    place: str = ""
    seller: str = ""
    address: str = ""
    phone: str = ""
    fund: str = ""
    way: str = ""
    below_threshold: bool = False
    lines: tuple[AssetCardLine, ...] = ()
    repairs: tuple[AssetRepair, ...] = ()
    keepers: tuple[AssetKeeper, ...] = ()


def sample(variant: str = "with_depreciation") -> AssetCard:
    """The card with the longest plausible values."""
    below = variant == "below_threshold"
    cost = 890_000 if below else 1_600_000
    bought = AssetCardLine(
        date(2019, 4, 25), ITEM, "ใบตรวจรับพัสดุ ๑๒๓/๒๕๖๒ ลว. ๒๕ เม.ย. ๖๒", 1, "เครื่อง", cost, cost,
        None if below else 5, None if below else 2000, book=cost, note="" if below else "สัญญาซื้อขาย ๔๕/๒๕๖๒",
    )  # fmt: skip
    years = (
        (2019, 133_333, 133_333), (2020, 320_000, 453_333), (2021, 320_000, 773_333),
        (2022, 320_000, 1_093_333), (2023, 320_000, 1_413_333), (2024, 186_567, 1_599_900),
    )  # fmt: skip
    lost = tuple(
        AssetCardLine(
            date(year, 9, 30), f"ค่าเสื่อมราคา ปี {year + 543}", lost=one, lost_so_far=all_, book=cost - all_,
            note="คิดค่าเสื่อมครบ" if year == 2024 else "",
        )
        for year, one, all_ in years
    )  # fmt: skip
    return AssetCard(
        facts=sample_facts("ทค. ๑๒๓/๒๕๖๙"), division="กองการศึกษา ศาสนาและวัฒนธรรม", category="ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์",
        code="101-630926-00001 (416-60-0017/2)", features=f"{ITEM} หน่วยความจำ 16 GB จอภาพ 15.6 นิ้ว",
        model="Latitude 5520 หมายเลขเครื่อง SN-2019-0004512-TH", place="ศูนย์พัฒนาเด็กเล็กบ้านหนองหัวฟาน หมู่ที่ ๑๒",
        seller="ห้างหุ้นส่วนจำกัด โคราชคอมพิวเตอร์แอนด์เซอร์วิส", phone="0 4438 1234 ต่อ 15",
        address="๙๙/๑๒ หมู่ที่ ๔ ถนนมิตรภาพ ตำบลในเมือง อำเภอเมืองนครราชสีมา จังหวัดนครราชสีมา ๓๐๐๐๐",
        fund="เงินสะสม" if below else "เงินงบประมาณ", way="ตกลงราคา" if below else "เฉพาะเจาะจง", below_threshold=below,
        lines=(bought,) if below else (bought, *lost),
        repairs=() if below else (
            AssetRepair(date(2021, 6, 3), "เปลี่ยนแบตเตอรี่และแป้นพิมพ์ ทำความสะอาดระบบระบายความร้อน", 385_000, "ฎีกาที่ ๔๕๖/๒๕๖๔"),
            AssetRepair(date(2023, 1, 17), "ซ่อมจอภาพตามเงื่อนไขการรับประกัน", 0, "อยู่ในระยะรับประกัน"),
        ),
        keepers=(
            AssetKeeper(date(2019, 4, 25), "นางสาวพรทิพย์ ใจงาม", "กองคลัง", "ห้องพัสดุ อาคารสำนักงาน ชั้น ๑"),
            AssetKeeper(date(2022, 10, 1), PERSON, "กองการศึกษา ศาสนาและวัฒนธรรม", "ศูนย์พัฒนาเด็กเล็กบ้านหนองหัวฟาน", "บันทึกส่งมอบ ๑๒/๒๕๖๖"),
        ),
    )  # fmt: skip


def render(data: AssetCard) -> bytes:
    """The card as PDF: the front, and the back on a page of its own."""
    story = [
        Text(TITLE, bold=True, size=SIZE + 4, align="center", role="H1"),
        Spacer(0, 2),
        *_head(data),
        _ticks(data),
        Spacer(0, 5),
        _front(data),
        *([Spacer(0, 4), Text(NOT_DEPRECIATED, lead="หมายเหตุ")] if data.below_threshold else []),
        PageBreak(),
        *_back(data),
    ]
    return build(data.facts, f"{TITLE} {data.code}".strip(), story, WIDE)


def _head(data: AssetCard) -> list[Flowable]:
    """The ten fields of the head, two on a line."""
    return [
        _pair(("ส่วนราชการ", data.facts.agency), ("หน่วยงาน", data.division)),
        _pair(("ประเภท", data.category), ("รหัส", data.code)),
        _pair(("ลักษณะ/คุณสมบัติ", data.features), ("รุ่น/แบบ", data.model)),
        _pair(("สถานที่ตั้ง/หน่วยงานที่รับผิดชอบ", data.place), ("ชื่อผู้ขาย/ผู้รับจ้าง/ผู้บริจาค", data.seller)),
        _pair(("ที่อยู่", data.address), ("โทรศัพท์", data.phone)),
    ]


def _pair(left: tuple[str, str], right: tuple[str, str]) -> Flowable:
    fields = [[Field(label, value, label_size=SIZE, leading=17)] for label, value in (left, right)]
    return side_by_side(*fields, width=WIDE.body)


def _ticks(data: AssetCard) -> Flowable:
    """ประเภทเงิน and วิธีการได้มา; a way that the card does not name (ตกลงราคา, สอบราคา of older ones) gets a box of its own."""
    other = "" if data.fund in FUNDS else data.fund
    funds = [*((fund, data.fund == fund) for fund in FUNDS), (f"อื่น ๆ {blank(other, 20)}", bool(other))]
    ways = [(way, data.way == way) for way in WAYS]
    if data.way and data.way not in WAYS:
        ways.append((data.way, True))
    rows = []
    for label, boxes in (("ประเภทเงิน", funds), ("วิธีการได้มา", ways)):
        cells = [TickBox(words, ticked=ticked) for words, ticked in boxes]
        rows.append([Text(label, bold=True), *cells, *([Text("")] * (6 - len(cells)))])
    return Table(rows, colWidths=[70, 112, 118, 142, 118, 118, 78], style=_TICKS)


def _front(data: AssetCard) -> Flowable:
    digits = data.facts.digits
    rows = [
        (
            short_date(line.day, digits), shown(line.document, data.facts), shown(line.name, data.facts),
            _counted(line, data.facts), _amount(line.price, digits), _amount(line.value, digits),
            "" if line.life_years is None else shown(str(line.life_years), data.facts), _amount(line.rate, digits),
            _amount(line.lost, digits), _amount(line.lost_so_far, digits), _amount(line.book, digits), line.note,
        )
        for line in data.lines
    ]  # fmt: skip
    return grid(COLUMNS, rows, width=WIDE.body, size=_SIZE, empty=12)


def _counted(line: AssetCardLine, facts: PaperFacts) -> str:
    return "" if line.quantity is None else shown(f"{line.quantity:,} {line.unit}", facts)


def _amount(satang: int | None, digits: str) -> str:
    return "" if satang is None else baht(satang, digits)


def _back(data: AssetCard) -> list[Flowable]:
    digits = data.facts.digits
    repairs = [
        (shown(str(no), data.facts), short_date(one.day, digits), one.name, baht(one.cost, digits), one.note)
        for no, one in enumerate(data.repairs, 1)
    ]
    keepers = [(short_date(one.since, digits), one.keeper, one.division, one.place, one.note) for one in data.keepers]
    return [
        Text("ประวัติการซ่อมบำรุงรักษาทรัพย์สิน", bold=True, size=SIZE + 3, align="center", role="H1"),
        Spacer(0, 4),
        _pair(("รหัส", data.code), ("ลักษณะ/คุณสมบัติ", data.features)),
        Spacer(0, 5),
        grid(REPAIRS, repairs, width=WIDE.body, empty=8),
        CondPageBreak(110),
        Spacer(0, 10),
        Text("ประวัติผู้ดูแล หน่วยงาน และสถานที่", bold=True, size=SIZE + 1, align="center", role="H2"),
        Spacer(0, 3),
        grid(KEEPERS, keepers, width=WIDE.body, empty=6),
    ]
