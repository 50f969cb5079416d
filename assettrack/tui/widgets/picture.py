"""Pictures in a terminal: two pixels a cell, by half blocks; and QR codes, black on white whatever the theme."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image
    from rich.style import Style

UPPER = "▀"
QUIET = 4
"""White modules around a QR code (ISO/IEC 18004)."""
GREYS = 17
"""Step between the greys of a page: sixteen are told apart, and most cells are like the one before."""


def photo(path: Path, width: int, height: int) -> Text:
    """A photograph in at most ``width`` x ``height`` cells.

    Raises:
        OSError: it cannot be read.
    """
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("RGB")
    small.thumbnail((width, height * 2))
    text = Text(no_wrap=True)
    for y in range(0, small.height - 1, 2):
        for x in range(small.width):
            text.append(UPPER, _colours(small.getpixel((x, y)), small.getpixel((x, y + 1))))
        text.append("\n")
    return text


def _colours(upper: object, lower: object) -> Style:
    from rich.color import Color
    from rich.style import Style

    if not isinstance(upper, tuple) or not isinstance(lower, tuple):
        raise TypeError(upper)
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


def grey_line(picture: Image, line: int, left: int, width: int) -> list[Segment]:
    """A line of cells of a grey picture (mode L), from pixel ``left`` on; beyond the picture is nothing."""
    right, top = min(left + width, picture.width), 2 * line
    upper = picture.crop((left, top, right, top + 1)).tobytes()
    below = top + 1 < picture.height
    lower = picture.crop((left, top + 1, right, top + 2)).tobytes() if below else bytes([255]) * len(upper)
    pairs = ((round(a / GREYS), round(b / GREYS)) for a, b in zip(upper, lower, strict=True))
    return [Segment(UPPER * len(list(alike)), _greys(*pair)) for pair, alike in groupby(pairs)]


@lru_cache(maxsize=256)
def _greys(upper: int, lower: int) -> Style:
    return _colours((upper * GREYS,) * 3, (lower * GREYS,) * 3)


def qr(payload: str) -> Text:
    """A QR code with its quiet zone of four modules (ISO/IEC 18004)."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(payload)
    code.make(fit=True)
    return modules(code.get_matrix())


def modules(rows: Sequence[Sequence[bool]]) -> Text:
    """The modules of a QR code, row by row, with the quiet zone around them."""
    side = len(rows) + 2 * QUIET
    blank = [[False] * side] * QUIET
    framed = [*blank, *([False] * QUIET + list(row) + [False] * QUIET for row in rows), *blank, [False] * side]
    text = Text(no_wrap=True)
    for at in range(0, side, 2):
        for upper, lower in zip(framed[at], framed[at + 1], strict=True):
            text.append(UPPER, f"{_ink(upper)} on {_ink(lower)}")
        text.append("\n")
    return text


def _ink(dark: bool) -> str:
    return "#000000" if dark else "#ffffff"
