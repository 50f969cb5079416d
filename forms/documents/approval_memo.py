"""บันทึกข้อความ ขออนุมัติให้ยืมพัสดุ: from the officer up to who decides (DOMAIN §1.2, §4.9; ระเบียบฯ ข้อ ๒๐๗, ๒๐๘, ๒๑๐)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer

from assettrack.thai.baht import baht, baht_words
from assettrack.thai.dates import long_date
from forms.kit.letter import Endorsement, closing, endorsements, memo_head, paragraph
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import Signature, blank
from forms.kit.sample import AGENCY, DEPUTY, ITEM, PERSON, SIGNED, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("inside", "outside", "agency", "villager", "consumable")
TITLE = "บันทึกข้อความ ขออนุมัติให้ยืมพัสดุ"
_COLUMNS = (
    Column("ที่", 5, "center"),
    Column("เลขที่หรือรหัส", 21),
    Column("รายการ", 26),
    Column("จำนวน", 11, "center"),
    Column("ต่อหน่วย", 18, "right", "ราคาในขณะยืม (บาท)"),
    Column("รวม", 19, "right", "ราคาในขณะยืม (บาท)"),
)
_SUBJECT = {
    "inside": "ขออนุมัติให้ยืมพัสดุประเภทใช้คงรูปเพื่อใช้ภายในสถานที่",
    "outside": "ขออนุมัติให้ยืมพัสดุประเภทใช้คงรูปไปใช้นอกสถานที่",
    "agency": "ขออนุมัติให้หน่วยงานของรัฐยืมพัสดุประเภทใช้คงรูป",
    "villager": "ขออนุมัติให้ยืมพัสดุประเภทใช้คงรูปเพื่อประโยชน์สาธารณะ",
    "consumable": "ขออนุมัติให้หน่วยงานของรัฐยืมพัสดุประเภทใช้สิ้นเปลือง",
}
_REGULATION = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. ๒๕๖๐"
_DURABLE = "กำหนดให้ผู้ยืมทำหลักฐานการยืมเป็นลายลักษณ์อักษร แสดงเหตุผลและกำหนดวันส่งคืน"
_DECIDER = {True: "หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุ", False: "นายก"}
_RULE = {
    "inside": (
        f"ข้อ ๒๐๘ {_DURABLE} และ (๒) การให้บุคคลยืมใช้ภายในสถานที่ของหน่วยงานของรัฐเดียวกัน "
        "ต้องได้รับอนุมัติจากหัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้น"
    ),
    "outside": (f"ข้อ ๒๐๘ {_DURABLE} และ (๒) การให้บุคคลยืมไปใช้นอกสถานที่ของหน่วยงานของรัฐ ต้องได้รับอนุมัติจากหัวหน้าหน่วยงานของรัฐ"),
    "agency": f"ข้อ ๒๐๘ {_DURABLE} และ (๑) การยืมระหว่างหน่วยงานของรัฐ ต้องได้รับอนุมัติจากหัวหน้าหน่วยงานของรัฐผู้ให้ยืม",
    "villager": (
        "ข้อ ๒๐๗ การให้ยืมหรือนำพัสดุไปใช้ในกิจการซึ่งมิใช่เพื่อประโยชน์ของทางราชการจะกระทำมิได้ "
        f"และข้อ ๒๐๘ {_DURABLE} และ (๒) การให้ยืมไปใช้นอกสถานที่ ต้องได้รับอนุมัติจากหัวหน้าหน่วยงานของรัฐ"
    ),
    "consumable": (
        "ข้อ ๒๑๐ การยืมพัสดุประเภทใช้สิ้นเปลืองให้กระทำได้ระหว่างหน่วยงานของรัฐ เฉพาะเมื่อผู้ยืมมีความจำเป็นต้องใช้พัสดุนั้นเป็นการเร่งด่วน"
        "และจัดหาได้ไม่ทันการ ผู้ให้ยืมมีพัสดุนั้นพอที่จะให้ยืมได้โดยไม่เป็นการเสียหายแก่หน่วยงานของตน และมีหลักฐานการยืมเป็นลายลักษณ์อักษร "
        "โดยปกติผู้ยืมต้องจัดหาพัสดุประเภท ชนิด และปริมาณเช่นเดียวกันส่งคืน"
    ),
}


@dataclass(frozen=True)
class MemoLine:
    """One thing asked for; ``unit_price`` is the price of a unit at the time of lending in satang, none where it is not known."""

    code: str
    name: str
    quantity: int
    unit: str
    unit_price: int | None = None

    @property
    def price(self) -> int | None:
        """The price of all of them, in satang."""
        return None if self.unit_price is None else self.quantity * self.unit_price


@dataclass(frozen=True)
class Opinion:
    """What one of the people on the way thought or ordered: yes, no, or nothing yet, in what words, signed by whom."""

    agrees: bool | None = None
    words: str = ""
    by: Signature = field(default_factory=lambda: Signature(""))


@dataclass(frozen=True)
class ApprovalMemo:
    """What the memorandum says; its number (ที่) is the paper's. Empty values leave dots."""

    facts: PaperFacts
    variant: str
    office: str = ""
    day: date | None = None
    to: str = ""
    request_number: str = ""
    borrower: str = ""
    position: str = ""
    borrower_agency: str = ""
    letter_no: str = ""
    letter_date: date | None = None
    purpose: str = ""
    reason: str = ""
    basis: str = ""
    place_text: str = ""
    urgency: str = ""
    certifier: str = ""
    starts: date | None = None
    due: date | None = None
    lines: tuple[MemoLine, ...] = ()
    writer: Signature = field(default_factory=lambda: Signature(""))
    officer: Opinion = field(default_factory=Opinion)
    chief: Opinion = field(default_factory=Opinion)
    secretary: Opinion = field(default_factory=Opinion)
    decision: Opinion = field(default_factory=Opinion)


def sample(variant: str = "villager") -> ApprovalMemo:
    """The memorandum with the longest plausible values."""
    lines = (
        MemoLine("416-60-0017/2", ITEM, 1, "เครื่อง", 24_990_50),
        MemoLine("401-60-0001", "เก้าอี้พลาสติกมีพนักพิง", 100, "ตัว", 265_00),
        MemoLine("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", 4, "หลัง", 1_121_000_00),
    )
    clinic, clerk = "ผู้อำนวยการโรงพยาบาลส่งเสริมสุขภาพตำบล", "นักจัดการงานทั่วไปชำนาญการ สำนักปลัด"
    posts = {"villager": "ผู้ใหญ่บ้านหมู่ที่ ๑๒ ตำบลพะงาด", "agency": clinic, "consumable": clinic}
    place = "ห้องประชุมสภาชั้น ๒" if variant == "inside" else "ศาลาประชาคมหมู่ที่ ๑๒"
    secretary = Signature("", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล", signed=SIGNED)
    head = (
        Signature("", "นายวิทยา ช่างคิด", "ผู้อำนวยการกองช่าง")
        if variant == "inside"
        else Signature("", "นางวิไล พูนผล", DEPUTY)
    )
    return ApprovalMemo(
        facts=sample_facts("นม ๗๑๒๐๓/ว ๑๒๓๔"), variant=variant, office="กองคลัง องค์การบริหารส่วนตำบลพะงาด โทร. ๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒",
        day=date(2026, 9, 11), to="ผู้อำนวยการกองช่าง" if variant == "inside" else f"นายก{AGENCY}", request_number="บย. ๑๒/๒๕๖๙",
        borrower=PERSON, position=posts.get(variant, clerk), borrower_agency="โรงพยาบาลส่งเสริมสุขภาพตำบลพะงาด",
        letter_no="นม ๐๘๓๒.๑/๑๒๓๔", letter_date=date(2026, 9, 10), purpose="งานประเพณีและกิจกรรมชุมชน",
        reason="จัดงานบุญบั้งไฟและกิจกรรมผู้สูงอายุประจำปีของตำบล",
        basis="พระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. ๒๕๓๗ มาตรา ๖๗ (๘)", place_text=place,
        urgency="วัสดุในคลังหมดและจัดหาไม่ทันเหตุอุทกภัย", certifier="นายสมบูรณ์ มีสุข กำนันตำบลพะงาด",
        starts=date(2026, 9, 15), due=date(2026, 9, 20), lines=lines, writer=Signature("", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ"),
        officer=Opinion(agrees=True, by=Signature("", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุชำนาญงาน", dated="วันที่ ๑๑ ก.ย. ๖๙")),
        chief=Opinion(agrees=True, words="ให้ตรวจสภาพพร้อมถ่ายภาพก่อนส่งมอบ", by=Signature("", PERSON, "ผู้อำนวยการกองคลัง")),
        secretary=Opinion(by=secretary, agrees=True), decision=Opinion(by=head),
    )  # fmt: skip


def total(lines: tuple[MemoLine, ...]) -> int | None:
    """The price of all the things in satang; none where there are none or one of them has no price."""
    prices = [line.price for line in lines]
    known = [price for price in prices if price is not None]
    return sum(known) if prices and len(known) == len(prices) else None


def render(data: ApprovalMemo) -> bytes:
    """The memorandum as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    head = memo_head(
        data.facts,
        office=data.office,
        number=data.facts.number,
        day=_day(data.day, data, ""),
        subject=_SUBJECT[data.variant],
        to=data.to,
    )
    decider = data.to or f" {'.' * 50}"
    story = [
        *head,
        paragraph(_request(data)),
        paragraph("พัสดุที่ขอยืมมีรายการ จำนวน และราคาที่เป็นอยู่ในขณะยืม ดังต่อไปนี้"),
        Spacer(0, 6),
        _table(data),
        paragraph(_sum(data)),
        paragraph(f"ตาม{_REGULATION} {_RULE[data.variant]} การอนุมัติครั้งนี้จึงเป็นอำนาจของ{decider}"),
        closing("", data.writer, "จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบโปรดอนุมัติให้ยืมพัสดุตามรายการข้างต้น"),
        Spacer(0, 12),
        *endorsements(_steps(data)),
    ]
    return build(data.facts, f"{TITLE} {data.facts.number}".strip(), story, LETTER)


def _day(day: date | None, data: ApprovalMemo, without: str = "." * 24) -> str:
    return long_date(day, data.facts.digits) if day else without


def _request(data: ApprovalMemo) -> str:
    """Why: who asks for what use, from when till when (ภาคเหตุ)."""
    facts = data.facts
    words = [
        f"ด้วย {_asker(data)} มีความประสงค์ขอยืมพัสดุของ{facts.agency} ตามใบยืมเลขที่ {blank(data.request_number)}",
        f"เพื่อ {blank(data.purpose)} เหตุผล {blank(data.reason, 40)} {_place(data)}",
        f"ตั้งแต่วันที่ {_day(data.starts, data)} กำหนดส่งคืนวันที่ {_day(data.due, data)}",
    ]
    if data.variant == "villager":
        words.append(f"ซึ่งเป็นกิจการตาม {blank(data.basis, 40)} โดยมี {blank(data.certifier, 40)} เป็นผู้รับรอง")
    if data.variant == "consumable":
        words.append(f"เนื่องจากมีความจำเป็นเร่งด่วน คือ {blank(data.urgency, 40)}")
    return shown(" ".join(words), facts)


def _asker(data: ApprovalMemo) -> str:
    person = f"{blank(data.borrower, 40)} ตำแหน่ง {blank(data.position)}"
    if data.variant not in ("agency", "consumable"):
        return person
    letter = f"ตามหนังสือที่ {blank(data.letter_no)} ลงวันที่ {_day(data.letter_date, data)}"
    return f"{blank(data.borrower_agency, 40)} {letter} โดย {person}"


def _place(data: ApprovalMemo) -> str:
    if data.variant == "inside":
        return f"โดยใช้ภายในสถานที่ของ{data.facts.agency}" + (f" ณ {data.place_text}" if data.place_text else "")
    return f"โดยนำไปใช้ ณ {blank(data.place_text)}"


def _table(data: ApprovalMemo) -> Flowable:
    facts = data.facts
    rows = [
        (
            shown(str(no), facts), line.code, line.name, shown(f"{line.quantity} {line.unit}", facts),
            _money(line.unit_price, facts), _money(line.price, facts),
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    whole = ("", "", "รวมเป็นเงิน", "", "", _money(total(data.lines), facts)) if rows else ()
    return grid(_COLUMNS, rows, width=LETTER.body, total=whole, empty=5)


def _money(satang: int | None, facts: PaperFacts) -> str:
    return "–" if satang is None else baht(satang, facts.digits)


def _sum(data: ApprovalMemo) -> str:
    """The whole price in figures and words; it is what ข้อ ๒๐๙ (ค) would ask for."""
    price = total(data.lines)
    if price is None:
        return f"รวมราคาที่เป็นอยู่ในขณะยืม {'.' * 24} บาท ({'.' * 60})"
    return f"รวมราคาที่เป็นอยู่ในขณะยืม {baht(price, data.facts.digits)} บาท ({baht_words(price)})"


def _steps(data: ApprovalMemo) -> list[Endorsement]:
    """The way up: the officer and who decides; the head of the agency decides after the finance head and the clerk."""
    enough = "มีพัสดุเพียงพอ ไม่เป็นการเสียหายแก่ทางราชการ" if data.variant == "consumable" else "มีพัสดุพร้อมให้ยืมในช่วงที่ขอ"
    officer = _step("ความเห็นเจ้าหน้าที่พัสดุ", data.officer, f"ตรวจสอบแล้ว {enough}", "ไม่ควรให้ยืม เพราะ")
    decision = _step(f"คำสั่ง{data.to or _DECIDER[data.variant == 'inside']}", data.decision, "อนุมัติ", "ไม่อนุมัติ เพราะ")
    if data.variant == "inside":
        return [officer, decision]
    choices = ("ควรอนุมัติ", "ไม่ควรอนุมัติ เพราะ")
    chief = _step("ความเห็นหัวหน้าเจ้าหน้าที่พัสดุ", data.chief, *choices)
    return [officer, chief, _step(f"ความเห็นปลัด{data.facts.agency}", data.secretary, *choices), decision]


def _step(title: str, opinion: Opinion, yes: str, no: str) -> Endorsement:
    chosen = {True: yes, False: no, None: ""}[opinion.agrees]
    return Endorsement(title, opinion.by, (yes, no), chosen, opinion.words)
