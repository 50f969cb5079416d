"""บันทึกข้อตกลงชดใช้พัสดุ and ใบรับเงินชดใช้: how a damaged or lost thing is made good (DOMAIN §2.1, §2.3, §2.4; ระเบียบฯ ข้อ ๒๐๙)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from reportlab.platypus import KeepTogether, Spacer

from assettrack.thai.baht import baht, baht_words
from assettrack.thai.dates import long_date, short_date
from forms.kit.flow import SIZE, SMALL, Text, TickBox
from forms.kit.letter import Endorsement, Parts, endorsements
from forms.kit.page import BODY, PaperFacts, build, shown
from forms.kit.parts import Signature, blank, signature, signatures
from forms.kit.sample import DEPUTY, ITEM, PERSON, SIGNED, sample_facts
from forms.kit.table import Column, grid

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

VARIANTS = ("memo", "receipt")
TITLE = "บันทึกข้อตกลงชดใช้พัสดุที่ชำรุดหรือสูญหาย"
RECEIPT_TITLE = "ใบรับเงินชดใช้พัสดุ"
_COLUMNS = (
    Column("ที่", 5, "center"),
    Column("เลขที่หรือรหัส", 19),
    Column("รายการ", 24),
    Column("จำนวน", 9, "center"),
    Column("สภาพ", 10, "center"),
    Column("ต่อหน่วย", 15, "right", "ราคาในขณะยืม (บาท)"),
    Column("รวม", 18, "right", "ราคาในขณะยืม (บาท)"),
)
_INSTALMENTS = (
    Column("งวดที่", 8, "center"),
    Column("กำหนดชำระ", 16, "center"),
    Column("จำนวนเงิน (บาท)", 18, "right"),
    Column("คงค้าง (บาท)", 18, "right"),
    Column("ชำระเมื่อ", 16, "center"),
    Column("ใบเสร็จ เล่มที่/เลขที่", 24),
)
_SUMS = (Column("รายการ", 70), Column("จำนวนเงิน (บาท)", 30, "right"))
REMEDIES = {
    "repair": "(ก) จัดการแก้ไขซ่อมแซมให้คงสภาพเดิม โดยเสียค่าใช้จ่ายของตนเอง",
    "replace": "(ข) ชดใช้เป็นพัสดุประเภท ชนิด ขนาด ลักษณะ และคุณภาพอย่างเดียวกัน",
    "pay": "(ค) ชดใช้เป็นเงินตามราคาที่เป็นอยู่ในขณะยืม",
}
"""The three ways of ข้อ ๒๐๙ to make good."""
_REGULATION = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. ๒๕๖๐"
_EVIDENCE = "เอกสารนี้เป็นบันทึกการรับเงินประกอบสำนวนเรื่องชดใช้ ใช้ควบคู่กับใบเสร็จรับเงินตามเล่มที่และเลขที่ข้างต้น"


@dataclass(frozen=True)
class SettledThing:
    """A thing to make good; ``harm`` is ชำรุด, ใช้การไม่ได้ or สูญหาย; ``unit_price`` the price at the time of lending in satang."""

    code: str
    name: str
    quantity: int
    unit: str
    harm: str
    unit_price: int | None = None

    @property
    def price(self) -> int | None:
        """The price of all of them, in satang."""
        return None if self.unit_price is None else self.quantity * self.unit_price


@dataclass(frozen=True)
class Instalment:
    """One part of the money: when it is due, how much in satang, and when and on which official receipt it was paid."""

    due: date | None
    amount: int
    paid_on: date | None = None
    receipt: str = ""


def balances(amount: int, instalments: tuple[Instalment, ...]) -> tuple[int, ...]:
    """What is still owed of ``amount`` after each instalment, in satang."""
    return tuple(accumulate((part.amount for part in instalments), lambda owed, paid: owed - paid, initial=amount))[1:]


@dataclass(frozen=True)
class Settlement:
    """One case (เรื่องชดใช้). ``remedy`` is a key of `REMEDIES`; money is in satang; empty values leave dots to write on.

    ``paid_before``, ``received`` and what follows belong to the receipt, of which there is one for each payment; ``way`` is cash or
    transfer.
    """

    facts: PaperFacts
    variant: str
    case_number: str = ""
    day: date | None = None
    loan_number: str = ""
    loan_date: date | None = None
    borrower: str = ""
    position: str = ""
    address: str = ""
    phone: str = ""
    lines: tuple[SettledThing, ...] = ()
    price_source: str = ""
    happened_on: date | None = None
    happened_at: str = ""
    happened: str = ""
    remedy: str = ""
    liability_phrase: str = "ตามหลักเกณฑ์ที่กระทรวงมหาดไทยกำหนด"
    due: date | None = None
    amount: int | None = None
    instalments: tuple[Instalment, ...] = ()
    agreed: Signature = field(default_factory=lambda: Signature("ผู้ยืม"))
    lender: Signature = field(default_factory=lambda: Signature("ผู้ให้ยืม"))
    witnesses: tuple[Signature, ...] = (Signature("พยาน"), Signature("พยาน"))
    accepted: bool | None = None
    accepted_words: str = ""
    inspector: Signature = field(default_factory=lambda: Signature("ผู้ตรวจรับ"))
    approved: bool | None = None
    approved_words: str = ""
    head: Signature = field(default_factory=lambda: Signature(""))
    paid_before: int = 0
    received: int | None = None
    received_from: str = ""
    book_no: str = ""
    receipt_no: str = ""
    way: str = ""
    way_reference: str = ""
    receiver: Signature = field(default_factory=lambda: Signature("ผู้รับเงิน"))

    @property
    def outstanding(self) -> int | None:
        """What is owed after this payment, in satang."""
        return None if self.amount is None or self.received is None else self.amount - self.paid_before - self.received


def sample(variant: str = "memo") -> Settlement:
    """The record with the longest plausible values."""
    lines = (
        SettledThing("416-60-0017/2", ITEM, 1, "เครื่อง", "สูญหาย", 24_990_50),
        SettledThing("101-630926-00001", "เต็นท์ผ้าใบทรงโค้ง ขนาด ๕ x ๑๒ เมตร", 2, "หลัง", "ใช้การไม่ได้", 45_000_00),
    )
    parts = [(10, 31, 38_330_50, "๑๒/๐๐๔๕"), (11, 30, 38_330_00, "๑๒/๐๐๔๖"), (12, 31, 38_330_00, "๑๓/๐๐๐๑")]
    instalments = tuple(
        Instalment(date(2026, month, day), amount, date(2026, month, 30), receipt)
        for month, day, amount, receipt in parts
    )
    happened = "เกิดพายุฝนลมกระโชกแรงในเวลากลางคืน โครงเต็นท์หักพับเสียหาย และเครื่องคอมพิวเตอร์สูญหายไปในระหว่างขนย้าย"
    return Settlement(
        facts=sample_facts("รด. ๑/๒๕๖๙"), variant=variant, case_number="รด. ๑/๒๕๖๙",
        day=date(2026, 9, 25) if variant == "memo" else date(2026, 11, 30),
        loan_number="บย. ๑๒/๒๕๖๙", loan_date=date(2026, 9, 15), borrower=PERSON, position="ผู้ใหญ่บ้านหมู่ที่ ๑๒ ตำบลพะงาด",
        address="บ้านเลขที่ ๙๙/๙ หมู่ที่ ๑๒ บ้านหนองหัวฟาน ตำบลพะงาด อำเภอขามสะแกแสง จังหวัดนครราชสีมา", phone="๐๘ ๑๒๓๔ ๕๖๗๘",
        lines=lines, price_source="สืบราคาผู้ขาย ๓ ราย ณ วันที่ให้ยืม (บันทึกลงวันที่ ๑๔ กันยายน ๒๕๖๙)", happened_on=date(2026, 9, 19),
        happened_at="ศาลาประชาคมหมู่ที่ ๑๒", happened=happened,
        remedy="pay", due=date(2026, 12, 31), amount=114_990_50, instalments=instalments,
        agreed=Signature("ผู้ยืม", PERSON, "ผู้ใหญ่บ้านหมู่ที่ ๑๒", dated="วันที่ ๒๕ ก.ย. ๖๙"),
        lender=Signature("ผู้ให้ยืม", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ ผู้รับหน้าที่แทน"),
        witnesses=(Signature("พยาน", "นายสมบูรณ์ มีสุข", "กำนันตำบลพะงาด"), Signature("พยาน", "นางสาวพัชรี บัญชีดี", "ผู้อำนวยการกองคลัง")),
        accepted=True, accepted_words="รับเงินครบถ้วนทุกงวด", inspector=Signature("", "นางสาวพัชรี บัญชีดี", "ผู้อำนวยการกองคลัง"),
        approved=True, head=Signature("", "นางวิไล พูนผล", DEPUTY, signed=SIGNED),
        paid_before=38_330_50, received=38_330_00, received_from=PERSON, book_no="๑๒", receipt_no="๐๐๔๖",
        way="transfer", way_reference="๐๑๕๖๒๖๙๑๐๓๐๐๐๔๕ ธนาคารออมสิน",
        receiver=Signature("ผู้รับเงิน", "นางสาวพัชรี บัญชีดี", "ผู้อำนวยการกองคลัง"),
    )  # fmt: skip


def render(data: Settlement) -> bytes:
    """The agreement or the receipt as PDF.

    Raises:
        ValueError: an unknown variant.
    """
    if data.variant not in VARIANTS:
        raise ValueError(data.variant)
    title, story = (TITLE, _agreement(data)) if data.variant == "memo" else (RECEIPT_TITLE, _receipt(data))
    head = [
        Text(title, bold=True, size=SIZE + 4, align="center", role="H1"),
        Text(data.facts.agency, align="center"),
        Spacer(0, 4),
    ]
    return build(data.facts, f"{title} {data.facts.number}".strip(), [*head, *story])


def _day(day: date | None, data: Settlement) -> str:
    return long_date(day, data.facts.digits) if day else "." * 24


def _money(satang: int | None, data: Settlement) -> str:
    return "–" if satang is None else baht(satang, data.facts.digits)


def _in_words(satang: int | None, data: Settlement) -> str:
    """An amount in figures and in words, or room for both."""
    if satang is None:
        return f"{'.' * 24} บาท ({'.' * 60})"
    return f"{baht(satang, data.facts.digits)} บาท ({baht_words(satang)})"


def _para(words: str, data: Settlement) -> Text:
    return Text(shown(words, data.facts), first=36, align="justify")


def _agreement(data: Settlement) -> list[Flowable]:
    done = "เห็นชอบผลการชดใช้ และให้ปิดเรื่อง"
    return [
        Text(f"วันที่ {_day(data.day, data)}", align="right"),
        _para(_who(data), data),
        Spacer(0, 4),
        _things(data),
        Spacer(0, 4),
        _para(f"ที่มาของราคาในขณะยืม {blank(data.price_source, 60)}", data),
        _para(
            f"เหตุที่เกิดขึ้น เมื่อวันที่ {_day(data.happened_on, data)} ณ {blank(data.happened_at)} {blank(data.happened, 120)}", data
        ),
        _para(f"ข้าพเจ้ารับทราบความรับผิดตาม{_REGULATION} ข้อ ๒๐๙ และตกลงจัดการหรือชดใช้โดยวิธีดังต่อไปนี้", data),
        *_remedies(data),
        _para(f"ให้แล้วเสร็จภายในวันที่ {_day(data.due, data)} {_owed(data)}".strip(), data),
        *_parts(data),
        _signed(data),
        Spacer(0, 14),
        *endorsements(
            [
                _step("ผลการตรวจรับ", data.inspector, data.accepted, data.accepted_words, "ตรวจแล้วถูกต้องครบถ้วนตามข้อตกลง", "ไม่ถูกต้อง"),
                _step("คำสั่งหัวหน้าหน่วยงานของรัฐ", data.head, data.approved, data.approved_words, done, "ไม่เห็นชอบ"),
            ],
            wide=BODY,
        ),
    ]  # fmt: skip


def _signed(data: Settlement) -> Flowable:
    """The acknowledgement with all who sign under it, on one page."""
    words = "ข้าพเจ้าได้อ่านและเข้าใจข้อความในบันทึกนี้โดยตลอดแล้ว จึงลงลายมือชื่อไว้เป็นหลักฐานต่อหน้าพยาน"
    blocks = [replace(data.agreed, role="ผู้ยืม"), replace(data.lender, role="ผู้ให้ยืม"), *data.witnesses]
    pairs = [
        Parts((0, signature(left)), (BODY / 2, signature(right)))
        for left, right in zip_longest(blocks[::2], blocks[1::2], fillvalue=Signature("พยาน"))
    ]
    return KeepTogether([_para(words, data), *(part for pair in pairs for part in (Spacer(0, 10), pair))])


def _who(data: Settlement) -> str:
    """Who borrowed what on which loan, and which case this is."""
    return (
        f"ตามที่ข้าพเจ้า {blank(data.borrower, 40)} ตำแหน่ง {blank(data.position)} ที่อยู่ {blank(data.address, 40)} "
        f"โทรศัพท์ {blank(data.phone, 16)} ได้ยืมพัสดุของ{data.facts.agency} ตามใบยืมเลขที่ {blank(data.loan_number)} "
        f"ลงวันที่ {_day(data.loan_date, data)} นั้น พัสดุที่ยืมได้ชำรุด ใช้การไม่ได้ หรือสูญหาย "
        f"ตามเรื่องชดใช้เลขที่ {blank(data.case_number)} ดังรายการต่อไปนี้"
    )


def _things(data: Settlement) -> Flowable:
    rows = [
        (
            shown(str(no), data.facts), line.code, line.name, shown(f"{line.quantity} {line.unit}", data.facts), line.harm,
            _money(line.unit_price, data), _money(line.price, data),
        )
        for no, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    whole = ("", "", "รวมเป็นเงิน", "", "", "", _money(price_at_loan(data.lines), data)) if rows else ()
    return grid(_COLUMNS, rows, total=whole, empty=3)


def price_at_loan(lines: tuple[SettledThing, ...]) -> int | None:
    """The price of all the things at the time of lending in satang; none where one of them has no price."""
    known = [line.price for line in lines if line.price is not None]
    return sum(known) if lines and len(known) == len(lines) else None


def _remedies(data: Settlement) -> list[Flowable]:
    by = {**REMEDIES, "pay": f"{REMEDIES['pay']} {data.liability_phrase}"}
    return [TickBox(words, ticked=remedy == data.remedy) for remedy, words in by.items()]


def _owed(data: Settlement) -> str:
    """The money, where money it is or may be."""
    return f"เป็นเงิน {_in_words(data.amount, data)}" if data.remedy in ("", "pay") else ""


def _parts(data: Settlement) -> list[Flowable]:
    """The instalments with what is owed after each; a blank form has rows for them."""
    if data.remedy and not data.instalments:
        return [_para("การผ่อนชำระเป็นงวด ไม่มี", data)]
    digits = data.facts.digits
    owed = balances(data.amount or 0, data.instalments)
    rows = [
        (
            shown(str(no), data.facts), short_date(part.due, digits) if part.due else "", _money(part.amount, data),
            _money(left, data), short_date(part.paid_on, digits) if part.paid_on else "", shown(part.receipt, data.facts),
        )
        for no, (part, left) in enumerate(zip(data.instalments, owed, strict=True), 1)
    ]  # fmt: skip
    whole = ("", "รวม", _money(sum(part.amount for part in data.instalments), data), "", "", "") if rows else ()
    table = grid(_INSTALMENTS, rows, total=whole, empty=3)
    return [KeepTogether([_para("โดยผ่อนชำระเป็นงวด ดังต่อไปนี้", data), Spacer(0, 2), table]), Spacer(0, 4)]


def _step(title: str, block: Signature, agrees: bool | None, words: str, yes: str, no: str) -> Endorsement:
    choices = (yes, f"{no} เพราะ")
    return Endorsement(title, block, choices, {True: choices[0], False: choices[1], None: ""}[agrees], words)


def _receipt(data: Settlement) -> list[Flowable]:
    receipt = f"ใบเสร็จรับเงินเล่มที่ {blank(data.book_no, 12)} เลขที่ {blank(data.receipt_no, 12)}"
    whom = blank(data.received_from or data.borrower, 40)
    return [
        Parts(
            (0, [Text(shown(receipt, data.facts))]), (BODY / 2, [Text(f"วันที่ {_day(data.day, data)}", align="right")])
        ),
        Spacer(0, 6),
        _para(
            f"{data.facts.agency} ได้รับเงินจาก {whom} เพื่อชดใช้พัสดุที่ชำรุดหรือสูญหายตามราคาที่เป็นอยู่ในขณะยืม {data.liability_phrase} "
            f"ตาม{_REGULATION} ข้อ ๒๐๙ เรื่องชดใช้เลขที่ {blank(data.case_number)} ใบยืมเลขที่ {blank(data.loan_number)} "
            f"ลงวันที่ {_day(data.loan_date, data)} ผู้ยืม {blank(data.borrower, 40)} ดังรายการต่อไปนี้",
            data,
        ),
        Spacer(0, 4),
        _things(data),
        Spacer(0, 8),
        _sums(data),
        Spacer(0, 6),
        _para(f"จำนวนเงินที่รับครั้งนี้ {_in_words(data.received, data)}", data),
        _para(f"คงค้าง {_in_words(data.outstanding, data)}", data),
        Spacer(0, 6),
        TickBox("รับเป็นเงินสด", ticked=data.way == "cash"),
        TickBox(f"รับโอนเงินหรือเช็ค เลขที่อ้างอิง {blank(data.way_reference, 40)}", ticked=data.way == "transfer"),
        Spacer(0, 16),
        *signatures(Signature("ผู้ชำระเงิน", data.received_from or data.borrower), replace(data.receiver, role="ผู้รับเงิน")),
        Text(_EVIDENCE, size=SMALL),
    ]


def _sums(data: Settlement) -> Flowable:
    """What was owed, what was paid before, what came in, what is left."""
    owed, before = data.amount, None if data.amount is None else data.paid_before
    rows = [
        ("จำนวนเงินที่ต้องชดใช้ทั้งสิ้น", owed),
        ("ชำระแล้วก่อนครั้งนี้", before),
        ("รับชำระครั้งนี้", data.received),
        ("คงค้างหลังรับชำระครั้งนี้", data.outstanding),
    ]
    *above, last = [(label, "" if satang is None else _money(satang, data)) for label, satang in rows]
    return grid(_SUMS, above, total=last)
