"""After the hand-over: extension, chase, and the entry of loans done on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import Actor, need_role, writing
from assettrack.office.lending import counter, decision, facts, reading
from assettrack.office.lending.request import DESK, write_request
from assettrack.office.settings import office_settings
from assettrack.rules import lending as law
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import BadInput
from assettrack.thai.text import normalise
from db.tables.lending import loan_chase, loan_extension
from db.tables.people import person_role
from db.types import is_set

if TYPE_CHECKING:
    from datetime import date

    from assettrack.office.context import Office
    from assettrack.office.lending.records import Loan, PaperEntry
    from db.journal import Journal

CHANNELS = ("phone", "visit", "letter", "line", "other")
_NOON = time(5, 0, tzinfo=UTC)  # noon in Bangkok: the moment a day written on paper stands for


def extend(office: Office, actor: Actor, ref: str, *, due: date, reason: str) -> Loan:
    """Ask for more time before the due date; the same level decides it as a new approval (DOMAIN §1.2 rule 3).

    Raises:
        ExtensionTooLate, DueBeforeStart, DueTooFar, ReasonMissing, ExtensionWaiting, WrongState
    """
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        if actor.person_id not in (rows.head["borrower_id"], rows.head["requested_by"]):
            need_role(actor, *DESK, task="ขยายเวลาใบยืมของผู้อื่น", task_en="extend other people's loans")
        settings = office_settings(journal.connection, office.agency_id)
        public = rows.head["borrower_class"] == "villager"
        limit = settings.public_due_limit_days if public else settings.due_limit_days
        law.check_extension(
            state=law.loan_state(rows.head["state"], rows.facts),
            due=rows.due,
            new_due=due,
            today=actor.today,
            limit_days=limit,
            reason=reason,
        )
        journal.insert(
            loan_extension,
            loan_id=rows.head["id"],
            no=_next_extension(journal, rows.head["id"]),
            new_due=due,
            reason=normalise(reason),
            requested_by=actor.person_id,
            requested_at=actor.at,
            outcome=None,
        )
        journal.close("loan.extension_asked", number=rows.head["number"])
    return reading.loan(office, rows.head["id"], today=actor.today)


def _next_extension(journal: Journal, loan_id: str) -> int:
    table = loan_extension
    query = sa.select(table.c.no, table.c.outcome).where(
        table.c.agency_id == journal.agency_id, table.c.loan_id == loan_id
    )
    earlier = journal.connection.execute(query.order_by(table.c.no)).all()
    if earlier and earlier[-1].outcome is None:
        raise refuse.ExtensionWaiting(no=earlier[-1].no)
    return len(earlier) + 1


def chase(office: Office, actor: Actor, ref: str, *, channel: str, result: str, contact: str = "") -> Loan:
    """Record that the borrower was asked to bring things back: when, how, whom, with what result (ข้อ ๒๑๑).

    Raises:
        NotChaseable: nothing is out.
        BadInput: an unknown channel, or no result.
    """
    need_role(actor, *counter.HAND_OVER, task="บันทึกการติดตาม", task_en="record a chase")
    if channel not in CHANNELS:
        raise BadInput(field="ช่องทาง", value=channel, rule=" ".join(CHANNELS), rule_en=" ".join(CHANNELS))
    if not result.strip():
        raise BadInput(field="ผลการติดตาม", value="", rule="ต้องระบุ (ระเบียบฯ ข้อ ๒๑๑)", rule_en="required")
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        if law.loan_state(rows.head["state"], rows.facts) != "issued":
            raise refuse.NotChaseable
        journal.insert(
            loan_chase,
            loan_id=rows.head["id"],
            chased_on=actor.today,
            channel=channel,
            contact=normalise(contact),
            result=normalise(result),
            by_person=actor.person_id,
            at=actor.at,
        )
        journal.close("loan.chased", number=rows.head["number"])
    return reading.loan(office, rows.head["id"], today=actor.today)


def enter_paper(office: Office, actor: Actor, entry: PaperEntry) -> Loan:
    """Key in a loan that was asked, approved and handed over on paper while the computer was off (บันทึกย้อนหลัง).

    The same rules hold as of those days: the approver must have held the power on the day he signed.

    Raises:
        BadInput: no paper number, or days out of order or in the future.
        Refusal: whatever the loan itself would have been refused for.
    """
    need_role(actor, *DESK, task="บันทึกย้อนหลัง", task_en="enter paper loans")
    _check_paper(entry, actor.today)
    with writing(office, actor) as journal:
        day = entry.ask.starts or entry.handed_over_on
        loan_id = write_request(
            journal,
            actor,
            replace(entry.ask, starts=day),
            state="submitted",
            entry={"paper_entry": normalise(entry.paper_no)},
            day=min(day, entry.approved_on),
        )
        rows = facts.find_loan(journal.connection, office.agency_id, loan_id)
        approver = _on_that_day(journal, entry.approver, entry.approved_on)
        signed = journal.signer
        made = decision.decision_on(journal, approver, rows, "approved", f"ตามเอกสาร {entry.paper_no}")
        decision.grant(journal, made, {line["no"]: line["requested"] for line in rows.lines})
        journal.signer = signed
        rows = facts.find_loan(journal.connection, office.agency_id, loan_id)
        if rows.head["borrower_id"] == actor.person_id:
            raise refuse.IssuerIsBorrower
        counter.leave(journal, _noon(entry.handed_over_on), actor, rows, received_by=entry.received_by)
        journal.close("loan.entered_from_paper", number=rows.head["number"], paper=entry.paper_no)
    return reading.loan(office, loan_id, today=actor.today)


def _check_paper(entry: PaperEntry, today: date) -> None:
    if not entry.paper_no.strip():
        raise BadInput(field="เลขที่เอกสาร", value="", rule="บันทึกย้อนหลังต้องอ้างเลขที่ใบยืมกระดาษ", rule_en="required")
    if not entry.approved_on <= entry.handed_over_on <= today:
        value = f"{entry.approved_on.isoformat()} / {entry.handed_over_on.isoformat()}"
        rule = "วันอนุมัติต้องไม่หลังวันส่งมอบ และวันส่งมอบต้องไม่หลังวันนี้"
        raise BadInput(field="วันที่ในเอกสาร", value=value, rule=rule, rule_en="approved <= handed over <= today")


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON)


def _on_that_day(journal: Journal, login: str, day: date) -> Actor:
    row = facts.person_row(journal.connection, journal.agency_id, login)
    query = sa.select(person_role.c.role).where(
        person_role.c.agency_id == journal.agency_id,
        person_role.c.person_id == row["id"],
        is_set(person_role.c.granted),
    )
    roles = frozenset(journal.connection.execute(query).scalars())
    return Actor(row["id"], login, row["name"], row["position"], row["division_id"], roles, _noon(day), day)
