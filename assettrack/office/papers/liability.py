"""บันทึกชดใช้ and ใบรับเงินชดใช้ of a case from its rows (ระเบียบฯ ข้อ ๒๐๙)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assettrack.office import lending
from assettrack.office.context import reading
from assettrack.office.lending.reading import cases_where
from assettrack.office.papers.draft import Draft, no_facts
from assettrack.office.settings import read_settings
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.thai.text import ascii_digits, normalise
from db.tables.liability import liability_case

if TYPE_CHECKING:
    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Case, Loan
    from forms.documents.settlement import Settlement

HARM = {"damaged": "ชำรุด", "lost": "สูญหาย"}
RECEIPT = " (รับเงิน)"
"""What the number of a receipt ends in; the case's own number is the memorandum's."""


def settlement(office: Office, actor: Actor, ref: str) -> Draft:
    """บันทึกข้อตกลงชดใช้ of a case, or with ``CASE (รับเงิน)`` the ใบรับเงิน of one that was paid; the rest is written by hand.

    Raises:
        NotFound: no such case; BadInput: a receipt for what was not paid in money.
    """
    number = ref.removesuffix(RECEIPT)
    case = _case(office, number)
    loan = lending.loan(office, case.loan, today=actor.today)
    memo = _memo(case, loan, read_settings(office).liability_phrase)
    if number == ref:
        return Draft(memo, case.number, ("loan", loan.id), loan=loan.number or "")
    return Draft(_receipt(case, memo), case.number + RECEIPT, ("loan", loan.id), loan=loan.number or "")


def _memo(case: Case, loan: Loan, phrase: str) -> Settlement:
    from forms.documents.settlement import SettledThing, Settlement
    from forms.kit.parts import Signature

    unit = next((line.unit for line in loan.lines if line.asset == case.asset), "")
    thing = SettledThing(case.asset, case.name, case.quantity, unit, HARM[case.what], case.price_at_loan)
    return Settlement(
        facts=no_facts(),
        variant="memo",
        case_number=case.number,
        day=case.settled_on or case.opened_on,
        loan_number=loan.number or "",
        loan_date=loan.issued_on,
        borrower=loan.borrower,
        position=loan.borrower_position,
        address=loan.borrower_address,
        phone=loan.borrower_phone,
        lines=(thing,),
        remedy=case.remedy or "",
        liability_phrase=phrase,
        amount=thing.price if case.remedy == "pay" else None,
        agreed=Signature("ผู้ยืม", loan.borrower, loan.borrower_position),
        accepted=True if case.settled_on else None,
        accepted_words=case.evidence,
    )


def _receipt(case: Case, memo: Settlement) -> Settlement:
    if case.remedy != "pay":
        rule = "เรื่องนี้ยังไม่ได้ชดใช้เป็นเงิน ออกใบรับเงินไม่ได้ (ระเบียบฯ ข้อ ๒๐๙)"
        raise BadInput(field="เรื่องชดใช้", value=case.number, rule=rule, rule_en="not paid in money")
    return replace(memo, variant="receipt", received=memo.amount, receipt_no=case.evidence)


def _case(office: Office, ref: str) -> Case:
    key = ascii_digits(normalise(ref))
    with reading(office) as connection:
        found = cases_where(connection, office.agency_id, liability_case.c.number == key)
    if not found:
        raise NotFound(what="เรื่องชดใช้", what_en="liability case", value=ref)
    return found[0]
