"""``scan``: what a scanner typed, read through whichever keyboard layout it passed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from assettrack.cli.labels import found_json
from assettrack.cli.parser import Argument, Words
from assettrack.rules.labels import CardScanned
from assettrack.rules.refusal import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assettrack.cli.session import Session


def _scan(session: Session) -> int:
    _ = session.actor
    found = [_read(session, text) for text in _texts(session)]
    session.answer({"codes": found, "unread": []}, *(str(one["says"]) for one in found))
    return int(any(one["asset"] is None for one in found))


def _texts(session: Session) -> Iterable[str]:
    """What was given with the command, else each line of standard input."""
    texts = session.args.text or (line.rstrip("\r\n") for line in sys.stdin)
    return [text for text in texts if text.strip()]


def _read(session: Session, text: str) -> dict[str, Any]:
    """A scan as INTERFACE.md prints it; a person's number is not repeated."""
    from assettrack.office.labels import label_scanned

    lang = session.args.lang or "th"
    try:
        found = label_scanned(session.office, text)
    except NotFound as refusal:
        shown = "" if isinstance(refusal, CardScanned) else text
        unknown = {"asset": None, "repaired": False, "status": "unknown", "error": refusal.as_json()}
        return {"file": None, "text": shown} | unknown | {"says": refusal.sentence(lang)}
    return {"file": None, "text": text} | found_json(found) | {"says": found.sentence(lang)}


def register(commands: Any, words: Words) -> None:
    """Add ``scan`` to the grammar."""
    words.command(
        commands, "scan", _scan, "อ่านรหัสที่เครื่องสแกนพิมพ์ แม้แป้นพิมพ์เป็นภาษาไทย", "Read what a scanner typed, in any layout",
        Argument(
            "--text", action="append", default=[], metavar="S",
            thai="ข้อความจากเครื่องสแกน (ระบุซ้ำได้ ไม่ระบุ = อ่านทีละบรรทัดจาก standard input)",
            english="what was scanned; may be repeated; without it, lines of standard input",
        ),
    )  # fmt: skip
