"""Text on paper: the one door through which it enters, and the flowable that breaks lines at word borders."""

from __future__ import annotations

from typing import Any, Literal

from reportlab.platypus import Flowable

from assettrack.thai.text import clusters, normalise
from assettrack.thai.words import pieces
from forms.kit.font import BOLD, REGULAR, check_glyphs, font, width

SIZE = 10.7
"""Points at which Sarabun is as wide and as high as TH Sarabun at 16."""
LEADING = 15.4
SMALL = 8.6
Align = Literal["left", "center", "right"]


def enter(text: str, face: str = REGULAR) -> str:
    """Text as it may stand on paper: normalised, and every glyph there.

    Raises:
        GlyphMissing: a character that the font cannot draw.
    """
    clean = normalise(text)
    check_glyphs(clean.replace("\n", ""), font(face))
    return clean


class Text(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A paragraph of plain text; lines break between words, and inside a code only where no line could hold it."""

    def __init__(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float = SIZE,
        leading: float | None = None,
        align: Align = "left",
        first: float = 0,
    ) -> None:
        super().__init__()
        self.face = BOLD if bold else REGULAR
        self.text = enter(text, self.face)
        self.size, self.leading = size, leading or LEADING * size / SIZE
        self.align, self.first = align, first
        self.lines: list[str] = []

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Break the text into lines of at most ``available`` points."""
        self.lines = [line for part in self.text.split("\n") for line in self._broken(part, available)]
        self.width, self.height = available, len(self.lines) * self.leading
        return self.width, self.height

    def _broken(self, text: str, available: float) -> list[str]:
        lines, line, room = [], "", available - self.first
        for piece in self._fitting(text, available):
            if line and width((line + piece).rstrip(), self.face, self.size) > room:
                lines.append(line)
                line, room = "", available
            line += piece
        return [*lines, line]

    def _fitting(self, text: str, available: float) -> list[str]:
        """Word pieces, the ones wider than a whole line cut between clusters."""
        found = []
        for piece in pieces(text):
            if width(piece.rstrip(), self.face, self.size) <= available - self.first:
                found.append(piece)
                continue
            part = ""
            for cluster in clusters(piece):
                if part and width(part + cluster, self.face, self.size) > available - self.first:
                    found.append(part)
                    part = ""
                part += cluster
            found.append(part)
        return found

    def split(self, available: float, height: float) -> list[Flowable]:
        """As many lines as fit, and the rest."""
        self.wrap(available, height)
        fit = int(height // self.leading)
        if fit < 1 or fit >= len(self.lines):
            return [] if fit < 1 else [self]
        return [self._part(self.lines[:fit], self.first), self._part(self.lines[fit:], 0)]

    def _part(self, lines: list[str], first: float) -> Text:
        bold = self.face == BOLD
        return Text("".join(lines), bold=bold, size=self.size, leading=self.leading, align=self.align, first=first)

    def draw(self) -> None:
        """Draw the lines from the top."""
        y = self.height - self.leading + (self.leading - self.size) * 0.45
        self.canv.setFont(font(self.face).fontName, self.size)
        for number, line in enumerate(self.lines):
            self.canv.drawString(self._x(line.rstrip(), 0 if number else self.first), y, line)
            y -= self.leading

    def _x(self, line: str, indent: float) -> float:
        slack = self.width - width(line, self.face, self.size)
        return {"left": indent, "center": slack / 2, "right": slack}[self.align]


class TickBox(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A small square, ticked or not, with its words beside it; drawn, because the font has neither."""

    def __init__(self, label: str, *, ticked: bool, size: float = SIZE) -> None:
        super().__init__()
        self.label, self.ticked, self.size = enter(label), ticked, size

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = available, LEADING * self.size / SIZE
        return self.width, self.height

    def draw(self) -> None:
        """The square, the tick, the words."""
        side, y = self.size * 0.72, self.height * 0.2
        canvas: Any = self.canv
        canvas.setLineWidth(0.7)
        canvas.rect(0, y, side, side)
        if self.ticked:
            path = canvas.beginPath()
            path.moveTo(side * 0.18, y + side * 0.5)
            path.lineTo(side * 0.42, y + side * 0.2)
            path.lineTo(side * 0.95, y + side * 1.1)
            canvas.setLineWidth(1.2)
            canvas.drawPath(path)
        canvas.setFont(font(REGULAR).fontName, self.size)
        canvas.drawString(side + 4, y + 0.5, self.label)
