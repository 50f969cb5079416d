"""What our QR codes say: a label's token (``A-…``) or a paper's (``P-…``), short, checked, read through any keyboard layout.

A token is written in the 32 signs of Crockford's base 32 (no I, L, O, U) and ends in a check sign by ISO/IEC 7064 hybrid MOD
33,32, which finds every single wrong sign. It says nothing of the thing itself, so no change in the register makes a label wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stdnum.iso7064 import mod_37_36

from assettrack.thai.keyboard import readings
from assettrack.thai.text import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LABEL, PAPER = "A", "P"
"""What the token is of: an asset's label, or a printed paper."""
LABEL_LENGTH, PAPER_LENGTH = 7, 13
"""Signs of a token, its check sign included."""
_HEX_OF_PAPER = 15
_LIKE = str.maketrans("ILO", "110")
_CODE = re.compile(r"(?:HTTPS?://[^/\s]+(?:/[^/\s]+)*/|)([AP])[-/]([0-9A-Z]{7}|[0-9A-Z]{13})/?")


@dataclass(frozen=True)
class Code:
    """A code that was read: ``kind`` A or P, the token, and whether the keyboard's layout had to be undone."""

    kind: Literal["A", "P"]
    token: str
    repaired: bool = False


def new_label(draw: Callable[[int], int]) -> str:
    """A label's token: six drawn signs and their check; ``draw(n)`` gives a number below n (``secrets.randbelow``)."""
    return checked("".join(SIGNS[draw(len(SIGNS))] for _ in range(LABEL_LENGTH - 1)))


def paper_token(digest: str) -> str:
    """A paper's token: the first 60 bits of its SHA-256 ``digest`` (hex) and their check."""
    number = int(digest[:_HEX_OF_PAPER], 16)
    return checked("".join(SIGNS[number >> shift & 31] for shift in range(55, -1, -5)))


def digest_start(token: str) -> str:
    """The first 15 hex digits of the digest that a paper's token stands for."""
    number = 0
    for sign in token[:-1]:
        number = number << 5 | SIGNS.index(sign)
    return f"{number:0{_HEX_OF_PAPER}x}"


def checked(body: str) -> str:
    """``body`` with its check sign (ISO/IEC 7064 hybrid system, modulus 32)."""
    return body + str(mod_37_36.calc_check_digit(body, alphabet=SIGNS))


def payload(kind: str, token: str, address: str = "") -> str:
    """What a QR says: ``A-K7Q2M4F``, or the page of the phone under the office's address; signs of QR's alphanumeric mode only."""
    return f"{address.upper().rstrip('/')}/{kind}/{token}" if address else f"{kind}-{token}"


def read(typed: str) -> Code | None:
    """The code in what a scanner or a person typed; none where it is no code of ours.

    The keyboard's layout is undone for the whole text (Thai Kedmanee, Caps Lock, both); the check sign says which was meant.
    """
    plain = typed.strip()
    for number, reading in enumerate((ascii_digits(plain), *readings(plain))):
        found = _CODE.fullmatch(reading.upper())
        token = found[2].translate(_LIKE) if found else ""
        if found and _fits(found[1], token):
            return Code("A" if found[1] == LABEL else "P", token, repaired=number > 0 and reading != plain)
    return None


def _fits(kind: str, token: str) -> bool:
    length = LABEL_LENGTH if kind == LABEL else PAPER_LENGTH
    return len(token) == length and set(token) <= set(SIGNS) and checked(token[:-1]) == token
