"""What people type into fields, read into values; what cannot be read is refused in words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from assettrack.rules.refusal import BadInput, NotFound
from assettrack.thai.dates import DateNotUnderstood, parse_date
from assettrack.thai.keyboard import readings
from assettrack.thai.text import ascii_digits, normalise
from assettrack.words.speech import say

if TYPE_CHECKING:
    from datetime import date

    from assettrack.office.context import Office
    from assettrack.office.registry import AssetRow


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


def asset_meant(office: Office, text: str, what: str) -> tuple[AssetRow, int]:
    """The asset of a scanned or typed code, in whichever layout, and how many; ``what`` names in the catalogue what was asked for.

    Raises:
        BadInput: a quantity that is no number; NotFound: no such asset.
    """
    from assettrack.office.registry import asset_by_code

    code_and_quantity(text)
    for reading in code_readings(text):
        with suppress(NotFound, BadInput):
            code, quantity = code_and_quantity(reading)
            return asset_by_code(office, code).row, quantity
    raise NotFound(what=say(what), what_en=say(what), value=text)
