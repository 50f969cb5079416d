"""Ruled tables of any length: heads of one or two rows on every page, cells that wrap, rows that stay whole where they can."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from reportlab.platypus import Flowable

from forms.kit.flow import SIZE, Align, Text
from forms.kit.page import BODY
from forms.kit.tags import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.kit.tags import Step

PAD_X, PAD_TOP, PAD_BOTTOM = 3.5, 1.5, 2.5
BY_HAND = 22.0
"""Height of a row that is left to write in."""
CELL_SIZE = SIZE - 0.7
Cell: TypeAlias = "str | Flowable"


@dataclass(frozen=True)
class Column:
    """A column: its head, its share of the width, how its cells stand, and the head above several columns it may be under."""

    head: str
    share: float
    align: Align = "left"
    group: str = ""


@dataclass
class _Row:
    cells: list[Flowable]
    height: float
    bold: bool = False


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    width: float = BODY,
    size: float = CELL_SIZE,
    total: Sequence[str] = (),
    empty: int = 0,
) -> Grid:
    """A ruled table ``width`` points wide; cells are text or flowables.

    ``total`` is a last row in bold; without ``rows``, ``empty`` rows are left to write in.
    """
    shares = sum(column.share for column in columns)
    widths = [width * column.share / shares for column in columns]
    table: Step = ("Table", object())
    made = [_row(cells, columns, widths, size, table) for cells in rows]
    made += [replace(_row([""] * len(columns), columns, widths, size, table), height=BY_HAND)] * (0 if made else empty)
    if total:
        made.append(_row(total, columns, widths, size, table, bold=True))
    return Grid(_Head(columns, widths, size, table), made, widths)


def _row(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    widths: Sequence[float],
    size: float,
    table: Step,
    *,
    bold: bool = False,
) -> _Row:
    within: tuple[Step, ...] = (table, ("TR", object()))
    drawn = [
        Text(cell, align=column.align, size=size, role="TD", within=within, bold=bold, fit=column.align == "right")
        if isinstance(cell, str)
        else cell
        for cell, column in zip(cells, columns, strict=True)
    ]
    return _Row(drawn, _tallest(drawn, widths), bold)


def _tallest(cells: Sequence[Flowable], widths: Sequence[float]) -> float:
    tall = max(cell.wrap(wide - 2 * PAD_X, 0)[1] for cell, wide in zip(cells, widths, strict=True))
    return float(tall) + PAD_TOP + PAD_BOTTOM


class _Head:
    """The head: columns of one group stand under its title, the others are as high as both rows."""

    def __init__(self, columns: Sequence[Column], widths: Sequence[float], size: float, table: Step) -> None:
        self.widths = widths
        within: tuple[Step, ...] = (table, ("TR", object()))

        def cell(text: str, wide: float) -> Text:
            made = Text(text, bold=True, align="center", size=size, role="TH", within=within)
            made.wrap(wide - 2 * PAD_X, 0)
            return made

        self.groups: list[tuple[int, int, Text | None]] = []  # first column, columns, title
        at = 0
        for title, members in groupby(columns, key=lambda column: column.group):
            count = len(list(members))
            self.groups.append((at, count, cell(title, sum(widths[at : at + count])) if title else None))
            at += count
        self.cells = [cell(column.head, wide) for column, wide in zip(columns, widths, strict=True)]
        pad = PAD_TOP + PAD_BOTTOM
        self.upper = max((title.height + pad for _, _, title in self.groups if title), default=0.0)
        under = [self.cells[n].height + pad for at, count, title in self.groups if title for n in range(at, at + count)]
        alone = [
            self.cells[n].height + pad for at, count, title in self.groups if not title for n in range(at, at + count)
        ]
        self.lower = max([*under, *(tall - self.upper for tall in alone)])
        self.height = self.upper + self.lower

    def draw(self, canvas: Any, top: float) -> None:
        """The words of the head, below ``top``."""
        for at, count, title in self.groups:
            x = sum(self.widths[:at])
            if title:
                _put(canvas, title, x, top - self.upper, self.upper)
            for n in range(at, at + count):
                tall = self.lower if title else self.height
                _put(canvas, self.cells[n], x, top - self.height, tall)
                x += self.widths[n]

    def rules(self, top: float) -> Iterator[tuple[float, float, float, float]]:
        """The lines inside the head: under each group's title, and between columns as high as they part."""
        for at, count, title in self.groups:
            x = sum(self.widths[:at])
            yield x, top, x, top - self.height
            if title:
                yield x, top - self.upper, x + sum(self.widths[at : at + count]), top - self.upper
            high = self.lower if title else self.height
            for wide in self.widths[at : at + count - 1]:
                x += wide
                yield x, top - self.height + high, x, top - self.height


def _put(canvas: Any, cell: Flowable, x: float, y: float, tall: float) -> None:
    """A cell in the middle of its room."""
    low = y + PAD_BOTTOM + (tall - PAD_TOP - PAD_BOTTOM - cell.height) / 2
    if isinstance(cell, Text):
        cell.draw_at(canvas, x + PAD_X, low)
    else:
        cell.drawOn(canvas, x + PAD_X, low)


class Grid(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Some of a table's rows under its head; splitting shares the rows, so that a thousand pages cost no more each than one."""

    def __init__(self, head: _Head, rows: list[_Row], widths: list[float], tops: list[float] | None = None) -> None:
        super().__init__()
        self.head, self.rows, self.widths = head, rows, widths
        self._below = tops or _running(rows)
        self.first, self.last = 0, len(rows)

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        """As wide as its columns, as high as its rows."""
        self.width = sum(self.widths)
        self.height = self.head.height + self._below[self.last] - self._below[self.first]
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """The rows that fit, and the rest under the same head; a row higher than a page is parted."""
        room = height - self.head.height
        fit = bisect_right(self._below, self._below[self.first] + room + 0.01, lo=self.first, hi=self.last + 1) - 1
        if fit == self.last - 1 and self.rows[fit].bold and fit > self.first + 1:
            fit -= 1  # a total is never alone under its head
        if fit > self.first:
            return [self._rows(self.first, fit), self._rows(fit, self.last)]
        tallest_page = self._frame.height if hasattr(self, "_frame") else height
        row = self.rows[self.first]
        if row.height + self.head.height <= tallest_page or room <= PAD_TOP + PAD_BOTTOM:
            return []
        return self._parted(row, available, room)

    def _rows(self, first: int, last: int) -> Grid:
        part = Grid(self.head, self.rows, self.widths, self._below)
        part.first, part.last = first, last
        return part

    def _parted(self, row: _Row, _available: float, room: float) -> list[Flowable]:
        """The first row cut at ``room``."""
        upper, lower = [], []
        for cell, wide in zip(row.cells, self.widths, strict=True):
            inside, fits = wide - 2 * PAD_X, room - PAD_TOP - PAD_BOTTOM
            parts = cell.split(inside, fits) if cell.height > fits else [cell]
            if not parts:
                return []
            upper.append(parts[0])
            lower.append(parts[1] if len(parts) > 1 else Text("", size=CELL_SIZE))
        halves = [_Row(cells, _tallest(cells, self.widths)) for cells in (upper, lower)]
        rest = [halves[1], *self.rows[self.first + 1 : self.last]]
        return [Grid(self.head, halves[:1], self.widths), Grid(self.head, rest, self.widths)]

    def draw(self) -> None:
        """The head, the rows, and every rule in one path."""
        y = self.height - self.head.height
        self.head.draw(self.canv, self.height)
        borders = [0.0]
        for row in self.rows[self.first : self.last]:
            y -= row.height
            borders.append(y)
            x = 0.0
            for cell, wide in zip(row.cells, self.widths, strict=True):
                _put(self.canv, cell, x, y, row.height)
                x += wide
        self._rule(borders[1:])

    def _rule(self, borders: list[float]) -> None:
        body = self.height - self.head.height
        lines = [(0, self.height, self.width, self.height), (0, body, self.width, body), *self.head.rules(self.height)]
        lines += [(0, y, self.width, y) for y in borders]
        x = 0.0
        for wide in self.widths:
            lines.append((x, body, x, 0))
            x += wide
        lines.append((x, self.height, x, 0))
        with tagged(self.canv):
            path = " ".join(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l" for x0, y0, x1, y1 in lines)
            self.canv._code.append(f"q 0.5 w {path} S Q")  # noqa: SLF001 -- ReportLab formats each number in Python


def _running(rows: Sequence[_Row]) -> list[float]:
    """Heights of the first n rows together, for every n."""
    found = [0.0]
    for row in rows:
        found.append(found[-1] + row.height)
    return found
