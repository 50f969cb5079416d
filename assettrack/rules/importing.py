"""Reading one row of a register: what each cell must hold, and the sentence where it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assettrack.rules import registry
from assettrack.thai.baht import MoneyNotUnderstood, parse_baht
from assettrack.thai.dates import DateNotUnderstood, excel_serial, parse_date
from assettrack.thai.text import ascii_digits, code_key, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_NOTHING = frozenset({"", "-", "–", "—", "ไม่มี", "ไม่ทราบ"})
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_TOTAL = re.compile(r"^รวม|^ยอดรวม|^total", re.IGNORECASE)
_FOOTER = re.compile(r"ลงชื่อ|กรรมการ|ผู้ตรวจสอบ|^ตำแหน่ง|^หมายเหตุ\s*[:：]|^\(.*\)$|^ลงวันที่")
_PART = re.compile(r"(.+?)\s*[*x×]\s*(\d+)")

TEXT_FIELDS = ("details", "unit", "category", "place", "fund", "acquired_by", "acquired_from", "evidence", "note")
WORD_FIELDS = ("kind", "loan_class", "book_class", "condition", "stage")
FLAG_FIELDS = ("vehicle", "public_lendable")


@dataclass(frozen=True)
class RefusedCell:
    """A cell that cannot be taken, and why."""

    row: int
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True)
class RowRead:
    """One row as read: the columns it gives, its identifiers (scheme, raw), parts, and the cells refused."""

    row: int
    code: str
    values: dict[str, Any]
    identifiers: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, int], ...] | None
    division: str
    custodian: str
    refused: tuple[RefusedCell, ...]


def kind_of_row(cells: list[str], fields: Mapping[str, int]) -> str | None:
    """Why a row is no asset (total, band, signature, header), or none where it is one."""
    filled = [cell for cell in cells if cell]
    first = filled[0]
    if any(_TOTAL.match(cell) for cell in filled[:2]):
        return "แถวรวม"
    if _cell(cells, fields, "code") in _NOTHING:
        if any(_FOOTER.search(cell) for cell in filled):
            return "ลายมือชื่อหรือหมายเหตุท้ายตาราง"
        if len(filled) == 1 or (
            len(filled) == 2 and ascii_digits(first).isdigit() and not _cell(cells, fields, "price")
        ):
            return "แถวหัวข้อ"
    return None


def _cell(cells: list[str], fields: Mapping[str, int], name: str) -> str:
    at = fields.get(name)
    return cells[at] if at is not None and at < len(cells) else ""


class RowReader:
    """Reads the rows of one table whose columns are known."""

    def __init__(
        self,
        fields: Mapping[str, int],
        funds: Mapping[str, int],
        titles: Mapping[str, str],
        *,
        split_date: bool,
        today: date,
    ) -> None:
        self._fields, self._funds, self._titles = fields, funds, titles
        self._split_date, self._today = split_date, today

    def read(self, number: int, cells: list[str]) -> RowRead:
        """One row of normalised cells; ``number`` is the file's row number, from 1."""
        refused: list[RefusedCell] = []

        def refuse(field: str, value: str, code: str, message: str) -> None:
            title = self._titles.get(field, field)
            refused.append(RefusedCell(number, title, value, code, f"ช่อง «{title}» ค่า «{value}»: {message}"))

        def get(name: str) -> str:
            value = _cell(cells, self._fields, name)
            return "" if value in _NOTHING else value

        values: dict[str, Any] = {name: get(name) for name in TEXT_FIELDS if get(name)}
        values["name"] = get("name")
        if not values["name"]:
            refuse("name", "", "import.name_missing", "ต้องมีชื่อรายการ")
        identifiers = self._identifiers(get)
        if not identifiers:
            refuse("code", "", "import.code_missing", "ต้องมีรหัส เพราะทะเบียนคุมแยกเป็นรายการ (ระเบียบฯ ข้อ ๒๐๓)")
        self._words(get, values, refuse)
        self._numbers(get, values, refuse)
        self._date(cells, values, refuse)
        self._fund(cells, values)
        work = get("work")
        if work and not get("division"):
            values["note"] = f"{values.get('note', '')} งานที่รับผิดชอบ: {work}".strip()
        code = self._code(get, identifiers)
        return RowRead(
            number,
            code,
            values,
            identifiers,
            self._parts(get, refuse),
            get("division"),
            get("custodian"),
            tuple(refused),
        )

    def _identifiers(self, get: Any) -> tuple[tuple[str, str], ...]:
        found = [(registry.scheme_of(raw), raw) for raw in registry.split_codes(get("code")) if raw]
        if len(found) == 2 and found[0][0] == "elaas":
            found[1] = ("local", found[1][1])
        for scheme in registry.SCHEMES:
            found += [(scheme, raw.strip()) for raw in get(scheme).split("|") if raw.strip()]
        keys = dict.fromkeys((scheme, code_key(raw)) for scheme, raw in found)
        first = {(scheme, code_key(raw)): raw for scheme, raw in reversed(found)}
        return tuple((scheme, first[scheme, key]) for scheme, key in keys)

    @staticmethod
    def _code(get: Any, identifiers: tuple[tuple[str, str], ...]) -> str:
        """The number shown first: the office's own where the cell holds two."""
        by_scheme = {scheme: code_key(raw) for scheme, raw in reversed(identifiers)}
        if registry.split_codes(get("code"))[1:]:
            return by_scheme.get("local", "")
        shown = code_key(get("code"))
        return shown or next((key for key in by_scheme.values()), "")

    def _words(self, get: Any, values: dict[str, Any], refuse: Any) -> None:
        for field in WORD_FIELDS:
            if get(field):
                word = registry.read_word(field, get(field))
                if word is None and field == "book_class":
                    values.setdefault("category", get(field))
                elif word is None:
                    refuse(field, get(field), f"import.{field}", f"ใช้คำใดคำหนึ่ง: {registry.word_choices(field)}")
                else:
                    values[field] = word
        for field in FLAG_FIELDS:
            if get(field):
                flag = registry.read_flag(get(field))
                if flag is None:
                    refuse(field, get(field), f"import.{field}", "ตอบ ใช่ หรือ ไม่")
                else:
                    values[field] = flag

    def _numbers(self, get: Any, values: dict[str, Any], refuse: Any) -> None:
        for field, least, most in (("quantity", 1, 100_000), ("reserve", 0, 100_000), ("life_years", 0, 100)):
            text = re.sub(r"\s*(ปี|หน่วย)$", "", ascii_digits(get(field))).replace(",", "")
            if not text:
                continue
            match = re.match(r"(\d+)(?:\.0+)?(?:\s*([^\d\s.].*))?$", text)
            if match is None or not least <= int(match[1]) <= most:
                refuse(field, get(field), f"import.{field}", f"ต้องเป็นจำนวนเต็ม {least}–{most:,}")
                continue
            values[field] = int(match[1])
            if field == "quantity" and match[2]:
                values.setdefault("unit", match[2])
        try:
            price = parse_baht(get("price"))
        except MoneyNotUnderstood:
            refuse("price", get("price"), "import.price", "ต้องเป็นจำนวนเงินบาท เช่น 3,350.00")
        else:
            if price is not None:
                values["price"] = price

    def _date(self, cells: list[str], values: dict[str, Any], refuse: Any) -> None:
        text = self._date_text(cells)
        if text in _NOTHING:
            return
        try:
            day = self._parse_date(text)
        except (DateNotUnderstood, OverflowError) as error:
            reason = error.reason_th if isinstance(error, DateNotUnderstood) else "ไม่ใช่วันที่"
            refuse("acquired_on", text, "import.date", reason)
            return
        if not registry.date_is_possible(day, self._today):
            refuse("acquired_on", text, "import.date_impossible", "วันที่ได้มาต้องไม่ก่อน พ.ศ. ๒๔๘๐ และไม่หลังวันนี้")
            return
        values["acquired_on"] = day

    def _date_text(self, cells: list[str]) -> str:
        at = self._fields.get("acquired_on")
        if at is None:
            return ""
        parts = [cells[i] if i < len(cells) else "" for i in range(at, at + 3)]
        return "/".join(parts) if self._split_date and all(parts) else parts[0]

    def _parse_date(self, text: str) -> date:
        plain = ascii_digits(text)
        if _SERIAL.fullmatch(plain):
            return excel_serial(float(plain))
        if re.fullmatch(r"25\d\d", plain):
            return parse_date(f"1/1/{plain}", today=self._today)
        return parse_date(plain, today=self._today)

    def _fund(self, cells: list[str], values: dict[str, Any]) -> None:
        """The fund of an e-LAAS row is the first of its columns that is not zero."""
        for fund, at in self._funds.items():
            amount = ascii_digits(cells[at] if at < len(cells) else "").replace(",", "")
            if re.fullmatch(r"\d+(?:\.\d+)?", amount) and float(amount) > 0:
                values["fund"] = fund
                return

    def _parts(self, get: Any, refuse: Any) -> tuple[tuple[str, int], ...] | None:
        if not get("parts"):
            return None
        found = []
        for text in get("parts").split(";"):
            match = _PART.fullmatch(text.strip())
            if match is None:
                refuse("parts", text, "import.parts", "เขียนเป็น ชื่อ*จำนวน คั่นด้วย ;")
                return None
            found.append((normalise(match[1]), int(match[2])))
        return tuple(found)
