"""Label stock that Thai shops sell, in millimetres, and how far a printer prints from where it should.

Every x is measured from the left edge of the sheet, every y from its top edge: so a ruler is held on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

INCH = 25.4
LEAST_CODE, FULL_SYMBOL = 10.0, 15.0
"""Least side of the square of a QR code, quiet zone included; side of a symbol, without it, that reads at arm's length."""
LEAST_TEXT = 9.0
"""Least width and height of the room for text beside the code."""
_SMALLEST_SYMBOL = 21 / 29
"""Share of its square that the smallest QR code takes (version 1: 21 modules, and 4 white ones on each side)."""
_QUIET = 0.1
"""Share of its square that is white on each side, at least, up to version 4 (ISO/IEC 18004, 6.3.8)."""
_MEASURES = {
    "width": "ความกว้างของแผ่น",
    "height": "ความสูงของแผ่น",
    "label_width": "ความกว้างของดวง",
    "label_height": "ความสูงของดวง",
    "left": "ขอบซ้าย",
    "top": "ขอบบน",
    "gap_x": "ช่องไฟตามกว้าง",
    "gap_y": "ช่องไฟตามยาว",
    "padding": "ขอบขาวในดวง",
}
_LONGEST = 1000.0
_LEAN = 0.3
"""Millimetres that a letter (ไ, ป with its marks) may reach out to the left of its place, and still not into the quiet zone."""
MARK, ACROSS, DOWN = 10.0, 190.0, 277.0
"""The ruler page on A4: its first cross from the left and the top edge, its other ones from the first."""


class BadMeasure(ValueError):
    """A measure that cannot be, with the field's name, its value and the rule in Thai."""

    def __init__(self, field: str, value: float, rule: str) -> None:
        super().__init__(f"«{field}» เป็น {value:g} ไม่ได้: {rule}")
        self.field, self.value, self.rule = field, value, rule


def _within(field: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:  # also where it is no number
        raise BadMeasure(field, value, f"ต้องอยู่ระหว่าง {least:g} ถึง {most:g}")


@dataclass(frozen=True)
class LabelStock:
    """One kind of label: how its labels lie on a sheet (or follow each other on a roll), all in millimetres.

    ``code`` is the side of the square for the QR code, its quiet zone included; ``padding`` stays white inside each label's edge
    because a printer cannot print there or the labels are never cut exactly; ``dpi`` are the dots of a thermal head, of which
    every module of the code takes a whole number (0: unknown).

    Raises:
        BadMeasure: the labels overlap, do not lie inside the sheet, or leave no room for the code and the text.
    """

    name: str
    title_th: str
    title_en: str
    width: float
    height: float
    columns: int
    rows: int
    label_width: float
    label_height: float
    code: float
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0
    padding: float = 1.5
    kind: Literal["sheet", "tape", "thermal"] = "sheet"
    dpi: int = 0

    def __post_init__(self) -> None:
        for name, field in _MEASURES.items():
            _within(field, getattr(self, name), 0, _LONGEST)
        _within("จำนวนคอลัมน์", self.columns, 1, 20)
        _within("จำนวนแถว", self.rows, 1, 50)
        used_x = self.left + self.columns * self.label_width + (self.columns - 1) * self.gap_x
        used_y = self.top + self.rows * self.label_height + (self.rows - 1) * self.gap_y
        _within("ความกว้างที่ดวงใช้", round(used_x, 3), 0, self.width)
        _within("ความสูงที่ดวงใช้", round(used_y, 3), 0, self.height)
        self._room()

    def _room(self) -> None:
        """Refuse a label in which the code and the text have no room."""
        tall = self.label_height - 2 * self.code_left
        _within("ด้านของช่องคิวอาร์", self.code, LEAST_CODE, max(LEAST_CODE, tall))
        if self.code > tall:
            raise BadMeasure("ความสูงของดวง", self.label_height, f"คิวอาร์ต้องมีที่อย่างน้อย {LEAST_CODE:g} มม.")
        wide, high = self.text_width, self.label_height - 2 * self.padding
        if wide < LEAST_TEXT or high < LEAST_TEXT:
            raise BadMeasure("ที่สำหรับข้อความ", round(min(wide, high), 2), f"ต้องเหลืออย่างน้อย {LEAST_TEXT:g} มม.")

    @property
    def per_sheet(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def small(self) -> bool:
        """Whether the smallest code's symbol has less than 15 mm here, and wants the reader held close."""
        return self.code * _SMALLEST_SYMBOL < FULL_SYMBOL

    @property
    def code_left(self) -> float:
        """Where the code's square begins from the label's left edge: what of the padding its quiet zone does not give."""
        return max(0.0, self.padding - _QUIET * self.code)

    @property
    def text_left(self) -> float:
        """Where the text begins from the label's left edge."""
        return self.code_left + self.code + _LEAN

    @property
    def text_width(self) -> float:
        """Width of the text's column."""
        return self.label_width - self.text_left - self.padding

    def sheets(self, count: int, skip: int = 0) -> int:
        """How many sheets ``count`` labels take after ``skip`` places that are used up already."""
        return -(-(count + skip) // self.per_sheet) if count else 0


@dataclass(frozen=True)
class PrinterProfile:
    """What undoes a printer's fault: offsets to the right and downwards in mm, scales about the top left corner.

    Raises:
        BadMeasure: more than 15 mm or 5 %: that is a wrong setting of the printer, not its fault.
    """

    dx: float = 0.0
    dy: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __post_init__(self) -> None:
        _within("เลื่อนไปทางขวา (มม.)", self.dx, -15, 15)
        _within("เลื่อนลง (มม.)", self.dy, -15, 15)
        _within("อัตราส่วนตามกว้าง", self.scale_x, 0.95, 1.05)
        _within("อัตราส่วนตามยาว", self.scale_y, 0.95, 1.05)

    def moved(self, x: float, y: float) -> tuple[float, float]:
        """Where to draw what should be printed at (x, y)."""
        return self.dx + x * self.scale_x, self.dy + y * self.scale_y


STRAIGHT = PrinterProfile()
"""A printer without fault."""


def profile_from(left: float, top: float, across: float, down: float) -> PrinterProfile:
    """The profile of a printer from what was measured with a ruler on its ruler page (all in mm).

    Args:
        left: from the paper's left edge to the first cross.
        top: from the paper's top edge to the first cross.
        across: from the first cross to the one at its right.
        down: from the first cross to the one below it.

    Raises:
        BadMeasure: a measure that no printer set to 100 % gives.
    """
    _within("ระยะจากขอบซ้าย (มม.)", left, 0, 25)
    _within("ระยะจากขอบบน (มม.)", top, 0, 25)
    _within("ระยะตามกว้าง (มม.)", across, round(ACROSS / 1.05, 1), round(ACROSS / 0.95, 1))
    _within("ระยะตามยาว (มม.)", down, round(DOWN / 1.05, 1), round(DOWN / 0.95, 1))
    wide, tall = ACROSS / across, DOWN / down
    return PrinterProfile(round(MARK - left * wide, 3), round(MARK - top * tall, 3), round(wide, 5), round(tall, 5))


@dataclass(frozen=True)
class Place:
    """Where a label is drawn: its sheet (from 0) and its top left corner in mm, the printer's profile applied."""

    sheet: int
    x: float
    y: float


def positions(stock: LabelStock, skip: int = 0, printer: PrinterProfile = STRAIGHT) -> Iterator[Place]:
    """The places of a stock's labels, row by row, without end; the first ``skip`` places are used up already."""
    corners = [
        printer.moved(
            stock.left + column * (stock.label_width + stock.gap_x),
            stock.top + row * (stock.label_height + stock.gap_y),
        )
        for row in range(stock.rows)
        for column in range(stock.columns)
    ]
    sheet, number = divmod(skip, len(corners))
    while True:
        for x, y in corners[number:]:
            yield Place(sheet, x, y)
        sheet, number = sheet + 1, 0


def _a4(
    columns: int,
    rows: int,
    width: float,
    height: float,
    code: float,
    *,
    padding: float = 4.5,
    top: float = 0.0,
    name: str = "",
) -> LabelStock:
    """A sheet whose labels stand in the middle across, 2.5 mm apart where they do not fill it."""
    count, gap = columns * rows, 2.5 if columns * width < 210 else 0.0
    left = (210 - columns * width - (columns - 1) * gap) / 2
    return LabelStock(
        name or f"a4-{count}", f"A4 {count} ดวง ({width:g} × {height:g} มม.)", f"A4, {count} labels ({width:g} × {height:g} mm)",
        210, 297, columns, rows, width, height, code, round(left, 2), top, gap, padding=padding,
    )  # fmt: skip


def _tape(height: int, length: int, code: float) -> LabelStock:
    """A label cut from tape as long as it needs to be; the head does not reach the tape's edges."""
    return LabelStock(
        f"tape-{height}", f"เทป {height} มม. (ยาว {length} มม.)", f"Tape {height} mm ({length} mm long)", length, height, 1, 1,
        length, height, code, padding=1.1, kind="tape",
    )  # fmt: skip


def _thermal(width: float, height: float, code: float, across: int = 1) -> LabelStock:
    """A roll of labels, one or more side by side with 2 mm between, for a head of 203 dots per inch."""
    beside_th, beside_en = (f" แถวละ {across} ดวง", f", {across} across") if across > 1 else ("", "")
    return LabelStock(
        f"thermal-{width}x{height}" + (f"-{across}" if across > 1 else ""), f"ม้วนความร้อน {width} × {height} มม.{beside_th}",
        f"Thermal roll {width} × {height} mm{beside_en}", width * across + 2 * (across - 1), height, across, 1, width, height,
        code, gap_x=2 if across > 1 else 0, padding=1.25, kind="thermal", dpi=203,
    )  # fmt: skip


_ALL = (
    _a4(3, 8, 70, 37, 28, top=0.5),
    _a4(3, 8, 63.5, 33.9, 28, padding=1.5, top=12.9, name="a4-24-gap"),
    _a4(3, 10, 70, 29.7, 25.6),
    _a4(4, 10, 52.5, 29.7, 25.6),
    _a4(5, 13, 38.1, 21.2, 21.2, padding=1.5, top=10.7),
    _tape(12, 70, 12),
    _tape(18, 70, 18),
    _tape(24, 70, 24),
    _tape(36, 80, 30),
    _thermal(32, 25, 18.5),
    _thermal(32, 25, 18.5, across=3),
    _thermal(40, 30, 22),
    _thermal(50, 30, 26),
    _thermal(100, 50, 40),
)
STOCKS = {stock.name: stock for stock in _ALL}
