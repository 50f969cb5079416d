"""Pictures in a terminal: two pixels a cell, by half blocks; and QR codes, black on white whatever the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.style import Style

UPPER = "▀"


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


def qr(payload: str) -> Text:
    """A QR code with its quiet zone of four modules (ISO/IEC 18004)."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(payload)
    code.make(fit=True)
    rows = code.get_matrix()
    text = Text(no_wrap=True)
    for at in range(0, len(rows), 2):
        below = rows[at + 1] if at + 1 < len(rows) else [False] * len(rows[at])
        for upper, lower in zip(rows[at], below, strict=True):
            text.append(UPPER, f"{_ink(upper)} on {_ink(lower)}")
        text.append("\n")
    return text


def _ink(dark: bool) -> str:
    return "#000000" if dark else "#ffffff"
