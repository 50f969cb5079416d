"""The counter: hand-over, return, settlement; what left, what came back, and in which condition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import need_role, writing
from assettrack.office.lending import facts, reading
from assettrack.office.lending.powers import authority_facts
from assettrack.office.lending.records import Returned
from assettrack.office.lending.request import DESK, document_period
from assettrack.office.settings import office_settings
from assettrack.rules import lending as law
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.thai.text import ascii_digits, normalise
from db.tables.lending import loan, loan_approval, loan_line, loan_return, loan_return_line
from db.tables.liability import liability_case
from db.tables.registry import asset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Case, Loan, ReturnLine, VerbalApproval
    from db.journal import Journal

HAND_OVER = (*DESK, "custodian", "division_head")
"""Roles that give things out and take them back (ผู้จ่ายของ ผู้รับคืน)."""
CONDITIONS = ("good", "damaged", "lost")


def hand_over(
    office: Office,
    actor: Actor,
    ref: str,
    *,
    received_by: str = "",
    quantities: Mapping[int, int] | None = None,
    conditions: Mapping[int, str] | None = None,
    emergency: VerbalApproval | None = None,
) -> Loan:
    """Hand over what was approved; what actually left, its condition and its price are kept (ข้อ ๒๐๘, ๒๐๙ (ค)).

    Args:
        office: the office.
        actor: who hands over (ผู้จ่ายของ), never the borrower.
        ref: the loan.
        received_by: who takes it (ผู้รับของ); the borrower where empty.
        quantities: line number -> quantity that really leaves, at most what was approved.
        conditions: line number -> condition in words, e.g. «ใช้การได้».
        emergency: the spoken approval, for disaster relief only; the written one follows.

    Raises:
        NotApproved, ApprovalDiffers, IssuerIsBorrower, TooEarly, TooLate, NotFit, NotAvailable, NotEmergency
    """
    need_role(actor, *HAND_OVER, task="ส่งมอบพัสดุ", task_en="hand over")
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        if emergency is not None and rows.head["state"] == "submitted":
            rows = _without_paper(journal, actor, rows, emergency)
        else:
            _check_approved(journal, actor, rows)
        leave(journal, actor.at, actor, rows, received_by=received_by, quantities=quantities, conditions=conditions)
        journal.close("loan.handed_over", number=rows.head["number"])
    return reading.loan(office, rows.head["id"], today=actor.today)


def _check_approved(journal: Journal, actor: Actor, rows: facts.LoanRows) -> None:
    head = rows.head
    law.check_hand_over(
        state=head["state"],
        person_id=actor.person_id,
        borrower_id=head["borrower_id"],
        starts=head["starts_on"],
        due=rows.due,
        today=actor.today,
    )
    query = sa.select(loan_approval.c.digest).where(
        loan_approval.c.agency_id == journal.agency_id,
        loan_approval.c.loan_id == head["id"],
        loan_approval.c.step == "approved",
        loan_approval.c.extension_no.is_(None),
    )
    now = facts.digest(rows, {line["no"]: line["approved"] for line in rows.lines})
    if journal.connection.execute(query).scalar_one() != now:
        raise refuse.ApprovalDiffers


def _without_paper(journal: Journal, actor: Actor, rows: facts.LoanRows, spoken: VerbalApproval) -> facts.LoanRows:
    """Emergency: everything asked leaves on a spoken approval of somebody who holds the head's power today."""
    purpose = facts.purpose_fact(journal.connection, journal.agency_id, rows.head["purpose"])
    speaker = facts.person_row(journal.connection, journal.agency_id, spoken.login)
    if not purpose.urgent or not spoken.channel.strip():
        raise refuse.NotEmergency
    if speaker["id"] == rows.head["borrower_id"]:
        raise refuse.ApproverIsBorrower
    if actor.person_id == rows.head["borrower_id"]:
        raise refuse.IssuerIsBorrower
    heads = authority_facts(journal.connection, journal.agency_id, ("head",), actor.today)
    power = next((p for p in heads if p.fact.person_id == speaker["id"]), None)
    if power is None:
        names = [p.fact.person_name for p in heads]
        raise refuse.NoAuthority(name=speaker["name"], office="หัวหน้าหน่วยงานของรัฐ", persons=names)
    words = {
        "by": speaker["name"],
        "capacity": power.line,
        "at": spoken.at.isoformat(),
        "channel": normalise(spoken.channel),
    }
    head = journal.update(loan, rows.head, emergency=json.dumps(words, ensure_ascii=False, sort_keys=True))
    lines = tuple(journal.update(loan_line, line, approved=line["requested"]) for line in rows.lines)
    return facts.LoanRows(head, lines)


def leave(
    journal: Journal,
    at: datetime,
    actor: Actor,
    rows: facts.LoanRows,
    *,
    received_by: str = "",
    quantities: Mapping[int, int] | None = None,
    conditions: Mapping[int, str] | None = None,
) -> None:
    """Write that the things have left at ``at``: counts, frozen prices, the new state."""
    assets = facts.asset_facts(journal.connection, journal.agency_id, [line["asset_id"] for line in rows.lines])
    leaving = _leaving(rows, quantities or {})
    for line in rows.lines:
        fact, quantity = assets[line["asset_id"]], leaving[line["no"]]
        if quantity:
            law.check_fit(fact)
        journal.update(
            loan_line,
            line,
            issued=quantity,
            out=quantity > 0,
            price_at_loan=fact.price if quantity else None,
            price_source="ราคาต่อหน่วยตามทะเบียน ณ วันส่งมอบ" if fact.price is not None else "ไม่มีราคาในทะเบียน",
            condition_out=normalise((conditions or {}).get(line["no"], "ใช้การได้")),
        )
    name = normalise(received_by) or rows.head["borrower_name"]
    journal.update(loan, rows.head, state="issued", issued_by=actor.person_id, issued_at=at, received_by=name)


def _leaving(rows: facts.LoanRows, quantities: Mapping[int, int]) -> dict[int, int]:
    leaving = {}
    for line in rows.lines:
        approved = line["approved"] or 0
        quantity = quantities.get(line["no"], approved)
        if not 0 <= quantity <= approved:
            raise refuse.ApprovedTooMuch(line=line["no"], approved=quantity, asked=approved)
        leaving[line["no"]] = quantity
    if not any(leaving.values()):
        raise refuse.NothingApproved
    return leaving


def take_back(
    office: Office, actor: Actor, ref: str, lines: Sequence[ReturnLine], *, returned_by: str = ""
) -> Returned:
    """Take things back a line at a time; damaged and lost pieces open a case, and nothing closes while it is open (ข้อ ๒๐๙).

    Raises:
        WrongState, ReturnTooMuch, NotOnThisLoan, ReceiverIsBorrower, BadInput
    """
    need_role(actor, *HAND_OVER, task="รับคืนพัสดุ", task_en="take things back")
    if not lines:
        raise refuse.NothingAsked
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        _check_receiver(rows, actor)
        settings = office_settings(journal.connection, office.agency_id)
        period = document_period(settings, "return", actor.today)
        number = facts.next_number(journal.connection, office.agency_id, "return", period, settings.return_number)
        slip = journal.insert(
            loan_return,
            loan_id=rows.head["id"],
            number=number,
            returned_on=actor.today,
            returned_by=normalise(returned_by) or rows.head["borrower_name"],
            received_by=actor.person_id,
            at=actor.at,
        )
        after, opened = _take(journal, actor, rows, slip, lines)
        close_if_complete(journal, after, actor.today)
        journal.close("loan.returned", number=rows.head["number"], slip=number)
    cases = tuple(c for c in _cases(office, rows.head["id"]) if c.number in opened)
    return Returned(reading.loan(office, rows.head["id"], today=actor.today), number, cases)


def _check_receiver(rows: facts.LoanRows, actor: Actor) -> None:
    state = rows.head["state"]
    if state != "issued":
        raise refuse.WrongState(state=refuse.STATE_WORDS[state], task="รับคืน", task_en="take back", state_en=state)
    if actor.person_id == rows.head["borrower_id"]:
        raise refuse.ReceiverIsBorrower


def _take(
    journal: Journal, actor: Actor, rows: facts.LoanRows, slip: facts.Row, lines: Sequence[ReturnLine]
) -> tuple[facts.LoanRows, list[str]]:
    ids = facts.asset_ids(journal.connection, journal.agency_id, [line.code for line in lines])
    current = {row["no"]: row for row in rows.lines}
    counts: dict[int, dict[str, int]] = {}
    notes: dict[int, list[str]] = {}
    opened = []
    for back in lines:
        if back.condition not in CONDITIONS:
            raise BadInput(
                field="สภาพ", value=back.condition, rule="good, damaged หรือ lost", rule_en="good, damaged or lost"
            )
        row = current[rows.line_of(ids[back.code], back.code)["no"]]
        law.check_return(facts.line_fact(row, back.code), back.quantity)
        row = _count(journal, row, back)
        current[row["no"]] = row
        tally = counts.setdefault(row["no"], dict.fromkeys(CONDITIONS, 0))
        tally[back.condition] += back.quantity
        notes.setdefault(row["no"], []).append(normalise(back.note))
        if back.condition != "good":
            opened.append(_open_case(journal, actor, row, back))
    for no, tally in counts.items():
        note = " ".join(word for word in notes[no] if word)
        journal.insert(loan_return_line, return_id=slip["id"], line_no=no, note=note, **tally)
    return facts.LoanRows(rows.head, tuple(current[row["no"]] for row in rows.lines)), opened


def _count(journal: Journal, row: facts.Row, back: ReturnLine) -> facts.Row:
    column = "returned" if back.condition == "good" else back.condition
    fact = facts.line_fact(row)
    still_out = fact.still_out - back.quantity
    updated = journal.update(loan_line, row, **{column: row[column] + back.quantity, "out": still_out > 0})
    if back.condition == "damaged" and row["sole"]:
        _set_condition(journal, row["asset_id"], "damaged")
    return updated


def _set_condition(journal: Journal, asset_id: str, condition: str) -> None:
    query = sa.select(asset).where(asset.c.agency_id == journal.agency_id, asset.c.id == asset_id)
    journal.update(asset, dict(journal.connection.execute(query).mappings().one()), condition=condition)


def _open_case(journal: Journal, actor: Actor, row: facts.Row, back: ReturnLine) -> str:
    settings = office_settings(journal.connection, journal.agency_id)
    period = document_period(settings, "case", actor.today)
    number = facts.next_number(journal.connection, journal.agency_id, "case", period, settings.case_number)
    journal.insert(
        liability_case,
        number=number,
        loan_id=row["loan_id"],
        line_no=row["no"],
        asset_id=row["asset_id"],
        what=back.condition,
        quantity=back.quantity,
        price_at_loan=row["price_at_loan"],
        opened_on=actor.today,
        remedy=None,
        evidence="",
        settled_on=None,
        settled_by=None,
    )
    return number


def close_if_complete(journal: Journal, rows: facts.LoanRows, day: date) -> None:
    """Close a loan whose every piece is back or made good."""
    if law.may_close(rows.facts):
        journal.update(loan, rows.head, state="closed", closed_on=day)


def _cases(office: Office, loan_id: str) -> tuple[Case, ...]:
    with office.database.read(office.agency_id) as connection:
        return reading.cases_where(connection, office.agency_id, liability_case.c.loan_id == loan_id)


_REMEDY_COLUMN = {"repair": "repaired", "replace": "replaced", "pay": "paid"}


def settle(office: Office, actor: Actor, case_number: str, *, remedy: str, evidence: str) -> Case:
    """Settle a case: repaired (ก), replaced in kind (ข) or paid at the price of the loan (ค), with its evidence (ข้อ ๒๐๙).

    Raises:
        NotFound, SettledAlready, RemedyImpossible, ReceiverIsBorrower
    """
    need_role(actor, *DESK, task="บันทึกการชดใช้", task_en="record a settlement")
    if remedy not in _REMEDY_COLUMN:
        raise refuse.RemedyImpossible(why="เลือก repair (ซ่อม) replace (ชดใช้เป็นของ) หรือ pay (ชดใช้เป็นเงิน)")
    if not evidence.strip():
        raise refuse.RemedyImpossible(why="ต้องระบุเลขที่ใบเสร็จหรือเลขที่ใบตรวจรับเป็นหลักฐาน")
    with writing(office, actor) as journal:
        case = _case_row(journal, case_number)
        _check_settlement(case, remedy)
        rows = facts.find_loan(journal.connection, office.agency_id, case["loan_id"])
        if rows.head["borrower_id"] == actor.person_id:
            raise refuse.ReceiverIsBorrower
        journal.update(
            liability_case,
            case,
            remedy=remedy,
            evidence=normalise(evidence),
            settled_on=actor.today,
            settled_by=actor.person_id,
        )
        after = _make_good(journal, rows, case, _REMEDY_COLUMN[remedy])
        close_if_complete(journal, after, actor.today)
        journal.close("case.settled", number=case["number"])
    return next(c for c in _cases(office, case["loan_id"]) if c.number == case["number"])


def _case_row(journal: Journal, number: str) -> facts.Row:
    key = ascii_digits(normalise(number))
    query = sa.select(liability_case).where(
        liability_case.c.agency_id == journal.agency_id,
        sa.or_(liability_case.c.number == key, liability_case.c.id == number),
    )
    row = journal.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(what="เรื่องชดใช้", what_en="liability case", value=number)
    return dict(row)


def _check_settlement(case: facts.Row, remedy: str) -> None:
    if case["settled_on"] is not None:
        raise refuse.SettledAlready(case=case["number"], on=case["settled_on"].isoformat())
    if case["what"] == "lost" and remedy == "repair":
        raise refuse.RemedyImpossible(why="ของสูญหายซ่อมไม่ได้ ให้ชดใช้เป็นของหรือเป็นเงิน")


def _make_good(journal: Journal, rows: facts.LoanRows, case: facts.Row, column: str) -> facts.LoanRows:
    lines = []
    for line in rows.lines:
        if line["no"] == case["line_no"]:
            updated = journal.update(loan_line, line, **{column: line[column] + case["quantity"]})
            if line["sole"] and column != "paid":
                _set_condition(journal, line["asset_id"], "serviceable")
            lines.append(updated)
        else:
            lines.append(line)
    return facts.LoanRows(rows.head, tuple(lines))
