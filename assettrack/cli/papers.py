"""``paper``: printed documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import table
from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from assettrack.cli.session import Session


def _list(session: Session) -> int:
    from assettrack.office.papers import papers

    found = [{"kind": p.kind, "title": p.title_th, "law": p.law} for p in papers()]
    rows = [(p["kind"], p["title"], p["law"]) for p in found]
    return session.answer({"papers": found}, *table(("แบบ", "ชื่อ", "ระเบียบ"), rows))


def _print(session: Session) -> int:
    from assettrack.office.papers import print_paper

    args = session.args
    printed = print_paper(session.office, session.actor, args.kind, args.id)
    out = Path(args.out)
    try:
        out.write_bytes(printed.pdf)
    except OSError as error:
        raise Unusable(what=str(out), why=f"เขียนไฟล์ไม่ได้ {error}", why_en=str(error)) from error
    same = {name: getattr(printed, name) for name in ("kind", "number", "version", "copy_no", "pages", "digest")}
    copy = f" สำเนาที่ {printed.copy_no}" if printed.copy_no else ""
    return session.answer({"file": str(out)} | same, f"{printed.title} {printed.number}{copy} -> {out}")


def register(commands: Any, words: Words) -> None:
    """Add ``paper`` to the grammar."""
    verbs = words.group(commands, "paper", "เอกสารพิมพ์", "Printed documents")
    words.command(verbs, "list", _list, "รายการแบบพิมพ์", "List documents")
    words.command(
        verbs, "print", _print, "พิมพ์เป็น PDF", "Print as PDF",
        Argument("kind", metavar="KIND", thai="แบบ เช่น loan_form", english="kind, e.g. loan_form"),
        Argument("id", metavar="ID", thai="เลขที่", english="number"),
        Argument("--out", required=True, metavar="F.pdf", thai="ไฟล์ PDF", english="PDF file"),
    )  # fmt: skip
