"""What people type into fields, read into values; what cannot be read is refused in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assettrack.rules.refusal import BadInput, NotFound
from assettrack.scanning.codes import LABEL, PAPER, PAPER_LENGTH, read
from assettrack.thai.dates import DateNotUnderstood, parse_date
from assettrack.thai.keyboard import readings
from assettrack.thai.text import ascii_digits, normalise
from assettrack.words.speech import language, say

if TYPE_CHECKING:
    from datetime import date

    from assettrack.office.context import Office
    from assettrack.office.registry import AssetRow

PAPER_CODE = re.compile(rf"(?:\S+/)?{PAPER}[-/][0-9A-Z]{{{PAPER_LENGTH}}}/?")


def refused(field: str, value: str, rule: str) -> BadInput:
    """A field, its value and the rule it breaks; ``field`` and ``rule`` are keys of the catalogue."""
    words = say(rule)
    return BadInput(field=say(field), value=value, rule=words, rule_en=words)


def read_day(field: str, text: str, today: date) -> date:
    """A day as typed: ``15/11/69``, ``+7``.

    Raises:
        BadInput: with what is wrong.
    """
    try:
        return parse_date(text, today=today, strict=True)
    except DateNotUnderstood as error:
        raise BadInput(field=field, value=text, rule=error.reason_th, rule_en=error.reason_en) from error


def code_and_quantity(text: str) -> tuple[str, int]:
    """``403-66-0001*20`` as code and quantity; 1 where none is given.

    Raises:
        BadInput: a quantity that is no number.
    """
    code, star, quantity = normalise(text).partition("*")
    plain = ascii_digits(quantity.strip())
    if star and not plain.isdecimal():
        raise refused("typed.line", text, "typed.line_rule")
    return code.strip(), int(plain) if star else 1


def code_readings(text: str) -> tuple[str, ...]:
    """What a scanned or typed code may be, likeliest first: a scanner types Latin keys whatever the layout."""
    return readings(normalise(text))


@dataclass(frozen=True)
class Meant:
    """What a code means: an asset, how many, and what is to be said of the label where it counts no longer."""

    row: AssetRow
    quantity: int
    warning: str


def asset_meant(office: Office, text: str, what: str) -> Meant:
    """The asset of a scanned or typed label or number, in whichever layout; ``what`` names in the catalogue what was asked for.

    Raises:
        BadInput: a quantity that is no number; NotFound: no such asset.
    """
    from assettrack.office.labels import label_scanned
    from assettrack.office.registry import asset_by_code

    code_and_quantity(text)
    told = NotFound(what=say(what), what_en=say(what), value=text)
    for reading in code_readings(text):
        try:
            code, quantity = code_and_quantity(reading)
            found = label_scanned(office, code)
        except BadInput:
            continue
        except NotFound as refusal:
            told = told if type(refusal) is NotFound else refusal  # another office's label, a paper, a person's card
            continue
        warning = found.sentence(language()) if found.status == "retired" else ""
        return Meant(asset_by_code(office, found.code).row, quantity, warning)
    raise told


def label_or_text(office: Office, text: str) -> str:
    """The number of the asset whose label was scanned into a search box; any other text as it is."""
    from assettrack.office.labels import label_scanned

    code = read(text)
    if code is None or code.kind != LABEL:
        return text
    try:
        return label_scanned(office, text).code
    except NotFound:
        return text


def is_paper(text: str) -> bool:
    """Whether what was scanned or typed is the code of a paper, or would be one if nobody had altered it."""
    return any(PAPER_CODE.fullmatch(reading.upper()) for reading in code_readings(text))
