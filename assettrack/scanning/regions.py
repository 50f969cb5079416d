"""Squares of a photograph in which finder patterns tell of a code: three in its corners, or what is left of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assettrack.scanning.finders import Finder

_NEAR, _FAR = 10.0, 27.0
"""Modules between two finders of one code: 14 in version 1, 22 in version 3; turned, a module seems up to 1.4 times as wide."""
_SKEW = 0.6
"""How far from two equal sides at a right angle the finders of a code may be that is seen from the side."""
_ACROSS, _BESIDE, _ALONE = 0.86, 1.36, 22.0
"""Half a region's side: in lengths of the line between opposite finders, of one between neighbours, in modules around one alone."""
_LIKE_FEW = 0.55
"""Likeness from which finders that are not three of a square are worth a look."""
_LIKELY = {1: 0.7, 2: 0.6, 3: 0.0}
"""Likeness from which so many finders tell of a code: letters look like one now and then, but not in the corners of a square."""


@dataclass(frozen=True)
class Region:
    """A square in which finders tell of a code: its middle and half of its side, in pixels."""

    finders: tuple[Finder, ...]
    x: float
    y: float
    half: float

    @property
    def module(self) -> float:
        """The width of a module, in pixels."""
        return sum(one.module for one in self.finders) / len(self.finders)

    @property
    def likely(self) -> bool:
        """Whether there is a code indeed; else it is worth a look, but not a word."""
        return min(one.likeness for one in self.finders) > _LIKELY[len(self.finders)]

    def holds(self, finder: Finder) -> bool:
        """Whether a finder lies in the square."""
        return max(abs(finder.x - self.x), abs(finder.y - self.y)) < self.half


def regions(found: Sequence[Finder]) -> list[Region]:
    """Where finders say that a code is: between two across a corner, beside a line of two, or around one alone."""
    if not found:
        return []
    near = _near(found)
    corners = _apart(_corners(found, near))
    left = [one for one in found if one.likeness > _LIKE_FEW and not any(one in code for code in corners)]
    pairs = _apart((one.length(other), (one, other)) for one in left for other in near[one] if other in left)
    alone = [one for one in left if not any(one in pair for pair in pairs)]
    return [
        *(_around(code, code[1], code[2], _ACROSS) for code in corners),
        *(_around(pair, pair[0], pair[1], _BESIDE) for pair in pairs),
        *(Region((one,), one.x, one.y, _ALONE * one.module) for one in alone),
    ]


def _near(found: Sequence[Finder]) -> dict[Finder, list[Finder]]:
    """For each finder those that may be of the same code: as large, and at a distance that small versions have."""
    x, y, module = np.array([(one.x, one.y, one.module) for one in found]).T
    lengths = np.hypot(x[:, None] - x, y[:, None] - y) / (module[:, None] + module) * 2
    alike = np.maximum(module[:, None], module) < 1.6 * np.minimum(module[:, None], module)
    near = alike & (lengths > _NEAR) & (lengths < _FAR)
    return {one: [found[int(at)] for at in np.flatnonzero(row)] for one, row in zip(found, near, strict=True)}


def _apart(codes: Iterable[tuple[float, tuple[Finder, ...]]]) -> list[tuple[Finder, ...]]:
    """The best codes, the lowest first, of which no two have a finder in common."""
    taken: set[Finder] = set()
    best = []
    for _, code in sorted(codes, key=lambda one: one[0]):
        if taken.isdisjoint(code):
            taken.update(code)
            best.append(code)
    return best


def _corners(found: Sequence[Finder], near: dict[Finder, list[Finder]]) -> Iterator[tuple[float, tuple[Finder, ...]]]:
    """What may be a code's corner, the finder to the right of it and the one below it, with how skew they are."""
    for corner in found:
        for right, below in permutations(near[corner], 2):
            skew = _skew(corner, right, below)
            if skew < _SKEW:
                yield skew, (corner, right, below)


def _skew(corner: Finder, right: Finder, below: Finder) -> float:
    """How far three finders are from two equal sides at a right angle, the second to the right of the first; 0 is exactly so."""
    along, down = (right.x - corner.x, right.y - corner.y), (below.x - corner.x, below.y - corner.y)
    wide, high = math.hypot(*along), math.hypot(*down)
    if along[0] * down[1] - along[1] * down[0] <= 0:
        return math.inf  # a mirror's
    return abs(along[0] * down[0] + along[1] * down[1]) / (wide * high) + abs(math.log(wide / high))


def _around(code: tuple[Finder, ...], one: Finder, other: Finder, grown: float) -> Region:
    """The square over the line between two finders of a code, so many lengths of it to each side."""
    return Region(code, (one.x + other.x) / 2, (one.y + other.y) / 2, grown * one.length(other))
