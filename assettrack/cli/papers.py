"""``paper``: printed documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import iso, table
from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from assettrack.cli.session import Session

OUT = Argument("--out", required=True, metavar="F.pdf", thai="ไฟล์ PDF", english="PDF file")


def _list(session: Session) -> int:
    from assettrack.office.papers import papers

    found = [{"kind": p.kind, "title": p.title_th, "law": p.law, "variants": list(p.variants)} for p in papers()]
    rows = [(p.kind, p.title_th, p.law) for p in papers()]
    return session.answer({"papers": found}, *table(("แบบ", "ชื่อ", "ระเบียบ"), rows))


def _print(session: Session) -> int:
    return print_to_file(session, session.args.kind, session.args.id)


def print_to_file(session: Session, kind: str, ref: str) -> int:
    """Print a paper into the file of ``--out``; nothing counts as printed where that file cannot be written.

    Raises:
        Unusable: the file cannot be written.
    """
    from assettrack.office.papers import print_paper

    args = session.args
    check_writable(args.out)
    printed = print_paper(session.office, session.actor, kind, ref)
    out = _written(args.out, printed.pdf)
    names = ("kind", "number", "version", "copy_no", "pages", "digest", "mark")
    same = {name: getattr(printed, name) for name in names}
    copy = f" สำเนาที่ {printed.copy_no}" if printed.copy_no else ""
    return session.answer({"file": out} | same, f"{printed.title} {printed.number}{copy} -> {out}")


def _blank(session: Session) -> int:
    from assettrack.office.papers import blank_paper

    args = session.args
    printed = blank_paper(session.office, session.actor, args.kind, args.variant)
    out = _written(args.out, printed.pdf)
    return session.answer(
        {"file": out, "kind": args.kind, "pages": printed.pages}, f"{printed.title} (แบบเปล่า) -> {out}"
    )


def _verify(session: Session) -> int:
    from assettrack.office.papers import verify_paper

    verdict = verify_paper(session.office, session.actor, session.args.text)
    same = ("status", "kind", "title", "number", "version", "latest", "why", "loan", "mark")
    days = {name: iso(getattr(verdict, name)) for name in ("issued_on", "changed_on")}
    sentence = verdict.sentence(session.args.lang or "th")
    lines = [f"  {label}  {value}" for label, value in verdict.says]
    said = {"says": [list(pair) for pair in verdict.says], "sentence": sentence}
    return session.answer({name: getattr(verdict, name) for name in same} | days | said, sentence, *lines)


def _emblem(session: Session) -> int:
    from assettrack.office.papers import save_emblem

    save_emblem(session.office, session.actor, Path(session.args.file))
    return session.answer({"file": session.args.file}, "เก็บรูปครุฑของหน่วยงานแล้ว")


def check_writable(out: str) -> None:
    """Refuse a file that cannot be written, before anything is recorded.

    Raises:
        Unusable: with why.
    """
    path = Path(out)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise Unusable(
            what=out, why="เขียนไฟล์ที่นี่ไม่ได้ ตรวจว่าโฟลเดอร์มีอยู่และมีสิทธิเขียน", why_en="no such folder, or no right to write"
        )


def _written(out: str, pdf: bytes) -> str:
    try:
        Path(out).write_bytes(pdf)
    except OSError as error:
        raise Unusable(what=out, why=f"เขียนไฟล์ไม่ได้ {error}", why_en=str(error)) from error
    return out


def register(commands: Any, words: Words) -> None:
    """Add ``paper`` to the grammar."""
    verbs = words.group(commands, "paper", "เอกสารพิมพ์", "Printed documents")
    words.command(verbs, "list", _list, "รายการแบบพิมพ์", "List documents")
    words.command(
        verbs, "print", _print, "พิมพ์เป็น PDF", "Print as PDF",
        Argument("kind", metavar="KIND", thai="แบบ เช่น loan_form", english="kind, e.g. loan_form"),
        Argument("id", metavar="ID", thai="เลขที่", english="number"),
        OUT,
    )  # fmt: skip
    words.command(
        verbs, "blank", _blank, "แบบเปล่าสำหรับกรอกด้วยมือ", "A blank form to fill by hand",
        Argument("kind", metavar="KIND", thai="แบบ เช่น loan_form", english="kind, e.g. loan_form"),
        Argument("variant", nargs="?", default="", metavar="VARIANT", thai="รูปแบบ เช่น villager", english="variant, e.g. villager"),
        OUT,
    )  # fmt: skip
    words.command(
        verbs, "verify", _verify, "ตรวจว่าเอกสารในมือยังใช้ได้หรือไม่", "Whether a paper in the hand still holds",
        Argument("text", metavar="TEXT", thai="รหัสเอกสารท้ายหน้า หรือข้อความจาก QR", english="mark or QR"),
    )  # fmt: skip
    words.command(
        verbs, "emblem", _emblem, "ตั้งรูปครุฑของหน่วยงานสำหรับหนังสือราชการ", "Set the office's emblem for its letters",
        Argument("file", metavar="FILE", thai="ไฟล์รูป PNG หรือ JPEG", english="PNG or JPEG file"),
    )  # fmt: skip
