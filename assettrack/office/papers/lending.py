"""The papers of a loan from its rows: ใบยืม, ใบส่งคืน, บันทึกขออนุมัติ, and the year's ทะเบียนคุมการยืม."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.office import lending
from assettrack.office.papers.draft import Draft, approval_of, day_words, no_facts, signed_by
from assettrack.office.settings import read_settings
from assettrack.rules.registry import CONDITION_WORDS

if TYPE_CHECKING:
    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Loan, SlipLine

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
