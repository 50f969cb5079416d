"""Tables out of files: CSV of any encoding and delimiter an office uses, and XLSX. Every cell is text."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGEST = 200 * 1024 * 1024
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Table:
    """One sheet: rows of text cells. ``rows[0]`` is row 1 of the file; a row may be shorter than the widest."""

    name: str
    sheet: str
    sha256: str
    rows: list[list[str]]


def read_tables(path: Path, sheet: str | None = None) -> list[Table]:
    """Every sheet of a file, or the one named.

    Raises:
        Unusable: no such file or sheet, or not a table.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unusable(what=str(path), why="ไม่พบไฟล์", why_en="no such file") from error
    if size > LARGEST:
        raise Unusable(what=str(path), why="ไฟล์ใหญ่เกิน 200 MB", why_en="larger than 200 MB")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() in (".xlsx", ".xls", ".xlsb", ".ods", ".xlsm"):
        return _read_workbook(path, sheet, digest)
    return [Table(path.name, "", digest, _read_csv(path, data))]


def _read_workbook(path: Path, sheet: str | None, digest: str) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise Unusable(what=str(path), why=f"อ่านเป็น Excel ไม่ได้ {error}", why_en=f"not a workbook: {error}") from error
    if sheet is not None and sheet not in book.sheet_names:
        names = ", ".join(book.sheet_names)
        raise Unusable(what=str(path), why=f"ไม่มีแผ่นงาน «{sheet}» มี: {names}", why_en=f"no sheet “{sheet}”: {names}")
    wanted = [sheet] if sheet is not None else book.sheet_names
    return [
        Table(path.name, name, digest, _as_text(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
        for name in wanted
    ]


def _as_text(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def decode(data: bytes) -> str:
    """Text of a file: by its byte order mark, else strict UTF-8, else Thai Windows (CP874)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def _read_csv(path: Path, data: bytes) -> list[list[str]]:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable(what=str(path), why="ไม่ใช่ไฟล์ตาราง", why_en="not a table")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(1_000_000)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unusable(what=str(path), why=f"อ่านเป็น CSV ไม่ได้ {error}", why_en=str(error)) from error


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that stands most often in the first lines."""
    head = "\n".join(text.split("\n", 30)[:30])
    return max(",;\t", key=head.count)
