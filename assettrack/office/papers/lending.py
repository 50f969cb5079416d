"""The papers of a loan from its rows: ใบยืม, ใบส่งคืน, บันทึกขออนุมัติ, and the year's ทะเบียนคุมการยืม."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.office import lending
from assettrack.office.papers.draft import Draft, approval_of, day_words, no_facts, signed_by
from assettrack.office.registry import asset_by_code
from assettrack.office.settings import read_settings
from assettrack.rules.refusal import BadInput
from assettrack.rules.registry import CONDITION_WORDS
from assettrack.thai.dates import as_thai_day, fiscal_year, fiscal_year_span
from assettrack.thai.text import ascii_digits, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Approval, Loan, LoanLine, SlipLine
    from assettrack.office.settings import OfficeSettings
    from forms.documents.loan_register import LoanRegisterLine

_SAME = (
    "borrower", "borrower_agency", "letter_no", "letter_date", "reason", "place_text", "urgency", "certifier", "transporter",
)  # fmt: skip


def variant_of(loan: Loan) -> str:
    """Which of the five forms a loan has (DOMAIN §4.1)."""
    if loan.loan_class == "consumable":
        return "consumable"
    return {"staff": f"staff_{loan.place}"}.get(loan.borrower_class, loan.borrower_class)


def void_words(loan: Loan) -> str:
    """Why the papers of a loan hold no more, or empty."""
    ended = {"cancelled": "ใบยืมถูกยกเลิก", "rejected": "คำขอยืมไม่ได้รับอนุมัติ"}.get(loan.state, "")
    return f"{ended} {loan.ended_reason}".strip() if ended else ""


def loan_form(office: Office, actor: Actor, ref: str) -> Draft:
    """ใบยืมพัสดุ/ครุภัณฑ์ of a loan.

    Raises:
        NotFound: no such loan.
    """
    from forms.documents.loan_form import LoanForm, LoanFormLine
    from forms.kit.parts import Signature

    loan = lending.loan(office, ref, today=actor.today)
    settings = read_settings(office)
    lines = tuple(
        LoanFormLine(line.asset, line.name, granted(line.quantity, line.approved), line.unit)
        for line in loan.lines
        if line.approved != 0
    )
    issuer = Signature("ผู้จ่ายของ", loan.issued_by, dated=day_words(loan.issued_on, settings))
    form = LoanForm(
        facts=no_facts(),
        variant=variant_of(loan),
        **{name: getattr(loan, name) for name in _SAME},
        position=loan.borrower_position,
        address=loan.borrower_address,
        phone=loan.borrower_phone,
        purpose=loan.purpose_name,
        starts=loan.starts,
        due=loan.due,
        liability_phrase=settings.liability_phrase,
        lines=lines,
        terms=settings.loan_terms,
        opinion=signed_by("ผู้ให้ความเห็น", approval_of(loan, "opinion_for"), settings),
        decision=signed_by("ผู้ให้ยืม", approval_of(loan, "approved"), settings),
        issuer=issuer if loan.issued_by else Signature("ผู้จ่ายของ"),
        receiver=Signature("ผู้รับของ", loan.received_by),
        notes=loan.notes,
    )
    return Draft(form, loan.number or "", ("loan", loan.id), void_words(loan), loan.number or "")


def granted(requested: int, approved: int | None) -> int:
    """Pieces that a paper names: those approved, or those asked for while nobody has decided."""
    return requested if approved is None else approved


def return_slip(office: Office, actor: Actor, ref: str) -> Draft:
    """ใบส่งคืนพัสดุ of a return.

    Raises:
        NotFound: no such return.
    """
    from forms.documents.return_slip import ReturnSlip, ReturnSlipLine

    slip = lending.return_slip(office, ref)
    loan = lending.loan(office, slip.loan_number, today=actor.today)
    lines = tuple(
        ReturnSlipLine(
            line.code, line.name, line.lent, line.good + line.damaged + line.lost, line.still_out, _how(line), line.note
        )
        for line in slip.lines
    )
    form = ReturnSlip(
        facts=no_facts(),
        loan_number=slip.loan_number,
        returned_on=slip.returned_on,
        returned_by=slip.returned_by,
        received_by=slip.received_by,
        lines=lines,
        complete=slip.complete,
        to_settle=any(line.damaged or line.lost for line in slip.lines),
    )
    return Draft(form, slip.number, ("loan_return", loan.id), loan=slip.loan_number)


def _how(line: SlipLine) -> str:
    words = (("good", CONDITION_WORDS["serviceable"]), ("damaged", "ชำรุด"), ("lost", "สูญหาย"))
    counts = [(getattr(line, name), word) for name, word in words if getattr(line, name)]
    return counts[0][1] if len(counts) == 1 else " ".join(f"{word} {count}" for count, word in counts)


_MEMO = {"staff_inside": "inside", "staff_outside": "outside"}


def approval_memo(office: Office, actor: Actor, ref: str) -> Draft:
    """บันทึกขออนุมัติให้ยืมพัสดุ of a loan: the request, what the desk checked, opinions and the decision (ข้อ ๒๐๗–๒๑๐).

    Raises:
        NotFound: no such loan.
    """
    from forms.documents.approval_memo import ApprovalMemo, MemoLine

    loan = lending.loan(office, ref, today=actor.today)
    settings = read_settings(office)
    decided = approval_of(loan, "approved") or approval_of(loan, "rejected")
    lines = tuple(
        MemoLine(line.asset, line.name, granted(line.quantity, line.approved), line.unit, price_of(office, line))
        for line in loan.lines
    )
    form = variant_of(loan)
    memo = ApprovalMemo(
        facts=no_facts(),
        variant=_MEMO.get(form, form),
        **{name: getattr(loan, name) for name in _MEMO_SAME},
        office=loan.owner_division,
        day=as_thai_day(loan.requested_at),
        to=decided.capacity if decided else loan.needs.office,
        request_number=loan.number or "",
        position=loan.borrower_position,
        purpose=loan.purpose_name,
        basis=loan.legal_basis,
        lines=lines,
        **_opinions(loan, decided, settings),
    )
    return Draft(memo, loan.number or "", ("loan", loan.id), void_words(loan), loan.number or "")


_MEMO_SAME = (
    "borrower", "borrower_agency", "letter_no", "letter_date", "reason", "place_text", "urgency", "certifier", "starts", "due",
)  # fmt: skip


def price_of(office: Office, line: LoanLine) -> int | None:
    """The price of a unit at the time of lending in satang: frozen at the hand-over, before that the register's."""
    if line.price_at_loan is not None:
        return line.price_at_loan
    return asset_by_code(office, line.asset).row.price


def _opinions(loan: Loan, decided: Approval | None, settings: OfficeSettings) -> dict[str, Any]:
    """Who of the desk, the secretary and the decider thought what; a step that nobody has taken leaves dots."""
    from forms.documents.approval_memo import Opinion

    found = {}
    for one in loan.approvals:
        if one.step.startswith("opinion") and one.extension_no is None:
            step = "secretary" if one.position.startswith("ปลัด") else "chief" if "หัวหน้า" in one.position else "officer"
            agrees = one.step == "opinion_for"
            found[step] = Opinion(agrees, one.reason, signed_by("", one, settings))
    if decided:
        found["decision"] = Opinion(decided.step == "approved", decided.reason, signed_by("", decided, settings))
    return found


def loan_register(office: Office, actor: Actor, ref: str) -> Draft:
    """ทะเบียนคุมการยืม of a fiscal year (B.E.; empty is the year of today) as it stands on the actor's day.

    Raises:
        BadInput: no year.
    """
    from forms.documents.loan_register import LoanRegister

    year = year_of(ref, actor.today)
    first, last = fiscal_year_span(year)
    lines = [
        line
        for loan in lending.loans(office, today=actor.today, limit=MOST)
        if loan.issued_on and first <= loan.issued_on <= last
        for line in _register_lines(office, loan, actor.today)
    ]
    lines.sort(key=lambda line: line.lent)
    register = LoanRegister(no_facts(), year, min(actor.today, last), tuple(lines))
    return Draft(register, f"ปีงบประมาณ {year}", ("agency", office.agency_id))


MOST = 1_000_000
"""Loans of a year that a register may hold."""


def year_of(ref: str, today: date) -> int:
    """The fiscal year that was typed.

    Raises:
        BadInput: no Buddhist year of four digits.
    """
    plain = ascii_digits(normalise(ref))
    if not plain:
        return fiscal_year(today)
    if not (plain.isdecimal() and 2500 <= int(plain) <= fiscal_year(today)):
        rule = f"ปีงบประมาณ พ.ศ. 2500–{fiscal_year(today)}"
        raise BadInput(field="ปีงบประมาณ", value=ref, rule=rule, rule_en="a fiscal year (B.E.)")
    return int(plain)


def _register_lines(office: Office, loan: Loan, today: date) -> Iterator[LoanRegisterLine]:
    from forms.documents.loan_register import LoanRegisterLine

    approver = approval_of(loan, "approved")
    back = lending.last_returns(office, loan.id)
    for line in loan.lines:
        returned = back.get(line.no) if line.issued and not line.still_out else None
        day = returned.on if returned else None
        yield LoanRegisterLine(
            number=loan.number or "",
            name=line.name,
            code=line.asset,
            quantity=line.issued,
            unit=line.unit,
            lent=loan.issued_on or loan.starts,
            borrower=loan.borrower,
            approver=approver.by if approver else "",
            due=loan.due,
            returned=day,
            returned_by=returned.by if returned else "",
            days_late=max(0, ((day or today) - loan.due).days),
            note=_outcome(line),
        )


def _outcome(line: LoanLine) -> str:
    counts = ((line.damaged, "ชำรุด"), (line.lost, "สูญหาย"), (line.still_out * bool(line.returned), "ค้างคืน"))
    return " ".join(f"{word} {count}" for count, word in counts if count)
