"""Money in baht: reading, writing in figures, writing in words. Amounts are integer satang (1/100 baht)."""

from __future__ import annotations

import re

from assettrack.thai.text import ascii_digits, normalise, thai_digits

_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_AMOUNT = re.compile(r"(?:(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?|\.(\d{1,2})0*)(?:\s*บาท)?")
_NOTHING = frozenset({"", "-", "–", "—", "--"})


class MoneyNotUnderstood(ValueError):
    """A text that is no amount of baht."""


def parse_baht(text: str) -> int | None:
    """Satang of «3,350.00», «๓,๓๕๐» or «12.5»; none for an empty cell or a dash.

    Raises:
        MoneyNotUnderstood: anything else, negative amounts included.
    """
    plain = ascii_digits(normalise(text))
    if plain in _NOTHING:
        return None
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise MoneyNotUnderstood(text)
    whole = int((match[1] or "0").replace(",", ""))
    return whole * 100 + int((match[2] or match[3] or "0").ljust(2, "0"))


def baht(satang: int, digits: str = "arabic") -> str:
    """«3,350.00», or «๓,๓๕๐.๐๐» with ``digits="thai"``."""
    sign = "-" if satang < 0 else ""
    text = f"{sign}{abs(satang) // 100:,}.{abs(satang) % 100:02d}"
    return thai_digits(text) if digits == "thai" else text


def baht_words(satang: int) -> str:
    """An amount in words as the office writes it: 1600000 → «หนึ่งหมื่นหกพันบาทถ้วน», 25 → «ยี่สิบห้าสตางค์»."""
    if satang < 0:
        return "ลบ" + baht_words(-satang)
    whole, part = divmod(satang, 100)
    if not satang:
        return "ศูนย์บาทถ้วน"
    words = _number(whole) + "บาท" if whole else ""
    return words + (_number(part) + "สตางค์" if part else "ถ้วน")


def _number(value: int) -> str:
    millions, rest = divmod(value, 1_000_000)
    head = _number(millions) + "ล้าน" if millions else ""
    return head + _below_million(rest, follows=bool(millions))


def _below_million(value: int, *, follows: bool) -> str:
    words = ""
    for place, digit in reversed(list(enumerate(int(d) for d in reversed(str(value))))):
        if not digit:
            continue
        if place == 1:
            words += {1: "", 2: "ยี่"}.get(digit, _DIGITS[digit]) + "สิบ"
        elif place == 0 and digit == 1 and (words or follows):
            words += "เอ็ด"
        else:
            words += _DIGITS[digit] + _PLACES[place]
    return words
