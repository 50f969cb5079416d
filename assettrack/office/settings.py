"""The office's own settings: they live in its database and are edited on screen."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.rules.refusal import BadInput
from assettrack.thai.text import ascii_digits
from db.tables.agency import holiday_override, office_setting
from db.tables.agency import purpose as purpose_table

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office

TERMS = (
    "ผู้ยืมต้องระบุเหตุผลและกำหนดวันส่งคืนให้ชัดเจน",
    "ผู้ยืมต้องดูแลรักษาพัสดุที่ยืมเสมือนเป็นของตนเอง",
    "หากชำรุดเสียหายหรือสูญหาย ผู้ยืมต้องซ่อมแซมหรือชดใช้",
    "ห้ามให้ผู้อื่นยืมต่อ",
    "ห้ามนำไปใช้อย่างอื่นนอกจากที่ขอยืม",
    "ต้องส่งคืนภายในกำหนดเวลา",
    "หากจะยืมต่อต้องขอก่อนครบกำหนด หรือส่งคืนก่อนแล้วยืมใหม่",
)


@dataclass(frozen=True)
class OfficeSettings:
    """What an office may decide for itself. Patterns use {no} and {year}; titles use {agency}."""

    digits: str = "thai"
    due_limit_days: int = 365
    public_due_limit_days: int = 7
    require_opinion: bool = False
    loan_number: str = "บย. {no}/{year}"
    return_number: str = "คย. {no}/{year}"
    case_number: str = "ชช. {no}/{year}"
    chase_number: str = "ทวง. {no}/{year}"
    number_period: dict[str, str] = field(
        default_factory=lambda: {"loan": "fiscal", "return": "fiscal", "case": "fiscal", "chase": "calendar"}
    )
    liability_phrase: str = "ตามหลักเกณฑ์ที่กระทรวงมหาดไทยกำหนด"
    head_title: str = "นายก{agency}"
    secretary_title: str = "ปลัด{agency}"
    idle_lock_minutes: int = 10
    loan_terms: tuple[str, ...] = TERMS
    chase_days: int = 7
    office_phone: str = ""
    office_address: tuple[str, ...] = ()
    label_address: str = ""


TITLES = {
    "digits": "เลขบนเอกสาร (thai/arabic)",
    "due_limit_days": "ยืมได้นานที่สุด (วัน)",
    "public_due_limit_days": "ประชาชนยืมได้นานที่สุด (วัน)",
    "require_opinion": "ต้องมีความเห็นก่อนอนุมัติใช้นอกสถานที่",
    "loan_number": "รูปแบบเลขที่ใบยืม",
    "return_number": "รูปแบบเลขที่ใบส่งคืน",
    "case_number": "รูปแบบเลขที่เรื่องชดใช้",
    "chase_number": "รูปแบบเลขที่หนังสือทวงคืน",
    "number_period": "รอบการนับเลขที่ (fiscal/calendar)",
    "liability_phrase": "ข้อความท้ายเงื่อนไขชดใช้ (ข้อ ๒๐๙)",
    "head_title": "ชื่อตำแหน่งหัวหน้าหน่วยงาน",
    "secretary_title": "ชื่อตำแหน่งปลัด",
    "idle_lock_minutes": "ล็อกหน้าจอเมื่อไม่ใช้ (นาที)",
    "loan_terms": "เงื่อนไขการยืม",
    "chase_days": "หนังสือทวงคืนให้เวลาส่งคืน (วัน)",
    "office_phone": "โทรศัพท์ในหนังสือราชการ (ว่างได้)",
    "office_address": "ที่อยู่ในหนังสือราชการ บรรทัดละหนึ่ง (ว่างได้)",
    "label_address": "ที่อยู่หน้าเว็บใน QR (เช่น http://192.168.1.20:8000 ว่างได้)",
}
LONGEST_ADDRESS = 30
"""Characters; with a token it fills a QR code of version 3, which a label of 15 mm can show."""
_ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
MAY_BE_EMPTY = frozenset({"office_phone", "office_address", "label_address"})
_CHOICES = {"digits": ("thai", "arabic")}
_RANGES = {
    "due_limit_days": (1, 3650),
    "public_due_limit_days": (1, 365),
    "chase_days": (1, 60),
    "idle_lock_minutes": (1, 480),
}


NEVER_ALLOWED = ("personal", "commercial", "political")


@dataclass(frozen=True)
class Purpose:
    """A purpose of lending with its legal basis; one that is not ``allowed`` is there to be refused with the article."""

    code: str
    name: str
    legal_basis: str
    allowed: bool
    public: bool
    urgent: bool
    priority: int
    active: bool = True


@dataclass(frozen=True)
class Holiday:
    """A day that the cabinet added to, or took from, the list of holidays."""

    day: date
    action: str
    title: str
    document: str


def office_settings(connection: Connection, agency_id: str) -> OfficeSettings:
    """The settings as they stand; what the office never changed keeps its default."""
    query = sa.select(office_setting.c.name, office_setting.c.value).where(office_setting.c.agency_id == agency_id)
    known = {f.name for f in fields(OfficeSettings)}  # a newer program may have left others
    stored = {row.name: json.loads(row.value) for row in connection.execute(query) if row.name in known}
    own = OfficeSettings()
    for name, value in stored.items():
        if isinstance(value, list):
            stored[name] = tuple(value)
        elif isinstance(value, dict):
            stored[name] = getattr(own, name) | value
    return replace(own, **stored)


def read_settings(office: Office) -> OfficeSettings:
    """The office's settings."""
    with reading(office) as connection:
        return office_settings(connection, office.agency_id)


def change_setting(office: Office, actor: Actor, name: str, value: str) -> OfficeSettings:
    """Change one setting from what was typed.

    Raises:
        BadInput: no such setting, or a value it cannot have.
        NotAllowed: neither administrator nor chief of supplies.
    """
    need_role(actor, "admin", "supplies_chief", task="แก้การตั้งค่าของหน่วยงาน", task_en="change the office's settings")
    parsed = _parse(name, value)
    with writing(office, actor) as journal:
        here = sa.and_(office_setting.c.agency_id == office.agency_id, office_setting.c.name == name)
        row = journal.connection.execute(sa.select(office_setting).where(here)).mappings().one_or_none()
        text = json.dumps(parsed, ensure_ascii=False)
        if row is None:
            journal.insert(office_setting, name=name, value=text)
        else:
            journal.update(office_setting, dict(row), value=text)
        journal.close("setting.changed", name=name)
    return read_settings(office)


def _parse(name: str, value: str) -> Any:
    kinds = {f.name: f for f in fields(OfficeSettings)}
    if name not in kinds:
        raise BadInput(field="การตั้งค่า", value=name, rule="ไม่มีการตั้งค่านี้", rule_en="no such setting")
    default = getattr(OfficeSettings(), name)
    title = TITLES[name]
    if isinstance(default, bool):
        return _parse_flag(title, value)
    if isinstance(default, int):
        return _parse_number(title, value, *_RANGES[name])
    if isinstance(default, dict):
        return _parse_periods(title, value)
    if isinstance(default, tuple):
        return _parse_lines(title, value, empty=name in MAY_BE_EMPTY)
    return _parse_text(name, title, value)


def _parse_lines(title: str, value: str, *, empty: bool) -> list[str]:
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    if not lines and not empty:
        raise BadInput(field=title, value=value, rule="ต้องมีอย่างน้อยหนึ่งบรรทัด", rule_en="at least one line")
    return lines


def _parse_flag(title: str, value: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "ใช่": True, "false": False, "0": False, "no": False, "ไม่": False}
    if value.strip().lower() not in words:
        raise BadInput(field=title, value=value, rule="ตอบ ใช่ หรือ ไม่", rule_en="yes or no")
    return words[value.strip().lower()]


def _parse_number(title: str, value: str, low: int, high: int) -> int:
    if not value.strip().isdecimal() or not low <= int(value.strip()) <= high:
        raise BadInput(field=title, value=value, rule=f"จำนวนเต็ม {low}–{high}", rule_en=f"a number {low}–{high}")
    return int(value)


def _parse_periods(title: str, value: str) -> dict[str, str]:
    try:
        periods = dict(OfficeSettings().number_period, **json.loads(value))
    except (ValueError, TypeError) as error:
        raise BadInput(field=title, value=value, rule='เช่น {"loan": "fiscal"}', rule_en="JSON") from error
    known = OfficeSettings().number_period.keys() == periods.keys()
    if not known or not all(period in ("fiscal", "calendar") for period in periods.values()):
        raise BadInput(field=title, value=value, rule="fiscal หรือ calendar", rule_en="fiscal or calendar")
    return periods


def _parse_text(name: str, title: str, value: str) -> str:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise BadInput(field=title, value=value, rule=" หรือ ".join(_CHOICES[name]), rule_en=" or ".join(_CHOICES[name]))
    if name.endswith("_number"):
        _try_pattern(title, value, ("no", "year"), must=("{no}", "{year}"))
    if name.endswith("_title"):
        _try_pattern(title, value, ("agency",), must=())
    if name == "label_address":
        return _parse_address(title, value)
    if not value.strip() and name not in MAY_BE_EMPTY:
        raise BadInput(field=title, value=value, rule="ต้องไม่ว่าง", rule_en="must not be empty")
    return value.strip()


def _parse_address(title: str, value: str) -> str:
    """The address that labels open, or none: short, and in the signs that a QR code holds most of."""
    address = ascii_digits(value.strip()).rstrip("/")
    if address and (len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address)):
        rule = f"http:// หรือ https:// ตามด้วยชื่อหรือเลขของเครื่องและพอร์ต ไม่เกิน {LONGEST_ADDRESS} ตัวอักษร"
        english = f"http(s)://host:port, at most {LONGEST_ADDRESS} characters"
        raise BadInput(field=title, value=value, rule=rule, rule_en=english)
    return address


def _try_pattern(title: str, value: str, names: tuple[str, ...], *, must: tuple[str, ...]) -> None:
    """Refuse a pattern that would not print."""
    shown = " ".join(f"{{{name}}}" for name in names)
    try:
        value.format(**dict.fromkeys(names, 1))
        good = all(word in value for word in must)
    except (LookupError, ValueError, AttributeError):
        good = False
    if not good:
        raise BadInput(field=title, value=value, rule=f"ใช้ได้เฉพาะ {shown}", rule_en=f"only {shown}, as they stand")


def purposes(office: Office) -> tuple[Purpose, ...]:
    """The office's list of purposes, in order of priority."""
    columns = [purpose_table.c[f.name] for f in fields(Purpose)]
    query = sa.select(*columns).where(purpose_table.c.agency_id == office.agency_id)
    with reading(office) as connection:
        rows = connection.execute(query.order_by(purpose_table.c.priority, purpose_table.c.code))
        return tuple(Purpose(*row) for row in rows)


def save_purpose(office: Office, actor: Actor, purpose: Purpose) -> None:
    """Add a purpose or change the one of the same code.

    Raises:
        BadInput: no name, an allowed purpose without its legal basis, or one that is never allowed (ข้อ ๒๐๗).
    """
    need_role(actor, "admin", "supplies_chief", task="แก้รายการวัตถุประสงค์", task_en="change the purposes")
    if not purpose.name.strip() or not purpose.code.strip():
        raise BadInput(field="วัตถุประสงค์", value=purpose.code, rule="ต้องมีรหัสและชื่อ", rule_en="code and name")
    if purpose.allowed and not purpose.legal_basis.strip():
        rule = "วัตถุประสงค์ที่ให้ยืมได้ต้องระบุฐานกฎหมาย (ระเบียบฯ ข้อ ๒๐๗)"
        raise BadInput(field="ฐานกฎหมาย", value="", rule=rule, rule_en="an allowed purpose needs its legal basis")
    if purpose.allowed and purpose.code in NEVER_ALLOWED:
        rule = "ให้ยืมเพื่อประโยชน์ส่วนตัว การค้า หรือการเมืองไม่ได้ (ระเบียบฯ ข้อ ๒๐๗)"
        raise BadInput(field="วัตถุประสงค์", value=purpose.name, rule=rule, rule_en="never lent for this")
    values = {f.name: getattr(purpose, f.name) for f in fields(Purpose)}
    with writing(office, actor) as journal:
        here = sa.and_(purpose_table.c.agency_id == office.agency_id, purpose_table.c.code == purpose.code)
        row = journal.connection.execute(sa.select(purpose_table).where(here)).mappings().one_or_none()
        if row is None:
            journal.insert(purpose_table, **values)
        else:
            journal.update(purpose_table, dict(row), **values)
        journal.close("purpose.saved", code=purpose.code)


def holidays_set(office: Office) -> tuple[Holiday, ...]:
    """The days that the office has added or removed, by date."""
    with reading(office) as connection:
        return holiday_overrides(connection, office.agency_id)


def holiday_overrides(connection: Connection, agency_id: str) -> tuple[Holiday, ...]:
    """Overrides that win over the library's list."""
    columns = [holiday_override.c[f.name] for f in fields(Holiday)]
    query = sa.select(*columns).where(holiday_override.c.agency_id == agency_id).order_by(holiday_override.c.day)
    return tuple(Holiday(*row) for row in connection.execute(query))


def save_holiday(office: Office, actor: Actor, holiday: Holiday) -> None:
    """Add or remove a holiday, naming the cabinet's document.

    Raises:
        BadInput: an unknown action, or no document.
    """
    need_role(actor, "admin", "supplies_chief", task="แก้วันหยุดราชการ", task_en="change the holidays")
    if holiday.action not in ("add", "remove"):
        raise BadInput(field="การแก้วันหยุด", value=holiday.action, rule="add หรือ remove", rule_en="add or remove")
    if not holiday.document.strip():
        raise BadInput(field="หนังสืออ้างอิง", value="", rule="ต้องระบุมติหรือหนังสือที่ประกาศ", rule_en="required")
    values = {f.name: getattr(holiday, f.name) for f in fields(Holiday)}
    with writing(office, actor) as journal:
        here = sa.and_(holiday_override.c.agency_id == office.agency_id, holiday_override.c.day == holiday.day)
        row = journal.connection.execute(sa.select(holiday_override).where(here)).mappings().one_or_none()
        if row is None:
            journal.insert(holiday_override, **values)
        else:
            journal.update(holiday_override, dict(row), **values)
        journal.close("holiday.saved", day=holiday.day.isoformat())
