"""Guards: what must never happen, refused by the database itself on both engines.

A guard is a condition on one table's new (and old) row that aborts the statement with ``assettrack:<code>``. The condition is
one SQL text for both engines; ``day_of(x)`` stands for the Bangkok calendar day of a moment.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """Abort ``event`` on ``table`` with ``code`` where ``when`` holds."""

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    code: str
    when: str


_SAME_LOAN = "l.agency_id = NEW.agency_id AND l.id = NEW.loan_id"
_CONTENT = [
    "number",
    "borrower_class",
    "borrower_id",
    "borrower_name",
    "borrower_agency",
    "letter_no",
    "purpose",
    "legal_basis",
    "reason",
    "place",
    "place_text",
    "loan_class",
    "owner_division_id",
    "starts_on",
    "due_on",
    "requested_by",
    "requested_at",
]
_CHANGED = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in _CONTENT)
_SETTLED_APART = (
    "SELECT 1 FROM loan_line n WHERE n.agency_id = NEW.agency_id AND n.loan_id = NEW.id AND "
    '(n."out" = 1 OR n.repaired + n.replaced + n.paid < n.damaged + n.lost)'
)
_HELD = (  # with a borrower, or come back damaged or lost and not made good; one object waits by its condition instead
    "SELECT coalesce(sum(n.issued - n.returned - n.damaged - n.lost + CASE n.sole WHEN 1 THEN n.lost * (1 - n.replaced) "
    "ELSE n.damaged + n.lost - n.repaired - n.replaced END), 0) "
    "FROM loan_line n WHERE n.agency_id = NEW.agency_id AND n.asset_id = NEW.asset_id"
)
_APPROVED = (
    "SELECT 1 FROM loan_approval a WHERE a.agency_id = NEW.agency_id AND a.loan_id = NEW.id AND a.step = 'approved' "
    "AND a.extension_no IS NULL"
)
_VALID_AUTHORITY = (
    "SELECT 1 FROM authority u WHERE u.agency_id = NEW.agency_id AND u.id = NEW.authority_id AND u.person_id = NEW.person_id "
    "AND u.starts <= day_of(NEW.at) AND (u.ends IS NULL OR u.ends >= day_of(NEW.at)) "
    "AND (u.revoked_on IS NULL OR u.revoked_on > day_of(NEW.at))"
)

GUARDS = (
    Guard(
        "approver_is_borrower",
        "loan_approval",
        "INSERT",
        "lending.approver_is_borrower",
        f"EXISTS (SELECT 1 FROM loan l WHERE {_SAME_LOAN} AND l.borrower_id = NEW.person_id) AND NEW.step <> 'recused'",
    ),
    Guard(
        "approver_in_conflict",
        "loan_approval",
        "INSERT",
        "lending.conflict_of_interest",
        "NEW.step IN ('approved', 'rejected') AND EXISTS (SELECT 1 FROM loan_conflict c "
        "WHERE c.agency_id = NEW.agency_id AND c.loan_id = NEW.loan_id AND c.person_id = NEW.person_id)",
    ),
    Guard(
        "approver_without_authority",
        "loan_approval",
        "INSERT",
        "lending.no_authority",
        f"NEW.step IN ('approved', 'rejected') AND NOT EXISTS ({_VALID_AUTHORITY})",
    ),
    Guard("approval_stays", "loan_approval", "UPDATE", "lending.approval_is_final", "1 = 1"),
    Guard(
        "receiver_is_borrower",
        "loan_return",
        "INSERT",
        "lending.receiver_is_borrower",
        f"EXISTS (SELECT 1 FROM loan l WHERE {_SAME_LOAN} AND l.borrower_id = NEW.received_by)",
    ),
    Guard(
        "handover_unapproved",
        "loan",
        "UPDATE",
        "lending.not_approved",
        "NEW.state IN ('approved', 'issued', 'closed') AND NOT (NEW.state IN ('issued', 'closed') AND NEW.emergency <> '') "
        f"AND NOT EXISTS ({_APPROVED})",
    ),
    Guard(
        "loan_born_late",
        "loan",
        "INSERT",
        "lending.not_approved",
        "NEW.state NOT IN ('draft', 'submitted')",
    ),
    Guard(
        "closed_unsettled",
        "loan",
        "UPDATE",
        "lending.not_settled",
        f"NEW.state = 'closed' AND EXISTS ({_SETTLED_APART})",
    ),
    Guard(
        "decided_is_frozen",
        "loan",
        "UPDATE",
        "lending.decided_is_frozen",
        f"OLD.state NOT IN ('draft', 'submitted') AND ({_CHANGED})",
    ),
    Guard(
        "ended_stays",
        "loan",
        "UPDATE",
        "lending.ended",
        "OLD.state IN ('closed', 'rejected', 'cancelled') AND NEW.state <> OLD.state",
    ),
    Guard(
        "line_is_frozen",
        "loan_line",
        "UPDATE",
        "lending.decided_is_frozen",
        "OLD.asset_id <> NEW.asset_id OR OLD.requested <> NEW.requested "
        "OR (OLD.approved IS NOT NULL AND OLD.approved IS DISTINCT FROM NEW.approved) "
        "OR OLD.issued > NEW.issued OR (OLD.issued > 0 AND OLD.issued <> NEW.issued)",
    ),
    Guard(
        "more_out_than_there_is",
        "loan_line",
        "UPDATE",
        "lending.not_available",
        "NEW.issued > OLD.issued AND (" + _HELD + ") + NEW.issued - OLD.issued > "
        "(SELECT s.quantity FROM asset s WHERE s.agency_id = NEW.agency_id AND s.id = NEW.asset_id)",
    ),
    Guard(
        "line_born_issued",
        "loan_line",
        "INSERT",
        "lending.not_approved",
        'NEW.issued <> 0 OR NEW."out" <> 0',
    ),
    Guard(
        "vehicle_on_loan",
        "loan_line",
        "INSERT",
        "lending.vehicle",
        "EXISTS (SELECT 1 FROM asset s WHERE s.agency_id = NEW.agency_id AND s.id = NEW.asset_id AND s.vehicle = 1)",
    ),
)

NEVER_UPDATED = (
    "ledger_entry",
    "ledger_row",
    "loan_chase",
    "loan_return_line",
    "paper",
    "paper_printing",
    "import_run",
)


def append_only(tables: tuple[str, ...]) -> tuple[Guard, ...]:
    """Guards that refuse every DELETE on ``tables`` and every UPDATE on those that only grow."""
    deletes = [Guard(f"{t}_no_delete", t, "DELETE", "ledger.append_only", "1 = 1") for t in tables]
    updates = [Guard(f"{t}_no_update", t, "UPDATE", "ledger.append_only", "1 = 1") for t in NEVER_UPDATED]
    return (*deletes, *updates)


def sql(guard: Guard, dialect: str) -> tuple[str, ...]:
    """The statements that create ``guard`` on ``sqlite`` or ``postgresql``."""
    return _postgresql(guard) if dialect == "postgresql" else _sqlite(guard)


def _sqlite(guard: Guard) -> tuple[str, ...]:
    when = guard.when.replace("IS DISTINCT FROM", "IS NOT").replace("day_of(NEW.at)", "date(NEW.at, '+7 hours')")
    return (
        (
            f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, 'assettrack:{guard.code}'); END"
        ),
    )


def _postgresql(guard: Guard) -> tuple[str, ...]:
    when = guard.when.replace("day_of(NEW.at)", "(NEW.at AT TIME ZONE 'Asia/Bangkok')::date")
    lock = (
        "PERFORM 1 FROM asset s WHERE s.agency_id = NEW.agency_id AND s.id = NEW.asset_id FOR UPDATE; "
        if guard.table == "loan_line" and guard.event == "UPDATE"
        else ""
    )
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        (
            f"CREATE FUNCTION guard_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}IF {when} THEN "
            f"RAISE EXCEPTION 'assettrack:{guard.code}' USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        ),
        (
            f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} "
            f"FOR EACH ROW EXECUTE FUNCTION guard_{guard.name}()"
        ),
    )


def row_level_security(table: str) -> tuple[str, ...]:
    """PostgreSQL: only rows of the agency named in ``app.agency``; nothing where it is unset. Agency names stay readable."""
    own = "agency_id = nullif(current_setting('app.agency', true), '')"
    policies = [f"CREATE POLICY own_agency ON {table} USING ({own}) WITH CHECK ({own})"]
    if table == "agency":
        policies.append(f"CREATE POLICY directory ON {table} FOR SELECT USING (true)")
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *policies,
    )
