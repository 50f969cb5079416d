"""Thai text made one: spelling normalised, digits, search keys, clusters and cell widths."""

from __future__ import annotations

import re
import unicodedata

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ASCII = str.maketrans(_THAI_DIGITS + "０１２３４５６７８９", "0123456789" * 2)
_TO_THAI = str.maketrans("0123456789", _THAI_DIGITS)
_GONE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_TONE_IN_SARA_AM = re.compile("\u0e33([\u0e48-\u0e4b])")
_DOUBLED_MARK = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_TONE_FIRST = re.compile("([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39])")


def normalise(text: str) -> str:
    """The one spelling of a Thai text: NFC, สระอำ composed, mark order mended, invisible characters gone, spaces single.

    Lines stay lines; each is trimmed. Real registers hold «ํา», «เเ», doubled tone marks and no-break spaces (DOMAIN §7.2).
    """
    text = unicodedata.normalize("NFC", _GONE.sub("", text))
    text = _DOUBLED_MARK.sub(r"\1", _TONE_FIRST.sub(r"\2\1", text.replace("เเ", "แ")))
    text = _TONE_IN_SARA_AM.sub("\\1\u0e33", _SARA_AM.sub("\\1\u0e33", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip("\n")


def ascii_digits(text: str) -> str:
    """``text`` with Thai and full-width digits as 0–9."""
    return text.translate(_TO_ASCII)


def thai_digits(text: str) -> str:
    """``text`` with 0–9 as ๐–๙."""
    return text.translate(_TO_THAI)


def search_key(text: str) -> str:
    """What two texts are compared by when searching: normalised, digits 0–9, dashes one, lower case, single spaces."""
    plain = _DASHES.sub("-", ascii_digits(normalise(text)))
    return " ".join(unicodedata.normalize("NFKC", plain).replace("\u0e4d\u0e32", "\u0e33").casefold().split())


def code_key(text: str) -> str:
    """What two asset numbers are compared by: «๔๑๖ – ๖๐–๐๐๑๗» and «416 60 0017» are ``416-60-0017``."""
    key = _DASHES.sub("-", ascii_digits(normalise(text))).upper()
    key = re.sub(r"\s*([-/.])\s*", r"\1", key)
    return re.sub(r"(?<=\d)\s+(?=\d)", "-", key).replace(" ", "")


def is_mark(char: str) -> bool:
    """Whether a character stands above or below the one before it and takes no cell."""
    return unicodedata.category(char) in ("Mn", "Me")


def clusters(text: str) -> list[str]:
    """The pieces a person sees as one: a base with its marks; ำ stays with its base."""
    found: list[str] = []
    for char in text:
        if found and (is_mark(char) or char == "\u0e33"):
            found[-1] += char
        else:
            found.append(char)
    return found


def cells(text: str) -> int:
    """Terminal cells that ``text`` takes: marks 0, wide characters 2, all else 1."""
    return sum(0 if is_mark(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shorten(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells; what is cut shows as «…», never inside a cluster."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for cluster in clusters(text):
        used += cells(cluster)
        if used > width - 1:
            break
        kept += cluster
    return kept + "…"


def pad_left(text: str, width: int) -> str:
    """``text`` moved to the right edge of ``width`` cells: amounts stand in a column."""
    return " " * (width - cells(text)) + text


def pad(text: str, width: int) -> str:
    """``text`` cut or filled with spaces to exactly ``width`` cells."""
    short = shorten(text, width)
    return short + " " * (width - cells(short))
