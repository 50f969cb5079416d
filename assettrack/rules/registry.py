"""The register's rules: the state of an asset, what its columns may hold, and how office words are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assettrack.thai.text import code_key, search_key

EARLIEST = date(2480 - 543, 1, 1)
"""No register row was acquired before B.E. 2480."""

STATES = ("available", "reserved", "on_loan", "quarantined", "in_repair", "awaiting_disposal", "disposed", "lost")
STATE_WORDS = {
    "available": "ว่าง",
    "reserved": "จองแล้ว",
    "on_loan": "ถูกยืม",
    "quarantined": "ชำรุด กักไว้",
    "in_repair": "ส่งซ่อม",
    "awaiting_disposal": "รอจำหน่าย",
    "disposed": "จำหน่ายแล้ว",
    "lost": "สูญหาย",
}
CONDITION_WORDS = {
    "serviceable": "ใช้การได้",
    "damaged": "ชำรุด",
    "deteriorated": "เสื่อมสภาพ",
    "unneeded": "ไม่จำเป็นต้องใช้",
}
STAGE_WORDS = {
    "in_service": "ใช้งาน",
    "in_repair": "ส่งซ่อม",
    "awaiting_disposal": "รอจำหน่าย",
    "disposed": "จำหน่ายแล้ว",
}
CONDITIONS, STAGES = tuple(CONDITION_WORDS), tuple(STAGE_WORDS)
KIND_WORDS = {"item": "ชิ้น", "lot": "จำนวน", "set": "ชุด"}
LOAN_CLASS_WORDS = {"durable": "ใช้คงรูป", "consumable": "ใช้สิ้นเปลือง"}
BOOK_CLASS_WORDS = {"equipment": "ครุภัณฑ์", "material": "วัสดุ", "property": "ที่ดินและสิ่งปลูกสร้าง"}
SCHEMES = ("local", "fsn", "elaas", "old", "serial", "plate", "chassis")


@dataclass(frozen=True)
class AssetFacts:
    """What an asset's state is computed from."""

    stage: str
    condition: str
    kind: str
    quantity: int
    out: int
    lost: int  # not made good
    damaged: int  # of a lot: not made good
    reserved: int  # approved and waiting for hand-over


def free_pieces(facts: AssetFacts) -> int:
    """Pieces that are neither out nor promised, lost or damaged."""
    if facts.stage != "in_service" or (facts.kind != "lot" and facts.condition == "damaged"):
        return 0
    return max(0, facts.quantity - facts.out - facts.lost - facts.damaged - facts.reserved)


def asset_state(facts: AssetFacts) -> str:
    """The state of an asset in INTERFACE.md's words; a lot is available while one piece is."""
    if facts.stage != "in_service":
        return facts.stage
    if free_pieces(facts):
        return "available"
    if facts.out:
        return "on_loan"
    if facts.lost:
        return "lost"
    if facts.damaged or facts.condition == "damaged":
        return "quarantined"
    return "reserved"


_LOCAL = re.compile(r"\d{3}-\d{2}-\d{3,4}(?:/\d+)?")
_FSN = re.compile(r"\d{4}-\d{3,4}-\d{4}(?:[/-][\d.]+)*")
_ELAAS = re.compile(r"\d{3}-\d{6}-\d{5}")
_PAIR = re.compile(r"\s*(\d[\d\-]*)\s*\(\s*([^()]+?)\s*\)\s*")


def scheme_of(code: str) -> str:
    """The numbering scheme a code looks like: local ``416-60-0017``, FSN, e-LAAS, else an office's old one (DOMAIN §5.1)."""
    key = code_key(code)
    for scheme, pattern in (("elaas", _ELAAS), ("fsn", _FSN)):
        if pattern.fullmatch(key):
            return scheme
    return "local" if _LOCAL.search(key) else "old"


def split_codes(cell: str) -> list[str]:
    """The numbers in one cell of an e-LAAS export: ``101-630926-00001 (001 43 0001)`` holds two; others hold one."""
    match = _PAIR.fullmatch(cell)
    return [match[1], match[2]] if match else [cell.strip()]


_MOTOR = re.compile("รถยนต์|รถบรรทุก|รถจักรยานยนต์|รถตู้|รถกระบะ|รถขยะ|รถดับเพลิง|รถกู้|รถแทรกเตอร์|รถขุด|รถพยาบาล|เรือยนต์")


def is_vehicle(name: str, category: str, fsn: str) -> bool:
    """Whether a row describes a motor vehicle, which the car regulation governs (DOMAIN §9.2)."""
    return bool(_MOTOR.search(name)) or (fsn.startswith("23") and "จักรยาน" not in name) or category == "ยานพาหนะ"


_READ = {
    "condition": {
        "serviceable": "ใช้การได้ ใช้ได้ ดี ปกติ ใช้งานได้ พร้อมใช้งาน serviceable good",
        "damaged": "ชำรุด เสีย damaged",
        "deteriorated": "เสื่อมสภาพ deteriorated",
        "unneeded": "ไม่จำเป็นต้องใช้ ไม่จำเป็น unneeded",
    },
    "stage": {
        "in_service": "ใช้งาน ใช้งานอยู่ in_service",
        "in_repair": "ส่งซ่อม ซ่อม อยู่ระหว่างซ่อม in_repair",
        "awaiting_disposal": "รอจำหน่าย awaiting_disposal",
        "disposed": "จำหน่ายแล้ว จำหน่าย disposed",
    },
    "kind": {"item": "ชิ้น item", "lot": "จำนวน ล็อต lot", "set": "ชุด set"},
    "loan_class": {"durable": "ใช้คงรูป คงรูป durable", "consumable": "ใช้สิ้นเปลือง สิ้นเปลือง consumable"},
    "book_class": {
        "equipment": "ครุภัณฑ์ equipment",
        "material": "วัสดุ วัสดุคงทน material",
        "property": "ที่ดินและสิ่งปลูกสร้าง ที่ดิน สิ่งปลูกสร้าง สินทรัพย์โครงสร้างพื้นฐาน สินทรัพย์ไม่มีตัวตน อาคาร property",
    },
}
_WORDS = {
    field: {search_key(word): value for value, words in meanings.items() for word in words.split()}
    for field, meanings in _READ.items()
}
_YES = frozenset({"ใช่", "ได้", "y", "yes", "1", "true", "✓", "/"})
_NO = frozenset({"", "ไม่", "ไม่ใช่", "ไม่ได้", "n", "no", "0", "false", "-"})


def read_word(field: str, text: str) -> str | None:
    """The stored word of what a register writes, e.g. («condition», «ชำรุด») → damaged; none where it is unknown."""
    return _WORDS[field].get(search_key(text))


def word_choices(field: str) -> str:
    """The words that ``read_word`` knows first for each meaning."""
    return ", ".join(words.split()[0] for words in _READ[field].values())


def read_flag(text: str) -> bool | None:
    """Yes or no as registers write it; none where it is neither."""
    key = search_key(text)
    return True if key in _YES else False if key in _NO else None


def date_is_possible(day: date, today: date) -> bool:
    """Whether an acquisition date is one: not before B.E. 2480, not after tomorrow."""
    return EARLIEST <= day <= today + timedelta(days=1)
