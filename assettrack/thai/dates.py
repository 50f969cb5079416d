"""Dates as a Thai office reads and writes them: Buddhist years on paper, Gregorian ``date`` inside; fiscal years."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from assettrack.thai.text import ascii_digits, normalise, thai_digits

MONTHS_LONG = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
BANGKOK = timezone(timedelta(hours=7))
"""Thai time: UTC+7 all year."""

_MONTH = {name.replace(".", ""): no for names in (MONTHS_LONG, MONTHS_SHORT) for no, name in enumerate(names, 1)}
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_WORDED = re.compile(r"(?:วันที่)?(\d{1,2})(?:เดือน)?([ก-ฮะ-์]+)(?:พศ)?(\d{2}|\d{4})")
_RELATIVE = {"วันนี้": 0, "พรุ่งนี้": 1, "มะรืนนี้": 2}
_EARLIEST, _LATEST = 2400, 2700
"""Buddhist years that a register can hold; a year outside is a slip or a year converted twice."""


class DateNotUnderstood(ValueError):
    """A text that is no date, with why, in Thai and English."""

    def __init__(self, text: str, reason_th: str, reason_en: str) -> None:
        super().__init__(f"{text}: {reason_th}")
        self.text, self.reason_th, self.reason_en = text, reason_th, reason_en


def parse_date(text: str, *, today: date, strict: bool = False) -> date:
    """The date a person or a register means.

    Reads ``15/11/69``, ``15 พ.ย. 69``, ``๑๕ พฤศจิกายน ๒๕๖๙``, ``15112569``, ``2569-11-15``, ``+7``, ``วันนี้``. A two-digit year is
    Buddhist. A Gregorian year is read as such, or refused with a question where ``strict`` (a person is there to answer).

    Raises:
        DateNotUnderstood: no such day, or no date at all.
    """
    plain = ascii_digits(normalise(text))
    if plain in _RELATIVE:
        return today + timedelta(days=_RELATIVE[plain])
    if re.fullmatch(r"\+\d{1,4}", plain):
        return today + timedelta(days=int(plain))
    day, month, year = _parts(plain, text)
    return _date(text, day, month, _gregorian(text, year, strict=strict))


def _parts(plain: str, text: str) -> tuple[int, int, str]:
    match = _ISO.fullmatch(plain)
    if match:
        return int(match[3]), int(match[2]), match[1]
    match = _NUMERIC.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if match:
        return int(match[1]), int(match[2]), match[3]
    match = _WORDED.fullmatch(re.sub(r"[\s.]", "", plain))
    month = _MONTH.get(re.sub(r"(^เดือน|พศ$)", "", match[2])) if match else None
    if match is None or month is None:
        raise DateNotUnderstood(
            text, "อ่านวันที่ไม่ออก ใช้รูปแบบ วว/ดด/ปปปป เช่น 15/11/2569", "use dd/mm/yyyy, e.g. 15/11/2569"
        )
    return int(match[1]), month, match[3]


def _gregorian(text: str, year: str, *, strict: bool) -> int:
    number = int(year)
    if len(year) == 2:
        return 2500 + number - 543
    if 1900 <= number < _EARLIEST:
        if strict:
            asked = f"ค.ศ.? หมายถึง พ.ศ. {number + 543} ใช่หรือไม่"
            raise DateNotUnderstood(text, asked, f"A.D.? Did you mean B.E. {number + 543}")
        return number
    if not _EARLIEST <= number <= _LATEST:
        raise DateNotUnderstood(
            text, f"ปี {number} อยู่นอกช่วง พ.ศ. {_EARLIEST}–{_LATEST}", f"year {number} is out of range"
        )
    return number - 543


def _date(text: str, day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateNotUnderstood(text, "ไม่มีวันที่นี้ในปฏิทิน", "there is no such day") from None


def _shown(text: str, digits: str) -> str:
    return thai_digits(text) if digits == "thai" else text


def long_date(day: date, digits: str = "thai") -> str:
    """«๑ ตุลาคม ๒๕๖๗»."""
    return _shown(f"{day.day} {MONTHS_LONG[day.month - 1]} {day.year + 543}", digits)


def form_date(day: date, digits: str = "thai") -> str:
    """«วันที่ ๑ เดือน ตุลาคม พ.ศ. ๒๕๖๗»."""
    return _shown(f"วันที่ {day.day} เดือน {MONTHS_LONG[day.month - 1]} พ.ศ. {day.year + 543}", digits)


def short_date(day: date, digits: str = "thai") -> str:
    """«๑ ต.ค. ๖๗»."""
    return _shown(f"{day.day} {MONTHS_SHORT[day.month - 1]} {(day.year + 543) % 100:02d}", digits)


def numeric_date(day: date) -> str:
    """«01/10/2567»."""
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def month_span(first: date, last: date, digits: str = "thai") -> str:
    """«ต.ค. ๖๗ – ก.ย. ๖๘»."""
    ends = (f"{MONTHS_SHORT[d.month - 1]} {(d.year + 543) % 100:02d}" for d in (first, last))
    return _shown(" – ".join(ends), digits)


def fiscal_year(day: date) -> int:
    """The fiscal year (ปีงบประมาณ, ๑ ต.ค. – ๓๐ ก.ย.) of a day, named by the Buddhist year it ends in."""
    return day.year + 543 + (day.month >= 10)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year (B.E.)."""
    return date(year - 544, 10, 1), date(year - 543, 9, 30)


def excel_serial(number: float) -> date:
    """The day of an Excel serial number (1900 system)."""
    return date(1899, 12, 30) + timedelta(days=int(number))


def as_thai_day(moment: datetime) -> date:
    """The calendar day in Thailand of an aware moment."""
    return moment.astimezone(BANGKOK).date()


def start_of_thai_day(day: date) -> datetime:
    """Midnight in Thailand at the start of ``day``, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC)
