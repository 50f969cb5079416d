"""Guards: what must never happen, refused by the database itself on both engines.

A guard is a condition on one table's new (and old) row that aborts the statement with ``assettrack:<code>``. The condition is
one SQL text for both engines; ``day_of(x)`` stands for the Bangkok calendar day of a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.rules.refusal import GuardRefused

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Guard:
    """Abort ``event`` on ``table`` with ``code`` where ``when`` holds."""

    name: str
    table: str
    event: str  # INSERT, UPDATE, DELETE or, on PostgreSQL, TRUNCATE
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
_HOLDS = (
    "{u}.starts <= day_of(NEW.at) AND ({u}.ends IS NULL OR {u}.ends >= day_of(NEW.at)) "
    "AND ({u}.revoked_on IS NULL OR {u}.revoked_on > day_of(NEW.at))"
)
_VALID_AUTHORITY = (  # a delegation holds as long as the office it was given from
    "SELECT 1 FROM authority u LEFT JOIN authority g ON g.agency_id = u.agency_id AND g.id = u.granted_by "
    "WHERE u.agency_id = NEW.agency_id AND u.id = NEW.authority_id AND u.person_id = NEW.person_id "
    f"AND {_HOLDS.format(u='u')} AND (u.capacity IN ('own', 'acting') OR ({_HOLDS.format(u='g')}))"
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
    Guard(
        "label_of_no_piece",
        "label",
        "INSERT",
        "label.no_such_piece",
        "NEW.piece > (SELECT s.quantity FROM asset s WHERE s.agency_id = NEW.agency_id AND s.id = NEW.asset_id)",
    ),
    Guard(
        "label_stays",
        "label",
        "UPDATE",
        "label.stays",
        "OLD.retired_at IS NOT NULL OR "
        + " OR ".join(f"OLD.{c} <> NEW.{c}" for c in ("token", "asset_id", "piece", "made_at", "made_by")),
    ),
    Guard(
        "retired_label_printed",
        "label_printing",
        "INSERT",
        "label.retired",
        "EXISTS (SELECT 1 FROM label l WHERE l.agency_id = NEW.agency_id AND l.id = NEW.label_id AND l.retired_at IS NOT NULL)",
    ),
)

WORDS = {
    "lending.approver_is_borrower": "ผู้อนุมัติเป็นผู้ยืมไม่ได้ (พ.ร.บ.วิ.ปกครอง มาตรา ๑๓)",
    "lending.conflict_of_interest": "ผู้มีส่วนได้เสียพิจารณาไม่ได้ (พ.ร.บ.วิ.ปกครอง มาตรา ๑๓)",
    "lending.no_authority": "ผู้พิจารณาไม่มีอำนาจในวันนั้น (ระเบียบฯ ข้อ ๒๐๘)",
    "lending.approval_is_final": "การอนุมัติแก้ไขไม่ได้",
    "lending.receiver_is_borrower": "ผู้รับคืนเป็นผู้ยืมไม่ได้",
    "lending.not_approved": "ยังไม่ได้รับอนุมัติ (ระเบียบฯ ข้อ ๒๐๘)",
    "lending.not_settled": "ยังคืนหรือชดใช้ไม่ครบ (ระเบียบฯ ข้อ ๒๐๙)",
    "lending.decided_is_frozen": "ใบยืมที่พิจารณาแล้วแก้ไขไม่ได้",
    "lending.ended": "ใบยืมที่สิ้นสุดแล้วเปิดใหม่ไม่ได้",
    "lending.not_available": "พัสดุมีไม่พอให้ส่งมอบ",
    "lending.vehicle": "ยานพาหนะไม่ใช้ใบยืมพัสดุ",
    "label.no_such_piece": "พัสดุไม่มีชิ้นที่ตามป้าย",
    "label.stays": "ป้ายที่ทำแล้วเปลี่ยนไปเป็นของอื่นไม่ได้ และป้ายที่เลิกใช้แล้วกลับมาใช้ไม่ได้",
    "label.retired": "ป้ายที่เลิกใช้แล้วพิมพ์อีกไม่ได้",
    "ledger.append_only": "รายการนี้เพิ่มได้อย่างเดียว แก้หรือลบไม่ได้",
}
"""What each guard's code says to people."""

NEVER_UPDATED = (
    "ledger_entry",
    "ledger_row",
    "loan_chase",
    "loan_return_line",
    "paper",
    "paper_printing",
    "import_run",
    "label_printing",
    "handbook_acknowledgement",
)


def append_only(tables: tuple[str, ...]) -> tuple[Guard, ...]:
    """Guards that refuse every DELETE on ``tables`` and every UPDATE on those that only grow."""
    deletes = [Guard(f"{t}_no_delete", t, "DELETE", "ledger.append_only", "1 = 1") for t in tables]
    updates = [Guard(f"{t}_no_update", t, "UPDATE", "ledger.append_only", "1 = 1") for t in NEVER_UPDATED]
    return (*deletes, *updates)


def refusal_of(code: str) -> GuardRefused:
    """The refusal of a guard's code."""
    return GuardRefused(guard=code, rule=WORDS.get(code, code))


def sqlite_trigger(guard: Guard) -> str:
    """The trigger of a guard on SQLite."""
    when = guard.when.replace("IS DISTINCT FROM", "IS NOT").replace("day_of(NEW.at)", "date(NEW.at, '+7 hours')")
    return (
        f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'assettrack:{guard.code}'); END"
    )


def postgresql_body(guard: Guard) -> str:
    """The body of a guard's trigger function on PostgreSQL."""
    if guard.event == "TRUNCATE":
        return f" BEGIN RAISE EXCEPTION 'assettrack:{guard.code}' USING ERRCODE = '23514'; END "
    when = guard.when.replace("day_of(NEW.at)", "(NEW.at AT TIME ZONE 'Asia/Bangkok')::date")
    row = "OLD" if guard.event == "DELETE" else "NEW"
    lock = "PERFORM 1 FROM asset s WHERE s.agency_id = NEW.agency_id AND s.id = NEW.asset_id FOR UPDATE; "
    first = lock if (guard.table, guard.event) == ("loan_line", "UPDATE") else ""
    return (
        f" BEGIN {first}IF {when} THEN RAISE EXCEPTION 'assettrack:{guard.code}' USING ERRCODE = '23514'; END IF; "
        f"RETURN {row}; END "
    )


def _postgresql(guard: Guard) -> tuple[str, ...]:
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return (
        f"CREATE FUNCTION guard_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${postgresql_body(guard)}$$",
        (
            f"CREATE TRIGGER guard_{guard.name} BEFORE {guard.event} ON {guard.table} "
            f"FOR EACH {each} EXECUTE FUNCTION guard_{guard.name}()"
        ),
    )


def all_guards(tables: tuple[str, ...], dialect: str) -> tuple[Guard, ...]:
    """Every guard of the schema; SQLite knows no TRUNCATE."""
    truncates = [Guard(f"{t}_no_truncate", t, "TRUNCATE", "ledger.append_only", "1 = 1") for t in tables]
    return (*GUARDS, *append_only(tables), *(truncates if dialect == "postgresql" else ()))


def drop(connection: sa.Connection) -> None:
    """Take the guards and row-level security away while the schema is rebuilt, in a transaction that puts them back.

    A migration works on the rows of every agency, which row-level security would hide from it.
    """
    if connection.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'"
        for name in connection.exec_driver_sql(names).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    functions = "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND left(proname, 6) = 'guard_'"
    for name in connection.exec_driver_sql(functions).scalars().all():
        connection.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE")
    secured = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity"
    for name in connection.exec_driver_sql(secured).scalars().all():
        connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")


def create(connection: sa.Connection, tables: tuple[str, ...]) -> None:
    """Put every guard on, and on PostgreSQL the row-level security of every table."""
    dialect = connection.dialect.name
    for guard in all_guards(tables, dialect):
        for statement in _postgresql(guard) if dialect == "postgresql" else (sqlite_trigger(guard),):
            connection.exec_driver_sql(statement)
    if dialect == "postgresql":
        for table in (*tables, "search_asset"):
            for statement in _row_level_security(table):
                connection.exec_driver_sql(statement)


def _row_level_security(table: str) -> Iterator[str]:
    """Only rows of the agency named in ``app.agency``; nothing where it is unset. Agency names stay readable."""
    own = "agency_id = nullif(current_setting('app.agency', true), '')"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS own_agency ON {table}"
    yield f"CREATE POLICY own_agency ON {table} USING ({own}) WITH CHECK ({own})"
    if table == "agency":
        yield f"DROP POLICY IF EXISTS directory ON {table}"
        yield f"CREATE POLICY directory ON {table} FOR SELECT USING (true)"


def missing(connection: sa.Connection, tables: tuple[str, ...]) -> Iterator[str]:
    """Guards that are gone, switched off or rewritten, and tables whose row-level security is off; a Thai sentence each."""
    wanted = {f"guard_{g.name}": g for g in all_guards(tables, connection.dialect.name)}
    there = _sqlite_triggers(connection) if connection.dialect.name == "sqlite" else _postgresql_bodies(connection)
    for name, guard in wanted.items():
        text = sqlite_trigger(guard) if connection.dialect.name == "sqlite" else postgresql_body(guard)
        if name not in there:
            yield f"ไม่มีตัวป้องกัน {name} ในฐานข้อมูล หรือถูกปิดไว้"
        elif there[name] != text:
            yield f"ตัวป้องกัน {name} ในฐานข้อมูลถูกแก้"
    if connection.dialect.name == "postgresql":
        yield from _open_tables(connection, (*tables, "search_asset"))


def _sqlite_triggers(connection: sa.Connection) -> dict[str, str]:
    return _pairs(connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")


def _postgresql_bodies(connection: sa.Connection) -> dict[str, str]:
    query = (
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
    )
    return _pairs(connection, query)


def _pairs(connection: sa.Connection, query: str) -> dict[str, str]:
    return {name: text for name, text in connection.exec_driver_sql(query)}  # noqa: C416 -- a row is no pair to dict()


def _open_tables(connection: sa.Connection, tables: tuple[str, ...]) -> Iterator[str]:
    query = sa.text(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relname = ANY(:tables) AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    for name in connection.execute(query, {"tables": list(tables)}).scalars():
        yield f"ตาราง {name} ไม่ได้แยกข้อมูลตามหน่วยงาน (row-level security ถูกปิด)"
