"""A printed paper as PDFium reads it: the pages as pictures, and what stands where on them. Call it in a worker."""

from __future__ import annotations

import ctypes
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assettrack.thai.text import is_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    Point = tuple[float, float]
    Modules = tuple[tuple[bool, ...], ...]
    """A QR code, row by row from the top; true is dark."""

GAP = 0.25
"""White between two letters, as a share of their height, from which they belong to two runs."""
NEAR = 0.35
"""Difference of two feet, as a share of the height, from which they stand on two lines."""
FINE = 3.0
"""Pixels a point at which a page is drawn, at least."""
DARKER = 1.8
"""How much darker than its area its ink is shown."""
TICK_BOX = 14.0
"""Points of the largest square that is a box to tick."""
CODE = "[QR]"
"""Stands where a QR code is."""
_CODE = 300
"""Least corners of its path."""
_MOVE, _LINE = 2, 0
_PATH = 2
_FEW = 3
"""Lines that make no table yet."""
_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not safe in two threads at once."""


@dataclass(frozen=True)
class Run:
    """Letters that follow each other; places in points from the page's top left corner, ``foot`` is the lower edge.

    A run may go on below: then ``above`` is the height of its lines before the last, ``next_left`` where the further ones begin,
    ``right`` and ``foot`` are the last one's.
    """

    text: str
    left: float
    right: float
    foot: float
    height: float
    next_left: float = 0.0
    above: float = 0.0

    @property
    def top(self) -> float:
        """The upper edge of its first line."""
        return self.foot - self.height - self.above

    def and_then(self, below: Run) -> Run:
        """This run and the line below it as one."""
        above, text = below.foot - below.height - self.top, self.text + below.text
        return replace(self, text=text, right=below.right, foot=below.foot, next_left=below.left, above=above)


@dataclass(frozen=True)
class Rule:
    """A straight line from one point to another, across or down."""

    left: float
    top: float
    right: float
    foot: float


@dataclass(frozen=True)
class PageParts:
    """What stands on a page: runs of letters, single lines, the lines of each table, and the modules of its first QR code.

    Boxes to tick stand among the runs as «[ ]» and «[x]», QR codes as «[QR]».
    """

    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    tables: tuple[tuple[Rule, ...], ...]
    code: Modules


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """The document, for as long as nobody else needs PDFium."""
    from pypdfium2 import PdfDocument

    with _ONE_AT_A_TIME:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a paper has."""
    with _opened(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, number: int, width: int, height: int | None = None) -> Image:
    """A page in grey: whole within ``width`` x ``height`` pixels, or without a height what is printed on it, as wide as that.

    ``number`` counts from 0. It is drawn large and made small (drawn small, the thinnest line would take a whole pixel), and darker
    than paper, because letters of a few pixels are pale.
    """
    from PIL import ImageChops

    with _opened(pdf) as document:
        page = document[number]
        scale = FINE if height else max(FINE, width / page.get_width())
        large: Image = page.render(scale=scale, grayscale=True).to_pil()
    if height is None:
        large = large.crop(ImageChops.invert(large).getbbox())
    share = width / large.width if height is None else min(width / large.width, height / large.height)
    size = max(1, round(large.width * share)), max(1, round(large.height * share))
    return large.resize(size, reducing_gap=3.0).point(lambda grey: 255 - DARKER * (255 - grey))


def page_parts(pdf: bytes, number: int) -> PageParts:
    """What stands on a page; ``number`` counts from 0."""
    from pypdfium2 import raw

    with _opened(pdf) as document:
        page = document[number]
        height = page.get_height()
        letters = _runs(page.get_textpage(), height)
        drawn = [thing for thing in page.get_objects() if thing.type == _PATH]
        codes = [path for path in drawn if raw.FPDFPath_CountSegments(path) >= _CODE]
        paths = [_corners(path, height) for path in drawn if path not in codes]
        runs = (*letters, *_boxes(paths), *(_place(path, height) for path in codes))
        code = _modules(_corners(codes[0], height)) if codes else ()
    ruled = [tuple(_rules(path)) for path in paths if not _is_box(path)]
    rules = tuple(rule for lines in ruled if len(lines) <= _FEW for rule in lines)
    return PageParts(runs, rules, tuple(lines for lines in ruled if len(lines) > _FEW), code)


def _runs(letters: Any, page_height: float) -> Iterator[Run]:
    """The letters as runs, in the order of the text: a run ends where white follows, or another line."""
    text = letters.get_text_range(0, letters.count_chars())
    run: Run | None = None
    for at, char in enumerate(text):
        if run is not None and is_mark(char):
            run = _longer(run, char, run.right)
            continue
        left, low, right, high = letters.get_charbox(at, loose=True)
        if right - left <= 0:  # a space or an end of line that is not on the paper
            continue
        foot, height = page_height - low, high - low
        if run is not None and _goes_on(run, left, foot):
            run = _longer(run, char, right)
            continue
        if run is not None:
            yield run
        run = Run(char, left, right, foot, height)
    if run is not None:
        yield run


def _longer(run: Run, char: str, right: float) -> Run:
    return Run(run.text + char, run.left, right, run.foot, run.height)


def _goes_on(run: Run, left: float, foot: float) -> bool:
    beside = -run.height < left - run.right < GAP * run.height
    return beside and abs(foot - run.foot) < NEAR * run.height


def _corners(path: Any, page_height: float) -> list[tuple[int, Point]]:
    """The corners of a path, each with how it was reached; places as in ``Run``."""
    from pypdfium2 import raw

    x, y, matrix = ctypes.c_float(), ctypes.c_float(), path.get_matrix()
    corners = []
    for at in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        across, up = matrix.on_point(x.value, y.value)
        corners.append((raw.FPDFPathSegment_GetType(segment), (across, page_height - up)))
    return corners


def _rules(path: list[tuple[int, Point]]) -> Iterator[Rule]:
    """The straight lines of a path that go across or down."""
    before: Point = (0, 0)
    for kind, (x, y) in path:
        left, top = before
        if kind == _LINE and (abs(x - left) < 1) != (abs(y - top) < 1):
            yield Rule(min(left, x), min(top, y), max(left, x), max(top, y))
        before = (x, y)


def _bounds(path: list[tuple[int, Point]]) -> Rule:
    xs, ys = [x for _, (x, _) in path], [y for _, (_, y) in path]
    return Rule(min(xs), min(ys), max(xs), max(ys))


def _is_box(path: list[tuple[int, Point]]) -> bool:
    edge = _bounds(path)
    return max(edge.right - edge.left, edge.foot - edge.top) < TICK_BOX


def _boxes(paths: list[list[tuple[int, Point]]]) -> Iterator[Run]:
    """Boxes to tick, as text: a tick is a small path that begins inside the square before it."""
    small = [path for path in paths if _is_box(path)]
    for at, path in enumerate(small):
        edge, after = _bounds(path), small[at + 1] if at + 1 < len(small) else path
        ticked = len(after) < len(path) and edge.left <= _bounds(after).left <= edge.right
        if len(path) > _FEW:
            word = "[x]" if ticked else "[ ]"
            yield Run(word, edge.left, edge.right, edge.foot + NEAR * (edge.foot - edge.top), edge.foot - edge.top)


def _place(path: Any, page_height: float) -> Run:
    """Where a QR code stands."""
    left, low, right, high = path.get_bounds()
    return Run(CODE, left, right, page_height - low, high - low)


def _modules(path: list[tuple[int, Point]]) -> Modules:
    """A QR code from the rectangles of its dark modules."""
    edge = _bounds(path)
    starts = [at for at, (kind, _) in enumerate(path) if kind == _MOVE]
    bars = [_bounds(path[at:end]) for at, end in zip(starts, [*starts[1:], len(path)], strict=True)]
    module = min(bar.foot - bar.top for bar in bars)
    side = range(round((edge.right - edge.left) / module))
    dark = {
        (round((bar.top - edge.top) / module), column)
        for bar in bars
        for column in range(round((bar.left - edge.left) / module), round((bar.right - edge.left) / module))
    }
    return tuple(tuple((row, column) in dark for column in side) for row in side)
