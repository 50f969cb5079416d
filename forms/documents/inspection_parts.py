"""What the papers of the annual inspection share: who inspects, the period, counts and money, signatures under a list (ข้อ ๒๑๓)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, FrameBreak, Spacer, Table

from assettrack.thai.baht import baht
from assettrack.thai.dates import fiscal_year_span, long_date
from forms.kit.flow import SIZE, Text, TickBox
from forms.kit.font import REGULAR
from forms.kit.font import width as measure
from forms.kit.letter import text
from forms.kit.page import LETTER, shown
from forms.kit.parts import DOT, Signature, signatures
from forms.kit.sample import PERSON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from forms.kit.page import PaperFacts
    from forms.kit.table import Cell, Column, Grid

REGULATION = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"
NONE = "ไม่มี"
_UNKNOWN = "ไม่ปรากฏ"
_COLUMNS = [
    ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),  # else an unembedded Helvetica enters the file
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
]
SAMPLE_YEAR = 2569
SAMPLE_INSPECTORS = (
    Signature("ประธานกรรมการ", PERSON, "ผู้อำนวยการกองการศึกษา ศาสนาและวัฒนธรรม"),
    Signature("กรรมการ", "นายธีรพงศ์ วงศ์ประเสริฐสกุล", "นักวิเคราะห์นโยบายและแผนชำนาญการ"),
    Signature("กรรมการและเลขานุการ", "นางสาวพิชญ์สินี แก้วกระจ่าง", "เจ้าพนักงานธุรการปฏิบัติงาน"),
)
SAMPLE_SINGLE = (Signature("ผู้ตรวจสอบพัสดุประจำปี", PERSON, "ผู้อำนวยการกองการศึกษา ศาสนาและวัฒนธรรม"),)
_BLANK = tuple(Signature(role) for role in ("ประธานกรรมการ", "กรรมการ", "กรรมการ"))


@dataclass(frozen=True)
class Tally:
    """How many entries and what they are worth together in satang; none where it is still to be written."""

    items: int | None = None
    value: int | None = None


@dataclass(frozen=True)
class Step:
    """What one of the people on the way up thought or ordered: what was ticked, in what words, signed by whom."""

    chosen: str = ""
    words: str = ""
    by: Signature = field(default_factory=lambda: Signature(""))


def inspecting(inspectors: Sequence[Signature]) -> str:
    """What they are together: one alone is no committee; nobody named yet is what the article calls the ones responsible."""
    alone = {0: "ผู้รับผิดชอบในการตรวจสอบพัสดุประจำปี", 1: "ผู้ตรวจสอบพัสดุประจำปี"}
    return alone.get(len(inspectors), "คณะกรรมการตรวจสอบพัสดุประจำปี")


def of_year(words: str, year: int, facts: PaperFacts) -> str:
    """«…ประจำปี» with its fiscal year; dots where there is none."""
    return f"{words}งบประมาณ พ.ศ. {shown(str(year), facts) if year else DOT * 12}"


def closing_day(year: int, facts: PaperFacts) -> str:
    """«๓๐ กันยายน ๒๕๖๙», the day things are counted as at."""
    return long_date(fiscal_year_span(year)[1], facts.digits) if year else shown(f"30 กันยายน {DOT * 12}", facts)


def period(year: int, facts: PaperFacts) -> str:
    """From the first to the last day of the fiscal year that is inspected."""
    first = long_date(fiscal_year_span(year)[0], facts.digits) if year else shown(f"1 ตุลาคม {DOT * 12}", facts)
    return f"ตั้งแต่วันที่ {first} ถึงวันที่ {closing_day(year, facts)}"


def day_or_dots(day: date | None, facts: PaperFacts) -> str:
    """«๑ ตุลาคม ๒๕๖๙», or dots."""
    return long_date(day, facts.digits) if day else DOT * 36


def count(number: int | None, facts: PaperFacts) -> str:
    """A count with thousands parted; nothing where it is still to be counted."""
    return "" if number is None else shown(f"{number:,}", facts)


def money(satang: int | None, facts: PaperFacts) -> str:
    """An amount; a word where the register has none."""
    return _UNKNOWN if satang is None else baht(satang, facts.digits)


def together(tallies: Sequence[Tally]) -> Tally:
    """All of them in one; nothing where nothing was written."""
    if all(one.items is None for one in tallies):
        return Tally()
    return Tally(total([one.items for one in tallies]), total([one.value for one in tallies]))


def total(amounts: Sequence[int | None]) -> int:
    """The sum of the amounts that are known."""
    return sum(amount or 0 for amount in amounts)


def unpriced(amounts: Sequence[int | None], facts: PaperFacts) -> list[Flowable]:
    """A line that says how many rows a total leaves out, if any."""
    missing = sum(amount is None for amount in amounts)
    words = f"มูลค่ารวมไม่นับรายการที่ไม่ปรากฏราคาในบัญชีหรือทะเบียน จำนวน {count(missing, facts)} รายการ"
    return [Text(words)] if missing else []


def title(words: Sequence[str], facts: PaperFacts) -> list[Flowable]:
    """The head of a list: its name, what it is of, and the agency."""
    first, *others = words
    return [
        Text(first, bold=True, size=SIZE + 3, align="center", role="H1"),
        *(Text(line, align="center") for line in (*others, facts.agency)),
        Spacer(0, 5),
    ]


def rows_or_none(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], at: int, *, issued: bool
) -> list[Sequence[Cell]]:
    """The rows; on an issued paper «ไม่มี» in column ``at`` where there are none."""
    nothing = [""] * len(columns)
    nothing[at] = NONE
    return list(rows) or ([nothing] if issued else [])


def appointed(inspectors: Sequence[Signature], facts: PaperFacts) -> Flowable:
    """The names with post and role, in columns without rules, as an order lists them."""
    rows = [
        [
            text(shown(f"{no}.", facts)),
            text(who.name or DOT * 50),
            text(who.position or DOT * 40),
            text(who.role),
        ]
        for no, who in enumerate(inspectors or _BLANK, 1)
    ]
    widths = [7 * mm, 62 * mm, 50 * mm, LETTER.body - 119 * mm]
    return Table(rows, colWidths=widths, style=_COLUMNS)


def inspectors_sign(inspectors: Sequence[Signature], *, width: float) -> list[Flowable]:
    """The signatures of all inspectors; lines to sign on where nobody is named."""
    return signatures(*(_beside(who, width / 2) for who in inspectors or _BLANK), width=width)


def _beside(who: Signature, room: float) -> Signature:
    """A role that is too long to stand beside the line stands under the position."""
    line = measure(f"(ลงชื่อ) {DOT * 38} {who.role}", REGULAR, SIZE)
    return who if line < room - 10 else replace(who, role="", position=f"{who.position}\n{who.role}")


def tall(parts: Sequence[Flowable], available: float) -> float:
    """Points that flowables take one under the other; what reportlab keeps together tells no height of its own."""
    each = [one for part in parts for one in getattr(part, "_content", [part])]
    return float(sum(one.wrap(available, 0xFFFF)[1] for one in each))


class Box(TickBox):
    """A box to tick, in the middle of its cell."""

    def __init__(self, *, ticked: bool = False) -> None:
        super().__init__("", ticked=ticked)

    def draw(self) -> None:
        """The box, moved to the middle."""
        self.canv.saveState()
        self.canv.translate((self.width - self.size * 0.72) / 2, 0)
        super().draw()
        self.canv.restoreState()


class Signed(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A table and what stands under it, so that the signatures never stand on a page without rows of the table."""

    LEAST = 2
    """Rows that go along to the page of the signatures."""

    def __init__(self, grid: Grid, below: Sequence[Flowable], *, fresh: bool = False) -> None:
        super().__init__()
        self.grid, self.below, self.fresh = grid, list(below), fresh

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Higher than any page, so that it is always asked to split."""
        self.tall = self.grid.wrap(available, height)[1]
        self.under = tall(self.below, available)
        return available, float(0xFFFFFF)

    def split(self, available: float, height: float) -> list[Flowable]:
        """All of it where it fits; else the rows that may stand without the signatures, and the rest on the next page."""
        if self.tall + self.under <= height:
            return [self.grid, *self.below]
        rows = [row.height for row in self.grid.rows[self.grid.first : self.grid.last]]
        room = min(height, self.tall - sum(rows[-self.LEAST :]))
        if room >= self.grid.head.height + rows[0]:
            upper, lower = self.grid.split(available, room)
            return [upper, FrameBreak(), Signed(lower, self.below, fresh=True)]
        return [self.grid, *self.below] if self.fresh else [FrameBreak(), Signed(self.grid, self.below, fresh=True)]
