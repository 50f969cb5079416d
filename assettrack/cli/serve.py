"""``serve``: the pages that a phone opens from a label."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words

if TYPE_CHECKING:
    from assettrack.cli.session import Session


def _serve(session: Session) -> int:
    """Open the pages and serve them until the process is told to end."""
    args = session.args
    names = ("host", "port", "https_port", "https", "certificate", "key", "log")
    opened = session.faces.open_pages(session.desk, **{name: getattr(args, name) for name in names})
    document = {"addresses": list(opened.addresses), "fingerprint": opened.fingerprint or None}
    session.answer(document, *_lines(opened, args.lang))
    sys.stdout.flush()
    opened.run()
    return 0


def _lines(opened: Any, lang: str) -> list[str]:
    words = _EN if lang == "en" else _TH
    lines = [words["open"].format(address) for address in opened.addresses]
    if opened.fingerprint:
        lines.append(words["fingerprint"].format(opened.fingerprint))
    lines += [words["unvouched"].format(name) for name in opened.unvouched]
    return [*lines, words["labels"].format(opened.addresses[0]), words["end"]]


_TH = {
    "open": "เปิดหน้าเว็บที่ {}",
    "fingerprint": "ลายนิ้วมือใบรับรองของสำนักงาน (SHA-256): {}",
    "unvouched": "ใบรับรองของสำนักงานรับรองชื่อ {} ไม่ได้ เพราะไม่ใช่ที่อยู่ในเครือข่ายภายใน ให้ใช้ --certificate และ --key",
    "labels": "ให้ QR บนป้ายเปิดหน้านี้: ตั้งค่า «ที่อยู่หน้าเว็บใน QR» เป็น {}",
    "end": "หยุดด้วย Ctrl+C",
}
_EN = {
    "open": "Pages at {}",
    "fingerprint": "Fingerprint of the office's certificate (SHA-256): {}",
    "unvouched": "The office's own certificate cannot vouch for {}, which is no private address; use --certificate and --key",
    "labels": "To have labels open them, set label_address to {}",
    "end": "Stop with Ctrl+C",
}


HERE = "0.0.0.0"  # noqa: S104 -- the phones of the office's network are who the pages are for
OPTIONS = (
    Argument(
        "--host", default=HERE, thai="ที่อยู่ที่เปิดรับ (ค่าเริ่มต้น ทุกเครือข่ายของเครื่องนี้)", english="where to listen (every network of it)"
    ),
    Argument("--port", type=int, default=8000, thai="พอร์ต HTTP", english="port of HTTP"),
    Argument("--https", action="store_true", thai="เปิดแบบเข้ารหัสด้วย", english="serve HTTPS too, with the office's own certificate"),
    Argument("--https-port", type=int, default=8443, thai="พอร์ต HTTPS", english="port of HTTPS"),
    Argument(
        "--certificate", default="", metavar="FILE", thai="ใบรับรองจากผู้ให้บริการ (PEM)", english="another's certificate (PEM)"
    ),
    Argument("--key", default="", metavar="FILE", thai="กุญแจของใบรับรองนั้น", english="its key"),
    Argument("--log", default="", metavar="FILE", thai="ไฟล์บันทึกสิ่งที่ปฏิเสธ", english="file for what was refused, else standard error"),
)  # fmt: skip


def register(commands: Any, words: Words) -> None:
    """Add ``serve`` to the grammar."""
    english = "Serve the pages that a phone opens from a label"
    words.command(commands, "serve", _serve, "เปิดหน้าเว็บสำหรับโทรศัพท์ในเครือข่ายของสำนักงาน", english, *OPTIONS)
