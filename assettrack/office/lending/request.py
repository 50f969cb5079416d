"""Asking for a loan: draft, request, submission, cancellation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, writing
from assettrack.office.lending import facts
from assettrack.office.lending import reading as show
from assettrack.office.lending.records import LoanAsk, LoanLineAsk, OutsideBorrower
from assettrack.office.settings import office_settings
from assettrack.rules import lending as law
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import BadInput
from assettrack.thai.dates import fiscal_year
from assettrack.thai.text import normalise
from db.tables.lending import loan, loan_conflict, loan_line
from db.tables.people import division

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.records import Loan
    from assettrack.office.settings import OfficeSettings
    from db.journal import Journal

DESK = ("supplies_officer", "supplies_chief")
"""Roles that key in requests for others and work the counter."""


def request_loan(office: Office, actor: Actor, ask: LoanAsk) -> Loan:
    """Submit a request; it gets its number and waits for the decision (ข้อ ๒๐๘).

    Raises:
        Refusal: of ``rules.lending_refusals``; nothing is written.
    """
    with writing(office, actor) as journal:
        loan_id = write_request(journal, actor, ask, state="submitted")
        journal.close("loan.submitted")
    return show.loan(office, loan_id, today=actor.today)


def save_draft(office: Office, actor: Actor, ask: LoanAsk) -> Loan:
    """Keep a request that is not asked yet; it has no number and holds nothing."""
    with writing(office, actor) as journal:
        loan_id = write_request(journal, actor, ask, state="draft")
        journal.close("loan.drafted")
    return show.loan(office, loan_id, today=actor.today)


def submit(office: Office, actor: Actor, ref: str) -> Loan:
    """Submit a draft as it stands; the same checks as a new request.

    Raises:
        WrongState: it is no draft.
    """
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        if rows.head["state"] != "draft":
            raise refuse.WrongState(
                state=refuse.STATE_WORDS[rows.head["state"]],
                task="ส่งคำขอ",
                task_en="submit",
                state_en=rows.head["state"],
            )
        _only_own(actor, rows.head)
        ask = _ask_again(journal.connection, office.agency_id, rows)
        values = _checked(journal.connection, office.agency_id, actor, ask)[0]
        settings = office_settings(journal.connection, office.agency_id)
        number = _number(journal.connection, office.agency_id, settings, actor.today)
        journal.update(loan, rows.head, **values | {"state": "submitted", "number": number, "requested_at": actor.at})
        journal.close("loan.submitted")
    return show.loan(office, rows.head["id"], today=actor.today)


def cancel(office: Office, actor: Actor, ref: str, *, reason: str) -> Loan:
    """Take a request back before anything has left; by who asked, the borrower or the desk.

    Raises:
        ReasonMissing, WrongState
    """
    if not reason.strip():
        raise refuse.ReasonMissing
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        state = rows.head["state"]
        if state not in ("draft", "submitted", "approved"):
            raise refuse.WrongState(state=refuse.STATE_WORDS[state], task="ยกเลิก", task_en="cancel", state_en=state)
        _only_own(actor, rows.head)
        journal.update(loan, rows.head, state="cancelled", ended_reason=normalise(reason))
        journal.close("loan.cancelled")
    return show.loan(office, rows.head["id"], today=actor.today)


def _only_own(actor: Actor, head: facts.Row) -> None:
    if actor.person_id not in (head["borrower_id"], head["requested_by"]):
        need_role(actor, *DESK, task="จัดการใบยืมของผู้อื่น", task_en="manage other people's loans")


def write_request(
    journal: Journal,
    actor: Actor,
    ask: LoanAsk,
    *,
    state: str,
    entry: dict[str, Any] | None = None,
    day: date | None = None,
) -> str:
    """Check a request and insert its rows; returns the loan's id. ``entry``: columns of a counter entry; ``day``: its day."""
    connection, agency_id = journal.connection, journal.agency_id
    values, lines = _checked(connection, agency_id, replace(actor, today=day or actor.today), ask)
    number = None
    if state != "draft":
        number = _number(connection, agency_id, office_settings(connection, agency_id), day or actor.today)
    own = {"state": state, "number": number, "requested_by": actor.person_id, "requested_at": actor.at}
    head = journal.insert(loan, **_EMPTY | values | own | (entry or {}))
    for no, (fact, quantity) in enumerate(lines, 1):
        journal.insert(loan_line, **_line(head["id"], no, fact, quantity))
    related = dict.fromkeys(facts.person_row(connection, agency_id, login)["id"] for login in ask.conflicts)
    for person_id in related:
        why = "ผู้ยืมแจ้งว่าเป็นญาติหรือมีส่วนได้เสีย"
        journal.insert(loan_conflict, loan_id=head["id"], person_id=person_id, declared_by=actor.person_id, why=why)
    return str(head["id"])


_EMPTY = {"emergency": "", "paper_entry": "", "ended_reason": "", "received_by": "", "version": 1}


def _line(loan_id: str, no: int, fact: law.AssetFact, quantity: int) -> dict[str, Any]:
    counts = dict.fromkeys(("issued", "returned", "damaged", "lost", "repaired", "replaced", "paid"), 0)
    words = dict.fromkeys(("price_source", "condition_out", "note"), "")
    own = {
        "loan_id": loan_id,
        "no": no,
        "asset_id": fact.id,
        "sole": fact.kind != "lot",
        "requested": quantity,
        "out": False,
    }
    return own | counts | words


def _number(connection: Connection, agency_id: str, settings: OfficeSettings, day: date) -> str:
    period = document_period(settings, "loan", day)
    return facts.next_number(connection, agency_id, "loan", period, settings.loan_number)


def document_period(settings: OfficeSettings, kind: str, day: date) -> int:
    """The B.E. year whose counter a document of ``kind`` takes: fiscal or calendar, by the office's setting."""
    return fiscal_year(day) if settings.number_period[kind] == "fiscal" else day.year + 543


def _checked(
    connection: Connection, agency_id: str, actor: Actor, ask: LoanAsk
) -> tuple[dict[str, Any], list[tuple[law.AssetFact, int]]]:
    borrower = _borrower(connection, agency_id, actor, ask.borrower)
    purpose = facts.purpose_fact(connection, agency_id, ask.purpose)
    lines = _assets(connection, agency_id, ask.lines)
    settings = office_settings(connection, agency_id)
    outside = borrower["borrower_class"] == "villager"
    if ask.place not in ("inside", "outside"):
        raise BadInput(
            field="สถานที่ใช้", value=ask.place, rule="ภายใน (inside) หรือนอกสถานที่ (outside)", rule_en="inside or outside"
        )
    request = law.Request(
        borrower_class=borrower["borrower_class"],
        borrower_id=borrower["borrower_id"],
        borrower_agency=borrower["borrower_agency"],
        letter_no=borrower["letter_no"],
        certifier=borrower["certifier"],
        purpose=purpose,
        reason=ask.reason,
        place=ask.place,
        starts=ask.starts or actor.today,
        due=ask.due,
        urgency=ask.urgency,
        terms_accepted=ask.terms_accepted,
    )
    limit = settings.public_due_limit_days if outside else settings.due_limit_days
    law.check_request(request, lines, today=actor.today, limit_days=limit)
    _check_all_free(connection, agency_id, request, lines, actor.today)
    values = borrower | {
        "purpose": purpose.code,
        "legal_basis": purpose.legal_basis,
        "reason": normalise(ask.reason),
        "place": ask.place,
        "place_text": normalise(ask.place_text),
        "loan_class": lines[0][0].loan_class,
        "urgency": normalise(ask.urgency),
        "owner_division_id": _owner(lines),
        "starts_on": request.starts,
        "due_on": request.due,
    }
    return values, lines


def _owner(lines: Sequence[tuple[law.AssetFact, int]]) -> str | None:
    owners = {fact.division_id for fact, _ in lines}
    return owners.pop() if len(owners) == 1 else None


def _check_all_free(
    connection: Connection, agency_id: str, request: law.Request, lines: list[tuple[law.AssetFact, int]], today: date
) -> None:
    booked = facts.bookings(connection, agency_id, [fact.id for fact, _ in lines])
    public = request.borrower_class == "villager"
    for fact, quantity in lines:
        free = law.availability(
            fact, booked.get(fact.id, ()), starts=request.starts, due=request.due, public=public, today=today
        )
        law.check_free(fact, free, quantity)


def _assets(connection: Connection, agency_id: str, asked: Sequence[LoanLineAsk]) -> list[tuple[law.AssetFact, int]]:
    ids = facts.asset_ids(connection, agency_id, [line.code for line in asked])
    found = facts.asset_facts(connection, agency_id, ids.values())
    lines, seen = [], set()
    for line in asked:
        fact = found[ids[line.code]]
        if fact.id in seen:
            raise refuse.AskedTwice(asset=fact.code)
        seen.add(fact.id)
        lines.append((fact, line.quantity))
    return lines


def _borrower(connection: Connection, agency_id: str, actor: Actor, borrower: str | OutsideBorrower) -> dict[str, Any]:
    if isinstance(borrower, OutsideBorrower):
        return _outside_borrower(actor, borrower)
    row = facts.person_row(connection, agency_id, borrower)
    if row["id"] != actor.person_id:
        need_role(actor, *DESK, "division_head", task="ทำใบยืมแทนผู้อื่น", task_en="ask for somebody else")
    own = sa.select(division.c.name).where(division.c.agency_id == agency_id, division.c.id == row["division_id"])
    return _borrower_columns("staff", row["name"], row["position"], row["phone"]) | {
        "borrower_id": row["id"],
        "borrower_agency": connection.execute(own).scalar_one_or_none() or "",
    }


def _outside_borrower(actor: Actor, borrower: OutsideBorrower) -> dict[str, Any]:
    need_role(actor, *DESK, "staff", "division_head", "permanent_secretary", task="รับคำขอยืม", task_en="take requests")
    if borrower.kind not in ("agency", "villager"):
        raise BadInput(field="ประเภทผู้ยืม", value=borrower.kind, rule="agency หรือ villager", rule_en="agency or villager")
    if not borrower.name.strip():
        raise BadInput(field="ชื่อผู้ยืม", value="", rule="ต้องระบุ", rule_en="required")
    if borrower.kind == "agency" and not borrower.agency.strip():
        raise BadInput(field="หน่วยงานผู้ยืม", value="", rule="ต้องระบุ (ระเบียบฯ ข้อ ๒๐๘ (๑))", rule_en="required")
    columns = _borrower_columns(borrower.kind, borrower.name, borrower.position, borrower.phone)
    return columns | {
        "borrower_address": normalise(borrower.address),
        "borrower_agency": normalise(borrower.agency),
        "letter_no": normalise(borrower.letter_no),
        "letter_date": borrower.letter_date,
        "certifier": normalise(borrower.certifier),
        "transporter": normalise(borrower.transporter),
    }


def _borrower_columns(kind: str, name: str, position: str, phone: str) -> dict[str, Any]:
    empty = dict.fromkeys(("borrower_address", "borrower_agency", "letter_no", "certifier", "transporter"), "")
    return empty | {
        "borrower_class": kind,
        "borrower_id": None,
        "borrower_name": normalise(name),
        "borrower_position": normalise(position),
        "borrower_phone": normalise(phone),
        "letter_date": None,
    }


def _ask_again(connection: Connection, agency_id: str, rows: facts.LoanRows) -> LoanAsk:
    draft = show.from_rows(connection, agency_id, rows, rows.head["starts_on"])
    borrower: str | OutsideBorrower = draft.borrower_login or OutsideBorrower(
        kind=draft.borrower_class,
        name=draft.borrower,
        position=draft.borrower_position,
        address=draft.borrower_address,
        phone=draft.borrower_phone,
        agency=draft.borrower_agency,
        letter_no=draft.letter_no,
        letter_date=draft.letter_date,
        certifier=draft.certifier,
        transporter=draft.transporter,
    )
    return LoanAsk(
        borrower=borrower,
        purpose=draft.purpose,
        reason=draft.reason,
        place=draft.place,
        due=draft.due,
        lines=tuple(LoanLineAsk(line.asset, line.quantity) for line in draft.lines),
        starts=draft.starts,
        place_text=draft.place_text,
        urgency=draft.urgency,
    )
