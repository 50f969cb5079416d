"""The rules of labels (ป้ายครุภัณฑ์): why one is retired or printed again, and what a scan that is no label is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum.th import pin

from assettrack.rules.refusal import BadInput, NotFound, Refusal
from assettrack.thai.keyboard import readings
from assettrack.thai.text import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USUAL_STOCK = "a4-24"
"""The label stock that is taken where none is named."""
RETIRED_WORDS = {
    "lost": "หลุดหาย",
    "faded": "ซีดจาง",
    "damaged": "ฉีกขาดชำรุด",
    "duplicate": "มีป้ายซ้ำ",
    "wrong": "ติดผิดชิ้น",
    "disposed": "พัสดุจำหน่ายแล้ว",
}
"""Why a label counts no longer; the last is never stored, it follows from the asset."""
RETIRED_ENGLISH = {
    "lost": "it was lost",
    "faded": "it had faded",
    "damaged": "it was damaged",
    "duplicate": "there were two of it",
    "wrong": "it was on the wrong thing",
    "disposed": "the asset is disposed of",
}
REPLACE_REASONS = ("lost", "faded", "damaged", "duplicate", "wrong")
AGAIN_WORDS = {"spoilt": "แผ่นเสียระหว่างพิมพ์", "extra": "ติดเพิ่มบนของชิ้นเดียวกัน"}
"""Why the same label is printed again."""


class AlreadyLabelled(Refusal):
    """Labels would be printed a second time, and nobody said why: two of one label on two things are found too late."""

    code = "label.already"
    th = "มีป้ายอยู่แล้ว {count} ดวง เช่น {asset}: เลือกเฉพาะที่ยังไม่มีป้าย หรือบอกเหตุที่พิมพ์ซ้ำ ({reasons})"
    en = "{count} labels were printed before, e.g. of {asset}: choose what has none yet, or say why again ({reasons_en})."


class NoLabels(Refusal):
    """Nothing that was chosen wants a label."""

    code = "label.none_wanted"
    th = "ไม่มีป้ายให้พิมพ์: ไม่มีพัสดุตามที่เลือก หรือมีป้ายครบแล้ว"
    en = "No label to print: nothing was chosen, or everything has its label."


class DisposedOf(Refusal):
    """A label of something that the office no longer has."""

    code = "label.disposed"
    th = "{asset} จำหน่ายแล้ว ไม่ทำป้ายให้อีก"
    en = "{asset} is disposed of; it gets no label any more."


class AlreadyRetired(Refusal):
    """A label that counts no longer cannot be retired again."""

    code = "label.retired"
    th = "ป้าย {token} เลิกใช้แล้วเมื่อ {day} ({why})"
    en = "Label {token} was retired on {day} ({why_en})."


class NoLabelYet(Refusal):
    """An asset without a label has none to replace."""

    code = "label.not_made"
    th = "{asset} ยังไม่มีป้าย ให้พิมพ์ป้าย"
    en = "{asset} has no label yet; print one."


class WhichPiece(Refusal):
    """An asset of many labels: which of them."""

    code = "label.which"
    th = "{asset} มีป้าย {count} ดวง ให้ระบุด้วยรหัสของป้ายที่จะเปลี่ยน"
    en = "{asset} has {count} labels; name the one to replace by its own code."


class ForeignLabel(NotFound):
    """A label of our kind, but not of this office."""

    code = "label.foreign"
    th = "ไม่พบป้าย {token} ในหน่วยงานนี้ อาจเป็นป้ายของหน่วยงานอื่น"
    en = "No label {token} in this office; it may be another office's."


class PaperScanned(NotFound):
    """A paper's code where an asset's was expected."""

    code = "label.paper"
    th = "{mark} เป็นรหัสของเอกสาร ไม่ใช่ป้ายพัสดุ ให้ตรวจที่ «ตรวจเอกสาร»"
    en = "{mark} is the code of a paper, not of a thing; have it verified as a paper."


class CardScanned(NotFound):
    """A person's number; it is neither shown nor kept."""

    code = "label.card"
    law = "พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. ๒๕๖๒ มาตรา ๒๒"
    th = "ที่อ่านได้เป็นเลขประจำตัวประชาชน ไม่ใช่ป้ายหรือรหัสพัสดุ เลขนี้ไม่ถูกบันทึก"
    en = "That is a person's identification number, not a label; it is not kept."


def is_card_number(typed: str) -> bool:
    """Whether a text is a Thai identification number (13 digits, the last one its check), in any keyboard layout."""
    return any(pin.is_valid(reading) for reading in (ascii_digits(typed), *readings(typed)))


def check_again(printed: Sequence[str], why: str) -> None:
    """Refuse to print labels of assets (their codes) again without a reason.

    Raises:
        AlreadyLabelled; BadInput: a reason that is none.
    """
    if why not in ("", *AGAIN_WORDS):
        raise _no_reason(why, AGAIN_WORDS)
    if printed and not why:
        reasons = ", ".join(f"{word} = {thai}" for word, thai in AGAIN_WORDS.items())
        raise AlreadyLabelled(count=len(printed), asset=printed[0], reasons=reasons, reasons_en=", ".join(AGAIN_WORDS))


def check_replace(why: str) -> None:
    """Refuse a reason for which no label is replaced.

    Raises:
        BadInput: with the reasons there are.
    """
    if why not in REPLACE_REASONS:
        raise _no_reason(why, {word: RETIRED_WORDS[word] for word in REPLACE_REASONS})


def _no_reason(why: str, words: Mapping[str, str]) -> BadInput:
    rule = ", ".join(f"{word} ({thai})" for word, thai in words.items())
    return BadInput(field="เหตุผล", value=why, rule=f"ต้องเป็น {rule}", rule_en=f"one of {', '.join(words)}")
