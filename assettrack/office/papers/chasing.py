"""หนังสือทวงคืน: three rounds, each with its own number; a letter that is written is itself the chase of ข้อ ๒๑๑."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office import lending
from assettrack.office.agencies import agency
from assettrack.office.context import need_role, reading
from assettrack.office.lending.counter import HAND_OVER
from assettrack.office.lending.facts import next_number
from assettrack.office.lending.request import document_period
from assettrack.office.papers.draft import Draft, no_facts
from assettrack.office.settings import office_settings, read_settings
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import NotFound, Refusal
from assettrack.thai.dates import as_thai_day
from db.tables.lending import loan_chase
from db.tables.reporting import paper as paper_table

if TYPE_CHECKING:
    from datetime import date

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Loan
    from assettrack.office.settings import OfficeSettings
    from db.journal import Journal

MOST_ROUNDS = 3
"""Letters before the law takes over (DOMAIN §4.8)."""


class RoundsSpent(Refusal):
    """Three letters were written and nothing came back."""

    code = "lending.chase_rounds_spent"
    law = "ระเบียบฯ ข้อ ๒๐๙"
    th = "ทวงเป็นหนังสือครบ {rounds} ครั้งแล้ว (ครั้งสุดท้าย {last}) ให้ดำเนินการชดใช้หรือดำเนินการตามกฎหมาย"
    en = "{rounds} letters were written (the last is {last}); go on to liability."


def next_letter(office: Office, actor: Actor, ref: str) -> Draft:
    """The letter to write now: the next round, or the one that was written today; ``LOAN#2`` is the second one again.

    Its ``number`` is empty while it has none; `record` gives it.

    Raises:
        NotFound: no such loan or round; NotChaseable: nothing is overdue; RoundsSpent: three letters were written.
    """
    need_role(actor, *HAND_OVER, task="ออกหนังสือทวงคืน", task_en="write reminder letters")
    loan_ref, _, wanted = ref.partition("#")
    loan = lending.loan(office, loan_ref, today=actor.today)
    written = _written(office, loan)
    if wanted:
        if not wanted.isdecimal() or not 1 <= int(wanted) <= len(written):
            raise NotFound(what="หนังสือทวงคืนครั้งที่", what_en="reminder letter", value=wanted)
        return _again(office, actor, loan, int(wanted), written)
    if written and written[-1][1] == actor.today:
        return _again(office, actor, loan, len(written), written)
    if not loan.overdue_days:
        raise refuse.NotChaseable
    if len(written) >= MOST_ROUNDS:
        raise RoundsSpent(rounds=MOST_ROUNDS, last=written[-1][0])
    return _draft(office, actor, loan, len(written) + 1, written)


def record(journal: Journal, actor: Actor, draft: Draft) -> str:
    """Give the letter its number, and record it as a chase of the loan (ข้อ ๒๑๑)."""
    settings = office_settings(journal.connection, journal.agency_id)
    period = document_period(settings, "chase", actor.today)
    number = next_number(journal.connection, journal.agency_id, "chase", period, settings.chase_number)
    journal.insert(
        loan_chase,
        loan_id=draft.subject[1],
        chased_on=actor.today,
        channel="letter",
        contact=draft.data.to,
        result=f"ออกหนังสือทวงคืนครั้งที่ {draft.data.round} เลขที่ {number}",
        by_person=actor.person_id,
        at=actor.at,
    )
    return number


def _written(office: Office, loan: Loan) -> list[tuple[str, date]]:
    """Number and day of the letters of a loan, oldest first."""
    query = (
        sa.select(paper_table.c.number, paper_table.c.issued_at)
        .where(
            paper_table.c.agency_id == office.agency_id,
            paper_table.c.kind == "chase_letter",
            paper_table.c.subject_id == loan.id,
        )
        .order_by(paper_table.c.id)
    )
    with reading(office) as connection:
        return [(row.number, as_thai_day(row.issued_at)) for row in connection.execute(query)]


def _again(office: Office, actor: Actor, loan: Loan, no: int, written: list[tuple[str, date]]) -> Draft:
    return replace(_draft(office, actor, loan, no, written[: no - 1]), number=written[no - 1][0])


def _draft(office: Office, actor: Actor, loan: Loan, no: int, earlier: list[tuple[str, date]]) -> Draft:
    from forms.documents.chase_letter import ChaseLetter, ChaseLine, EarlierLetter

    settings, own = read_settings(office), agency(office)
    inside = loan.borrower_class == "staff"
    lines = tuple(
        ChaseLine(line.asset, line.name, line.unit, line.issued, line.issued - line.still_out, line.price_at_loan)
        for line in loan.lines
        if line.still_out
    )
    letter = ChaseLetter(
        facts=no_facts(),
        variant=f"{'inside' if inside else 'outside'}_{no}",
        office=" ".join(part for part in (loan.owner_division, _phone(settings)) if part),
        address=settings.office_address or (own.name, f"อำเภอ{own.district} จังหวัด{own.province}"),
        day=actor.today,
        to=loan.borrower if inside or not loan.borrower_agency else f"หัวหน้าหน่วยงาน {loan.borrower_agency}",
        loan_number=loan.number or "",
        loan_date=loan.issued_on,
        purpose=loan.purpose_name,
        due=loan.due,
        lines=lines,
        earlier=tuple(EarlierLetter(*one) for one in earlier),
        return_by=actor.today + timedelta(days=settings.chase_days),
        return_to=own.name,
        contact_name=actor.name,
        contact_phone=settings.office_phone,
        **_signer(own.name, settings),
    )
    return Draft(letter, "", ("loan", loan.id), loan=loan.number or "")


def _phone(settings: OfficeSettings) -> str:
    return f"โทร. {settings.office_phone}" if settings.office_phone else ""


def _signer(agency_name: str, settings: OfficeSettings) -> dict[str, Any]:
    """The head signs by hand: his title stands under the line."""
    from forms.kit.parts import Signature

    return {"signer": Signature("", position=settings.head_title.format(agency=agency_name))}
