"""A page as lines of text: what stands on it keeps its place as well as a terminal's cells allow, tables keep their columns.

Letters are wider in cells than on paper. So text that fills its line is set anew as a paragraph, a cell of a table as lines of its
own, and a page that is written small becomes wider than the screen, which scrolls.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assettrack.thai.text import cells, pad
from assettrack.thai.words import pieces
from assettrack.tui.page_picture import CODE, NEAR, Rule, Run
from assettrack.tui.thai import divide_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assettrack.tui.page_picture import PageParts

ROOMY = 1.3
"""How much wider than on paper text may become before the page grows wider than the screen."""
PADDING = 6.0
"""Points that a line may end short of its edge, although the next word would have fitted."""
LONG = 40
"""Cells from which a line outside a table may be one of a paragraph."""
INDENT = 6
"""Line heights by which the first line of a paragraph is indented at most."""
LEADER = re.compile(r"\.{5,}")
"""Dots to write on."""
_DOT = 0.42
"""Cells of such a dot: on paper it is narrow."""
NARROW = 8
"""Least cells beside other text in which words are set under each other."""
FIGURE = re.compile(r"[\d,.]+")
"""An amount; it stands on one line."""
LARGE = 4
"""Line heights from which a QR code is a label's, and not one in a table or at the foot of a page."""
_CORNERS = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
"""Lines that meet, by 1 above + 2 below + 4 at the left + 8 at the right."""


@dataclass(frozen=True)
class Grid:
    """How places on paper become cells: the left edge of what is printed, points of a cell, cells of the whole."""

    left: float
    right: float
    unit: float
    width: int

    def column(self, x: float) -> int:
        """The cell of a place."""
        return max(0, min(self.width - 1, round((x - self.left) / self.unit)))


def page_lines(parts: PageParts, width: int) -> list[str]:
    """The page in lines, at least ``width`` cells wide where its text needs no more."""
    if not parts.runs:
        return []
    grid = _grid(parts, width)
    blocks = [*_tables(parts, grid), *_text(parts, grid)]
    lines: list[str] = []
    foot = None
    for top, bottom, drawn in sorted(blocks, key=lambda block: block[1]):
        if foot is not None and top - foot > 0.8 * _line_height(parts):
            lines.append("")
        lines += drawn
        foot = bottom
    return [line.rstrip() for line in lines]


Block = tuple[float, float, list[str]]
"""Upper edge, lower edge, lines."""


def _line_height(parts: PageParts) -> float:
    heights = sorted(run.height for run in parts.runs)
    return heights[len(heights) // 2]


def _grid(parts: PageParts, width: int) -> Grid:
    """Fill the width; wider where text is written small (labels excepted, which are set anew) or a figure would break."""
    edges: list[Run | Rule] = [*parts.runs, *parts.rules, *(rule for table in _ruled(parts) for rule in table)]
    left, right = min(edge.left for edge in edges), max(edge.right for edge in edges)
    unit = (right - left) / (width - 1)
    if not _are_labels(parts):
        words = [run for run in parts.runs if not LEADER.search(run.text)]
        letter = sum(run.right - run.left for run in words) / max(1, sum(cells(run.text) for run in words))
        unit = min(unit, ROOMY * letter, *_units_of_figures(parts))
    return Grid(left, right, unit, round((right - left) / unit) + 1)


def _units_of_figures(parts: PageParts) -> Iterator[float]:
    """Points of a cell in which each figure of a table still stands on one line."""
    for table in parts.tables:
        xs, edge = _steps([rule.left for rule in table if rule.right - rule.left < 1]), _around(table)
        for run in (run for run in parts.runs if FIGURE.fullmatch(run.text) and _within(run, edge)):
            at = bisect(xs, (run.left + run.right) / 2)
            if 0 < at < len(xs):
                yield (xs[at] - xs[at - 1]) / (cells(run.text) + 2)


# --- text ---------------------------------------------------------------------------------------------------------------


def _text(parts: PageParts, grid: Grid) -> Iterator[Block]:
    """Everything outside the tables, row by row."""
    inside = [_around(table) for table in _ruled(parts)]
    loose = [run for run in parts.runs if not any(_within(run, table) for table in inside)]
    free = [rule for rule in parts.rules if not any(_under(rule, run) for run in loose)]
    lines = [Run("─", rule.left, rule.right, rule.foot, _line_height(parts)) for rule in free]
    for row in _paragraphs(_rows([*loose, *lines]), grid.right, LONG):
        yield min(run.top for run in row), max(run.foot for run in row), _set_row(row, grid)


def _under(rule: Rule, run: Run) -> bool:
    """Whether a line is one to write on, and written on."""
    return (
        rule.left < run.right - run.height / 2 and run.left < rule.right and abs(run.foot - rule.top) < run.height / 2
    )


def _within(run: Run, table: Rule) -> bool:
    middle = run.foot - run.height / 2
    return table.top < middle < table.foot and table.left - 1 < run.left and run.right < table.right + 1


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs that stand on one line, from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.foot, run.left)):
        if rows and run.foot - rows[-1][-1].foot < NEAR * min(run.height, rows[-1][-1].height):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _paragraphs(rows: Sequence[list[Run]], right: float, least: int) -> list[list[Run]]:
    """A full line of at least so many cells and the one that goes on with it become one run."""
    joined: list[list[Run]] = []
    for row in rows:
        if joined and cells(joined[-1][0].text) >= least and _continues(joined[-1], row, right):
            joined[-1] = [joined[-1][0].and_then(row[0])]
        else:
            joined.append(row)
    return joined


def _continues(before: list[Run], row: list[Run], edge: float) -> bool:
    """Whether a line goes on with the sentence of the one before: it is right below, and its first word had no room there."""
    if len(before) != 1 or len(row) != 1 or "─" in (before[0].text, row[0].text):
        return False
    last, run = before[0], row[0]
    in_a_code = last.text[-1:].isascii() and last.text[-1:].isalnum() and run.text[:1].isascii()
    first = run.text[:1] if in_a_code else next(iter(pieces(run.text)), "")
    word = (run.right - run.left) * cells(first.strip()) / max(1, cells(run.text))
    below = -1 < last.left - run.left < INDENT * run.height and run.foot - last.foot < 1.7 * run.height
    return below and abs(last.height - run.height) < 0.3 and last.right + word > edge - PADDING


def _set_row(row: Sequence[Run], grid: Grid) -> list[str]:
    """Runs side by side, each wrapped in the room up to the next."""
    lines: list[str] = [""]
    for at, run in enumerate(row):
        text = _text_of(run, grid)
        used = cells(lines[0])
        start = max(used + 1 if used else 0, _start(run, cells(text), grid, alone=len(row) == 1))
        end = grid.column(row[at + 1].left) - 2 if at + 1 < len(row) else grid.width
        indent = start - grid.column(run.next_left) if run.next_left else 0
        lines = _beside(lines, start - indent, _wrapped(" " * indent + text, end - start + indent))
    return lines


def _beside(lines: list[str], start: int, more: Sequence[str]) -> list[str]:
    """More lines from a column on, to the right of what there is."""
    rows = max(len(lines), len(more))
    left, right = [*lines, *[""] * (rows - len(lines))], [*more, *[""] * (rows - len(more))]
    return [f"{pad(a, max(start, cells(a)))}{b}" if b else a for a, b in zip(left, right, strict=True)]


def _text_of(run: Run, grid: Grid) -> str:
    """The words of a run; dots to write on and lines take the room that they have on paper."""
    if run.text == "─":
        return "─" * max(1, grid.column(run.right) - grid.column(run.left))
    return _dots(run.text)


def _dots(text: str) -> str:
    return LEADER.sub(lambda dots: "." * max(3, round(_DOT * len(dots[0]))), text).strip()


def _start(run: Run, width: int, grid: Grid, *, alone: bool) -> int:
    """The column of a run: at its left edge; at its right edge or in the middle where it stands there on paper."""
    if run.left - grid.left < grid.unit or width >= grid.width:
        return grid.column(run.left)
    middle = (run.left + run.right) / 2 - (grid.left + grid.right) / 2
    if alone and abs(middle) < 2 * grid.unit:
        return (grid.width - width) // 2
    at_the_right = grid.right - run.right < grid.unit and grid.column(run.left) > 0.6 * grid.width
    return grid.width - width if at_the_right else grid.column(run.left)


def _wrapped(text: str, room: int) -> list[str]:
    """Text in lines of so many cells; where that is too narrow for words, in one."""
    widest = max((cells(word.strip()) for word in pieces(text)), default=0)
    return [text] if widest > room or room < NARROW else _set(text, room)


def _set(text: str, room: int) -> list[str]:
    cuts = [0, *divide_line(text, room), len(text)]
    return [text[a:b].rstrip() for a, b in pairwise(cuts)]


# --- tables -------------------------------------------------------------------------------------------------------------


def _around(table: Sequence[Rule]) -> Rule:
    return Rule(
        min(rule.left for rule in table),
        min(rule.top for rule in table),
        max(rule.right for rule in table),
        max(rule.foot for rule in table),
    )


def _steps(places: Sequence[float]) -> list[float]:
    """Different places, in order; those less than two points apart are one."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > 2:
            steps.append(place)
    return steps


def _are_labels(parts: PageParts) -> bool:
    return any(run.text == CODE and run.height > LARGE * _line_height(parts) for run in parts.runs)


def _ruled(parts: PageParts) -> tuple[tuple[Rule, ...], ...]:
    """The tables of a page; the labels of a sheet are one, each in its cell, whose middle is the middle of its code."""
    if not _are_labels(parts):
        return parts.tables
    codes = [run for run in parts.runs if run.text == CODE]
    xs, ys = _steps([code.left - 1 for code in codes]), _steps([code.foot - code.height / 2 for code in codes])
    wide = xs[1] - xs[0] if len(xs) > 1 else max(run.right for run in parts.runs) - xs[0]
    high = ys[1] - ys[0] if len(ys) > 1 else 2 * max(run.foot for run in parts.runs)
    right, foot = xs[-1] + wide, ys[-1] + high / 2
    down = (Rule(x, ys[0] - high / 2, x, foot) for x in [*xs, right])
    across = (Rule(xs[0], y, right, y) for y in [*(y - high / 2 for y in ys), foot])
    return ((*down, *across),)


def _tables(parts: PageParts, grid: Grid) -> Iterator[Block]:
    for table in _ruled(parts):
        edge = _around(table)
        inside = [run for run in parts.runs if _within(run, edge)]
        yield edge.top, edge.foot, _Table(table, inside, grid, as_it_is=_are_labels(parts)).lines()


class _Table:
    """A table by its lines; ``xs`` and ``ys`` are where lines go down and across.

    ``as_it_is`` leaves each line of a cell a line, at the left edge.
    """

    def __init__(self, rules: Sequence[Rule], runs: Sequence[Run], grid: Grid, *, as_it_is: bool) -> None:
        self.down = [rule for rule in rules if rule.right - rule.left < 1]
        self.across = [rule for rule in rules if rule.foot - rule.top < 1]
        self.xs, self.ys = _steps([rule.left for rule in self.down]), _steps([rule.top for rule in self.across])
        self.columns = [grid.column(x) for x in self.xs]
        self.runs, self.as_it_is = runs, as_it_is

    def lines(self) -> list[str]:
        """The table drawn."""
        lines = [self._border(0)]
        for row in range(len(self.ys) - 1):
            lines += [*self._row(row), self._border(row + 1)]
        return lines

    def _is_down(self, column: int, row: int) -> bool:
        """Whether a line goes down at the left of a column along a row."""
        if not 0 <= row < len(self.ys) - 1:
            return False
        x, y = self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.left - x) < 2 and rule.top < y < rule.foot for rule in self.down)

    def _is_across(self, column: int, row: int) -> bool:
        """Whether a line goes across a column above a row."""
        if not 0 <= column < len(self.xs) - 1:
            return False
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row]
        return any(abs(rule.top - y) < 2 and rule.left < x < rule.right for rule in self.across)

    def _border(self, row: int) -> str:
        line = " " * self.columns[0]
        for column in range(len(self.xs)):
            left, right = self._is_across(column - 1, row), self._is_across(column, row)
            up, below = self._is_down(column, row - 1), self._is_down(column, row)
            line += _CORNERS[up + 2 * below + 4 * left + 8 * right]
            if column + 1 < len(self.xs):
                line += ("─" if right else " ") * (self.columns[column + 1] - self.columns[column] - 1)
        return line

    def _row(self, row: int) -> list[str]:
        """The cells of a row side by side."""
        edges = [column for column in range(len(self.xs)) if self._is_down(column, row)]
        drawn = []
        for left, right in pairwise(edges):
            room = self.columns[right] - self.columns[left] - 1
            inside = [run for run in self.runs if self._holds(run, left, right, row)]
            drawn.append((room, self._cell(inside, self.xs[left], self.xs[right], room)))
        high = max((len(texts) for _, texts in drawn if texts), default=1)
        indent = " " * self.columns[edges[0]] if edges else ""
        return [
            indent + "│".join(["", *(pad(texts[at] if at < len(texts) else "", room) for room, texts in drawn), ""])
            for at in range(high)
        ]

    def _holds(self, run: Run, left: int, right: int, row: int) -> bool:
        x, y = (run.left + run.right) / 2, run.foot - run.height / 2
        return self.xs[left] < x < self.xs[right] and self.ys[row] < y < self.ys[row + 1]

    def _cell(self, runs: Sequence[Run], left: float, right: float, room: int) -> list[str]:
        """A cell's lines, at its left or right edge or in its middle as on paper."""
        codes, words = [run for run in runs if run.text == CODE], [run for run in runs if run.text != CODE]
        rows = [*([codes] if codes else []), *(_rows(words) if self.as_it_is else _paragraphs(_rows(words), right, 0))]
        texts = [line for row in rows for line in _set(" ".join(_dots(run.text) for run in row), max(1, room))]
        before = min((run.left for run in runs), default=0) - left
        after = right - max((run.right for run in runs), default=0)
        flush = len(runs) > 1 and max(run.left for run in runs) - min(run.left for run in runs) < 1
        if self.as_it_is or flush or after - before > 3:
            return texts
        return [" " * ((room - cells(text)) // (1 if before - after > 3 else 2)) + text for text in texts]
