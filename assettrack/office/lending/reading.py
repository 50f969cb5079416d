"""Loans as people see them: one loan, lists, and what waits for a person today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.lending import facts
from assettrack.office.lending.powers import deciders
from assettrack.office.lending.records import (
    Approval,
    Case,
    Chase,
    Extension,
    HomeBoard,
    Loan,
    LoanLine,
    Needs,
)
from assettrack.rules import lending as law
from db.tables.lending import (
    loan as loan_table,
)
from db.tables.lending import (
    loan_approval,
    loan_chase,
    loan_conflict,
    loan_extension,
)
from db.tables.liability import liability_case
from db.tables.people import division, person
from db.tables.registry import asset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office

NOBODY = Needs("", (), "")


def loan(office: Office, ref: str, *, today: date) -> Loan:
    """A loan by id or number.

    Raises:
        NotFound: no such loan.
    """
    with reading(office) as connection:
        return from_rows(connection, office.agency_id, facts.find_loan(connection, office.agency_id, ref), today)


def loans(
    office: Office,
    *,
    today: date,
    state: str | None = None,
    overdue: bool = False,
    emergency: bool = False,
    division_name: str | None = None,
    borrower: str | None = None,
    limit: int = 200,
) -> tuple[Loan, ...]:
    """Loans, newest first.

    Args:
        office: the office.
        today: the office's day, for what is overdue.
        state: a state in INTERFACE.md's words.
        overdue: only those past their due date.
        emergency: only those that left on a spoken approval (สาธารณภัย), with or without the written one.
        division_name: only those whose things belong to this division.
        borrower: only those of this login.
        limit: at most so many.
    """
    query = sa.select(loan_table).where(loan_table.c.agency_id == office.agency_id)
    if state is not None:
        query = query.where(loan_table.c.state == ("issued" if state == "awaiting_settlement" else state))
    if overdue:
        due = sa.func.coalesce(loan_table.c.extended_to, loan_table.c.due_on)
        query = query.where(loan_table.c.state == "issued", sa.type_coerce(due, loan_table.c.due_on.type) < today)
    if emergency:
        query = query.where(loan_table.c.emergency != "")
    if division_name is not None:
        own = sa.select(division.c.id).where(division.c.agency_id == office.agency_id, division.c.name == division_name)
        query = query.where(loan_table.c.owner_division_id.in_(own))
    if borrower is not None:
        who = sa.select(person.c.id).where(
            person.c.agency_id == office.agency_id, person.c.login == borrower.strip().lower()
        )
        query = query.where(loan_table.c.borrower_id.in_(who))
    with reading(office) as connection:
        found = _many(connection, office.agency_id, query, today, limit)
    wanted = (one for one in found if state is None or one.state == state)
    return tuple(one for one in wanted if not overdue or one.overdue_days)


def _many(connection: Connection, agency_id: str, query: sa.Select[Any], today: date, limit: int) -> list[Loan]:
    heads = connection.execute(query.order_by(loan_table.c.requested_at.desc(), loan_table.c.id.desc()).limit(limit))
    return [
        from_rows(
            connection, agency_id, facts.LoanRows(dict(head), facts.lines_of(connection, agency_id, head["id"])), today
        )
        for head in heads.mappings().all()
    ]


def home_board(office: Office, actor: Actor) -> HomeBoard:
    """What waits for this person today; the desk sees the counter's queue, everybody their own loans."""
    query = sa.select(loan_table).where(
        loan_table.c.agency_id == office.agency_id, loan_table.c.state.in_(("submitted", "approved", "issued"))
    )
    with reading(office) as connection:
        found = _many(connection, office.agency_id, query, actor.today, 1000)
    at_desk = actor.roles & {"supplies_officer", "supplies_chief"}
    watching = at_desk or actor.roles & {"head", "permanent_secretary", "auditor", "division_head"}
    seen = [one for one in found if watching or one.borrower_login == actor.login]
    return HomeBoard(
        to_decide=tuple(one for one in found if actor.name in one.needs.persons),
        opinions_wanted=tuple(one for one in found if _wants_opinion(one, actor)),
        waiting=tuple(n for n in found if at_desk and n.state == "submitted" and not _wants_opinion(n, actor)),
        to_hand_over=tuple(one for one in found if at_desk and one.state == "approved"),
        spoken_only=tuple(one for one in seen if one.awaits_writing),
        due_today=tuple(one for one in seen if one.state == "issued" and one.due == actor.today),
        overdue=tuple(one for one in seen if one.overdue_days),
        unsettled=tuple(one for one in seen if one.state == "awaiting_settlement"),
        out=tuple(one for one in found if "auditor" in actor.roles and one.state == "issued"),
        mine=tuple(one for one in found if one.borrower_login == actor.login),
    )


def _wants_opinion(one: Loan, actor: Actor) -> bool:
    gives = actor.roles & {"permanent_secretary", "supplies_officer", "supplies_chief"}
    given = any(a.by == actor.name and a.step.startswith("opinion") for a in one.approvals)
    return bool(gives) and one.state == "submitted" and not given and one.borrower_login != actor.login


def from_rows(connection: Connection, agency_id: str, rows: facts.LoanRows, today: date) -> Loan:
    """The record of a loan's rows as it stands on ``today``."""
    head, due = rows.head, rows.due
    loan_id = head["id"]
    state = law.loan_state(head["state"], rows.facts)
    extensions = _extensions(connection, agency_id, loan_id)
    approvals = _approvals(connection, agency_id, loan_id)
    spoken = head["emergency"] != "" and not _decided(approvals)
    waiting = state == "submitted" or spoken or any(e.outcome is None for e in extensions)
    late = law.overdue_days(state, due, today)
    return Loan(
        id=loan_id,
        number=head["number"],
        state=state,
        borrower=head["borrower_name"],
        **{name: head[name] for name in _SAME_NAME},
        borrower_login=person_value(connection, agency_id, head["borrower_id"], person.c.login),
        purpose_name=facts.purpose_fact(connection, agency_id, head["purpose"]).name,
        owner_division=_division(connection, agency_id, head["owner_division_id"]),
        starts=head["starts_on"],
        due=due,
        first_due=head["due_on"],
        requested_by=person_value(connection, agency_id, head["requested_by"], person.c.name) or "",
        issued_on=_bangkok_day(head["issued_at"]),
        issued_by=person_value(connection, agency_id, head["issued_by"], person.c.name) or "",
        overdue_days=late,
        chase_by=law.chase_by(due) if late else None,
        needs=_needs(connection, agency_id, rows, today) if waiting else NOBODY,
        lines=lines_of_loan(connection, agency_id, rows),
        approvals=approvals,
        extensions=extensions,
        chases=_chases(connection, agency_id, loan_id),
        cases=cases_where(connection, agency_id, liability_case.c.loan_id == loan_id),
        conflicts=_conflicts(connection, agency_id, loan_id),
        notes=_notes(state, head, approvals),
    )


_SAME_NAME = [
    "borrower_class",
    "borrower_position",
    "borrower_address",
    "borrower_phone",
    "borrower_agency",
    "letter_no",
    "letter_date",
    "certifier",
    "transporter",
    "purpose",
    "legal_basis",
    "reason",
    "place",
    "place_text",
    "loan_class",
    "urgency",
    "requested_at",
    "received_by",
    "closed_on",
    "ended_reason",
    "emergency",
    "paper_entry",
]


def _bangkok_day(at: Any) -> date | None:
    from assettrack.thai.dates import as_thai_day

    return None if at is None else as_thai_day(at)


def _needs(connection: Connection, agency_id: str, rows: facts.LoanRows, today: date) -> Needs:
    found = deciders(connection, agency_id, rows, today)
    return Needs(found.office, tuple(dict.fromkeys(p.fact.person_name for p in found.powers)), found.law)


def _notes(state: str, head: facts.Row, approvals: Sequence[Approval]) -> tuple[str, ...]:
    notes = []
    given = {a.position for a in approvals if a.step.startswith("opinion")}
    if state == "submitted" and head["place"] == "outside" and not any(p.startswith("ปลัด") for p in given):
        notes.append("ยังไม่มีความเห็นของปลัด")
    if head["emergency"] and not _decided(approvals):
        notes.append("ส่งมอบกรณีฉุกเฉิน ยังไม่มีการอนุมัติเป็นลายลักษณ์อักษร")
    if head["paper_entry"]:
        notes.append(f"บันทึกย้อนหลังจากเอกสาร {head['paper_entry']}")
    return tuple(notes)


def _decided(approvals: Sequence[Approval]) -> bool:
    return any(a.step == "approved" and a.extension_no is None for a in approvals)


def person_value(connection: Connection, agency_id: str, person_id: str | None, column: sa.Column[Any]) -> str | None:
    """One value of a person, or none for nobody."""
    if person_id is None:
        return None
    query = sa.select(column).where(person.c.agency_id == agency_id, person.c.id == person_id)
    return str(connection.execute(query).scalar_one())


def _division(connection: Connection, agency_id: str, division_id: str | None) -> str:
    query = sa.select(division.c.name).where(division.c.agency_id == agency_id, division.c.id == division_id)
    return connection.execute(query).scalar_one_or_none() or ""


def lines_of_loan(connection: Connection, agency_id: str, rows: facts.LoanRows) -> tuple[LoanLine, ...]:
    """The lines of a loan with the names of their assets."""
    ids = [line["asset_id"] for line in rows.lines]
    query = sa.select(asset.c.id, asset.c.code, asset.c.name, asset.c.unit).where(
        asset.c.agency_id == agency_id, asset.c.id.in_(ids)
    )
    named = {row.id: row for row in connection.execute(query)}
    return tuple(_line(line, named[line["asset_id"]]) for line in rows.lines)


def _line(line: facts.Row, thing: Any) -> LoanLine:
    counts = facts.line_fact(line)
    return LoanLine(
        no=line["no"],
        asset=thing.code,
        asset_id=thing.id,
        name=thing.name,
        unit=thing.unit,
        quantity=line["requested"],
        approved=line["approved"],
        issued=counts.issued,
        returned=counts.returned,
        damaged=counts.damaged,
        lost=counts.lost,
        settled=counts.settled,
        price_at_loan=line["price_at_loan"],
        condition_out=line["condition_out"],
        note=line["note"],
    )


def _approvals(connection: Connection, agency_id: str, loan_id: str) -> tuple[Approval, ...]:
    table = loan_approval
    query = sa.select(table).where(table.c.agency_id == agency_id, table.c.loan_id == loan_id)
    return tuple(
        Approval(
            step=row.step,
            by=row.person_name,
            position=row.position,
            capacity=row.capacity,
            order=row.order_no,
            law=row.law,
            at=row.at,
            digest=row.digest,
            reason=row.reason,
            extension_no=row.extension_no,
        )
        for row in connection.execute(query.order_by(table.c.at, table.c.id))
    )


def _extensions(connection: Connection, agency_id: str, loan_id: str) -> tuple[Extension, ...]:
    table = loan_extension
    query = sa.select(table.c.no, table.c.new_due, table.c.reason, table.c.outcome).where(
        table.c.agency_id == agency_id, table.c.loan_id == loan_id
    )
    return tuple(Extension(*row) for row in connection.execute(query.order_by(table.c.no)))


def _chases(connection: Connection, agency_id: str, loan_id: str) -> tuple[Chase, ...]:
    table = loan_chase
    query = (
        sa.select(table.c.chased_on, table.c.channel, table.c.contact, table.c.result, person.c.name)
        .join(person, sa.and_(person.c.agency_id == table.c.agency_id, person.c.id == table.c.by_person))
        .where(table.c.agency_id == agency_id, table.c.loan_id == loan_id)
        .order_by(table.c.at)
    )
    return tuple(Chase(*row) for row in connection.execute(query))


def _conflicts(connection: Connection, agency_id: str, loan_id: str) -> tuple[str, ...]:
    table = loan_conflict
    query = (
        sa.select(person.c.name)
        .join(table, sa.and_(person.c.agency_id == table.c.agency_id, person.c.id == table.c.person_id))
        .where(table.c.agency_id == agency_id, table.c.loan_id == loan_id)
        .order_by(person.c.name)
    )
    return tuple(connection.execute(query).scalars())


def cases_where(connection: Connection, agency_id: str, *where: sa.ColumnElement[bool]) -> tuple[Case, ...]:
    """Liability cases that meet the conditions, oldest first."""
    table = liability_case
    query = (
        sa.select(
            table.c.number,
            loan_table.c.number,
            asset.c.code,
            asset.c.name,
            table.c.what,
            table.c.quantity,
            table.c.price_at_loan,
            table.c.opened_on,
            table.c.remedy,
            table.c.evidence,
            table.c.settled_on,
        )
        .join(loan_table, sa.and_(loan_table.c.agency_id == table.c.agency_id, loan_table.c.id == table.c.loan_id))
        .join(asset, sa.and_(asset.c.agency_id == table.c.agency_id, asset.c.id == table.c.asset_id))
        .where(table.c.agency_id == agency_id, *where)
        .order_by(table.c.opened_on, table.c.number)
    )
    return tuple(Case(*row) for row in connection.execute(query))


def availability(
    office: Office, code: str, starts: date, due: date, *, today: date, public: bool = False
) -> law.Availability:
    """How many pieces of an asset are free from ``starts`` to ``due``, and which loans hold the others.

    Raises:
        NotFound: no asset has the code.
    """
    with reading(office) as connection:
        asset_id = facts.asset_ids(connection, office.agency_id, [code])[code]
        fact = facts.asset_facts(connection, office.agency_id, [asset_id])[asset_id]
        booked = facts.bookings(connection, office.agency_id, [asset_id])
        return law.availability(fact, booked.get(asset_id, ()), starts=starts, due=due, public=public, today=today)
