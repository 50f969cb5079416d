"""``scan``: what a scanner typed, read through whichever keyboard layout it passed; and every label in photographs."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.labels import found_json
from assettrack.cli.parser import Argument, Words
from assettrack.rules.labels import CardScanned
from assettrack.rules.refusal import NotFound, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assettrack.cli.session import Session
    from assettrack.office.photo_scans import PhotoCode, PhotoScan


@dataclass
class _Found:
    """What all that was scanned comes to, as INTERFACE.md prints it, and its lines for people."""

    codes: list[dict[str, Any]] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)
    foreign: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document."""
        return {name: getattr(self, name) for name in ("codes", "unread", "foreign", "refused")}

    @property
    def exit_code(self) -> int:
        """A file that cannot be used, a code that is no label of this office, or neither."""
        return Unusable.exit_code if self.refused else int(any(one["asset"] is None for one in self.codes))


def _scan(session: Session) -> int:
    _ = session.actor
    found = _Found()
    for text in _texts(session):
        found.codes.append(_read(session, text))
        found.lines.append(str(found.codes[-1]["says"]))
    for file in session.args.files:
        _read_photo(session, file, found)
    session.answer(found.document, *found.lines)
    return found.exit_code


def _texts(session: Session) -> Iterable[str]:
    """What was given with the command; where nothing was, each line of standard input."""
    given = session.args.text or session.args.files
    texts = session.args.text if given else (line.rstrip("\r\n") for line in sys.stdin)
    return [text for text in texts if text.strip()]


def _read(session: Session, text: str) -> dict[str, Any]:
    """A scan as INTERFACE.md prints it; a person's number is not repeated."""
    from assettrack.office.labels import label_scanned

    lang = session.args.lang or "th"
    try:
        found = label_scanned(session.office, text)
    except NotFound as refusal:
        shown = "" if isinstance(refusal, CardScanned) else text
        return {"file": None, "text": shown} | _unknown(refusal) | {"says": refusal.sentence(lang)}
    return {"file": None, "text": text} | found_json(found) | {"says": found.sentence(lang)}


def _unknown(refusal: NotFound) -> dict[str, Any]:
    return {"asset": None, "repaired": False, "status": "unknown", "error": refusal.as_json()}


def _read_photo(session: Session, file: str, found: _Found) -> None:
    """Add what a photograph shows, or why its file is refused; the other files go on."""
    from assettrack.office.photo_scans import scan_photo
    from assettrack.scanning.photo_file import BadPhoto, photo_bytes

    lang = session.args.lang or "th"
    try:
        scan = scan_photo(session.office, photo_bytes(Path(file)))
    except BadPhoto as refusal:
        found.refused.append({"file": file, "message": refusal.sentence(lang), "error": refusal.as_json()})
        found.lines.append(f"{file}: {refusal.sentence(lang)}")
        return
    found.codes += [_code_json(file, code, lang) for code in scan.codes]
    found.unread += [{"file": file} | asdict(box) for box in scan.unread]
    found.foreign += [{"file": file, "kind": one.kind, "text": one.text} | asdict(one.box) for one in scan.foreign]
    found.lines += _lines(file, scan, lang)


def _code_json(file: str, code: PhotoCode, lang: str) -> dict[str, Any]:
    meaning = _unknown(code.meaning) if isinstance(code.meaning, NotFound) else found_json(code.meaning)
    where = {"duplicate": code.duplicate} | asdict(code.box)
    return {"file": file, "text": code.text} | meaning | where | {"says": code.sentence(lang)}


def _lines(file: str, scan: PhotoScan, lang: str) -> list[str]:
    head = "{}: {} codes read, {} unread, {} foreign" if lang == "en" else "{}: อ่านได้ {} ดวง อ่านไม่ออก {} จุด รหัสอื่น {}"
    unread = "  unread at {x},{y} ({w} × {h})" if lang == "en" else "  อ่านไม่ออกที่ {x},{y} (กว้าง {w} สูง {h} จุดภาพ)"
    return [
        head.format(file, len(scan.codes), len(scan.unread), len(scan.foreign)),
        *(f"  {code.sentence(lang)}" for code in scan.codes),
        *(unread.format(**asdict(box)) for box in scan.unread),
        *(f"  {one.kind} {one.text}".rstrip() for one in scan.foreign),
    ]


def register(commands: Any, words: Words) -> None:
    """Add ``scan`` to the grammar."""
    words.command(
        commands, "scan", _scan, "อ่านรหัสที่เครื่องสแกนพิมพ์ แม้แป้นพิมพ์เป็นภาษาไทย หรือป้ายทุกดวงในภาพถ่าย",
        "Read what a scanner typed, in any layout, or every label in photos",
        Argument("files", nargs="*", metavar="FILE", thai="ภาพถ่าย JPEG PNG หรือ HEIC", english="photos: JPEG, PNG or HEIC"),
        Argument(
            "--text", action="append", default=[], metavar="S",
            thai="ข้อความจากเครื่องสแกน (ระบุซ้ำได้ ไม่ระบุอะไรเลย = อ่านทีละบรรทัดจาก standard input)",
            english="what was scanned; may be repeated; without anything, lines of standard input",
        ),
    )  # fmt: skip
