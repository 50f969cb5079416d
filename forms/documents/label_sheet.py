"""Sheets of QR labels (แผ่นป้ายครุภัณฑ์): a code for the scanner, and for people the asset's number, name, division and token.

A label is one string of PDF operators; what labels share is made once, because an office prints thousands of them.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from assettrack.thai.text import clusters
from assettrack.thai.words import may_part, pieces
from forms.kit import qr
from forms.kit.font import BOLD, REGULAR, font, width
from forms.kit.ink import enter
from forms.kit.label_stock import INCH, STOCKS, STRAIGHT, BadMeasure, LabelStock, Place, PrinterProfile, positions

PRACTICE = "ตัวอย่าง"
LEAST, _MOST, _STEP = 4.5, 14.0, 0.25
"""Points of a label's name; the least is as large as TH Sarabun at 6.7."""
LINE = 1.3
"""Height of a line as a share of its size: Sarabun's own ascent and descent, so stacked marks never meet."""
_DESCENT = 0.232
_CODE, _SMALLER, _TOKEN = 1.2, 0.85, 0.8
"""Sizes as shares of the name's: the asset's number; the office and the division; the token."""
_ROWS, _EASY = 8.0, 6.5
"""The name is no larger than an eighth of the room's height, unless that were hard to read; what is easy to read."""
_KEPT = 2048
"""Texts kept for the next label like it; a register where every name is its own needs no more memory for that."""
_WIDEST_SIGN = "W"
_OWNER_ROOM = 700.0
"""Square millimetres of text from which a label has room for the office's name too."""
LEAST_MODULE = 0.3
"""Millimetres of a module below which office printers and phones fail."""


@dataclass(frozen=True)
class Label:
    """One label: what its QR code says, the token as a person types it, the asset's number, its name and division."""

    payload: str
    token_text: str
    code: str
    name: str
    division: str


@dataclass(frozen=True)
class LabelSheet:
    """Labels on a stock, after ``skip`` places of the first sheet that are used up, for a printer.

    Raises:
        ValueError: no label at all.
        BadMeasure: ``skip`` is a whole sheet or more.
    """

    stock: LabelStock
    labels: tuple[Label, ...]
    skip: int = 0
    printer: PrinterProfile = STRAIGHT
    practice: bool = False
    agency: str = ""

    def __post_init__(self) -> None:
        if not self.labels:
            raise ValueError("ไม่มีป้ายให้พิมพ์")
        if not 0 <= self.skip < self.stock.per_sheet:
            raise BadMeasure("เว้นดวงที่ใช้แล้ว", self.skip, f"แผ่นนี้มี {self.stock.per_sheet} ดวง ต้องเหลือให้พิมพ์อย่างน้อย 1 ดวง")


def sample(stock: str = "a4-65") -> LabelSheet:
    """A practice office's sheet with the longest plausible names, as many as a sheet has places."""
    names = (
        "เครื่องคอมพิวเตอร์โน้ตบุ๊กสำหรับงานประมวลผลพร้อมอุปกรณ์ประกอบครบชุด",
        "เก้าอี้พลาสติกมีพนักพิง",
        "รถบรรทุกน้ำดับเพลิงอเนกประสงค์ ๖ ล้อ ปริมาตรกระบอกสูบไม่ต่ำกว่า ๗,๐๐๐ ซีซี แบบเคลื่อนที่เร็วพร้อมอุปกรณ์กู้ภัย",
        "HP LaserJet Pro MFP M428fdw",
        "ปั๊มน้ำบาดาลชนิดจุ่มใต้น้ำ ขนาด ๒ แรงม้า",
        "โต๊ะ",
    )
    divisions = ("สำนักปลัดองค์การบริหารส่วนตำบล", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม")
    labels = tuple(
        Label(
            f"A-04HMA{at:02}",
            f"04HMA{at:02}",
            f"416-{60 + at % 9}-{at:04}/{at % 7 + 1}",
            names[at % 6],
            divisions[at % 3],
        )
        for at in range(STOCKS[stock].per_sheet)
    )
    return LabelSheet(STOCKS[stock], labels, practice=True, agency="องค์การบริหารส่วนตำบลพะงาด")


def render(data: LabelSheet) -> bytes:
    """The sheets as PDF; same data, same bytes.

    Raises:
        GlyphMissing: a character that the font cannot draw.
        ValueError: a payload that is no text of QR's alphanumeric mode.
        BadMeasure: a payload too long to be read from a label so small.
    """
    out = io.BytesIO()
    canvas = Canvas(
        out, (data.stock.width * mm, data.stock.height * mm), pageCompression=1, invariant=1, pdfVersion=(1, 7),
        initialFontName=font(REGULAR).fontName, lang="th-TH",
    )  # fmt: skip
    canvas.setTitle(f"ป้ายครุภัณฑ์ {len(data.labels)} ดวง")
    canvas.setAuthor(enter(data.agency))
    canvas.setSubject(data.stock.title_th)
    canvas.setCreator("assettrack")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")  # «fit to page» would move every label
    press, sheet = _Press(canvas, data), 0
    for label, place in zip(data.labels, positions(data.stock, data.skip, data.printer), strict=False):
        if place.sheet > sheet:
            canvas.showPage()
            sheet = place.sheet
        press.label(label, place)
    canvas.save()
    return out.getvalue()


class _Press:
    """Draws labels on a canvas, and keeps the operators of what many of them have in common."""

    def __init__(self, canvas: Canvas, data: LabelSheet) -> None:
        self._canvas, self._stock, self._printer = canvas, data.stock, data.printer
        high = data.stock.label_height - 2 * data.stock.padding
        self._room = _Room(data.stock.text_width * mm, high * mm, data.stock.padding * mm)
        self._left = data.stock.text_left * mm
        self._mark = PRACTICE if data.practice else ""
        self._owner = _entered(data.agency) if data.stock.text_width * high >= _OWNER_ROOM else ""
        self._shared: dict[tuple[str, str, tuple[float, ...]], tuple[_Column, str, str]] = {}

    def label(self, label: Label, place: Place) -> None:
        """Draw one label."""
        stock, printer = self._stock, self._printer
        x, y = place.x * mm, (stock.height - place.y - stock.label_height * printer.scale_y) * mm
        self._canvas._code.append(  # noqa: SLF001 -- ReportLab has no other door for an operator
            f"q {printer.scale_x:.6g} 0 0 {printer.scale_y:.6g} {x:.3f} {y:.3f} cm BT {self._text(label)} ET "
            f"{self._symbol(label.payload, place)} Q"
        )

    def _symbol(self, payload: str, place: Place) -> str:
        count, path = qr.operators(payload)
        x, top, module = symbol_place(self._stock, count, place)
        y = self._stock.label_height - top - count * module
        return f"{module * mm:.5f} 0 0 {module * mm:.5f} {x * mm:.3f} {y * mm:.3f} cm {path} f"

    def _text(self, label: Label) -> str:
        wide = self._room.wide
        codes = _code_lines(enter(label.code.replace("\n", " "), BOLD), wide)
        column, before, after = self._column(label, tuple(_rounded(code.inked) for code in codes))
        shown = [before]
        shown += [self._shown(BOLD, at.size, code.text, at.y) for code, at in zip(codes, column.codes, strict=True)]
        token = enter(label.token_text)
        most = wide / (len(token) * width(_WIDEST_SIGN, REGULAR, 1) or 1)
        return " ".join([*shown, after, self._shown(REGULAR, min(column.size * _TOKEN, most), token, column.token)])

    def _column(self, label: Label, codes: tuple[float, ...]) -> tuple[_Column, str, str]:
        """Where the text stands, and the operators of what is above and below the asset's number."""
        key = label.name, label.division, codes
        if key not in self._shared:
            if len(self._shared) >= _KEPT:
                self._shared.clear()
            column = _column(self._mark, self._owner, _entered(label.name), _entered(label.division), codes, self._room)
            before, after = (
                " ".join(self._shown(line.face, line.size, line.text, line.y) for line in lines)
                for lines in (column.before, column.after)
            )
            self._shared[key] = column, before, after
        return self._shared[key]

    def _shown(self, face: str, size: float, text: str, y: float) -> str:
        """The operators of one line of text."""
        typeface, document = font(face), self._canvas._doc  # noqa: SLF001
        strings = [
            f"{typeface.getSubsetInternalName(subset, document)} {size:.4g} Tf ({self._canvas._escape(codes)}) Tj"  # noqa: SLF001
            for subset, codes in typeface.splitString(text, document)
        ]
        return f"1 0 0 1 {self._left:.2f} {y:.2f} Tm {' '.join(strings)}"


def symbol_place(stock: LabelStock, count: int, place: Place) -> tuple[float, float, float]:
    """Where a symbol of ``count`` modules stands: x and y of its top left corner from the label's, and its module, in mm.

    On a thermal roll all three are whole dots of the head, else modules would differ in width.

    Raises:
        BadMeasure: its modules would be too small to be read.
    """
    module = stock.code / (count + 2 * qr.QUIET)
    dot = INCH / stock.dpi if stock.dpi else 0.0
    if dot:
        module = math.floor(module / dot + 1e-9) * dot
    if module < LEAST_MODULE:
        raise BadMeasure(
            "จุดของคิวอาร์ (มม.)", round(module, 2), f"ต้องไม่เล็กกว่า {LEAST_MODULE:g} มม. ใช้ป้ายที่ใหญ่กว่านี้ หรือตั้งที่อยู่เว็บให้สั้นลง"
        )
    x = stock.code_left + (stock.code - count * module) / 2
    top = (stock.label_height - count * module) / 2
    if dot:
        x, top = round((place.x + x) / dot) * dot - place.x, round((place.y + top) / dot) * dot - place.y
    return x, top, module


@lru_cache(maxsize=1024)
def _entered(text: str) -> str:
    """A text as one line of paper."""
    return enter(text.replace("\n", " "))


@dataclass(frozen=True)
class _Room:
    """The room for text: width, height and lower edge in points from the label's."""

    wide: float
    high: float
    low: float


class _Row(NamedTuple):
    """A text or a line of it, with its size as a share of the name's."""

    face: str
    share: float
    text: str


class _Part(NamedTuple):
    """A piece of text that stays on one line, with its width at size 1, without and with the white space at its end."""

    text: str
    inked: float
    whole: float


class _Line(NamedTuple):
    """One line: its face, size, text and baseline in points."""

    face: str
    size: float
    text: str
    y: float


@dataclass(frozen=True)
class _Column:
    """The text of a label: the name's size, the lines above and below the asset's number, its own lines, the token's baseline."""

    size: float
    before: list[_Line]
    codes: list[_Line]
    after: list[_Line]
    token: float


def _rounded(ems: float) -> float:
    """A width with little more, so that numbers of one pattern share their column."""
    return math.ceil(ems * 5) / 5


@lru_cache(maxsize=_KEPT)
def _column(mark: str, owner: str, name: str, division: str, codes: tuple[float, ...], room: _Room) -> _Column:
    """The lines of a label from the top, in the middle of its height, as large as they fit; ``codes`` are the number's widths."""
    texts = [
        _Row(BOLD, _TOKEN, mark),
        _Row(REGULAR, _SMALLER, owner),
        _Row(REGULAR, 1, name),
        _Row(REGULAR, _SMALLER, division),
    ]
    size, (marks, owners, names, divisions) = _fitted(texts, codes, room)
    above, below = [*marks, *owners], [*names, *divisions]
    number = [_Row(BOLD, share, "") for share in _code_shares(codes, room.wide / size)]
    rows = [*above, *number, *below, _Row(REGULAR, _TOKEN, "")]
    y, lines = room.low + (room.high + size * LINE * sum(row.share for row in rows)) / 2, []
    for face, share, text in rows:
        y -= share * size * LINE
        lines.append(_Line(face, share * size, text, y + share * size * _DESCENT))
    first, last = len(above), len(above) + len(codes)
    return _Column(size, lines[:first], lines[first:last], lines[last:-1], lines[-1].y)


def _code_shares(codes: tuple[float, ...], wide: float) -> list[float]:
    """Sizes of the number's lines, of these widths in ems, as shares of the name's."""
    return [min(_CODE, wide / code) for code in codes]


def _fitted(texts: list[_Row], codes: tuple[float, ...], room: _Room) -> tuple[float, list[list[_Row]]]:
    """The largest size at which every text fits, and their lines; the name is never larger than the number.

    Best is one line of office and of division at a size that is easy to read; then whole words, then torn ones, and at last the end
    of the name left out.
    """
    most = min(_MOST, max(_EASY, room.high / _ROWS), *(room.wide / code for code in codes))
    sizes = [LEAST + _STEP * step for step in range(int((most - LEAST) / _STEP), -1, -1)]
    for least, single, torn in ((_EASY, True, False), (LEAST, False, False), (LEAST, False, True)):
        for size in sizes:
            wide, high = room.wide / size, room.high / size
            lines = _lines(texts, wide, torn=torn) if size >= least else None
            if lines and _tall(lines, codes, wide) <= high and not (single and any(map(_second, lines))):
                return size, lines
    return LEAST, _ended(texts, codes, room.wide / LEAST, room.high / LEAST)


def _lines(texts: list[_Row], wide: float, *, torn: bool) -> list[list[_Row]] | None:
    """The lines of each text; none where a word is wider than a line and may not be ``torn``."""
    found = [_wrapped(row, wide, torn=torn) for row in texts]
    return [lines for lines in found if lines is not None] if None not in found else None


def _second(lines: list[_Row]) -> bool:
    """Whether a text of the office or the division goes on in a second line."""
    return len(lines) > 1 and lines[0].share < 1


def _tall(lines: list[list[_Row]], codes: tuple[float, ...], wide: float) -> float:
    """Height of a label's lines, the asset's number and the token included, in sizes of its name."""
    return LINE * (sum(_code_shares(codes, wide)) + _TOKEN + sum(row.share for rows in lines for row in rows))


def _ended(texts: list[_Row], codes: tuple[float, ...], wide: float, high: float) -> list[list[_Row]]:
    """One line of each text, and as many of the name as fit; what is left out shows as «…». In sizes of the name.

    Raises:
        BadMeasure: the asset's number alone takes the whole label.
    """
    lines = [_shortened(row, 1, wide) for row in texts]
    spare = math.floor((high - _tall(lines, codes, wide)) / LINE)
    if spare < 0:
        raise BadMeasure("เลขครุภัณฑ์ (บรรทัด)", len(codes), "ยาวเกินไปสำหรับป้ายขนาดนี้ ใช้ป้ายที่ใหญ่กว่านี้")
    return [
        _shortened(row, 1 + spare, wide) if row.share == 1 else found for row, found in zip(texts, lines, strict=True)
    ]


def _shortened(row: _Row, most: int, wide: float) -> list[_Row]:
    """At most so many lines of a text, the last one ended with «…» between clusters."""
    lines = _wrapped(row, wide, torn=True) or []
    if len(lines) <= most:
        return lines
    kept = clusters(lines[most - 1].text.rstrip())
    while width("".join(kept) + "…", row.face, row.share) > wide:
        kept.pop()
    return [*lines[: most - 1], row._replace(text="".join(kept) + "…")]


def _wrapped(row: _Row, wide: float, *, torn: bool) -> list[_Row] | None:
    """The lines of a text, parted at word borders; none where a word is wider than a line and may not be ``torn``."""
    parts = _measured(row.text, row.face)
    room = wide / row.share
    if any(part.inked > room for part in parts):
        if not torn:
            return None
        parts = tuple(small for part in parts for small in _torn(part, row.face, room))
    lines, used = [""] if row.text else [], 0.0
    for piece, inked, whole in parts:
        if lines[-1] and used + inked > room:
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += whole
    return [row._replace(text=line) for line in lines]


@lru_cache(maxsize=_KEPT)
def _measured(text: str, face: str) -> tuple[_Part, ...]:
    return tuple(_part(piece, face) for piece in pieces(text))


def _part(piece: str, face: str) -> _Part:
    return _Part(piece, width(piece.rstrip(), face, 1), width(piece, face, 1))


def _torn(part: _Part, face: str, room: float) -> list[_Part]:
    """A part cut into ones no wider than a line, late but where it hurts least; whole where it fits."""
    if part.inked <= room:
        return [part]
    found, rest = [], clusters(part.text)
    while rest:
        fits = 1
        while fits < len(rest) and width("".join(rest[: fits + 1]).rstrip(), face, 1) <= room:
            fits += 1
        at = fits if fits == len(rest) else _border(rest, fits)
        found.append(_part("".join(rest[:at]), face))
        rest = rest[at:]
    return found


def _border(rest: list[str], fits: int) -> int:
    """Where to tear a word of whose clusters so many fit a line: after a sign, else where the fewest words are left of it."""
    borders = [at for at in range(fits, 0, -1) if may_part(rest[at - 1], rest[at]) and not rest[at].endswith("์")]
    late = [at for at in borders if at > fits / 3] or borders or [fits]

    def harm(at: int) -> tuple[bool, int]:
        return rest[at - 1] not in "-/_.", len(pieces("".join(rest[:at]))) + len(pieces("".join(rest[at:])))

    return min(late, key=harm)


def _code_lines(code: str, wide: float) -> list[_Part]:
    """The asset's number in one line where it can be read so, else in as many as it takes."""
    return _torn(_part(code, BOLD), BOLD, wide / LEAST) if code else []
