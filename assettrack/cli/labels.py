"""``label``: QR labels, their life and the printers that print them."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import iso, table
from assettrack.rules.labels import AGAIN_WORDS, REPLACE_REASONS, RETIRED_WORDS, USUAL_STOCK
from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assettrack.cli.session import Session
    from assettrack.office.labels import LabelFound, LabelRecord, Printer


def found_json(found: LabelFound) -> dict[str, Any]:
    """What a scan means as INTERFACE.md prints it."""
    names = ("token", "name", "piece", "status", "retired_why", "replaced_by", "repaired")
    own = {name: getattr(found, name) for name in names}
    return {"asset": found.code, "retired_on": iso(found.retired_on)} | own


def _record_json(record: LabelRecord) -> dict[str, Any]:
    names = ("token", "piece", "made_by", "printed", "retired_by", "retired_why")
    days = {name: iso(getattr(record, name)) for name in ("made_on", "printed_on", "retired_on")}
    return {name: getattr(record, name) for name in names} | days


@contextmanager
def _fresh_file(out: str) -> Iterator[Callable[[bytes], None]]:
    """Writes a file beside ``out`` that takes its name when all has gone well, and is gone otherwise.

    Raises:
        Unusable: the folder or the name cannot be written.
    """
    path = Path(out)
    fresh = path.parent / f".{path.name}.{os.getpid()}"

    def keep(pdf: bytes) -> None:
        with _told(out):
            fresh.write_bytes(pdf)

    with _told(out):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        yield keep
        with _told(out):
            fresh.replace(path)
    finally:
        with suppress(OSError):  # it is gone already, or could not be made
            fresh.unlink()


@contextmanager
def _told(out: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unusable(what=out, why=f"เขียนไฟล์ไม่ได้ {error}", why_en=str(error)) from error


def _print(session: Session) -> int:
    from assettrack.office.labels import LabelChoice, print_labels

    args = session.args
    choice = LabelChoice(tuple(args.codes), args.all, args.division, args.missing, args.pieces)
    same = {name: getattr(args, name) for name in ("stock", "skip", "printer", "why")}
    with _fresh_file(args.out) as keep:
        printed = print_labels(session.office, session.actor, choice, **same, keep=keep)
    counts = {name: getattr(printed, name) for name in ("pages", "labels", "first", "again")}
    said = f"พิมพ์ {printed.labels:,} ดวง {printed.pages:,} หน้า (ใหม่ {printed.first:,} พิมพ์ซ้ำ {printed.again:,}) -> {args.out}"
    return session.answer({"file": args.out} | counts, said)


def _stocks(session: Session) -> int:
    from assettrack.office.labels import label_stocks

    _ = session.actor
    names = (
        "name",
        "title_th",
        "title_en",
        "kind",
        "width",
        "height",
        "columns",
        "rows",
        "label_width",
        "label_height",
        "per_sheet",
    )
    stocks = [{name: getattr(stock, name) for name in names} for stock in label_stocks()]
    title = "title_en" if session.args.lang == "en" else "title_th"
    rows = [(s["name"], str(s["per_sheet"]), s[title]) for s in stocks]
    return session.answer({"stocks": stocks}, *table(("แบบ", "ดวง", "ชื่อ"), rows))


def _ruler(session: Session) -> int:
    from assettrack.office.labels import ruler

    args = session.args
    with _fresh_file(args.out) as keep:
        keep(ruler(session.office, session.actor, args.printer, args.stock))
    return session.answer({"file": args.out, "pages": 1}, f"หน้าวัดเครื่องพิมพ์ -> {args.out}")


def _printer_json(printer: Printer) -> dict[str, Any]:
    profile = {name: getattr(printer.profile, name) for name in ("dx", "dy", "scale_x", "scale_y")}
    return {"name": printer.name, "stock": printer.stock} | profile


def _printer(session: Session) -> int:
    from assettrack.office.labels import save_printer

    args = session.args
    measured = {name: getattr(args, name) for name in ("left", "top", "across", "down")}
    printer = save_printer(session.office, session.actor, args.name, args.stock, **measured)
    return session.answer({"printer": _printer_json(printer)}, *_printer_lines([printer]))


def _printers(session: Session) -> int:
    from assettrack.office.labels import printers

    _ = session.actor
    found = printers(session.office)
    return session.answer({"printers": [_printer_json(one) for one in found]}, *_printer_lines(found))


def _printer_lines(found: Any) -> list[str]:
    heads = ("เครื่องพิมพ์", "แบบ", "เลื่อนขวา มม.", "เลื่อนลง มม.", "ขยายกว้าง %", "ขยายยาว %")
    rows = [
        (n.name, n.stock, f"{p.dx:+.2f}", f"{p.dy:+.2f}", f"{p.scale_x * 100:.2f}", f"{p.scale_y * 100:.2f}")
        for n in found
        for p in [n.profile]
    ]
    return table(heads, rows)


def _replace(session: Session) -> int:
    from assettrack.office.labels import replace_label

    found = replace_label(session.office, session.actor, session.args.code, session.args.why)
    said = f"{found.sentence(session.args.lang or 'th')}: พิมพ์ด้วย label print {found.token}"
    return session.answer({"label": found_json(found)}, said)


def _show(session: Session) -> int:
    from assettrack.office.labels import label_scanned, labels_of_asset

    _ = session.actor
    found = label_scanned(session.office, session.args.code)
    labels = labels_of_asset(session.office, found.code)
    rows = [_row(record) for record in labels]
    heads = ("ป้าย", "ชิ้นที่", "พิมพ์", "พิมพ์ล่าสุด", "เลิกใช้", "เพราะ")
    document = {"scanned": found_json(found), "labels": [_record_json(n) for n in labels]}
    return session.answer(document, found.sentence(session.args.lang or "th"), *table(heads, rows))


def _row(record: LabelRecord) -> tuple[str, ...]:
    printed, retired = iso(record.printed_on) or "–", iso(record.retired_on) or "–"
    piece, why = str(record.piece or "–"), RETIRED_WORDS.get(record.retired_why, "")
    return record.token, piece, str(record.printed), printed, retired, why


def _count(session: Session) -> int:
    from assettrack.office.labels import label_count

    _ = session.actor
    count = label_count(session.office)
    names = ("living", "unprinted", "unlabelled", "printed", "reprinted", "retired")
    reasons = ", ".join(f"{RETIRED_WORDS[why]} {number:,}" for why, number in count.reasons)
    lines = [
        f"ป้ายที่ใช้อยู่ {count.living:,} ดวง (ยังไม่ได้พิมพ์ {count.unprinted:,}) พัสดุที่ยังไม่มีป้าย {count.unlabelled:,} รายการ",
        f"พิมพ์ครั้งแรก {count.printed:,} ดวง พิมพ์ซ้ำ {count.reprinted:,} ดวง",
        f"เลิกใช้ {count.retired:,} ดวง" + (f" ({reasons})" if reasons else ""),
    ]
    document = {name: getattr(count, name) for name in names} | {"reasons": dict(count.reasons)}
    return session.answer(document, *lines)


OUT = Argument("--out", required=True, metavar="F.pdf", thai="ไฟล์ PDF", english="PDF file")
CODE = Argument("code", metavar="CODE|TOKEN", thai="รหัสพัสดุ หรือรหัสของป้าย", english="an asset's number or a label's code")
_CHOSEN = (
    Argument(
        "codes", nargs="*", metavar="CODE|TOKEN", thai="รหัสพัสดุ หรือรหัสของป้าย", english="assets' numbers or labels' codes"
    ),
    Argument("--all", action="store_true", thai="ทั้งทะเบียน", english="the whole register"),
    Argument("--division", default="", metavar="D", thai="เฉพาะส่วนราชการ", english="of a division"),
    Argument("--missing", action="store_true", thai="เฉพาะที่ยังไม่มีป้าย", english="only what has no printed label"),
    Argument(
        "--pieces", action="store_true", thai="พัสดุที่นับเป็นจำนวน ทำป้ายทุกชิ้น", english="a label on each piece of a lot"
    ),
)
_HOW = (
    Argument("--stock", default=USUAL_STOCK, metavar="NAME", thai="แบบแผ่นป้าย (ดู label stocks)", english="label stock"),
    Argument(
        "--skip", type=int, default=0, metavar="N", thai="เว้นดวงที่ใช้ไปแล้วบนแผ่นแรก", english="places used up already"
    ),
    Argument("--printer", default="", metavar="NAME", thai="เครื่องพิมพ์ที่วัดไว้", english="a measured printer"),
    Argument("--why", choices=tuple(AGAIN_WORDS), default="", thai="เหตุที่พิมพ์ซ้ำ", english="why again"),
)


def register(commands: Any, words: Words) -> None:
    """Add ``label`` to the grammar."""
    verbs = words.group(commands, "label", "ป้าย QR ของพัสดุ", "QR labels")
    words.command(verbs, "print", _print, "พิมพ์ป้าย", "Print labels", *_CHOSEN, OUT, *_HOW)
    words.command(verbs, "stocks", _stocks, "แบบแผ่นป้ายที่พิมพ์ได้", "List label stocks")
    words.command(
        verbs, "replace", _replace, "เลิกใช้ป้ายและทำดวงใหม่แทน", "Retire a label and make another", CODE,
        Argument("--why", choices=REPLACE_REASONS, required=True, thai="เหตุผล", english="why"),
    )  # fmt: skip
    words.command(
        verbs, "show", _show, "ป้ายของพัสดุ หรือความหมายของป้าย", "The labels of an asset, or what a label means", CODE
    )
    words.command(verbs, "count", _count, "จำนวนป้ายที่พิมพ์ พิมพ์ซ้ำ และเลิกใช้", "How many were printed, reprinted, retired")
    _register_printers(verbs, words)


def _register_printers(verbs: Any, words: Words) -> None:
    words.command(
        verbs, "ruler", _ruler, "หน้าวัดเครื่องพิมพ์", "The page to measure a printer with", OUT,
        Argument("--printer", default="", metavar="NAME", thai="ชื่อเครื่องพิมพ์", english="the printer's name"),
        Argument("--stock", default="", metavar="NAME", thai="พิมพ์ตามผลวัดของแบบนี้ เพื่อตรวจ", english="as measured for it"),
    )  # fmt: skip
    words.command(
        verbs, "printer", _printer, "เก็บผลวัดจากหน้าวัดเครื่องพิมพ์ (มม.)", "Keep what was measured on the ruler page (mm)",
        Argument("name", metavar="NAME", thai="ชื่อเครื่องพิมพ์", english="the printer's name"),
        Argument("--stock", default=USUAL_STOCK, metavar="NAME", thai="แบบแผ่นป้าย", english="label stock"),
        *(_measure(*of) for of in _MEASURES),
    )  # fmt: skip
    words.command(verbs, "printers", _printers, "เครื่องพิมพ์ที่วัดไว้", "List the measured printers")


_MEASURES = (
    ("left", "จากขอบซ้ายถึงกากบาทแรก", "from the left edge to the first cross"),
    ("top", "จากขอบบนถึงกากบาทแรก", "from the top edge to the first cross"),
    ("across", "จากกากบาทแรกไปทางขวา", "from the first cross to the right one"),
    ("down", "จากกากบาทแรกลงล่าง", "from the first cross to the lower one"),
)


def _measure(name: str, thai: str, english: str) -> Argument:
    return Argument(f"--{name}", type=float, required=True, metavar="MM", thai=f"{thai} (มม.)", english=english)
