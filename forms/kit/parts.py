"""Parts of a form: blanks to fill by hand, signature blocks, columns side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.platypus import Spacer, Table

from forms.kit.flow import SIZE, SMALL, Align, Text
from forms.kit.font import REGULAR
from forms.kit.page import BODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

DOT = "."
_PLAIN = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),  # else an unembedded Helvetica enters the file
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
]


def blank(value: str, dots: int = 24) -> str:
    """The value, or dots to write on where there is none."""
    return value.strip() or DOT * dots


@dataclass(frozen=True)
class Signature:
    """One signature: what it says and who signs as what.

    ``signed`` are the words of an electronic signature (moment, order, reference), which stand in place of the line; ``dated`` is
    the day of one that was written by hand.
    """

    role: str
    name: str = ""
    position: str = ""
    above: str = ""
    signed: str = ""
    dated: str = ""


def signature(block: Signature, *, align: Align = "center") -> list[Flowable]:
    """A signature block: words above, the line or the electronic signature, the name in brackets under it, position, date."""
    parts: list[Flowable] = [Text(block.above)] if block.above else []
    if block.signed:
        parts.append(Text(block.signed, align=align, size=SMALL))
        parts.append(Text(f"({blank(block.name, 40)}) {block.role}".strip(), align=align, fit=True))
    else:
        parts.append(Text(f"(ลงชื่อ) {DOT * 38} {block.role}".strip(), align=align))
        parts.append(Text(f"({blank(block.name, 40)})", align=align, fit=True))
    if block.position:
        parts.append(Text(block.position, align=align))
    if not block.signed:
        parts.append(Text(block.dated or f"วันที่ {DOT * 10} / {DOT * 10} / {DOT * 10}", align=align, size=SIZE - 1))
    return parts


def side_by_side(left: Sequence[Flowable], right: Sequence[Flowable], *, width: float = BODY) -> Flowable:
    """Two columns that stay on one page: a table of one row does not part."""
    return Table([[list(left), list(right)]], colWidths=[width / 2, width / 2], style=_PLAIN)


def signatures(*blocks: Signature, width: float = BODY) -> list[Flowable]:
    """Signature blocks in pairs; a last one alone stands at the right."""
    found: list[Flowable] = []
    for at in range(0, len(blocks), 2):
        pair = [signature(block) for block in blocks[at : at + 2]]
        found += [side_by_side(*(pair if len(pair) == 2 else [[Text("")], *pair]), width=width), Spacer(0, 8)]
    return found
