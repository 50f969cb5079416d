"""Opinions and decisions: approval is data (who, when, in which capacity, under which order, on which digest)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, writing
from assettrack.office.lending import facts, reading
from assettrack.office.lending.powers import conflicted, deciders
from assettrack.office.settings import office_settings
from assettrack.rules import lending as law
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import Conflict
from assettrack.thai.text import normalise
from db.tables.lending import loan, loan_approval, loan_conflict, loan_extension, loan_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assettrack.office.context import Actor, Office
    from assettrack.office.lending.powers import Deciders, Power
    from assettrack.office.lending.records import Loan
    from db.journal import Journal


def give_opinion(office: Office, actor: Actor, ref: str, *, in_favour: bool = True, reason: str = "") -> Loan:
    """Record the opinion of the permanent secretary or the supplies desk before the decision.

    Raises:
        WrongState, ApproverIsBorrower, NotAllowed
        ReasonMissing: an opinion against needs a reason.
    """
    need_role(
        actor,
        "permanent_secretary",
        "supplies_officer",
        "supplies_chief",
        "division_head",
        task="ให้ความเห็นในใบยืม",
        task_en="give an opinion on loans",
    )
    if not in_favour and not reason.strip():
        raise refuse.ReasonMissing
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        law.check_opinion(state=rows.head["state"], person_id=actor.person_id, borrower_id=rows.head["borrower_id"])
        step = "opinion_for" if in_favour else "opinion_against"
        asked = {line["no"]: line["requested"] for line in rows.lines}
        _record(journal, actor, rows, step, digest=facts.digest(rows, asked), reason=reason)
        journal.close("loan.opinion")
    return reading.loan(office, rows.head["id"], today=actor.today)


def approve(
    office: Office, actor: Actor, ref: str, *, quantities: Mapping[int, int] | None = None, reason: str = ""
) -> Loan:
    """Approve a submitted loan, or the extension that waits on an issued one (ข้อ ๒๐๘, ๒๑๐).

    Args:
        office: the office.
        actor: the approver, whose password the face has just checked.
        ref: the loan.
        quantities: line number -> quantity granted, for a partial approval; 0 refuses the line.
        reason: a remark; none is needed.

    Raises:
        ApproverIsBorrower, ConflictOfInterest, NoAuthority, WrongState, OpinionMissing, NotAvailable, NothingApproved
    """
    with writing(office, actor) as journal:
        decision = _open(journal, actor, ref, "approved", reason)
        if decision.rows.head["state"] == "submitted":
            _approve_loan(journal, decision, quantities)
            journal.close("loan.approved", number=decision.rows.head["number"])
        elif _waiting(journal, decision.rows) is None:
            _approve_afterwards(journal, decision)
            journal.close("loan.approved_afterwards", number=decision.rows.head["number"])
        else:
            _decide_extension(journal, decision, "approved")
            journal.close("loan.extension_approved", number=decision.rows.head["number"])
    return reading.loan(office, decision.rows.head["id"], today=actor.today)


def reject(office: Office, actor: Actor, ref: str, *, reason: str) -> Loan:
    """Refuse a submitted loan or a waiting extension, with the reason.

    Raises:
        ReasonMissing, ApproverIsBorrower, ConflictOfInterest, NoAuthority, WrongState
    """
    if not reason.strip():
        raise refuse.ReasonMissing
    with writing(office, actor) as journal:
        decision = _open(journal, actor, ref, "rejected", reason)
        if decision.rows.head["state"] == "submitted":
            asked = {line["no"]: line["requested"] for line in decision.rows.lines}
            _sign(journal, decision, digest=facts.digest(decision.rows, asked))
            journal.update(loan, decision.rows.head, state="rejected", ended_reason=normalise(reason))
            journal.close("loan.rejected", number=decision.rows.head["number"])
        elif _waiting(journal, decision.rows) is None:
            raise refuse.WrongState(
                state=refuse.STATE_WORDS["issued"], task="ไม่อนุมัติ", task_en="reject", state_en="issued"
            )
        else:
            _decide_extension(journal, decision, "rejected")
            journal.close("loan.extension_rejected", number=decision.rows.head["number"])
    return reading.loan(office, decision.rows.head["id"], today=actor.today)


def recuse(office: Office, actor: Actor, ref: str, *, reason: str) -> Loan:
    """Declare a conflict of one's own (มาตรา ๑๓–๑๔); the decision goes to another holder of the power.

    Raises:
        ReasonMissing, WrongState
    """
    if not reason.strip():
        raise refuse.ReasonMissing
    with writing(office, actor) as journal:
        rows = facts.find_loan(journal.connection, office.agency_id, ref)
        if rows.head["state"] not in ("submitted", "issued"):
            state = rows.head["state"]
            raise refuse.WrongState(state=refuse.STATE_WORDS[state], task="ถอนตัว", task_en="step aside", state_en=state)
        if actor.person_id not in conflicted(journal.connection, office.agency_id, rows.head["id"]):
            own = {"person_id": actor.person_id, "declared_by": actor.person_id, "why": normalise(reason)}
            journal.insert(loan_conflict, loan_id=rows.head["id"], **own)
        asked = {line["no"]: line["requested"] for line in rows.lines}
        _record(journal, actor, rows, "recused", digest=facts.digest(rows, asked), reason=reason)
        journal.close("loan.recused", number=rows.head["number"])
    return reading.loan(office, rows.head["id"], today=actor.today)


@dataclass(frozen=True)
class Decision:
    """A decision in the making: on what, by whose power, with which outcome."""

    rows: facts.LoanRows
    power: Power
    law: str
    actor: Actor
    step: str
    reason: str
    at: datetime


def _open(journal: Journal, actor: Actor, ref: str, step: str, reason: str) -> Decision:
    rows = facts.find_loan(journal.connection, journal.agency_id, ref)
    return decision_on(journal, actor, rows, step, reason)


def decision_on(journal: Journal, actor: Actor, rows: facts.LoanRows, step: str, reason: str) -> Decision:
    """Check that ``actor`` may decide on these rows today, and sign the journal in that capacity."""
    found = deciders(journal.connection, journal.agency_id, rows, actor.today)
    _check(rows, actor, found)
    power = found.of(actor.person_id, actor.name)
    journal.signer = replace(journal.signer, capacity=power.line)
    return Decision(rows, power, found.law, actor, step, normalise(reason), actor.at)


def _check(rows: facts.LoanRows, actor: Actor, found: Deciders) -> None:
    head = rows.head
    law.check_decision(
        state=head["state"],
        person_id=actor.person_id,
        borrower_id=head["borrower_id"],
        conflicted=found.conflicted - {head["borrower_id"]},
    )


def _approve_loan(journal: Journal, decision: Decision, quantities: Mapping[int, int] | None) -> None:
    rows = decision.rows
    _check_opinion_given(journal, rows)
    asked = [(line["no"], line["requested"]) for line in rows.lines]
    granted = law.approved_quantities(asked, dict(quantities or {}))
    _check_still_free(journal, decision, granted)
    grant(journal, decision, granted)


def grant(journal: Journal, decision: Decision, granted: Mapping[int, int]) -> None:
    """Write the approval, the granted quantities and the new state."""
    rows = decision.rows
    _sign(journal, decision, digest=facts.digest(rows, granted))
    for line in rows.lines:
        journal.update(loan_line, line, approved=granted[line["no"]])
    journal.update(loan, rows.head, state="approved")


def _check_still_free(journal: Journal, decision: Decision, granted: Mapping[int, int]) -> None:
    rows = decision.rows
    ids = [line["asset_id"] for line in rows.lines]
    assets = facts.asset_facts(journal.connection, journal.agency_id, ids)
    booked = facts.bookings(journal.connection, journal.agency_id, ids, but_loan=rows.head["id"])
    public = rows.head["borrower_class"] == "villager"
    for line in rows.lines:
        fact = assets[line["asset_id"]]
        if granted[line["no"]]:
            law.check_fit(fact)
            free = law.availability(
                fact,
                booked.get(fact.id, ()),
                starts=rows.head["starts_on"],
                due=rows.head["due_on"],
                public=public,
                today=decision.actor.today,
            )
            law.check_free(fact, free, granted[line["no"]])


def _check_opinion_given(journal: Journal, rows: facts.LoanRows) -> None:
    settings = office_settings(journal.connection, journal.agency_id)
    if not settings.require_opinion or rows.head["place"] != "outside":
        return
    given = sa.select(sa.func.count()).where(
        loan_approval.c.agency_id == journal.agency_id,
        loan_approval.c.loan_id == rows.head["id"],
        loan_approval.c.step.in_(("opinion_for", "opinion_against")),
    )
    if not journal.connection.execute(given).scalar_one():
        raise refuse.OpinionMissing(whose="ปลัด")


def _approve_afterwards(journal: Journal, decision: Decision) -> None:
    """The written approval of what left on a spoken one (สาธารณภัย)."""
    rows = decision.rows
    if not rows.head["emergency"] or _decided(journal, rows):
        raise refuse.WrongState(state=refuse.STATE_WORDS["issued"], task="อนุมัติ", task_en="approve", state_en="issued")
    _sign(journal, decision, digest=facts.digest(rows, {line["no"]: line["approved"] for line in rows.lines}))


def _decided(journal: Journal, rows: facts.LoanRows) -> bool:
    query = sa.select(sa.func.count()).where(
        loan_approval.c.agency_id == journal.agency_id,
        loan_approval.c.loan_id == rows.head["id"],
        loan_approval.c.step == "approved",
        loan_approval.c.extension_no.is_(None),
    )
    return bool(journal.connection.execute(query).scalar_one())


def _waiting(journal: Journal, rows: facts.LoanRows) -> facts.Row | None:
    query = sa.select(loan_extension).where(
        loan_extension.c.agency_id == journal.agency_id,
        loan_extension.c.loan_id == rows.head["id"],
        loan_extension.c.outcome.is_(None),
    )
    row = journal.connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _decide_extension(journal: Journal, decision: Decision, outcome: str) -> None:
    waiting = _waiting(journal, decision.rows)
    if waiting is None:
        raise Conflict(what="loan_extension")
    rows = decision.rows
    if outcome == "approved":
        if decision.actor.today > rows.due:
            raise refuse.ExtensionTooLate(due=rows.due.isoformat())
        _check_free_for_longer(journal, decision, waiting)
        journal.update(loan, rows.head, extended_to=waiting["new_due"])
    text = facts.digest(rows, {line["no"]: line["approved"] for line in rows.lines}) + waiting["new_due"].isoformat()
    _sign(journal, decision, digest=facts.sha256(text), extension_no=waiting["no"])
    journal.update(loan_extension, waiting, outcome=outcome)


def _check_free_for_longer(journal: Journal, decision: Decision, waiting: facts.Row) -> None:
    """Another loan that is approved for the days added keeps what it was promised."""
    rows = decision.rows
    held = {
        line["asset_id"]: fact.still_out for line, fact in zip(rows.lines, rows.facts, strict=True) if fact.still_out
    }
    assets = facts.asset_facts(journal.connection, journal.agency_id, held)
    booked = facts.bookings(journal.connection, journal.agency_id, held, but_loan=rows.head["id"])
    public = rows.head["borrower_class"] == "villager"
    for asset_id, quantity in held.items():
        fact = assets[asset_id]
        free = law.availability(
            fact,
            booked.get(asset_id, ()),
            starts=decision.actor.today,
            due=waiting["new_due"],
            public=public,
            today=decision.actor.today,
        )
        law.check_free(fact, free, quantity)


def _sign(journal: Journal, decision: Decision, *, digest: str, extension_no: int | None = None) -> None:
    power = decision.power
    journal.insert(
        loan_approval,
        loan_id=decision.rows.head["id"],
        extension_no=extension_no,
        step=decision.step,
        person_id=decision.actor.person_id,
        person_name=decision.actor.name,
        position=decision.actor.position,
        authority_id=power.fact.id,
        capacity=power.line,
        order_no=power.fact.order_no,
        law=decision.law,
        at=decision.at,
        digest=digest,
        reason=decision.reason,
    )


def _record(journal: Journal, actor: Actor, rows: facts.LoanRows, step: str, *, digest: str, reason: str) -> None:
    values: dict[str, Any] = {"step": step, "digest": digest, "reason": normalise(reason), "at": actor.at}
    journal.insert(
        loan_approval,
        loan_id=rows.head["id"],
        extension_no=None,
        person_id=actor.person_id,
        person_name=actor.name,
        position=actor.position,
        authority_id=None,
        capacity=actor.position,
        order_no="",
        law="",
        **values,
    )
