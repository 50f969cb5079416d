"""Where a photograph shows QR codes: their finder patterns (the squares in three corners), also those too blurred to be read.

A line through a finder's middle crosses dark and light in the widths 1:1:3:1:1 (ISO/IEC 18004, 6.3.3), at any turn of the code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]
    Reals = NDArray[np.float32]

_BLOCK, _ROWS = 16, 3
"""Pixels of a block whose darkest and lightest are known; every so many rows are looked through."""
_SHRINKS = (1, 2, 6)
"""The photograph is looked through in full and made smaller, because large modules fill whole blocks."""
_SOFT, _EDGES = ImageFilter.BoxBlur(2), 3.0
"""What is smaller is sharpened too, as a strong blur is few pixels wide there: so many times as far from a soft picture."""
_FLAT = 40
"""Grays between the darkest and the lightest below which there is nothing but noise."""
_LINE = np.array([1, 0, 1, 0, 0, 0, 1, 0, 1], np.float32)
"""A line through the middle of a finder and the light around it, module by module."""
_MOST_LINES, _MOST_FINDERS = 30_000, 600
"""Lines that are looked at and finders that are taken; 200 unread labels have fewer, a picture made to tire us has more."""
_BAND, _BANDS = 2 * _BLOCK, 8
"""To tell which it is, the first of every eight bands of so many rows will do."""
_LIKE_LINE, _LIKE_SQUARE = 0.6, 0.5
"""Correlation with a finder from which a line, and then a square, counts as one."""
_SIZES, _TURNS = (0.75, 0.87, 1.0, 1.12), range(-45, 45, 15)
"""Sizes of modules as shares of what a row showed (it shows those of a turned finder wider), and degrees of its turn."""
_FINE, _WINDOW = 3, 13
"""Samples a module; modules of a patch, in which a finder with the light around it has room at any turn."""


@dataclass(frozen=True)
class Finder:
    """A finder pattern: its middle and the width of its modules, in pixels; how like one it is, 1 at most."""

    x: float
    y: float
    module: float
    likeness: float

    def larger(self, times: int) -> Finder:
        """The same finder in a picture so many times as large."""
        return Finder(self.x * times, self.y * times, self.module * times, self.likeness)

    def length(self, other: Finder) -> float:
        """Pixels to another finder."""
        return math.hypot(self.x - other.x, self.y - other.y)


def finders(photo: Image.Image) -> list[Finder]:
    """The finder patterns of a gray photograph."""
    found: list[Finder] = []
    for shrink in _SHRINKS:
        if min(photo.size) >= 2 * _BLOCK * shrink:
            small = _sharpened(photo.reduce(shrink)) if shrink > 1 else photo
            larger = [one.larger(shrink) for one in islice(_in_photo(small), 2 * _MOST_FINDERS)]
            found += [one for one in larger if not any(one.length(other) < 3 * other.module for other in found)]
    return sorted(found, key=lambda one: -one.likeness)[:_MOST_FINDERS]


def crowded(photo: Image.Image) -> bool:
    """Whether so much of a gray photograph is like finders that a reader would take minutes to try all threes of them."""
    whole = _BAND * _BANDS
    if photo.height < whole:
        return False
    bands = np.asarray(photo)[: photo.height // whole * whole].reshape(-1, whole, photo.width)[:, :_BAND]
    few, _, _ = _in_rows(bands.reshape(-1, photo.width), least=0.9)
    return len(few) * _BANDS > _MOST_LINES


def _sharpened(photo: Image.Image) -> Image.Image:
    return Image.blend(photo.filter(_SOFT), photo, _EDGES)


def _in_photo(photo: Image.Image) -> Iterator[Finder]:
    gray = np.asarray(photo)
    return _squares(photo, _middles(*_crossed(gray, *_in_rows(gray))))


def _in_rows(gray: Gray, least: float = 1.2) -> tuple[Reals, Reals, Reals]:
    """Where rows cross dark and light as in a finder: x and y of the middle, width of a module, ``least`` or more."""
    dark = _dark(gray)
    flat = dark.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    widths = np.diff(edges).astype(np.float32)
    count = max(0, (len(widths) - 3) // 2)
    one, two, three, four, five = (widths[at : at + 2 * count : 2][:count] for at in range(5))
    module = (one + two + three + four + five) / 7
    fits = (module >= least) & (np.abs(three - 3 * module) < 1.2 * module)
    for width in (one, two, four, five):
        fits &= np.abs(width - module) < 0.55 * module + 0.5
    at = np.flatnonzero(fits)
    at = at[:: 1 + len(at) // _MOST_LINES]
    middle = edges[2 * at] + (one + two + three / 2)[at]
    row, column = np.divmod(middle, dark.shape[1])
    return column.astype(np.float32), (row * _ROWS).astype(np.float32), module[at].astype(np.float32)


def _dark(gray: Gray) -> NDArray[np.bool_]:
    """Every third row: what is darker than half-way between the darkest and the lightest nearby; never its first and last pixel."""
    rows = gray[::_ROWS]
    down, across = gray.shape[0] // _BLOCK, gray.shape[1] // _BLOCK
    blocks = gray[: down * _BLOCK, : across * _BLOCK].reshape(down, _BLOCK, across * _BLOCK)
    lowest = blocks.min(axis=1).reshape(down, across, _BLOCK).min(axis=2)
    highest = blocks.max(axis=1).reshape(down, across, _BLOCK).max(axis=2)
    low = np.asarray(Image.fromarray(lowest).filter(ImageFilter.MinFilter(3)), np.int16)
    high = np.asarray(Image.fromarray(highest).filter(ImageFilter.MaxFilter(3)), np.int16)
    half = np.where(high - low < _FLAT, 0, (high + low) // 2).astype(np.uint8)
    limit = np.asarray(Image.fromarray(half).resize((rows.shape[1], rows.shape[0]), Image.Resampling.BILINEAR))
    dark: NDArray[np.bool_] = rows < limit
    dark[:, [0, -1]] = False
    return dark


def _crossed(gray: Gray, x: Reals, y: Reals, module: Reals) -> tuple[Reals, Reals, Reals]:
    """Of what rows show, what a column shows too, moved to its middle."""
    best, shift = np.full(len(x), -1, np.float32), np.zeros(len(x), np.float32)
    for size in (0.9, 1.1):
        for off in (-0.8, -0.4, 0.0, 0.4, 0.8):
            down = y[:, None] + module[:, None] * (off + size * _steps(len(_LINE)))
            likeness = _likeness(_sampled(gray, x[:, None], down), np.repeat(_LINE, _FINE))
            shift = np.where(likeness > best, off, shift)
            best = np.maximum(best, likeness)
    like = best >= _LIKE_LINE
    return x[like], (y + shift * module)[like], module[like]


def _middles(x: Reals, y: Reals, module: Reals) -> Iterator[Finder]:
    """One finder for all the rows that cross it."""
    left = np.ones(len(x), np.bool_)
    for at in range(len(x)):
        if left[at]:
            same = left & (np.abs(x - x[at]) < 2 * module[at]) & (np.abs(y - y[at]) < 3 * module[at])
            left &= ~same
            yield Finder(float(x[same].mean()), float(y[same].mean()), float(module[same].mean()), 0)


def _squares(photo: Image.Image, middles: Iterable[Finder]) -> Iterator[Finder]:
    """Which squares around these points look like a finder at some size and turn; with the width of a module then."""
    seen = [(one, patch) for one in middles if (patch := _patch(photo, one)) is not None]
    if not seen:
        return
    inside, patterns = _patterns()
    grays = np.stack([patch for _, patch in seen])
    spread = _products(np.square(grays), inside) - np.square(_products(grays, inside)) / inside.sum(axis=1)
    likeness = _products(grays, patterns) / np.sqrt(np.maximum(spread, 1e-6)).repeat(len(_TURNS), axis=1)
    for (one, _), row in zip(seen, likeness, strict=True):
        if row.max() >= _LIKE_SQUARE:
            size = _SIZES[int(row.argmax()) // len(_TURNS)]
            yield Finder(one.x, one.y, one.module * size, float(row.max()))


def _patch(photo: Image.Image, middle: Finder) -> Reals | None:
    """The grays around a point, as many for each module; none at the edge of the photograph, where no code is whole."""
    half = _WINDOW / 2 * middle.module
    box = (middle.x - half, middle.y - half, middle.x + half, middle.y + half)
    if box[0] < 0 or box[1] < 0 or box[2] > photo.width or box[3] > photo.height:
        return None
    side = _WINDOW * _FINE
    return np.asarray(photo.resize((side, side), Image.Resampling.BILINEAR, box), np.float32).ravel()


@lru_cache(maxsize=1)
def _patterns() -> tuple[Reals, Reals]:
    """What of a patch counts for each size, and what a finder looks like there at each turn: of mean 0 and length 1."""
    step = _steps(_WINDOW)
    x, y = (side.ravel() for side in np.meshgrid(step, step))
    insides, patterns = [], []
    for size in _SIZES:
        inside = np.hypot(x, y) < 5 * size
        insides.append(inside)
        for turn in np.radians(_TURNS):
            cosine, sine = np.cos(turn) / size, np.sin(turn) / size
            ring = np.maximum(np.abs(cosine * x + sine * y), np.abs(cosine * y - sine * x))
            light = (ring > 3.5) | ((ring > 1.5) & (ring < 2.5))
            pattern = np.where(inside, light - light[inside].mean(), 0)
            patterns.append(pattern / np.linalg.norm(pattern))
    return np.stack(insides).astype(np.float32), np.stack(patterns).astype(np.float32)


def _steps(modules: int) -> Reals:
    """Places of samples along so many modules, in modules from the middle."""
    count = modules * _FINE
    return ((np.arange(count) + 0.5 - count / 2) / _FINE).astype(np.float32)


def _sampled(gray: Gray, x: Reals, y: Reals) -> Reals:
    across = np.clip(np.rint(x), 0, gray.shape[1] - 1).astype(np.intp)
    down = np.clip(np.rint(y), 0, gray.shape[0] - 1).astype(np.intp)
    return gray[down, across].astype(np.float32)


def _likeness(seen: Reals, pattern: Reals) -> Reals:
    """Correlation of each row of samples with a pattern."""
    seen, pattern = seen - seen.mean(axis=1, keepdims=True), pattern - pattern.mean()
    size = np.sqrt(np.square(seen).sum(axis=1) * np.square(pattern).sum())
    likeness: Reals = _products(seen, pattern[None, :])[:, 0] / np.maximum(size, 1e-6)
    return likeness


def _products(rows: Reals, patterns: Reals) -> Reals:
    """Each row's sum with each pattern; not by BLAS, which wakes threads for so little."""
    products: Reals = np.einsum("ij,kj->ik", rows, patterns)
    return products
