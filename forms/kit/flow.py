"""Text on paper as flowables: paragraphs whose lines break at word borders, fields to fill, boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from reportlab.platypus import Flowable

from assettrack.thai.text import clusters
from assettrack.thai.words import may_part, pieces
from forms.kit.font import BOLD, REGULAR, width
from forms.kit.ink import Run, enter, ink, runs_width
from forms.kit.tags import tagged

if TYPE_CHECKING:
    from forms.kit.tags import Step

SIZE = 10.7
"""Points at which Sarabun is as wide and as high as TH Sarabun at 16."""
LEADING = 15.4
SMALL = 8.6
MOST_SPREAD = 0.12
"""Share of the size that a spread line may put between two clusters; a line that needs more stays ragged."""
SLACK = 0.01
"""Points by which sums of widths may be off."""
LEAST_FIT = 0.7
"""Share of its size that a line which should stay one line may shrink to."""
Align = Literal["left", "center", "right", "justify"]


def points(rule: float) -> float:
    """The size in Sarabun of a size that a rule gives for TH Sarabun."""
    return round(rule * SIZE / 16, 2)


class Text(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A paragraph of plain text; lines break between words, and inside a code only where no line could hold it.

    ``lead`` is a bold beginning, ``first`` and ``hang`` indent the first and the other lines (points), ``role`` and ``within`` say
    which element of the document it is (`tags`). ``justify`` spreads each line to the margin between all clusters, as Thai is set.
    ``fit`` makes a name smaller rather than breaking it.
    """

    def __init__(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float = SIZE,
        leading: float | None = None,
        align: Align = "left",
        first: float = 0,
        hang: float = 0,
        lead: str = "",
        fit: bool = False,
        role: str = "P",
        within: tuple[Step, ...] = (),
    ) -> None:
        super().__init__()
        face = BOLD if bold else REGULAR
        self.runs: list[Run] = [(BOLD, f"{enter(lead, BOLD)} ")] if lead else []
        self.runs.append((face, enter(text, face)))
        self.size = self.full_size = size
        self.leading = leading or LEADING * size / SIZE
        self.align, self.first, self.hang, self.fit = align, first, hang, fit
        self.path: tuple[Step, ...] = (*within, (role, object()))
        self.lines: list[tuple[list[Run], bool]] = []  # and whether the line ends its paragraph

    @property
    def text(self) -> str:
        """The words, without their faces."""
        return "".join(text for _, text in self.runs)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Break the text into lines of at most ``available`` points."""
        self.lines = []
        if self.fit:
            share = available / (runs_width(self.runs, self.full_size) or 1)
            self.size = self.full_size * max(LEAST_FIT, min(1, share))
        self._break(available)
        self.width, self.height = available, len(self.lines) * self.leading
        return self.width, self.height

    def _break(self, available: float) -> None:
        line: list[Run] = []
        used, room = 0.0, available - self.first
        for face, text in self.runs:
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.lines.append((line, True))
                    line, used, room = [], 0.0, available - self.hang
                for piece in self._fitting(part, face, available):
                    if line and used + width(piece.rstrip(), face, self.size) > room + SLACK:
                        self.lines.append((line, False))
                        line, used, room = [], 0.0, available - self.hang
                    _add(line, face, piece)
                    used += width(piece, face, self.size)
        self.lines.append((line or [(REGULAR, "")], True))

    def _fitting(self, text: str, face: str, available: float) -> list[str]:
        """Word pieces, the ones wider than a whole line cut after a sign or between clusters."""
        most, found = available - max(self.first, self.hang), []
        for piece in pieces(text):
            if width(piece.rstrip(), face, self.size) <= most:
                found.append(piece)
            else:
                found += _cut(piece, lambda part: width(part.rstrip(), face, self.size) <= most)
        return found

    def split(self, available: float, height: float) -> list[Flowable]:
        """As many lines as fit, and the rest."""
        self.wrap(available, height)
        fit = int(height // self.leading)
        if fit < 1 or fit >= len(self.lines):
            return [] if fit < 1 else [self]
        return [self._part(self.lines[:fit], self.first), self._part(self.lines[fit:], self.hang)]

    def _part(self, lines: list[tuple[list[Run], bool]], first: float) -> Text:
        part = Text("", size=self.size, leading=self.leading, align=self.align, first=first, hang=self.hang)
        part.runs, part.path = _rejoined(lines), self.path
        return part

    def draw(self) -> None:
        """Draw the lines from the top."""
        self.draw_at(self.canv, 0, 0)

    def draw_at(self, canvas: Any, left: float, low: float) -> None:
        """Draw the lines with the lower left corner at a place of the page."""
        y = low + self.height - self.leading + (self.leading - self.size) * 0.45
        note_heading(canvas, self.path[-1][0], self.text)
        with tagged(canvas, *self.path):
            for number, (line, ends) in enumerate(self.lines):
                indent = self.hang if number else self.first
                slack = self.width - indent - runs_width([*line[:-1], (line[-1][0], line[-1][1].rstrip())], self.size)
                x = left + indent + {"center": slack / 2, "right": slack}.get(self.align, 0)
                ink(
                    canvas,
                    line,
                    x,
                    y,
                    self.size,
                    0 if ends or self.align != "justify" else self._spread(line, slack),
                )
                y -= self.leading

    def _spread(self, line: list[Run], slack: float) -> float:
        gaps = len(clusters("".join(text for _, text in line).rstrip())) - 1
        wanted = slack / gaps if gaps > 0 else 0
        return wanted if 0 < wanted <= self.size * MOST_SPREAD else 0


def note_heading(canvas: Any, role: str, title: str) -> None:
    """Tell the canvas of a heading, for the bookmarks."""
    if role in ("H1", "H2") and hasattr(canvas, "headings"):
        canvas.headings.append((canvas.getPageNumber(), int(role[1]) - 1, title))


def _rejoined(lines: list[tuple[list[Run], bool]]) -> list[Run]:
    """The runs that these lines were broken from."""
    runs: list[Run] = []
    for number, (line, ends) in enumerate(lines, 1):
        runs += line
        if ends and number < len(lines):
            runs.append((line[-1][0], "\n"))
    return runs


def _add(line: list[Run], face: str, piece: str) -> None:
    if line and line[-1][0] == face:
        line[-1] = (face, line[-1][1] + piece)
    else:
        line.append((face, piece))


def _cut(piece: str, fits: Any) -> list[str]:
    """A piece too long for any line: parted as late as it fits, after a sign where there is one in its second half."""
    found, rest = [], clusters(piece)
    while rest:
        most = next((n for n in range(len(rest), 1, -1) if fits("".join(rest[:n]))), 1)
        at = most
        if most < len(rest):
            parting = [n for n in range(1, len(rest)) if may_part(rest[n - 1], rest[n])]
            borders = [n for n in reversed(parting) if n <= most]
            signs = [n for n in borders if n > most / 2 and rest[n - 1] in " -/_."]
            at = next(
                iter(signs or borders or parting), len(rest)
            )  # a mark never begins a line: rather the line is too long
        found.append("".join(rest[:at]))
        rest = rest[at:]
    return found


class Field(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A bold label with its value after it, dotted rules under the value to the margin: the head of a memorandum."""

    def __init__(self, label: str, value: str, *, label_size: float, size: float = SIZE, leading: float = 21.3) -> None:
        super().__init__()
        self.label, self.value = enter(label, BOLD), value
        self.label_size, self.size, self.leading = label_size, size, leading
        self.text = Text(value, size=size, leading=leading)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """As many lines as the value needs beside its label."""
        self.indent = width(self.label, BOLD, self.label_size) + self.size * 0.6
        _, tall = self.text.wrap(available - self.indent, height)
        self.width, self.height = available, tall
        return available, tall

    def draw(self) -> None:
        """The label, the value, the dots."""
        y, canvas = self.height - self.leading * 0.72, self.canv
        path = self.text.path
        with tagged(canvas, *path):
            ink(canvas, [(BOLD, f"{self.label} ")], 0, y, self.label_size)
            for number, (line, _) in enumerate(self.text.lines):
                ink(canvas, line, self.indent, y - number * self.leading, self.size)
        with tagged(canvas):
            canvas.saveState()
            canvas.setLineWidth(0.6)
            canvas.setDash(0.6, 2)
            for number in range(len(self.text.lines)):
                canvas.line(self.indent - 2, y - 3 - number * self.leading, self.width, y - 3 - number * self.leading)
            canvas.restoreState()


class TickBox(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A small square, ticked or not, with its words beside it; drawn, because the font has neither."""

    def __init__(self, label: str, *, ticked: bool = False, size: float = SIZE) -> None:
        super().__init__()
        self.ticked, self.size = ticked, size
        self.text = Text(label, size=size)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """The words beside the square."""
        self.indent = self.size * 0.72 + 4 if self.text.text else self.size * 0.8
        _, tall = self.text.wrap(max(available - self.indent, 1), height)
        self.width, self.height = available, tall
        return available, tall

    def draw(self) -> None:
        """The square, the tick, the words."""
        side = self.size * 0.72
        y = self.height - self.text.leading * 0.8
        with tagged(self.canv):
            _box(self.canv, y, side, ticked=self.ticked)
        self.text.canv = self.canv
        self.canv.saveState()
        self.canv.translate(self.indent, 0)
        if self.text.text:
            self.text.draw()
        self.canv.restoreState()


def _box(canvas: Any, y: float, side: float, *, ticked: bool) -> None:
    canvas.setLineWidth(0.7)
    canvas.rect(0, y, side, side)
    if ticked:
        path = canvas.beginPath()
        path.moveTo(side * 0.18, y + side * 0.5)
        path.lineTo(side * 0.42, y + side * 0.2)
        path.lineTo(side * 0.95, y + side * 1.1)
        canvas.setLineWidth(1.2)
        canvas.drawPath(path)
