"""``loan``: the lending desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from assettrack.cli.loan_json import case_json, loan_json
from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import Session, iso, table
from assettrack.rules.lending_refusals import STATE_WORDS
from assettrack.rules.refusal import BadInput
from assettrack.thai.dates import BANGKOK, short_date
from assettrack.thai.text import ascii_digits

if TYPE_CHECKING:
    from assettrack.office.lending import Loan, LoanAsk, LoanLineAsk, OutsideBorrower


def _shown(session: Session, loan: Loan, **more: Any) -> int:
    lines = [
        f"{loan.number or 'ร่าง'}  {STATE_WORDS[loan.state]}  {loan.borrower}  {loan.purpose_name}",
        f"  {short_date(loan.starts, 'arabic')} – {short_date(loan.due, 'arabic')}"
        + (f"  เกินกำหนด {loan.overdue_days} วัน" if loan.overdue_days else ""),
        *(f"  {n.no}. {n.asset} {n.name} {n.quantity} {n.unit} ค้างคืน {n.still_out}" for n in loan.lines),
        *(
            f"  รอ {loan.needs.office}: {', '.join(loan.needs.persons) or 'ไม่มีผู้มีอำนาจในวันนี้'}"
            for _ in loan.needs.office[:1]
        ),
        *(f"  {note}" for note in loan.notes),
        *(f"  เรื่องชดใช้ {c.number} {c.name} {c.quantity}" for c in loan.cases if c.settled_on is None),
    ]
    return session.answer({"loan": loan_json(loan)} | more, *lines)


def _lines(texts: list[str]) -> tuple[LoanLineAsk, ...]:
    from assettrack.office.lending import LoanLineAsk

    return tuple(LoanLineAsk(*_code_quantity(text)) for text in texts)


def _code_quantity(text: str) -> tuple[str, int]:
    code, star, quantity = text.partition("*")
    plain = ascii_digits(quantity)
    if star and not plain.isdecimal():
        raise BadInput(field="รายการ", value=text, rule="เขียนเป็น รหัส หรือ รหัส*จำนวน", rule_en="CODE or CODE*QTY")
    return code.strip(), int(plain) if star else 1


def _outside(session: Session) -> OutsideBorrower | str:
    from assettrack.office.lending import OutsideBorrower

    args = session.args
    if args.borrower_class == "staff":
        return str(args.borrower)
    letter_date = session.day(args.letter_date, "วันที่หนังสือ") if args.letter_date else None
    own = {
        name: getattr(args, name)
        for name in ("position", "address", "phone", "agency", "letter_no", "certifier", "transporter")
    }
    return OutsideBorrower(args.borrower_class, args.borrower, letter_date=letter_date, **own)


def _ask(session: Session) -> LoanAsk:
    from assettrack.office.lending import LoanAsk

    args = session.args
    return LoanAsk(
        borrower=_outside(session),
        purpose=args.purpose,
        reason=args.reason,
        place=args.place,
        due=session.day(args.due, "กำหนดส่งคืน"),
        lines=_lines(args.lines),
        starts=session.day(args.starts, "ตั้งแต่วันที่") if args.starts else None,
        place_text=args.place_text,
        urgency=args.urgency,
        conflicts=tuple(args.conflict),
    )


def _request(session: Session) -> int:
    from assettrack.office.lending import request_loan, save_draft

    keep = save_draft if session.args.draft else request_loan
    return _shown(session, keep(session.office, session.actor, _ask(session)))


def _enter(session: Session) -> int:
    from assettrack.office.lending import PaperEntry, enter_paper

    args = session.args
    entry = PaperEntry(
        _ask(session),
        args.paper,
        args.approver,
        session.day(args.approved_on, "วันอนุมัติ"),
        session.day(args.handed_over_on, "วันส่งมอบ"),
        args.received_by,
    )
    return _shown(session, enter_paper(session.office, session.actor, entry))


def _submit(session: Session) -> int:
    from assettrack.office.lending import submit

    return _shown(session, submit(session.office, session.actor, session.args.id))


def _opinion(session: Session) -> int:
    from assettrack.office.lending import give_opinion

    args = session.args
    return _shown(
        session, give_opinion(session.office, session.actor, args.id, in_favour=not args.against, reason=args.reason)
    )


def _approve(session: Session) -> int:
    from assettrack.office.lending import approve, loan

    granted = None
    if session.args.lines:
        wanted = dict(_code_quantity(text) for text in session.args.lines)
        there = loan(session.office, session.args.id, today=session.today)
        granted = {line.no: wanted.get(line.asset, 0) for line in there.lines}
    return _shown(
        session, approve(session.office, session.actor, session.args.id, quantities=granted, reason=session.args.reason)
    )


def _with_reason(name: str) -> Any:
    def run(session: Session) -> int:
        from assettrack.office import lending

        act = getattr(lending, name)
        return _shown(session, act(session.office, session.actor, session.args.id, reason=session.args.reason))

    return run


def _hand_over(session: Session) -> int:
    from assettrack.office.lending import VerbalApproval, hand_over

    args, spoken = session.args, None
    if args.verbal_by:
        at = datetime.combine(session.today, datetime.strptime(args.verbal_at, "%H:%M").time(), BANGKOK)  # noqa: DTZ007 -- combined
        spoken = VerbalApproval(args.verbal_by, at, args.channel)
    return _shown(
        session, hand_over(session.office, session.actor, args.id, received_by=args.received_by, emergency=spoken)
    )


def _return(session: Session) -> int:
    from assettrack.office.lending import ReturnLine, take_back

    args = session.args
    lines = tuple(ReturnLine(*_code_quantity(text), args.condition, args.note) for text in args.lines)
    done = take_back(session.office, session.actor, args.id, lines, returned_by=args.returned_by)
    more = {"return_number": done.return_number}
    return _shown(session, done.loan, **more, **({"case": case_json(done.cases[0])} if done.cases else {}))


def _extend(session: Session) -> int:
    from assettrack.office.lending import extend

    args = session.args
    due = session.day(args.due, "กำหนดส่งคืนใหม่")
    return _shown(session, extend(session.office, session.actor, args.id, due=due, reason=args.reason))


def _chase(session: Session) -> int:
    from assettrack.office.lending import chase

    args = session.args
    done = chase(session.office, session.actor, args.id, channel=args.channel, result=args.result, contact=args.contact)
    return _shown(session, done)


def _settle(session: Session) -> int:
    from assettrack.office.lending import settle

    args = session.args
    case = settle(session.office, session.actor, args.case, remedy=args.remedy, evidence=args.evidence)
    return session.answer({"case": case_json(case)}, f"{case.number} ชดใช้แล้ว ({case.remedy}) หลักฐาน {case.evidence}")


def _list(session: Session) -> int:
    from assettrack.office.lending import loans

    args = session.args
    _ = session.actor
    found = loans(
        session.office,
        today=session.today,
        state=args.state,
        overdue=args.overdue,
        emergency=args.emergency,
        division_name=args.division,
        limit=args.limit,
    )
    rows = [
        (
            n.number or "ร่าง",
            STATE_WORDS[n.state],
            n.borrower,
            short_date(n.due, "arabic"),
            str(n.overdue_days or ""),
            str(len(n.lines)),
        )
        for n in found
    ]
    heads = ("เลขที่", "สถานะ", "ผู้ยืม", "กำหนดคืน", "เกิน (วัน)", "รายการ")
    return session.answer({"loans": [loan_json(n) for n in found]}, *table(heads, rows))


def _show(session: Session) -> int:
    from assettrack.office.lending import loan

    _ = session.actor
    return _shown(session, loan(session.office, session.args.id, today=session.today))


def _availability(session: Session) -> int:
    from assettrack.office.lending import availability

    args = session.args
    _ = session.actor
    starts, due = session.day(args.starts, "ตั้งแต่วันที่"), session.day(args.ends, "ถึงวันที่")
    found = availability(session.office, args.code, starts, due, today=session.today)
    blocking = [
        {"number": b.number, "borrower": b.borrower, "starts": iso(b.starts), "due": iso(b.due), "qty": b.quantity}
        for b in found.blocking
    ]
    document = {"total": found.total, "free": found.free, "reserve": found.reserve, "blocking": blocking}
    lines = [f"  {b['number']} {b['borrower']} {b['qty']} ถึง {b['due']}" for b in blocking]
    return session.answer({"availability": document}, f"ว่าง {found.free} จาก {found.total}", *lines)


_ID = Argument("id", metavar="ID", thai="เลขที่ใบยืม เช่น 12/2569", english="loan number, e.g. 12/2569")
_REASON = Argument("--reason", default="", thai="เหตุผล", english="reason")
_RECEIVED = Argument("--received-by", default="", thai="ผู้รับของ", english="who takes it")
_LINES = Argument("lines", metavar="LINE", nargs="+", thai="รหัส หรือ รหัส*จำนวน", english="CODE or CODE*QTY")


def register(commands: Any, words: Words) -> None:
    """Add ``loan`` to the grammar."""
    verbs = words.group(commands, "loan", "การยืม", "The lending desk")
    _add_requests(verbs, words)
    _add_decisions(verbs, words)
    _add_counter(verbs, words)
    _add_afterwards(verbs, words)
    _add_reading(verbs, words)


def _add_requests(verbs: Any, words: Words) -> None:
    ask = _ask_arguments(_LINES)
    draft = Argument("--draft", action="store_true", thai="เก็บเป็นร่าง", english="keep as a draft")
    words.command(verbs, "request", _request, "ขอยืม", "Ask for a loan", *ask, draft)
    words.command(
        verbs,
        "paper-entry",
        _enter,
        "บันทึกย้อนหลังจากใบยืมกระดาษ",
        "Enter a loan done on paper",
        *ask,
        _RECEIVED,
        Argument("--paper", required=True, thai="เลขที่ใบยืมกระดาษ", english="paper number"),
        Argument("--approver", required=True, thai="ชื่อผู้ใช้ของผู้อนุมัติ", english="approver's login"),
        Argument("--approved-on", required=True, thai="วันอนุมัติ", english="approved on"),
        Argument("--handed-over-on", required=True, thai="วันส่งมอบ", english="handed over on"),
    )
    words.command(verbs, "submit", _submit, "ส่งคำขอที่เป็นร่าง", "Submit a draft", _ID)


def _add_decisions(verbs: Any, words: Words) -> None:
    against = Argument("--against", action="store_true", thai="ไม่เห็นควร", english="against")
    words.command(verbs, "opinion", _opinion, "ให้ความเห็น", "Give an opinion", _ID, _REASON, against)
    granted = Argument("lines", metavar="LINE", nargs="*", thai="อนุมัติบางส่วน: รหัส*จำนวน", english="partial approval")
    words.command(verbs, "approve", _approve, "อนุมัติ", "Approve", _ID, granted, _REASON)
    words.command(verbs, "reject", _with_reason("reject"), "ไม่อนุมัติ", "Reject", _ID, _REASON)
    words.command(verbs, "recuse", _with_reason("recuse"), "ถอนตัวเพราะมีส่วนได้เสีย", "Step aside", _ID, _REASON)
    words.command(verbs, "cancel", _with_reason("cancel"), "ยกเลิก", "Cancel", _ID, _REASON)


def _add_counter(verbs: Any, words: Words) -> None:
    words.command(
        verbs,
        "handover",
        _hand_over,
        "ส่งมอบ",
        "Hand over",
        _ID,
        _RECEIVED,
        Argument("--verbal-by", thai="ฉุกเฉิน: ผู้อนุมัติด้วยวาจา", english="emergency: who approved by word"),
        Argument("--verbal-at", default="08:30", metavar="HH:MM", thai="เวลา", english="when"),
        Argument("--channel", default="", thai="ช่องทาง", english="how"),
    )
    words.command(
        verbs,
        "return",
        _return,
        "รับคืน",
        "Take back",
        _ID,
        _LINES,
        Argument("--condition", choices=("good", "damaged", "lost"), default="good", thai="สภาพ", english="condition"),
        Argument("--note", default="", thai="หมายเหตุ", english="note"),
        Argument("--returned-by", default="", thai="ผู้ส่งคืน", english="who brings it"),
    )
    words.command(
        verbs, "settle", _settle, "บันทึกการชดใช้", "Settle a case",
        Argument("case", metavar="CASE", thai="เลขที่เรื่อง", english="case number"),
        Argument("--remedy", required=True, choices=("repair", "replace", "pay"), thai="วิธี", english="remedy"),
        Argument("--evidence", required=True, thai="เลขที่หลักฐาน", english="evidence"),
    )  # fmt: skip


def _add_afterwards(verbs: Any, words: Words) -> None:
    due = Argument("--due", required=True, thai="กำหนดส่งคืน", english="due date")
    words.command(verbs, "extend", _extend, "ขอขยายเวลา", "Ask for more time", _ID, due, _REASON)
    words.command(
        verbs, "chase", _chase, "บันทึกการติดตามทวงคืน", "Record a chase", _ID,
        Argument("--channel", required=True, thai="phone visit letter line other", english="phone visit letter line other"),
        Argument("--result", required=True, thai="ผล", english="result"),
        Argument("--contact", default="", thai="ผู้ที่ติดต่อได้", english="whom"),
    )  # fmt: skip


def _add_reading(verbs: Any, words: Words) -> None:
    words.command(
        verbs, "list", _list, "รายการยืม", "List loans",
        Argument("--state", choices=tuple(STATE_WORDS), thai="สถานะ", english="state"),
        Argument("--emergency", action="store_true", thai="เฉพาะที่ส่งมอบกรณีฉุกเฉิน", english="only emergency issues"),
        Argument("--overdue", action="store_true", thai="เฉพาะที่เกินกำหนด", english="only overdue"),
        Argument("--division", thai="ส่วนราชการเจ้าของพัสดุ", english="owning division"),
        Argument("--limit", type=int, default=200, thai="ไม่เกินกี่รายการ", english="at most"),
    )  # fmt: skip
    words.command(verbs, "show", _show, "รายละเอียดใบยืม", "Show a loan", _ID)
    words.command(
        verbs, "availability", _availability, "ว่างกี่ชิ้นในช่วงวัน", "How many are free",
        Argument("code", metavar="CODE", thai="รหัส", english="code"),
        Argument("--from", dest="starts", required=True, thai="ตั้งแต่", english="from"),
        Argument("--to", dest="ends", required=True, thai="ถึง", english="to"),
    )  # fmt: skip


def _ask_arguments(lines: Argument) -> tuple[Argument, ...]:
    optional = {
        "position": ("ตำแหน่ง", "position"), "address": ("ที่อยู่", "address"), "phone": ("โทรศัพท์", "phone"),
        "agency": ("หน่วยงานผู้ยืม", "borrowing agency"), "letter-no": ("เลขที่หนังสือ", "letter number"),
        "certifier": ("ผู้รับรอง", "certifier"), "transporter": ("ผู้ขนย้าย", "transporter"),
        "place-text": ("สถานที่", "where exactly"), "urgency": ("เหตุเร่งด่วน", "urgency"),
    }  # fmt: skip
    return (
        Argument("--borrower", required=True, thai="ชื่อผู้ใช้ หรือชื่อบุคคลภายนอก", english="login, or an outsider's name"),
        Argument(
            "--borrower-class",
            choices=("staff", "agency", "villager"),
            default="staff",
            thai="ประเภทผู้ยืม",
            english="class",
        ),
        Argument("--purpose", required=True, thai="วัตถุประสงค์", english="purpose"),
        Argument("--reason", required=True, thai="เหตุผล", english="reason"),
        Argument("--place", required=True, choices=("inside", "outside"), thai="สถานที่ใช้", english="place"),
        Argument("--due", required=True, thai="กำหนดส่งคืน", english="due date"),
        Argument("--from", dest="starts", thai="ตั้งแต่วันที่", english="first day"),
        Argument("--letter-date", thai="วันที่หนังสือ", english="letter date"),
        Argument(
            "--conflict",
            action="append",
            default=[],
            metavar="LOGIN",
            thai="ผู้มีอำนาจที่เป็นญาติกับผู้ยืม",
            english="related official",
        ),
        *(Argument(f"--{name}", default="", thai=thai, english=english) for name, (thai, english) in optional.items()),
        lines,
    )
