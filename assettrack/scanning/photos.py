"""Every label in a photograph: read at once where it is sharp; else region by region, each sharpened only as far as it must be.

What was blurred is sharpened by a Wiener filter: it undoes a Gaussian blur of a supposed width, and holds back where the noise is
stronger than what the blur has left. A code counts as ours only where its check sign fits, however it was read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from assettrack.scanning.codes import Code, payload, read
from assettrack.scanning.finders import Finder, crowded, finders
from assettrack.scanning.photo_file import opened
from assettrack.scanning.regions import Region, regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Corners = tuple[tuple[float, float], ...]

_QR = zxingcpp.BarcodeFormat.QRCode
_FORMATS = (_QR, zxingcpp.BarcodeFormat.EANUPC, zxingcpp.BarcodeFormat.Code128)
"""What is read besides our own: the barcodes of goods and of other registers that carry a check of their own."""
_SIDE = 216
"""Pixels of the side to which a region is brought: 5 or more for each module of the smallest code, and quick to transform."""
_BLURS = ((0.0, 0.0), (0.5, 0.03), (0.7, 0.01), (0.5, 0.1), (0.8, 0.003))
"""Supposed blurs (deviation in modules) and shares of noise; each reads most of what those before it left unread."""
_AT_ONCE = 16_000_000
"""Pixels that are looked through; a larger photograph is looked through made smaller, and only its regions are read as they are."""
_CROWDED = 500_000
"""Pixels of a strip of a photograph that is crowded: what the reader's time grows with by their square."""
_MOST_REGIONS = 200
"""Regions looked into: a photograph of more unread codes than that is none of a shelf."""
_CARD = re.compile(r"(?:\d[ -]?){13}")


@dataclass(frozen=True)
class Box:
    """A rectangle in the upright photograph: its top left corner, width and height, in pixels."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Seen:
    """A code in a photograph: what it says, where, and our own code in it, if it is one.

    ``text`` is empty where it has 13 digits: they may be a person's number, which is neither shown nor kept.
    """

    text: str
    kind: str
    box: Box
    code: Code | None


@dataclass(frozen=True)
class Photograph:
    """What a photograph shows: codes, and where it shows one that cannot be read; with its width and height in pixels."""

    width: int
    height: int
    codes: tuple[Seen, ...]
    unread: tuple[Box, ...]


@dataclass(frozen=True)
class _Symbol:
    """A symbol that was read: its text, kind and corners, in order around it."""

    text: str
    kind: str
    corners: Corners

    @property
    def code(self) -> Code | None:
        """Our own code; a camera types no Thai, so nothing is repaired."""
        found = read(self.text) if self.kind == "QRCode" else None
        return found if found and not found.repaired else None

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the symbol."""
        sides = zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True)
        turns = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0 for (ax, ay), (bx, by) in sides]
        return all(turns) or not any(turns)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the symbol."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    def moved(self, scale: float, left: float, top: float) -> _Symbol:
        """The symbol of a piece of the photograph, where it is in the whole."""
        return replace(self, corners=tuple((left + x * scale, top + y * scale) for x, y in self.corners))


def read_photo(data: bytes) -> Photograph:
    """Every code in a photograph's file (JPEG, PNG, HEIC), and the places of those that cannot be read.

    Raises:
        BadPhoto: no photograph, a broken or an oversized one.
    """
    photo = opened(data)
    shrink = math.ceil(math.sqrt(photo.width * photo.height / _AT_ONCE))
    small = photo.reduce(shrink) if shrink > 1 else photo
    at_once = list(_at_once(small))
    missed = [one.larger(shrink) for one in finders(_without(small, at_once))]
    symbols = [one.moved(shrink, 0, 0) for one in at_once]
    unread = _tried(photo, regions(missed)[:_MOST_REGIONS], symbols)
    return Photograph(
        photo.width,
        photo.height,
        tuple(_row_by_row([_seen(one, photo) for one in symbols])),
        tuple(_box(photo, one.x - one.half, one.y - one.half, one.x + one.half, one.y + one.half) for one in unread),
    )


def _at_once(photo: Image.Image) -> Iterator[_Symbol]:
    """What is read in the whole photograph; in strips of it, where it is so crowded that the whole would take minutes."""
    high = max(1, _CROWDED // photo.width) if crowded(photo) else photo.height
    for top in range(0, photo.height, high):
        strip = photo.crop((0, top, photo.width, min(photo.height, top + high)))
        for one in _read(strip, _FORMATS):
            yield one.moved(1, 0, top)


def _read(photo: Image.Image | NDArray[np.uint8], formats: Any) -> Iterator[_Symbol]:
    for found in zxingcpp.read_barcodes(photo, formats=formats, try_invert=False):
        place = found.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield _Symbol(found.text, found.format.name, tuple((float(at.x), float(at.y)) for at in corners))


def _without(photo: Image.Image, symbols: Sequence[_Symbol]) -> Image.Image:
    """The photograph with the symbols that were read painted over."""
    painted = photo.copy()
    brush = ImageDraw.Draw(painted)
    for one in symbols:
        brush.polygon(one.corners, fill=255)
    return painted


def _held(symbols: Sequence[_Symbol], finder: Finder) -> bool:
    return any(one.holds(finder.x, finder.y) for one in symbols)


def _tried(photo: Image.Image, unread: Sequence[Region], symbols: list[_Symbol]) -> list[Region]:
    """Add to ``symbols`` what is read in the regions; the regions that stay unread. What read the last one is tried first."""
    blurs = list(_BLURS)
    left: list[Region] = []
    for region in unread:
        for blur in tuple(blurs):
            if all(_held(symbols, one) for one in region.finders):
                break
            new = [one for one in _in_region(photo, region, *blur) if not _known(symbols, one)]
            symbols += new
            if new:
                blurs.remove(blur)
                blurs.insert(0, blur)
        seen = any(_held(symbols, one) or any(other.holds(one) for other in left) for one in region.finders)
        if region.likely and not seen:
            left.append(region)
    return left


def _known(symbols: Sequence[_Symbol], new: _Symbol) -> bool:
    """Whether a symbol was read before at the same place."""
    return any(one.holds(*new.middle) for one in symbols)


def _in_region(photo: Image.Image, region: Region, blur: float, noise: float) -> Iterator[_Symbol]:
    """What can be read in a region, supposing a blur; what is not ours only as long as nothing is made of the picture."""
    side = min(2 * region.half, photo.width, photo.height)
    left = min(max(region.x - side / 2, 0.0), photo.width - side)
    top = min(max(region.y - side / 2, 0.0), photo.height - side)
    patch = photo.resize((_SIDE, _SIDE), Image.Resampling.BICUBIC, (left, top, left + side, top + side))
    scale = side / _SIDE
    for one in _read(_sharpened(patch, round(blur * region.module / scale, 1), noise) if blur else patch, (_QR,)):
        if one.code or not blur:
            yield one.moved(scale, left, top)


def _sharpened(patch: Image.Image, blur: float, noise: float) -> NDArray[np.uint8]:
    waves = np.fft.rfft2(np.asarray(patch, np.float32)) * _wiener(blur, noise)
    return np.clip(np.fft.irfft2(waves, (_SIDE, _SIDE)), 0, 255).astype(np.uint8)


@lru_cache(maxsize=128)
def _wiener(blur: float, noise: float) -> NDArray[np.float32]:
    """What undoes a Gaussian blur of this deviation in pixels, wave by wave; ``noise`` is its power as a share of the picture's."""
    down, across = np.fft.fftfreq(_SIDE)[:, None], np.fft.rfftfreq(_SIDE)[None, :]
    left = np.exp(-2 * (np.pi * blur) ** 2 * (down**2 + across**2))
    return (left * (1 + noise) / (left**2 + noise)).astype(np.float32)


def _seen(symbol: _Symbol, photo: Image.Image) -> Seen:
    across, down = zip(*symbol.corners, strict=True)
    code = symbol.code
    shown = "".join(sign if sign.isprintable() else " " for sign in symbol.text)
    text = payload(code.kind, code.token) if code else "" if _CARD.search(shown) else shown
    return Seen(text, symbol.kind, _box(photo, min(across), min(down), max(across), max(down)), code)


def _row_by_row(codes: list[Seen]) -> Iterator[Seen]:
    """The codes as one reads: those whose tops are within half a code of the first are in its row."""
    rows: list[list[Seen]] = []
    for one in sorted(codes, key=lambda seen: seen.box.y):
        if not rows or one.box.y > rows[-1][0].box.y + one.box.h / 2:
            rows.append([])
        rows[-1].append(one)
    for row in rows:
        yield from sorted(row, key=lambda seen: seen.box.x)


def _box(photo: Image.Image, left: float, top: float, right: float, bottom: float) -> Box:
    """The rectangle in whole pixels, as far as it lies in the photograph."""
    x, y = max(0, round(left)), max(0, round(top))
    return Box(x, y, max(1, min(photo.width, round(right)) - x), max(1, min(photo.height, round(bottom)) - y))
