"""Loans and liability cases as JSON, in the shapes of INTERFACE.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.cli.session import iso, money

if TYPE_CHECKING:
    from assettrack.office.lending import Loan
    from assettrack.office.lending.records import Case


def loan_json(loan: Loan) -> dict[str, Any]:
    """A loan as INTERFACE.md prints it."""
    same = (
        "id", "number", "state", "borrower", "borrower_class", "borrower_login", "borrower_agency", "purpose", "purpose_name",
        "legal_basis", "reason", "place", "place_text", "loan_class", "owner_division", "requested_by", "issued_by",
        "received_by", "ended_reason", "overdue_days", "emergency", "paper_entry",
    )  # fmt: skip
    days = {
        name: iso(getattr(loan, name)) for name in ("starts", "due", "first_due", "issued_on", "closed_on", "chase_by")
    }
    return {name: getattr(loan, name) for name in same} | days | {
        "needs": {"office": loan.needs.office, "persons": list(loan.needs.persons), "law": loan.needs.law},
        "lines": [_line_json(line) for line in loan.lines],
        "approvals": [_approval_json(approval) for approval in loan.approvals],
        "extensions": [{"no": e.no, "new_due": iso(e.new_due), "reason": e.reason, "outcome": e.outcome} for e in loan.extensions],
        "chases": [dict(c.__dict__, on=iso(c.on)) for c in loan.chases],
        "cases": [case_json(case) for case in loan.cases],
        "conflicts": list(loan.conflicts),
        "notes": list(loan.notes),
    }  # fmt: skip


def _line_json(line: Any) -> dict[str, Any]:
    same = ("no", "asset", "name", "unit", "approved", "issued", "returned", "damaged", "lost", "settled")
    return {name: getattr(line, name) for name in same} | {
        "qty": line.quantity,
        "price_at_loan": money(line.price_at_loan),
    }


def _approval_json(approval: Any) -> dict[str, Any]:
    same = ("step", "by", "capacity", "order", "law", "digest", "reason", "extension_no")
    return {name: getattr(approval, name) for name in same} | {"at": approval.at.isoformat()}


def case_json(case: Case) -> dict[str, Any]:
    """A liability case as INTERFACE.md prints it, as far as this version keeps one."""
    own = {name: getattr(case, name) for name in ("number", "loan", "what", "quantity", "remedy", "evidence")}
    return own | {
        "assets": [case.asset],
        "track": "A",
        "state": "open" if case.settled_on is None else "closed",
        "price_at_loan": money(case.price_at_loan),
        "opened_on": iso(case.opened_on),
        "settled_on": iso(case.settled_on),
    }
