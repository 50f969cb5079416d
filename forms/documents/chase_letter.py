"""หนังสือทวงคืนพัสดุที่ยืม: three rounds, to staff (บันทึกข้อความ) and to others (หนังสือภายนอก); DOMAIN §4.8; ระเบียบฯ ข้อ ๒๐๙, ๒๑๑.

No office publishes a model of this letter: it is a draft for the finance division (กองคลัง) to approve.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportlab.platypus import KeepTogether, Spacer

from assettrack.thai.baht import baht, baht_words
from assettrack.thai.dates import long_date
from forms.kit.flow import SIZE, Text, TickBox
from forms.kit.letter import LetterHead, Parts, Rule, closing, contact, letter_head, memo_head, paragraph
from forms.kit.page import LETTER, PaperFacts, build, shown
from forms.kit.parts import Signature, blank, signature
from forms.kit.sample import AGENCY, DEPUTY, ITEM, PERSON, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("inside_1", "inside_2", "inside_3", "outside_1", "outside_2", "outside_3")
TITLE = "หนังสือทวงคืนพัสดุที่ยืม"
_COLUMNS = (
    Column("ที่", 6, "center"),
    Column("เลขที่หรือรหัส", 21),
    Column("รายการ", 34),
    Column("จำนวนที่ยืม", 13, "center"),
    Column("ส่งคืนแล้ว", 12, "center"),
    Column("ค้างส่งคืน", 14, "center"),
)
_SUBJECT = {
    1: "ขอให้ส่งคืนพัสดุที่ยืม",
    2: "ขอให้ส่งคืนพัสดุที่ยืม (ครั้งที่ ๒)",
    3: "ขอให้ส่งคืนพัสดุที่ยืม (ครั้งที่ ๓ ครั้งสุดท้าย)",
}
_REGULATION = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. ๒๕๖๐"
_LAW = (
    f"ตาม{_REGULATION} ข้อ ๒๐๙ ผู้ยืมต้องนำพัสดุมาส่งคืนในสภาพที่ใช้การได้เรียบร้อย หากเกิดชำรุดเสียหาย หรือใช้การไม่ได้ หรือสูญหายไป "
    "ต้องจัดการแก้ไขซ่อมแซมให้คงสภาพเดิมโดยเสียค่าใช้จ่ายของตนเอง หรือชดใช้เป็นพัสดุประเภท ชนิด ขนาด ลักษณะ และคุณภาพอย่างเดียวกัน "
    "หรือชดใช้เป็นเงินตามราคาที่เป็นอยู่ในขณะยืม และข้อ ๒๑๑ กำหนดให้ผู้ให้ยืมติดตามทวงพัสดุที่ให้ยืมไปคืนภายใน ๗ วัน นับแต่วันครบกำหนด"
)
_ENDS = {True: "จึงเรียนมาเพื่อโปรดทราบและดำเนินการ", False: "จึงเรียนมาเพื่อโปรดดำเนินการ"}


@dataclass(frozen=True)
class ChaseLine:
    """One thing lent and not yet wholly back; ``unit_price`` is the price of a unit at the time of lending in satang, if known."""

    code: str
    name: str
    unit: str
    lent: int
    back: int
    unit_price: int | None = None

    @property
    def still_out(self) -> int:
        """How many have not come back."""
        return self.lent - self.back


@dataclass(frozen=True)
class EarlierLetter:
    """A letter of an earlier round."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True)
class ChaseLetter:
    """What the letter says; its number (ที่) is the paper's. Empty values leave dots.

    ``office`` writes (in a memorandum with its telephone); ``address`` are the lines of the sender in a letter; ``due`` is the day
    by which the things should have been back, extensions counted.
    """

    facts: PaperFacts
    variant: str
    office: str = ""
    address: tuple[str, ...] = ()
    day: date | None = None
    to: str = ""
    loan_number: str = ""
    loan_date: date | None = None
    purpose: str = ""
    due: date | None = None
    lines: tuple[ChaseLine, ...] = ()
    earlier: tuple[EarlierLetter, ...] = ()
    return_by: date | None = None
    return_to: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    signer: Signature = field(default_factory=lambda: Signature(""))

    @property
    def inside(self) -> bool:
        """Whether it goes to the office's own people, as a memorandum."""
        return self.variant.startswith("inside")

    @property
    def round(self) -> int:
        """Which letter about this loan: 1, 2, 3."""
        return int(self.variant[-1])

    @property
    def days_over(self) -> int | None:
        """Days from the due day to the day of the letter."""
        return (self.day - self.due).days if self.day and self.due else None


def sample(variant: str = "outside_3") -> ChaseLetter:
    """The letter with the longest plausible values."""
    lines = (
        ChaseLine("416-60-0017/2", ITEM, "เครื่อง", 1, 0, 24_990_50),
        ChaseLine("401-60-0001", "เก้าอี้พลาสติกมีพนักพิง", "ตัว", 100, 80, 265_00),
        ChaseLine("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", "หลัง", 4, 2, 45_000_00),
    )
    number, inside = int(variant[-1]), variant.startswith("inside")
    earlier = (EarlierLetter("นม ๗๑๒๐๓/๑๒๓๔", date(2026, 9, 22)), EarlierLetter("นม ๗๑๒๐๓/๑๓๐๑", date(2026, 10, 6)))
    return ChaseLetter(
        facts=sample_facts(f"นม ๗๑๒๐๓/๑๔{variant[-1]}๙"), variant=variant,
        office="กองคลัง งานพัสดุและทรัพย์สิน โทร. ๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒" if inside else "กองคลัง งานพัสดุและทรัพย์สิน",
        address=(AGENCY, "๙๙ หมู่ที่ ๑ ตำบลพะงาด", "อำเภอขามสะแกแสง", "จังหวัดนครราชสีมา ๓๐๒๙๐"),
        day=date(2026, (9, 10, 10)[number - 1], (22, 6, 20)[number - 1]),
        to=f"{PERSON} (ผ่านผู้อำนวยการกองช่าง)" if inside else f"{PERSON} ผู้ใหญ่บ้านหมู่ที่ ๑๒ ตำบลพะงาด",
        loan_number="บย. ๑๒/๒๕๖๙", loan_date=date(2026, 9, 15), purpose="จัดงานบุญบั้งไฟและกิจกรรมผู้สูงอายุประจำปีของตำบล",
        due=date(2026, 9, 20), lines=lines, earlier=earlier[: number - 1],
        return_by=date(2026, (9, 10, 10)[number - 1], (29, 13, 27)[number - 1]), return_to="กองคลัง ในวันและเวลาราชการ",
        contact_name="นายณรงค์ ละเอียด เจ้าพนักงานพัสดุ", contact_phone="๐ ๔๔๓๙ ๐๐๐๐ ต่อ ๑๒",
        signer=Signature("", "นางสาวพัชรี บัญชีดี", "ผู้อำนวยการกองคลัง") if inside else Signature("", "นางวิไล พูนผล", DEPUTY),
    )  # fmt: skip


def render(data: ChaseLetter) -> bytes:
    """The letter as PDF, with the slip that proves its delivery.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    story = [
        *(_memo_head(data) if data.inside else _letter_head(data)),
        *_facts(data),
        Spacer(0, 6),
        _table(data),
        paragraph(_LAW),
        paragraph(_demand(data)),
        closing("" if data.inside else "ขอแสดงความนับถือ", data.signer, _consequence(data), _ENDS[data.inside]),
        *([] if data.inside else contact(blank(data.office), f"โทร. {shown(blank(data.contact_phone), data.facts)}")),
        _delivery(data),
    ]
    return build(data.facts, f"{TITLE} {data.facts.number}".strip(), story, LETTER)


def _day(day: date | None, data: ChaseLetter, without: str = "." * 24) -> str:
    return long_date(day, data.facts.digits) if day else without


def _memo_head(data: ChaseLetter) -> list[Flowable]:
    day, subject = _day(data.day, data, ""), _SUBJECT[data.round]
    return memo_head(
        data.facts,
        office=data.office,
        number=data.facts.number,
        day=day,
        subject=subject,
        to=data.to,
        references=_references(data),
    )


def _letter_head(data: ChaseLetter) -> list[Flowable]:
    day, subject = _day(data.day, data, ""), _SUBJECT[data.round]
    head = LetterHead(data.facts.number, data.address, day, subject, data.to, _references(data))
    return letter_head(data.facts, head)


def _references(data: ChaseLetter) -> tuple[str, ...]:
    """อ้างถึง: the loan form, then the letters of the earlier rounds; dots for one that is not known."""
    sent = data.earlier or (EarlierLetter(),) * (data.round - 1)
    kind = "บันทึกข้อความ" if data.inside else f"หนังสือ{data.facts.agency}"
    loan = f"ใบยืมพัสดุเลขที่ {blank(data.loan_number)} ลงวันที่ {_day(data.loan_date, data)}"
    return loan, *(f"{kind} ที่ {blank(letter.number)} ลงวันที่ {_day(letter.day, data)}" for letter in sent)


def _facts(data: ChaseLetter) -> list[Flowable]:
    """What was lent for what and when it was due, what was asked before, and how late it is (ภาคเหตุ)."""
    over = "." * 8 if data.days_over is None else str(data.days_over)
    asked = "" if data.round == 1 else f" และได้ขอให้ท่านส่งคืนมาแล้ว {data.round - 1} ครั้ง"
    lent = f"ตามที่ท่านได้ยืมพัสดุของ{data.facts.agency} เพื่อ {blank(data.purpose, 40)} โดยมีกำหนดส่งคืนวันที่ {_day(data.due, data)}"
    late = f"บัดนี้ นับถึงวันที่ในหนังสือนี้พ้นกำหนดส่งคืนมาแล้ว {over} วัน ปรากฏว่ายังมีพัสดุค้างส่งคืน ดังต่อไปนี้"
    return [paragraph(shown(f"{lent}{asked} ความแจ้งแล้ว นั้น", data.facts)), paragraph(shown(late, data.facts))]


def _table(data: ChaseLetter) -> Flowable:
    rows = [
        (
            shown(str(no), data.facts), line.code, line.name, shown(f"{line.lent} {line.unit}", data.facts),
            shown(f"{line.back} {line.unit}", data.facts), shown(f"{line.still_out} {line.unit}", data.facts),
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    return grid(_COLUMNS, rows, width=LETTER.body, empty=4)


def _demand(data: ChaseLetter) -> str:
    """Until when, where and in what state to bring the things back (ภาคความประสงค์)."""
    words = (
        f"จึงขอให้ท่านส่งคืนพัสดุที่ค้างส่งคืนทั้งหมดในสภาพที่ใช้การได้เรียบร้อย ภายในวันที่ {_day(data.return_by, data)} "
        f"ณ {blank(data.return_to, 40)} ทั้งนี้ ติดต่อสอบถามได้ที่ {blank(data.contact_name, 40)} โทรศัพท์ {blank(data.contact_phone)} "
        "หากท่านได้ส่งคืนก่อนได้รับหนังสือนี้ โปรดแจ้งพร้อมแสดงใบส่งคืนพัสดุ"
    )
    return shown(words, data.facts)


def _consequence(data: ChaseLetter) -> str:
    """What follows if nothing comes back: more with every round."""
    if data.round == 1:
        return "หากพัสดุที่ยืมชำรุด ใช้การไม่ได้ หรือสูญหาย โปรดแจ้งให้ทราบภายในวันดังกล่าว เพื่อดำเนินการตามข้อ ๒๐๙ ต่อไป"
    late = f"หากพ้นกำหนดดังกล่าวแล้วยังไม่ได้รับคืน {data.facts.agency}"
    if data.round == 2:
        return f"{late}จำเป็นต้องพิจารณาเรียกให้ท่านชดใช้ตามข้อ ๒๐๙ แห่งระเบียบดังกล่าว"
    report = "รายงานผู้บังคับบัญชาและดำเนินการตามระเบียบและกฎหมายที่เกี่ยวข้อง" if data.inside else "ดำเนินการตามกฎหมาย"
    return f"{late}จะเรียกให้ท่านชดใช้ตามข้อ ๒๐๙ แห่งระเบียบดังกล่าว {_claim(data)}และ{report}ต่อไป"


def value_out(lines: tuple[ChaseLine, ...]) -> int | None:
    """What is still out at its price at the time of lending, in satang; none where a price is not known."""
    known = [line.still_out * line.unit_price for line in lines if line.unit_price is not None]
    return sum(known) if lines and len(known) == len(lines) else None


def _claim(data: ChaseLetter) -> str:
    value = value_out(data.lines)
    if value is None:
        return ""
    return f"ซึ่งมีราคาที่เป็นอยู่ในขณะยืมรวมเป็นเงิน {baht(value, data.facts.digits)} บาท ({baht_words(value)}) "


def _delivery(data: ChaseLetter) -> Flowable:
    """The slip that the office keeps: how the letter went out, who took it and when."""
    day, number = "." * 18, "." * 18
    if data.inside:
        ways = (f"ลงรับที่ {number} เลขทะเบียนรับ {number} วันที่ {day}", f"ผู้ยืมรับด้วยตนเอง วันที่ {day} เวลา {'.' * 10} น.")
    else:
        ways = (
            f"ไปรษณีย์ลงทะเบียนตอบรับ เลขที่ {number} ฝากส่งวันที่ {day} ผู้รับลงชื่อวันที่ {day}",
            f"ส่งมอบถึงผู้รับ หรือหน่วยงานผู้รับลงรับเลขที่ {number} วันที่ {day} เวลา {'.' * 10} น.",
        )
    of = f"ที่ {blank(data.facts.number)} ลงวันที่ {_day(data.day, data)} (ใบยืมเลขที่ {blank(data.loan_number)} ทวงครั้งที่ {data.round})"
    signed = Parts(
        (0, signature(Signature("ผู้ส่งหนังสือ"))),
        (LETTER.body / 2, signature(Signature("ผู้รับหนังสือ"))),
    )
    return KeepTogether(
        [
            Spacer(0, 2 * SIZE),
            Rule(dash=(4, 3)),
            Text("หลักฐานการส่งหนังสือ (ส่วนที่หน่วยงานผู้ให้ยืมเก็บไว้)", bold=True, role="H2"),
            Text(shown(of, data.facts)),
            *(TickBox(way) for way in ways),
            Spacer(0, SIZE),
            signed,
        ]
    )
