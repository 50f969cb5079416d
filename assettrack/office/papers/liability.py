"""บันทึกชดใช้ of a case from its rows (ระเบียบฯ ข้อ ๒๐๙)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.office import lending
from assettrack.office.context import reading
from assettrack.office.lending.reading import cases_where
from assettrack.office.papers.draft import Draft, no_facts
from assettrack.office.settings import read_settings
from assettrack.rules.refusal import NotFound
from assettrack.thai.text import ascii_digits, normalise
from db.tables.liability import liability_case

if TYPE_CHECKING:
    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Case

HARM = {"damaged": "ชำรุด", "lost": "สูญหาย"}


def settlement(office: Office, actor: Actor, ref: str) -> Draft:
    """บันทึกข้อตกลงชดใช้ of a case, with what is known of it; the rest is written by hand.

    Raises:
        NotFound: no such case.
    """
    from forms.documents.settlement import SettledThing, Settlement
    from forms.kit.parts import Signature

    case = _case(office, ref)
    loan = lending.loan(office, case.loan, today=actor.today)
    unit = next((line.unit for line in loan.lines if line.asset == case.asset), "")
    thing = SettledThing(case.asset, case.name, case.quantity, unit, HARM[case.what], case.price_at_loan)
    money = case.remedy == "pay"
    form = Settlement(
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
        liability_phrase=read_settings(office).liability_phrase,
        amount=thing.price if money else None,
        agreed=Signature("ผู้ยืม", loan.borrower, loan.borrower_position),
        accepted=True if case.settled_on else None,
        accepted_words=case.evidence,
    )
    return Draft(form, case.number, ("loan", loan.id), loan=loan.number or "")


def _case(office: Office, ref: str) -> Case:
    key = ascii_digits(normalise(ref))
    with reading(office) as connection:
        found = cases_where(connection, office.agency_id, liability_case.c.number == key)
    if not found:
        raise NotFound(what="เรื่องชดใช้", what_en="liability case", value=ref)
    return found[0]
