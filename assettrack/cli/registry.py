"""``asset``: the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.papers import OUT, print_to_file
from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import Session, iso, money, table
from assettrack.rules.registry import STATE_WORDS
from assettrack.thai.baht import baht

if TYPE_CHECKING:
    from assettrack.office.importing import ImportPlan
    from assettrack.office.registry import AssetRecord, AssetRow


def row_json(row: AssetRow) -> dict[str, Any]:
    """An asset of a list as INTERFACE.md prints it."""
    same = (
        "code", "name", "kind", "quantity", "unit", "free", "division", "custodian", "condition", "stage", "state",
        "loan_class", "vehicle", "public_lendable",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same} | {"location": row.place, "price": money(row.price)}


def record_json(record: AssetRecord) -> dict[str, Any]:
    """An asset with everything as INTERFACE.md prints it."""
    same = (
        "details",
        "reserve",
        "book_class",
        "category",
        "fund",
        "acquired_by",
        "acquired_from",
        "evidence",
        "life_years",
        "note",
        "version",
    )
    own = row_json(record.row) | {name: getattr(record, name) for name in same}
    return own | {
        "acquired_on": iso(record.acquired_on),
        "identifiers": [{"scheme": i.scheme, "raw": i.raw, "norm": i.norm} for i in record.identifiers],
        "parts": [{"name": name, "quantity": quantity} for name, quantity in record.parts],
        "loans": [
            {"number": n.number, "borrower": n.borrower, "qty": n.quantity, "state": n.state}
            | {"starts": iso(n.starts), "due": iso(n.due)}
            for n in record.loans
        ],
        "history": [
            {"at": h.at.isoformat(), "actor": h.actor, "capacity": h.capacity, "kind": h.kind, "before": h.before, "after": h.after}
            for h in record.history
        ],
    }  # fmt: skip


def _import(session: Session) -> int:
    from assettrack.office.import_apply import apply_import
    from assettrack.office.importing import plan_import

    args, actor = session.args, session.actor
    plan = plan_import(
        session.office, Path(args.file), today=session.today, sheet=args.sheet, create_divisions=args.create_divisions
    )
    if not args.dry_run:
        apply_import(session.office, actor, plan)
    return session.answer(plan_json(plan), *_plan_lines(plan, dry=args.dry_run))


def plan_json(plan: ImportPlan) -> dict[str, Any]:
    """An import as INTERFACE.md prints it."""
    return {
        "read": plan.read,
        "created": len(plan.created),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "skipped": [{"row": s.row, "why": s.why} for s in plan.skipped],
        "refused": [dict(cell.__dict__) for cell in plan.refused],
        "refused_rows": plan.refused_rows,
        "warnings": plan.warnings,
        "columns": plan.columns,
    }


def _plan_lines(plan: ImportPlan, *, dry: bool) -> list[str]:
    done = "จะ" if dry else ""
    lines = [
        (
            f"อ่าน {plan.read:,} แถว: {done}เพิ่ม {len(plan.created):,} {done}แก้ {len(plan.updated):,} เหมือนเดิม {plan.unchanged:,} "
            f"ข้าม {len(plan.skipped):,} ไม่รับ {plan.refused_rows:,}"
        )
    ]
    lines += [f"  แถว {cell.row} {cell.message}" for cell in plan.refused[:50]]
    lines += [f"  {warning}" for warning in plan.warnings[:20]]
    return [*lines, "ยังไม่ได้บันทึก (ลองดูก่อน)" if dry else "บันทึกแล้ว"]


def _export(session: Session) -> int:
    from assettrack.office.exporting import export_register

    _ = session.actor
    written = export_register(session.office, Path(session.args.file))
    return session.answer(
        {"written": written, "file": session.args.file}, f"เขียน {written:,} รายการลง {session.args.file}"
    )


def _find(session: Session) -> int:
    from assettrack.office.registry import find_assets

    _ = session.actor
    found = find_assets(
        session.office, session.args.text, limit=session.args.limit, division_name=session.args.division
    )
    rows = [(r.code, r.name, STATE_WORDS[r.state], f"{r.free}/{r.quantity}", r.division, r.place) for r in found.rows]
    meant = [f"หมายถึง: {', '.join(found.did_you_mean)} ?"] if found.did_you_mean else []
    document = {"assets": [row_json(r) for r in found.rows], "did_you_mean": list(found.did_you_mean)}
    return session.answer(document, *table(("รหัส", "รายการ", "สถานะ", "ว่าง", "ส่วนราชการ", "สถานที่"), rows), *meant)


def _show(session: Session) -> int:
    from assettrack.office.registry import asset_by_code

    _ = session.actor
    record = asset_by_code(session.office, session.args.code)
    row = record.row
    lines = [
        f"{row.code}  {row.name}  ({STATE_WORDS[row.state]} ว่าง {row.free}/{row.quantity} {row.unit})",
        f"  {row.division}  {row.place}  ผู้ดูแล {row.custodian or '–'}  ราคา {baht(row.price) if row.price is not None else '–'}",
        *(f"  {i.scheme}: {i.raw}" for i in record.identifiers),
        *(f"  ส่วนประกอบ {name} {quantity}" for name, quantity in record.parts),
        *(f"  {n.number} {n.borrower} {iso(n.starts)} – {iso(n.due)} {n.state}" for n in record.loans),
    ]
    return session.answer({"asset": record_json(record)}, *lines)


def _card(session: Session) -> int:
    return print_to_file(session, "asset_card", session.args.code)


def _register(session: Session) -> int:
    return print_to_file(session, "asset_register", session.args.division or "")


def register(commands: Any, words: Words) -> None:
    """Add ``asset`` to the grammar."""
    verbs = words.group(commands, "asset", "ทะเบียนพัสดุ", "The register")
    words.command(
        verbs,
        "import",
        _import,
        "นำเข้าทะเบียนจาก CSV/XLSX",
        "Import the register from CSV or XLSX",
        Argument("file", metavar="FILE", thai="ไฟล์", english="file"),
        Argument("--dry-run", action="store_true", thai="ลองดูก่อน ไม่บันทึก", english="write nothing"),
        Argument("--sheet", thai="แผ่นงาน", english="sheet"),
        Argument(
            "--create-divisions", action="store_true", thai="สร้างส่วนราชการที่ยังไม่มี", english="make unknown divisions"
        ),
    )
    words.command(
        verbs, "export", _export, "ส่งออกทะเบียนเป็น .csv หรือ .xlsx", "Export the register to .csv or .xlsx",
        Argument("file", metavar="FILE", thai="ไฟล์", english="file"),
    )  # fmt: skip
    words.command(
        verbs, "find", _find, "ค้นหาพัสดุ", "Search the register",
        Argument("text", metavar="TEXT", thai="ส่วนใดของชื่อ รหัส สถานที่ ผู้ดูแล", english="any part of name, code, place, holder"),
        Argument("--limit", type=int, default=50, thai="ไม่เกินกี่รายการ", english="at most"),
        Argument("--division", thai="เฉพาะส่วนราชการ", english="only of a division"),
    )  # fmt: skip
    words.command(
        verbs, "card", _card, "พิมพ์ทะเบียนคุมทรัพย์สิน", "Print an asset's card",
        Argument("code", metavar="CODE", thai="รหัส", english="code"), OUT,
    )  # fmt: skip
    words.command(
        verbs, "register", _register, "พิมพ์ทะเบียนพัสดุเป็นบัญชี", "Print the register as a list",
        Argument("--division", thai="เฉพาะส่วนราชการ", english="only of a division"), OUT,
    )  # fmt: skip
    words.command(
        verbs,
        "show",
        _show,
        "รายละเอียดพัสดุ",
        "Show an asset",
        Argument("code", metavar="CODE", thai="รหัส", english="code"),
    )
