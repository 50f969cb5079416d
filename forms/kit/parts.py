"""Parts of a form: blanks to fill by hand, tables with repeated heads, signature blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib import colors
from reportlab.platypus import KeepTogether, Table

from forms.kit.flow import SIZE, Align, Text
from forms.kit.font import REGULAR
from forms.kit.page import BODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

DOT = "."
_GRID = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),  # else an unembedded Helvetica enters the file
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
]
_PLAIN = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
]


def blank(value: str, dots: int = 24) -> str:
    """The value, or dots to write on where there is none."""
    return value.strip() or DOT * dots


def grid(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], aligns: Sequence[Align]
) -> Table:
    """A ruled table as wide as the text: ``widths`` are shares of it; the head is repeated on every page."""
    total = sum(widths)
    cells = [[Text(head, bold=True, align="center", size=SIZE - 0.7) for head in heads]]
    cells += [
        [Text(cell, align=align, size=SIZE - 0.7) for cell, align in zip(row, aligns, strict=True)] for row in rows
    ]
    return Table(cells, colWidths=[BODY * share / total for share in widths], repeatRows=1, style=_GRID)


@dataclass(frozen=True)
class Signature:
    """One signature: what it says, who signs as what; electronic ones print the moment and the reference instead of a line."""

    role: str
    name: str = ""
    position: str = ""
    above: str = ""
    signed: str = ""  # «ลงนามทางอิเล็กทรอนิกส์ …», or empty: a line to sign on


def signature(block: Signature) -> list[Flowable]:
    """A signature block: words above, the line, the name in brackets under it, position, date."""
    parts: list[Flowable] = []
    if block.above:
        parts.append(Text(block.above))
    parts.append(Text(f"(ลงชื่อ) {DOT * 38} {block.role}", align="center"))
    parts.append(Text(f"({blank(block.name, 40)})", align="center"))
    if block.position:
        parts.append(Text(block.position, align="center"))
    parts.append(Text(block.signed or f"วันที่ {DOT * 10} / {DOT * 10} / {DOT * 10}", align="center", size=SIZE - 1))
    return parts


def side_by_side(left: Sequence[Flowable], right: Sequence[Flowable]) -> Flowable:
    """Two columns that stay on one page."""
    table = Table([[list(left), list(right)]], colWidths=[BODY / 2, BODY / 2], style=_PLAIN)
    return KeepTogether([table])
